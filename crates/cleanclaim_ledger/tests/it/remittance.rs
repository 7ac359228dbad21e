//! A whole ST-SE.

use cleanclaim_ledger::{ClaimContext, PostingPolicy, post_remittance};
use cleanclaim_model::{Cents, ClaimId, ProviderAdjustment, Remittance, RemittanceId, Text};

use crate::sample::{account_name, cents, context, payment, remittance};

fn provider_adjustment(reason: &str, amount: &str) -> ProviderAdjustment {
    ProviderAdjustment {
        segment_index: 40,
        provider_id: Text::from("1234567893"),
        fiscal_period_end: None,
        reason: Text::from(reason),
        reference: Text::default(),
        amount: cents(amount),
    }
}

fn with_adjustments(mut remittance: Remittance, adjustments: &[(&str, &str)]) -> Remittance {
    remittance.provider_adjustments =
        adjustments.iter().map(|(reason, amount)| provider_adjustment(reason, amount)).collect();
    remittance.amount = remittance.balance();
    remittance
}

fn contexts(count: usize) -> Vec<Option<ClaimContext>> {
    (1..=count as u128).map(|number| Some(ClaimContext { claim: ClaimId::new(number), ..context() })).collect()
}

/// Every draft: kind, then its postings.
fn post(remittance: &Remittance, contexts: &[Option<ClaimContext>]) -> String {
    match post_remittance(remittance, RemittanceId::new(1), contexts, &PostingPolicy::default()) {
        Err(reason) => format!("held in segment {}: {reason}", reason.segment_index()),
        Ok(posting) => {
            assert_eq!(posting.cash(), remittance.amount);
            let mut text = String::new();
            for draft in &posting.drafts {
                text.push_str(draft.kind.as_str());
                for posting in &draft.postings {
                    text.push_str(&format!(" | {} {}", account_name(&posting.account), posting.amount));
                }
                text.push('\n');
            }
            text
        }
    }
}

#[test]
fn cash_is_booked_once_and_explained() {
    let remittance = with_adjustments(
        remittance(vec![payment("1", "100", &["CO45 30"]), payment("1", "50", &["CO50 50"]), payment("1", "20", &[])]),
        &[("WO", "15"), ("L6", "-0.5")],
    );
    insta::assert_snapshot!(post(&remittance, &[contexts(2), vec![None]].concat()), @r"
    deposit | cash 75.5 | remittance-clearing -75.5
    claim-payment | remittance-clearing 70 | contractual 30 | receivable-insurer/medicare -100
    parked | remittance-clearing 20 | unapplied-cash -20
    provider-adjustment | recoupment/WO 15 | remittance-clearing -15
    provider-adjustment | interest/L6 -0.5 | remittance-clearing 0.5
    ");
}

#[test]
fn one_wrong_claim_does_not_hold_the_others() {
    let mut wrong = payment("1", "100", &["CO45 30"]);
    wrong.paid = cents("65");
    let remittance = remittance(vec![payment("1", "100", &["CO45 30"]), wrong]);
    insta::assert_snapshot!(post(&remittance, &contexts(2)), @r"
    deposit | cash 135 | remittance-clearing -135
    claim-payment | remittance-clearing 70 | contractual 30 | receivable-insurer/medicare -100
    parked | remittance-clearing 65 | suspense -65
    ");
}

#[test]
fn a_negative_balance_is_carried_into_the_next_remittance() {
    let first = with_adjustments(remittance(vec![payment("22", "-100", &["CO45 -30"])]), &[("FB", "-70")]);
    assert_eq!(first.amount, Cents::ZERO);
    insta::assert_snapshot!(post(&first, &contexts(1)), @r"
    claim-payment | remittance-clearing -70 | contractual -30 | receivable-insurer/medicare 100
    provider-adjustment | forwarding-balance/FB -70 | remittance-clearing 70
    ");
    let second = with_adjustments(remittance(vec![payment("1", "100", &[])]), &[("FB", "70")]);
    insta::assert_snapshot!(post(&second, &contexts(1)), @r"
    deposit | cash 30 | remittance-clearing -30
    claim-payment | remittance-clearing 100 | receivable-insurer/medicare -100
    provider-adjustment | forwarding-balance/FB 70 | remittance-clearing -70
    ");
}

#[test]
fn what_does_not_balance_is_held_whole() {
    let mut wrong = remittance(vec![payment("1", "100", &["CO45 30"])]);
    wrong.amount = cents("75");
    insta::assert_snapshot!(post(&wrong, &contexts(1)), @"held in segment 2: payment (BPR02) differs by 5 from the claims' payments (CLP04) less the provider adjustments (PLB)");

    let negative = remittance(vec![payment("22", "-100", &[])]);
    insta::assert_snapshot!(post(&negative, &contexts(1)), @"held in segment 2: payment (BPR02) is negative; a balance owed is carried forward by PLB FB");

    let mut debit = remittance(vec![payment("1", "100", &[])]);
    debit.method.credit_or_debit = Text::from("D");
    insta::assert_snapshot!(post(&debit, &contexts(1)), @"held in segment 2: payment is a debit (BPR03 is D); only credits are posted");

    let mut notification = remittance(vec![payment("1", "100", &[])]);
    notification.method.handling = Text::from("H");
    insta::assert_snapshot!(post(&notification, &contexts(1)), @"held in segment 2: notification only (BPR01 is H), and yet the payment (BPR02) is not zero");

    let mut hostile = remittance(vec![payment("1", "100", &[]), payment("1", "100", &[])]);
    hostile.claims[1].charge = Cents::new(i64::MIN);
    insta::assert_snapshot!(post(&hostile, &contexts(2)), @"held in segment 12: an amount is beyond $10,000,000,000.00");
}

#[test]
fn an_empty_remittance_books_nothing() {
    assert_eq!(post(&remittance(Vec::new()), &[]), "");
}
