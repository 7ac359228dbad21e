//! The answers of a receiver: TA1, 999 and 277CA.

use std::io::Write;
use std::sync::Arc;

use cleanclaim_model::{
    Cents, Claim, ClaimAck, Date, Finding, ImplementationAck, InterchangeAck, Person, Provider, StatusInfo, Text,
};

use crate::{Envelope, EnvelopeSettings, WriteError};

/// A TA1 that accepts the interchange of this envelope.
///
/// Source: ASC X12C/005010X231, appendix B.1.1.5.1.
#[must_use]
pub fn accepted_interchange(envelope: &Envelope) -> InterchangeAck {
    InterchangeAck {
        interchange_control_number: envelope.interchange_control_number.clone(),
        sent: envelope.interchange_date_time.clone(),
        code: "A".into(),
        note: "000".into(),
    }
}

/// Collects, while a file is read, what TA1 and 999 must answer: every interchange, group and set is accepted unless a finding of error
/// level names it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Receipt {
    interchanges: Vec<InterchangeAck>,
    groups: Vec<ImplementationAck>,
}

impl Receipt {
    /// Notes that something was read in these envelopes.
    pub fn observe(&mut self, envelope: &Envelope) {
        let _ = envelope;
    }

    /// Notes a finding: one of error level at SNIP 1 or 2 rejects its set, or its interchange where it names no set.
    pub fn reject(&mut self, finding: &Finding) {
        let _ = finding;
    }

    /// One TA1 for each interchange.
    #[must_use]
    pub fn interchanges(&self) -> &[InterchangeAck] {
        &self.interchanges
    }

    /// One 999 for each functional group.
    #[must_use]
    pub fn groups(&self) -> &[ImplementationAck] {
        &self.groups
    }
}

/// Writes an interchange that holds only TA1 segments.
///
/// # Errors
/// When a value cannot be sent or the destination fails.
pub fn write_ta1(out: impl Write, settings: &EnvelopeSettings, acks: &[InterchangeAck]) -> Result<(), WriteError> {
    let _ = (out, settings, acks);
    Err(WriteError::Unsupported { what: "TA1" })
}

/// Writes an interchange with one 999 (005010X231A1) for each functional group that is acknowledged.
///
/// # Errors
/// When a value cannot be sent or the destination fails.
pub fn write_999(out: impl Write, settings: &EnvelopeSettings, acks: &[ImplementationAck]) -> Result<(), WriteError> {
    let _ = (out, settings, acks);
    Err(WriteError::Unsupported { what: "999" })
}

/// A claim as a 277CA answers it (loops 2100D and 2200D).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AckedClaim {
    /// Numbers and statuses; `source_name`, `source_entity` and `batch_reference` are the report's.
    pub ack: ClaimAck,
    /// 2100D NM1 QC.
    pub patient: Arc<Person>,
    /// CLM02, which STC04 repeats.
    pub charge: Cents,
    /// DTP 472, first day.
    pub from: Option<Date>,
    /// DTP 472, last day.
    pub thru: Option<Date>,
}

impl AckedClaim {
    /// The answer to a claim that was read: accepted or rejected by the action code of `status` (`WQ` or `U`).
    #[must_use]
    pub fn new(claim: &Claim, status: StatusInfo, payer_control_number: &str) -> Self {
        let _ = (claim, status, payer_control_number);
        Self::default()
    }
}

/// The claims of one billing provider in a 277CA (loop 2000C).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AckedProvider {
    /// 2100C NM1 85.
    pub provider: Arc<Provider>,
    /// Its claims.
    pub claims: Vec<AckedClaim>,
}

/// What one 277CA (005010X214) says of one batch: the claims of one ST-SE of the claim file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimAckReport {
    /// 2100A NM101: `PR` payer, `AY` clearinghouse.
    pub source_entity: Text,
    /// 2100A NM103.
    pub source_name: Text,
    /// 2100A NM109 with PI or 46.
    pub source_id: Text,
    /// 2100B NM103: who submitted.
    pub receiver_name: Text,
    /// 2100B NM109 with 46.
    pub receiver_id: Text,
    /// 2200B TRN02: BHT03 of the claim file.
    pub batch_reference: Text,
    /// DTP 050.
    pub received: Date,
    /// DTP 009 and the date of each status that has none.
    pub processed: Date,
    /// Providers with their claims.
    pub providers: Vec<AckedProvider>,
}

/// Writes an interchange with one 277CA (005010X214) for each batch.
///
/// # Errors
/// When a value cannot be sent or the destination fails.
pub fn write_277ca(out: impl Write, settings: &EnvelopeSettings, reports: &[ClaimAckReport]) -> Result<(), WriteError> {
    let _ = (out, settings, reports);
    Err(WriteError::Unsupported { what: "277CA" })
}
