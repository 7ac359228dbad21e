//! Errors, as every command writes them on standard error with `--format jsonl`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One line: `{"error":{...}}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ErrorJson {
    /// Why a command could not do its work.
    pub error: ErrorReport,
}

/// Why a command could not do its work. Carries no value of a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ErrorReport {
    /// What kind of trouble.
    pub kind: ErrorKind,
    /// What happened.
    pub message: String,
    /// The file concerned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// Offset in it, from 0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub byte: Option<u64>,
    /// What to do about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
}

/// Kinds of trouble, for programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum ErrorKind {
    /// The command was called wrongly.
    Usage,
    /// A file could not be read or written.
    Io,
    /// A file is not what it should be.
    Format,
    /// The database refused.
    Database,
    /// Something asked for is not there.
    NotFound,
    /// The configuration is wrong.
    Config,
    /// A defect of the program.
    Internal,
}

impl ErrorJson {
    /// An error with what every error must have.
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self { error: ErrorReport { kind, message: message.into(), file: None, byte: None, hint: None } }
    }
}
