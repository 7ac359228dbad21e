//! Another practice's rows can be neither seen nor touched.

use cleanclaim_model::state::{Transport, Work};
use cleanclaim_model::{ClaimId, EntryId, FileId, RemittanceId, SubmissionId};
use cleanclaim_store::*;

use crate::both::on_both;
use crate::sample::*;

async fn check_empty<R: View>(tx: &mut Tx) {
    assert_eq!(tx.count::<R>(OTHER_PRACTICE).await.unwrap(), 0, "{}", R::NAME);
    assert!(tx.all::<R>(OTHER_PRACTICE, 10, 0).await.unwrap().is_empty(), "{}", R::NAME);
}

#[test]
fn every_read_is_empty_for_another_practice() {
    on_both(async |database| {
        one_of_everything(&database.store, PRACTICE).await;
        let mut tx = database.store.read().await.unwrap();
        let other = OTHER_PRACTICE;
        check_empty::<PracticeRow>(&mut tx).await;
        check_empty::<UserRow>(&mut tx).await;
        check_empty::<PayerRow>(&mut tx).await;
        check_empty::<ProviderRow>(&mut tx).await;
        check_empty::<PatientRow>(&mut tx).await;
        check_empty::<CoverageRow>(&mut tx).await;
        check_empty::<EncounterRow>(&mut tx).await;
        check_empty::<NoteRow>(&mut tx).await;
        check_empty::<SuggestionRow>(&mut tx).await;
        check_empty::<ChargeRow>(&mut tx).await;
        check_empty::<ClaimRow>(&mut tx).await;
        check_empty::<ClaimLineRow>(&mut tx).await;
        check_empty::<EventRow>(&mut tx).await;
        check_empty::<FindingRow>(&mut tx).await;
        check_empty::<SubmissionRow>(&mut tx).await;
        check_empty::<FileRow>(&mut tx).await;
        check_empty::<AcknowledgementRow>(&mut tx).await;
        check_empty::<RemittanceRow>(&mut tx).await;
        check_empty::<ClaimPaymentRow>(&mut tx).await;
        check_empty::<AdjustmentRow>(&mut tx).await;
        check_empty::<PostingExceptionRow>(&mut tx).await;
        check_empty::<DenialRow>(&mut tx).await;
        check_empty::<EntryRow>(&mut tx).await;
        check_empty::<PostingRow>(&mut tx).await;
        check_empty::<JobRow>(&mut tx).await;
        check_empty::<AuditRow>(&mut tx).await;

        let claim = ClaimId::new(1);
        assert!(tx.claim_detail(other, claim).await.unwrap().is_none());
        assert_eq!(tx.claim_page(other, &ClaimFilter { limit: 10, ..ClaimFilter::default() }).await.unwrap().total, 0);
        assert!(tx.match_claims(other, ["C0001"]).await.unwrap().is_empty());
        assert!(tx.match_claims_by_payer_number(other, [""]).await.unwrap().is_empty());
        assert!(tx.claims_in_state(other, Work::Ready, Transport::None, 10).await.unwrap().is_empty());
        assert!(tx.submissions_of_interchange(other, "000000001").await.unwrap().is_empty());
        assert!(tx.submissions_of_group(other, "1").await.unwrap().is_empty());
        assert!(tx.submissions_of_claims(other, &[claim]).await.unwrap().is_empty());
        assert!(tx.submission(other, SubmissionId::new(1)).await.unwrap().is_none());
        assert!(tx.file_bytes(other, FileId::new(1)).await.unwrap().is_none());
        let digest = file(1, Direction::Received, b"ISA").sha256;
        assert!(tx.files_with_digest(other, Direction::Received, &digest).await.unwrap().is_empty());
        assert!(tx.remittances_with_trace(other, "1000000000", "TRACE1").await.unwrap().is_empty());
        assert!(tx.open_exceptions(other, 10).await.unwrap().is_empty());
        assert!(tx.denials_in_state(other, DenialState::Open, 10).await.unwrap().is_empty());
        assert!(tx.entries(other, &[EntryId::new(1)]).await.unwrap().is_empty());
        assert!(tx.entries_of_claims(other, &[claim]).await.unwrap().is_empty());
        assert!(tx.entries_of_remittances(other, &[RemittanceId::new(1)]).await.unwrap().is_empty());
        assert!(tx.trial_balance(other).await.unwrap().is_empty());
        assert!(tx.claim_balances(other, &[claim]).await.unwrap().is_empty());
        assert_eq!(tx.ledger_proof(other).await.unwrap(), cleanclaim_ledger::Proof::default());
        assert!(tx.state_counts(other).await.unwrap().is_empty());
        assert!(tx.denial_figures(other).await.unwrap().is_empty());
        assert!(tx.aging(other, DAY).await.unwrap().iter().all(|row| row.claims == 0));
        assert_eq!(tx.figures(other, DAY, DAY).await.unwrap(), Figures::default());
        assert_eq!(tx.verify_audit(other).await.unwrap(), 0);
        assert!(tx.latest_audit(other, 10).await.unwrap().is_empty());
    });
}

#[test]
fn two_practices_keep_the_same_identifiers_apart() {
    on_both(async |database| {
        one_of_everything(&database.store, PRACTICE).await;
        let before = detail(&database.store).await;
        one_of_everything(&database.store, OTHER_PRACTICE).await;
        let mut tx = database.store.begin().await.unwrap();
        tx.record_events(OTHER_PRACTICE, &[event(9, 1, Axis::Work, "hold")]).await.unwrap();
        tx.replace_findings(OTHER_PRACTICE, &[ClaimId::new(1)], &[]).await.unwrap();
        tx.insert_entries(OTHER_PRACTICE, &[charge_entry(9, 1)]).await.unwrap();
        tx.set_payer_control_numbers(OTHER_PRACTICE, &[(ClaimId::new(1), text("X"))]).await.unwrap();
        tx.finish_job(OTHER_PRACTICE, "one", JobOutcome::Done).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(detail(&database.store).await, before);
        let mut tx = database.store.read().await.unwrap();
        assert_eq!(tx.practices().await.unwrap().len(), 2);
        let found = tx.sign_in(&format!("USER-of-{OTHER_PRACTICE}")).await.unwrap().unwrap();
        assert_eq!(found.practice, OTHER_PRACTICE);
        assert!(tx.sign_in("nobody").await.unwrap().is_none());
    });
}

async fn detail(store: &Store) -> ClaimDetail {
    let mut tx = store.read().await.unwrap();
    tx.claim_detail(PRACTICE, ClaimId::new(1)).await.unwrap().unwrap()
}
