//! X12 healthcare EDI: a streaming codec and typed maps for claims, remittances and acknowledgements.

mod acknowledgement;
mod claim;
mod error;
mod origin;
mod remittance;
mod rule;
mod sniff;
mod syntax;
mod transaction;

pub use acknowledgement::*;
pub use claim::*;
pub use error::{ReadError, WriteError};
pub use origin::{Extra, FieldPlace, Origin, OriginPart};
pub use remittance::*;
pub use rule::RULE_NAMES;
pub use sniff::{SNIFF_KINDS_MAX, Sniffed, SniffedKind, sniff};
pub use syntax::*;
pub use transaction::{BatchAck, Transaction, TransactionReader, read_transactions};
