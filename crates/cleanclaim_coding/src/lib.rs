//! Clinical note to suggested codes, with the exact words that support each and the steps that led to it.
//!
//! How it works, step by step: [`NoteReading`] finds sections, problem headings and sentences; the [`Dictionary`] names what runs of
//! words mean; triggers tell what the note says of it ([`Assertion`]); a named category comes to its default code on the service date,
//! or to a question; what the classification presumes linked is combined; the rest is ranked. A suggestion never enters a claim by
//! itself, and exclusion notes are left to the rules.
//!
//! What it deliberately does not do: guess. A phrase of two categories, a category without a default and a condition that is denied,
//! a relative's or merely possible give no code.

#![deny(clippy::float_arithmetic)]

mod assertion;
mod coder;
mod combine;
mod dictionary;
mod draft;
pub mod fuzzing;
mod note;
mod phrase;
mod resolve;
mod words;

pub use assertion::Assertion;
pub use coder::{CodeQuery, Coder, Proposal};
pub use dictionary::{Dictionary, DictionarySize, PHRASE_WORDS_MAX};
pub use note::{NOTE_BYTES_MAX, NoteReading, Section, SectionKind, Sentence};
pub use phrase::Origin;
