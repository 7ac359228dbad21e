use cleanclaim_model::{Field, FindingSink, LineField, Quantity, Severity};

use crate::rule::{Prevents, Rule};
use crate::{Context, Resolved};

declare_rule! {
    /// A service line has no units.
    ///
    /// ## Why
    /// The payer works out its payment from the units; with none it pays nothing or rejects the line.
    ///
    /// ## Flagged
    /// ```toml
    /// [[service_lines]]
    /// units = "0"
    /// ```
    ///
    /// ## Clean
    /// ```toml
    /// [[service_lines]]
    /// units = "1"
    /// ```
    "units-not-positive" UnitsNotPositive {
        code: "CC0503",
        severity: Severity::Error,
        snip: 2,
        source: "ASC X12N/005010X222A1 and 005010X223A2, loop 2400, SV104 and SV205 (required, more than zero)",
        since: "0.1.0",
        prevents: &[Prevents::Carc("16"), Prevents::Rarc("M53"), Prevents::Status("A7:476")],
    }
}

impl Rule for UnitsNotPositive {
    fn check(&self, claim: &Resolved<'_>, _: &Context<'_>, sink: &mut dyn FindingSink) {
        for line in claim.claim.lines.iter().filter(|line| line.units <= Quantity::default()) {
            sink.emit(
                Self::finding(format!("the line has {} units", line.units))
                    .at(Field::Line(line.number, LineField::Units))
                    .expected("1 or more"),
            );
        }
    }
}
