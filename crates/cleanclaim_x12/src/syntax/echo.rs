//! Reading a file and writing it back, byte for byte.

use std::io::{Read, Write};

use cleanclaim_model::FindingSink;

use super::{Event, SegmentReader};
use crate::{ReadError, WriteError};

/// What went through [`echo`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct EchoSummary {
    /// How many segments.
    pub segments: u64,
    /// How many bytes.
    pub bytes: u64,
}

/// Why a file could not be echoed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EchoError {
    /// It could not be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// It could not be written.
    #[error(transparent)]
    Write(#[from] WriteError),
}

/// Cuts a file into segments and elements and writes these back: the same bytes, for every file that begins with `ISA` after a
/// byte-order mark or white space.
///
/// # Errors
/// When the file does not begin with `ISA`, or reading or writing fails.
pub fn echo(source: impl Read, mut out: impl Write, sink: &mut dyn FindingSink) -> Result<EchoSummary, EchoError> {
    let mut reader = SegmentReader::new(source);
    let mut summary = EchoSummary::default();
    let mut piece = Vec::new();
    while let Some(event) = reader.next(sink)? {
        piece.clear();
        match event {
            Event::Segment(segment) => {
                summary.segments += 1;
                piece.extend_from_slice(segment.id());
                for element in segment.elements() {
                    piece.push(segment.delimiters().element());
                    piece.extend_from_slice(element.as_bytes());
                }
                piece.extend_from_slice(segment.tail());
            }
            Event::Bytes { bytes, .. } => piece.extend_from_slice(bytes),
        }
        summary.bytes += piece.len() as u64;
        out.write_all(&piece).map_err(WriteError::from)?;
    }
    out.flush().map_err(WriteError::from)?;
    Ok(summary)
}
