use cleanclaim_model::{Field, FindingSink, LineField, Npi, NpiError, Provider, ProviderField, ProviderRole, Severity};

use super::{providers, role_name};
use crate::rule::{Prevents, Rule};
use crate::{Context, Resolved};

declare_rule! {
    /// What stands where a provider's National Provider Identifier belongs is none: wrong length, or a check digit that does not fit.
    ///
    /// ## Why
    /// A digit is mistyped. Clearinghouses check the digit and reject the claim.
    ///
    /// ## Flagged
    /// ```toml
    /// [rendering]
    /// npi = ""
    /// other_id = "1234567890"
    /// other_id_qualifier = "XX"
    /// ```
    ///
    /// ## Clean
    /// ```toml
    /// [rendering]
    /// npi = "1234567893"
    /// ```
    "npi-invalid" NpiInvalid {
        code: "CC0602",
        severity: Severity::Error,
        snip: 5,
        source: "45 CFR 162.406 (check digit by ISO/IEC 7812-1 with the prefix 80840); ASC X12N/005010X222A1 and 005010X223A2, NM109 with XX",
        since: "0.1.0",
        prevents: &[Prevents::Carc("207"), Prevents::Status("A7:562")],
    }
}

impl Rule for NpiInvalid {
    fn check(&self, claim: &Resolved<'_>, _: &Context<'_>, sink: &mut dyn FindingSink) {
        let mut check = |provider: &Provider, role: ProviderRole, line: Option<u16>| {
            if provider.npi.is_some() || provider.other_id.is_empty() || provider.other_id_qualifier != "XX" {
                return;
            }
            let field = match line {
                Some(line) => Field::Line(line, LineField::RenderingProvider),
                None => Field::Provider(role, ProviderField::Npi),
            };
            let why = match Npi::parse(&provider.other_id) {
                Err(NpiError::CheckDigit { .. }) => "its check digit does not fit",
                Err(NpiError::Shape) | Ok(_) => "it is not ten digits beginning with 1 or 2",
            };
            sink.emit(
                Self::finding(format!("the {} provider's NPI is none: {why}", role_name(role)))
                    .at(field)
                    .expected("the number as the provider register has it"),
            );
        };
        for (role, provider) in providers(claim.claim) {
            check(provider, role, None);
        }
        for line in &claim.claim.lines {
            if let Some(provider) = &line.rendering {
                check(provider, ProviderRole::Rendering, Some(line.number));
            }
        }
    }
}
