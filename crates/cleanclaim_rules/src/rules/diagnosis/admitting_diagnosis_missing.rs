use cleanclaim_model::{ClaimField, DiagnosisRole, Field, FindingSink, Severity};

use crate::rule::{Prevents, Rule};
use crate::{Applies, Context, Resolved};

declare_rule! {
    /// A stay has no admitting diagnosis.
    ///
    /// ## Why
    /// The guide requires it, and payers judge by it whether the admission was needed.
    ///
    /// ## Flagged
    /// ```toml
    /// kind = "institutional"
    /// admitting_diagnosis = ""
    /// ```
    ///
    /// ## Clean
    /// ```toml
    /// kind = "institutional"
    /// admitting_diagnosis = "E119"
    /// ```
    "admitting-diagnosis-missing" AdmittingDiagnosisMissing {
        code: "CC0422",
        severity: Severity::Error,
        snip: 4,
        source: "ASC X12N/005010X223A2, loop 2300, HI with ABJ (required for inpatient admissions)",
        since: "0.1.0",
        applies: Applies::INPATIENT,
        prevents: &[Prevents::Carc("16"), Prevents::Rarc("MA65")],
    }
}

impl Rule for AdmittingDiagnosisMissing {
    fn check(&self, claim: &Resolved<'_>, _: &Context<'_>, sink: &mut dyn FindingSink) {
        if !claim.diagnoses.iter().any(|diagnosis| diagnosis.role() == DiagnosisRole::Admitting) {
            sink.emit(
                Self::finding("the stay has no admitting diagnosis")
                    .at(Field::Claim(ClaimField::Diagnoses))
                    .expected("the diagnosis given on admission"),
            );
        }
    }
}
