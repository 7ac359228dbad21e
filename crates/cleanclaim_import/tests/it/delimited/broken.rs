//! Files that are wrong: the flaw names row and column, and the edition is refused as a whole.

use cleanclaim_import::fuzzing;
use proptest::prelude::*;

use super::*;

fn refused(path: &str, text: &str, expected: &[&str]) {
    let found = imported(&[(path, text.as_bytes())]);
    assert_eq!(errors(&found), expected);
    assert_eq!(found.editions.len(), 0);
    assert!(!found.refused.is_empty());
}

#[test]
fn a_number_that_is_none_and_a_code_that_is_none() {
    let file = "Addendum A.- OPPS APCs for CY 2025\t\t\t\t\r\n\
                APC \tGroup Title\tSI\tRelative Weight \tPayment Rate \r\n\
                5111\tMade up\tT\t2.6902\t$239.88\r\n\
                \r\n\
                5112\tMade up\tT\tmuch\t.\r\n\
                51123\tMade up\tT\t1\t1\r\n\
                \tMade up\tT\t1\t1\r\n";
    refused(
        "a.txt",
        file,
        &[
            "a.txt, row 5, column 4: found \"much\", expected a number",
            "a.txt, row 6, column 1: found \"51123\", expected digits, no more than the column has",
            "a.txt, row 7, column 1: found nothing, expected what the row is about",
        ],
    );
}

#[test]
fn a_provider_whose_check_digit_does_not_fit() {
    let header = "NPI,Entity Type Code,Provider Organization Name (Legal Business Name),Last Update Date,NPI Deactivation Date,Healthcare Provider Taxonomy Code_1";
    let file = format!("{header}\n1234567890,1,,13/45/2025,,\n1234567893,1,,13/45/2025,,\n");
    refused(
        "npidata_pfile_20251110-20251116.csv",
        &file,
        &[
            "npidata_pfile_20251110-20251116.csv, row 2, column 1: found \"1234567890\", expected a national provider identifier: ten digits with a check digit that fits",
            "npidata_pfile_20251110-20251116.csv, row 3, column 4: found \"13/45/2025\", expected a day",
        ],
    );
}

#[test]
fn editions_that_end_before_they_begin_and_too_many_of_them() {
    let header = "date_start\tdate_end\thcpcs\tmod\tstatus_code\twork_rvu\tconv_factor\n";
    refused(
        "flat.tsv",
        &format!("{header}19723.0\t19790.0\tG9901\t\tA\t1.3\t32.7442\n19723.0\t19722.0\tG9902\t\tA\t1.3\t32.7442\n"),
        &["flat.tsv, row 3, column 2: found \"19722.0\", expected a day from 2024-01-01 on"],
    );
    let many: String = (0..70).map(|day| format!("{}.0\t\tG9901\t\tA\t1.3\t32.7442\n", 19723 + day)).collect();
    let found = imported(&[("flat.tsv", format!("{header}{many}").as_bytes())]);
    assert_eq!(errors(&found).len(), 6);
    assert_eq!(errors(&found)[0], "flat.tsv, row 66: more than 64 editions in one file");
}

#[test]
fn a_row_that_has_slipped_to_the_right() {
    let file = "LIST OF MEDICARE TELEHEALTH SERVICES FOR CY 2026\n\
                Code,Short Descriptor,Status,Can Audio-only Interaction Meet the Requirements?\n\
                G9901,Made up, with a comma,Permanent,Yes\n";
    refused("t.csv", file, &["t.csv, row 3, column 5: found \"Yes\", expected nothing: the header has 4 columns"]);
}

#[test]
fn several_editions_cannot_take_one_name() {
    let header = "date_start\tdate_end\thcpcs\tmod\tstatus_code\twork_rvu\tconv_factor\n";
    let file = format!("{header}19723.0\t\tG9901\t\tA\t1.3\t32.7442\n19791.0\t\tG9901\t\tA\t1.3\t32.7442\n");
    let options = Options { edition: Some("mine"), ..Options::on(TODAY) };
    let found = import([("flat.tsv", file.as_bytes())], &options);
    assert_eq!(errors(&found).len(), 1);
    assert!(errors(&found)[0].starts_with("flat.tsv, row 3: the file holds several editions"));
    assert_eq!(found.editions.len(), 0);
}

#[test]
fn what_is_no_table_of_these_is_nobodys() {
    let found = imported(&[("notes.csv", b"name,value\na,1\n")]);
    assert_eq!((found.members[0].kind, found.editions.len(), found.flaws.len()), (None, 0, 0));
}

fn kept() -> Vec<Vec<u8>> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/fuzz/import_delimited");
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
    paths.sort();
    paths.iter().map(|path| std::fs::read(path).unwrap()).collect()
}

#[test]
fn kept_inputs_are_replayed_and_are_tables() {
    for bytes in kept() {
        assert!(imported(&[("2025_Oct.csv", &bytes)]).members[0].kind.is_some());
        fuzzing::delimited(&bytes);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn damaged_tables_are_survived(
        which in any::<proptest::sample::Index>(),
        at in any::<proptest::sample::Index>(),
        value in prop_oneof![Just(b'"'), Just(b','), Just(b'\t'), Just(b'\n'), Just(b'9'), Just(b'e'), any::<u8>()],
        cut in any::<proptest::sample::Index>(),
    ) {
        let mut bytes = which.get(&kept()).clone();
        let at = at.index(bytes.len());
        bytes[at] = value;
        fuzzing::delimited(&bytes);
        bytes.truncate(cut.index(bytes.len()));
        fuzzing::delimited(&bytes);
    }
}
