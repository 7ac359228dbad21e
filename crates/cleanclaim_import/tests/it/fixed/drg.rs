use cleanclaim_codes::Set;
use jiff::civil::date;

use super::{check_broken, counts, editions, published, record, shown, with_sets};

const GROUPS: &str = "\
:==================:
|     Appendix A List of MS-DRGs Version 41.1     |
:==================:

Appendix A contains a list of each MS-DRG.

DRG MDC MS Description
001     P  TRANSPLANT OF SOMETHING
020 01  P  VESSELS WITH BLEEDING
053 01  M  DISORDERS OF THE SPINE
999        NOTHING FITS
";

const LISTS: &str = "\
:==================:
|   Appendix F Unrelated Operating Room Procedures (MS-DRGs 981-989)   |
:==================:

+------------------+
|  Extensive  |
+------------------+

DRG 981 EXTENSIVE
DRG 982 EXTENSIVE WITH CC

OPERATING ROOM PROCEDURES
All other operating room procedures

+------------------+
| Non-extensive  |
+------------------+

DRG 987 NOT EXTENSIVE
DRG 988 NOT EXTENSIVE WITH CC

ONLY OPERATING ROOM PROCEDURES

  00BF0ZZ Cutting a nerve

:==================:
|    Appendix G Diagnoses Defined as Complications or Comorbidities    |
:==================:

Diagnoses in Appendix G are considered complications.

  A000    Cholera of a kind

:==================:
| Appendix H Diagnoses Defined as Major Complications or Comorbidities |
:==================:

  A021    Sepsis of a kind

Appendix H Part 2: Codes that are Major CC only if patient discharged alive

  I462  Heart stands still

:==================:
|         Appendix I Hospital Acquired Conditions (HACS) List          |
:==================:

HAC 01: OBJECT LEFT BEHIND
SECONDARY DIAGNOSIS

  T81500A CC  Object left behind

HAC 13: INFECTION AFTER A DEVICE
PROCEDURES

0JH636Z* Putting in a device
  02HK33Z* Putting in another

AND
SECONDARY DIAGNOSIS

  K6811   MCC  Abscess
";

#[test]
fn groups_and_lists_of_codes() {
    // The lists do not say their version: the list of groups does.
    with_sets(&[("appendix_A.txt", GROUPS.as_bytes()), ("appendix_F_J.txt", LISTS.as_bytes())], |imported, sets| {
        let expected = ["msdrg FY2024-04 2024-04-01..2024-09-30 4", "msdrg-codes FY2024-04 2024-04-01..2024-09-30 12"];
        assert_eq!(editions(imported), expected);
        let on = date(2024, 5, 1);
        assert_eq!(shown(sets, Set::MsDrg, "020", on), "billable 2024-04-01..2024-09-30 VESSELS WITH BLEEDING");
        let row = |key| record(sets, Set::MsDrgCodes, key, on).join(" + ");
        assert_eq!(row("001"), "list=drg|type=P");
        assert_eq!(row("053"), "list=drg|mdc=01|type=M");
        assert_eq!(row("999"), "list=drg");
        assert_eq!(
            row("00BF0ZZ"),
            "list=unrelated-or|listed_for=987 988|listed_for_title=NOT EXTENSIVE|part=procedure"
        );
        assert_eq!(row("A000"), "list=cc");
        assert_eq!(row("A021"), "list=mcc");
        assert_eq!(row("I462"), "list=mcc-if-discharged-alive");
        let hac = "list=hac|listed_for=HAC 01|listed_for_title=OBJECT LEFT BEHIND|part=secondary diagnosis|severity=CC";
        assert_eq!(row("T81500A"), hac);
        let device = "list=hac|listed_for=HAC 13|listed_for_title=INFECTION AFTER A DEVICE|part=procedure|mark=*";
        assert_eq!((row("0JH636Z"), row("02HK33Z")), (device.to_owned(), device.to_owned()));
        assert!(row("K6811").ends_with("part=secondary diagnosis|severity=MCC"));
    });
}

#[test]
fn what_is_wrong_is_told_with_its_place() {
    check_broken(
        "appendix_A.txt",
        &GROUPS.replace("020 01  P", "02X 01  P").replace("053 01  M", "053 0Z  M").replace("001     P", "001     Q"),
        &[
            "appendix_A.txt, row 8, column 9: found \"Q\", expected M, P or nothing",
            "appendix_A.txt, row 9, column 1: found \"02X\", expected an MS-DRG of three digits",
            "appendix_A.txt, row 10, column 5: found \"0Z\", expected an MDC of two digits or none",
        ],
    );
    check_broken(
        "v41/appendix_F_J.txt",
        &LISTS.replace("  A000  ", "  A00o  "),
        &["v41/appendix_F_J.txt, row 32, column 3: found \"A00o\", expected a code and its title"],
    );
}

#[test]
fn the_published_appendices() {
    let (Some(groups), Some(lists)) = (published("msdrg/appendix_A.txt.zst"), published("msdrg/appendix_F_J.txt.zst"))
    else {
        return;
    };
    with_sets(&[("appendix_A.txt.zst", &groups), ("appendix_F_J.txt.zst", &lists)], |imported, sets| {
        let expected = ["msdrg FY2023 2022-10-01..2023-09-30 767", "msdrg-codes FY2023 2022-10-01..2023-09-30 34499"];
        assert_eq!(editions(imported), expected);
        assert_eq!(counts(sets, Set::MsDrg), (767, 0));
        let on = date(2023, 1, 1);
        assert_eq!(
            shown(sets, Set::MsDrg, "054", on),
            "billable 2022-10-01..2023-09-30 NERVOUS SYSTEM NEOPLASMS WITH MCC"
        );
        let table = sets.records(Set::MsDrgCodes, on).unwrap();
        let list = table.column("list").unwrap();
        let count = |name: &str| table.iter().filter(|row| row.text(list) == Some(name)).count();
        let counted =
            ["drg", "unrelated-or", "cc", "mcc", "mcc-if-discharged-alive", "hac"].map(|name| (name, count(name)));
        // Counted in the text with another program.
        let expected = [
            ("drg", 767),
            ("unrelated-or", 10_385),
            ("cc", 14_814),
            ("mcc", 3_315),
            ("mcc-if-discharged-alive", 8),
            ("hac", 5_210),
        ];
        assert_eq!(counted, expected);
        let r570 = record(sets, Set::MsDrgCodes, "R570", on);
        assert!(r570.contains(&"list=mcc-if-discharged-alive".to_owned()), "{r570:?}");
        let j95811 = record(sets, Set::MsDrgCodes, "J95811", on).join("; ");
        assert!(j95811.contains("listed_for=HAC 14") && j95811.contains("severity=CC"), "{j95811}");
    });
}
