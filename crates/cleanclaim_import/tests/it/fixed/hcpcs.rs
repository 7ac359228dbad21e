use cleanclaim_codes::Set;
use jiff::civil::date;

use super::{check_broken, counts, editions, imported, published, record, shown, with_sets};

/// A first line of the contractor file: code, kind, long and short description, and fields at their columns.
fn first(code: &str, kind: u8, long: &str, short: &str, fields: &[(usize, &str)]) -> String {
    let mut line: Vec<char> = format!("{code:>5}00100{kind}{long:<80}{short:<28}").chars().collect();
    line.resize(320, ' ');
    for (column, text) in fields {
        line.splice(column - 1..column - 1 + text.len(), text.chars());
    }
    line.into_iter().collect()
}

fn more(code: &str, sequence: &str, kind: u8, long: &str) -> String {
    format!("{code:>5}{sequence}{kind}{long:<80}")
}

/// A brace whose description goes on, a code that ended, a modifier of two lines.
fn contractor() -> String {
    let dates = |added, action, ended| [(269, added), (277, action), (285, ended)];
    let mut brace = vec![(120, "38"), (122, "99"), (128, "A"), (147, "2130"), (205, "L0100"), (230, "C"), (257, "D1F")];
    brace.extend([(253, "0013"), (261, "PA"), (266, "  0"), (293, "N")]);
    brace.extend(dates("20040401", "20040401", "        "));
    let mut ended = vec![(233, "180101"), (293, "D"), (171, "1862(a)(7)")];
    ended.extend(dates("20100101", "20190101", "20181231"));
    let mut modifier = vec![(230, "D"), (293, "N")];
    modifier.extend(dates("19840101", "20010101", "        "));
    [
        "***Disclaimers".to_owned(),
        String::new(),
        "   A line of prose that is no record.".to_owned(),
        first("ZQ", 7, "Watched over by a physician in more than", "Watched by md", &modifier),
        more("ZQ", "00200", 8, "four rooms"),
        first("L9112", 3, "Brace of the neck, with or without soft", "Neck brace", &brace),
        more("L9112", "00200", 4, "parts, fitted,"),
        more("L9112", "00300", 4, "each"),
        first("Q9001", 3, "Old test", "Old test", &ended),
    ]
    .join("\r\n")
}

const ON: jiff::civil::Date = date(2018, 6, 1);

#[test]
fn a_contractor_file() {
    with_sets(&[("HCPC2019_CONTR_ANWEB.txt", contractor().as_bytes())], |imported, sets| {
        assert_eq!(
            editions(imported),
            [
                "hcpcs 2019-01 2015-01-01..open 2",
                "modifier 2019-01 2015-01-01..open 1",
                "hcpcs-detail 2019-01 2019-01-01..open 3"
            ]
        );
        let brace = "billable 2004-04-01..open Brace of the neck, with or without soft parts, fitted, each";
        assert_eq!(shown(sets, Set::Hcpcs, "L9112", ON), brace);
        assert_eq!(shown(sets, Set::Hcpcs, "Q9001", ON), "billable 2010-01-01..2018-12-31 Old test");
        assert_eq!(shown(sets, Set::Hcpcs, "Q9001", date(2019, 1, 1)), "other days 2010-01-01..2018-12-31 Old test");
        let modifier = "billable 1984-01-01..open Watched over by a physician in more than four rooms";
        assert_eq!(shown(sets, Set::Modifier, "ZQ", ON), modifier);
        let detail = "short=Neck brace|pricing=38 99|multiple_pricing=A|carriers_manual=2130|cross_reference=L0100|\
                      coverage=C|processing_note=0013|betos=D1F|type_of_service=P A|anesthesia_units=0|\
                      added=2004-04-01|action_from=2004-04-01|action=N|sequence=00100";
        assert_eq!(record(sets, Set::HcpcsDetail, "L9112", date(2019, 1, 1)), [detail]);
        let ended = record(sets, Set::HcpcsDetail, "Q9001", date(2019, 1, 1));
        assert!(ended[0].contains("asc_from=2018-01-01") && ended[0].contains("statute=1862(a)(7)"), "{ended:?}");
    });
}

#[test]
fn a_file_without_a_name_counts_from_its_newest_action() {
    let found = imported(&[("codes.txt", contractor().as_bytes())]);
    assert_eq!(editions(&found)[2], "hcpcs-detail 2019-01 2019-01-01..open 3");
}

#[test]
fn a_contractor_file_that_is_wrong() {
    let name = "HCPC2019_CONTR_ANWEB.txt";
    let lines: Vec<String> = contractor().lines().map(str::to_owned).collect();
    let with = |row: usize, line: String| {
        let mut changed = lines.clone();
        changed[row - 1] = line;
        changed.join("\n")
    };
    let start = |row: usize, until: usize| lines[row - 1][..until].to_owned();
    check_broken(
        name,
        &with(9, start(9, 200)),
        &["HCPC2019_CONTR_ANWEB.txt, row 9, column 201: the line ends after column 200, expected 293 or more"],
    );
    check_broken(
        name,
        &with(7, more("L9113", "00200", 4, "parts")),
        &["HCPC2019_CONTR_ANWEB.txt, row 7, column 1: found a continuation of L9113 without its first line"],
    );
    check_broken(
        name,
        &with(9, lines[8].replace("20181231", "20181331")),
        &["HCPC2019_CONTR_ANWEB.txt, row 9, column 285: terminated: found \"20181331\", expected a day"],
    );
    check_broken(
        name,
        &with(9, lines[8].replace("20181231", "20081231")),
        &["HCPC2019_CONTR_ANWEB.txt, row 9, column 285: terminated on 2008-12-31, before it was added on 2010-01-01"],
    );
    check_broken(
        name,
        &with(9, lines[8].replace("Q9001", "L9112")),
        &["HCPC2019_CONTR_ANWEB.txt, row 9, column 1: L9112 stands in row 6 already"],
    );
    check_broken(
        name,
        &with(8, "L9112003xx4each".to_owned()),
        &[
            "HCPC2019_CONTR_ANWEB.txt, row 8, column 6: expected a sequence number in columns 6-10 and 3, 4, 7 or 8 in 11",
        ],
    );
}

const WORKBOOK: &str = "A note above the table\t\t\t\n\
     HCPC\tSEQNUM\tRECID\tLONG DESCRIPTION\tSHORT DESCRIPTION\tPRICE1\tPRICE2\tMULT_PI\tCOV\tTOS1\tTOS2\tANEST_BU\tADD DT\tACT EFF DT\tTERM DT\tACTION CD\n\
     L9112\t0010\t3\tBrace of the neck,\tNeck brace\t38\t99\tA\tC\tP\tA\t  0\t20040401\t20200701\t\tC\n\
     L9112\t0020\t4\teach\t\t\t\t\t\t\t\t\t\t\t\t\n\
     \u{20}  ZQ\t0010\t7\tWatched over\tWatched\t\t\t\tD\t\t\t\t19840101\t20010101\t20191231\tD\n";

#[test]
fn a_table_with_the_workbooks_columns() {
    with_sets(&[("HCPC2020_OCT_ANWEB.txt", WORKBOOK.as_bytes())], |imported, sets| {
        assert_eq!(
            editions(imported),
            [
                "hcpcs 2020-10 2016-10-01..open 1",
                "modifier 2020-10 2016-10-01..open 1",
                "hcpcs-detail 2020-10 2020-10-01..open 2"
            ]
        );
        assert_eq!(shown(sets, Set::Hcpcs, "L9112", ON), "billable 2004-04-01..open Brace of the neck, each");
        assert_eq!(shown(sets, Set::Modifier, "ZQ", ON), "billable 1984-01-01..2019-12-31 Watched over");
        let detail = "short=Neck brace|pricing=38 99|multiple_pricing=A|coverage=C|type_of_service=P A|\
                      anesthesia_units=0|added=2004-04-01|action_from=2020-07-01|action=C|sequence=0010";
        assert_eq!(record(sets, Set::HcpcsDetail, "L9112", date(2020, 10, 1)), [detail]);
    });
    check_broken(
        "HCPC2020_OCT_ANWEB.txt",
        &WORKBOOK.replace("\t4\teach", "\t5\teach").replace("20191231", "soon").replace("  0", "few"),
        &[
            "HCPC2020_OCT_ANWEB.txt, row 4, column 3: found \"5\", expected 3, 4, 7 or 8",
            "HCPC2020_OCT_ANWEB.txt, row 3, column 12: anesthesia_units: found \"few\", expected a whole number",
            "HCPC2020_OCT_ANWEB.txt, row 5, column 15: terminated: found \"soon\", expected a day",
        ],
    );
}

const FLAT: &str = "hcpcs_code\tprice\tmulti\tcov\ttos\taction\txref\tdate_term\tdate_added\tdate_action\n\
                    L9112\t38\tA\tC\tP:A\tN\t\t\t2004-04-01\t2024-07-01\n\
                    Q9001\t00\t9\tD\t1\tD\tQ9002, Q9003\t2023-12-31\t2010-01-01\t2024-01-01\n";
const FLAT_TITLES: &str = "hcpcs_code\thcpcs_desc_type\thcpcs_description\n\
                           L9112\tLong\tBrace of the neck\nL9112\tShort\tNeck brace\n\
                           Q9001\tLong\tOld test\nQ9001\tShort\tOld test\n";
const FLAT_MODIFIERS: &str = "mod_code\tmod_type\tmod_category\tmod_description\n\
                              ZQ\tHCPCS\tGeneral\tWatched over\nZR\tHCPCS\t\tNot watched\nZQ\tHCPCS\tTherapy\tWatched over\n";

#[test]
fn flattened_tables_belong_together() {
    let codes = ("hcpcs_lvl2.tsv", FLAT.as_bytes());
    let titles = ("two_descriptions.tsv", FLAT_TITLES.as_bytes());
    for files in [[codes, titles], [titles, codes]] {
        with_sets(&files, |imported, sets| {
            let expected = ["hcpcs 2024-07 2020-07-01..open 2", "hcpcs-detail 2024-07 2024-07-01..open 2"];
            assert_eq!(editions(imported), expected);
            let on = date(2023, 1, 1);
            assert_eq!(shown(sets, Set::Hcpcs, "L9112", on), "billable 2004-04-01..open Brace of the neck");
            assert_eq!(shown(sets, Set::Hcpcs, "Q9001", on), "billable 2010-01-01..2023-12-31 Old test");
            let detail = record(sets, Set::HcpcsDetail, "Q9001", date(2024, 7, 1));
            assert!(
                detail[0].contains("cross_reference=Q9002 Q9003") && detail[0].contains("coverage=D"),
                "{detail:?}"
            );
        });
    }
    let alone = imported(&[titles]);
    assert!(alone.editions.is_empty() && alone.flaws.is_empty());
    assert!(alone.members[0].note.as_deref().unwrap().starts_with("2 titles for the HCPCS codes"));
    with_sets(&[("modifiers.tsv", FLAT_MODIFIERS.as_bytes())], |imported, sets| {
        assert_eq!(editions(imported), ["modifier 2026-11 2026-11-23..open 2"]);
        assert_eq!(imported.flaws.len(), 1, "the days are not known");
        assert_eq!(shown(sets, Set::Modifier, "ZQ", super::TODAY), "billable 2026-11-23..open Watched over");
    });
    check_broken(
        "modifiers.tsv",
        &FLAT_MODIFIERS.replace("ZR", "ZRX"),
        &["modifiers.tsv, row 3, column 1: found \"ZRX\", expected a modifier of two letters and digits"],
    );
    check_broken(
        "hcpcs_lvl2.tsv",
        &FLAT.replace("Q9001", "Q901"),
        &[
            "hcpcs_lvl2.tsv, row 3, column 1: found \"Q901\", expected a procedure code of five letters and digits or a \
           modifier of two",
        ],
    );
}

const NOTES: &str = "                    PROCESSING NOTES\n ____________\n\n\
     \u{20}         0001--THIS NOTE IS GONE.                        *\n\
     \u{20}                                                        *\n\
     \u{20}         0002--TEXT OF A NOTE THAT                       *\n\
     \u{20}               GOES ON BELOW.                            *\n";

#[test]
fn processing_notes_and_the_record_layout() {
    with_sets(&[("proc_notes_2019.txt", NOTES.as_bytes())], |imported, sets| {
        assert_eq!(editions(imported), ["hcpcs-note 2019-01 2019-01-01..open 2"]);
        let on = date(2019, 1, 1);
        assert_eq!(record(sets, Set::HcpcsNote, "0002", on), ["text=TEXT OF A NOTE THAT GOES ON BELOW."]);
    });
    check_broken(
        "proc_notes_2019.txt",
        &NOTES.replace("0002--", "0001--"),
        &["proc_notes_2019.txt, row 6, column 1: note 0001 stands in row 4 already"],
    );
    let layout = imported(&[("layout.txt", b"CMS RIF REPORT\n***  HCPCS Contractor Record - 2019\n".as_slice())]);
    assert!(layout.editions.is_empty() && layout.flaws.is_empty());
    assert_eq!(layout.members[0].kind, Some("HCPCS record layout"));
}

#[test]
fn the_published_contractor_files() {
    for (path, from, codes, modifiers) in [
        ("HCPC17_CONTR_ANWEB.txt.zst", 2017, 6155, 343),
        ("HCPC2018_CONTR_ANWEB_disc.txt.zst", 2018, 6205, 354),
        ("HCPC2019_CONTR_ANWEB.txt.zst", 2019, 6440, 360),
    ] {
        let Some(bytes) = published(&format!("hcpcs/{path}")) else { return };
        with_sets(&[(path, &bytes)], |imported, sets| {
            assert_eq!(
                editions(imported),
                [
                    format!("hcpcs {from}-01 {}-01-01..open {codes}", from - 4),
                    format!("modifier {from}-01 {}-01-01..open {modifiers}", from - 4),
                    format!("hcpcs-detail {from}-01 {from}-01-01..open {}", codes + modifiers),
                ]
            );
            assert_eq!(counts(sets, Set::Hcpcs), (codes, 0));
            let on = date(from, 6, 1);
            assert_eq!(
                shown(sets, Set::Hcpcs, "L0112", on),
                "billable 2004-01-01..open Cranial cervical orthosis, congenital torticollis type, with or without soft \
                 interface material, adjustable range of motion joint, custom fabricated"
            );
            let tr = shown(sets, Set::Modifier, "TR", on);
            assert!(tr.ends_with("outside the public school district responsible for the student"), "{tr}");
            let detail = record(sets, Set::HcpcsDetail, "A0021", on);
            assert!(detail[0].contains("cross_reference=A0030") && detail[0].contains("betos=O1A"), "{detail:?}");
        });
    }
}

#[test]
fn the_published_workbook() {
    let Some(bytes) = published("hcpcs/anweb_2020_10.xlsx") else { return };
    with_sets(&[("anweb_2020_10.xlsx", &bytes)], |imported, sets| {
        assert_eq!(
            editions(imported),
            [
                "hcpcs 2020-10 2016-10-01..open 6825",
                "modifier 2020-10 2016-10-01..open 371",
                "hcpcs-detail 2020-10 2020-10-01..open 7196"
            ]
        );
        let on = date(2020, 11, 1);
        let title = "billable 1995-01-01..open Als routine disposable supplies";
        assert_eq!(shown(sets, Set::Hcpcs, "A0398", on), title);
        let detail = record(sets, Set::HcpcsDetail, "A4305", on);
        assert!(detail[0].contains("betos=D1A|type_of_service=9|anesthesia_units=0|added=1993-01-01"), "{detail:?}");
    });
}

#[test]
fn the_published_tables_notes_and_layout() {
    let read = |name: &str| published(&format!("hcpcs/{name}.zst"));
    let (Some(codes), Some(titles)) = (read("hcpcs_lvl2.tsv"), read("two_descriptions.tsv")) else { return };
    let (Some(modifiers), Some(notes), Some(layout)) =
        (read("modifiers.tsv"), read("proc_notes_2019.txt"), read("HCPCS2019_recordlayout.txt"))
    else {
        return;
    };
    let files: [(&str, &[u8]); 5] = [
        ("hcpcs_lvl2.tsv.zst", &codes),
        ("two_descriptions.tsv.zst", &titles),
        ("modifiers.tsv.zst", &modifiers),
        ("proc_notes_2019.txt.zst", &notes),
        ("HCPCS2019_recordlayout.txt.zst", &layout),
    ];
    with_sets(&files, |imported, sets| {
        assert_eq!(
            editions(imported),
            [
                "hcpcs 2024-07 2020-07-01..open 8033",
                "modifier 2026-11 2026-11-23..open 426",
                "hcpcs-detail 2024-07 2024-07-01..open 8033",
                "hcpcs-note 2019-01 2019-01-01..open 218",
            ]
        );
        let codes = sets.codes(Set::Hcpcs).unwrap();
        let untitled = codes.iter().filter(|index| codes.entry_at(*index).unwrap().title().is_none()).count();
        assert_eq!(untitled, 0);
        assert_eq!(
            shown(sets, Set::Hcpcs, "A0021", date(2024, 7, 1)),
            "billable 1985-01-01..open Ambulance service, outside state per mile, transport (medicaid only)"
        );
        assert!(shown(sets, Set::Hcpcs, "C9113", date(2024, 7, 1)).starts_with("other days 2002-01-01..2024-06-30"));
        assert!(record(sets, Set::HcpcsNote, "0013", date(2024, 1, 1))[0].ends_with("JULY 1990."));
    });
}
