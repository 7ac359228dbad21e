use cleanclaim_codes::Set;
use cleanclaim_model::{Field, FindingSink, Severity};

use crate::rule::{Prevents, Rule};
use crate::{Applies, Context, Facets, Needs, Resolved};

declare_rule! {
    /// A diagnosis is for patients of another age: newborn (0), pediatric (0 to 17), maternity (9 to 64) or adult (15 to 124).
    ///
    /// ## Why
    /// Mostly the birth date or the code is wrong, or the claim is under the wrong member of the family. Ages count on admission, else on
    /// the first day of service. On professional claims it is a warning.
    ///
    /// ## Flagged
    /// ```toml
    /// kind = "institutional"
    /// diagnoses = ["Z00.129"]
    /// [subscriber]
    /// birth_date = 1980-01-15
    /// ```
    ///
    /// ## Clean
    /// ```toml
    /// kind = "institutional"
    /// diagnoses = ["Z00.129"]
    /// [subscriber]
    /// birth_date = 2016-01-15
    /// ```
    "diagnosis-age-conflict" DiagnosisAgeConflict {
        code: "CC0412",
        severity: Severity::Error,
        snip: 5,
        source: "CMS, Definitions of Medicare Code Edits v43.1, edit 4 (age conflict)",
        since: "0.1.0",
        applies: Applies::to(Facets::DIAGNOSES),
        needs: Needs::ICD10CM.union(Needs::ICD10CM_FLAGS),
        prevents: &[Prevents::Carc("9"), Prevents::Status("A8:158")],
    }
}

impl Rule for DiagnosisAgeConflict {
    fn check(&self, claim: &Resolved<'_>, cx: &Context<'_>, sink: &mut dyn FindingSink) {
        let (Some(age_years), Some(on)) = (claim.age_years(), claim.coding_date) else { return };
        for diagnosis in claim.diagnoses {
            let Some(group) = diagnosis.flags.age_groups().find(|group| !group.admits(age_years, on)) else { continue };
            let (first, last) = group.years(on);
            let mut finding = Self::finding(format!("{} conflicts with the patient's age", diagnosis.code()))
                .at(Field::Diagnosis(diagnosis.number))
                .code(diagnosis.code().as_str())
                .expected(format!("a patient aged {first} to {last}, or another code"))
                .table(Set::Icd10Cm.name(), cx.edition(Set::Icd10Cm, claim.coding_date), diagnosis.code().as_str());
            if !claim.is(Facets::INSTITUTIONAL) {
                finding.severity = Severity::Warning;
            }
            sink.emit(finding);
        }
    }
}
