use cleanclaim_model::{ClaimField, Field, FindingSink, Severity};

use crate::rule::{Prevents, Rule};
use crate::{Context, Resolved};

declare_rule! {
    /// A patient was discharged before being admitted.
    ///
    /// ## Why
    /// One of the dates is wrong; the payer cannot match the hospital's stay.
    ///
    /// ## Flagged
    /// ```toml
    /// admission_date = 2026-05-03
    /// discharge_date = 2026-05-01
    /// ```
    ///
    /// ## Clean
    /// ```toml
    /// admission_date = 2026-05-03
    /// discharge_date = 2026-05-05
    /// ```
    "discharge-before-admission" DischargeBeforeAdmission {
        code: "CC0310",
        severity: Severity::Error,
        snip: 4,
        source: "ASC X12N/005010X222A1, loop 2300, DTP with 096 and 435",
        since: "0.1.0",
        prevents: &[Prevents::Carc("16"), Prevents::Rarc("N318")],
    }
}

impl Rule for DischargeBeforeAdmission {
    fn check(&self, claim: &Resolved<'_>, _: &Context<'_>, sink: &mut dyn FindingSink) {
        let (Some(admission), Some(discharge)) = (claim.claim.admission_date, claim.claim.discharge_date) else {
            return;
        };
        if discharge < admission {
            sink.emit(
                Self::finding(format!("admitted {admission}, discharged {discharge}"))
                    .at(Field::Claim(ClaimField::AdmissionDate))
                    .expected("a discharge on or after the admission"),
            );
        }
    }
}
