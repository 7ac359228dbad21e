//! The verbs, one file each, in the order of a claim's life. Every verb takes a batch, is one transaction plus queued jobs, and is safe to
//! repeat: it takes what waits for it and leaves what it did.

mod acknowledge;
mod assemble;
mod capture;
mod code;
mod deliver;
mod import;
mod post;
mod receive;
mod scrub;
mod submit;

pub use acknowledge::Acknowledged;
pub use assemble::Assembled;
pub use capture::Captured;
pub use code::Coded;
pub use deliver::Delivered;
pub use import::Imported;
pub use post::{PostedException, PostedRemittance};
pub use scrub::Scrubbed;
pub(crate) use scrub::read_claim;
pub use submit::{SentFile, Submitted};

/// Rows that one transaction takes at most; larger batches are several transactions, each whole.
pub(crate) const BATCH_ROWS: usize = 5_000;
