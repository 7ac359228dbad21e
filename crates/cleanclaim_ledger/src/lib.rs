//! Double-entry accounts for a practice: entries that sum to zero and are only ever reversed.
//!
//! Owns the chart of accounts, entries, the posting policy (payer x group x reason) and the turning of a remittance into balanced
//! postings. It deliberately knows no database, no file format and no clock, and looks at facts of a claim only, never at balances: so the
//! order in which payments arrive cannot change where the books end.
//!
//! ```
//! use cleanclaim_ledger::{Account, AccountKind, Draft, Entry, EntryKind, Posting, proof};
//! use cleanclaim_model::{Cents, EntryId};
//! let postings = vec![
//!     Posting::new(Account::of(AccountKind::Cash), Cents::new(2_500)),
//!     Posting::new(Account::of(AccountKind::UnappliedCash), Cents::new(-2_500)),
//! ];
//! let draft = Draft { kind: EntryKind::Deposit, claim: None, remittance: None, memo: "check".into(), postings };
//! let date = jiff::civil::date(2026, 11, 23);
//! let entry = Entry::new(EntryId::new(1), date, draft)?;
//! let back = entry.reversal(EntryId::new(2), date)?;
//! assert!(proof([&entry, &back]).balanced());
//! # Ok::<(), cleanclaim_ledger::EntryError>(())
//! ```
#![deny(clippy::float_arithmetic)]

mod account;
mod claim_payment;
mod entry;
mod outcome;
mod policy;
mod policy_table;
mod proof;
mod provider_adjustment;
mod remittance;

pub use account::{Account, AccountClass, AccountKind};
pub use claim_payment::{
    ClaimContext, ClaimPosting, DeniedAmount, ExceptionKind, PostingException, imbalance, post_claim_payment,
    post_unmatched,
};
pub use entry::{Draft, Entry, EntryError, EntryKind, Posting};
pub use outcome::adjudication;
pub use policy::{
    Decision, Nature, PolicyOverride, PostingPolicy, ShippedRow, Treatment, forbids_billing_patient, is_denial,
    is_unprocessable,
};
pub use proof::{Proof, balances, proof};
pub use provider_adjustment::{post_provider_adjustment, provider_adjustment_account};
pub use remittance::{HoldReason, RemittancePosting, hold_reason, post_charge, post_remittance};
