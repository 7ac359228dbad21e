use cleanclaim_codes::{CodeSets, Image, Set};
use jiff::civil::date;

const EDITIONS: &str = "set\tedition\tfrom\tto\tsource\tlicence\nglossary\tour own\t2026-01-01\t\twritten here\tours\n";

fn records(table: &str) -> Result<Vec<u8>, cleanclaim_import::ImportError> {
    let files = [("editions.tsv", EDITIONS.as_bytes()), ("glossary/our own.part.tsv", table.as_bytes())];
    cleanclaim_import::image_of(files)
}

#[test]
fn records_keep_their_columns_and_days() {
    let table = "key\tfrom\tto\tmeaning\tweight:2\tsince:day\n\
                 mi\t\t\tmyocardial infarction\t1.5\t1990-01-01\n\
                 ms\t\t2026-06-30\tmitral stenosis\t\t\n\
                 ms\t2026-07-01\t\tmultiple sclerosis\t-0.25\t\n";
    let bytes = records(table).unwrap();
    let sets = CodeSets::new(&[Image::from_bytes(&bytes).unwrap()]);
    let glossary = sets.records(Set::Glossary, date(2026, 6, 1)).unwrap();
    assert_eq!((glossary.len(), glossary.edition().rows), (3, 3));
    let (meaning, weight) = (glossary.column("meaning").unwrap(), glossary.column("weight").unwrap());
    let found: Vec<_> =
        glossary.on("ms", date(2026, 7, 1)).map(|row| (row.text(meaning), row.number(weight))).collect();
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].0, found[0].1.unwrap().to_string()), (Some("multiple sclerosis"), "-0.25".to_owned()));
    let mi = glossary.under("mi").next().unwrap();
    assert_eq!(mi.day(glossary.column("since").unwrap()), Some(date(1990, 1, 1)));
    assert_eq!(glossary.under("m").count() + glossary.under("mia").count(), 0);
    assert_eq!(glossary.starting_with("m").count(), 3);
    assert!(sets.records(Set::Glossary, date(2025, 12, 31)).is_none(), "no edition counts on that day: not checked");
}

#[test]
fn records_that_cannot_be_read_name_row_and_column() {
    let error = |table: &str| records(table).unwrap_err().to_string();
    assert_eq!(
        error("key\tfrom\tmeaning\n"),
        "glossary/our own.part.tsv: row 1, column 1: expected the header \"key from to, then NAME, NAME:day or NAME:DIGITS\""
    );
    assert_eq!(
        error("key\tfrom\tto\tw:x\n"),
        "glossary/our own.part.tsv: row 1, column 4: expected the header \"key from to, then NAME, NAME:day or NAME:DIGITS\""
    );
    assert_eq!(
        error("key\tfrom\tto\tw:1\na\t\t\t0.25\n"),
        "glossary/our own.part.tsv: row 2, column 4: expected a number with no more digits after the point than the column has"
    );
    assert_eq!(
        error("key\tfrom\tto\tw\na\t2026\t\tx\n"),
        "glossary/our own.part.tsv: row 2, column 2: expected a day like 2025-10-01"
    );
    assert_eq!(
        error("key\tfrom\tto\tw\na\t\tx\n"),
        "glossary/our own.part.tsv: row 2, column 3: expected 4 fields, found 3"
    );
    assert!(error("key\tfrom\tto\tw\n\t\t\tx\n").contains("is not a key of glossary"));
}
