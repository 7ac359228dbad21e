//! Files of fixed lines and published lists: the publishers' own where they are, and small ones in their layout.

mod cpt;
mod drg;
mod hcpcs;
mod hostile;
mod icd10;
mod international;
mod lists;

use cleanclaim_codes::{CodeKind, CodeSets, Image, Lookup, Set};
use cleanclaim_import::official::{Imported, Options, import};
use jiff::civil::Date;

pub(crate) use crate::delimited::{TODAY, editions, errors, published};

/// Imports files twice: the second time gives the same bytes.
pub(crate) fn imported(files: &[(&str, &[u8])]) -> Imported {
    let imported = import(files.iter().copied(), &Options::on(TODAY));
    let again = import(files.iter().copied(), &Options::on(TODAY));
    for (first, second) in imported.editions.iter().zip(&again.editions) {
        assert!(first.image == second.image, "{} {}", first.set.name(), first.edition.name);
    }
    imported
}

/// Imports files without an error, and asks the code sets that come of it.
pub(crate) fn with_sets<T>(files: &[(&str, &[u8])], ask: impl FnOnce(&Imported, &CodeSets<'_>) -> T) -> T {
    let imported = imported(files);
    assert_eq!(errors(&imported), Vec::<String>::new());
    let images: Vec<Image<'_>> =
        imported.editions.iter().map(|edition| Image::from_bytes(&edition.image).unwrap()).collect();
    ask(&imported, &CodeSets::new(&images))
}

/// What a code is on a day: kind, days and title.
pub(crate) fn shown(sets: &CodeSets<'_>, set: Set, code: &str, on: Date) -> String {
    let table = sets.codes(set).unwrap_or_else(|| panic!("no edition of {}", set.name()));
    let found = table.lookup(cleanclaim_codes::AnyCode::parse(code).unwrap(), on);
    let (kind, entry) = match found {
        Lookup::Billable(entry) => ("billable", entry),
        Lookup::Header(entry) => ("header", entry),
        Lookup::OtherDates(other) => ("other days", other.entry),
        Lookup::Unknown => return "unknown".to_owned(),
        Lookup::NoEdition => return "not checked".to_owned(),
    };
    format!("{kind} {}..{} {}", entry.from, last(entry.to), entry.title().unwrap_or("untitled"))
}

/// How many codes and headers a set has.
pub(crate) fn counts(sets: &CodeSets<'_>, set: Set) -> (usize, usize) {
    let Some(table) = sets.codes(set) else { return (0, 0) };
    let kinds = table.iter().filter_map(|index| table.entry_at(index)).map(|entry| entry.kind);
    let billable = kinds.filter(|kind| *kind == CodeKind::Billable).count();
    (billable, table.iter().count() - billable)
}

/// The cells of a record: `COLUMN=value`, empty ones left out.
pub(crate) fn record(sets: &CodeSets<'_>, set: Set, key: &str, on: Date) -> Vec<String> {
    let table = sets.records(set, on).unwrap_or_else(|| panic!("no edition of {} on {on}", set.name()));
    let rows = table.under(key);
    rows.map(|row| row.values().map(|(column, value)| format!("{}={value}", column.name)).collect::<Vec<_>>().join("|"))
        .collect()
}

fn last(to: Option<Date>) -> String {
    to.map_or_else(|| "open".to_owned(), |to| to.to_string())
}

/// Imports one file that is wrong: its errors, and nothing comes of it.
pub(crate) fn check_broken(name: &str, text: &str, expected: &[&str]) {
    let imported = imported(&[(name, text.as_bytes())]);
    assert_eq!(errors(&imported), expected, "{name}");
    assert_eq!(editions(&imported), Vec::<String>::new(), "{name}");
    assert!(!imported.refused.is_empty(), "{name}: nothing was refused");
}
