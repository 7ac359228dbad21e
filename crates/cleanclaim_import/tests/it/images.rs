use cleanclaim_codes::{CodeSets, Extent, Image, Lookup};
use cleanclaim_import::{UnpackError, image_of, tabular, unpack};
use cleanclaim_model::Icd10;
use jiff::civil::date;

use crate::LIST;

const EDITIONS: &str = "set\tedition\tfrom\tto\tsource\tlicence\n\
    icd10cm\tFY2026\t2025-10-01\t2026-09-30\ta file\tpublic domain\n\
    icd10cm-tabular\tFY2026\t2025-10-01\t\ta list\tpublic domain\n";
const CODES: &str = "code\tfrom\tto\tkind\tflags\ttitle\n\
    E11\t2015-10-01\t\theader\t\tType 2 diabetes mellitus\n\
    E119\t2015-10-01\t\tbillable\tqadm\tType 2 diabetes mellitus without complications\n";

/// The error of an image made of these files.
fn check(files: &[(&str, &str)], expected: &str) {
    let files = files.iter().map(|(name, text)| (*name, text.as_bytes()));
    assert_eq!(image_of(files).unwrap_err().to_string(), expected);
}

#[test]
fn from_the_publishers_list_to_an_answer() {
    let list = tabular::read(LIST.as_bytes()).unwrap().to_tsv();
    let files = [
        ("editions.tsv", EDITIONS.as_bytes()),
        ("icd10cm/all.tsv", CODES.as_bytes()),
        ("icd10cm-tabular/FY2026.tsv", list.as_bytes()),
    ];
    let bytes = image_of(files).unwrap();
    assert_eq!(bytes, image_of(files).unwrap());
    let image = Image::from_bytes(&bytes).unwrap();
    image.verify().unwrap();
    let sets = CodeSets::new(&[image]);
    let (e119, p702) = (Icd10::parse("E11.9").unwrap(), Icd10::parse("P70.2").unwrap());
    let on = date(2026, 1, 1);
    assert!(matches!(sets.icd10cm().lookup(e119, on), Lookup::Billable(_)));
    let hit = sets.icd10cm().tabular(on).unwrap().excludes1(e119, p702).unwrap();
    assert_eq!((hit.listed_at.to_string().as_str(), hit.text), ("chapter 4", "disorders of the newborn (P70-P74)"));
    assert_eq!(sets.editions().map(|edition| edition.licence).collect::<Vec<_>>(), ["public domain"; 2]);
}

#[test]
fn errors_name_the_file() {
    check(&[("notes.txt", "")], "notes.txt: expected editions.tsv or SET/NAME.tsv with or without .zst");
    check(&[("icd11/all.tsv", "")], "icd11/all.tsv: expected editions.tsv or SET/NAME.tsv with or without .zst");
    check(
        &[("editions.tsv", EDITIONS), ("icd10cm/all.tsv", "code\n")],
        "icd10cm/all.tsv: row 1, column 1: expected the header \"code from to kind flags title\"",
    );
    check(&[("icd10cm/all.tsv.zst", CODES)], "icd10cm/all.tsv.zst: not a complete zstd file");
    check(
        &[("editions.tsv", EDITIONS), ("icd10cm-tabular/FY1999.tsv", "at\tkind\ttext\n")],
        "icd10cm-tabular/FY1999.tsv: the table of editions has no edition of this name for the set",
    );
    let twice = format!("{CODES}E119\t2020-01-01\t\tbillable\t\t\n");
    check(&[("icd10cm/all.tsv", &twice)], "E119 of icd10cm: two rows are in force on 2020-01-01");
}

#[test]
fn compressed_files_are_unpacked_up_to_a_limit() {
    let bomb = include_bytes!("../../../../fixtures/fuzz/import_zst/bomb");
    assert_eq!(unpack(bomb, 3_000_000).map(|bytes| bytes.len()), Ok(3_000_000));
    assert_eq!(unpack(bomb, 2_999_999), Err(UnpackError::TooLarge { limit_bytes: 2_999_999 }));
    assert_eq!(unpack(&bomb[..bomb.len() - 1], 3_000_000), Err(UnpackError::Damaged));
    assert_eq!(unpack(b"", 10), Err(UnpackError::Damaged));
}

#[test]
fn an_edition_says_how_much_of_its_set_it_has() {
    let check = |extent: &str, expected: Result<Extent, &str>| {
        let editions = format!(
            "set\tedition\tfrom\tto\tsource\tlicence\textent\ncarc\tours\t2026-01-01\t\there\tours\t{extent}\n"
        );
        let codes = "code\tfrom\tto\tkind\tflags\ttitle\n45\t1995-01-01\t\tbillable\t\tToo dear\n";
        let files = [("editions.tsv", editions.as_bytes()), ("carc/all.tsv", codes.as_bytes())];
        let found = image_of(files)
            .map_err(|error| error.to_string())
            .map(|bytes| CodeSets::new(&[Image::from_bytes(&bytes).unwrap()]).editions().next().unwrap().extent);
        assert_eq!(found, expected.map_err(str::to_owned), "{extent:?}");
    };
    check("", Ok(Extent::Whole));
    check("open-ended", Ok(Extent::OpenEnded));
    check("part", Ok(Extent::Part));
    check("some", Err("editions.tsv: row 2, column 7: expected whole, open-ended, part or nothing"));
}
