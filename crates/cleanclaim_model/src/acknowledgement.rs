//! What comes back before money does: TA1, 999 and 277CA.

use jiff::civil::Date;

use crate::{Cents, Phi, Text};

/// TA1: an interchange arrived.
///
/// Source: ASC X12C/005010X231, appendix B.1.1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InterchangeAck {
    /// TA101: ISA13 of what was sent.
    pub interchange_control_number: Text,
    /// TA102 and TA103: when it was sent, `YYMMDD` and `HHMM`.
    pub sent: (Text, Text),
    /// TA104: `A`, `E` or `R`.
    pub code: Text,
    /// TA105: `000` where nothing is wrong.
    pub note: Text,
}

/// An error that a 999 or 997 names.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AckError {
    /// IK301: segment.
    pub segment: Text,
    /// IK302: position in the transaction set, ST being 1.
    pub segment_index: u32,
    /// IK303: loop.
    pub loop_id: Text,
    /// IK304.
    pub segment_error: Text,
    /// IK401-1; 0 where the whole segment is meant.
    pub element: u8,
    /// IK401-2; 0 where the whole element is meant.
    pub component: u8,
    /// IK403.
    pub element_error: Text,
}

/// What a 999 says of one transaction set (AK2 to IK5).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SetAck {
    /// AK201: `837`.
    pub set_id: Text,
    /// AK202: ST02 of what was sent.
    pub set_control_number: Text,
    /// IK501: `A`, `E`, `R`, `M`, `W`, `X`.
    pub code: Text,
    /// IK502 to IK506.
    pub error_codes: Vec<Text>,
    /// IK3 and IK4.
    pub errors: Vec<AckError>,
}

/// 999 (and 997): a functional group was read.
///
/// Source: ASC X12C/005010X231A1.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ImplementationAck {
    /// AK101: `HC`.
    pub group_id: Text,
    /// AK102: GS06 of what was sent.
    pub group_control_number: Text,
    /// Each transaction set.
    pub sets: Vec<SetAck>,
    /// AK901: `A`, `E`, `P`, `R`.
    pub code: Text,
}

/// One STC status of a 277CA or 277.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct StatusInfo {
    /// STC01-1: category, such as `A1`.
    pub category: Text,
    /// STC01-2: status code.
    pub status: Text,
    /// STC01-3: entity.
    pub entity: Text,
    /// STC02.
    pub date: Option<Date>,
    /// STC03: `WQ` accepted, `U` rejected.
    pub action: Text,
    /// STC04.
    pub amount: Option<Cents>,
}

/// What a 277CA says of one claim (2200D).
///
/// Source: ASC X12N/005010X214.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ClaimAck {
    /// TRN02 in 2200D: our CLM01.
    pub control_number: Text,
    /// REF 1K: the payer's or clearinghouse's number.
    pub payer_control_number: Text,
    /// Who says so (2100A NM1 name).
    pub source_name: Text,
    /// 2100A NM101: `PR` payer, `AY` clearinghouse.
    pub source_entity: Text,
    /// BHT or 2200A TRN02: the batch it answers (BHT03 of the claim file).
    pub batch_reference: Text,
    /// Each STC.
    pub statuses: Vec<StatusInfo>,
    /// STC03 of the claim was `U`.
    pub rejected: bool,
    /// The member number echoed back.
    pub member_id: Phi<Text>,
}

/// Any acknowledgement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Acknowledgement {
    /// TA1.
    Interchange(InterchangeAck),
    /// 999 or 997.
    Implementation(ImplementationAck),
    /// 277CA, one claim of it.
    Claim(ClaimAck),
}
