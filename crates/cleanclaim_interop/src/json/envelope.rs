//! Where a transaction stands in its file.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The interchange, group and transaction set around a claim, remittance or acknowledgement.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct EnvelopeJson {
    /// ISA13.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub interchange: String,
    /// GS06.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub group: String,
    /// ST02.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub set: String,
    /// ST01, such as `837`.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub transaction: String,
    /// ST03 or GS08: the implementation guide, such as `005010X222A1`.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub guide: String,
    /// ISA06 without padding.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub sender: String,
    /// ISA08 without padding.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub receiver: String,
    /// GS04 as an ISO day.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub date: String,
    /// GS05, HHMM and more.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub time: String,
    /// ISA15: `P` production, `T` test.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub usage: String,
}
