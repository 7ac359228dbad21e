//! The chain of the audit trail.

use cleanclaim_store::*;

use crate::both::{Database, on_both};
use crate::sample::*;

fn entry(number: i64) -> AuditEntry {
    AuditEntry {
        at: at(number),
        actor: text("usr_1"),
        action: text("claim.submit"),
        subject: text("clm_1"),
        detail: text(&number.to_string()),
    }
}

async fn written() -> impl AsyncFn(&Database) {
    async |database: &Database| {
        let mut tx = database.store.begin().await.unwrap();
        tx.append_audit(PRACTICE, &[entry(1), entry(2)]).await.unwrap();
        tx.append_audit(PRACTICE, &[]).await.unwrap();
        tx.append_audit(PRACTICE, &[entry(3)]).await.unwrap();
        tx.append_audit(OTHER_PRACTICE, &[entry(1)]).await.unwrap();
        tx.commit().await.unwrap();
    }
}

#[test]
fn an_untouched_trail_verifies() {
    on_both(async |database| {
        written().await(&database).await;
        let mut tx = database.store.read().await.unwrap();
        assert_eq!(tx.verify_audit(PRACTICE).await.unwrap(), 3);
        assert_eq!(tx.verify_audit(OTHER_PRACTICE).await.unwrap(), 1);
        let latest = tx.latest_audit(PRACTICE, 2).await.unwrap();
        assert_eq!(latest.iter().map(|row| row.sequence).collect::<Vec<_>>(), [3, 2]);
        assert_eq!(latest[0].prev_hash, latest[1].hash);
    });
}

fn check_broken(change: &str, expected: i64) {
    on_both(async |database| {
        written().await(&database).await;
        let sqlite = format!("drop trigger audit_no_update; drop trigger audit_no_delete; {change}");
        let postgres = format!("alter table audit disable trigger all; {change}");
        database.outside(&sqlite, &postgres).await.unwrap();
        let mut tx = database.store.read().await.unwrap();
        let verified = tx.verify_audit(PRACTICE).await;
        assert!(
            matches!(verified, Err(StoreError::AuditBroken { sequence }) if sequence == expected),
            "{change}: {verified:?}"
        );
    });
}

#[test]
fn a_change_from_outside_breaks_it() {
    check_broken("update audit set detail = 'other' where sequence = 2", 2);
    check_broken("update audit set tenant_id = 'prc_00000000000000000000000000000009' where sequence = 3", 3);
    check_broken("delete from audit where sequence = 1", 1);
    check_broken("delete from audit where sequence = 3", 3);
}
