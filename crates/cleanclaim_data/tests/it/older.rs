//! ICD-9-CM, mappings and groupings, and the lists in our own words.

use cleanclaim_codes::{AnyCode, Extent, Lookup, Record, Set};
use jiff::civil::{Date, date};

use crate::sets;

const ON: Date = date(2026, 1, 1);
const ICD9: Date = date(2015, 9, 30);

fn check(set: Set, code: &str, on: Date, expected: &str) {
    let sets = sets();
    let found = match sets.codes(set).unwrap().lookup(AnyCode::parse(code).unwrap(), on) {
        Lookup::Billable(entry) => format!("billable: {}", entry.title().unwrap_or("title not loaded")),
        Lookup::Header(entry) => format!("header: {}", entry.title().unwrap_or("title not loaded")),
        Lookup::OtherDates(other) => format!("{} to {:?}", other.from, other.to),
        Lookup::Unknown => sets.extent_on(set, on).unwrap().of_unknown().to_owned(),
        Lookup::NoEdition => "not checked".to_owned(),
    };
    assert_eq!(found, expected, "{code} of {} on {on}", set.name());
}

#[test]
fn icd9_until_its_last_day() {
    check(
        Set::Icd9Cm,
        "250.00",
        ICD9,
        "billable: Diabetes mellitus without mention of complication, type II or unspecified type, not stated as uncontrolled",
    );
    check(Set::Icd9Cm, "250", ICD9, "header: Diabetes mellitus");
    check(Set::Icd9Cm, "250.0", ICD9, "header: title not loaded");
    check(Set::Icd9Cm, "E849", ICD9, "header: Place of occurrence");
    check(Set::Icd9Cm, "042", ICD9, "billable: Human immunodeficiency virus [HIV] disease");
    check(Set::Icd9Cm, "386.01", ICD9, "billable: Active Ménière's disease, cochleovestibular");
    check(Set::Icd9Cm, "250.09", ICD9, "not a code of this set");
    check(Set::Icd9Cm, "250.00", date(2015, 10, 1), "not checked");
    check(Set::Icd9Procedures, "47.01", ICD9, "billable: Laparoscopic appendectomy");
    check(Set::Icd9Procedures, "47.0", ICD9, "header: title not loaded");
}

fn with(set: Set, key: &str, check: impl FnOnce(Vec<Record<'_, '_>>, &dyn Fn(&Record<'_, '_>, &str) -> String)) {
    let sets = sets();
    let table = sets.records(set, ON).unwrap();
    let text = |record: &Record<'_, '_>, column: &str| {
        record.text(table.column(column).unwrap()).unwrap_or_default().to_owned()
    };
    check(table.on(key, ON).collect(), &text);
}

#[test]
fn mappings_go_both_ways() {
    with(Set::Gems9To10, "25000", |rows, text| {
        assert_eq!(rows.len(), 1);
        assert_eq!((text(&rows[0], "target"), text(&rows[0], "approximate")), ("E119".to_owned(), "1".to_owned()));
        assert_eq!(text(&rows[0], "no_map"), "");
    });
    with(Set::Gems10To9, "E119", |rows, text| assert_eq!(text(&rows[0], "target"), "25000"));
    with(Set::Gems9To10, "36570", |rows, text| {
        assert_eq!((text(&rows[0], "target"), text(&rows[0], "no_map")), (String::new(), "1".to_owned()));
    });
    with(Set::GemsProcedures9To10, "4701", |rows, text| {
        assert_eq!(rows.iter().map(|row| text(row, "target")).collect::<Vec<_>>(), ["0DTJ4ZZ"]);
    });
    with(Set::GemsProcedures9To10, "0040", |rows, text| assert_eq!(text(&rows[0], "no_map"), "1"));
    // One code of the one set is two of the other: the choice lists of one scenario.
    with(Set::Gems10To9, "E0821", |rows, text| {
        let choices: Vec<_> = rows.iter().map(|row| (text(row, "scenario"), text(row, "choice"))).collect();
        assert_eq!(choices, [("1", "1"), ("1", "2")].map(|(a, b)| (a.to_owned(), b.to_owned())));
        assert!(rows.iter().all(|row| text(row, "combination") == "1"));
    });
}

#[test]
fn groupings_of_diagnoses() {
    with(Set::Ccsr, "E119", |rows, text| {
        assert_eq!(
            (text(&rows[0], "category"), text(&rows[0], "body_system")),
            ("END002".to_owned(), "Hormones, nutrition and metabolism".to_owned())
        );
    });
    with(Set::Elixhauser, "I5020", |rows, text| {
        assert_eq!(rows.iter().map(|row| text(row, "comorbidity")).collect::<Vec<_>>(), ["HF"]);
        assert_eq!(
            (text(&rows[0], "description"), text(&rows[0], "needs_poa")),
            ("Heart failure".to_owned(), "1".to_owned())
        );
    });
    with(Set::Elixhauser, "J00", |rows, _| assert!(rows.is_empty()));
    assert!(sets().records(Set::Elixhauser, date(2026, 10, 1)).is_none(), "a newer version is not loaded");
}

#[test]
fn our_own_lists_say_that_they_are_partial() {
    check(
        Set::Carc,
        "45",
        ON,
        "billable: Difference between charge and allowed amount; normally written off under the contract",
    );
    check(Set::Carc, "P28", ON, "not in this partial list: not checked");
    check(Set::ClaimStatus, "562", ON, "billable: NPI of the party");
    check(Set::ClaimStatusCategory, "A7", ON, "billable: Turned away because a field holds bad data");
    check(Set::Modifier, "25", ON, "billable: Visit stands on its own beside a procedure of the same day");
    check(Set::Modifier, "ZA", ON, "2016-01-01 to Some(2018-03-31)");
    check(Set::Modifier, "0Q", ON, "not in this list: younger than the list, or not a code");
    check(Set::Rarc, "N735", ON, "not in this list: younger than the list, or not a code");
    assert_eq!(sets().extent_on(Set::Icd10Cm, ON), Some(Extent::Whole));
}

#[test]
fn codes_that_others_own_do_not_come_in_bulk() {
    let rows = |set| sets().codes(set).unwrap().iter().count();
    assert!(rows(Set::Carc) <= 130 && rows(Set::ClaimStatus) <= 80 && rows(Set::ClaimStatusCategory) <= 40);
}

#[test]
fn every_edition_names_its_source_and_licence() {
    let sets = sets();
    for edition in sets.editions() {
        let named = !edition.source.is_empty() && !edition.licence.is_empty() && 0 < edition.rows;
        assert!(named, "{edition:?}");
    }
}
