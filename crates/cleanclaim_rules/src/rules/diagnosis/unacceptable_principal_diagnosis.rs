use cleanclaim_codes::{MceFlags, Set};
use cleanclaim_model::{Field, FindingSink, Severity};

use crate::rule::{Prevents, Rule};
use crate::{Applies, Context, Needs, Resolved};

declare_rule! {
    /// The principal diagnosis of a stay names a circumstance, not a current illness or injury.
    ///
    /// ## Why
    /// Medicare returns the stay to the hospital.
    ///
    /// ## Flagged
    /// ```toml
    /// kind = "institutional"
    /// diagnoses = ["Z23"]
    /// ```
    ///
    /// ## Clean
    /// ```toml
    /// kind = "institutional"
    /// diagnoses = ["J06.9", "Z23"]
    /// ```
    "unacceptable-principal-diagnosis" UnacceptablePrincipalDiagnosis {
        code: "CC0415",
        severity: Severity::Error,
        snip: 5,
        source: "CMS, Definitions of Medicare Code Edits v43.1, edit 9 (unacceptable principal diagnosis)",
        since: "0.1.0",
        applies: Applies::INPATIENT,
        needs: Needs::ICD10CM.union(Needs::ICD10CM_FLAGS),
        prevents: &[Prevents::Carc("16"), Prevents::Rarc("MA63"), Prevents::Status("A7:254")],
    }
}

impl Rule for UnacceptablePrincipalDiagnosis {
    fn check(&self, claim: &Resolved<'_>, cx: &Context<'_>, sink: &mut dyn FindingSink) {
        let Some(first) = claim.first_listed() else { return };
        if first.flags.contains(MceFlags::UNACCEPTABLE_PRINCIPAL) {
            sink.emit(
                Self::finding(format!("{} is not accepted as the principal diagnosis of a stay", first.code()))
                    .at(Field::Diagnosis(first.number))
                    .code(first.code().as_str())
                    .expected("the condition that, after study, caused the admission")
                    .table(Set::Icd10Cm.name(), cx.edition(Set::Icd10Cm, claim.coding_date), first.code().as_str()),
            );
        }
    }
}
