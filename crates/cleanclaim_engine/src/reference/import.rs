//! From publishers' files to images in the folder. A file with an error leaves the edition in force as it is.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use cleanclaim_codes::{CodeSets, Holds, Image, Set};
use cleanclaim_import::official::{self, Flaw, Imported, MemberReport, NewEdition};
use jiff::civil::Date;

use super::folder::DataFolder;
use crate::error::{EngineError, Result};

/// What the person who imports says of the files.
pub type ImportOptions<'o> = official::Options<'o>;

/// One edition that was taken, and how it differs from the one before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The set.
    pub set: Set,
    /// The edition's name.
    pub edition: String,
    /// First day in force.
    pub from: Date,
    /// Last day in force; `None` while open.
    pub to: Option<Date>,
    /// Rows of the new edition.
    pub rows: usize,
    /// The edition it is compared with; `None` when there was none.
    pub before: Option<String>,
    /// Keys that the edition before does not have.
    pub new: usize,
    /// Keys that only the edition before has.
    pub gone: usize,
    /// Where the image is.
    pub path: PathBuf,
}

/// What came of an import.
#[derive(Debug, Clone, Default)]
pub struct ImportReport {
    /// Editions that are in the folder now.
    pub taken: Vec<Change>,
    /// Editions that were refused; what was in force stays in force.
    pub refused: Vec<(Set, String)>,
    /// Every member of every file.
    pub members: Vec<MemberReport>,
    /// Errors and warnings with their places.
    pub flaws: Vec<Flaw>,
}

impl ImportReport {
    /// Whether every file was read without an error and some file is one that is known here. A file that is known may hold
    /// nothing to take: a description of columns, titles without their codes.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.refused.is_empty()
            && self.members.iter().any(|member| member.kind.is_some())
            && self.flaws.iter().all(|flaw| flaw.kind == official::FlawKind::Warning)
    }
}

/// Imports files into the folder. Files given together may be parts of one edition.
///
/// # Errors
/// When a file cannot be read from disk or an image cannot be written; what is wrong *in* a file is in the report.
pub fn import_files(
    folder: &DataFolder,
    known: &CodeSets<'_>,
    files: &[PathBuf],
    options: &ImportOptions<'_>,
) -> Result<ImportReport> {
    let mut contents = Vec::with_capacity(files.len());
    for path in files {
        let bytes = std::fs::read(path);
        let bytes = bytes.map_err(|source| EngineError::File { action: "reading", path: path.clone(), source })?;
        contents.push((name_of(path), bytes));
    }
    let imported = official::import(contents.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())), options);
    let Imported { editions, refused, members, flaws } = imported;
    let mut report = ImportReport { taken: Vec::new(), refused, members, flaws };
    for edition in editions {
        let change = take(folder, known, &edition)?;
        report.taken.push(change);
    }
    Ok(report)
}

fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

fn take(folder: &DataFolder, known: &CodeSets<'_>, edition: &NewEdition) -> Result<Change> {
    let image = Image::from_bytes(&edition.image).map_err(|error| EngineError::CodeSets(Box::new(error)))?;
    let fresh = CodeSets::new(&[image]);
    let days = &edition.edition;
    let before = edition_before(known, edition.set, days.from);
    let (new, gone) = match &before {
        Some((_, day)) => {
            let (old_keys, new_keys) = (keys_on(known, edition.set, *day), keys_on(&fresh, edition.set, days.from));
            (new_keys.difference(&old_keys).count(), old_keys.difference(&new_keys).count())
        }
        None => (edition.rows, 0),
    };
    let path = folder.put(edition.set, &days.name, &edition.image)?;
    Ok(Change {
        set: edition.set,
        edition: days.name.clone(),
        from: days.from,
        to: days.to,
        rows: edition.rows,
        before: before.map(|(name, _)| name),
        new,
        gone,
        path,
    })
}

/// The edition that answered on the new one's first day, else the newest before it, and a day on which it counts.
fn edition_before(known: &CodeSets<'_>, set: Set, from: Date) -> Option<(String, Date)> {
    if let Some(edition) = known.edition_on(set, from) {
        return Some((edition.edition.to_owned(), from));
    }
    let older = known.editions().filter(|edition| edition.set == set && edition.from <= from);
    let newest = older.max_by_key(|edition| edition.from)?;
    Some((newest.edition.to_owned(), newest.from))
}

/// The codes or keys of a set on a day; nothing for sets whose rows have no key of their own.
fn keys_on(sets: &CodeSets<'_>, set: Set, on: Date) -> BTreeSet<String> {
    match set.holds() {
        Holds::Codes => sets.codes(set).map_or_else(BTreeSet::new, |table| {
            let valid = table.iter().filter_map(|index| table.entry_on(index, on));
            valid.map(|entry| entry.code.as_str().to_owned()).collect()
        }),
        Holds::Records => sets.records(set, on).map_or_else(BTreeSet::new, |table| {
            let in_force = table.iter().filter(|record| record.is_in_force(on));
            in_force.map(|record| record.key().to_owned()).collect()
        }),
        _ => BTreeSet::new(),
    }
}
