//! The sums of dashboard and report.

use cleanclaim_model::state::Adjudication;
use cleanclaim_model::{Cents, ClaimId, Date};
use cleanclaim_store::*;

use crate::both::on_both;
use crate::sample::*;

#[test]
fn aging_counts_from_the_first_day_of_service() {
    on_both(async |database| {
        let days = [
            "2026-11-24",
            "2026-11-23",
            "2026-10-24",
            "2026-10-23",
            "2026-09-24",
            "2026-08-25",
            "2026-07-26",
            "2026-07-25",
        ];
        let mut claims: Vec<ClaimRow> = Vec::new();
        for (number, day) in (1_u128..).zip(days) {
            claims.push(ClaimRow { service_from: Some(day.parse().unwrap()), ..claim(number) });
        }
        claims.push(ClaimRow { service_from: None, ..claim(9) });
        with_claims(&database.store, &claims).await;
        let mut tx = database.store.begin().await.unwrap();
        let entries: Vec<_> = (1..=9).map(|number| charge_entry(number, number)).collect();
        tx.insert_entries(PRACTICE, &entries).await.unwrap();
        tx.insert_entries(PRACTICE, &[payment_entry(20, 1, None)]).await.unwrap();
        let aging: Vec<String> = tx
            .aging(PRACTICE, DAY)
            .await
            .unwrap()
            .iter()
            .map(|row| format!("{} {} {} {}", row.bucket.as_str(), row.claims, row.insurer_cents, row.patient_cents))
            .collect();
        assert_eq!(aging, ["0-30 3 200 10", "31-60 2 200 0", "61-90 1 100 0", "91-120 1 100 0", "120+ 2 200 0"]);
    });
}

#[test]
fn figures_add_up() {
    on_both(async |database| {
        one_of_everything(&database.store, PRACTICE).await;
        let mut tx = database.store.begin().await.unwrap();
        tx.insert(PRACTICE, &[ClaimRow { expected_cents: None, ..claim(2) }, claim(3)]).await.unwrap();
        tx.insert_entries(PRACTICE, &[charge_entry(10, 2), charge_entry(11, 3)]).await.unwrap();
        tx.record_events(PRACTICE, &[event(5, 1, Axis::Adjudication, Adjudication::Paid.as_str())]).await.unwrap();
        let held = RemittanceRow { state: RemittanceState::Held, ..remittance(2, 1) };
        let duplicate = RemittanceRow { state: RemittanceState::Duplicate, ..remittance(3, 1) };
        tx.insert(PRACTICE, &[held, duplicate]).await.unwrap();
        let figures = tx.figures(PRACTICE, DAY, DAY).await.unwrap();
        let expected = Figures {
            encounters: 1,
            claims: 3,
            clean_claims: 2,
            charge_cents: Cents::new(30_000),
            insurer_cents: Cents::new(20_000),
            patient_cents: Cents::new(1_000),
            held_cents: Cents::ZERO,
            expected_cents: Cents::new(7_000),
            paid_of_expected_cents: Cents::new(7_000),
            patient_of_expected_cents: Cents::new(1_000),
            charges_in_period_cents: Cents::new(30_000),
            cash_cents: Cents::ZERO,
            unapplied_cents: Cents::ZERO,
            suspense_cents: Cents::ZERO,
            remittances_posted: 1,
            remittances_held: 1,
            remittances_duplicate: 1,
            remittances_posted_cents: Cents::new(7_000),
            open_exceptions: 1,
        };
        assert_eq!(figures, expected);
        let tomorrow = DAY.tomorrow().unwrap();
        assert_eq!(tx.figures(PRACTICE, tomorrow, Date::MAX).await.unwrap().charges_in_period_cents, Cents::ZERO);
    });
}

#[test]
fn states_and_denials_are_counted() {
    on_both(async |database| {
        one_of_everything(&database.store, PRACTICE).await;
        let mut tx = database.store.begin().await.unwrap();
        tx.insert(PRACTICE, &[claim(2), claim(3)]).await.unwrap();
        let counts: Vec<String> = tx
            .state_counts(PRACTICE)
            .await
            .unwrap()
            .iter()
            .map(|row| format!("{} {} {} {}", row.work, row.transport, row.claims, row.charge_cents))
            .collect();
        assert_eq!(counts, ["draft none 2 200", "ready none 1 100"]);
        let other = DenialRow { carc: text("97"), claim_id: ClaimId::new(2), ..denial(1, 2, 2, 2_000) };
        tx.insert(PRACTICE, &[other, denial(1, 3, 1, 300), denial(1, 4, 3, -100)]).await.unwrap();
        let denials: Vec<String> = tx
            .denial_figures(PRACTICE)
            .await
            .unwrap()
            .iter()
            .map(|row| {
                format!("{}{} {} lines {} claims {}", row.group_code, row.carc, row.lines, row.claims, row.amount_cents)
            })
            .collect();
        assert_eq!(denials, ["CO97 1 lines 1 claims 20", "CO50 3 lines 2 claims 7"]);
    });
}

#[test]
fn each_payer_has_its_share() {
    on_both(async |database| {
        one_of_everything(&database.store, PRACTICE).await;
        let mut tx = database.store.begin().await.unwrap();
        let other = ClaimRow { payer_id: text("aetna"), charge_cents: Cents::new(99_900), ..claim(2) };
        tx.insert(PRACTICE, &[other, claim(3)]).await.unwrap();
        let reduction = DenialRow { nature: text("reduction"), ..denial(1, 2, 1, 7_777) };
        tx.insert(PRACTICE, &[reduction, denial(1, 3, 1, 300)]).await.unwrap();
        let payers: Vec<String> = tx
            .payer_figures(PRACTICE)
            .await
            .unwrap()
            .iter()
            .map(|row| {
                format!("{} {} {} {} {}", row.payer_id, row.claims, row.charge_cents, row.paid_cents, row.denied_cents)
            })
            .collect();
        assert_eq!(payers, ["aetna 1 999 0 0", "medicare 2 200 70 8"]);
        assert!(tx.payer_figures(OTHER_PRACTICE).await.unwrap().is_empty());
    });
}
