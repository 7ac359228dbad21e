use cleanclaim_model::{Field, FindingSink, LineField, Severity};

use crate::rule::{Prevents, Rule};
use crate::{Applies, Context, Facets, Resolved};

declare_rule! {
    /// A professional or dental service line has no procedure code.
    ///
    /// ## Why
    /// The payer cannot tell what was done; the guides require it.
    ///
    /// ## Flagged
    /// ```toml
    /// [[service_lines]]
    /// procedure = ""
    /// ```
    ///
    /// ## Clean
    /// ```toml
    /// [[service_lines]]
    /// procedure = "99213"
    /// ```
    "procedure-missing" ProcedureMissing {
        code: "CC0501",
        severity: Severity::Error,
        snip: 2,
        source: "ASC X12N/005010X222A1, loop 2400, SV101-2 (required)",
        since: "0.1.0",
        applies: Applies::to(Facets::PROFESSIONAL.union(Facets::DENTAL)),
        prevents: &[Prevents::Carc("16"), Prevents::Rarc("M51"), Prevents::Status("A6:454")],
    }
}

impl Rule for ProcedureMissing {
    fn check(&self, claim: &Resolved<'_>, _: &Context<'_>, sink: &mut dyn FindingSink) {
        for line in claim.claim.lines.iter().filter(|line| line.procedure.is_none()) {
            let finding = Self::finding("the line has no procedure code");
            sink.emit(finding.at(Field::Line(line.number, LineField::Procedure)).expected("a CPT or HCPCS code"));
        }
    }
}
