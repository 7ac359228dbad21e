use cleanclaim_codes::{
    AnyCode, Builder, ChangeKind, CodeKind, CodeSets, Event, Extent, Image, MceFlags, NoteKind, Row, Set, Verdict,
};
use cleanclaim_model::Icd10;
use jiff::civil::{Date, date};

use crate::small_image;

const BEFORE: Date = date(2024, 10, 1);
const AFTER: Date = date(2025, 10, 1);

/// Two years with one change of every kind.
fn two_years() -> Vec<u8> {
    let mut builder = Builder::new();
    builder
        .edition(Set::Icd10Cm, "FY2025", BEFORE, Some(date(2025, 9, 30)))
        .edition(Set::Icd10Cm, "FY2026", AFTER, Some(date(2026, 9, 30)))
        .billable(Set::Icd10Cm, "J00", "Acute nasopharyngitis");
    let row = |code, from, to, kind, title| Row { code, from, to, kind, flags: MceFlags::NONE, title };
    let (first, last) = (date(2015, 10, 1), Some(date(2025, 9, 30)));
    for row in [
        row("A00", AFTER, None, CodeKind::Billable, Some("A new one")),
        row("B00", first, last, CodeKind::Billable, Some("An old one")),
        row("C00", first, last, CodeKind::Billable, Some("Kept")),
        row("C00", AFTER, None, CodeKind::Header, Some("Kept")),
        row("C001", AFTER, None, CodeKind::Billable, None),
        row("D00", first, last, CodeKind::Billable, Some("A title")),
        row("D00", AFTER, None, CodeKind::Billable, Some("Another title")),
        row("E00", first, Some(date(2025, 3, 31)), CodeKind::Billable, None),
        row("E00", date(2025, 5, 1), None, CodeKind::Billable, None),
    ] {
        builder.row(Set::Icd10Cm, row);
    }
    builder.replacement(Set::Icd10Cm, "B00", "A00", AFTER);
    for (edition, from, excluded) in [("FY2025", BEFORE, "influenza (J09.-)"), ("FY2026", AFTER, "influenza (J09-J11)")]
    {
        let list = builder.tabular(edition, from);
        list.chapter(10, "Respiratory").code("J00", "Acute nasopharyngitis").note("J00", NoteKind::Excludes1, excluded);
        list.note("10", NoteKind::General, if from == BEFORE { "as it was" } else { "as it is" });
    }
    builder.tabular("FY2026-04", date(2026, 4, 1)).code("J01", "Only here").note(
        "J01",
        NoteKind::General,
        "new with it",
    );
    builder.finish().unwrap()
}

fn changes(a: Date, b: Date) -> Vec<String> {
    let bytes = two_years();
    let sets = CodeSets::new(&[Image::from_bytes(&bytes).unwrap()]);
    let changes = sets.diff(Set::Icd10Cm, a, b).unwrap();
    let text = |side: &Option<std::borrow::Cow<'_, str>>| side.as_deref().unwrap_or("-").to_owned();
    changes
        .map(|change| format!("{} {}: {} > {}", change.at, change.kind.name(), text(&change.old), text(&change.new)))
        .collect()
}

#[test]
fn two_days_differ_in_codes_titles_dates_and_notes() {
    assert_eq!(
        changes(BEFORE, AFTER),
        [
            "A00 new: - > A new one",
            "B00 deleted: An old one > -",
            "C00 kind: billable > header",
            "C001 new: - > -",
            "D00 title: A title > Another title",
            "E00 dates: 2015-10-01 to 2025-03-31 > from 2025-05-01",
            "J00 notes: excludes1: influenza (J09.-) > -",
            "J00 notes: - > excludes1: influenza (J09-J11)",
            "chapter 10 notes: note: as it was > -",
            "chapter 10 notes: - > note: as it is",
        ]
    );
}

#[test]
fn notes_of_places_that_one_list_lacks_are_no_change() {
    assert_eq!(changes(AFTER, date(2026, 4, 1)), [""; 0]);
    assert_eq!(changes(AFTER, AFTER), [""; 0]);
}

#[test]
fn going_back_turns_new_into_deleted() {
    let back = changes(AFTER, BEFORE);
    assert_eq!(back[..3], ["A00 deleted: A new one > -", "B00 new: - > An old one", "C00 kind: header > billable"]);
}

#[test]
fn a_day_without_an_edition_has_no_differences_to_tell() {
    let bytes = two_years();
    let sets = CodeSets::new(&[Image::from_bytes(&bytes).unwrap()]);
    assert!(sets.diff(Set::Icd10Cm, BEFORE, date(2027, 1, 1)).is_none());
    assert!(sets.diff(Set::Hcpcs, BEFORE, AFTER).is_none());
}

#[test]
fn between_two_images_dates_are_not_compared() {
    let old = two_years();
    let mut builder = Builder::new();
    builder.edition(Set::Icd10Cm, "FY2027", date(2026, 10, 1), Some(date(2027, 9, 30)));
    let from = date(2026, 10, 1);
    let row = |code, title| Row { code, from, to: None, kind: CodeKind::Billable, flags: MceFlags::NONE, title };
    for (code, title) in [("A00", Some("A new one")), ("C001", Some("x")), ("D00", Some("Third title")), ("Z00", None)]
    {
        builder.row(Set::Icd10Cm, row(code, title));
    }
    let new = builder.finish().unwrap();
    let sets = CodeSets::new(&[Image::from_bytes(&old).unwrap(), Image::from_bytes(&new).unwrap()]);
    let changes: Vec<_> = sets.diff(Set::Icd10Cm, AFTER, from).unwrap().map(|c| (c.at.to_string(), c.kind)).collect();
    let expected = [
        ("C00", ChangeKind::Deleted),
        ("D00", ChangeKind::Title),
        ("E00", ChangeKind::Deleted),
        ("J00", ChangeKind::Deleted),
        ("Z00", ChangeKind::New),
    ];
    assert_eq!(changes, expected.map(|(code, kind)| (code.to_owned(), kind)));
}

fn history(code: &str) -> Vec<String> {
    let bytes = two_years();
    let sets = CodeSets::new(&[Image::from_bytes(&bytes).unwrap()]);
    let events = sets.history(Set::Icd10Cm, AnyCode::parse(code).unwrap());
    events.into_iter().map(|(on, event)| format!("{on} {event}")).collect()
}

#[test]
fn one_code_tells_its_history() {
    assert_eq!(history("A00"), ["2025-10-01 valid as billable: A new one", "2025-10-01 replaces B00"]);
    let old = ["2015-10-01 valid as billable: An old one", "2025-09-30 last day", "2025-10-01 replaced by A00"];
    assert_eq!(history("B00"), old);
    assert_eq!(history("C00"), ["2015-10-01 valid as billable: Kept", "2025-10-01 is now header"]);
    let retitled = "2025-10-01 title was \"A title\", is now \"Another title\"";
    assert_eq!(history("D00"), ["2015-10-01 valid as billable: A title", retitled]);
    let back = "2025-05-01 valid as billable: title not loaded";
    assert_eq!(history("E00"), ["2015-10-01 valid as billable: title not loaded", "2025-03-31 last day", back]);
    assert_eq!(history("X99"), [""; 0]);
}

#[test]
fn changed_flags_are_part_of_a_history() {
    let bytes = small_image();
    let sets = CodeSets::new(&[Image::from_bytes(&bytes).unwrap()]);
    let events = sets.history(Set::Icd10Cm, AnyCode::parse("N40.0").unwrap());
    let flags = Event::Flags { old: MceFlags::MALE_ONLY, new: MceFlags::NONE };
    assert!(events.contains(&(date(2025, 10, 1), flags)), "{events:?}");
}

#[test]
fn companions_are_collected_with_their_places() {
    let bytes = small_image();
    let sets = CodeSets::new(&[Image::from_bytes(&bytes).unwrap()]);
    let of = |code: &str| sets.icd10cm().companions(Icd10::parse(code).unwrap(), AFTER).unwrap();
    let nephropathy = of("E11.21");
    let places = |notes: &[cleanclaim_codes::Note<'_>]| notes.iter().map(|n| n.at.to_string()).collect::<Vec<_>>();
    assert_eq!(places(&nephropathy.excludes1), ["E11", "chapter 4"]);
    assert_eq!(places(&nephropathy.use_additional), ["E11"]);
    assert!(nephropathy.code_first.is_empty() && nephropathy.code_also.is_empty() && nephropathy.excludes2.is_empty());
    assert_eq!(nephropathy.edition.edition, "FY2026");
    assert!(sets.icd10cm().companions(Icd10::parse("E11.21").unwrap(), BEFORE).is_none());
}

fn check_line(line: &str, valid: Option<bool>, message: &str) {
    let mut builder = Builder::new();
    builder.edition(Set::Carc, "ours", BEFORE, None).extent(Set::Carc, "ours", Extent::Part);
    builder.billable(Set::Carc, "45", "Above the allowed amount");
    builder.edition(Set::Icd10Cm, "FY2026", AFTER, Some(date(2026, 9, 30))).billable(Set::Icd10Cm, "J00", "Cold");
    builder.header(Set::Icd10Cm, "J01", "Sinusitis");
    let gone = Row {
        code: "B880",
        from: date(2015, 10, 1),
        to: Some(date(2025, 9, 30)),
        kind: CodeKind::Billable,
        flags: MceFlags::NONE,
        title: None,
    };
    builder.row(Set::Icd10Cm, gone);
    builder.replacement(Set::Icd10Cm, "B880", "B8801", AFTER).replacement(Set::Icd10Cm, "B880", "B8809", AFTER);
    let bytes = builder.finish().unwrap();
    let sets = CodeSets::new(&[Image::from_bytes(&bytes).unwrap()]);
    let (set, text) = line.strip_prefix("carc ").map_or((Set::Icd10Cm, line), |rest| (Set::Carc, rest));
    let found: Vec<_> = sets.validate(set, AFTER, text).collect();
    let [found] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!((found.verdict.is_valid(), found.verdict.to_string().as_str()), (valid, message), "{line}");
}

#[test]
fn lines_are_validated() {
    check_line("J00", Some(true), "valid");
    check_line(" j00 \t2026-01-01", Some(true), "valid");
    check_line("J01", Some(true), "a category: more characters are needed");
    check_line("J02", Some(false), "not a code of this set");
    check_line("B88.0", Some(false), "valid from 2015-10-01 to 2025-09-30, replaced by B8801, B8809");
    check_line("J00\t2027-01-01", None, "no edition of the set covers the date: not checked");
    check_line("J00\tyesterday", None, "expected a day like 2025-10-01 after the code: not checked");
    check_line("J00!", Some(false), "expected 1 to 8 letters and digits");
    check_line("carc 45", Some(true), "valid");
    check_line("carc 46", None, "not in this partial list: not checked");
}

#[test]
fn lines_keep_their_numbers() {
    let bytes = small_image();
    let sets = CodeSets::new(&[Image::from_bytes(&bytes).unwrap()]);
    let found: Vec<_> = sets.validate(Set::Icd10Cm, AFTER, "E119\n\nE11.8\t2025-10-01\r\n").collect();
    let rows: Vec<_> = found.iter().map(|line| (line.row, line.code, line.verdict.clone())).collect();
    assert_eq!(rows, [(1, "E119", Verdict::Billable), (3, "E11.8", Verdict::Unknown(Extent::Whole))]);
}
