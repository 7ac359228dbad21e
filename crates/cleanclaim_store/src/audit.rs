//! The audit trail: rows that are only ever added, each with the hash of the one before it.

use cleanclaim_model::{PracticeId, Text};
use jiff::Timestamp;
use sha2::{Digest as _, Sha256};

use crate::query::Query;
use crate::{AuditRow, OnConflict, StoreError, Tx};

/// The hash before the first row.
const GENESIS: &str = "0000000000000000000000000000000000000000000000000000000000000000";
/// Rows read at a time when the chain is checked.
const VERIFY_BATCH: u32 = 10_000;

/// What is to be remembered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditEntry {
    /// When.
    pub at: Timestamp,
    /// Who: a user's identifier or `cleanclaim`.
    pub actor: Text,
    /// What, such as `claim.submit`.
    pub action: Text,
    /// To what: an identifier.
    pub subject: Text,
    /// More, without patient data.
    pub detail: Text,
}

impl Tx {
    /// Adds to the audit trail.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn append_audit(&mut self, practice: PracticeId, entries: &[AuditEntry]) -> Result<(), StoreError> {
        let Ok(count) = u32::try_from(entries.len()) else {
            // No verb has four billion things to remember: take the batch in halves.
            let (left, right) = entries.split_at(entries.len() / 2);
            Box::pin(self.append_audit(practice, left)).await?;
            return Box::pin(self.append_audit(practice, right)).await;
        };
        if count == 0 {
            return Ok(());
        }
        // Taking the numbers first makes a second writer wait, so that the chain has one end.
        let first = self.take_control_numbers(practice, "audit", count).await?;
        let mut prev_hash = self.audit_hash(practice, first - 1).await?;
        let mut rows = Vec::with_capacity(entries.len());
        for (sequence, entry) in (first..).zip(entries) {
            let mut row = AuditRow {
                sequence,
                at: entry.at,
                actor: entry.actor.clone(),
                action: entry.action.clone(),
                subject: entry.subject.clone(),
                detail: entry.detail.clone(),
                prev_hash,
                hash: Text::default(),
            };
            row.hash = row_hash(practice, &row);
            prev_hash = row.hash.clone();
            rows.push(row);
        }
        self.write_guarded(practice, &rows, OnConflict::Fail).await.map(drop)
    }

    /// Checks the whole chain and says how many rows it has.
    ///
    /// # Errors
    /// [`StoreError::AuditBroken`] with the first row that does not follow; or when the database refuses.
    pub async fn verify_audit(&mut self, practice: PracticeId) -> Result<u64, StoreError> {
        let mut sequence = 0_i64;
        let mut prev_hash = Text::const_new(GENESIS);
        loop {
            let mut query = Query::new(crate::table::select::<AuditRow>());
            query.push(" where tenant_id = ").text(practice).push(" and sequence > ").bigint(sequence);
            query.push(" order by sequence limit ").bigint(i64::from(VERIFY_BATCH));
            let rows: Vec<AuditRow> = self.fetch(query).await?;
            for row in &rows {
                let follows = row.sequence == sequence + 1 && row.prev_hash == prev_hash;
                if !follows || row.hash != row_hash(practice, row) {
                    return Err(StoreError::AuditBroken { sequence: sequence + 1 });
                }
                sequence = row.sequence;
                prev_hash = row.hash.clone();
            }
            if rows.len() < VERIFY_BATCH as usize {
                break;
            }
        }
        // Rows cut off at the end leave the counter ahead.
        let mut query = Query::new("select next from control_number where tenant_id = ");
        query.text(practice).push(" and kind = 'audit'");
        let counter = self.rows(query).await?;
        if !counter.is_empty() {
            let next: i64 = crate::store::first_cell(&counter, "control_number", "next")?;
            if next != sequence + 1 {
                return Err(StoreError::AuditBroken { sequence: sequence + 1 });
            }
        }
        Ok(u64::try_from(sequence).unwrap_or_default())
    }

    /// The end of the audit trail, newest first.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn latest_audit(&mut self, practice: PracticeId, limit: u32) -> Result<Vec<AuditRow>, StoreError> {
        let mut query = Query::new(crate::table::select::<AuditRow>());
        query.push(" where tenant_id = ").text(practice);
        query.push(" order by sequence desc limit ").bigint(i64::from(limit));
        self.fetch(query).await
    }

    async fn audit_hash(&mut self, practice: PracticeId, sequence: i64) -> Result<Text, StoreError> {
        if sequence == 0 {
            return Ok(Text::const_new(GENESIS));
        }
        let mut query = Query::new("select hash from audit where tenant_id = ");
        query.text(practice).push(" and sequence = ").bigint(sequence);
        let rows = self.rows(query).await?;
        if rows.is_empty() {
            return Err(StoreError::AuditBroken { sequence });
        }
        crate::store::first_cell(&rows, "audit", "hash")
    }
}

/// SHA-256 over the practice and every field but the hash itself, each led by its length so that no two rows read alike.
fn row_hash(practice: PracticeId, row: &AuditRow) -> Text {
    let mut hash = Sha256::new();
    let mut add = |field: &str| {
        hash.update((field.len() as u64).to_le_bytes());
        hash.update(field.as_bytes());
    };
    add(&practice.to_string());
    add(&row.sequence.to_string());
    add(&row.at.as_microsecond().to_string());
    for field in [&row.actor, &row.action, &row.subject, &row.detail, &row.prev_hash] {
        add(field);
    }
    let mut text = Text::default();
    for byte in hash.finalize() {
        text.push_str(&format!("{byte:02x}"));
    }
    text
}
