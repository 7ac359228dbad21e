use cleanclaim_codes::{MceFlags, Set};
use cleanclaim_model::{Field, FindingSink, Severity};

use crate::rule::{Prevents, Rule};
use crate::{Applies, Context, Facets, Needs, Resolved};

declare_rule! {
    /// A diagnosis of a stay leaves the side open although codes for each side exist.
    ///
    /// ## Why
    /// The Medicare Code Editor asks the hospital to name the side, or to explain why it cannot.
    ///
    /// ## Flagged
    /// ```toml
    /// kind = "institutional"
    /// diagnoses = ["E11.9", "M17.10"]
    /// ```
    ///
    /// ## Clean
    /// ```toml
    /// kind = "institutional"
    /// diagnoses = ["E11.9"]
    /// ```
    "laterality-unspecified" LateralityUnspecified {
        code: "CC0418",
        severity: Severity::Warning,
        snip: 5,
        source: "CMS, Definitions of Medicare Code Edits v43.1, edit 20 (unspecified code); ICD-10-CM Official Guidelines for Coding and Reporting FY2026, section I.B.13",
        since: "0.1.0",
        applies: Applies::INPATIENT.with(Facets::DIAGNOSES),
        needs: Needs::ICD10CM.union(Needs::ICD10CM_FLAGS),
        prevents: &[Prevents::Carc("16"), Prevents::Rarc("M81")],
    }
}

impl Rule for LateralityUnspecified {
    fn check(&self, claim: &Resolved<'_>, cx: &Context<'_>, sink: &mut dyn FindingSink) {
        for diagnosis in claim.pointed_diagnoses().filter(|one| one.flags.contains(MceFlags::UNSPECIFIED)) {
            let code = diagnosis.code();
            sink.emit(
                Self::finding(format!("{code} leaves the side unspecified"))
                    .at(Field::Diagnosis(diagnosis.number))
                    .code(code.as_str())
                    .expected("the code for the right or left side, if the record names it")
                    .table(Set::Icd10Cm.name(), cx.edition(Set::Icd10Cm, claim.coding_date), code.as_str()),
            );
        }
    }
}
