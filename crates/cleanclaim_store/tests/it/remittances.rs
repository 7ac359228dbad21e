//! A remittance posts once.

use cleanclaim_model::Cents;
use cleanclaim_store::*;

use crate::both::on_both;
use crate::sample::*;

#[test]
fn the_same_trace_date_and_amount_posts_once() {
    on_both(async |database| {
        let mut tx = database.store.begin().await.unwrap();
        tx.put_file(PRACTICE, &file(1, Direction::Received, b"ISA"), b"ISA").await.unwrap();
        let first = remittance(1, 1);
        let duplicate =
            RemittanceRow { state: RemittanceState::Duplicate, duplicate_of: Some(first.id), ..remittance(2, 1) };
        let held = RemittanceRow { state: RemittanceState::Held, ..remittance(3, 1) };
        let other_amount = RemittanceRow { amount_cents: Cents::new(1), ..remittance(4, 1) };
        let rows = [first.clone(), duplicate, held, other_amount];
        tx.insert(PRACTICE, &rows).await.unwrap();
        assert_eq!(tx.remittances_with_trace(PRACTICE, "1000000000", "TRACE1").await.unwrap(), rows);
        assert!(tx.remittances_with_trace(PRACTICE, "1000000000", "TRACE2").await.unwrap().is_empty());
        tx.commit().await.unwrap();

        for state in [RemittanceState::Posted, RemittanceState::PostedWithExceptions] {
            let mut tx = database.store.begin().await.unwrap();
            let again = tx.insert(PRACTICE, &[RemittanceRow { state, ..remittance(5, 1) }]).await;
            assert!(matches!(again, Err(StoreError::Exists { .. })), "{again:?}");
        }
    });
}

#[test]
fn a_remittance_without_a_date_posts_once_too() {
    on_both(async |database| {
        let mut tx = database.store.begin().await.unwrap();
        tx.put_file(PRACTICE, &file(1, Direction::Received, b"ISA"), b"ISA").await.unwrap();
        let undated = |number| RemittanceRow { payment_date: None, ..remittance(number, 1) };
        tx.insert(PRACTICE, &[undated(1)]).await.unwrap();
        assert!(matches!(tx.insert(PRACTICE, &[undated(2)]).await, Err(StoreError::Exists { .. })));
    });
}

#[test]
fn what_waits_is_listed() {
    on_both(async |database| {
        one_of_everything(&database.store, PRACTICE).await;
        let mut tx = database.store.begin().await.unwrap();
        let resolved = PostingExceptionRow { state: Resolution::Resolved, ..posting_exception(1, 2) };
        tx.insert(PRACTICE, &[resolved]).await.unwrap();
        tx.insert(PRACTICE, &[denial(1, 2, 1, 900), denial(1, 3, 1, 100)]).await.unwrap();
        assert_eq!(tx.open_exceptions(PRACTICE, 10).await.unwrap(), [posting_exception(1, 1)]);
        let amounts: Vec<i64> = tx
            .denials_in_state(PRACTICE, DenialState::Open, 2)
            .await
            .unwrap()
            .iter()
            .map(|denial| denial.amount_cents.get())
            .collect();
        assert_eq!(amounts, [900, 500]);
    });
}
