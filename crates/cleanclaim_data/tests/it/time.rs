//! Days, changes and histories of the tables that ship.

use std::collections::BTreeMap;

use cleanclaim_codes::{AnyCode, ChangeKind, CodeKind, CodeSets, Set};
use jiff::civil::{Date, date};

use crate::{code, sets};

/// Written by `cargo xtask data` straight from the validity tables, before they become tables of ours.
const DATES: &str = include_str!("../../../../data/dates.tsv");

/// On which days how many billable codes of a set begin and have their last day.
fn boundaries(sets: &CodeSets<'_>, set: Set) -> BTreeMap<Date, (usize, usize)> {
    let table = sets.codes(set).unwrap();
    let mut days: BTreeMap<Date, (usize, usize)> = BTreeMap::new();
    for index in table.iter() {
        let mut known = None;
        for entry in table.history(index).filter(|entry| entry.kind == CodeKind::Billable) {
            if known.replace(entry.from) == Some(entry.from) {
                continue;
            }
            days.entry(entry.from).or_default().0 += 1;
            if let Some(to) = entry.to {
                days.entry(to).or_default().1 += 1;
            }
        }
    }
    days
}

#[test]
fn every_effective_date_of_the_validity_tables_is_present() {
    let sets = sets();
    for set in [Set::Icd10Cm, Set::Icd10Pcs] {
        let lines = DATES.lines().skip(1).map(|line| line.split('\t').collect::<Vec<_>>());
        let recorded: BTreeMap<Date, (usize, usize)> = lines
            .filter(|fields| fields[0] == set.name())
            .map(|fields| (fields[1].parse().unwrap(), (fields[2].parse().unwrap(), fields[3].parse().unwrap())))
            .collect();
        assert_eq!(boundaries(&sets, set), recorded, "{}", set.name());
        // An edition begins on every day on which a code does.
        let begins = recorded.iter().filter(|(_, (begin, _))| 0 < *begin).map(|(day, _)| *day);
        let missing: Vec<Date> =
            begins.filter(|day| !sets.editions().any(|e| e.set == set && e.from == *day)).collect();
        assert_eq!(missing, [], "{}", set.name());
    }
    assert!(DATES.contains("icd10cm\t2020-04-01\t2\t0\n"), "COVID-19 and vaping came in April");
}

/// Codes to report that came and went, as CMS and NCHS announced them.
fn check_year(set: Set, a: Date, b: Date, (came, went): (usize, usize)) {
    let sets = sets();
    let (mut new, mut gone) = (0, 0);
    for change in sets.diff(set, a, b).unwrap() {
        match (change.kind, change.code_kind) {
            (ChangeKind::New, Some(CodeKind::Billable)) => new += 1,
            (ChangeKind::Deleted, Some(CodeKind::Billable)) => gone += 1,
            (ChangeKind::Kind, Some(CodeKind::Billable)) => new += 1,
            (ChangeKind::Kind, Some(CodeKind::Header)) => gone += 1,
            _ => {}
        }
    }
    assert_eq!((new, gone), (came, went), "{} from {a} to {b}", set.name());
}

#[test]
fn as_many_codes_came_and_went_as_were_announced() {
    check_year(Set::Icd10Cm, date(2023, 10, 1), date(2024, 10, 1), (252, 36));
    check_year(Set::Icd10Cm, date(2024, 10, 1), date(2025, 10, 1), (487, 28));
    // Counted from the April before.
    check_year(Set::Icd10Pcs, date(2024, 4, 1), date(2024, 10, 1), (371, 61));
}

#[test]
fn notes_and_titles_change_between_editions() {
    let sets = sets();
    let changes: Vec<_> = sets.diff(Set::Icd10Cm, date(2025, 4, 1), date(2026, 4, 1)).unwrap().collect();
    let is_title =
        |change: &&cleanclaim_codes::Change<'_>| change.at.to_string() == "L02212" && change.kind == ChangeKind::Title;
    let title = changes.iter().find(is_title).unwrap();
    assert_eq!(title.new.as_deref(), Some("Cutaneous abscess of back [any part, except buttock and flank]"));
    let count = |kind| changes.iter().filter(|change| change.kind == kind).count();
    assert!(0 < count(ChangeKind::Notes) && count(ChangeKind::Dates) == 0, "{}", count(ChangeKind::Notes));
    assert!(sets.diff(Set::Icd10Cm, date(2025, 4, 1), date(2027, 4, 1)).is_none());
}

#[test]
fn codes_tell_their_history() {
    let sets = sets();
    let history = |text: &str| -> Vec<String> {
        let events = sets.history(Set::Icd10Cm, AnyCode::parse(text).unwrap());
        events.into_iter().map(|(on, event)| format!("{on} {event}")).collect()
    };
    assert_eq!(
        history("B88.0"),
        [
            "2015-10-01 valid as billable: Other acariasis",
            "2025-10-01 is now header",
            "2025-10-01 replaced by B8801",
            "2025-10-01 replaced by B8809",
        ]
    );
    assert_eq!(history("B88.01")[1], "2025-10-01 replaces B880");
    let ended = history("T52.8X4S");
    assert_eq!(ended.last().unwrap(), "2026-09-30 last day");
}

#[test]
fn what_comes_first_or_with_a_code() {
    let sets = sets();
    let on = date(2026, 6, 1);
    let of = |text: &str| sets.icd10cm().companions(code(text), on).unwrap();
    let texts = |notes: &[cleanclaim_codes::Note<'_>]| -> Vec<String> {
        notes.iter().map(|note| format!("{}: {}", note.at, note.text)).collect()
    };
    let neuropathy = of("G63");
    assert!(texts(&neuropathy.code_first).iter().any(|note| note.starts_with("G63: amyloidosis (E85.-)")));
    let diabetes = of("E11.22");
    let additional = texts(&diabetes.use_additional);
    assert!(additional.iter().any(|note| note.starts_with("E11.22: ") && note.contains("N18")), "{additional:?}");
    assert!(
        additional.iter().any(|note| note.starts_with("E11: ") && note.contains("insulin (Z79.4)")),
        "{additional:?}"
    );
    assert!(texts(&diabetes.excludes1).iter().any(|note| note.starts_with("E11: ") && note.contains("E10")));
    assert_eq!(diabetes.edition.edition, "FY2026-04");
    assert!(sets.icd10cm().companions(code("G63"), date(2020, 1, 1)).is_none());
}
