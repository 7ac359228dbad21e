//! What is written is read back, whatever it contains.

use cleanclaim_model::{Cents, ClaimId, EncounterId, PatientId, Phi};
use cleanclaim_store::*;

use crate::both::on_both;
use crate::sample::*;

const NASTY: &str = "quote \" back \\ slash / tab\t newline\n return\r bell\u{7} del\u{7f} é 漢 🦀 '; drop table claim; -- {}[]null \u{2028}";

async fn check<R: Table + PartialEq + std::fmt::Debug + Clone>(tx: &mut Tx, row: &R) {
    tx.insert(PRACTICE, std::slice::from_ref(row)).await.unwrap();
    let all: Vec<R> = tx.all(PRACTICE, 10, 0).await.unwrap();
    assert_eq!(all, std::slice::from_ref(row), "{}", R::NAME);
    assert_eq!(tx.count::<R>(PRACTICE).await.unwrap(), 1);
    let again = tx.write_rows(PRACTICE, std::slice::from_ref(row), OnConflict::Keep).await.unwrap();
    assert_eq!(again, 0, "{}", R::NAME);
    tx.write_rows(PRACTICE, std::slice::from_ref(row), OnConflict::Replace).await.unwrap();
    assert_eq!(tx.count::<R>(PRACTICE).await.unwrap(), 1, "{}", R::NAME);
}

#[test]
fn every_table_gives_back_what_it_got() {
    on_both(async |database| {
        let mut tx = database.store.begin().await.unwrap();
        check(&mut tx, &practice()).await;
        check(&mut tx, &UserRow { disabled_at: Some(at(5)), ..user(1) }).await;
        check(&mut tx, &payer()).await;
        check(&mut tx, &provider()).await;
        check(&mut tx, &PatientRow { birth_date: Phi::new(None), ..patient(1) }).await;
        check(&mut tx, &coverage(1)).await;
        check(&mut tx, &encounter(1)).await;
        check(&mut tx, &NoteRow { text: Phi::new(NASTY.to_owned()), ..note(1) }).await;
        check(&mut tx, &SuggestionRow { accepted_at: Some(at(1)), ..suggestion(1) }).await;
        let extreme = ClaimRow {
            encounter_id: Some(EncounterId::new(1)),
            patient_id: Some(PatientId::new(1)),
            patient_name: Phi::new(text(NASTY)),
            charge_cents: Cents::new(i64::MAX),
            expected_cents: None,
            service_from: None,
            paid_cents: Cents::new(i64::MIN),
            corrects_id: Some(ClaimId::new(1)),
            ..claim(1)
        };
        check(&mut tx, &extreme).await;
        check(&mut tx, &ChargeRow { claim_id: Some(ClaimId::new(1)), ..charge(1) }).await;
        check(&mut tx, &claim_line(1)).await;
        check(&mut tx, &finding(1, 1, "error")).await;
        check(&mut tx, &SubmissionRow { sent_at: Some(at(3)), ..submission(1, 1) }).await;
        tx.put_file(PRACTICE, &file(1, Direction::Sent, b"ISA"), b"ISA").await.unwrap();
        check(&mut tx, &acknowledgement(1, 1, 1)).await;
        check(&mut tx, &RemittanceRow { payment_date: None, segment_index: Some(2), ..remittance(1, 1) }).await;
        check(&mut tx, &claim_payment(1, 1, 1)).await;
        check(&mut tx, &AdjustmentRow { service: None, ..adjustment(1, 1, 1) }).await;
        check(&mut tx, &posting_exception(1, 1)).await;
        check(&mut tx, &denial(1, 1, 1, 500)).await;
        check(&mut tx, &job("one", 0)).await;
        tx.commit().await.unwrap();
    });
}

#[test]
fn a_null_character_becomes_the_replacement_character_on_both() {
    on_both(async |database| {
        let mut tx = database.store.begin().await.unwrap();
        tx.insert(PRACTICE, &[ClaimRow { control_number: text("A\0B"), ..claim(1) }]).await.unwrap();
        let found = tx.match_claims(PRACTICE, ["A\0B"]).await.unwrap();
        assert_eq!(found[0].control_number, "A\u{fffd}B");
    });
}

#[test]
fn many_rows_go_in_several_statements() {
    on_both(async |database| {
        let big = "x".repeat(100_000);
        let rows: Vec<ClaimRow> =
            (1..=200).map(|number| ClaimRow { content: Phi::new(big.clone()), ..claim(number) }).collect();
        let mut tx = database.store.begin().await.unwrap();
        assert_eq!(tx.write_rows(PRACTICE, &rows, OnConflict::Fail).await.unwrap(), 200);
        assert_eq!(tx.count::<ClaimRow>(PRACTICE).await.unwrap(), 200);
        assert_eq!(tx.write_rows::<ClaimRow>(PRACTICE, &[], OnConflict::Fail).await.unwrap(), 0);
    });
}

#[test]
fn a_second_row_with_the_same_key_is_refused_and_named() {
    on_both(async |database| {
        with_claims(&database.store, &[claim(1)]).await;
        let mut tx = database.store.begin().await.unwrap();
        let refused = tx.insert(PRACTICE, &[ClaimRow { id: ClaimId::new(2), ..claim(1) }]).await;
        assert!(matches!(refused, Err(StoreError::Exists { .. })), "{refused:?}");
        drop(tx);
        let mut tx = database.store.read().await.unwrap();
        assert_eq!(tx.count::<ClaimRow>(PRACTICE).await.unwrap(), 1);
    });
}

#[test]
fn a_row_that_points_nowhere_is_refused_at_commit() {
    on_both(async |database| {
        let mut tx = database.store.begin().await.unwrap();
        // Children may come before their parents within one transaction ...
        tx.insert(PRACTICE, &[claim_line(1)]).await.unwrap();
        tx.insert(PRACTICE, &[claim(1)]).await.unwrap();
        tx.commit().await.unwrap();
        // ... but not without them.
        let mut tx = database.store.begin().await.unwrap();
        tx.insert(PRACTICE, &[claim_line(99)]).await.unwrap();
        assert!(tx.commit().await.is_err());
    });
}

#[test]
fn nothing_stays_of_what_is_not_committed_and_readers_cannot_write() {
    on_both(async |database| {
        let mut tx = database.store.begin().await.unwrap();
        tx.insert(PRACTICE, &[claim(1)]).await.unwrap();
        drop(tx);
        let mut tx = database.store.read().await.unwrap();
        assert_eq!(tx.count::<ClaimRow>(PRACTICE).await.unwrap(), 0);
        assert!(matches!(tx.insert(PRACTICE, &[claim(1)]).await, Err(StoreError::ReadOnly)));
    });
}

#[test]
fn messages_carry_no_value() {
    on_both(async |database| {
        let secret = "TESTSECRET";
        let row = ClaimRow { control_number: text(secret), patient_name: Phi::new(text(secret)), ..claim(1) };
        with_claims(&database.store, std::slice::from_ref(&row)).await;
        let mut tx = database.store.begin().await.unwrap();
        let error = tx.insert(PRACTICE, &[ClaimRow { id: ClaimId::new(2), ..row.clone() }]).await.unwrap_err();
        assert!(!format!("{error} {error:?}").contains(secret), "{error:?}");
        assert!(!format!("{row:?}").contains("Phi(") && format!("{row:?}").contains("[PHI]"));
    });
}
