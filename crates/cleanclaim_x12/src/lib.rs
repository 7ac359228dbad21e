//! X12 healthcare EDI: a streaming codec and typed maps for claims, remittances and acknowledgements.
//!
//! Three layers, each usable alone:
//!
//! - **Syntax.** [`SegmentReader`] cuts any bytes into segments and never fails on what they are; [`Document`] adds the envelopes;
//!   [`echo`] writes a file back byte for byte; [`InterchangeWriter`] writes segments, counts and control numbers.
//! - **Guides.** [`guide`] places each segment into a loop of its implementation guide.
//! - **Maps.** [`ClaimReader`] and [`ClaimWriter`] (837P, 837I), [`RemittanceReader`] and [`RemittanceWriter`] (835), [`write_ta1`],
//!   [`write_999`] and [`write_277ca`]; [`TransactionReader`] reads everything in a file in order.
//!
//! What is wrong with data is a finding with its place in the file, given to a [`FindingSink`](cleanclaim_model::FindingSink); errors
//! are for what could not be done at all. Memory does not grow with the file, but for a remittance, which is whole. The crate opens no
//! files and knows no code tables: readers and writers come in as [`std::io::Read`] and [`std::io::Write`].
//!
//! ```
//! use cleanclaim_model::Finding;
//! use cleanclaim_x12::{TransactionKind, sniff};
//! let file = include_bytes!("../../../fixtures/x12/835-plb.edi");
//! let mut findings = Vec::<Finding>::new();
//! let sniffed = sniff(&file[..], &mut findings)?;
//! assert!(sniffed.contains(TransactionKind::Remittance));
//! assert!(findings.is_empty());
//! # Ok::<(), cleanclaim_x12::ReadError>(())
//! ```

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
