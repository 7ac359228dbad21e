//! TA1, 999, 997 and 277CA, read and written.

mod writer;

pub use writer::{
    AckedClaim, AckedProvider, ClaimAckReport, Receipt, accepted_interchange, write_277ca, write_999, write_ta1,
};
