//! Entries and their postings: written once, never changed, never deleted.

use std::collections::BTreeMap;

use cleanclaim_ledger::{Account, AccountKind, Draft, Entry, EntryKind, Posting, Proof};
use cleanclaim_model::{Cents, ClaimId, Date, EntryId, PracticeId, RemittanceId, Text};

use crate::cell::RowWriter;
use crate::query::Query;
use crate::table::{RowReader, guarded_table, view};
use crate::write::{Change, Set, bigint};
use crate::{OnConflict, StoreError, Tx};

guarded_table! {
    /// An entry without its postings.
    EntryRow = "ledger_entry", key ["id"] {
        /// Identifier.
        id: EntryId,
        /// The day it counts for.
        entry_date: Date,
        /// Why it was made, by name.
        kind: Text,
        /// The claim.
        claim_id: Option<ClaimId>,
        /// The remittance.
        remittance_id: Option<RemittanceId>,
        /// The entry that it takes back.
        reverses_id: Option<EntryId>,
        /// A few words.
        memo: Text,
    }
}

guarded_table! {
    /// A posting.
    PostingRow = "ledger_posting", key ["entry_id", "position"] {
        /// Its entry.
        entry_id: EntryId,
        /// From 1.
        position: u32,
        /// The account, by name.
        account: Text,
        /// Payer or reason.
        account_key: Text,
        /// The claim.
        claim_id: Option<ClaimId>,
        /// In cents, a debit positive.
        amount_cents: Cents,
    }
}

view! {
    /// What one account of the chart stands at.
    TrialBalanceRow = "ledger_posting", key ["account", "account_key"] {
        /// The account, by name.
        account: Text,
        /// Payer or reason.
        account_key: Text,
        /// Postings to it.
        postings: i64,
        /// Debits less credits, in cents.
        balance_cents: Cents,
    }
}

view! {
    /// What one account of one claim stands at.
    ClaimBalance = "ledger_posting", key ["claim_id", "account", "account_key"] {
        /// The claim.
        claim_id: ClaimId,
        /// The account, by name.
        account: Text,
        /// Payer or reason.
        account_key: Text,
        /// Debits less credits, in cents.
        balance_cents: Cents,
    }
}

const CLAIM_BALANCES: Change = Change {
    table: "claim",
    key: &["id"],
    set: &[
        (bigint("insurer_cents"), Set::Add),
        (bigint("patient_cents"), Set::Add),
        (bigint("held_cents"), Set::Add),
        (bigint("paid_cents"), Set::Add),
    ],
};

impl Tx {
    /// Books entries, and adds what they move to the balances that claims carry.
    ///
    /// # Errors
    /// When an entry is there already or takes back what was taken back before; or when the database refuses.
    pub async fn insert_entries(&mut self, practice: PracticeId, entries: &[Entry]) -> Result<(), StoreError> {
        let rows: Vec<EntryRow> = entries.iter().map(entry_row).collect();
        self.write_guarded(practice, &rows, OnConflict::Fail).await?;
        let postings: Vec<PostingRow> = entries.iter().flat_map(posting_rows).collect();
        self.write_guarded(practice, &postings, OnConflict::Fail).await?;
        self.change(practice, &CLAIM_BALANCES, balance_changes(entries)).await?;
        Ok(())
    }

    /// Entries with these identifiers, in the order of their identifiers.
    ///
    /// # Errors
    /// When the database refuses, or what is stored is no entry.
    pub async fn entries(&mut self, practice: PracticeId, ids: &[EntryId]) -> Result<Vec<Entry>, StoreError> {
        let rows = self.by::<EntryRow>(practice, "id", ids).await?;
        self.with_postings(practice, rows).await
    }

    /// Entries that concern these claims.
    ///
    /// # Errors
    /// When the database refuses, or what is stored is no entry.
    pub async fn entries_of_claims(
        &mut self,
        practice: PracticeId,
        claims: &[ClaimId],
    ) -> Result<Vec<Entry>, StoreError> {
        let rows = self.by::<EntryRow>(practice, "claim_id", claims).await?;
        self.with_postings(practice, rows).await
    }

    /// Entries that come from these remittances.
    ///
    /// # Errors
    /// When the database refuses, or what is stored is no entry.
    pub async fn entries_of_remittances(
        &mut self,
        practice: PracticeId,
        remittances: &[RemittanceId],
    ) -> Result<Vec<Entry>, StoreError> {
        let rows = self.by::<EntryRow>(practice, "remittance_id", remittances).await?;
        self.with_postings(practice, rows).await
    }

    /// What each account of the chart stands at.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn trial_balance(&mut self, practice: PracticeId) -> Result<Vec<TrialBalanceRow>, StoreError> {
        let mut query = Query::new(
            "select account, account_key, count(*), cast(sum(amount_cents) as bigint) from ledger_posting where tenant_id = ",
        );
        query.text(practice).push(" group by account, account_key order by account, account_key");
        self.fetch(query).await
    }

    /// What each account of these claims stands at, from their postings.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn claim_balances(
        &mut self,
        practice: PracticeId,
        claims: &[ClaimId],
    ) -> Result<Vec<ClaimBalance>, StoreError> {
        let mut query = Query::new(
            "select claim_id, account, account_key, cast(sum(amount_cents) as bigint) from ledger_posting where tenant_id = ",
        );
        query.text(practice).push(&format!(" and claim_id in {}", self.backend().json_texts()));
        query.bind_text(crate::cell::json_texts(claims));
        query.push(" group by claim_id, account, account_key order by claim_id, account, account_key");
        self.fetch(query).await
    }

    /// Proves the books from their postings: what is summed is what is stored, not what was meant to be.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn ledger_proof(&mut self, practice: PracticeId) -> Result<Proof, StoreError> {
        let mut query = Query::new(
            "select (select count(*) from ledger_entry where tenant_id = $1), count(*), \
             cast(coalesce(sum(amount_cents), 0) as bigint), \
             (select count(*) from (select 1 from ledger_posting where tenant_id = $1 group by account, account_key) as chart), \
             (select count(*) from (select 1 from ledger_posting where tenant_id = $1 group by entry_id having sum(amount_cents) <> 0) as wrong), \
             (select count(*) from ledger_entry where tenant_id = $1 and not exists (select 1 from ledger_posting \
             where ledger_posting.tenant_id = ledger_entry.tenant_id and ledger_posting.entry_id = ledger_entry.id)) \
             from ledger_posting where tenant_id = $1",
        );
        query.bind_text(practice);
        let rows = self.rows(query).await?;
        let row = rows.first().ok_or(StoreError::Unreadable { table: "ledger_posting", column: "count" })?;
        let reader = RowReader::new(row, "ledger_posting");
        let count = |index| reader.cell::<i64>(index, "count").map(|count| u64::try_from(count).unwrap_or_default());
        Ok(Proof {
            entries: count(0)?,
            postings: count(1)?,
            difference: reader.cell(2, "amount_cents")?,
            accounts: count(3)?,
            unbalanced_entries: count(4)? + count(5)?,
        })
    }

    async fn with_postings(&mut self, practice: PracticeId, rows: Vec<EntryRow>) -> Result<Vec<Entry>, StoreError> {
        let ids = rows.iter().map(|row| row.id);
        let mut postings: BTreeMap<EntryId, Vec<Posting>> = BTreeMap::new();
        for row in self.by::<PostingRow>(practice, "entry_id", ids).await? {
            let kind = AccountKind::parse(&row.account)
                .ok_or(StoreError::Unreadable { table: "ledger_posting", column: "account" })?;
            let account = Account { kind, key: row.account_key, claim: row.claim_id };
            postings.entry(row.entry_id).or_default().push(Posting::new(account, row.amount_cents));
        }
        let mut entries = Vec::with_capacity(rows.len());
        for row in rows {
            let kind =
                EntryKind::parse(&row.kind).ok_or(StoreError::Unreadable { table: "ledger_entry", column: "kind" })?;
            let draft = Draft {
                kind,
                claim: row.claim_id,
                remittance: row.remittance_id,
                memo: row.memo,
                postings: postings.remove(&row.id).unwrap_or_default(),
            };
            entries.push(Entry::with_reversed(row.id, row.entry_date, draft, row.reverses_id)?);
        }
        Ok(entries)
    }
}

fn entry_row(entry: &Entry) -> EntryRow {
    EntryRow {
        id: entry.id(),
        entry_date: entry.date(),
        kind: Text::const_new(entry.kind().as_str()),
        claim_id: entry.claim(),
        remittance_id: entry.remittance(),
        reverses_id: entry.reverses(),
        memo: Text::from(entry.memo()),
    }
}

fn posting_rows(entry: &Entry) -> impl Iterator<Item = PostingRow> + '_ {
    (1_u32..).zip(entry.postings()).map(|(position, posting)| PostingRow {
        entry_id: entry.id(),
        position,
        account: Text::const_new(posting.account.kind.as_str()),
        account_key: posting.account.key.clone(),
        claim_id: posting.account.claim,
        amount_cents: posting.amount,
    })
}

/// What entries add to each claim: owed by insurers, by the patient, held; and paid by payers.
fn balance_changes(entries: &[Entry]) -> RowWriter {
    let mut changes: BTreeMap<ClaimId, [Cents; 4]> = BTreeMap::new();
    for entry in entries {
        for posting in entry.postings() {
            let column = match posting.account.kind {
                AccountKind::ReceivableInsurer => 0,
                AccountKind::ReceivablePatient => 1,
                AccountKind::ReceivableHeld => 2,
                _ => continue,
            };
            let Some(claim) = posting.account.claim else { continue };
            changes.entry(claim).or_default()[column] += posting.amount;
        }
        // Cash that was parked in suspense is not yet the claim's.
        if let Some(claim) = entry.claim().filter(|_| is_payment(entry)) {
            changes.entry(claim).or_default()[3] += entry.amount(AccountKind::RemittanceClearing);
        }
    }
    let mut rows = RowWriter::default();
    for (claim, amounts) in &changes {
        rows.begin_row();
        rows.cell(claim);
        for amount in amounts {
            rows.cell(amount);
        }
        rows.end_row();
    }
    rows
}

fn is_payment(entry: &Entry) -> bool {
    let parked = entry
        .postings()
        .iter()
        .any(|posting| matches!(posting.account.kind, AccountKind::Suspense | AccountKind::UnappliedCash));
    matches!(entry.kind(), EntryKind::ClaimPayment | EntryKind::Reversal) && !parked
}
