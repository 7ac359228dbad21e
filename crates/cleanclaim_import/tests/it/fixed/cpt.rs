//! Made-up words: the descriptors are the publisher's.

use cleanclaim_codes::Set;
use jiff::civil::date;

use super::{check_broken, editions, imported, shown, with_sets};

const PREAMBLE: &str = "A list of codes\nCopyright American Medical Association, all rights \"reserved\n\n";
const ROWS: &str = "Concept Id\tCPT Code\tLong\tMedium\tShort\tConsumer\tSpanish Consumer\tCurrent Descriptor Effective Date\tTest Name\tLab Name\tManufacturer Name\n\
                    101\t99213\tFirst \"made-up\" words\tWORDS\tWRDS\tw\t\t20250101\t\t\t\n\
                    102\t0001U\tOther made-up words\tOTHER\tOTH\to\t\t20260101\tA test\tA lab\t\n";
const ON: jiff::civil::Date = date(2026, 3, 1);

#[test]
fn the_consolidated_list() {
    let text = format!("{PREAMBLE}{ROWS}");
    with_sets(&[("ConsolidatedCodeList.txt", text.as_bytes())], |imported, sets| {
        assert_eq!(editions(imported), ["cpt 2026 2026-01-01..2026-12-31 2"]);
        let expected = "billable 2026-01-01..2026-12-31 First \"made-up\" words";
        assert_eq!(shown(sets, Set::Cpt, "99213", ON), expected);
        let edition = sets.edition_on(Set::Cpt, ON).unwrap();
        assert!(edition.licence.contains("user's own licence"), "{}", edition.licence);
    });
    check_broken(
        "ConsolidatedCodeList.txt",
        &text.replace("\t0001U\t", "\t00U1U\t").replace("\tFirst \"made-up\" words", "\t"),
        &[
            "ConsolidatedCodeList.txt, row 5, column 3: 99213 has no long descriptor",
            "ConsolidatedCodeList.txt, row 6, column 2: found \"00U1U\", expected a CPT code: four digits and a digit or letter",
        ],
    );
    check_broken(
        "ConsolidatedCodeList.txt",
        &text.replace("0001U", "99213"),
        &["ConsolidatedCodeList.txt, row 6, column 2: 99213 stands in row 5 already"],
    );
}

#[test]
fn the_longest_descriptors_count() {
    let short = ("2026/SHORTU.txt", "99213 WRDS\n0001U OTH\n");
    let medium = ("2026/MEDU.txt", "99213 MADE-UP WORDS\n0001U OTHER\n");
    let long = format!("{PREAMBLE}99213 First made-up words that go\r\n99213 on in another line\r\n0001U Other\r\n");
    let long = ("2026/LONGULT.txt", long.as_str());
    for files in [[short, medium, long], [long, medium, short], [medium, long, short]] {
        with_sets(&files.map(|(name, text)| (name, text.as_bytes())), |imported, sets| {
            assert_eq!(editions(imported), ["cpt 2026 2026-01-01..2026-12-31 2"]);
            let expected = "billable 2026-01-01..2026-12-31 First made-up words that go on in another line";
            assert_eq!(shown(sets, Set::Cpt, "99213", ON), expected);
        });
    }
    check_broken(
        "LONGULT.txt",
        "99213 Words\n0001U Other\n99213 Again\n9921 No code\n",
        &[
            "LONGULT.txt, row 3, column 1: 99213 stands in row 1 already",
            "LONGULT.txt, row 4, column 1: expected a CPT code: four digits and a digit or letter, a blank and its descriptor",
        ],
    );
}

#[test]
fn tables_that_begin_with_codes_are_no_descriptors() {
    for text in
        ["99213 11 Office\n0001U 12 Home\n", "American Medical Association\n99213   1.30   0.97\n", "99213\twords\n"]
    {
        assert_eq!(imported(&[("table.txt", text.as_bytes())]).members[0].kind, None, "{text}");
    }
}
