//! Encounters as a practice-management system exports them: two CSV files, `encounters.csv` and `services.csv`.
//!
//! `encounters.csv` has one row per visit or stay, with the patient, the coverage and the diagnoses; `services.csv` has one row per
//! service and names the encounter. The columns are listed by [`EncounterColumn`] and [`ServiceColumn`] and, for people, by
//! [`columns_markdown`]. Both files are UTF-8 with a header row; columns may stand in any order, unknown ones are named once and
//! left out, and the rows of `services.csv` need not stand in the order of `encounters.csv`.
//!
//! How cells are written:
//! - dates `2026-01-31` (read too: `01/31/2026` and `20260131`); hours `HHMM`;
//! - money in dollars with a decimal point, `125.50`; quantities with up to three decimals;
//! - codes with or without their dot, lists separated by `;` (read too: `,`, `|` and spaces);
//! - nothing else is quoted, padded or translated; surrounding white space is dropped.
//!
//! An encounter is taken whole or not at all: where one of its cells or services cannot be read, the row is named in a finding
//! and the other encounters go on. Findings name file, row (the header is row 1, blank lines are not counted) and column, never
//! what stands in the cell.
//!
//! Memory: encounters stream; of `services.csv` only the place of each encounter's rows is kept, about 100 bytes an encounter.
//!
//! Clinical notes stand beside these files as `notes/<encounter>.txt`; [`note`] reads one and changes no byte of it, since
//! suggestions point into it by byte.

mod cell;
mod columns;
mod export;
mod read;
mod write;

use cleanclaim_model::{Note, Phi, Text};

pub use columns::{ColumnNeed, EncounterColumn, ServiceColumn, columns_markdown};
pub use export::{ExportCell, ExportWriter, spreadsheet_safe};
pub use read::{EncounterReader, ImportCounts, ReadError};
pub use write::{EncounterWriter, WriteError};

/// Name of the file with one row per encounter.
pub const ENCOUNTERS_FILE: &str = "encounters.csv";
/// Name of the file with one row per service.
pub const SERVICES_FILE: &str = "services.csv";
/// Name of the folder with the notes, beside the two files.
pub const NOTES_FOLDER: &str = "notes";
/// The longest row that is read, in bytes: a quote that never closes must not swallow a file.
pub const ROW_BYTES_MAX: u64 = 1 << 20;
/// The most services that one encounter may have.
pub const SERVICES_MAX: usize = 10_000;
/// The most codes that one cell may list.
pub const LIST_MAX: usize = 100;

/// The note of an encounter, byte for byte as it stands in `notes/<encounter>.txt`.
///
/// # Errors
/// When the bytes are not UTF-8: spans are offsets into UTF-8 text, so it must be converted before, not here.
pub fn note(encounter: &str, bytes: Vec<u8>) -> Result<Note, NoteError> {
    let text = String::from_utf8(bytes).map_err(|error| NoteError { byte: error.utf8_error().valid_up_to() })?;
    Ok(Note { encounter: Text::from(encounter), text: Phi::new(text) })
}

/// Why bytes are not a note.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected UTF-8 text, found something else at byte {byte}")]
pub struct NoteError {
    /// Offset of the first byte that is not UTF-8, from 0.
    pub byte: usize,
}
