//! Bodies of the fuzz targets: plain functions that must not panic, replayed over kept inputs by the ordinary tests.

use jiff::civil::date;

use crate::{
    BuildError, Builder, Cell, Code, CodeSets, CodeTable, ColumnKind, Holds, Image, NoteKind, PairTable, Query, Set,
    targets_in,
};

/// Opens arbitrary bytes as an image and asks it everything there is to ask.
pub fn image(bytes: &[u8]) {
    let Ok(image) = Image::from_bytes(bytes) else { return };
    let sets = CodeSets::new(&[image]);
    let _ = sets.editions().count();
    over_time(&sets);
    step_by_step(&sets);
    walk(sets.icd10cm().codes());
    walk(sets.icd10pcs());
    walk(sets.rarc());
    walk(sets.place_of_service());
    for set in Set::ALL {
        sets.pair_editions(*set).take(4).for_each(walk_pairs);
    }
    let _ = sets.icd10cm().terms().take(ROWS_MAX).count();
    ask(&sets, "broken hip dia", date(2026, 1, 1));
    indexes(&sets);
    axes(&sets);
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

/// Searches a small image for arbitrary text, and an image made of arbitrary bytes for a few words.
pub fn search(bytes: &[u8]) {
    let on = date(2026, 1, 1);
    let (text, image) = match bytes.iter().position(|byte| *byte == b'\n') {
        Some(at) => bytes.split_at(at),
        None => (bytes, &[][..]),
    };
    let text = String::from_utf8_lossy(text);
    let small = small_image().unwrap_or_default();
    if let Ok(small) = Image::from_bytes(&small) {
        ask(&CodeSets::new(&[small]), &text, on);
    }
    if let Ok(image) = Image::from_bytes(image.get(1..).unwrap_or_default()) {
        ask(&CodeSets::new(&[image]), &text, on);
    }
}

fn ask(sets: &CodeSets<'_>, text: &str, on: jiff::civil::Date) {
    let search = sets.search();
    for query in [
        Query::new(text, on),
        Query { between: Some((text, text)), billable_only: true, ..Query::new("fracture le", on) },
    ] {
        for hit in search.find(&query) {
            assert!(sets.codes(hit.set).is_some_and(|table| table.lookup(hit.code, on).valid().is_some()), "{hit:?}");
        }
    }
    let _ = search.complete(text, 20).len();
}

/// An image with a little of everything that the search reads.
fn small_image() -> Result<Vec<u8>, BuildError> {
    let mut builder = Builder::new();
    builder.edition(Set::Icd10Cm, "FY2026", date(2025, 10, 1), None);
    builder.header(Set::Icd10Cm, "S720", "Fracture of head and neck of femur");
    builder.billable(Set::Icd10Cm, "S72001A", "Fracture of neck of right femur, initial encounter for closed fracture");
    builder.billable(Set::Icd10Cm, "S72002A", "Fracture of neck of left femur, initial encounter for closed fracture");
    builder.billable(Set::Icd10Cm, "E119", "Type 2 diabetes mellitus without complications");
    let tabular = builder.tabular("FY2026", date(2025, 10, 1));
    tabular.code("S720", "Fracture of head and neck of femur");
    tabular.note("S720", NoteKind::InclusionTerm, "Fracture of hip NOS");
    let columns = [("kind", ColumnKind::Text), ("meaning", ColumnKind::Text), ("search", ColumnKind::Text)];
    let days = (date(2015, 10, 1), None);
    let glossary = builder.records_from(Set::Glossary, "test", days, ("test data", "none"), &columns);
    for (term, meaning) in [("broken", "fracture"), ("t2dm", "type 2 diabetes mellitus"), ("thigh bone", "femur")] {
        glossary.row(term, (None, None), &[Cell::Text("lay"), Cell::Text(meaning)]);
    }
    let columns = [("tier", ColumnKind::Number { scale: 0 })];
    let usual = builder.records_from(Set::Usual, "test", days, ("test data", "none"), &columns);
    usual.row("icd10cm/E119", (None, None), &[Cell::Number(1)]);
    builder.finish()
}

/// Walks through every index and follows what it refers to.
fn indexes(sets: &CodeSets<'_>) {
    let on = date(9999, 1, 1);
    let indexes = sets.indexes(on);
    for index in Set::ALL.iter().filter(|set| set.holds() == Holds::Terms).filter_map(|set| sets.terms(*set, on)) {
        let _ = (index.main_terms().take(ROWS_MAX).count(), index.phrases().take(ROWS_MAX).count());
        let mut path = String::new();
        for term in index.iter().take(ROWS_MAX) {
            term.write_path(&mut path);
            let _ = (term.to_string(), term.children().take(ROWS_MAX).count(), term.cells().count());
            let _ = (term.codes().count(), index.find(term.title()), term.find_below("small intestine"));
            let _ = index.main_terms_called(term.title()).take(ROWS_MAX).count();
            for reference in term.references().take(4) {
                let _ = indexes.follow(term, &reference);
            }
            path.clear();
        }
    }
}

/// Chooses character after character, always the last one that is offered.
fn axes(sets: &CodeSets<'_>) {
    for axes in sets.axis_editions().take(4) {
        let mut chosen = String::new();
        while chosen.len() < 9 {
            let _ = (axes.next_axis(&chosen), axes.meanings(&chosen).count(), axes.allows(&chosen));
            chosen.push(axes.values(&chosen).last().map_or('Z', |value| value.character));
        }
        let _ = axes.code_count();
    }
}

/// Rows looked at per table: enough to reach everything in an input of a few kilobytes.
const ROWS_MAX: usize = 64;
/// Codes that are completed character by character: few, because that asks for every letter and digit at each.
const COMPLETED_MAX: usize = 1;

/// Compares days and tells histories.
fn over_time(sets: &CodeSets<'_>) {
    let (a, b) = (date(2024, 10, 1), date(2026, 1, 1));
    for set in Set::of_codes() {
        let Some(codes) = sets.codes(set) else { continue };
        let _ = sets.diff(set, a, b).map(|changes| changes.take(ROWS_MAX).count());
        for entry in codes.iter().take(ROWS_MAX).filter_map(|index| codes.entry_at(index)) {
            for (_, event) in sets.history(set, entry.code) {
                let _ = event.to_string();
            }
            for line in sets.validate(set, b, &format!("{}\t{}\nX", entry.code, entry.from)) {
                let _ = line.verdict.to_string();
            }
        }
    }
}

/// Completes the codes of an image from a few of their beginnings.
fn step_by_step(sets: &CodeSets<'_>) {
    for set in [Set::Icd10Cm, Set::Icd10Pcs] {
        let Some(codes) = sets.codes(set) else { continue };
        for entry in codes.iter().take(COMPLETED_MAX).filter_map(|index| codes.entry_at(index)) {
            let text = entry.code.to_string();
            for length in 0..=text.len() {
                let _ = sets.complete(set, text.get(..length).unwrap_or_default(), entry.from);
            }
        }
    }
}

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

fn walk_pairs(table: &PairTable<'_>) {
    let _ = (table.len(), table.size_bytes());
    for pair in table.iter().take(ROWS_MAX) {
        let (one, two) = (pair.column_one, pair.column_two);
        let from = pair.edits().next().map(|edit| edit.from);
        for on in from.into_iter().chain([date(2026, 1, 1)]) {
            let _ = (table.pair(one, two, on), table.either(two, one, on));
        }
        let _ = table.history(one, two).count();
        let _ = table.under(one).take(ROWS_MAX).count();
        let _ = table.against(two).take(ROWS_MAX).count();
    }
}

/// Reads the codes out of arbitrary note text.
pub fn references(bytes: &[u8]) {
    for target in targets_in(&String::from_utf8_lossy(bytes)) {
        let _ = target.to_string();
    }
}
