//! Entries, balances and the proof.

use cleanclaim_ledger::{AccountKind, Entry};
use cleanclaim_model::{Cents, ClaimId, EntryId, RemittanceId};
use cleanclaim_store::*;

use crate::both::on_both;
use crate::sample::*;

fn summary(claim: &ClaimRow) -> [i64; 4] {
    [claim.insurer_cents, claim.patient_cents, claim.held_cents, claim.paid_cents].map(Cents::get)
}

async fn claim_one(tx: &mut Tx) -> ClaimRow {
    tx.by::<ClaimRow>(PRACTICE, "id", [ClaimId::new(1)]).await.unwrap().remove(0)
}

#[test]
fn claims_carry_what_their_postings_come_to() {
    on_both(async |database| {
        with_claims(&database.store, &[claim(1), claim(2)]).await;
        let mut tx = database.store.begin().await.unwrap();
        tx.insert_entries(PRACTICE, &[charge_entry(1, 1), charge_entry(2, 2)]).await.unwrap();
        assert_eq!(summary(&claim_one(&mut tx).await), [10_000, 0, 0, 0]);
        let payment = payment_entry(3, 1, None);
        tx.insert_entries(PRACTICE, std::slice::from_ref(&payment)).await.unwrap();
        assert_eq!(summary(&claim_one(&mut tx).await), [0, 1_000, 0, 7_000]);
        let reversal = payment.reversal(EntryId::new(4), DAY).unwrap();
        tx.insert_entries(PRACTICE, &[reversal]).await.unwrap();
        assert_eq!(summary(&claim_one(&mut tx).await), [10_000, 0, 0, 0]);

        let balances = tx.claim_balances(PRACTICE, &[ClaimId::new(1)]).await.unwrap();
        let receivable = balances.iter().find(|row| row.account == AccountKind::ReceivableInsurer.as_str()).unwrap();
        assert_eq!((receivable.account_key.as_str(), receivable.balance_cents), ("medicare", Cents::new(10_000)));
        let proof = tx.ledger_proof(PRACTICE).await.unwrap();
        assert!(proof.balanced());
        assert_eq!((proof.entries, proof.postings, proof.accounts), (4, 12, 5));
        let total: Cents = tx.trial_balance(PRACTICE).await.unwrap().iter().map(|row| row.balance_cents).sum();
        assert_eq!(total, Cents::ZERO);
    });
}

#[test]
fn entries_are_read_back_as_they_were() {
    on_both(async |database| {
        one_of_everything(&database.store, PRACTICE).await;
        let mut tx = database.store.read().await.unwrap();
        let expected: Vec<Entry> = vec![charge_entry(1, 1), payment_entry(2, 1, Some(1))];
        assert_eq!(tx.entries_of_claims(PRACTICE, &[ClaimId::new(1)]).await.unwrap(), expected);
        assert_eq!(tx.entries(PRACTICE, &[EntryId::new(2)]).await.unwrap(), expected[1..]);
        assert_eq!(tx.entries_of_remittances(PRACTICE, &[RemittanceId::new(1)]).await.unwrap(), expected[1..]);
    });
}

#[test]
fn an_entry_is_taken_back_once() {
    on_both(async |database| {
        with_claims(&database.store, &[claim(1)]).await;
        let entry = charge_entry(1, 1);
        let mut tx = database.store.begin().await.unwrap();
        tx.insert_entries(PRACTICE, &[entry.clone(), entry.reversal(EntryId::new(2), DAY).unwrap()]).await.unwrap();
        let again = tx.insert_entries(PRACTICE, &[entry.reversal(EntryId::new(3), DAY).unwrap()]).await;
        assert!(matches!(again, Err(StoreError::Exists { .. })));
    });
}

#[test]
fn the_proof_finds_what_was_changed_from_outside() {
    on_both(async |database| {
        with_claims(&database.store, &[claim(1)]).await;
        let mut tx = database.store.begin().await.unwrap();
        tx.insert_entries(PRACTICE, &[charge_entry(1, 1), payment_entry(2, 1, None)]).await.unwrap();
        tx.commit().await.unwrap();
        let change = "update ledger_posting set amount_cents = amount_cents + 1 where position = 1 and entry_id like '%2'; \
                      update ledger_posting set amount_cents = amount_cents - 1 where position = 1 and entry_id like '%1'";
        let sqlite = format!("drop trigger ledger_posting_no_update; {change}");
        let postgres = format!("alter table ledger_posting disable trigger all; {change}");
        database.outside(&sqlite, &postgres).await.unwrap();
        let mut tx = database.store.read().await.unwrap();
        let proof = tx.ledger_proof(PRACTICE).await.unwrap();
        assert_eq!((proof.difference, proof.unbalanced_entries, proof.balanced()), (Cents::ZERO, 2, false));
    });
}

#[test]
fn writers_wait_for_each_other() {
    on_both(async |database| {
        with_claims(&database.store, &[claim(1)]).await;
        let mut tasks = Vec::new();
        for number in 1..=16_u128 {
            let store = database.store.clone();
            tasks.push(tokio::spawn(async move {
                let mut tx = store.begin().await.unwrap();
                tx.insert_entries(PRACTICE, &[charge_entry(number, 1)]).await.unwrap();
                tx.commit().await.unwrap();
            }));
        }
        for task in tasks {
            task.await.unwrap();
        }
        let mut tx = database.store.read().await.unwrap();
        assert_eq!(summary(&claim_one(&mut tx).await)[0], 160_000);
        assert_eq!(tx.ledger_proof(PRACTICE).await.unwrap().entries, 16);
    });
}
