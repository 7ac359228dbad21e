use cleanclaim_model::{ClaimField, Field, FindingSink, Severity};

use crate::rule::Rule;
use crate::{Context, Resolved};

declare_rule! {
    /// The patient's payment on the claim is negative or more than the claim's charge.
    ///
    /// ## Why
    /// Payers subtract it from what they pay the provider; a wrong amount shorts the payment.
    ///
    /// ## Flagged
    /// ```toml
    /// patient_paid = "120.00"
    /// ```
    ///
    /// ## Clean
    /// ```toml
    /// patient_paid = "20.00"
    /// ```
    "patient-paid-above-charge" PatientPaidAboveCharge {
        code: "CC0205",
        severity: Severity::Warning,
        snip: 3,
        source: "ASC X12N/005010X222A1 and 005010X223A2, loop 2300, AMT with F5 or F3",
        since: "0.1.0",
    }
}

impl Rule for PatientPaidAboveCharge {
    fn check(&self, claim: &Resolved<'_>, _: &Context<'_>, sink: &mut dyn FindingSink) {
        let Some(paid) = claim.claim.patient_paid else { return };
        if paid.is_negative() || claim.claim.charge < paid {
            sink.emit(
                Self::finding(format!(
                    "the patient's payment is {} on a charge of {}",
                    paid.dollars(),
                    claim.claim.charge.dollars()
                ))
                .at(Field::Claim(ClaimField::PatientPaid))
                .expected("between zero and the claim's charge"),
            );
        }
    }
}
