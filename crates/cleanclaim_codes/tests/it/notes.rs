use cleanclaim_codes::{BuildError, Builder, CodeSets, Image, NoteKind, TermKind};
use cleanclaim_model::Icd10;
use jiff::civil::date;

use crate::small_image;

fn code(text: &str) -> Icd10 {
    Icd10::parse(text).unwrap()
}

/// Shows what the Excludes1 notes say of a pair.
fn check(a: &str, b: &str, expected: Option<&str>) {
    let bytes = small_image();
    let sets = CodeSets::new(&[Image::from_bytes(&bytes).unwrap()]);
    let tabular = sets.icd10cm().tabular(date(2026, 1, 1)).unwrap();
    let found = tabular
        .excludes1(code(a), code(b))
        .map(|hit| format!("{} under {} not with {} ({})", hit.holder, hit.listed_at, hit.excluded, hit.target));
    assert_eq!(found.as_deref(), expected, "{a} {b}");
}

#[test]
fn excludes1_is_inherited_and_works_both_ways() {
    check("E11.21", "E10.9", Some("E1121 under E11 not with E109 (E10)"));
    check("E10.9", "E11.21", Some("E1121 under E11 not with E109 (E10)"));
    check("E11.9", "P70.2", Some("E119 under chapter 4 not with P702 (P70-P74)"));
    check("E11.9", "E11.21", None);
    check("E11.9", "I10", None);
    check("A00.0", "E10.9", None);
}

#[test]
fn a_list_answers_only_from_its_first_day_on() {
    let bytes = small_image();
    let sets = CodeSets::new(&[Image::from_bytes(&bytes).unwrap()]);
    assert!(sets.icd10cm().tabular(date(2025, 9, 30)).is_none());
    assert_eq!(sets.icd10cm().tabular(date(2029, 1, 1)).unwrap().edition().edition, "FY2026");
}

#[test]
fn notes_come_nearest_first() {
    let bytes = small_image();
    let sets = CodeSets::new(&[Image::from_bytes(&bytes).unwrap()]);
    let tabular = sets.icd10cm().tabular(date(2026, 1, 1)).unwrap();
    let notes: Vec<String> = tabular.notes(code("E11.21")).map(|note| format!("{note:?}")).collect();
    assert_eq!(
        notes,
        [
            "inclusion_term at E11.21: Type 2 diabetes mellitus with intercapillary glomerulosclerosis",
            "includes at E11: diabetes NOS",
            "excludes1 at E11: type 1 diabetes mellitus (E10.-)",
            "use_additional at E11: code to identify control using: insulin (Z79.4)",
            "excludes1 at chapter 4: transitory metabolic disorders specific to newborn (P70-P74)",
        ]
    );
    let sequenced: Vec<_> = tabular.sequencing(code("E11.9")).collect();
    assert_eq!(sequenced.len(), 1);
    assert!(sequenced[0].targets().any(|target| target.contains(code("Z79.4"))));
    let places: Vec<String> = tabular.titles(code("E11.21")).map(|(place, _)| place.to_string()).collect();
    assert_eq!(places, ["E11.21", "E11.2", "E11", "E08-E13", "chapter 4"]);
}

#[test]
fn codes_with_a_seventh_character_use_the_node_above() {
    let bytes = small_image();
    let sets = CodeSets::new(&[Image::from_bytes(&bytes).unwrap()]);
    let tabular = sets.icd10cm().tabular(date(2026, 1, 1)).unwrap();
    assert!(tabular.has(code("S52.501")) && !tabular.has(code("S52.501A")));
    let meanings: Vec<_> = tabular.seventh_characters(code("S52.501A")).collect();
    assert_eq!(meanings, [('A', "initial encounter for closed fracture"), ('D', "subsequent encounter")]);
    assert_eq!(tabular.seventh_characters(code("E11.9")).count(), 0);
}

#[test]
fn terms_are_titles_and_inclusions() {
    let bytes = small_image();
    let sets = CodeSets::new(&[Image::from_bytes(&bytes).unwrap()]);
    let inclusions: Vec<_> = sets
        .icd10cm()
        .terms()
        .filter(|(.., kind)| *kind == TermKind::Inclusion)
        .map(|(index, text, _)| (sets.icd10cm().entry_at(index).unwrap().code.to_string(), text))
        .collect();
    assert_eq!(inclusions, [("E1121".to_owned(), "Type 2 diabetes mellitus with intercapillary glomerulosclerosis")]);
    assert_eq!(sets.icd10cm().terms().filter(|(.., kind)| *kind == TermKind::Title).count(), 7);
}

#[test]
fn a_note_needs_its_place() {
    let mut builder = Builder::new();
    builder.tabular("FY2026", date(2025, 10, 1)).note("E11", NoteKind::General, "text");
    let error = builder.finish().unwrap_err();
    assert_eq!(error, BuildError::Place { edition: "FY2026".to_owned(), at: "E11".to_owned() });
    assert_eq!(error.to_string(), "tabular list FY2026: a note stands at \"E11\", which the list does not have");
}
