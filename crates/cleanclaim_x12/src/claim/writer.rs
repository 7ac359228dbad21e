//! Claims to 837P (005010X222A1) and 837I (005010X223A2).

use std::io::Write;

use cleanclaim_model::{Claim, Text};

use crate::{EnvelopeSettings, InterchangeWriter, WriteError, WriteSummary, Written};

/// Who submits (loop 1000A).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Submitter {
    /// NM103, an organisation.
    pub name: Text,
    /// NM109 with 46, the identifier that the receiver assigned.
    pub id: Text,
    /// PER02.
    pub contact: Text,
    /// PER04 with TE, ten digits.
    pub phone: Text,
}

/// What a claim file needs besides its claims.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubmissionSettings {
    /// Envelopes, delimiters and control numbers.
    pub envelope: EnvelopeSettings,
    /// Loop 1000A.
    pub submitter: Submitter,
    /// Loop 1000B, NM103.
    pub receiver_name: Text,
    /// Loop 1000B, NM109 with 46.
    pub receiver_id: Text,
    /// BHT03 of the first set, at most 26 characters left for it; further sets add `-2`, `-3` ...
    pub batch_reference: Text,
    /// A new set begins after so many claims; the guide recommends 5,000 at most.
    pub claims_per_set_max: u32,
}

/// Writes claims into one interchange, streaming.
///
/// Consecutive claims of one billing provider and subscriber share their loops. A claim that cannot be written is refused as a whole.
#[derive(Debug)]
pub struct ClaimWriter<W> {
    out: InterchangeWriter<W>,
    settings: SubmissionSettings,
}

impl<W: Write> ClaimWriter<W> {
    /// A writer that has written nothing yet.
    ///
    /// # Errors
    /// When a setting does not fit into the envelopes.
    pub fn new(out: W, settings: SubmissionSettings) -> Result<Self, WriteError> {
        Ok(Self { out: InterchangeWriter::new(out, settings.envelope.clone())?, settings })
    }

    /// Writes one claim and says where it stands.
    ///
    /// # Errors
    /// When something of it cannot be sent; then nothing of it was written and the next claim may be.
    pub fn write(&mut self, claim: &Claim) -> Result<Written, WriteError> {
        let _ = (&mut self.out, &self.settings, claim);
        Err(WriteError::Unsupported { what: "a claim" })
    }

    /// Closes the envelopes and gives back the destination.
    ///
    /// # Errors
    /// When the destination fails.
    pub fn finish(self) -> Result<(W, WriteSummary), WriteError> {
        self.out.finish()
    }
}
