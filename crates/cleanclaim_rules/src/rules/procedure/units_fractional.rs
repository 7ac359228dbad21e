use cleanclaim_model::{Field, FindingSink, LineField, ServiceLine, Severity, UnitBasis};

use crate::rule::{Prevents, Rule};
use crate::{Applies, Context, Resolved};

declare_rule! {
    /// A service line counts units, but not in whole ones.
    ///
    /// ## Why
    /// Most payers read whole units only: they cut the fraction off or reject the line. Drugs are rounded up to the unit of their code.
    ///
    /// ## Flagged
    /// ```toml
    /// [[service_lines]]
    /// units = "1.5"
    /// ```
    ///
    /// ## Clean
    /// ```toml
    /// [[service_lines]]
    /// units = "2"
    /// ```
    "units-fractional" UnitsFractional {
        code: "CC0504",
        severity: Severity::Warning,
        snip: 4,
        source: "ASC X12N/005010X222A1, loop 2400, SV104; CMS Medicare Claims Processing Manual (Pub. 100-04), chapter 17, section 10 (units rounded up to the next whole one)",
        since: "0.1.0",
        applies: Applies::PROFESSIONAL,
        prevents: &[Prevents::Carc("16"), Prevents::Rarc("M53"), Prevents::Status("A7:476")],
    }
}

impl Rule for UnitsFractional {
    fn check(&self, claim: &Resolved<'_>, _: &Context<'_>, sink: &mut dyn FindingSink) {
        let counts_units = |line: &&ServiceLine| line.unit_basis == UnitBasis::Unit && !line.units.is_whole();
        for line in claim.claim.lines.iter().filter(counts_units) {
            sink.emit(
                Self::finding(format!("the line has {} units", line.units))
                    .at(Field::Line(line.number, LineField::Units))
                    .expected("whole units"),
            );
        }
    }
}
