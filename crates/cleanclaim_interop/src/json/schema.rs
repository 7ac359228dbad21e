//! The schemas of the documents, for `cleanclaim schema NAME`.

use schemars::{JsonSchema, SchemaGenerator, generate::SchemaSettings};

use super::{
    AcknowledgementJson, ClaimJson, EncounterJson, EnvelopeJson, ErrorJson, FindingJson, LintSummaryJson,
    RemittanceJson, SuggestionJson, TransactionJson,
};

/// The names that [`schema`] knows.
pub const SCHEMAS: &[&str] = &[
    "claim",
    "remittance",
    "acknowledgement",
    "transaction",
    "envelope",
    "encounter",
    "finding",
    "summary",
    "suggestion",
    "error",
];

/// The JSON Schema (draft 2020-12) of a document, or `None` where [`SCHEMAS`] has no such name.
///
/// ```
/// use cleanclaim_interop::json::{SCHEMAS, schema};
/// assert!(SCHEMAS.iter().all(|name| schema(name).is_some()));
/// assert!(schema("invoice").is_none());
/// ```
#[must_use]
pub fn schema(name: &str) -> Option<serde_json::Value> {
    Some(match name {
        "claim" => of::<ClaimJson>(),
        "remittance" => of::<RemittanceJson>(),
        "acknowledgement" => of::<AcknowledgementJson>(),
        "transaction" => of::<TransactionJson>(),
        "envelope" => of::<EnvelopeJson>(),
        "encounter" => of::<EncounterJson>(),
        "finding" => of::<FindingJson>(),
        "summary" => of::<LintSummaryJson>(),
        "suggestion" => of::<SuggestionJson>(),
        "error" => of::<ErrorJson>(),
        _ => return None,
    })
}

fn of<T: JsonSchema>() -> serde_json::Value {
    SchemaGenerator::new(SchemaSettings::draft2020_12()).into_root_schema_for::<T>().to_value()
}
