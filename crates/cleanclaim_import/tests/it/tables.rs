use cleanclaim_codes::{CodeKind, MceFlags, Row};
use cleanclaim_import::tsv;
use jiff::civil::date;

const HEADER: &str = "code\tfrom\tto\tkind\tflags\ttitle\n";

/// Reads a table of codes; the first error if there is one.
fn read(body: &str) -> Result<usize, String> {
    let text = format!("{HEADER}{body}");
    let rows = tsv::codes(text.as_bytes()).map_err(|error| error.to_string())?;
    rows.collect::<Result<Vec<_>, _>>().map(|rows| rows.len()).map_err(|error| error.to_string())
}

fn check(body: &str, expected: &str) {
    assert_eq!(read(body), Err(expected.to_owned()));
}

#[test]
fn what_is_written_reads_back() {
    let row = Row {
        code: "N400",
        from: date(2015, 10, 1),
        to: Some(date(2024, 9, 30)),
        kind: CodeKind::Billable,
        flags: MceFlags::MALE_ONLY | MceFlags::ADULT,
        title: Some("Benign prostatic\thyperplasia\n"),
    };
    let mut writer = tsv::Writer::new(&tsv::CODES);
    writer.code(&row);
    writer.code(&Row { to: None, kind: CodeKind::Header, flags: MceFlags::NONE, title: None, ..row });
    let text = writer.finish();
    assert_eq!(
        text,
        format!(
            "{HEADER}N400\t2015-10-01\t2024-09-30\tbillable\tmale,adult\tBenign prostatic hyperplasia \n\
             N400\t2015-10-01\t\theader\t\t\n"
        )
    );
    let rows: Vec<_> = tsv::codes(text.as_bytes()).unwrap().map(Result::unwrap).collect();
    assert_eq!((rows[0].code, rows[0].from, rows[0].to, rows[0].flags), (row.code, row.from, row.to, row.flags));
    assert_eq!((rows[1].kind, rows[1].title, rows[1].to), (CodeKind::Header, None, None));
}

#[test]
fn errors_name_row_and_column() {
    assert_eq!(read("E119\t2015-10-01\t\tbillable\t\t\n"), Ok(1));
    check("E119\t2015-10-01\t\tbillable\t\n", "row 2, column 5: expected 6 fields, found 5");
    check("E119\t2015-10-01\t\tbillable\t\t\t\n", "row 2, column 7: expected 6 fields, found 7");
    check("E119\t2015-13-01\t\tbillable\t\t\n", "row 2, column 2: expected a day like 2025-10-01");
    check("E119\t20151001\t\tbillable\t\t\n", "row 2, column 2: expected a day like 2025-10-01");
    check("E119\t2015-10-01\topen\tbillable\t\t\n", "row 2, column 3: expected a day like 2025-10-01");
    check("E119\t2015-10-01\t\tyes\t\t\n", "row 2, column 4: expected billable or header");
    check(
        "E119\t2015-10-01\t\tbillable\tmale,young\t\n",
        "row 2, column 5: expected names of edit flags, separated by commas",
    );
    check(
        "E119\t2015-10-01\t\tbillable\t\t\ne11.9\t2015-10-01\t\tbillable\t\t\n",
        "row 3, column 1: expected a code of 1 to 8 upper-case letters and digits",
    );
    let error = tsv::codes(b"code;from\n").map(|_| ()).unwrap_err();
    assert_eq!(error.to_string(), "row 1, column 1: expected the header \"code from to kind flags title\"");
    let error = tsv::codes(b"code\tfrom\nE119\t\xff").map(|_| ()).unwrap_err();
    assert_eq!(error.to_string(), "row 2, column 6: expected UTF-8 text");
}

#[test]
fn tabular_lists_and_editions_are_checked() {
    let tabular = |body: &str| {
        let text = format!("at\tkind\ttext\n{body}");
        tsv::tabular(text.as_bytes())
            .unwrap()
            .collect::<Result<Vec<_>, _>>()
            .map(|rows| rows.len())
            .map_err(|e| e.to_string())
    };
    assert_eq!(tabular("4\tchapter\tx\nE08-E13\tblock\tx\nE11\tcode\tx\nE11\texcludes1\tx\n"), Ok(4));
    assert_eq!(tabular("300\tchapter\tx\n"), Err("row 2, column 1: expected a chapter number".to_owned()));
    assert_eq!(
        tabular("E11\texcludes3\tx\n"),
        Err("row 2, column 2: expected chapter, block, code or a kind of note".to_owned())
    );
    let edition = b"set\tedition\tfrom\tto\tsource\tlicence\nicd11\tx\t2025-10-01\t\t\t\n";
    let error = tsv::editions(edition).unwrap().next().unwrap().unwrap_err();
    assert_eq!(error.to_string(), "row 2, column 1: expected the name of a set");
}
