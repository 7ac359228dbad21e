//! Clinical note to suggested codes with evidence spans.

#![deny(clippy::float_arithmetic)]

mod assertion;
mod coder;
mod combine;
mod dictionary;
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
