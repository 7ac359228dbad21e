//! 837P and 837I to [`Claim`](cleanclaim_model::Claim) and back.

mod reader;
mod writer;

pub use reader::ClaimReader;
pub use writer::{ClaimWriter, SubmissionSettings, Submitter};
