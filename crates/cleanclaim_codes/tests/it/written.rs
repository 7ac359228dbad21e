use cleanclaim_codes::{Builder, CodeKind, CodeSets, Image, MceFlags, Row, Set, WrittenCode};
use jiff::civil::{Date, date};

use crate::small_image;

const ON: Date = date(2026, 1, 1);

/// A fracture with sides and 7th characters, and a cause with placeholders.
fn image() -> Vec<u8> {
    let mut builder = Builder::new();
    builder.edition(Set::Icd10Cm, "FY2026", date(2025, 10, 1), Some(date(2026, 9, 30)));
    for header in ["S72", "S720", "S7200", "S72001", "S72002", "X58"] {
        builder.header(Set::Icd10Cm, header, "a header");
    }
    for code in ["S72001A", "S72001D", "S72002A", "X58XXXA", "X58XXXS"] {
        builder.billable(Set::Icd10Cm, code, "a code");
    }
    let ended = Row {
        code: "S72009A",
        from: date(2015, 10, 1),
        to: Some(date(2020, 9, 30)),
        kind: CodeKind::Billable,
        flags: MceFlags::NONE,
        title: None,
    };
    builder.row(Set::Icd10Cm, ended);
    builder.finish().unwrap()
}

fn check(text: &str, on: Date, expected: &str) {
    let bytes = image();
    let sets = CodeSets::new(&[Image::from_bytes(&bytes).unwrap()]);
    let found = match sets.icd10cm().resolve(text, on) {
        WrittenCode::Billable(entry) => format!("billable {}", entry.code),
        WrittenCode::Incomplete { header, needed } => {
            let header = header.map_or("none".to_owned(), |header| header.code.to_string());
            format!("{header}: {} to {}-{}", needed.first, needed.least, needed.most)
        }
        WrittenCode::OtherDates(other) => format!("until {:?}", other.to.unwrap()),
        other => format!("{other:?}"),
    };
    assert_eq!(found, expected, "{text}");
}

#[test]
fn a_code_with_a_dash_needs_more_characters() {
    check("S72.001A", ON, "billable S72001A");
    check("s72.00-", ON, "S7200: 6 to 7-7");
    check("S72.-", ON, "S72: 4 to 7-7");
    check("S72.001", ON, "S72001: 7 to 7-7");
    check("X58", ON, "X58: 4 to 7-7");
    // Placeholders have no entry of their own.
    check("X58.XX", ON, "none: 6 to 7-7");
    check("S72.009A", ON, "until 2020-09-30");
    check("S72.009", ON, "Unknown");
    check("S73", ON, "Unknown");
    check("S72.0", date(2014, 1, 1), "NoEdition");
    check("see", ON, "Unknown");
    check("--", ON, "NotACode");
    check("S72.001AA", ON, "NotACode");
}

#[test]
fn needed_characters_reach_from_the_shortest_to_the_longest_code() {
    let bytes = small_image();
    let sets = CodeSets::new(&[Image::from_bytes(&bytes).unwrap()]);
    let WrittenCode::Incomplete { needed, .. } = sets.icd10cm().resolve("E11.-", ON) else {
        panic!("a code is missing")
    };
    assert_eq!((needed.first, needed.least, needed.most), (4, 4, 5));
}
