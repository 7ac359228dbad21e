use std::sync::LazyLock;

use cleanclaim_codes::{
    Builder, Cell, CodeSets, ColumnKind, Completion, HITS_MAX, Image, NoteKind, Query, Set, fuzzing,
};
use jiff::civil::{Date, date};
use proptest::prelude::*;

use crate::small_image;

const ON: Date = date(2026, 1, 15);

/// A shelf of fractures, diabetes and one procedure, with a tabular list, a glossary and the usual codes.
static SHELF: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let mut builder = Builder::new();
    builder.edition(Set::Icd10Cm, "FY2026", date(2025, 10, 1), Some(date(2026, 9, 30)));
    builder.edition(Set::Icd10Pcs, "FY2026", date(2025, 10, 1), Some(date(2026, 9, 30)));
    let encounters = [("A", "initial encounter for closed fracture"), ("S", "sequela")];
    builder.header(Set::Icd10Cm, "S7200", "Fracture of unspecified part of neck of femur");
    for (side, digit) in [("right", '1'), ("left", '2'), ("unspecified", '9')] {
        for (character, encounter) in encounters {
            let title = format!("Fracture of unspecified part of neck of {side} femur, {encounter}");
            builder.billable(Set::Icd10Cm, &format!("S7200{digit}{character}"), &title);
        }
    }
    builder.header(Set::Icd10Cm, "E11", "Type 2 diabetes mellitus");
    builder.billable(Set::Icd10Cm, "E1140", "Type 2 diabetes mellitus with diabetic neuropathy, unspecified");
    builder.billable(Set::Icd10Cm, "E119", "Type 2 diabetes mellitus without complications");
    builder.billable(Set::Icd10Cm, "G43009", "Migraine without aura, not intractable, without status migrainosus");
    builder.billable(Set::Icd10Cm, "G43109", "Migraine with aura, not intractable, without status migrainosus");
    builder.billable(Set::Icd10Cm, "I10", "Essential (primary) hypertension");
    builder.billable(Set::Icd10Cm, "I158", "Other secondary hypertension");
    builder.billable(Set::Icd10Cm, "R1013", "Epigastric pain");
    builder.billable(Set::Icd10Cm, "K219", "Gastro-esophageal reflux disease without esophagitis");
    builder.billable(Set::Icd10Pcs, "0QS60ZZ", "Reposition Right Upper Femur, Open Approach");
    let tabular = builder.tabular("FY2026", date(2025, 10, 1));
    tabular.code("S7200", "Fracture of unspecified part of neck of femur");
    tabular.note("S7200", NoteKind::InclusionTerm, "Fracture of hip NOS");
    tabular.code("R1013", "Epigastric pain");
    tabular.note("R1013", NoteKind::InclusionTerm, "Dyspepsia");
    let days = (date(2015, 10, 1), None);
    let texts = ["kind", "meaning", "search"].map(|name| (name, ColumnKind::Text));
    let glossary = builder.records_from(Set::Glossary, "list", days, ("test data", "none"), &texts);
    for (term, kind, meaning) in [
        ("broken", "lay", "fracture"),
        ("htn", "abbreviation", "hypertension"),
        ("t2dm", "abbreviation", "type 2 diabetes mellitus"),
        ("upset stomach", "lay", "dyspepsia"),
        ("-itis", "suffix", "inflammation"),
    ] {
        glossary.row(term, (None, None), &[Cell::Text(kind), Cell::Text(meaning)]);
    }
    let tier = [("tier", ColumnKind::Number { scale: 0 })];
    let usual = builder.records_from(Set::Usual, "list", days, ("test data", "none"), &tier);
    usual.row("icd10cm/I10", (None, None), &[Cell::Number(1)]);
    builder.finish().unwrap()
});

fn check(text: &str, expected: &str) {
    let sets = CodeSets::new(&[Image::from_bytes(&SHELF).unwrap()]);
    let hits = sets.search().find(&Query::new(text, ON));
    let shown = hits.first().map_or_else(String::new, |hit| format!("{} [{}]", hit.code, hit.matched));
    assert_eq!(shown, expected, "{text}");
}

#[test]
fn words_come_in_any_order_and_unfinished() {
    check("femur hip left", "S72002A [Fracture of hip NOS]");
    check("NEUROPATHY type 2 diab", "E1140 [Type 2 diabetes mellitus with diabetic neuropathy, unspecified]");
    check("fractured hips", "S72009A [Fracture of hip NOS]");
    check("gastroesophageal", "K219 [Gastro-esophageal reflux disease without esophagitis]");
    check("gastro-esophageal reflux", "K219 [Gastro-esophageal reflux disease without esophagitis]");
}

#[test]
fn the_default_comes_first_when_the_query_says_no_more() {
    check("hip fracture", "S72009A [Fracture of hip NOS]");
    check("hip fracture sequela", "S72009S [Fracture of hip NOS]");
    check("hypertension", "I10 [Essential (primary) hypertension]");
    check("secondary hypertension", "I158 [Other secondary hypertension]");
    check("type 2 diabetes", "E119 [Type 2 diabetes mellitus without complications]");
}

#[test]
fn what_a_title_denies_is_not_what_it_says() {
    check("migraine with aura", "G43109 [Migraine with aura, not intractable, without status migrainosus]");
    check("migraine without aura", "G43009 [Migraine without aura, not intractable, without status migrainosus]");
}

#[test]
fn abbreviations_and_everyday_words_are_read() {
    check("broken hip", "S72009A [Fracture of hip NOS]");
    check("t2dm neuropathy", "E1140 [Type 2 diabetes mellitus with diabetic neuropathy, unspecified]");
    check("stomach upset", "R1013 [Dyspepsia]");
    // A part of a word is no word.
    check("itis", "");
}

#[test]
fn small_typos_are_forgiven_in_words_that_nobody_knows() {
    check("hypertesnion", "I10 [Essential (primary) hypertension]");
    check("migrane", "G43009 [Migraine without aura, not intractable, without status migrainosus]");
    check("brokne hip", "S72009A [Fracture of hip NOS]");
    check("zzzzzz", "");
}

#[test]
fn codes_are_found_by_their_beginning() {
    check("e11.9", "E119 [Type 2 diabetes mellitus without complications]");
    check(
        "s72.001",
        "S72001A [Fracture of unspecified part of neck of right femur, initial encounter for closed fracture]",
    );
    check("0qs", "0QS60ZZ [Reposition Right Upper Femur, Open Approach]");
}

#[test]
fn filters_and_limits_hold() {
    let sets = CodeSets::new(&[Image::from_bytes(&SHELF).unwrap()]);
    let search = sets.search();
    let codes =
        |query: &Query<'_>| -> Vec<String> { search.find(query).iter().map(|hit| hit.code.to_string()).collect() };
    let femur = Query { limit: HITS_MAX, ..Query::new("femur", ON) };
    assert_eq!(codes(&femur).len(), 8);
    assert_eq!(codes(&Query { sets: &[Set::Icd10Pcs], ..femur }), ["0QS60ZZ"]);
    assert_eq!(codes(&Query { billable_only: true, ..femur }).len(), 7);
    assert_eq!(codes(&Query { between: Some(("S72001", "S72001")), ..femur }), ["S72001A", "S72001S"]);
    assert_eq!(codes(&Query { limit: 1, ..femur }).len(), 1);
    assert!(codes(&Query { on: date(2030, 1, 1), ..femur }).is_empty());
}

#[test]
fn a_younger_image_decides_what_is_valid() {
    let mut builder = Builder::new();
    builder.edition(Set::Icd10Cm, "FY2026", date(2025, 10, 1), Some(date(2026, 9, 30)));
    builder.billable(Set::Icd10Cm, "I10", "Hypertension");
    builder.billable(Set::Icd10Cm, "I11", "Hypertensive surprise");
    let new = builder.finish().unwrap();
    let images = [Image::from_bytes(&SHELF).unwrap(), Image::from_bytes(&new).unwrap()];
    let sets = CodeSets::new(&images);
    let find = |text| -> Vec<_> {
        let hits = sets.search().find(&Query { sets: &[Set::Icd10Cm], ..Query::new(text, ON) });
        hits.into_iter().map(|hit| (hit.code.to_string(), hit.title.unwrap_or_default().to_owned())).collect()
    };
    assert_eq!(find("htn"), [("I10".to_owned(), "Hypertension".to_owned())]);
    assert_eq!(find("surprise"), [("I11".to_owned(), "Hypertensive surprise".to_owned())]);
    assert_eq!(find("migraine"), []);
}

#[test]
fn entries_of_an_index_lead_to_codes_of_another_image() {
    let mut builder = Builder::new();
    builder.edition(Set::Icd10CmIndex, "FY2026", date(2025, 10, 1), Some(date(2026, 9, 30)));
    let terms = builder.terms(Set::Icd10CmIndex, "FY2026");
    let main = terms.term(0, "Sick headache");
    terms.modifiers(main, "(classical)", 13).code(main, "G43.009");
    let eyes = terms.term(1, "with flashes");
    terms.code(eyes, "G43.1-").code(eyes, "G43.109").code(eyes, "X99.9");
    let index = builder.finish().unwrap();
    let images = [Image::from_bytes(&SHELF).unwrap(), Image::from_bytes(&index).unwrap()];
    let sets = CodeSets::new(&images);
    for (text, expected) in [
        ("sick headache", Some("G43009 [Sick headache]")),
        ("classical sick headache", Some("G43009 [Sick headache]")),
        ("headache flashes", Some("G43109 [Sick headache, with flashes]")),
    ] {
        let hits = sets.search().find(&Query::new(text, ON));
        let shown = hits.first().map(|hit| format!("{} [{}]", hit.code, hit.matched));
        assert_eq!(shown.as_deref(), expected, "{text}");
        assert!(hits.iter().all(|hit| hit.code.as_str() != "X999"));
    }
}

#[test]
fn words_and_codes_are_completed() {
    let sets = CodeSets::new(&[Image::from_bytes(&SHELF).unwrap()]);
    let search = sets.search();
    let shown = |text: &str| -> Vec<String> {
        let completions = search.complete(text, 3);
        let shown = completions.iter().map(|completion| match completion {
            Completion::Word { word, count } => format!("{word} {count}"),
            Completion::Code { set, code, .. } => format!("{} {code}", set.name()),
        });
        shown.collect()
    };
    assert_eq!(shown("left fem"), ["femur 8"]);
    assert_eq!(shown("Hyper"), ["hypertension 2"]);
    assert_eq!(shown("e11"), ["icd10cm E11", "icd10cm E1140", "icd10cm E119"]);
    assert_eq!(shown(""), Vec::<String>::new());
}

#[test]
fn overwritten_indexes_are_survived() {
    let good = &*SHELF;
    for at in (0..good.len()).filter(|at| at % 7 == 0) {
        let mut bad = good.clone();
        bad[at] = [0x00, 0x7f, 0xff][at % 3];
        let Ok(image) = Image::from_bytes(&bad) else { continue };
        let sets = CodeSets::new(&[image]);
        for text in ["broken hip left", "e11", "migrane au"] {
            let _ = sets.search().find(&Query::new(text, ON));
        }
        let _ = sets.search().complete("fr", 5);
    }
}

proptest! {
    #[test]
    fn no_query_panics(text in "\\PC{0,60}|([a-z]{1,12}[ ,.'-]){0,14}|[a-z][0-9][0-9a-z.]{0,8}") {
        fuzzing::search(text.as_bytes());
    }

    #[test]
    fn the_same_query_gives_the_same_hits(words in proptest::collection::vec(
        proptest::sample::select(vec!["broken", "hip", "left", "femur", "fracture", "diabetes", "without", "t2dm", "aura", "migrane"]), 1..6)
    ) {
            let text = words.join(" ");
        let one = CodeSets::new(&[Image::from_bytes(&SHELF).unwrap()]);
        let other = CodeSets::new(&[Image::from_bytes(&SHELF).unwrap()]);
        let hits = one.search().find(&Query::new(&text, ON));
        prop_assert_eq!(&hits, &other.search().find(&Query::new(&text, ON)));
        prop_assert!(hits.windows(2).all(|pair| pair[1].score <= pair[0].score || pair[0].set != pair[1].set));
    }

    #[test]
    fn damaged_images_are_searched(changes in proptest::collection::vec((any::<proptest::sample::Index>(), any::<u8>()), 1..12)) {
        for mut bytes in [small_image(), SHELF.clone()] {
            for (at, value) in &changes {
                let at = at.index(bytes.len());
                bytes[at] = *value;
            }
            let mut input = b"broken hip lef\n".to_vec();
            input.extend(bytes);
            fuzzing::search(&input);
        }
    }
}
