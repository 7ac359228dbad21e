//! Suggested codes, as `code` writes them.

use core::fmt;

use cleanclaim_model::{CodeSuggestion, Why};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A code that a note supports.
#[derive(Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SuggestionJson {
    /// The file's name without folder and ending.
    pub doc: String,
    /// `icd10cm`, `icd10pcs`, `hcpcs` or `cpt`.
    pub system: String,
    /// The code without dot.
    pub code: String,
    /// From 1; 1 is the first-listed diagnosis.
    pub rank: u16,
    /// 0 to 1.
    pub score: f64,
    /// `auto` or `review`.
    pub tier: String,
    /// Byte offsets into the UTF-8 file, start and end.
    pub spans: Vec<[u32; 2]>,
    /// What stands in the first span.
    pub text: String,
    /// The steps that led here.
    pub why: Vec<WhyJson>,
    /// A question to the provider, where the note leaves the code open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub query: Option<String>,
}

/// One step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct WhyJson {
    /// The rule of the coder that took it.
    pub rule: String,
    /// What it saw.
    pub note: String,
}

impl SuggestionJson {
    /// The suggestion as JSON; `note` is the text that its spans point into.
    #[must_use]
    pub fn new(doc: &str, note: &str, suggestion: &CodeSuggestion) -> Self {
        let CodeSuggestion { system, code, rank, score_e6, tier, spans, why, query } = suggestion;
        let text = |(start, end): (u32, u32)| note.get(start as usize..end as usize).map(str::to_owned);
        Self {
            doc: doc.to_owned(),
            system: system.as_str().to_owned(),
            code: code.to_string(),
            rank: *rank,
            score: f64::from(*score_e6) / 1_000_000.0,
            tier: tier.as_str().to_owned(),
            spans: spans.iter().map(|(start, end)| [*start, *end]).collect(),
            text: spans.first().copied().and_then(text).unwrap_or_default(),
            why: why
                .iter()
                .map(|Why { rule, note }| WhyJson { rule: (*rule).to_owned(), note: note.clone() })
                .collect(),
            query: query.clone(),
        }
    }
}

/// Leaves the note's text out: it may be a patient's.
impl fmt::Debug for SuggestionJson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SuggestionJson")
            .field("doc", &self.doc)
            .field("code", &self.code)
            .field("rank", &self.rank)
            .finish_non_exhaustive()
    }
}
