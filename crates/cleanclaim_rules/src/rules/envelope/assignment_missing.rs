use cleanclaim_model::{ClaimField, Field, FindingSink, Severity};

use crate::rule::{Prevents, Rule};
use crate::{Context, Resolved};

declare_rule! {
    /// A claim does not say whether the provider accepts assignment.
    ///
    /// ## Why
    /// The payer needs it to decide whom it pays and whether its allowed amount binds the provider; the guides require it.
    ///
    /// ## Flagged
    /// ```toml
    /// assignment = ""
    /// ```
    ///
    /// ## Clean
    /// ```toml
    /// assignment = "A"
    /// ```
    "assignment-missing" AssignmentMissing {
        code: "CC0107",
        severity: Severity::Error,
        snip: 2,
        source: "ASC X12N/005010X222A1 and 005010X223A2, loop 2300, CLM07",
        since: "0.1.0",
        prevents: &[Prevents::Carc("16")],
    }
}

impl Rule for AssignmentMissing {
    fn check(&self, claim: &Resolved<'_>, _: &Context<'_>, sink: &mut dyn FindingSink) {
        if !matches!(claim.claim.assignment.as_str(), "A" | "B" | "C" | "P") {
            let finding = Self::finding("the claim does not say whether assignment is accepted");
            sink.emit(finding.at(Field::Claim(ClaimField::Assignment)).expected(
                "A (assigned), B (for clinical laboratory services) or C (not assigned); on dental claims also P",
            ));
        }
    }
}
