use cleanclaim_model::{ClaimField, Field, FindingSink, Severity};

use crate::rule::{Prevents, Rule};
use crate::{Context, Resolved};

declare_rule! {
    /// A claim has no service line.
    ///
    /// ## Why
    /// Both guides require at least one: there is nothing to pay for.
    ///
    /// ## Flagged
    /// ```toml
    /// charge = "100.00"
    /// service_lines = []
    /// ```
    ///
    /// ## Clean
    /// ```toml
    /// charge = "100.00"
    /// [[service_lines]]
    /// charge = "100.00"
    /// ```
    "no-service-lines" NoServiceLines {
        code: "CC0103",
        severity: Severity::Error,
        snip: 2,
        source: "ASC X12N/005010X222A1 and 005010X223A2, loop 2400 (required, 1 or more)",
        since: "0.1.0",
        prevents: &[Prevents::Carc("16"), Prevents::Rarc("M51")],
    }
}

impl Rule for NoServiceLines {
    fn check(&self, claim: &Resolved<'_>, _: &Context<'_>, sink: &mut dyn FindingSink) {
        if claim.claim.lines.is_empty() {
            let finding = Self::finding("the claim has no service line");
            sink.emit(finding.at(Field::Claim(ClaimField::Lines)).expected("one service line or more"));
        }
    }
}
