use cleanclaim_model::{Field, FindingSink, LineField, ServiceLine, Severity};

use crate::rule::Rule;
use crate::{Applies, Context, Facets, Resolved};

declare_rule! {
    /// Two service lines of a claim have the same control number.
    ///
    /// ## Why
    /// The remittance names lines by this number: payments and denials would be posted to the wrong line.
    ///
    /// ## Flagged
    /// ```toml
    /// [[service_lines]]
    /// control_number = "L1"
    /// [[service_lines]]
    /// control_number = "L1"
    /// modifiers = ["76"]
    /// ```
    ///
    /// ## Clean
    /// ```toml
    /// [[service_lines]]
    /// control_number = "L1"
    /// [[service_lines]]
    /// control_number = "L2"
    /// modifiers = ["76"]
    /// ```
    "line-control-number-repeated" LineControlNumberRepeated {
        code: "CC0113",
        severity: Severity::Error,
        snip: 4,
        source: "ASC X12N/005010X222A1 and 005010X223A2, loop 2400, REF with 6R (unique within the claim)",
        since: "0.1.0",
        applies: Applies::to(Facets::LINES),
    }
}

impl Rule for LineControlNumberRepeated {
    fn check(&self, claim: &Resolved<'_>, _: &Context<'_>, sink: &mut dyn FindingSink) {
        let lines = claim.compared_lines();
        for (index, line) in lines.iter().enumerate() {
            let repeats = |earlier: &ServiceLine| earlier.control_number == line.control_number;
            if line.control_number.is_empty() || !lines.iter().take(index).any(repeats) {
                continue;
            }
            sink.emit(
                Self::finding("an earlier line has the same control number")
                    .at(Field::Line(line.number, LineField::ControlNumber))
                    .expected("another number on every line of the claim"),
            );
        }
    }
}
