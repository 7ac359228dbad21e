//! How code sets answer, on small images; and what damaged images do: never a panic.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, reason = "tests")]

mod axes;
mod changes;
mod complete;
mod damage;
mod layers;
mod lookup;
mod notes;
mod pairs;
mod search;
mod terms;
mod written;

use cleanclaim_codes::{Builder, CodeKind, MceFlags, NoteKind, Row, Set};
use jiff::civil::date;

/// A practice-sized image: a few codes of every set, with a header, a deletion, a change of flags, and notes.
pub fn small_image() -> Vec<u8> {
    let mut builder = Builder::new();
    builder
        .edition(Set::Icd10Cm, "FY2025", date(2024, 10, 1), Some(date(2025, 9, 30)))
        .edition(Set::Icd10Cm, "FY2026", date(2025, 10, 1), Some(date(2026, 9, 30)))
        .edition(Set::Icd10Pcs, "FY2026", date(2025, 10, 1), Some(date(2026, 9, 30)))
        .edition(Set::Rarc, "list", date(2010, 1, 1), None)
        .edition(Set::PlaceOfService, "list", date(2003, 10, 1), None)
        .header(Set::Icd10Cm, "E10", "Type 1 diabetes mellitus")
        .billable(Set::Icd10Cm, "E109", "Type 1 diabetes mellitus without complications")
        .header(Set::Icd10Cm, "E11", "Type 2 diabetes mellitus")
        .header(Set::Icd10Cm, "E112", "Type 2 diabetes mellitus with kidney complications")
        .billable(Set::Icd10Cm, "E1121", "Type 2 diabetes mellitus with diabetic nephropathy")
        .billable(Set::Icd10Cm, "E119", "Type 2 diabetes mellitus without complications")
        .billable(Set::Icd10Pcs, "0DTJ4ZZ", "Resection of Appendix, Percutaneous Endoscopic Approach")
        .billable(Set::Rarc, "N1", "Appeal rights")
        .billable(Set::Rarc, "N130", "Consult plan")
        .billable(Set::PlaceOfService, "11", "Office");
    let row = |from, to, flags| Row { code: "N400", from, to, kind: CodeKind::Billable, flags, title: None };
    builder.row(Set::Icd10Cm, row(date(2015, 10, 1), Some(date(2025, 9, 30)), MceFlags::MALE_ONLY));
    builder.row(Set::Icd10Cm, row(date(2025, 10, 1), None, MceFlags::NONE));
    let gone = Row {
        code: "F53",
        from: date(2015, 10, 1),
        to: Some(date(2018, 9, 30)),
        kind: CodeKind::Billable,
        flags: MceFlags::NONE,
        title: Some("Puerperal psychosis"),
    };
    builder.row(Set::Icd10Cm, gone);
    builder.row(Set::Icd10Cm, Row { from: date(2018, 10, 1), to: None, kind: CodeKind::Header, ..gone });
    builder.row(Set::Icd10Cm, Row { code: "B880", to: Some(date(2025, 9, 30)), title: None, ..gone });
    builder.replacement(Set::Icd10Cm, "B880", "B8801", date(2025, 10, 1));
    let tabular = builder.tabular("FY2026", date(2025, 10, 1));
    tabular.chapter(4, "Endocrine, nutritional and metabolic diseases (E00-E89)");
    tabular.note("4", NoteKind::Excludes1, "transitory metabolic disorders specific to newborn (P70-P74)");
    tabular.block("E08", "E13", "Diabetes mellitus (E08-E13)");
    tabular.code("E10", "Type 1 diabetes mellitus");
    tabular.code("E11", "Type 2 diabetes mellitus");
    tabular.note("E11", NoteKind::Includes, "diabetes NOS");
    tabular.note("E11", NoteKind::Excludes1, "type 1 diabetes mellitus (E10.-)");
    tabular.note("E11", NoteKind::UseAdditional, "code to identify control using: insulin (Z79.4)");
    tabular.code("E112", "Type 2 diabetes mellitus with kidney complications");
    tabular.code("E1121", "Type 2 diabetes mellitus with diabetic nephropathy");
    tabular.note("E1121", NoteKind::InclusionTerm, "Type 2 diabetes mellitus with intercapillary glomerulosclerosis");
    tabular.chapter(19, "Injury");
    tabular.block("S50", "S59", "Injuries to the elbow and forearm (S50-S59)");
    tabular.code("S52", "Fracture of forearm");
    tabular.note("S52", NoteKind::SeventhCharacter, "A initial encounter for closed fracture");
    tabular.note("S52", NoteKind::SeventhCharacter, "D subsequent encounter");
    tabular.code("S52501", "Unspecified fracture of the lower end of right radius");
    builder.finish().unwrap()
}
