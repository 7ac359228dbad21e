//! The last line that `x12 check` and `lint` write.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The last line: `{"summary":{...}}`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct LintSummaryJson {
    /// What was done and found.
    pub summary: LintSummary,
}

/// What was done and found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct LintSummary {
    /// Version of this shape: 1.
    pub schema: u16,
    /// Version of the program.
    pub version: String,
    /// The day on which things are judged, ISO.
    pub as_of: String,
    /// Code set or table -> edition that was used.
    pub editions: BTreeMap<String, String>,
    /// Files read.
    pub files: u64,
    /// Interchanges read.
    pub interchanges: u64,
    /// Transaction sets read.
    pub transactions: u64,
    /// Claims read.
    pub claims: u64,
    /// Findings of level error.
    pub errors: u64,
    /// Findings of level warning.
    pub warnings: u64,
    /// What could not be checked. Unchecked is never clean.
    pub not_checked: Vec<NotCheckedJson>,
}

/// A rule that could not check some claims.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct NotCheckedJson {
    /// The rule.
    pub rule: String,
    /// What it needs and did not have.
    pub need: String,
    /// First service date concerned, ISO.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// Last service date concerned, ISO.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// How many claims.
    pub claims: u64,
}

impl Default for LintSummary {
    fn default() -> Self {
        Self {
            schema: super::SCHEMA_VERSION,
            version: String::new(),
            as_of: String::new(),
            editions: BTreeMap::new(),
            files: 0,
            interchanges: 0,
            transactions: 0,
            claims: 0,
            errors: 0,
            warnings: 0,
            not_checked: Vec::new(),
        }
    }
}
