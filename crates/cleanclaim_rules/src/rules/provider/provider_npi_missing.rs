use cleanclaim_model::{Field, FindingSink, LineField, Provider, ProviderField, ProviderRole, Severity};

use super::{providers, role_name};
use crate::rule::{Prevents, Rule};
use crate::{Context, Resolved};

declare_rule! {
    /// A rendering, referring, supervising, attending or operating provider is named without a National Provider Identifier.
    ///
    /// ## Why
    /// Payers find providers by this number only: the service counts as given by nobody they know.
    ///
    /// ## Flagged
    /// ```toml
    /// [referring]
    /// npi = ""
    /// ```
    ///
    /// ## Clean
    /// ```toml
    /// [referring]
    /// npi = "1234567893"
    /// ```
    "provider-npi-missing" ProviderNpiMissing {
        code: "CC0603",
        severity: Severity::Error,
        snip: 4,
        source: "ASC X12N/005010X222A1, loops 2310A, 2310B and 2310D, and 005010X223A2, loops 2310A to 2310F, NM109; 45 CFR 162.410",
        since: "0.1.0",
        prevents: &[Prevents::Carc("206"), Prevents::Rarc("N290"), Prevents::Status("A6:562")],
    }
}

impl Rule for ProviderNpiMissing {
    fn check(&self, claim: &Resolved<'_>, _: &Context<'_>, sink: &mut dyn FindingSink) {
        let mut check = |provider: &Provider, role: ProviderRole, line: Option<u16>| {
            if provider.npi.is_some() || provider.other_id_qualifier == "XX" {
                return;
            }
            let field = match line {
                Some(line) => Field::Line(line, LineField::RenderingProvider),
                None => Field::Provider(role, ProviderField::Npi),
            };
            sink.emit(
                Self::finding(format!("the {} provider has no NPI", role_name(role)))
                    .at(field)
                    .expected("ten digits beginning with 1 or 2"),
            );
        };
        for (role, provider) in providers(claim.claim) {
            if !matches!(role, ProviderRole::Billing | ProviderRole::ServiceFacility) {
                check(provider, role, None);
            }
        }
        for line in &claim.claim.lines {
            if let Some(provider) = &line.rendering {
                check(provider, ProviderRole::Rendering, Some(line.number));
            }
        }
    }
}
