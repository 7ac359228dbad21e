use cleanclaim_model::{Field, FindingSink, LineField, Quantity, Severity, UnitBasis};

use crate::rule::{Prevents, Rule};
use crate::{Applies, Context, Resolved};

declare_rule! {
    /// A service line has more than 999 units of a service, or more than 9,999 of a drug, supply or mileage.
    ///
    /// ## Why
    /// Mostly minutes or cents stand where the units belong. The paper form has room for three digits, and payers' systems often for four.
    ///
    /// ## Flagged
    /// ```toml
    /// [[service_lines]]
    /// units = "1500"
    /// ```
    ///
    /// ## Clean
    /// ```toml
    /// [[service_lines]]
    /// procedure = "J1100"
    /// units = "1500"
    /// ```
    "units-implausible" UnitsImplausible {
        code: "CC0505",
        severity: Severity::Warning,
        snip: 4,
        source: "National Uniform Claim Committee, 1500 Health Insurance Claim Form Reference Instruction Manual, version 02/12, item 24G (three characters)",
        since: "0.1.0",
        applies: Applies::PROFESSIONAL,
        prevents: &[Prevents::Carc("16"), Prevents::Rarc("M53"), Prevents::Status("A7:476")],
    }
}

impl Rule for UnitsImplausible {
    fn check(&self, claim: &Resolved<'_>, _: &Context<'_>, sink: &mut dyn FindingSink) {
        for line in &claim.claim.lines {
            let service =
                line.procedure.is_some_and(|code| code.as_str().starts_with(|first: char| first.is_ascii_digit()));
            let max = Quantity::whole(if service && line.unit_basis == UnitBasis::Unit { 999 } else { 9_999 });
            if max < line.units {
                sink.emit(
                    Self::finding(format!("the line has {} units", line.units))
                        .at(Field::Line(line.number, LineField::Units))
                        .expected(format!("{max} at most; the rest on further lines")),
                );
            }
        }
    }
}
