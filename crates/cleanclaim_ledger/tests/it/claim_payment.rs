//! One CLP and what it books.

use cleanclaim_ledger::{
    ClaimContext, ClaimPosting, PolicyOverride, PostingPolicy, Treatment, post_claim_payment, post_unmatched,
};
use cleanclaim_model::{Cents, ClaimPayment, GroupCode, Text};

use crate::sample::{cents, context, lines, payment, remarks, reversal_of, with_services};

fn post(payment: &ClaimPayment, context: &ClaimContext) -> ClaimPosting {
    post_claim_payment(payment, context, &PostingPolicy::default())
}

fn check(payment: &ClaimPayment, expected: &str) {
    let posting = post(payment, &context());
    assert_eq!(lines(&posting.postings), expected);
    assert!(posting.exceptions.is_empty(), "{:?}", posting.exceptions);
}

#[test]
fn price_and_cost_share_settle_the_receivable() {
    check(
        &payment("1", "100", &["CO45 30", "PR2 14", "CO253 1.12"]),
        "remittance-clearing 54.88\ncontractual 30\nsequestration 1.12\nreceivable-patient 14\nreceivable-insurer/medicare -100\n",
    );
}

#[test]
fn a_deductible_at_zero_dollars_paid_is_a_payment_decision() {
    let payment = payment("1", "100", &["CO45 40", "PR1 60"]);
    check(&payment, "contractual 40\nreceivable-patient 60\nreceivable-insurer/medicare -100\n");
    assert!(post(&payment, &context()).denied.is_empty());
}

#[test]
fn what_is_refused_stays_receivable_and_is_reported_line_by_line() {
    let payment =
        with_services(payment("1", "0", &[]), &[("60", &["CO45 10"]), ("40", &["CO50 40"]), ("25", &["PR96 25"])]);
    check(&payment, "remittance-clearing 50\ncontractual 10\nreceivable-insurer/medicare -60\n");
    let denied: Vec<String> = post(&payment, &context())
        .denied
        .iter()
        .map(|denied| {
            format!("{:?} {}{} {} {:?}", denied.service, denied.group, denied.carc, denied.amount, denied.treatment)
        })
        .collect();
    assert_eq!(denied, ["Some(1) CO50 40 DenialQueue", "Some(2) PR96 25 DenialQueue"]);
}

#[test]
fn a_denial_in_full_books_nothing() {
    let payment = payment("4", "100", &["CO29 100"]);
    let posting = post(&payment, &context());
    assert!(posting.postings.is_empty());
    assert_eq!(posting.denied.len(), 1);
}

#[test]
fn an_unnamed_contractual_reason_never_writes_itself_off() {
    let payment = payment("1", "100", &["COW9 70"]);
    check(&payment, "remittance-clearing 30\nreceivable-insurer/medicare -30\n");
}

#[test]
fn the_patients_share_goes_to_the_next_payer_first() {
    let context = ClaimContext { next_payer: Some(Text::from("medigap")), ..context() };
    let posting = post(&payment("19", "100", &["CO45 30", "PR2 14"]), &context);
    assert_eq!(
        lines(&posting.postings),
        "remittance-clearing 56\ncontractual 30\nreceivable-insurer/medigap 14\nreceivable-insurer/medicare -100\n"
    );
    assert_eq!((posting.next_payer, posting.patient), (cents("14"), Cents::ZERO));
}

#[test]
fn the_secondary_payer_reduces_nothing_twice() {
    let context = ClaimContext { payer: Text::from("medigap"), prior_impact: cents("86"), ..context() };
    let posting = post(&payment("2", "100", &["OA23 86"]), &context);
    assert_eq!(lines(&posting.postings), "remittance-clearing 14\nreceivable-insurer/medigap -14\n");
    // The same decision told otherwise: the primary's write-off of 30 once more as CO-45, and 23 only for what the primary paid.
    let posting = post(&payment("2", "100", &["CO45 30", "OA23 56"]), &context);
    assert_eq!(lines(&posting.postings), "remittance-clearing 14\nreceivable-insurer/medigap -14\n");
    // A write-off that goes beyond the primary's.
    let posting = post(&payment("2", "100", &["CO45 34", "OA23 56"]), &context);
    assert_eq!(lines(&posting.postings), "remittance-clearing 10\ncontractual 4\nreceivable-insurer/medigap -14\n");
    // And its reversal.
    let posting = post(&reversal_of(&payment("2", "100", &["CO45 34", "OA23 56"])), &context);
    assert_eq!(lines(&posting.postings), "remittance-clearing -10\ncontractual -4\nreceivable-insurer/medigap 14\n");
}

#[test]
fn a_protected_patient_is_not_billed() {
    let mut protected = payment("1", "100", &["CO45 30", "PR2 14"]);
    protected.remarks = remarks(&["N782"]);
    let posting = post(&protected, &context());
    assert_eq!(
        lines(&posting.postings),
        "remittance-clearing 56\ncontractual 30\nreceivable-held 14\nreceivable-insurer/medicare -100\n"
    );
    assert_eq!((posting.held, posting.patient), (cents("14"), Cents::ZERO));
    // Another payer may owe it all the same.
    let context = ClaimContext { next_payer: Some(Text::from("medicaid")), ..context() };
    assert_eq!(post(&protected, &context).next_payer, cents("14"));
}

#[test]
fn a_patient_who_agreed_in_writing_owes_what_is_not_covered() {
    let mut agreed = payment("1", "100", &["PR50 100"]);
    agreed.remarks = remarks(&["M38"]);
    let posting = post(&agreed, &context());
    assert_eq!(lines(&posting.postings), "receivable-patient 100\nreceivable-insurer/medicare -100\n");
    assert_eq!(posting.denied.len(), 1, "still counted as a denial");
    assert_eq!(posting.denied[0].treatment, Treatment::Patient);
}

#[test]
fn money_that_only_a_later_payer_may_owe_waits_without_one() {
    let payment = payment("1", "100", &["CO45 30", "OA209 14"]);
    check(&payment, "remittance-clearing 56\ncontractual 30\nreceivable-insurer/medicare -86\n");
    assert_eq!(post(&payment, &context()).denied.len(), 1);
}

#[test]
fn a_claim_that_does_not_balance_goes_to_suspense_whole() {
    let mut wrong = payment("1", "100", &["CO45 30", "PR2 14"]);
    wrong.paid = cents("50");
    let posting = post(&wrong, &context());
    assert_eq!(lines(&posting.postings), "remittance-clearing 50\nsuspense -50\n");
    let exception = &posting.exceptions[0];
    assert_eq!(
        (exception.kind.as_str(), exception.difference, exception.segment_index),
        ("claim-unbalanced", cents("6"), 12)
    );
    assert_eq!(posting.adjudication, None);
}

#[test]
fn a_service_that_does_not_balance_is_named() {
    let mut wrong = with_services(payment("1", "0", &[]), &[("60", &["CO45 10"]), ("40", &[])]);
    wrong.services[0].paid = cents("45");
    wrong.services[1].paid = cents("45");
    let exception = post(&wrong, &context()).exceptions.remove(0);
    assert_eq!(
        (exception.kind.as_str(), exception.difference, exception.segment_index),
        ("service-unbalanced", cents("5"), 14)
    );
}

#[test]
fn services_that_are_not_the_claim_are_named() {
    let mut wrong = with_services(payment("1", "0", &[]), &[("60", &["CO45 10"])]);
    wrong.charge = cents("70");
    wrong.paid = cents("60");
    let exception = post(&wrong, &context()).exceptions.remove(0);
    assert_eq!(
        (exception.kind.as_str(), exception.difference, exception.segment_index),
        ("services-unbalanced", cents("-10"), 12)
    );
}

#[test]
fn cash_that_matches_nothing_is_unapplied() {
    let posting = post_unmatched(&payment("1", "100", &["CO45 30"]));
    assert_eq!(lines(&posting.postings), "remittance-clearing 70\nunapplied-cash -70\n");
    assert_eq!(posting.exceptions[0].kind.as_str(), "unmatched");
}

#[test]
fn an_estimate_books_nothing() {
    let posting = post(&payment("25", "100", &["OA101 100"]), &context());
    assert!(posting.postings.is_empty() && posting.exceptions.is_empty());
    let posting = post(&payment("25", "100", &["OA101 80"]), &context());
    assert_eq!(lines(&posting.postings), "remittance-clearing 20\nsuspense -20\n");
    assert_eq!(posting.exceptions[0].kind.as_str(), "paid-predetermination");
}

#[test]
fn a_case_rate_above_the_charge_is_a_negative_write_off() {
    check(
        &payment("1", "100", &["CO94 -250"]),
        "remittance-clearing 350\ncontractual -250\nreceivable-insurer/medicare -100\n",
    );
}

#[test]
fn the_old_reversal_group_takes_back_what_contract_wrote_off() {
    check(
        &payment("22", "-100", &["CR45 -30"]),
        "remittance-clearing -70\ncontractual -30\nreceivable-insurer/medicare 100\n",
    );
}

#[test]
fn a_practices_own_row_decides_for_its_payer() {
    let own = |payer: &str, carc: Option<&str>, treatment| PolicyOverride {
        payer: Text::from(payer),
        group: GroupCode::ContractualObligation,
        carc: carc.map(|carc| carc.parse().unwrap()),
        treatment,
        why: Text::from("settled with the payer in June"),
    };
    let policy = PostingPolicy::new(vec![
        own("", Some("97"), Treatment::DenialQueue),
        own("medicare", None, Treatment::Patient),
        own("medicare", Some("97"), Treatment::Contractual),
    ]);
    let posting = post_claim_payment(&payment("1", "100", &["CO97 100"]), &context(), &policy);
    assert_eq!(lines(&posting.postings), "contractual 100\nreceivable-insurer/medicare -100\n");
    assert_eq!(posting.denied[0].treatment, Treatment::Contractual, "still counted as a denial");
    let other = ClaimContext { payer: Text::from("aetna"), ..context() };
    assert!(post_claim_payment(&payment("1", "100", &["CO97 100"]), &other, &policy).postings.is_empty());
}
