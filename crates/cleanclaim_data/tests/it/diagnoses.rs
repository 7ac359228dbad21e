use cleanclaim_codes::{AgeGroup, CodeKind, Lookup, MceFlags, SexOnly, TermKind};
use jiff::civil::{Date, date};

use crate::{code, sets};

const FY2026: Date = date(2025, 10, 1);

fn check(text: &str, on: Date, expected: &str) {
    let found = match sets().icd10cm().lookup(code(text), on) {
        Lookup::Billable(entry) => format!("billable: {}", entry.title().unwrap_or("title not loaded")),
        Lookup::Header(entry) => format!("header: {}", entry.title().unwrap_or("title not loaded")),
        Lookup::OtherDates(other) => format!("{} to {:?}", other.from, other.to),
        Lookup::Unknown => "unknown".to_owned(),
        Lookup::NoEdition => "not checked".to_owned(),
    };
    assert_eq!(found, expected, "{text} on {on}");
}

#[test]
fn codes_by_date() {
    check("E11.9", FY2026, "billable: Type 2 diabetes mellitus without complications");
    check("E11", FY2026, "header: Type 2 diabetes mellitus");
    check("E11.Z", FY2026, "unknown");
    check("U07.1", date(2020, 3, 31), "2020-04-01 to None");
    check("U07.1", date(2020, 4, 1), "billable: COVID-19");
    check("B88.0", date(2025, 9, 30), "billable: Other acariasis");
    check("B88.0", FY2026, "header: Other acariasis");
    check("B88.01", date(2025, 9, 30), "2025-10-01 to None");
    check("I42.0", date(2026, 9, 30), "billable: Dilated cardiomyopathy");
    check("I42.0", date(2026, 10, 1), "header: Dilated cardiomyopathy");
    check("T52.8X4S", date(2026, 9, 30), "billable: Toxic effect of other organic solvents, undetermined, sequela");
    check("T52.8X4S", date(2026, 10, 1), "2015-10-01 to Some(2026-09-30)");
    check("C78.31", date(2026, 10, 1), "billable: title not loaded");
    check("C78.31", date(2026, 9, 30), "2026-10-01 to None");
    check("QA0.0101", FY2026, "billable: SCN2A-related neurodevelopmental disorder");
    check(
        "S52.501A",
        FY2026,
        "billable: Unspecified fracture of the lower end of right radius, initial encounter for closed fracture",
    );
    check("S52.501", FY2026, "header: Unspecified fracture of the lower end of right radius");
    check("S52.501Z", FY2026, "unknown");
    // The tabular list's seventh characters spell both; the table of valid codes never had the one and ended the other.
    check("S06.8A7D", FY2026, "unknown");
    check("S06.0X7D", FY2026, "2015-10-01 to Some(2016-09-30)");
}

#[test]
fn days_outside_the_editions_are_not_checked() {
    check("E11.9", date(2015, 9, 30), "not checked");
    check("E11.9", date(2027, 3, 31), "billable: Type 2 diabetes mellitus without complications");
    check("E11.9", date(2027, 4, 1), "not checked");
}

#[test]
fn titles_follow_their_edition() {
    check("L02.212", date(2025, 4, 1), "billable: Cutaneous abscess of back [any part, except buttock]");
    check("L02.212", date(2026, 4, 1), "billable: Cutaneous abscess of back [any part, except buttock and flank]");
}

fn flags(text: &str, on: Date) -> MceFlags {
    sets().icd10cm().lookup(code(text), on).valid().unwrap().flags
}

#[test]
fn flags_of_the_code_editor() {
    let before = date(2024, 9, 30);
    assert_eq!(flags("C61", before).sex(), Some(SexOnly::Male));
    assert_eq!(flags("O80", before), MceFlags::FEMALE_ONLY | MceFlags::MATERNITY);
    assert_eq!(flags("Z38.00", FY2026).age_groups().collect::<Vec<_>>(), [AgeGroup::Newborn]);
    assert_eq!(flags("G63", FY2026), MceFlags::MANIFESTATION);
    assert!(flags("E08.21", FY2026).contains(MceFlags::MANIFESTATION));
    assert!(flags("V00.01XA", FY2026).contains(MceFlags::EXTERNAL_CAUSE));
    assert!(flags("Z37.0", FY2026).contains(MceFlags::UNACCEPTABLE_PRINCIPAL | MceFlags::DELIVERY_OUTCOME));
    assert_eq!(flags("I10", FY2026), MceFlags::QUESTIONABLE_ADMISSION);
}

#[test]
fn the_editor_dropped_its_sex_edit_but_codes_remember_it() {
    let sets = sets();
    let codes = sets.icd10cm().codes();
    let prostate = codes.index_of(code("C61")).unwrap();
    assert_eq!(flags("C61", date(2024, 10, 1)).sex(), None);
    assert_eq!(codes.flags_ever(prostate).sex(), Some(SexOnly::Male));
    let validity = codes.history(prostate).map(|entry| (entry.from, entry.to)).collect::<Vec<_>>();
    assert_eq!(validity, [(date(2015, 10, 1), None); 2]);
}

#[test]
fn a_code_can_be_billable_and_later_a_header() {
    let sets = sets();
    let codes = sets.icd10cm().codes();
    let kinds: Vec<_> =
        codes.history(codes.index_of(code("F53")).unwrap()).map(|entry| (entry.kind, entry.from, entry.to)).collect();
    let first = (CodeKind::Billable, date(2015, 10, 1), Some(date(2018, 9, 30)));
    assert_eq!(kinds, [first, first, (CodeKind::Header, date(2018, 10, 1), None)]);
    let new: Vec<String> = codes.replacements(code("B88.0")).map(|(new, on)| format!("{new} {on}")).collect();
    assert_eq!(new, ["B8801 2025-10-01", "B8809 2025-10-01"]);
}

#[test]
fn every_header_heads_and_every_parent_is_a_header_once() {
    let sets = sets();
    let codes = sets.icd10cm().codes();
    for index in codes.iter() {
        let heads = codes.history(index).any(|entry| entry.kind == CodeKind::Header);
        let entry = codes.entry_at(index).unwrap();
        assert_eq!(heads, codes.children(index).next().is_some(), "{}", entry.code);
    }
}

#[test]
fn terms_for_a_dictionary() {
    let sets = sets();
    let icd10cm = sets.icd10cm();
    let terms: Vec<_> = icd10cm.terms().collect();
    let count = |wanted| terms.iter().filter(|(.., kind)| *kind == wanted).count();
    assert_eq!((count(TermKind::Title), count(TermKind::Inclusion), count(TermKind::Includes)), (98_549, 12_570, 918));
    let has = |wanted: &str, term: &str, as_kind| {
        terms.iter().any(|(index, text, kind)| {
            (*text, *kind) == (term, as_kind)
                && icd10cm.entry_at(*index).is_some_and(|entry| entry.code == code(wanted))
        })
    };
    assert!(has("I10", "Essential (primary) hypertension", TermKind::Title));
    assert!(has("J00", "Coryza (acute)", TermKind::Inclusion));
    assert!(has("I10", "high blood pressure", TermKind::Includes));
}
