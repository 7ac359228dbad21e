use cleanclaim_codes::{NoteKind, Tabular};
use jiff::civil::{Date, date};

use crate::{code, sets};

const ON: Date = date(2026, 6, 1);

fn with_tabular(check: impl FnOnce(&Tabular<'static>)) {
    let sets = sets();
    check(sets.icd10cm().tabular(ON).unwrap());
}

fn check(a: &str, b: &str, expected: Option<&str>) {
    with_tabular(|tabular| {
        let hit = tabular.excludes1(code(a), code(b));
        let found = hit.map(|hit| format!("at {}: {}", hit.listed_at, hit.text));
        assert_eq!(found.as_deref(), expected, "{a} with {b}");
        let swapped = tabular.excludes1(code(b), code(a)).is_some();
        assert_eq!(swapped, expected.is_some(), "{b} with {a}");
    });
}

#[test]
fn excludes1_of_the_tabular_list() {
    check("E10.9", "E11.9", Some("at E10: type 2 diabetes mellitus (E11.-)"));
    check("J00", "J02.9", Some("at J00: acute pharyngitis (J02.-)"));
    check("J00", "J30.1", None);
    check(
        "O10.919",
        "I10",
        Some("at I10: hypertensive disease complicating pregnancy, childbirth and the puerperium (O10-O11, O13-O16)"),
    );
    // A note that names a code below its own place keeps nothing apart.
    check("D72.829", "D72.824", None);
    check("I10", "I11.0", None);
    check("E11.9", "I10", None);
    check("E11.9", "E11.65", None);
    check("S52.501A", "S62.001A", None);
}

#[test]
fn the_oldest_list_answers_only_from_its_own_day_on() {
    let sets = sets();
    assert!(sets.icd10cm().tabular(date(2020, 12, 31)).is_none());
    let edition = |on| sets.icd10cm().tabular(on).unwrap().edition().edition;
    assert_eq!(edition(date(2021, 1, 1)), "FY2021-01");
    assert_eq!(edition(date(2025, 3, 31)), "FY2021-01");
    assert_eq!(edition(date(2025, 4, 1)), "FY2025-04");
    assert_eq!(edition(date(2026, 11, 23)), "FY2026-04");
}

#[test]
fn notes_are_inherited_from_category_block_and_chapter() {
    with_tabular(|tabular| {
        let places: Vec<String> = tabular.titles(code("E11.9")).map(|(place, _)| place.to_string()).collect();
        assert_eq!(places, ["E11.9", "E11", "E08-E13", "chapter 4"]);
        let has =
            |kind, text: &str| tabular.notes(code("E11.9")).any(|note| note.kind == kind && note.text.contains(text));
        assert!(has(NoteKind::Includes, "diabetes NOS"));
        assert!(has(NoteKind::UseAdditional, "insulin (Z79.4)"));
    });
}

#[test]
fn sequencing_names_its_codes() {
    with_tabular(|tabular| {
        let mut code_first = tabular.sequencing(code("G63")).filter(|note| note.kind == NoteKind::CodeFirst);
        assert!(code_first.any(|note| note.targets().any(|target| target.contains(code("E85.1")))));
        let mut additional = tabular.sequencing(code("E11.9")).filter(|note| note.kind == NoteKind::UseAdditional);
        assert!(additional.any(|note| note.targets().any(|target| target.contains(code("Z79.4")))));
    });
}

#[test]
fn seventh_characters_are_spelled_out() {
    with_tabular(|tabular| {
        let meanings: Vec<_> = tabular.seventh_characters(code("S52.501A")).collect();
        assert_eq!(meanings[0], ('A', "initial encounter for closed fracture"));
        assert_eq!(meanings.len(), 16);
        assert_eq!(tabular.seventh_characters(code("E11.9")).count(), 0);
    });
}
