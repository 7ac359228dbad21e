//! The publisher's index, neoplasm, drug and external cause files against the codes that ship. The files are not part of this
//! repository: without them the tests say so and pass.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::LazyLock;

use cleanclaim_codes::{CodeSets, Destination, Image, Set, TermIndex, WrittenCode};
use cleanclaim_import::official::{Options, import};
use jiff::civil::{Date, date};

const NAME: &str = "icd10cm-table-index-April-2025.zip";
/// A day of the edition that the files are.
const ON: Date = date(2025, 6, 1);

/// The images that the files make.
static IMAGES: LazyLock<Option<Vec<Vec<u8>>>> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/reference/icd10cm");
    let Ok(bytes) = std::fs::read(folder.join(NAME)) else {
        eprintln!("skipped: no reference files beside the repository");
        return None;
    };
    let imported = import([(NAME, bytes.as_slice())], &Options::on(date(2026, 11, 23)));
    assert!(imported.flaws.is_empty(), "{:?}", imported.flaws);
    for edition in &imported.editions {
        assert_eq!((edition.edition.name.as_str(), edition.edition.from), ("FY2025-04", date(2025, 4, 1)));
        assert_eq!(edition.edition.to, Some(date(2025, 9, 30)));
    }
    Some(imported.editions.into_iter().map(|edition| edition.image).collect())
});

/// Asks the codes that ship together with the index.
fn with_index(check: impl FnOnce(&CodeSets<'_>)) {
    let Some(indexes) = IMAGES.as_ref() else { return };
    let mut images = vec![Image::from_bytes(cleanclaim_data::image_bytes()).unwrap()];
    images.extend(indexes.iter().map(|bytes| Image::from_bytes(bytes).unwrap()));
    check(&CodeSets::new(&images));
}

/// How many codes may be reported as printed, how many need more characters, and those that lead to nothing.
fn codes(sets: &CodeSets<'_>, index: &TermIndex<'_>) -> (usize, usize, Vec<String>) {
    let (mut billable, mut incomplete, mut nothing) = (0, 0, Vec::new());
    for phrase in index.phrases() {
        match sets.icd10cm().resolve(phrase.code, ON) {
            WrittenCode::Billable(_) => billable += 1,
            WrittenCode::Incomplete { .. } => incomplete += 1,
            other => nothing.push(format!("{} at {:?}: {other:?}", phrase.code, phrase.term)),
        }
    }
    (billable, incomplete, nothing)
}

fn check(set: Set, terms: usize, (billable, incomplete): (usize, usize)) {
    with_index(|sets| {
        let index = sets.terms(set, ON).unwrap();
        let nothing: Vec<String> = Vec::new();
        assert_eq!((index.len(), codes(sets, index)), (terms, (billable, incomplete, nothing)), "{}", set.name());
    });
}

#[test]
fn the_index_resolves_62721_coded_entries() {
    assert_eq!(48_782 + 13_939, 62_721);
    check(Set::Icd10CmIndex, 81_024, (48_782, 13_939));
}

#[test]
fn every_cell_and_every_cause_leads_to_a_code() {
    check(Set::Icd10CmExternalIndex, 8_064, (1_118, 5_532));
    // 43,212 cells, 3,186 of them dashes.
    check(Set::Icd10CmDrugs, 7_428, (0, 40_026));
    // 10,916 cells, 1,898 of them dashes.
    check(Set::Icd10CmNeoplasms, 1_939, (7_995, 1_023));
}

/// Follows every reference of an index: how many there are, how many lead on, and how many lead to nothing at all. Of the others
/// only the first words are found.
fn references(set: Set) -> Option<(usize, usize, Vec<String>)> {
    let mut counts = None;
    with_index(|sets| {
        let (index, indexes) = (sets.terms(set, ON).unwrap(), sets.indexes(ON));
        let (mut all, mut lead_on, mut nothing) = (0, 0, Vec::new());
        // Thousands of terms refer to the same few hundred; the answer depends on the term only where the text says nothing.
        let mut known: BTreeMap<&str, bool> = BTreeMap::new();
        for term in index.iter() {
            for reference in term.references() {
                let leads = match known.get(reference.text) {
                    Some(leads) => *leads,
                    None => match indexes.follow(term, &reference) {
                        Destination::Unresolved => {
                            nothing.push(reference.text.to_owned());
                            false
                        }
                        Destination::Nearest { .. } => false,
                        _ => true,
                    },
                };
                all += 1;
                lead_on += usize::from(leads);
                if !reference.text.to_lowercase().ends_with("category") && !reference.text.starts_with("Note") {
                    known.insert(reference.text, leads);
                }
            }
        }
        counts = Some((all, lead_on, nothing));
    });
    counts
}

#[test]
fn references_lead_on_but_for_two_in_a_hundred() {
    for (set, expected, nothing) in [
        (Set::Icd10CmIndex, (14_193, 13_939), vec!["Contracture, tendon", "Meralgia paraesthetica"]),
        (Set::Icd10CmExternalIndex, (902, 875), vec![]),
        (Set::Icd10CmDrugs, (132, 124), vec!["Levo-", "Sulf-"]),
        (Set::Icd10CmNeoplasms, (187, 187), vec![]),
    ] {
        let Some((all, lead_on, mut found)) = references(set) else { return };
        found.sort();
        assert_eq!(
            ((all, lead_on), found),
            (expected, nothing.iter().map(ToString::to_string).collect()),
            "{}",
            set.name()
        );
    }
}

#[test]
fn everyday_words_find_their_terms() {
    with_index(|sets| {
        let index = sets.terms(Set::Icd10CmIndex, ON).unwrap();
        for (words, path, code) in [
            ("abdominal pain", "Pain abdominal", "R10.9"),
            ("Angina, unstable", "Angina unstable", "I20.0"),
            ("congestive heart failure", "Failure, failed heart congestive", "I50.9"),
            ("type 2 diabetes with nephropathy", "Diabetes, diabetic type 2 with nephropathy", "E11.21"),
            ("meniere's disease", "Ménière's disease, syndrome or vertigo", "H81.0-"),
        ] {
            let found = index.find(words).unwrap();
            let mut found_path = String::new();
            found.term.write_path(&mut found_path);
            assert_eq!((found_path.as_str(), found.words_left), (path, 0), "{words}");
            assert_eq!(found.term.code().unwrap().code, code, "{words}");
        }
    });
}

#[test]
fn a_dash_says_which_characters_are_missing() {
    with_index(|sets| {
        let WrittenCode::Incomplete { header, needed } = sets.icd10cm().resolve("S72.00-", ON) else {
            panic!("a header")
        };
        assert_eq!(header.unwrap().code.as_str(), "S7200");
        assert_eq!((needed.first, needed.least, needed.most), (6, 7, 7));
    });
}
