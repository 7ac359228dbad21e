//! What a payer decided, derived line by line from group and reason.

use cleanclaim_model::state::Adjudication;
use cleanclaim_model::{Adjustment, Cents, ClaimPayment, ClaimStatusCode, GroupCode};

use crate::policy::{is_denial, is_unprocessable};

/// CLP02 23: not our claim, forwarded.
const FORWARDED_UNPROCESSED: u8 = 23;

/// How one line came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Line {
    /// No charge and nothing decided: a line for information.
    Silent,
    Paid,
    PartlyDenied,
    Denied,
}

/// What the payer decided on the whole claim.
///
/// A line is denied when something of it was refused and nothing paid or left to the patient as cost share. Neither CLP02 nor a payment of
/// zero makes a denial. Unprocessable means: nothing paid, and a remark says that there are no appeal rights.
#[must_use]
pub fn adjudication(payment: &ClaimPayment) -> Adjudication {
    if payment.is_reversal() {
        return Adjudication::Reversed;
    }
    if payment.status == ClaimStatusCode::PREDETERMINATION {
        return Adjudication::Predetermined;
    }
    if payment.status.get() == FORWARDED_UNPROCESSED || is_handed_over(payment) {
        return Adjudication::Forwarded;
    }
    let own = line(payment.charge, payment.paid, &payment.adjustments);
    let lines: Vec<Line> = if payment.services.is_empty() {
        vec![own]
    } else {
        payment.services.iter().map(|service| line(service.charge, service.paid, &service.adjustments)).collect()
    };
    let denied = lines.iter().filter(|line| **line == Line::Denied).count();
    let counted = lines.iter().filter(|line| **line != Line::Silent).count();
    let some_denied = denied > 0 || lines.contains(&Line::PartlyDenied);
    let claim_denied = matches!(own, Line::Denied | Line::PartlyDenied);
    if (denied > 0 && denied == counted) || (claim_denied && nothing_left(payment)) {
        let unprocessable = payment.paid.is_zero() && all_remarks(payment).any(is_unprocessable);
        return if unprocessable { Adjudication::Unprocessable } else { Adjudication::Denied };
    }
    if some_denied || claim_denied { Adjudication::PartlyPaid } else { Adjudication::Paid }
}

fn line(charge: Cents, paid: Cents, adjustments: &[Adjustment]) -> Line {
    let denied = adjustments
        .iter()
        .any(|adjustment| is_denial(adjustment.group, adjustment.carc) && !adjustment.amount.is_zero());
    if charge.is_zero() && paid.is_zero() && !denied {
        return Line::Silent;
    }
    match (denied, paid.is_zero() && cost_share(adjustments).is_zero()) {
        (false, _) => Line::Paid,
        (true, true) => Line::Denied,
        (true, false) => Line::PartlyDenied,
    }
}

/// What the payer left to the patient as cost share: the patient's group without refusals.
fn cost_share(adjustments: &[Adjustment]) -> Cents {
    adjustments
        .iter()
        .filter(|adjustment| {
            adjustment.group == GroupCode::PatientResponsibility && !is_denial(adjustment.group, adjustment.carc)
        })
        .map(|adjustment| adjustment.amount)
        .sum()
}

fn nothing_left(payment: &ClaimPayment) -> bool {
    let shares: Cents = payment.services.iter().map(|service| cost_share(&service.adjustments)).sum();
    payment.paid.is_zero() && (shares + cost_share(&payment.adjustments)).is_zero()
}

/// Everything that was charged went to the right payer, with reason B11.
fn is_handed_over(payment: &ClaimPayment) -> bool {
    let handed: Cents = payment
        .all_adjustments()
        .filter(|adjustment| adjustment.carc.as_str() == "B11")
        .map(|adjustment| adjustment.amount)
        .sum();
    !handed.is_zero() && handed == payment.charge
}

fn all_remarks(payment: &ClaimPayment) -> impl Iterator<Item = cleanclaim_model::Rarc> + '_ {
    payment.remarks.iter().chain(payment.services.iter().flat_map(|service| &service.remarks)).copied()
}
