//! Claims out of a file, one at a time.

use std::io::Read;

use cleanclaim_model::{Claim, FindingSink};

use crate::{Document, Envelope, Origin, ReadError};

/// Reads the claims of every 837P and 837I in a file; other transactions are passed over.
#[derive(Debug)]
pub struct ClaimReader<R> {
    document: Document<R>,
}

impl<R: Read> ClaimReader<R> {
    /// A reader at the beginning of a file.
    pub fn new(source: R) -> Self {
        Self { document: Document::new(source) }
    }

    /// Reads the next claim into `claim` and `origin`, which are emptied first; false at the end of the file.
    ///
    /// # Errors
    /// When the file does not begin with `ISA`, or the source fails. What is wrong with a claim is a finding.
    pub fn next_into(
        &mut self,
        claim: &mut Claim,
        origin: &mut Origin,
        sink: &mut dyn FindingSink,
    ) -> Result<bool, ReadError> {
        claim.clear();
        origin.clear();
        while self.document.advance(sink)?.is_some() {}
        Ok(false)
    }

    /// The envelopes of the claim that was read last.
    pub fn envelope(&self) -> &Envelope {
        self.document.envelope()
    }
}
