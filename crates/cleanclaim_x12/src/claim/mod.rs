//! 837P and 837I to [`Claim`](cleanclaim_model::Claim) and back.

mod body;
mod decoder;
mod line;
mod parties;
mod reader;
mod write_body;
mod write_parties;
mod writer;

pub(crate) use decoder::ClaimDecoder;
pub(crate) use parties::name as read_name;
pub use reader::ClaimReader;
pub(crate) use write_parties::{address as write_address, name as write_name, provider_name as write_provider_name};
pub use writer::{ClaimWriter, SubmissionSettings, Submitter};

/// Service lines that one claim holds; the guides allow 50 (837P) and 999 (837I).
pub(crate) const LINES_MAX: usize = 5_000;

/// Entries of any other list of a claim.
pub(crate) const LIST_MAX: usize = 1_000;
