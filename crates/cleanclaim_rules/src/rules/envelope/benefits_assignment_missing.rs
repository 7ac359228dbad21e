use cleanclaim_model::{ClaimField, Field, FindingSink, Severity};

use crate::rule::{Prevents, Rule};
use crate::{Context, Resolved};

declare_rule! {
    /// A claim does not say whether the patient assigned the benefits to the provider.
    ///
    /// ## Why
    /// Without it the payer may pay the patient instead of the provider, or reject the claim.
    ///
    /// ## Flagged
    /// ```toml
    /// benefits_assigned = ""
    /// ```
    ///
    /// ## Clean
    /// ```toml
    /// benefits_assigned = "Y"
    /// ```
    "benefits-assignment-missing" BenefitsAssignmentMissing {
        code: "CC0108",
        severity: Severity::Error,
        snip: 2,
        source: "ASC X12N/005010X222A1 and 005010X223A2, loop 2300, CLM08",
        since: "0.1.0",
        prevents: &[Prevents::Carc("16"), Prevents::Rarc("N777")],
    }
}

impl Rule for BenefitsAssignmentMissing {
    fn check(&self, claim: &Resolved<'_>, _: &Context<'_>, sink: &mut dyn FindingSink) {
        if !matches!(claim.claim.benefits_assigned.as_str(), "Y" | "N" | "W") {
            let finding = Self::finding("the claim does not say whether benefits are assigned");
            sink.emit(
                finding.at(Field::Claim(ClaimField::BenefitsAssigned)).expected("Y, N, or W when it does not apply"),
            );
        }
    }
}
