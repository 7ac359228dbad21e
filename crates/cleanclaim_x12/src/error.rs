//! Why reading or writing could not be done. What is wrong with the *data* is a finding, never one of these.

use std::io;

use cleanclaim_model::Text;

/// Why bytes cannot be read as X12 at all. Offsets count bytes from the start of the file.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// The file does not begin with an interchange header after a byte-order mark or white space.
    #[error("not an X12 interchange: expected ISA at byte {offset}, found {found}")]
    NotX12 {
        /// Where ISA was expected.
        offset: u64,
        /// The first three bytes that stood there, escaped, or `the end of the file`.
        found: String,
    },
    /// The source of bytes failed.
    #[error("reading failed after byte {offset}: {source}")]
    Io {
        /// How many bytes had been read.
        offset: u64,
        /// What the source said.
        #[source]
        source: io::Error,
    },
}

/// Why something cannot be written as X12. A claim or remittance that is refused leaves the file as it was before it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WriteError {
    /// A value holds a delimiter of this file, a control character, or one outside ASCII that is no letter with a mark.
    #[error(
        "element {segment}{element:02} holds a character that cannot be sent: a delimiter, a control or one that X12 has no letter for"
    )]
    Character {
        /// The segment.
        segment: Text,
        /// The element, from 1.
        element: usize,
    },
    /// More of something than the transaction has room for.
    #[error("{what}: {found} do not fit, the guide allows {limit}")]
    TooMany {
        /// What there is too much of.
        what: &'static str,
        /// How many there are.
        found: usize,
        /// How many fit.
        limit: usize,
    },
    /// Something without which the segment makes no sense.
    #[error("{what} is missing and nothing may be invented in its place")]
    Missing {
        /// What is missing.
        what: &'static str,
    },
    /// A setting that no interchange can carry.
    #[error("setting {setting} {problem}")]
    Setting {
        /// Its name.
        setting: &'static str,
        /// What is wrong with it.
        problem: &'static str,
    },
    /// This transaction is not written.
    #[error("{what} is not written by this version")]
    Unsupported {
        /// What was asked for.
        what: &'static str,
    },
    /// The destination of the bytes failed.
    #[error("writing failed: {0}")]
    Io(#[from] io::Error),
}
