//! From the files under `data/` to one image.

use std::io::Read;

use cleanclaim_codes::{BuildError, Builder, Holds, Set};

use crate::tsv::{self, EditionRow, TsvError};

/// The most that one compressed table may unpack to: ten times the largest that ships.
pub const UNPACKED_BYTES_MAX: u64 = 128 << 20;

/// Why a compressed table cannot be unpacked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum UnpackError {
    /// Not a zstd frame, or a damaged one.
    #[error("not a complete zstd file")]
    Damaged,
    /// Unpacks to more than the limit.
    #[error("unpacks to more than {limit_bytes} bytes")]
    TooLarge {
        /// The limit.
        limit_bytes: u64,
    },
}

/// Why files are not an image.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ImportError {
    /// A table that cannot be read.
    #[error("{file}: {error}")]
    Table {
        /// The file.
        file: String,
        /// Where and why.
        error: TsvError,
    },
    /// A file that cannot be unpacked.
    #[error("{file}: {error}")]
    Unpack {
        /// The file.
        file: String,
        /// Why.
        error: UnpackError,
    },
    /// A file whose place says nothing of what it holds.
    #[error("{file}: expected editions.tsv or SET/NAME.tsv with or without .zst")]
    Name {
        /// The file.
        file: String,
    },
    /// A tabular list or a table of records that the table of editions does not have.
    #[error("{file}: the table of editions has no edition of this name for the set")]
    Edition {
        /// The file.
        file: String,
    },
    /// Rows that contradict each other.
    #[error(transparent)]
    Build(#[from] BuildError),
}

/// Unpacks a zstd file, up to a limit.
///
/// # Errors
/// When the bytes are no zstd file or unpack to more than `limit_bytes`.
pub fn unpack(bytes: &[u8], limit_bytes: u64) -> Result<Vec<u8>, UnpackError> {
    let mut decoder = ruzstd::decoding::StreamingDecoder::new(bytes).map_err(|_| UnpackError::Damaged)?;
    let mut unpacked = Vec::new();
    // One byte beyond the limit tells "exactly full" from "too large".
    let read = decoder.by_ref().take(limit_bytes.saturating_add(1)).read_to_end(&mut unpacked);
    read.map_err(|_| UnpackError::Damaged)?;
    if limit_bytes < unpacked.len() as u64 { Err(UnpackError::TooLarge { limit_bytes }) } else { Ok(unpacked) }
}

enum Content {
    Editions,
    Replacements(Set),
    Tabular(String),
    Records(Set, String),
    Codes(Set),
}

fn content_of(file: &str) -> Option<Content> {
    let name = file.strip_suffix(".zst").unwrap_or(file).strip_suffix(".tsv")?;
    match name.split_once('/') {
        None => (name == "editions").then_some(Content::Editions),
        Some((set, name)) => match (Set::named(set)?, name) {
            (Set::Icd10CmTabular, edition) => Some(Content::Tabular(edition.to_owned())),
            // An edition may come in parts: `EDITION.PART.tsv`.
            (set, edition) if set.holds() == Holds::Records => {
                let edition = edition.split_once('.').map_or(edition, |(edition, _)| edition);
                Some(Content::Records(set, edition.to_owned()))
            }
            (set, "replacements") => Some(Content::Replacements(set)),
            (set, _) => Some(Content::Codes(set)),
        },
    }
}

/// Builds one image from named files: `editions.tsv` (any number of them), `SET/NAME.tsv[.zst]`, `SET/replacements.tsv[.zst]`,
/// `icd10cm-tabular/EDITION.tsv[.zst]`, and for sets of records `SET/EDITION.tsv[.zst]` or `SET/EDITION.PART.tsv[.zst]`. The same
/// files in the same order give the same bytes.
///
/// # Errors
/// For the first file, in the order given, that cannot be read or contradicts others.
pub fn image_of<'f>(files: impl IntoIterator<Item = (&'f str, &'f [u8])>) -> Result<Vec<u8>, ImportError> {
    let mut tables: Vec<(&str, Content, Vec<u8>)> = Vec::new();
    for (file, bytes) in files {
        let content = content_of(file).ok_or_else(|| ImportError::Name { file: file.to_owned() })?;
        let bytes = if file.ends_with(".zst") {
            let unpacked = unpack(bytes, UNPACKED_BYTES_MAX);
            unpacked.map_err(|error| ImportError::Unpack { file: file.to_owned(), error })?
        } else {
            bytes.to_vec()
        };
        tables.push((file, content, bytes));
    }
    let mut builder = Builder::new();
    let mut editions: Vec<EditionRow<'_>> = Vec::new();
    for (file, content, bytes) in &tables {
        if matches!(content, Content::Editions) {
            let rows = tsv::editions(bytes).and_then(Iterator::collect::<Result<Vec<_>, _>>);
            editions.extend(rows.map_err(|error| ImportError::Table { file: (*file).to_owned(), error })?);
        }
    }
    for edition in editions.iter().filter(|edition| edition.set.holds() == Holds::Codes) {
        let days = (edition.from, edition.to);
        builder.edition_from(edition.set, edition.edition, days, edition.source, edition.licence);
    }
    for (file, content, bytes) in &tables {
        let table = |error| ImportError::Table { file: (*file).to_owned(), error };
        match content {
            Content::Editions => {}
            Content::Codes(set) => add_codes(&mut builder, *set, bytes).map_err(table)?,
            Content::Replacements(set) => add_replacements(&mut builder, *set, bytes).map_err(table)?,
            Content::Tabular(name) => {
                let edition = edition_of(&editions, Set::Icd10CmTabular, name, file)?;
                add_tabular(&mut builder, edition, bytes).map_err(table)?;
            }
            Content::Records(set, name) => {
                let edition = edition_of(&editions, *set, name, file)?;
                crate::records::add(&mut builder, edition, bytes).map_err(table)?;
            }
        }
    }
    for edition in &editions {
        builder.extent(edition.set, edition.edition, edition.extent);
    }
    Ok(builder.finish()?)
}

fn edition_of<'e, 't>(
    editions: &'e [EditionRow<'t>],
    set: Set,
    name: &str,
    file: &str,
) -> Result<&'e EditionRow<'t>, ImportError> {
    let found = editions.iter().find(|edition| edition.set == set && edition.edition == name);
    found.ok_or_else(|| ImportError::Edition { file: file.to_owned() })
}

fn add_codes(builder: &mut Builder, set: Set, bytes: &[u8]) -> Result<(), TsvError> {
    for row in tsv::codes(bytes)? {
        builder.row(set, row?);
    }
    Ok(())
}

fn add_replacements(builder: &mut Builder, set: Set, bytes: &[u8]) -> Result<(), TsvError> {
    for row in tsv::replacements(bytes)? {
        let row = row?;
        builder.replacement(set, row.old, row.new, row.from);
    }
    Ok(())
}

fn add_tabular(builder: &mut Builder, edition: &EditionRow<'_>, bytes: &[u8]) -> Result<(), TsvError> {
    let days = (edition.from, edition.to);
    let list = builder.tabular_from(edition.edition, days, edition.source, edition.licence);
    for row in tsv::tabular(bytes)? {
        let row = row?;
        crate::tabular::add(list, row.at, row.kind, row.text);
    }
    Ok(())
}
