use cleanclaim_model::{ClaimField, Field, FindingSink, Severity};

use crate::rule::{Prevents, Rule};
use crate::{Applies, Context, Resolved};

declare_rule! {
    /// An institutional claim does not say what became of the patient.
    ///
    /// ## Why
    /// The guide requires it; the payment of a transfer depends on it.
    ///
    /// ## Flagged
    /// ```toml
    /// kind = "institutional"
    /// patient_status = ""
    /// ```
    ///
    /// ## Clean
    /// ```toml
    /// kind = "institutional"
    /// patient_status = "01"
    /// ```
    "patient-status-missing" PatientStatusMissing {
        code: "CC0802",
        severity: Severity::Error,
        snip: 2,
        source: "ASC X12N/005010X223A2, loop 2300, CL103 (required)",
        since: "0.1.0",
        applies: Applies::INSTITUTIONAL,
        prevents: &[Prevents::Carc("16"), Prevents::Rarc("MA43"), Prevents::Status("A6:234")],
    }
}

impl Rule for PatientStatusMissing {
    fn check(&self, claim: &Resolved<'_>, _: &Context<'_>, sink: &mut dyn FindingSink) {
        if claim.claim.patient_status.is_none() {
            let finding = Self::finding("the patient status is missing");
            sink.emit(
                finding
                    .at(Field::Claim(ClaimField::PatientStatus))
                    .expected("two digits, such as 01 for discharge home"),
            );
        }
    }
}
