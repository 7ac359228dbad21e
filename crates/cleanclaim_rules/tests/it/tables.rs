//! A handful of codes, enough for the examples.

use cleanclaim_codes::{Builder, CodeKind, MceFlags, NoteKind, Row, Set};
use jiff::civil::{Date, date};

const FIRST: Date = date(2015, 10, 1);
/// The Medicare Code Editor dropped its sex edit for diagnoses from this day on.
const SEX_EDIT_ENDS: Date = date(2024, 9, 30);

pub(crate) fn image() -> Vec<u8> {
    let mut builder = Builder::new();
    builder.edition(Set::Icd10Cm, "FY2016-FY2025", FIRST, Some(date(2025, 9, 30)));
    builder.edition(Set::Icd10Cm, "FY2026", date(2025, 10, 1), Some(date(2026, 9, 30)));
    builder.edition(Set::Icd10Pcs, "FY2026", date(2025, 10, 1), Some(date(2026, 9, 30)));
    builder.edition(Set::PlaceOfService, "2026", FIRST, None);
    builder.header(Set::Icd10Cm, "E11", "Type 2 diabetes mellitus");
    for (code, title) in [
        ("E109", "Type 1 diabetes mellitus without complications"),
        ("E119", "Type 2 diabetes mellitus without complications"),
        ("I10", "Essential (primary) hypertension"),
        ("J069", "Acute upper respiratory infection, unspecified"),
        ("R112", "Nausea with vomiting, unspecified"),
        ("S52501A", "Unspecified fracture of the lower end of right radius, initial encounter"),
    ] {
        builder.billable(Set::Icd10Cm, code, title);
    }
    for (code, flags) in [
        ("D631", MceFlags::MANIFESTATION),
        ("P073", MceFlags::NEWBORN),
        ("Z0000", MceFlags::ADULT),
        ("Z00129", MceFlags::PEDIATRIC),
        ("O26891", MceFlags::MATERNITY),
        ("Z3800", MceFlags::NEWBORN),
        ("Z23", MceFlags::UNACCEPTABLE_PRINCIPAL),
        ("Z5189", MceFlags::REQUIRES_SECONDARY),
        ("W1830XA", MceFlags::EXTERNAL_CAUSE),
        ("M1710", MceFlags::UNSPECIFIED),
    ] {
        flagged(&mut builder, code, flags, FIRST, None);
    }
    for (code, flags) in [("N400", MceFlags::MALE_ONLY), ("N840", MceFlags::FEMALE_ONLY)] {
        flagged(&mut builder, code, flags, FIRST, Some(SEX_EDIT_ENDS));
        flagged(&mut builder, code, MceFlags::NONE, date(2024, 10, 1), None);
    }
    // Deleted when more specific codes came.
    flagged(&mut builder, "T407X1A", MceFlags::NONE, FIRST, Some(date(2021, 9, 30)));
    builder.replacement(Set::Icd10Cm, "T407X1A", "T40711A", date(2021, 10, 1));
    flagged(&mut builder, "T40711A", MceFlags::NONE, date(2021, 10, 1), None);

    builder.billable(Set::Icd10Pcs, "0DTJ4ZZ", "Resection of appendix, percutaneous endoscopic approach");
    let to = Some(date(2017, 9, 30));
    let deleted =
        Row { code: "02RF0JZ", from: FIRST, to, kind: CodeKind::Billable, flags: MceFlags::NONE, title: None };
    builder.row(Set::Icd10Pcs, deleted);
    for place in ["02", "10", "11", "21", "22", "41", "81"] {
        builder.billable(Set::PlaceOfService, place, "a place");
    }

    let tabular = builder.tabular("FY2026", FIRST);
    tabular.code("E10", "Type 1 diabetes mellitus");
    tabular.code("E11", "Type 2 diabetes mellitus");
    tabular.note("E11", NoteKind::Excludes1, "type 1 diabetes mellitus (E10.-)");
    builder.finish().unwrap()
}

fn flagged(builder: &mut Builder, code: &str, flags: MceFlags, from: Date, to: Option<Date>) {
    builder.row(Set::Icd10Cm, Row { code, from, to, kind: CodeKind::Billable, flags, title: None });
}
