//! Remittances out of a file, one ST-SE at a time.

use std::io::Read;

use cleanclaim_model::{FindingSink, Remittance};

use crate::{Document, Envelope, Origin, ReadError};

/// Reads every 835 of a file; other transactions are passed over.
#[derive(Debug)]
pub struct RemittanceReader<R> {
    document: Document<R>,
}

impl<R: Read> RemittanceReader<R> {
    /// A reader at the beginning of a file.
    pub fn new(source: R) -> Self {
        Self { document: Document::new(source) }
    }

    /// Reads the next ST-SE into `remittance` and `origin`, which are emptied first; false at the end of the file.
    ///
    /// # Errors
    /// When the file does not begin with `ISA`, or the source fails. What is wrong with a remittance is a finding.
    pub fn next_into(
        &mut self,
        remittance: &mut Remittance,
        origin: &mut Origin,
        sink: &mut dyn FindingSink,
    ) -> Result<bool, ReadError> {
        *remittance = Remittance::default();
        origin.clear();
        while self.document.advance(sink)?.is_some() {}
        Ok(false)
    }

    /// The envelopes of the remittance that was read last.
    pub fn envelope(&self) -> &Envelope {
        self.document.envelope()
    }
}
