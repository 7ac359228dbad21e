//! Formats other programs speak: versioned JSON wire types with schemas, CSV encounters, notes.
//!
//! This crate owns how our nouns look outside: [`json`] for programs, [`csv`] for exports of practice-management systems and for
//! spreadsheets, [`places`] for what a field is called on the paper forms and in FHIR. It deliberately knows no X12 (that is
//! `cleanclaim_x12`) and checks shapes only: whether a code is valid is what rules ask.

pub mod csv;
pub mod fuzzing;
pub mod json;
pub mod places;
