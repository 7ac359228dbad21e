//! SQLite and PostgreSQL: migrations, claims, events, files, ledger, jobs, users, sessions.
//!
//! Owns every statement of SQL. A [`Store`] is a pool of connections to a migrated database; all work happens in a [`Tx`], which is one
//! transaction, and takes batches. Every method names the practice first and every statement carries it, so that another practice's rows can
//! be neither read nor written. The store deliberately knows no rule of billing: what a claim or a payment means stands in its callers, and
//! what it contains is text to it.
//!
//! ```no_run
//! # async fn example(practice: cleanclaim_model::PracticeId, rows: Vec<cleanclaim_store::ClaimRow>) -> Result<(), cleanclaim_store::StoreError> {
//! use cleanclaim_store::Store;
//! let store = Store::open("sqlite://cleanclaim.db").await?;
//! let mut tx = store.begin().await?;
//! tx.insert(practice, &rows).await?;
//! tx.commit().await?;
//! # Ok(())
//! # }
//! ```
#![deny(clippy::float_arithmetic)]

mod audit;
mod backend;
mod cell;
mod claims;
mod error;
mod events;
mod figures;
mod files;
mod jobs;
mod ledger;
mod payers;
mod practices;
mod query;
mod remittances;
mod row;
mod sessions;
mod store;
mod table;
mod write;

pub use audit::AuditEntry;
pub use backend::{Backend, Kind};
pub use cell::RowWriter;
pub use claims::{
    ClaimDetail, ClaimFilter, ClaimMatch, ClaimPage, ClaimSort, ClaimSummary, SortDirection, SubmissionMatch,
};
pub use error::StoreError;
pub use figures::{AgingBucket, AgingRow, DenialFigure, Figures, StateCount};
pub use jobs::{Job, JobOutcome};
pub use ledger::{ClaimBalance, EntryRow, PostingRow, TrialBalanceRow};
pub use payers::PayerFigure;
pub use practices::SignIn;
pub use row::*;
pub use sessions::SessionRow;
pub use store::{Store, Tx};
pub use table::{Column, RowReader, Table, View};
pub use write::OnConflict;
