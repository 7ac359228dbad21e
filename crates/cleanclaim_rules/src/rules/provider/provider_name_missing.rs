use cleanclaim_model::{Field, FindingSink, ProviderField, Severity};

use super::{providers, role_name};
use crate::rule::{Prevents, Rule};
use crate::{Context, Resolved};

declare_rule! {
    /// A provider is named by number only, without a name.
    ///
    /// ## Why
    /// The guides want the family name, or the organization's name, of every provider on a claim. It is missing where the practice does not
    /// know whose number it is, often because the number is a stranger's.
    ///
    /// ## Flagged
    /// ```toml
    /// [rendering]
    /// last_name = ""
    /// ```
    ///
    /// ## Clean
    /// ```toml
    /// [rendering]
    /// last_name = "Specimen"
    /// ```
    "provider-name-missing" ProviderNameMissing {
        code: "CC0612",
        severity: Severity::Error,
        snip: 2,
        source: "ASC X12N/005010X222A1, loops 2010AA and 2310A to 2310D, and 005010X223A2, loops 2010AA and 2310A to 2310F, NM103",
        since: "0.1.0",
        prevents: &[Prevents::Status("A7:125")],
    }
}

impl Rule for ProviderNameMissing {
    fn check(&self, claim: &Resolved<'_>, _: &Context<'_>, sink: &mut dyn FindingSink) {
        for (role, _) in providers(claim.claim).filter(|(_, provider)| provider.name.last.is_empty()) {
            sink.emit(
                Self::finding(format!("the {} provider has no name", role_name(role)))
                    .at(Field::Provider(role, ProviderField::Name))
                    .expected("the name of the provider with this NPI; add the provider to the practice if the number is right"),
            );
        }
    }
}
