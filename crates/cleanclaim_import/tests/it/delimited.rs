//! Tables with a header row: the publishers' own files where they are, and small ones in their layout.

mod broken;
mod published;
mod small;

use std::path::PathBuf;

use cleanclaim_codes::{CodeSets, Image, Record, Set};
use cleanclaim_import::official::{FlawKind, Imported, Options, import};
use jiff::civil::{Date, date};

pub(crate) const TODAY: Date = date(2026, 11, 23);

pub(crate) fn imported(files: &[(&str, &[u8])]) -> Imported {
    import(files.iter().copied(), &Options::on(TODAY))
}

/// The file's only edition of a set, with the text of its cells: `COLUMN=value` in order, empty ones left out.
pub(crate) fn rows_under(imported: &Imported, set: Set, on: Date, key: &str) -> Vec<String> {
    let images: Vec<Image<'_>> =
        imported.editions.iter().map(|edition| Image::from_bytes(&edition.image).unwrap()).collect();
    let sets = CodeSets::new(&images);
    let table = sets.records(set, on).unwrap_or_else(|| panic!("no edition of {} on {on}", set.name()));
    let shown = |record: Record<'_, '_>| {
        let cells = record.values().map(|(column, value)| format!("{}={value}", column.name));
        cells.collect::<Vec<_>>().join("|")
    };
    table.under(key).map(shown).collect()
}

/// Every edition: set, name, first day, last day, rows.
pub(crate) fn editions(imported: &Imported) -> Vec<String> {
    let last = |to: Option<Date>| to.map_or_else(|| "open".to_owned(), |to| to.to_string());
    let shown = |edition: &cleanclaim_import::official::NewEdition| {
        let days = &edition.edition;
        format!("{} {} {}..{} {}", edition.set.name(), days.name, days.from, last(days.to), edition.rows)
    };
    imported.editions.iter().map(shown).collect()
}

pub(crate) fn errors(imported: &Imported) -> Vec<String> {
    imported.flaws.iter().filter(|flaw| flaw.kind == FlawKind::Error).map(ToString::to_string).collect()
}

/// A file of publishers that lies beside the repository; without it the test says so and passes.
pub(crate) fn published(path: &str) -> Option<Vec<u8>> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/reference");
    let bytes = std::fs::read(folder.join(path)).ok();
    if bytes.is_none() {
        eprintln!("skipped: {path} is not beside the repository");
    }
    bytes
}
