//! An imported edition over the shipped one: it decides what is valid, and loses nothing that only the shipped one carries.

use cleanclaim_codes::{Builder, CodeKind, CodeSets, Image, Lookup, MceFlags, Row, Set};
use cleanclaim_model::Icd10;
use jiff::civil::{Date, date};

const IN_2026: Date = date(2026, 1, 15);
const IN_2027: Date = date(2027, 1, 15);

fn row<'t>(code: &'t str, flags: MceFlags, title: Option<&'static str>) -> Row<'t> {
    Row { code, from: date(2015, 10, 1), to: None, kind: CodeKind::Billable, flags, title }
}

/// What ships: titles, and flags on D63.1; E11.22 without a title; Z99.9 that the import does not have.
fn shipped() -> Vec<u8> {
    let mut builder = Builder::new();
    builder.edition(Set::Icd10Cm, "FY2026", date(2025, 10, 1), Some(date(2026, 9, 30)));
    builder.edition(Set::Icd10Cm, "FY2027", date(2026, 10, 1), Some(date(2027, 9, 30)));
    builder.row(Set::Icd10Cm, row("D631", MceFlags::MANIFESTATION, Some("Anemia in kidney disease")));
    builder.row(Set::Icd10Cm, row("E119", MceFlags::NONE, Some("Type 2 diabetes")));
    builder.row(Set::Icd10Cm, row("E1122", MceFlags::NONE, None));
    builder.row(Set::Icd10Cm, row("Z999", MceFlags::ADULT, Some("Gone by April")));
    builder.row(Set::Icd10Cm, Row { to: Some(date(2024, 9, 30)), ..row("Z998", MceFlags::ADULT, Some("Gone")) });
    builder.row(Set::Icd10Cm, Row { kind: CodeKind::Header, ..row("M45", MceFlags::UNSPECIFIED, None) });
    builder.finish().unwrap()
}

/// An order file of April 2026: no flags, one title missing, one code new.
fn imported() -> Vec<u8> {
    let mut builder = Builder::new();
    builder.edition(Set::Icd10Cm, "FY2026-04", date(2026, 4, 1), Some(date(2026, 9, 30)));
    for (code, title) in
        [("D631", None), ("E119", Some("Type 2 diabetes, new title")), ("E1122", Some("Nephropathy")), ("M45", None)]
    {
        builder.row(
            Set::Icd10Cm,
            Row { from: date(2026, 4, 1), to: Some(date(2026, 9, 30)), ..row(code, MceFlags::NONE, title) },
        );
    }
    builder.row(Set::Icd10Cm, Row { from: date(2026, 4, 1), ..row("U100", MceFlags::NONE, Some("New in April")) });
    builder.finish().unwrap()
}

fn with_both(test: impl FnOnce(&CodeSets<'_>)) {
    let (shipped, imported) = (shipped(), imported());
    test(&CodeSets::new(&[Image::from_bytes(&shipped).unwrap(), Image::from_bytes(&imported).unwrap()]));
}

fn check(code: &str, on: Date, expected: &str) {
    with_both(|sets| {
        let found = match sets.icd10cm().lookup(Icd10::parse(code).unwrap(), on) {
            Lookup::Billable(entry) => format!("{:?} {:?}", entry.title().unwrap_or("untitled"), entry.flags),
            Lookup::Header(_) => "header".to_owned(),
            Lookup::OtherDates(other) => format!("{} to {:?}", other.from, other.to),
            Lookup::Unknown => "unknown".to_owned(),
            Lookup::NoEdition => "not checked".to_owned(),
        };
        assert_eq!(found, expected, "{code} on {on}");
    });
}

#[test]
fn flags_and_missing_titles_come_from_the_edition_below() {
    let in_april = date(2026, 4, 15);
    check("D63.1", IN_2026, r#""Anemia in kidney disease" {"manifestation"}"#);
    check("D63.1", in_april, r#""Anemia in kidney disease" {"manifestation"}"#);
    check("E11.9", IN_2026, r#""Type 2 diabetes" {}"#);
    check("E11.9", in_april, r#""Type 2 diabetes, new title" {}"#);
    check("E11.22", in_april, r#""Nephropathy" {}"#);
    check("E11.22", IN_2027, r#""untitled" {}"#);
}

#[test]
fn flags_that_nobody_carries_are_not_none() {
    check("U10.0", date(2026, 4, 15), r#""New in April" {"not loaded"}"#);
    // Flags of a header are not those of the code that it became.
    check("M45", date(2026, 4, 15), r#""untitled" {"not loaded"}"#);
    let imported = imported();
    let alone = CodeSets::new(&[Image::from_bytes(&imported).unwrap()]);
    let entry = alone.icd10cm().lookup(Icd10::parse("D63.1").unwrap(), date(2026, 4, 15)).valid().unwrap();
    assert!(!entry.flags.are_known() && entry.flags.is_empty() && entry.title().is_none());
    assert!(!alone.icd10cm().flags_ever(entry.index).are_known());
}

#[test]
fn the_newest_edition_decides_what_is_valid() {
    check("Z99.9", IN_2026, r#""Gone by April" {"adult"}"#);
    check("Z99.9", date(2026, 4, 15), "2015-10-01 to Some(2026-03-31)");
    check("Z99.8", date(2026, 4, 15), "2015-10-01 to Some(2024-09-30)");
    check("U10.0", IN_2026, "2026-04-01 to None");
    check("A00", date(2026, 4, 15), "unknown");
    check("D63.1", date(2030, 1, 1), "not checked");
}

#[test]
fn every_way_to_a_code_completes_it() {
    with_both(|sets| {
        let codes = sets.icd10cm().codes();
        let index = codes.index_of(Icd10::parse("D63.1").unwrap()).unwrap();
        let flags: Vec<MceFlags> = [codes.entry_at(index), codes.entry_on(index, date(2026, 4, 15))]
            .into_iter()
            .flatten()
            .chain(codes.history(index))
            .map(|entry| {
                assert_eq!(entry.title(), Some("Anemia in kidney disease"));
                entry.flags
            })
            .collect();
        assert_eq!(flags, [MceFlags::MANIFESTATION; 3]);
        assert_eq!(codes.flags_ever(index), MceFlags::MANIFESTATION);
    });
}

#[test]
fn titles_can_be_given_afterwards() {
    let mut builder = Builder::new();
    builder.edition(Set::Hcpcs, "2024-07", date(2024, 7, 1), None);
    builder.row(Set::Hcpcs, row("A0021", MceFlags::NONE, None));
    builder.row(Set::Hcpcs, row("A0080", MceFlags::NONE, Some("Own title")));
    for code in ["A0021", "A0080", "A9999"] {
        builder.title(Set::Hcpcs, code, "Given later");
    }
    let bytes = builder.finish().unwrap();
    let sets = CodeSets::new(&[Image::from_bytes(&bytes).unwrap()]);
    let codes = sets.codes(Set::Hcpcs).unwrap();
    let titles: Vec<_> = codes.iter().map(|index| codes.entry_at(index).unwrap().title().unwrap()).collect();
    assert_eq!(titles, ["Given later", "Own title"]);
}
