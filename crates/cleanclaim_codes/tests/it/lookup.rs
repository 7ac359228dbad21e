use cleanclaim_codes::{BuildError, Builder, CodeSets, Image, Lookup, MceFlags, Row, Set};
use cleanclaim_model::{Icd10, PlaceOfService, Rarc};
use jiff::civil::{Date, date};

use crate::small_image;

fn check(code: &str, on: Date, expected: &str) {
    let bytes = small_image();
    let sets = CodeSets::new(&[Image::from_bytes(&bytes).unwrap()]);
    let found = match sets.icd10cm().lookup(Icd10::parse(code).unwrap(), on) {
        Lookup::Billable(entry) => format!("billable from {} to {:?}", entry.from, entry.to),
        Lookup::Header(entry) => format!("header from {} to {:?}", entry.from, entry.to),
        Lookup::OtherDates(other) => format!("{:?} from {} to {:?}", other.entry.kind, other.from, other.to),
        Lookup::Unknown => "unknown".to_owned(),
        Lookup::NoEdition => "not checked".to_owned(),
    };
    assert_eq!(found, expected, "{code} on {on}");
}

#[test]
fn a_code_is_valid_on_a_date() {
    let on = date(2026, 1, 15);
    check("E11.9", on, "billable from 2015-10-01 to None");
    check("E11", on, "header from 2015-10-01 to None");
    check("E11.8", on, "unknown");
    check("Z99", on, "unknown");
    check("B88.0", on, "Billable from 2015-10-01 to Some(2025-09-30)");
    check("B88.0", date(2025, 9, 30), "billable from 2015-10-01 to Some(2025-09-30)");
}

#[test]
fn a_date_without_an_edition_is_not_checked() {
    check("E11.9", date(2024, 9, 30), "not checked");
    check("E11.9", date(2026, 10, 1), "not checked");
    check("Z99", date(2026, 10, 1), "not checked");
}

#[test]
fn a_code_that_became_a_header_has_two_validities() {
    check("F53", date(2025, 1, 1), "header from 2018-10-01 to None");
}

#[test]
fn rows_that_differ_in_flags_are_one_validity() {
    check("N40.0", date(2026, 1, 1), "billable from 2015-10-01 to None");
    let bytes = small_image();
    let sets = CodeSets::new(&[Image::from_bytes(&bytes).unwrap()]);
    let icd10cm = sets.icd10cm();
    let code = Icd10::parse("N40.0").unwrap();
    let flags = |on| icd10cm.lookup(code, on).valid().unwrap().flags;
    assert_eq!(flags(date(2025, 9, 30)), MceFlags::MALE_ONLY);
    assert_eq!(flags(date(2025, 10, 1)), MceFlags::NONE);
    let index = icd10cm.codes().index_of(code).unwrap();
    assert_eq!(icd10cm.flags_ever(index), MceFlags::MALE_ONLY);
    assert_eq!(icd10cm.codes().history(index).count(), 2);
}

#[test]
fn hierarchy_and_prefixes() {
    let bytes = small_image();
    let sets = CodeSets::new(&[Image::from_bytes(&bytes).unwrap()]);
    let codes = sets.icd10cm().codes();
    let index = codes.index_of(Icd10::parse("E11").unwrap()).unwrap();
    let text = |index| codes.entry_at(index).unwrap().code.to_string();
    assert_eq!(codes.children(index).map(text).collect::<Vec<_>>(), ["E112", "E119"]);
    assert_eq!(codes.starting_with("E11").map(text).collect::<Vec<_>>(), ["E11", "E112", "E1121", "E119"]);
    assert_eq!(codes.starting_with("E").count(), 6);
    assert_eq!(codes.starting_with("X").count(), 0);
    let leaf = codes.index_of(Icd10::parse("E11.21").unwrap()).unwrap();
    assert_eq!(text(codes.parent(leaf).unwrap()), "E112");
    assert_eq!(codes.parent(index), None);
    assert_eq!(codes.iter().count(), 9);
}

#[test]
fn replacements_name_the_day() {
    let bytes = small_image();
    let sets = CodeSets::new(&[Image::from_bytes(&bytes).unwrap()]);
    let found: Vec<_> = sets.icd10cm().codes().replacements(Icd10::parse("B88.0").unwrap()).collect();
    assert_eq!(found, [(Icd10::parse("B88.01").unwrap(), date(2025, 10, 1))]);
}

#[test]
fn flat_lists_have_no_parents() {
    let bytes = small_image();
    let sets = CodeSets::new(&[Image::from_bytes(&bytes).unwrap()]);
    let on = date(2026, 1, 1);
    let n130 = sets.rarc().lookup(Rarc::parse("N130").unwrap(), on).valid().unwrap();
    assert_eq!(sets.rarc().parent(n130.index), None);
    assert!(sets.place_of_service().lookup(PlaceOfService::parse("11").unwrap(), on).is_billable());
}

#[test]
fn editions_count_what_is_in_force() {
    let bytes = small_image();
    let sets = CodeSets::new(&[Image::from_bytes(&bytes).unwrap()]);
    let counts: Vec<_> =
        sets.editions().map(|edition| (edition.set.name(), edition.edition, edition.rows, edition.billable)).collect();
    assert_eq!(
        counts,
        [
            ("icd10cm", "FY2025", 9, 5),
            ("icd10cm", "FY2026", 8, 4),
            ("icd10pcs", "FY2026", 1, 1),
            ("rarc", "list", 2, 2),
            ("pos", "list", 1, 1),
            ("icd10cm-tabular", "FY2026", 7, 0),
        ]
    );
    let edition = sets.edition_on(Set::Icd10Cm, date(2026, 1, 1)).unwrap();
    assert_eq!(edition.edition, "FY2026");
    assert_eq!(sets.edition_on(Set::Icd10Cm, date(2027, 1, 1)), None);
}

#[test]
fn the_last_image_answers_for_its_own_dates() {
    let shipped = small_image();
    let mut builder = Builder::new();
    builder.edition(Set::Icd10Cm, "FY2027", date(2026, 10, 1), Some(date(2027, 9, 30)));
    builder.billable(Set::Icd10Cm, "E119", "Imported title");
    let imported = builder.finish().unwrap();
    let images = [Image::from_bytes(&shipped).unwrap(), Image::from_bytes(&imported).unwrap()];
    let sets = CodeSets::new(&images);
    let title = |on| sets.icd10cm().lookup(Icd10::parse("E11.9").unwrap(), on).valid().unwrap().title().unwrap();
    assert_eq!(title(date(2026, 11, 1)), "Imported title");
    assert_eq!(title(date(2026, 1, 1)), "Type 2 diabetes mellitus without complications");
    assert_eq!(sets.editions().count(), 7);
}

#[test]
fn bad_rows_are_refused() {
    let finish = |change: &dyn Fn(&mut Builder)| {
        let mut builder = Builder::new();
        change(&mut builder);
        builder.finish().unwrap_err().to_string()
    };
    assert_eq!(
        finish(&|builder| {
            builder.billable(Set::Icd10Cm, "e11.9", "");
        }),
        "\"e11.9\" is not a code of icd10cm: expected 1 to 8 letters and digits"
    );
    assert_eq!(
        finish(&|builder| {
            builder.billable(Set::Icd10Cm, "E119", "").billable(Set::Icd10Cm, "E119", "");
        }),
        "E119 of icd10cm: two rows are in force on 2015-10-01"
    );
    let mut builder = Builder::new();
    builder.billable(Set::Icd10Cm, "E119", "");
    let row = Row {
        code: "E119",
        from: date(2020, 1, 1),
        to: Some(date(2019, 1, 1)),
        kind: cleanclaim_codes::CodeKind::Billable,
        flags: MceFlags::NONE,
        title: None,
    };
    builder.row(Set::Icd10Cm, row);
    assert!(matches!(builder.finish(), Err(BuildError::Dates { .. })));
}
