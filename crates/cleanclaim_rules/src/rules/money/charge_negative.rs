use cleanclaim_model::{ClaimField, Field, FindingSink, LineField, Severity};

use crate::rule::{Prevents, Rule};
use crate::{Context, Resolved};

declare_rule! {
    /// A charge is below zero.
    ///
    /// ## Why
    /// Charges cannot be negative: a claim that takes something back is a void or a replacement.
    ///
    /// ## Flagged
    /// ```toml
    /// [[service_lines]]
    /// charge = "120.00"
    /// [[service_lines]]
    /// charge = "-20.00"
    /// modifiers = ["76"]
    /// ```
    ///
    /// ## Clean
    /// ```toml
    /// [[service_lines]]
    /// charge = "120.00"
    /// ```
    "charge-negative" ChargeNegative {
        code: "CC0202",
        severity: Severity::Error,
        snip: 2,
        source: "ASC X12N/005010X222A1 and 005010X223A2, loop 2300, CLM02 and loop 2400, SV102 or SV203 (zero or more)",
        since: "0.1.0",
        prevents: &[Prevents::Carc("16"), Prevents::Rarc("M79"), Prevents::Status("A7:178")],
    }
}

impl Rule for ChargeNegative {
    fn check(&self, claim: &Resolved<'_>, _: &Context<'_>, sink: &mut dyn FindingSink) {
        if claim.claim.charge.is_negative() {
            let finding = Self::finding("the claim's charge is negative");
            sink.emit(finding.at(Field::Claim(ClaimField::Charge)).expected("zero or more"));
        }
        for line in claim.claim.lines.iter().filter(|line| line.charge.is_negative()) {
            let finding = Self::finding("the line's charge is negative");
            sink.emit(finding.at(Field::Line(line.number, LineField::Charge)).expected("zero or more"));
        }
    }
}
