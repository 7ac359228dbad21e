//! Events move states.

use cleanclaim_model::state::{Transport, Work};
use cleanclaim_model::{ClaimId, SubmissionId};
use cleanclaim_store::*;

use crate::both::on_both;
use crate::sample::*;

async fn claim_one(tx: &mut Tx) -> ClaimRow {
    tx.by::<ClaimRow>(PRACTICE, "id", [ClaimId::new(1)]).await.unwrap().remove(0)
}

#[test]
fn the_last_event_on_an_axis_decides() {
    on_both(async |database| {
        with_claims(&database.store, &[claim(1), claim(2)]).await;
        let mut tx = database.store.begin().await.unwrap();
        tx.insert(PRACTICE, &[submission(1, 1)]).await.unwrap();
        let sent = EventRow { submission_id: Some(SubmissionId::new(1)), ..event(3, 1, Axis::Transport, "sent") };
        let events = [
            event(1, 1, Axis::Work, "coding"),
            event(2, 1, Axis::Work, "ready"),
            sent,
            event(4, 1, Axis::Adjudication, "paid"),
            event(5, 1, Axis::Balance, "settled"),
            event(6, 1, Axis::Dispute, "appealed"),
            event(7, 1, Axis::Remark, ""),
        ];
        tx.record_events(PRACTICE, &events).await.unwrap();
        tx.set_sent(PRACTICE, &[SubmissionId::new(1)], at(3)).await.unwrap();
        let row = claim_one(&mut tx).await;
        assert_eq!((row.work, row.transport), (Work::Ready, Transport::Sent));
        assert_eq!(
            (row.adjudication.as_str(), row.balance.as_str(), row.dispute.as_str()),
            ("paid", "settled", "appealed")
        );
        let submission = tx.submission(PRACTICE, SubmissionId::new(1)).await.unwrap().unwrap();
        assert_eq!((submission.transport, submission.sent_at), (Transport::Sent, Some(at(3))));
        let untouched = tx.by::<ClaimRow>(PRACTICE, "id", [ClaimId::new(2)]).await.unwrap().remove(0);
        assert_eq!(untouched, claim(2));
        let found = tx.submissions_of_interchange(PRACTICE, "000000001").await.unwrap();
        assert_eq!((found.len(), found[0].control_number.as_str()), (1, "C0001"));
        assert_eq!(tx.claims_in_state(PRACTICE, Work::Ready, Transport::Sent, 10).await.unwrap().len(), 1);
    });
}

#[test]
fn an_event_happens_once() {
    on_both(async |database| {
        with_claims(&database.store, &[claim(1)]).await;
        let mut tx = database.store.begin().await.unwrap();
        tx.record_events(PRACTICE, &[event(1, 1, Axis::Work, "ready")]).await.unwrap();
        let again = tx.record_events(PRACTICE, &[event(1, 1, Axis::Work, "hold")]).await;
        assert!(matches!(again, Err(StoreError::Exists { .. })));
    });
}

#[test]
fn findings_of_the_scrub_before_go() {
    on_both(async |database| {
        with_claims(&database.store, &[claim(1), claim(2)]).await;
        let both = [ClaimId::new(1), ClaimId::new(2)];
        let mut tx = database.store.begin().await.unwrap();
        let first = [finding(1, 1, "error"), finding(1, 2, "warning"), finding(1, 3, "info"), finding(2, 1, "error")];
        tx.replace_findings(PRACTICE, &both, &first).await.unwrap();
        let row = claim_one(&mut tx).await;
        assert_eq!((row.finding_errors, row.finding_warnings), (1, 1));
        tx.replace_findings(PRACTICE, &both[..1], &[]).await.unwrap();
        let row = claim_one(&mut tx).await;
        assert_eq!((row.finding_errors, row.finding_warnings), (0, 0));
        assert_eq!(tx.count::<FindingRow>(PRACTICE).await.unwrap(), 1);
    });
}

#[test]
fn encounters_charges_and_payers_numbers_move_on() {
    on_both(async |database| {
        one_of_everything(&database.store, PRACTICE).await;
        let mut tx = database.store.begin().await.unwrap();
        let (encounter, charge) = (encounter(1).id, charge(1).id);
        tx.set_encounter_states(PRACTICE, &[(encounter, EncounterState::Claimed)]).await.unwrap();
        tx.set_charge_claims(PRACTICE, &[(charge, ClaimId::new(1))]).await.unwrap();
        tx.set_payer_control_numbers(PRACTICE, &[(ClaimId::new(1), text("ICN7"))]).await.unwrap();
        let encounters: Vec<EncounterRow> = tx.by(PRACTICE, "id", [encounter]).await.unwrap();
        assert_eq!(encounters[0].state, EncounterState::Claimed);
        let charges: Vec<ChargeRow> = tx.by(PRACTICE, "claim_id", [ClaimId::new(1)]).await.unwrap();
        assert_eq!(charges.len(), 1);
        assert_eq!(tx.match_claims_by_payer_number(PRACTICE, ["ICN7"]).await.unwrap().len(), 1);
    });
}

#[test]
fn events_are_only_ever_added() {
    on_both(async |database| {
        one_of_everything(&database.store, PRACTICE).await;
        for table in ["event", "ledger_entry", "ledger_posting", "audit"] {
            for sql in [format!("delete from {table}"), format!("update {table} set tenant_id = 'x'")] {
                let refused = database.outside(&sql, &sql).await.unwrap_err().to_string();
                assert!(refused.contains("append-only"), "{sql}: {refused}");
            }
        }
    });
}
