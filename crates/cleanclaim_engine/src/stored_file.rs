//! Files as the engine keeps them: every byte sent and received.

use cleanclaim_model::{FileId, PracticeId, Text};
use cleanclaim_store::{Direction, FileRow};
use jiff::Timestamp;
use sha2::{Digest as _, Sha256};

use crate::engine::Engine;
use crate::error::Result;

/// A file with its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredFile {
    /// Its name.
    pub name: String,
    /// `837P`, `999`, `835` ...
    pub kind: String,
    /// Its bytes as they went out or came in.
    pub bytes: Vec<u8>,
}

impl Engine {
    /// A file of the practice.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn file(&self, practice: PracticeId, id: FileId) -> Result<Option<StoredFile>> {
        let mut tx = self.store().read().await?;
        let rows = tx.by::<FileRow>(practice, "id", [id]).await?;
        let (Some(row), Some(bytes)) = (rows.into_iter().next(), tx.file_bytes(practice, id).await?) else {
            return Ok(None);
        };
        Ok(Some(StoredFile { name: row.name.to_string(), kind: row.kind.to_string(), bytes }))
    }
}

/// The row of a file with these bytes.
pub(crate) fn file_row(
    id: FileId,
    direction: Direction,
    kind: &str,
    name: &str,
    bytes: &[u8],
    at: Timestamp,
) -> FileRow {
    FileRow {
        id,
        direction,
        kind: Text::from(kind),
        name: Text::from(name),
        sha256: sha256_hex(bytes),
        size_bytes: i64::try_from(bytes.len()).unwrap_or(i64::MAX),
        at,
    }
}

/// SHA-256 in 64 hexadecimal digits.
pub(crate) fn sha256_hex(bytes: &[u8]) -> Text {
    let mut text = Text::default();
    for byte in Sha256::digest(bytes) {
        // Writing into memory cannot fail.
        let _ = core::fmt::Write::write_fmt(&mut text, format_args!("{byte:02x}"));
    }
    text
}
