use cleanclaim_model::{Field, FindingSink, Severity};

use crate::rule::{Prevents, Rule};
use crate::{Applies, Context, Facets, Resolved};

declare_rule! {
    /// A claim that is for no stay lists ICD-10-PCS procedures.
    ///
    /// ## Why
    /// The code set is for hospital inpatients only; other claims report HCPCS on their lines.
    ///
    /// ## Flagged
    /// ```toml
    /// kind = "institutional"
    /// facility_code = "13"
    /// procedures = [{ code = "0DTJ4ZZ", date = 2026-05-04 }]
    /// ```
    ///
    /// ## Clean
    /// ```toml
    /// kind = "institutional"
    /// procedures = [{ code = "0DTJ4ZZ", date = 2026-05-04 }]
    /// [operating]
    /// ```
    "pcs-outside-stay" PcsOutsideStay {
        code: "CC0512",
        severity: Severity::Error,
        snip: 4,
        source: "45 CFR 162.1002(c)(3): ICD-10-PCS for procedures reported by hospitals on inpatient claims",
        since: "0.1.0",
        applies: Applies::to(Facets::PROCEDURES),
        prevents: &[Prevents::Carc("16"), Prevents::Rarc("MA66")],
    }
}

impl Rule for PcsOutsideStay {
    fn check(&self, claim: &Resolved<'_>, _: &Context<'_>, sink: &mut dyn FindingSink) {
        if claim.is(Facets::INPATIENT) {
            return;
        }
        for procedure in claim.procedures {
            let code = procedure.procedure.code;
            sink.emit(
                Self::finding(format!("{code} stands on a claim that is for no stay"))
                    .at(Field::Procedure(procedure.number))
                    .code(code.as_str())
                    .expected("HCPCS codes on the service lines"),
            );
        }
    }
}
