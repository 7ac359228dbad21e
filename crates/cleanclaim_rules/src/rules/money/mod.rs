//! Charges, balances and what other payers paid.

mod charge_negative;
mod charge_not_sum_of_lines;
mod claim_charge_zero;
mod line_adjudication_unbalanced;
mod line_charge_zero;
mod other_payer_paid_unbalanced;
mod patient_paid_above_charge;

use crate::rule::Rule;

/// By code.
pub(crate) const RULES: &[&dyn Rule] = &[
    &charge_not_sum_of_lines::ChargeNotSumOfLines,
    &charge_negative::ChargeNegative,
    &claim_charge_zero::ClaimChargeZero,
    &line_charge_zero::LineChargeZero,
    &patient_paid_above_charge::PatientPaidAboveCharge,
    &line_adjudication_unbalanced::LineAdjudicationUnbalanced,
    &other_payer_paid_unbalanced::OtherPayerPaidUnbalanced,
];
