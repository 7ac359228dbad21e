use cleanclaim_model::{Claim, ClaimField, Field, FindingSink, Severity};

use crate::rule::{Prevents, Rule};
use crate::{Applies, Context, Resolved};

declare_rule! {
    /// A hospital stay is billed as ended while the patient is said to be still there (status 30), or as going on while the
    /// patient is said to have left.
    ///
    /// ## Why
    /// Frequencies 2 and 3 are for stays that go on, 1 and 4 for those that have ended; the claim is returned.
    ///
    /// ## Flagged
    /// ```toml
    /// kind = "institutional"
    /// patient_status = "30"
    /// ```
    ///
    /// ## Clean
    /// ```toml
    /// kind = "institutional"
    /// frequency = "2"
    /// patient_status = "30"
    /// ```
    "patient-status-contradicts-frequency" PatientStatusContradictsFrequency {
        code: "CC0809",
        severity: Severity::Error,
        snip: 4,
        source: "CMS Medicare Claims Processing Manual (Pub. 100-04), chapter 25, section 75 (FL 4 and FL 17) and chapter 3, section 40",
        since: "0.1.0",
        applies: Applies::INPATIENT,
        prevents: &[Prevents::Carc("16"), Prevents::Rarc("MA05"), Prevents::Status("A8:234")],
    }
}

impl Rule for PatientStatusContradictsFrequency {
    fn check(&self, claim: &Resolved<'_>, _: &Context<'_>, sink: &mut dyn FindingSink) {
        let Some(status) = claim.claim.patient_status.filter(|_| is_acute(claim.claim)) else { return };
        let (still_there, frequency) = (status.as_str() == "30", claim.claim.frequency.as_char());
        let contradicts = match frequency {
            '1' | '4' => still_there,
            '2' | '3' => !still_there,
            _ => false,
        };
        if contradicts {
            sink.emit(
                Self::finding(format!("patient status {status} with frequency {frequency}"))
                    .at(Field::Claim(ClaimField::PatientStatus))
                    .code(status.as_str())
                    .expected("status 30 with frequency 2 or 3, another one with 1 or 4"),
            );
        }
    }
}

fn is_acute(claim: &Claim) -> bool {
    claim.facility_code.is_some_and(|code| code.as_str() == "11")
}
