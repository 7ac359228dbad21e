use cleanclaim_codes::Set;
use cleanclaim_model::{Field, FindingSink, Severity};

use crate::rule::{Prevents, Rule};
use crate::{Applies, CodeStatus, Context, Facets, Needs, Resolved};

declare_rule! {
    /// An inpatient procedure is no ICD-10-PCS code, in any edition that is loaded.
    ///
    /// ## Why
    /// The payer returns the stay. Mostly a character is mistyped.
    ///
    /// ## Flagged
    /// ```toml
    /// kind = "institutional"
    /// procedures = [{ code = "0DTJ4Z9", date = 2026-05-05 }]
    /// ```
    ///
    /// ## Clean
    /// ```toml
    /// kind = "institutional"
    /// procedures = [{ code = "0DTJ4ZZ", date = 2026-05-05 }]
    /// [operating]
    /// ```
    "pcs-unknown" PcsUnknown {
        code: "CC0510",
        severity: Severity::Error,
        snip: 5,
        source: "45 CFR 162.1002(c); CMS Medicare Claims Processing Manual (Pub. 100-04), chapter 23, section 10.2; the edition of ICD-10-PCS in force",
        since: "0.1.0",
        applies: Applies::to(Facets::PROCEDURES),
        needs: Needs::ICD10PCS,
        prevents: &[Prevents::Carc("16"), Prevents::Rarc("MA66")],
    }
}

impl Rule for PcsUnknown {
    fn check(&self, claim: &Resolved<'_>, cx: &Context<'_>, sink: &mut dyn FindingSink) {
        for procedure in claim.procedures {
            let code = procedure.procedure.code;
            if matches!(procedure.status, CodeStatus::Unknown | CodeStatus::Header) {
                let edition = cx.edition(Set::Icd10Pcs, claim.coding_date);
                sink.emit(
                    Self::finding(format!("{code} is no ICD-10-PCS code"))
                        .at(Field::Procedure(procedure.number))
                        .code(code.as_str())
                        .expected("a code of the edition in force on the last day of the stay")
                        .table(Set::Icd10Pcs.name(), edition, code.as_str()),
                );
            }
        }
    }
}
