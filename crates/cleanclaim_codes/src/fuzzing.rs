//! Bodies of the fuzz targets: plain functions that must not panic, replayed over kept inputs by the ordinary tests.

use jiff::civil::date;

use crate::{Code, CodeSets, CodeTable, Image, targets_in};

/// Opens arbitrary bytes as an image and asks it everything there is to ask.
pub fn image(bytes: &[u8]) {
    let Ok(image) = Image::from_bytes(bytes) else { return };
    let sets = CodeSets::new(&[image]);
    let _ = sets.editions().count();
    walk(sets.icd10cm().codes());
    walk(sets.icd10pcs());
    walk(sets.rarc());
    walk(sets.place_of_service());
    let _ = sets.icd10cm().terms().take(ROWS_MAX).count();
    for tabular in sets.icd10cm().tabulars().iter().take(4) {
        let codes: Vec<_> = tabular.codes().take(ROWS_MAX).map(|(code, _)| code).collect();
        for pair in codes.windows(2) {
            let _ = tabular.excludes1(pair[0], pair[1]);
            let _ = tabular.notes(pair[0]).take(ROWS_MAX).flat_map(|note| note.targets().take(ROWS_MAX)).count();
            let _ = tabular.seventh_characters(pair[0]).take(ROWS_MAX).count();
            let _ = tabular.titles(pair[0]).count();
        }
    }
}

/// Rows looked at per table: enough to reach everything in an input of a few kilobytes.
const ROWS_MAX: usize = 64;

fn walk<C: Code>(table: &CodeTable<'_, C>) {
    for index in table.iter().take(ROWS_MAX) {
        let _ = table.history(index).take(ROWS_MAX).count();
        let _ = (table.flags_ever(index), table.parent(index), table.children(index).take(ROWS_MAX).count());
        let Some(entry) = table.entry_at(index) else { continue };
        let _ = (table.lookup(entry.code, entry.from), table.lookup(entry.code, date(2026, 1, 1)));
        let _ = (table.entry_on(index, entry.from), table.index_of(entry.code));
        let _ = table.replacements(entry.code).take(ROWS_MAX).count();
        let _ = table.starting_with(&entry.code.text()[..1]).take(ROWS_MAX).count();
    }
}

/// Reads the codes out of arbitrary note text.
pub fn references(bytes: &[u8]) {
    for target in targets_in(&String::from_utf8_lossy(bytes)) {
        let _ = target.to_string();
    }
}
