use cleanclaim_codes::{AnyCode, NoteKind, Set};
use cleanclaim_model::Icd10;
use jiff::civil::date;

use super::{check_broken, counts, editions, imported, shown, with_sets};
use crate::LIST;

/// A line of an order file: number, code, flag, short title, long title.
fn order_line(number: usize, code: &str, flag: u8, short: &str, long: &str) -> String {
    format!("{number:05} {code:<7} {flag} {short:<60} {long}\n")
}

fn order() -> String {
    [
        ("H81", 0, "Disorders of balance", "Disorders of balance organs"),
        ("H810", 0, "Ménière's disease", "Ménière's disease of the ear"),
        ("H8101", 1, "Ménière's disease, right ear", "Ménière's disease of the right ear"),
        ("S52501A", 1, "Broken wrist, init", "Broken wrist, first visit"),
    ]
    .iter()
    .zip(1..)
    .map(|((code, flag, short, long), number)| order_line(number, code, *flag, short, long))
    .collect()
}

const CODES: &str = "H8101   Another title of the right ear\r\nS52501A Broken wrist, first visit\r\n";
const PCS_ORDER: [(&str, u8, &str); 2] = [("0DT", 0, "Resection, digestive"), ("0DTJ4ZZ", 1, "Appendix out")];

fn pcs_order() -> String {
    PCS_ORDER
        .iter()
        .zip(1..)
        .map(|((code, flag, title), number)| order_line(number, code, *flag, title, title))
        .collect()
}

#[test]
fn an_order_file_of_diagnoses() {
    with_sets(&[("icd10cm-order-April-2025.txt", order().as_bytes())], |imported, sets| {
        assert_eq!(editions(imported), ["icd10cm FY2025-04 2025-04-01..2025-09-30 4"]);
        assert_eq!(counts(sets, Set::Icd10Cm), (2, 2));
        let on = date(2025, 5, 1);
        let right = "billable 2025-04-01..2025-09-30 Ménière's disease of the right ear";
        assert_eq!(shown(sets, Set::Icd10Cm, "H81.01", on), right);
        assert_eq!(
            shown(sets, Set::Icd10Cm, "H81.0", on),
            "header 2025-04-01..2025-09-30 Ménière's disease of the ear"
        );
        assert_eq!(shown(sets, Set::Icd10Cm, "H81.01", date(2025, 3, 31)), "not checked");
        let entry = sets.icd10cm().lookup(Icd10::parse("H81.01").unwrap(), on).valid().unwrap();
        assert!(!entry.flags.are_known(), "an order file carries no edit flags");
    });
}

#[test]
fn an_order_file_of_procedures() {
    // The name does not say what it is of: the codes do.
    with_sets(&[("order_2026.txt", pcs_order().as_bytes())], |imported, sets| {
        assert_eq!(editions(imported), ["icd10pcs FY2026 2025-10-01..2026-09-30 2"]);
        let on = date(2026, 1, 1);
        assert_eq!(shown(sets, Set::Icd10Pcs, "0DTJ4ZZ", on), "billable 2025-10-01..2026-09-30 Appendix out");
        assert_eq!(shown(sets, Set::Icd10Pcs, "0DT", on), "header 2025-10-01..2026-09-30 Resection, digestive");
    });
}

#[test]
fn a_code_file_has_headers_that_follow_from_its_codes() {
    with_sets(&[("icd10cm_codes_2024.txt", CODES.as_bytes())], |imported, sets| {
        assert_eq!(editions(imported), ["icd10cm FY2024 2023-10-01..2024-09-30 8"]);
        assert_eq!(counts(sets, Set::Icd10Cm), (2, 6));
        let on = date(2024, 1, 1);
        assert_eq!(shown(sets, Set::Icd10Cm, "S52.501", on), "header 2023-10-01..2024-09-30 untitled");
    });
    with_sets(&[("icd10pcs_codes_2024.txt", b"0DTJ4ZZ Appendix out\n")], |imported, sets| {
        assert_eq!(editions(imported), ["icd10pcs FY2024 2023-10-01..2024-09-30 2"]);
        assert_eq!(counts(sets, Set::Icd10Pcs), (1, 1));
    });
}

#[test]
fn the_order_file_counts_whichever_comes_first() {
    let order = order();
    let (order, codes) = (("icd10cm_order_2025.txt", order.as_bytes()), ("icd10cm_codes_2025.txt", CODES.as_bytes()));
    for files in [[order, codes], [codes, order]] {
        with_sets(&files, |imported, sets| {
            assert_eq!(editions(imported), ["icd10cm FY2025 2024-10-01..2025-09-30 4"]);
            let title = shown(sets, Set::Icd10Cm, "H81.01", date(2025, 1, 1));
            assert!(title.ends_with("Ménière's disease of the right ear"), "{title}");
        });
    }
}

#[test]
fn a_tabular_list_becomes_notes_and_names_codes_without_a_title() {
    // The second code file has titles for none of the headers.
    let codes = "E119    Own title\n";
    let files = [("icd10cm_tabular_2026.xml", LIST.as_bytes()), ("icd10cm_codes_2026.txt", codes.as_bytes())];
    with_sets(&files, |imported, sets| {
        let expected = ["icd10cm FY2026 2025-10-01..2026-09-30 2", "icd10cm-tabular FY2026 2025-10-01..2026-09-30 17"];
        assert_eq!(editions(imported), expected);
        let on = date(2026, 1, 1);
        let tabular = sets.icd10cm().tabular(on).unwrap();
        assert_eq!(tabular.edition().edition, "FY2026");
        let excluded = tabular.excludes1(Icd10::parse("E11.9").unwrap(), Icd10::parse("E10.9").unwrap()).unwrap();
        assert_eq!(excluded.text, "type 1 diabetes mellitus (E10.-)");
        assert_eq!(
            tabular.notes(Icd10::parse("E11.9").unwrap()).filter(|note| note.kind == NoteKind::Includes).count(),
            1
        );
        assert_eq!(shown(sets, Set::Icd10Cm, "E11", on), "header 2025-10-01..2026-09-30 Type 2 diabetes mellitus");
        assert_eq!(shown(sets, Set::Icd10Cm, "E11.9", on), "billable 2025-10-01..2026-09-30 Own title");
    });
    // Only the name tells April.
    let april = imported(&[("icd10cm-tabular-April-2026.xml", LIST.as_bytes())]);
    assert_eq!(editions(&april), ["icd10cm-tabular FY2026-04 2026-04-01..2026-09-30 17"]);
}

const ADDENDA: &str = "Add:         0 H81     Disorders of balance     Disorders of balance organs\n\
                       Add:         1 H8101   Right ear     Right ear\n\
                       Delete:      1 H81     Disorders     Disorders\n\
                       Delete:      1 H8199   Gone     Gone\n\
                       Revise from: 1 S52501A Old     Old\n\
                       Revise to:   1 S52501A New     New\n";

fn addenda_note(files: &[(&str, &[u8])]) -> (Option<String>, Vec<String>) {
    let imported = imported(files);
    let member = imported.members.iter().find(|member| member.kind == Some("ICD-10 addenda")).unwrap();
    (member.note.clone(), imported.flaws.iter().map(ToString::to_string).collect())
}

#[test]
fn addenda_are_told_and_compared() {
    let order = order();
    let order = ("icd10cm_order_2025.txt", order.as_bytes());
    let name = "icd10cm_order_addenda_2025.txt";
    let (alone, flaws) = addenda_note(&[(name, ADDENDA.as_bytes())]);
    let told = "would add 2, delete 2 and revise 1 codes; ";
    let unread = format!("{told}not read: the order file of the edition has these changes in it");
    assert_eq!((alone, flaws), (Some(unread), vec![]));
    let (both, flaws) = addenda_note(&[order, (name, ADDENDA.as_bytes())]);
    assert_eq!((both, flaws), (Some(format!("{told}the order file of FY2025 has them all")), vec![]));
    let (_, flaws) = addenda_note(&[(name, ADDENDA.replace("H8199", "H-199").as_bytes())]);
    assert_eq!(flaws, ["icd10cm_order_addenda_2025.txt, row 4, column 1: expected a code after the change"]);
    let other = ADDENDA.replace("1 H8101 ", "0 H8101 ").replace("1 H8199 ", "1 S52501A ");
    let (differing, flaws) = addenda_note(&[order, (name, other.as_bytes())]);
    assert_eq!(differing, Some(format!("{told}the order file of FY2025 differs in 2")));
    assert_eq!(
        flaws,
        [
            "icd10cm_order_addenda_2025.txt, row 2, column 1: the order file of FY2025 has another H8101",
            "icd10cm_order_addenda_2025.txt, row 4, column 1: the order file of FY2025 has another S52501A",
        ]
    );
}

const CONVERSION: &str = "ICD-10-CM Conversion Table FY2025\n\
                          Current code assignment,Effective,Previous Code(s) Assignment\n\
                          E16.A1,10/1/2024,\"E16.1, E16.2\"\n\
                          E16.A2,2025,E16.1\n\
                          T40.711A,\"October 1, 2021\",T40.7X1A\n\
                          Z99.9,2017,None\n\
                          A note below the table.,,\n";

#[test]
fn a_conversion_table_names_replacements_and_nothing_else() {
    let order = order();
    let files =
        [("icd10cm_order_2025.txt", order.as_bytes()), ("icd10cm_conversion_table_FY2025.csv", CONVERSION.as_bytes())];
    with_sets(&files, |imported, sets| {
        let expected = ["icd10cm FY2025 2024-10-01..2025-09-30 4", "icd10cm conversion-2024-10-01 2016-10-01..open 4"];
        assert_eq!(editions(imported), expected);
        let codes = sets.codes(Set::Icd10Cm).unwrap();
        let replaced = |code| -> Vec<String> {
            let found = codes.replacements(AnyCode::parse(code).unwrap());
            found.map(|(code, day)| format!("{code} from {day}")).collect()
        };
        assert_eq!(replaced("E16.1"), ["E16A1 from 2024-10-01", "E16A2 from 2024-10-01"]);
        assert_eq!(replaced("E16.2"), ["E16A1 from 2024-10-01"]);
        assert_eq!(replaced("T40.7X1A"), ["T40711A from 2021-10-01"]);
        // The table covers no date: only the order file says what is valid, and names the edition.
        assert_eq!(shown(sets, Set::Icd10Cm, "H81.01", date(2020, 1, 1)), "not checked");
        assert_eq!(sets.edition_on(Set::Icd10Cm, date(2025, 1, 1)).unwrap().edition, "FY2025");
        assert_eq!(sets.edition_on(Set::Icd10Cm, date(2020, 1, 1)), None);
    });
}

#[test]
fn what_is_wrong_is_told_with_its_place() {
    let name = "icd10cm_order_2025.txt";
    let good = order();
    check_broken(
        name,
        &good.replace("00003 H8101 ", "00003 H81o1 "),
        &[
            "icd10cm_order_2025.txt, row 3, column 7: found \"H81o1\", expected an ICD-10-CM code: a letter, a digit, a \
           letter or digit, and up to four more",
        ],
    );
    check_broken(
        name,
        &good.replace("00004 S52501A 1", "00004 H8101   1"),
        &["icd10cm_order_2025.txt, row 4, column 7: H8101 stands in row 3 already"],
    );
    check_broken(
        name,
        &good.replace("00002 H810    0", "00002 H810    2"),
        &[
            "icd10cm_order_2025.txt, row 2, column 1: expected an order number, a code in columns 7-13 and 0 or 1 in column 15",
        ],
    );
    let cut = good.trim_end().rsplit_once("1 Broken").unwrap().0;
    check_broken(name, &format!("{cut}1"), &["icd10cm_order_2025.txt, row 4, column 17: S52501A has no title"]);
    let many: String = (10..40).map(|number| format!("H81{number}   Title {number}\n")).collect();
    check_broken(
        "icd10cm_codes_2025.txt",
        &format!("{many}H8110   Again\nH8103\n"),
        &[
            "icd10cm_codes_2025.txt, row 31, column 1: H8110 stands in row 1 already",
            "icd10cm_codes_2025.txt, row 32, column 1: expected a code, blanks, and its title",
        ],
    );
    check_broken(
        "icd10cm_tabular_2026.xml",
        &LIST.replace("<name>4</name>", "<name>four</name>"),
        &["icd10cm_tabular_2026.xml, row 10, column 15: expected a chapter number"],
    );
    check_broken(
        "conversion.csv",
        &CONVERSION.replace("E16.A2,2025", "E16.A2,soon").replace("E16.2", "E1/2"),
        &[
            "conversion.csv, row 3, column 3: found \"E1/2\", expected an ICD-10-CM code: a letter, a digit, a letter or \
           digit, and up to four more",
            "conversion.csv, row 4, column 2: found \"soon\", expected a day or a fiscal year",
        ],
    );
}
