//! The verbs of the revenue cycle: import, code, capture, assemble, scrub, submit, deliver, acknowledge, post, report.
//!
//! The engine puts the pure crates to work on a practice's database: each verb reads what waits for it, asks rules, coder, codec or ledger,
//! and writes what came of it in one transaction. Time, identifiers and the way out of the house come in through seams ([`seams`],
//! [`Channel`]), so that one seed gives the same bytes.
#![deny(clippy::float_arithmetic)]

mod access;
mod assemble;
mod channel;
mod decided;
mod engine;
mod error;
mod excerpt;
mod figures;
mod life;
mod password;
mod payer_file;
mod people;
pub mod reference;
pub mod seams;
mod setup;
mod show;
mod stored_file;
mod verbs;
pub mod views;

pub use access::{Role, SignIn, User};
pub use assemble::{Providers, assemble};
pub use channel::{Channel, Delivery, FolderChannel};
pub use cleanclaim_ledger::Proof;
pub use cleanclaim_store::RemittanceState;
pub use engine::{Engine, coder};
pub use error::{EngineError, Result};
pub use excerpt::excerpt;
pub use figures::ClaimOutcome;
pub use password::PASSWORD_CHARS_MIN;
pub use payer_file::{Envelope, Fees, PayerAddress, PayerFile};
pub use reference::code_sets;
pub use setup::PracticeSetup;
pub use stored_file::StoredFile;
pub use verbs::*;
