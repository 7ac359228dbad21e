//! Reading a document: errors name the place, never the value.

use serde::de::DeserializeOwned;

/// Why JSON is not the document that was expected.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{path}: {reason}")]
pub struct JsonError {
    /// Where in the document, such as `service_lines[2].procedure`; `.` is the document itself.
    pub path: String,
    /// What was expected, without what was found.
    pub reason: String,
}

impl JsonError {
    pub(super) fn new(path: impl Into<String>, reason: impl Into<String>) -> Self {
        Self { path: path.into(), reason: reason.into() }
    }

    /// The same error one level further out.
    pub(super) fn under(self, parent: &str, index: usize) -> Self {
        Self { path: format!("{parent}[{index}].{}", self.path), reason: self.reason }
    }
}

/// Reads one document of any wire type.
///
/// ```
/// use cleanclaim_interop::json::{ClaimJson, read};
/// let error = read::<ClaimJson>(br#"{"schema":1,"kind":"professional","charge_cents":"12"}"#).unwrap_err();
/// assert_eq!(error.to_string(), "charge_cents: expected i64 at line 1 column 53");
/// ```
///
/// # Errors
/// Where and what was expected, when it is no JSON or no such document.
pub fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, JsonError> {
    let mut deserializer = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut deserializer).map_err(|error| {
        // A question mark stands for the end of a document that breaks off.
        let path = error.path().to_string().replace('?', ".");
        JsonError::new(path, without_values(&error.into_inner()))
    })?;
    deserializer.end().map_err(|error| JsonError::new(".", without_values(&error)))?;
    Ok(value)
}

/// The parser's message without what it quotes of the document, which may be a patient's.
fn without_values(error: &serde_json::Error) -> String {
    let message = error.to_string();
    if !error.is_data() || message.starts_with("missing field") || message.starts_with("duplicate field") {
        return message;
    }
    if message.starts_with("unknown field") {
        return format!("unknown field at line {} column {}", error.line(), error.column());
    }
    // "invalid type: string "...", expected i64 at line 1 column 2": what was found comes first and may itself say "expected".
    match message.rfind("expected ") {
        Some(start) if message[start..].starts_with("expected struct") => {
            format!("expected an object at line {} column {}", error.line(), error.column())
        }
        Some(start) => message[start..].to_owned(),
        None => format!("not allowed here, at line {} column {}", error.line(), error.column()),
    }
}
