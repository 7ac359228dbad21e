use cleanclaim_model::{ClaimField, Field, FindingSink, Severity};

use crate::rule::{Prevents, Rule};
use crate::{Applies, Context, Facets, Resolved};

declare_rule! {
    /// A claim's total charge is not the sum of its lines' charges.
    ///
    /// ## Why
    /// Every receiver adds up; a claim out of balance is rejected whole.
    ///
    /// ## Flagged
    /// ```toml
    /// charge = "150.00"
    /// [[service_lines]]
    /// charge = "100.00"
    /// ```
    ///
    /// ## Clean
    /// ```toml
    /// charge = "150.00"
    /// [[service_lines]]
    /// charge = "100.00"
    /// [[service_lines]]
    /// charge = "50.00"
    /// modifiers = ["76"]
    /// ```
    "charge-not-sum-of-lines" ChargeNotSumOfLines {
        code: "CC0201",
        severity: Severity::Error,
        snip: 3,
        source: "ASC X12N/005010X222A1 and 005010X223A2, section 1.4.4 and loop 2300, CLM02",
        since: "0.1.0",
        applies: Applies::to(Facets::LINES),
        prevents: &[Prevents::Carc("16"), Prevents::Rarc("M54"), Prevents::Status("A7:400")],
    }
}

impl Rule for ChargeNotSumOfLines {
    fn check(&self, claim: &Resolved<'_>, _: &Context<'_>, sink: &mut dyn FindingSink) {
        let (total, lines) = (claim.claim.charge, claim.claim.lines_charge());
        if total != lines {
            sink.emit(
                Self::finding(format!(
                    "the claim's charge is {}, its lines add up to {}",
                    total.dollars(),
                    lines.dollars()
                ))
                .at(Field::Claim(ClaimField::Charge))
                .expected("the sum of the service lines' charges"),
            );
        }
    }
}
