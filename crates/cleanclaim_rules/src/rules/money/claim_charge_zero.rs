use cleanclaim_model::{ClaimField, Field, FindingSink, Severity};

use crate::rule::{Prevents, Rule};
use crate::{Applies, Context, Facets, Resolved};

declare_rule! {
    /// A claim asks for nothing.
    ///
    /// ## Why
    /// Few payers take claims of zero dollars; mostly a fee is missing.
    ///
    /// ## Flagged
    /// ```toml
    /// [[service_lines]]
    /// charge = "0"
    /// ```
    ///
    /// ## Clean
    /// ```toml
    /// [[service_lines]]
    /// charge = "0.01"
    /// ```
    "claim-charge-zero" ClaimChargeZero {
        code: "CC0203",
        severity: Severity::Warning,
        snip: 4,
        source: "ASC X12N/005010X222A1 and 005010X223A2, loop 2300, CLM02",
        since: "0.1.0",
        applies: Applies::to(Facets::LINES),
        prevents: &[Prevents::Carc("16"), Prevents::Rarc("M54"), Prevents::Status("A7:178")],
    }
}

impl Rule for ClaimChargeZero {
    fn check(&self, claim: &Resolved<'_>, _: &Context<'_>, sink: &mut dyn FindingSink) {
        if claim.claim.charge.is_zero() {
            let finding = Self::finding("the claim's charge is zero");
            sink.emit(finding.at(Field::Claim(ClaimField::Charge)).expected("the sum of the fees"));
        }
    }
}
