use cleanclaim_codes::Set;
use cleanclaim_model::{Field, FindingSink, Severity};

use crate::rule::{Prevents, Rule};
use crate::{Applies, CodeStatus, Context, Facets, Needs, Resolved};

declare_rule! {
    /// A diagnosis is no ICD-10-CM code, in any edition that is loaded.
    ///
    /// ## Why
    /// Payers reject unknown codes before they look at anything else. Mostly a character is mistyped or missing.
    ///
    /// ## Flagged
    /// ```toml
    /// diagnoses = ["E1199"]
    /// ```
    ///
    /// ## Clean
    /// ```toml
    /// diagnoses = ["E11.9"]
    /// ```
    "diagnosis-unknown" DiagnosisUnknown {
        code: "CC0408",
        severity: Severity::Error,
        snip: 5,
        source: "45 CFR 162.1002; CMS Medicare Claims Processing Manual (Pub. 100-04), chapter 23, section 10.2; the edition of ICD-10-CM in force",
        since: "0.1.0",
        applies: Applies::to(Facets::DIAGNOSES),
        needs: Needs::ICD10CM,
        prevents: &[Prevents::Carc("16"), Prevents::Rarc("M76"), Prevents::Status("A7:255")],
    }
}

impl Rule for DiagnosisUnknown {
    fn check(&self, claim: &Resolved<'_>, cx: &Context<'_>, sink: &mut dyn FindingSink) {
        for diagnosis in claim.diagnoses.iter().filter(|diagnosis| diagnosis.status == CodeStatus::Unknown) {
            let edition = cx.edition(Set::Icd10Cm, claim.coding_date);
            sink.emit(
                Self::finding(format!("{} is no ICD-10-CM code", diagnosis.code()))
                    .at(Field::Diagnosis(diagnosis.number))
                    .code(diagnosis.code().as_str())
                    .expected("a code of the edition in force on the service date")
                    .table(Set::Icd10Cm.name(), edition, diagnosis.code().as_str()),
            );
        }
    }
}
