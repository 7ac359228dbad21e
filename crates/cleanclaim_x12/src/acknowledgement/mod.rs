//! TA1, 999, 997 and 277CA, read and written.

mod claim_ack;
mod decoder;
mod receipt;
mod writer;

pub use claim_ack::{AckedClaim, AckedProvider, ClaimAckReport, write_277ca};
pub use decoder::BatchAck;
pub(crate) use decoder::{AckDecoder, Answer};
pub use receipt::{Receipt, accepted_interchange};
pub use writer::{AckedGroup, write_999, write_ta1};
