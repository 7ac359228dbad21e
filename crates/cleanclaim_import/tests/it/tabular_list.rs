use cleanclaim_import::tabular::read;

use crate::LIST;

#[test]
fn a_list_in_the_publishers_layout() {
    let list = read(LIST.as_bytes()).unwrap();
    assert_eq!(list.version.as_deref(), Some("2026"));
    let rows: Vec<String> =
        list.rows.iter().map(|row| format!("{} {}: {}", row.at, row.kind.name(), row.text)).collect();
    assert_eq!(
        rows,
        [
            "4 chapter: Endocrine diseases (E00-E89)",
            "4 note: All neoplasms stand in chapter 2 & nowhere else, café or not.",
            "4 excludes1: disorders of the newborn (P70-P74)",
            "E08-E13 block: Diabetes mellitus (E08-E13)",
            "E11 code: Type 2 diabetes mellitus",
            "E11 includes: diabetes NOS",
            "E11 excludes1: type 1 diabetes mellitus (E10.-)",
            "E11 use_additional: code to identify insulin (Z79.4)",
            "E119 code: Type 2 diabetes mellitus without complications",
            "E119 inclusion_term: Diabetes, adult onset",
            "19 chapter: Injury (S00-T88)",
            "T07-T07 block: Injuries of several regions (T07)",
            "T07 code: Unspecified multiple injuries",
            "T07 seventh_character_note: The appropriate 7th character is to be added to code T07",
            "T07 seventh_character_note: a remark",
            "T07 seventh_character: A initial encounter",
            "T07 seventh_character: D subsequent encounter",
        ]
    );
}

#[test]
fn titles_are_completed_with_the_seventh_character() {
    let titles = read(LIST.as_bytes()).unwrap().titles();
    let titles: Vec<String> = titles.iter().map(|(code, title)| format!("{code} {title}")).collect();
    assert_eq!(
        titles,
        [
            "E11 Type 2 diabetes mellitus",
            "E119 Type 2 diabetes mellitus without complications",
            "T07 Unspecified multiple injuries",
            "T07XXXA Unspecified multiple injuries, initial encounter",
            "T07XXXD Unspecified multiple injuries, subsequent encounter",
        ]
    );
}

#[test]
fn windows_line_ends_and_a_byte_order_mark_change_nothing() {
    let windows = format!("\u{feff}{}", LIST.replace('\n', "\r\n"));
    assert_eq!(read(windows.as_bytes()).unwrap(), read(LIST.as_bytes()).unwrap());
}

fn check(text: &str, expected: &str) {
    assert_eq!(read(text.as_bytes()).unwrap_err().to_string(), expected);
}

#[test]
fn what_is_no_tabular_list() {
    check("", "row 1, column 1: expected the root element ICD10CM.tabular");
    check("<html>\n</html>", "row 1, column 1: expected the root element ICD10CM.tabular");
    check("<ICD10CM.tabular>\n  <chapter>", "row 2, column 12: the file ends inside an element");
    check(
        "<ICD10CM.tabular><chapter>\n<name>four</name></chapter></ICD10CM.tabular>",
        "row 2, column 11: expected a chapter number",
    );
    check(
        "<ICD10CM.tabular><chapter>\n\n<desc>x</desc></chapter></ICD10CM.tabular>",
        "row 3, column 8: expected a name before the title",
    );
    check("<ICD10CM.tabular><diag><name>E1é</name></diag></ICD10CM.tabular>", "row 1, column 33: expected a code");
    check("<ICD10CM.tabular><version>&nbsp;</version>", "row 1, column 27: an entity that XML does not define");
    check(
        "<ICD10CM.tabular><section></section></ICD10CM.tabular>",
        "row 1, column 18: expected the attribute id of a section, char of an extension",
    );
    let deep = format!("<ICD10CM.tabular>{}", "<diag>".repeat(40));
    check(&deep, "row 1, column 204: the nesting of elements is past the limit of this reader");
    let long = format!("<ICD10CM.tabular><version>{}</version></ICD10CM.tabular>", "x".repeat(20_000));
    check(&long, "row 1, column 27: a text is past the limit of this reader");
    let error = read(b"<ICD10CM.tabular>\n\xff").unwrap_err();
    assert_eq!(error.to_string(), "row 2, column 1: expected UTF-8 text");
    let error = read(b"<ICD10CM.tabular>\n</chapter>").unwrap_err().to_string();
    assert!(error.starts_with("row 2, column 1: not well-formed XML: "), "{error}");
}
