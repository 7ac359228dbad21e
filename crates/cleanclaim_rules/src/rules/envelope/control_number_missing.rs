use cleanclaim_model::{ClaimField, Field, FindingSink, Severity};

use crate::rule::{Prevents, Rule};
use crate::{Context, Resolved};

declare_rule! {
    /// A claim has no control number of its own.
    ///
    /// ## Why
    /// The payer sends this number back on every acknowledgement and remittance; without it neither can be matched.
    ///
    /// ## Flagged
    /// ```toml
    /// control_number = ""
    /// ```
    ///
    /// ## Clean
    /// ```toml
    /// control_number = "A-1001"
    /// ```
    "control-number-missing" ControlNumberMissing {
        code: "CC0101",
        severity: Severity::Error,
        snip: 2,
        source: "ASC X12N/005010X222A1 and 005010X223A2, loop 2300, CLM01",
        since: "0.1.0",
        prevents: &[Prevents::Carc("16"), Prevents::Status("A6:478")],
    }
}

impl Rule for ControlNumberMissing {
    fn check(&self, claim: &Resolved<'_>, _: &Context<'_>, sink: &mut dyn FindingSink) {
        if claim.claim.control_number.is_empty() {
            let finding = Self::finding("the claim has no control number");
            sink.emit(finding.at(Field::Claim(ClaimField::ControlNumber)).expected("1 to 20 characters"));
        }
    }
}
