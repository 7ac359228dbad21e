//! Bytes to segments and back: delimiters, envelopes, positions. Knows no guide and no claim.

mod charset;
mod delimiters;
mod document;
mod echo;
mod envelope;
mod reader;
mod segment;
mod writer;

pub use delimiters::{DelimiterError, Delimiters};
pub use document::{Document, SegmentRole};
pub use echo::{EchoError, EchoSummary, echo};
pub use envelope::{Envelope, TransactionKind, Usage};
pub use reader::{ByteKind, Event, MAX_SEGMENT_BYTES, SegmentReader};
pub use segment::{Element, Segment};
pub(crate) use writer::time;
pub use writer::{AckRequest, EnvelopeSettings, InterchangeWriter, LineEnd, Party, WriteSummary, Written};
