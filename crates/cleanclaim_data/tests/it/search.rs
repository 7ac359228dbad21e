use cleanclaim_codes::{Hit, Query, Set};
use jiff::civil::{Date, date};

use crate::sets;

const ON: Date = date(2026, 6, 1);
/// The right code must stand among so many.
const FIRST: usize = 5;

/// A query that a person wrote, with the codes that answer it; a code that ends in `-` stands for all that begin so.
struct Asked {
    text: &'static str,
    codes: Vec<&'static str>,
    set: Set,
}

fn asked(table: &'static str) -> Vec<Asked> {
    let rows = table.lines().skip(1).map(|row| {
        let fields: Vec<&str> = row.split('\t').collect();
        Asked { text: fields[0], codes: fields[1].split(' ').collect(), set: Set::named(fields[2]).unwrap() }
    });
    rows.collect()
}

impl Asked {
    fn is_answered_by(&self, hit: &Hit<'_>) -> bool {
        let is_code = |code: &&str| match code.strip_suffix('-') {
            Some(prefix) => hit.code.as_str().starts_with(prefix),
            None => hit.code.as_str() == *code,
        };
        hit.set == self.set && self.codes.iter().any(is_code)
    }
}

/// The queries whose code is not among the first, over all sets at once.
fn misses(table: &'static str) -> (usize, Vec<Asked>) {
    let sets = sets();
    let search = sets.search();
    let (right, wrong): (Vec<Asked>, Vec<Asked>) = asked(table).into_iter().partition(|asked| {
        let hits = search.find(&Query { limit: FIRST, ..Query::new(asked.text, ON) });
        hits.iter().any(|hit| asked.is_answered_by(hit))
    });
    (right.len(), wrong)
}

#[test]
fn the_right_code_is_among_the_first_five() {
    let (tuned, wrong) = misses(include_str!("../queries/tuned.tsv"));
    let wrong: Vec<&str> = wrong.iter().map(|asked| asked.text).collect();
    println!("tuned: {tuned} of 150; not: {wrong:?}");
    // Held back while tuning: what is missed is counted, never shown.
    let (held, _) = misses(include_str!("../queries/held.tsv"));
    println!("held back: {held} of 150");
    assert!(285 <= tuned + held && 143 <= tuned, "tuned {tuned}, held back {held}; not: {wrong:?}");
}

fn first(text: &str) -> String {
    let sets = sets();
    let hits = sets.search().find(&Query { limit: 1, ..Query::new(text, ON) });
    hits.first().map_or_else(String::new, |hit| format!("{} {} [{}]", hit.set.name(), hit.code, hit.matched))
}

#[test]
fn what_was_typed_decides_what_comes_first() {
    for (text, expected) in [
        ("e11.9", "icd10cm E119 [Type 2 diabetes mellitus without complications]"),
        ("0dtj4zz", "icd10pcs 0DTJ4ZZ [Resection of Appendix, Percutaneous Endoscopic Approach]"),
        ("htn", "icd10cm I10 [Essential (primary) hypertension]"),
        ("HYPERTENSION", "icd10cm I10 [Essential (primary) hypertension]"),
        ("pnuemonia", "icd10cm J189 [Pneumonia, unspecified organism]"),
        ("athlete's foot", "icd10cm B353 [Athlete's foot]"),
        ("fracture left distal radius subsequent", "icd10cm S52502D [Fracture of distal end of radius]"),
    ] {
        assert_eq!(first(text), expected, "{text}");
    }
}

#[test]
fn filters_hold() {
    let sets = sets();
    let search = sets.search();
    let find = |query: &Query<'_>| search.find(query);
    let diabetes = Query { limit: 50, ..Query::new("diabetes", ON) };
    assert!(find(&Query { sets: &[Set::Icd10Pcs], ..diabetes }).iter().all(|hit| hit.set == Set::Icd10Pcs));
    let pregnancy = find(&Query { between: Some(("O00", "O9A")), ..diabetes });
    assert!(pregnancy.len() == 50 && pregnancy.iter().all(|hit| hit.code.as_str().starts_with('O')), "{pregnancy:?}");
    assert!(find(&Query { billable_only: true, ..diabetes }).iter().all(|hit| hit.billable));
    assert!(find(&Query { limit: 0, ..diabetes }).is_empty());
    assert!(find(&Query { between: Some(("-", "?")), ..diabetes }).is_empty());
}

#[test]
fn every_hit_is_valid_on_the_date() {
    let sets = sets();
    let search = sets.search();
    for on in [date(2016, 1, 1), date(2020, 3, 31), date(2026, 6, 1), date(2027, 3, 1)] {
        for text in
            ["covid", "parkinsons", "concussion", "dementia", "fracture radius", "bypass coronary artery", "c43"]
        {
            for hit in search.find(&Query { limit: 100, ..Query::new(text, on) }) {
                let entry = sets.codes(hit.set).unwrap().lookup(hit.code, on).valid();
                assert_eq!(
                    entry.map(|entry| (entry.is_billable(), entry.title())),
                    Some((hit.billable, hit.title)),
                    "{hit:?}"
                );
            }
        }
    }
    // Modifiers are older than every edition of diagnoses.
    let early = search.find(&Query::new("diabetes", date(2010, 1, 1)));
    assert!(early.iter().all(|hit| hit.set == Set::Modifier), "{early:?}");
}

#[test]
fn words_and_codes_are_completed() {
    let sets = sets();
    let search = sets.search();
    let shown: Vec<String> = search
        .complete("hyperten", 3)
        .iter()
        .map(|completion| match completion {
            cleanclaim_codes::Completion::Word { word, .. } => (*word).to_owned(),
            cleanclaim_codes::Completion::Code { code, .. } => code.to_string(),
        })
        .collect();
    assert_eq!(shown.first().map(String::as_str), Some("hypertension"));
    assert!(matches!(search.complete("e11", 3).first(), Some(cleanclaim_codes::Completion::Code { .. })));
}

#[test]
fn the_glossary_is_large_and_whole() {
    let sets = sets();
    let glossary = sets.records(Set::Glossary, ON).unwrap();
    assert!(3000 <= glossary.len(), "{}", glossary.len());
    let (kind, meaning) = (glossary.column("kind").unwrap(), glossary.column("meaning").unwrap());
    for record in glossary.iter() {
        assert!(matches!(record.text(kind), Some("abbreviation" | "prefix" | "root" | "suffix" | "lay")), "{record:?}");
        assert!(record.text(meaning).is_some(), "{record:?}");
        assert_eq!(record.key(), record.key().to_lowercase(), "{record:?}");
    }
    assert!(glossary.under("htn").any(|record| record.text(meaning) == Some("hypertension")));
}

#[test]
fn every_usual_code_is_a_code() {
    let sets = sets();
    let usual = sets.records(Set::Usual, ON).unwrap();
    let tier = usual.column("tier").unwrap();
    let wrong: Vec<&str> = usual
        .iter()
        .filter(|record| {
            let (set, code) = record.key().split_once('/').unwrap();
            let code = cleanclaim_codes::AnyCode::parse(code).unwrap();
            let table = Set::named(set).and_then(|set| sets.codes(set));
            assert!(matches!(record.number(tier).map(|tier| tier.mantissa), Some(1..=3)), "{record:?}");
            !table.unwrap().lookup(code, ON).is_billable()
        })
        .map(|record| record.key())
        .collect();
    assert!(wrong.is_empty(), "{wrong:?}");
}
