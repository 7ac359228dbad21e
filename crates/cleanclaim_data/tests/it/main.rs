//! What the tables that ship must say: counts by fiscal year, codes by date, flags, notes.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, reason = "tests")]

mod complete;
mod counts;
mod diagnoses;
mod index;
mod notes;
mod older;
mod others;
mod search;
mod time;

use cleanclaim_codes::CodeSets;
use cleanclaim_model::Icd10;

pub fn sets() -> CodeSets<'static> {
    cleanclaim_data::code_sets().unwrap()
}

pub fn code(text: &str) -> Icd10 {
    Icd10::parse(text).unwrap()
}
