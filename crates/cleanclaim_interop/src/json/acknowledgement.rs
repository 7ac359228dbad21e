//! Acknowledgements: TA1, 999 and 277CA.

use cleanclaim_model::{
    AckError, Acknowledgement, ClaimAck, Date, ImplementationAck, InterchangeAck, SetAck, StatusInfo,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::scalar::{CentsJson, TextJson, Written};

/// What came back before money does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum AcknowledgementJson {
    /// TA1: an interchange arrived.
    Interchange(InterchangeAckJson),
    /// 999 or 997: a functional group was read.
    Implementation(ImplementationAckJson),
    /// 277CA, one claim of it.
    Claim(ClaimAckJson),
}

/// TA1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct InterchangeAckJson {
    /// ISA13 of what was sent.
    pub interchange_control_number: TextJson,
    /// When it was sent, YYMMDD.
    pub sent_date: TextJson,
    /// When it was sent, HHMM.
    pub sent_time: TextJson,
    /// `A`, `E` or `R`.
    pub code: TextJson,
    /// `000` where nothing is wrong.
    pub note: TextJson,
}

/// 999 or 997.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ImplementationAckJson {
    /// AK101.
    pub group_id: TextJson,
    /// GS06 of what was sent.
    pub group_control_number: TextJson,
    /// AK901: `A`, `E`, `P` or `R`.
    pub code: TextJson,
    /// Each transaction set.
    pub sets: Vec<SetAckJson>,
}

/// What a 999 says of one transaction set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SetAckJson {
    /// AK201.
    pub set_id: TextJson,
    /// ST02 of what was sent.
    pub set_control_number: TextJson,
    /// IK501.
    pub code: TextJson,
    /// IK502 to IK506.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub error_codes: Vec<TextJson>,
    /// Errors it names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<AckErrorJson>,
}

/// An error that a 999 names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AckErrorJson {
    /// Segment.
    pub segment: TextJson,
    /// Position in the transaction set, ST being 1.
    pub segment_index: u32,
    /// Loop.
    #[serde(rename = "loop", default, skip_serializing_if = "TextJson::is_empty")]
    pub loop_id: TextJson,
    /// IK304.
    #[serde(default, skip_serializing_if = "TextJson::is_empty")]
    pub segment_error: TextJson,
    /// Element number; 0 where the whole segment is meant.
    pub element: u8,
    /// Component number; 0 where the whole element is meant.
    pub component: u8,
    /// IK403.
    #[serde(default, skip_serializing_if = "TextJson::is_empty")]
    pub element_error: TextJson,
}

/// What a 277CA says of one claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ClaimAckJson {
    /// Our number of the claim.
    pub control_number: TextJson,
    /// The payer's or clearinghouse's number of it.
    #[serde(default, skip_serializing_if = "TextJson::is_empty")]
    pub payer_control_number: TextJson,
    /// Who says so.
    #[serde(default, skip_serializing_if = "TextJson::is_empty")]
    pub source_name: TextJson,
    /// `PR` payer, `AY` clearinghouse.
    #[serde(default, skip_serializing_if = "TextJson::is_empty")]
    pub source_entity: TextJson,
    /// The batch it answers.
    #[serde(default, skip_serializing_if = "TextJson::is_empty")]
    pub batch_reference: TextJson,
    /// Whether the claim was rejected.
    pub rejected: bool,
    /// Each status.
    pub statuses: Vec<StatusJson>,
    /// The member number echoed back.
    #[serde(default, skip_serializing_if = "TextJson::is_empty")]
    pub member_id: TextJson,
}

/// One status of a 277CA or 277.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct StatusJson {
    /// Category, such as `A1`.
    pub category: TextJson,
    /// Status code.
    pub status: TextJson,
    /// Entity.
    #[serde(default, skip_serializing_if = "TextJson::is_empty")]
    pub entity: TextJson,
    /// When.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Written<Date>>,
    /// `WQ` accepted, `U` rejected.
    #[serde(default, skip_serializing_if = "TextJson::is_empty")]
    pub action: TextJson,
    /// Amount.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount_cents: Option<CentsJson>,
}

impl From<&Acknowledgement> for AcknowledgementJson {
    fn from(acknowledgement: &Acknowledgement) -> Self {
        match acknowledgement {
            Acknowledgement::Interchange(ack) => Self::Interchange(ack.into()),
            Acknowledgement::Implementation(ack) => Self::Implementation(ack.into()),
            Acknowledgement::Claim(ack) => Self::Claim(ack.into()),
        }
    }
}

// Each conversion takes the inner value apart by name, so that a field added there cannot be forgotten here.

impl From<&InterchangeAck> for InterchangeAckJson {
    fn from(ack: &InterchangeAck) -> Self {
        let InterchangeAck { interchange_control_number, sent: (date, time), code, note } = ack;
        Self {
            interchange_control_number: interchange_control_number.into(),
            sent_date: date.into(),
            sent_time: time.into(),
            code: code.into(),
            note: note.into(),
        }
    }
}

impl From<&ImplementationAck> for ImplementationAckJson {
    fn from(ack: &ImplementationAck) -> Self {
        let ImplementationAck { group_id, group_control_number, sets, code } = ack;
        Self {
            group_id: group_id.into(),
            group_control_number: group_control_number.into(),
            code: code.into(),
            sets: sets.iter().map(SetAckJson::from).collect(),
        }
    }
}

impl From<&SetAck> for SetAckJson {
    fn from(set: &SetAck) -> Self {
        let SetAck { set_id, set_control_number, code, error_codes, errors } = set;
        Self {
            set_id: set_id.into(),
            set_control_number: set_control_number.into(),
            code: code.into(),
            error_codes: error_codes.iter().map(TextJson::from).collect(),
            errors: errors.iter().map(AckErrorJson::from).collect(),
        }
    }
}

impl From<&AckError> for AckErrorJson {
    fn from(error: &AckError) -> Self {
        let AckError { segment, segment_index, loop_id, segment_error, element, component, element_error } = error;
        Self {
            segment: segment.into(),
            segment_index: *segment_index,
            loop_id: loop_id.into(),
            segment_error: segment_error.into(),
            element: *element,
            component: *component,
            element_error: element_error.into(),
        }
    }
}

impl From<&ClaimAck> for ClaimAckJson {
    fn from(ack: &ClaimAck) -> Self {
        let ClaimAck {
            control_number,
            payer_control_number,
            source_name,
            source_entity,
            batch_reference,
            statuses,
            rejected,
            member_id,
        } = ack;
        Self {
            control_number: control_number.into(),
            payer_control_number: payer_control_number.into(),
            source_name: source_name.into(),
            source_entity: source_entity.into(),
            batch_reference: batch_reference.into(),
            rejected: *rejected,
            statuses: statuses.iter().map(StatusJson::from).collect(),
            member_id: member_id.expose().into(),
        }
    }
}

impl From<&StatusInfo> for StatusJson {
    fn from(status: &StatusInfo) -> Self {
        let StatusInfo { category, status, entity, date, action, amount } = status;
        Self {
            category: category.into(),
            status: status.into(),
            entity: entity.into(),
            date: date.map(Written),
            action: action.into(),
            amount_cents: amount.map(CentsJson),
        }
    }
}
