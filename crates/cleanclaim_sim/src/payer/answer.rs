//! Envelopes and names of the payer's files.

use cleanclaim_x12::{AckRequest, Delimiters, EnvelopeSettings, LineEnd, Party, Usage, WriteError, WriteSummary};
use jiff::civil::DateTime;

use super::{OutFile, OutKind, Payer};
use crate::error::{SimError, shape};

impl Payer {
    /// Writes an answer to a file of this name. The control number in its own name keeps two answers to one name apart.
    pub(super) fn answer(
        &mut self,
        stem: &str,
        ending: &str,
        kind: OutKind,
        at: DateTime,
        write: impl FnOnce(&mut Vec<u8>, &EnvelopeSettings) -> Result<WriteSummary, WriteError>,
    ) -> Result<OutFile, SimError> {
        let settings = self.settings(at)?;
        let mut bytes = Vec::new();
        write(&mut bytes, &settings).map_err(|error| SimError::Answer(error.to_string()))?;
        let number = settings.interchange_control_number;
        let name = format!("{}.{stem}.{number:05}.{ending}", self.desk.key);
        Ok(OutFile { name, bytes, kind })
    }

    /// Envelopes from the payer to the practice, under the next control number.
    pub(super) fn settings(&mut self, at: DateTime) -> Result<EnvelopeSettings, SimError> {
        let number = self.next_file;
        self.next_file += 1;
        let envelope = &self.desk.envelope;
        let [element, component, repetition, terminator]: [u8; 4] =
            shape("delimiters", envelope.delimiters.as_bytes().try_into())?;
        Ok(EnvelopeSettings {
            delimiters: shape("delimiters", Delimiters::new(element, component, repetition, terminator))?,
            line_end: LineEnd::LineFeed,
            sender: Party {
                qualifier: envelope.receiver_qualifier.as_str().into(),
                id: envelope.receiver_id.as_str().into(),
            },
            receiver: Party {
                qualifier: envelope.sender_qualifier.as_str().into(),
                id: envelope.sender_id.as_str().into(),
            },
            group_sender: envelope.receiver_id.as_str().into(),
            group_receiver: envelope.sender_id.as_str().into(),
            usage: Usage::Test,
            ack_request: AckRequest::No,
            created: at,
            interchange_control_number: number,
            group_control_number: number,
            set_control_number: 1,
        })
    }
}
