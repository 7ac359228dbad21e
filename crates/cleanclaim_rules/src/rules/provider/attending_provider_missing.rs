use cleanclaim_model::{Field, FindingSink, ProviderField, ProviderRole, Severity};

use crate::rule::{Prevents, Rule};
use crate::{Applies, Context, Resolved};

declare_rule! {
    /// An institutional claim names no attending provider.
    ///
    /// ## Why
    /// The guide requires the person who was responsible for the care.
    ///
    /// ## Flagged
    /// ```toml
    /// kind = "institutional"
    /// without = ["attending"]
    /// ```
    ///
    /// ## Clean
    /// ```toml
    /// kind = "institutional"
    /// [attending]
    /// npi = "1234567893"
    /// ```
    "attending-provider-missing" AttendingProviderMissing {
        code: "CC0610",
        severity: Severity::Error,
        snip: 4,
        source: "ASC X12N/005010X223A2, loop 2310A (required for all but scheduled transportation)",
        since: "0.1.0",
        applies: Applies::INSTITUTIONAL,
        prevents: &[Prevents::Carc("16"), Prevents::Rarc("N253")],
    }
}

impl Rule for AttendingProviderMissing {
    fn check(&self, claim: &Resolved<'_>, _: &Context<'_>, sink: &mut dyn FindingSink) {
        if claim.claim.attending.is_none() {
            sink.emit(
                Self::finding("no attending provider is named")
                    .at(Field::Provider(ProviderRole::Attending, ProviderField::Npi))
                    .expected("the person responsible for the care"),
            );
        }
    }
}
