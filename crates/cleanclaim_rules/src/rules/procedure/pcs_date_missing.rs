use cleanclaim_model::{Field, FindingSink, Severity};

use crate::rule::{Prevents, Rule};
use crate::{Applies, Context, Facets, Resolved};

declare_rule! {
    /// An inpatient procedure has no date.
    ///
    /// ## Why
    /// The guide requires it.
    ///
    /// ## Flagged
    /// ```toml
    /// kind = "institutional"
    /// procedures = [{ code = "0DTJ4ZZ" }]
    /// [operating]
    /// ```
    ///
    /// ## Clean
    /// ```toml
    /// kind = "institutional"
    /// procedures = [{ code = "0DTJ4ZZ", date = 2026-05-05 }]
    /// [operating]
    /// ```
    "pcs-date-missing" PcsDateMissing {
        code: "CC0513",
        severity: Severity::Error,
        snip: 2,
        source: "ASC X12N/005010X223A2, loop 2300, HI with BBR and BBQ, fourth component (required)",
        since: "0.1.0",
        applies: Applies::to(Facets::PROCEDURES),
        prevents: &[Prevents::Carc("16"), Prevents::Rarc("N301")],
    }
}

impl Rule for PcsDateMissing {
    fn check(&self, claim: &Resolved<'_>, _: &Context<'_>, sink: &mut dyn FindingSink) {
        for procedure in claim.procedures.iter().filter(|procedure| procedure.procedure.date.is_none()) {
            let code = procedure.procedure.code;
            sink.emit(
                Self::finding(format!("{code} has no date"))
                    .at(Field::Procedure(procedure.number))
                    .code(code.as_str())
                    .expected("the day on which it was done"),
            );
        }
    }
}
