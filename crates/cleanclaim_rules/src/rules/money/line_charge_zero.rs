use cleanclaim_model::{Field, FindingSink, Hcpcs, LineField, Severity};

use crate::rule::{Prevents, Rule};
use crate::{Applies, Context, Facets, Resolved};

declare_rule! {
    /// A service line is charged at zero, and it is no line that only reports a measure.
    ///
    /// ## Why
    /// The payer pays nothing for it and may deny the line; mostly a fee is missing from the schedule. Codes that report quality measures
    /// (ending in F, or G8, G9 and M1 codes) are left alone.
    ///
    /// ## Flagged
    /// ```toml
    /// [[service_lines]]
    /// charge = "100.00"
    /// [[service_lines]]
    /// procedure = "J1100"
    /// charge = "0"
    /// ```
    ///
    /// ## Clean
    /// ```toml
    /// [[service_lines]]
    /// charge = "100.00"
    /// [[service_lines]]
    /// procedure = "G8427"
    /// charge = "0"
    /// ```
    "line-charge-zero" LineChargeZero {
        code: "CC0204",
        severity: Severity::Warning,
        snip: 4,
        source: "ASC X12N/005010X222A1, loop 2400, SV102; CMS Medicare Claims Processing Manual (Pub. 100-04), chapter 26, section 10.4, item 24F",
        since: "0.1.0",
        applies: Applies::to(Facets::PROFESSIONAL.union(Facets::DENTAL)),
        prevents: &[Prevents::Carc("16"), Prevents::Rarc("M79")],
    }
}

impl Rule for LineChargeZero {
    fn check(&self, claim: &Resolved<'_>, _: &Context<'_>, sink: &mut dyn FindingSink) {
        for line in claim.claim.lines.iter().filter(|line| line.charge.is_zero() && !is_measure(line.procedure)) {
            let finding = Self::finding("the line's charge is zero");
            sink.emit(finding.at(Field::Line(line.number, LineField::Charge)).expected("the fee for the service"));
        }
    }
}

fn is_measure(procedure: Option<Hcpcs>) -> bool {
    procedure.is_some_and(|code| {
        let code = code.as_str();
        code.ends_with('F') || ["G8", "G9", "M1"].iter().any(|prefix| code.starts_with(prefix))
    })
}
