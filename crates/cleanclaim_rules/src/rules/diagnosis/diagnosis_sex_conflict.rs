use cleanclaim_codes::{Set, SexOnly};
use cleanclaim_model::{Field, FindingSink, Severity, Sex};

use crate::rule::{Prevents, Rule};
use crate::{Applies, CodeStatus, Context, Facets, Needs, Resolved};

declare_rule! {
    /// A diagnosis is for patients of the other sex.
    ///
    /// ## Why
    /// Mostly the sex or the code is mistyped, or the claim is under the wrong member of the family. For transgender and intersex patients
    /// condition code 45 (institutional) or modifier KX (professional) says that it is no mistake. The Medicare Code Editor dropped this
    /// edit on 2024-10-01; from then on, and on professional claims, the finding is a warning, because other payers go on checking.
    ///
    /// ## Flagged
    /// ```toml
    /// kind = "institutional"
    /// admission_date = 2024-05-04
    /// statement_from = 2024-05-04
    /// statement_thru = 2024-05-06
    /// diagnoses = ["N40.0"]
    /// [subscriber]
    /// sex = "F"
    /// ```
    ///
    /// ## Clean
    /// ```toml
    /// diagnoses = ["N40.0"]
    /// [subscriber]
    /// sex = "M"
    /// ```
    ///
    /// ```toml
    /// diagnoses = ["N40.0"]
    /// [subscriber]
    /// sex = "F"
    /// [[service_lines]]
    /// modifiers = ["KX"]
    /// ```
    "diagnosis-sex-conflict" DiagnosisSexConflict {
        code: "CC0411",
        severity: Severity::Error,
        snip: 5,
        source: "CMS, Definitions of Medicare Code Edits v41.1, edit 5 (sex conflict); CMS Medicare Claims Processing Manual (Pub. 100-04), chapter 32, section 240",
        since: "0.1.0",
        applies: Applies::to(Facets::DIAGNOSES),
        needs: Needs::ICD10CM.union(Needs::ICD10CM_FLAGS),
        prevents: &[Prevents::Carc("10"), Prevents::Rarc("MA39"), Prevents::Status("A8:157")],
    }
}

impl Rule for DiagnosisSexConflict {
    fn check(&self, claim: &Resolved<'_>, cx: &Context<'_>, sink: &mut dyn FindingSink) {
        let Some(sex) = claim.sex() else { return };
        let confirmed = claim.claim.condition_codes.iter().any(|code| code.as_str() == "45")
            || claim.claim.lines.iter().any(|line| line.modifiers.contains("KX"));
        if confirmed {
            return;
        }
        for diagnosis in claim.diagnoses {
            let (true, Some(index)) = (diagnosis.status == CodeStatus::Billable, diagnosis.index) else { continue };
            let in_force = diagnosis.flags.sex();
            let Some(only) = in_force.or_else(|| cx.codes.icd10cm().flags_ever(index).sex()) else { continue };
            if !matches!((only, sex), (SexOnly::Male, Sex::Female) | (SexOnly::Female, Sex::Male)) {
                continue;
            }
            let mut finding = Self::finding(format!("{} conflicts with the patient's sex", diagnosis.code()))
                .at(Field::Diagnosis(diagnosis.number))
                .code(diagnosis.code().as_str())
                .expected("another code or sex; or condition code 45 or modifier KX where both are right")
                .table(Set::Icd10Cm.name(), cx.edition(Set::Icd10Cm, claim.coding_date), diagnosis.code().as_str());
            if in_force.is_none() || !claim.is(Facets::INSTITUTIONAL) {
                finding.severity = Severity::Warning;
            }
            sink.emit(finding);
        }
    }
}
