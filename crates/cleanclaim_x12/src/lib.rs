//! X12 healthcare EDI: a streaming codec and typed maps for claims, remittances and acknowledgements.

mod acknowledgement;
mod amounts;
mod claim;
mod decode;
mod error;
pub mod fuzzing;
pub mod guide;
mod origin;
mod remittance;
mod rule;
mod sniff;
mod step;
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
pub use transaction::{Transaction, TransactionReader, read_transactions};
