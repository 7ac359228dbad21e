//! What a payer decided.

use cleanclaim_ledger::adjudication;
use cleanclaim_model::ClaimPayment;

use crate::sample::{payment, remarks, with_services};

fn check(payment: &ClaimPayment, expected: &str) {
    assert_eq!(adjudication(payment).as_str(), expected, "{:?}", payment.adjustments);
}

#[test]
fn neither_status_nor_zero_payment_makes_a_denial() {
    check(&payment("4", "100", &["CO45 40", "PR1 60"]), "paid");
    check(&payment("1", "100", &["CO45 40", "PR1 60"]), "paid");
    check(&payment("1", "100", &["CO45 40"]), "paid");
    check(&payment("1", "100", &["CO50 100"]), "denied");
    check(&payment("1", "100", &["CO45 40", "CO50 60"]), "denied");
    check(&payment("1", "100", &["CO50 20"]), "partly-paid");
    check(&payment("1", "100", &["CO50 20", "PR1 80"]), "partly-paid");
    check(&payment("1", "100", &["PR96 100"]), "denied");
    check(&payment("1", "0", &[]), "paid");
}

#[test]
fn lines_decide() {
    let lines = |services: &[(&str, &[&str])]| with_services(payment("1", "0", &[]), services);
    check(&lines(&[("60", &["CO45 10"]), ("40", &["CO50 40"])]), "partly-paid");
    check(&lines(&[("60", &["CO97 60"]), ("40", &["CO50 40"])]), "denied");
    check(&lines(&[("60", &["CO97 60"]), ("0", &[])]), "denied");
    check(&lines(&[("60", &["CO45 10"]), ("0", &[])]), "paid");
}

#[test]
fn the_claims_own_refusal_counts_too() {
    check(&with_services(payment("1", "0", &["CO29 100"]), &[("60", &[]), ("40", &[])]), "denied");
    check(&with_services(payment("1", "0", &["CO29 10"]), &[("60", &[]), ("40", &[])]), "partly-paid");
}

#[test]
fn unprocessable_is_no_denial() {
    let mut unprocessable = payment("1", "100", &["CO16 100"]);
    unprocessable.remarks = remarks(&["MA130", "N264"]);
    check(&unprocessable, "unprocessable");
    check(&payment("1", "100", &["CO16 100"]), "denied");
}

#[test]
fn other_ends() {
    check(&payment("22", "-100", &["CO45 -40"]), "reversed");
    check(&payment("25", "100", &["OA101 100"]), "predetermined");
    check(&payment("23", "100", &["OA109 100"]), "forwarded");
    check(&payment("1", "100", &["OAB11 100"]), "forwarded");
    check(&payment("19", "100", &["CO45 40"]), "paid");
}
