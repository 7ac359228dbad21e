use cleanclaim_codes::Set;
use jiff::civil::date;

use super::{TODAY, check_broken, counts, editions, imported, published, record, shown, with_sets};

const TOGETHER: &str = "adj_code\tadj_type\tadj_description\tadj_usage\tadj_notes\tadj_start_date\tadj_last_modified\tadj_end_date\r\n\
                        CO\tGroup\tContract\t\t\t\t\t\r\n\
                        1\tCARC\tThe patient pays first\t\t\t1995-01-01\t\t\r\n\
                        B9\tCARC\tAn old reason\tLook at the policy.\tgone\t1996-02-01\t2002-01-01\t2003-10-16\r\n\
                        N1\tRARC\tYou may appeal\t\t\t1997-01-01\t2003-04-01\t\r\n";

#[test]
fn reasons_and_remarks_in_one_table() {
    with_sets(&[("carc-rarc-2024-06.tsv", TOGETHER.as_bytes())], |imported, sets| {
        let expected = ["rarc 2024-06 1995-01-01..open 1", "carc 2024-06 1995-01-01..open 2"];
        assert_eq!(editions(imported), expected);
        let note = imported.members[0].note.as_deref();
        assert_eq!(note, Some("1 group codes are part of the remittance itself: not read"));
        let reason = "1996-02-01..2003-10-16 An old reason Usage: Look at the policy.";
        assert_eq!(shown(sets, Set::Carc, "B9", date(2003, 10, 16)), format!("billable {reason}"));
        assert_eq!(shown(sets, Set::Carc, "B9", TODAY), format!("other days {reason}"));
        assert_eq!(shown(sets, Set::Carc, "1", TODAY), "billable 1995-01-01..open The patient pays first");
        assert_eq!(shown(sets, Set::Rarc, "N1", TODAY), "billable 1997-01-01..open You may appeal");
    });
    check_broken(
        "carc-rarc-2024-06.tsv",
        &TOGETHER
            .replace("\tCARC\tThe", "\tCARK\tThe")
            .replace("2003-10-16", "1993-10-16")
            .replace("1997-01-01", "then"),
        &[
            "carc-rarc-2024-06.tsv, row 3, column 2: found \"CARK\", expected Group, CARC or RARC",
            "carc-rarc-2024-06.tsv, row 4, column 8: B9 ends on 1993-10-16, before it begins on 1996-02-01",
            "carc-rarc-2024-06.tsv, row 5, column 6: found \"then\", expected a day",
        ],
    );
}

#[test]
fn each_of_x12s_lists_by_the_shape_of_its_codes() {
    let header = "Code,Description,Start Date,Last Modified,Stop Date\n";
    let rows = |codes: [&str; 3]| {
        let [a, b, c] = codes;
        format!(
            "{header}{a},\"First, with a comma\",01/01/1995,,\n{b},Second,06/30/2006,11/01/2017,\n{c},Third,01/01/1995,,10/16/2003\n"
        )
    };
    for (codes, set) in [
        (["1", "100", "B7"], Set::Carc),
        (["M1", "MA130", "N800"], Set::Rarc),
        (["0", "21", "800"], Set::ClaimStatus),
        (["A1", "P2", "DR03"], Set::ClaimStatusCategory),
    ] {
        with_sets(&[("list.csv", rows(codes).as_bytes())], |imported, sets| {
            assert_eq!(editions(imported), [format!("{} 2017-11 1995-01-01..open 3", set.name())]);
            assert_eq!(shown(sets, set, codes[0], TODAY), "billable 1995-01-01..open First, with a comma");
            assert_eq!(shown(sets, set, codes[1], date(2000, 1, 1)), "other days 2006-06-30..open Second");
            assert_eq!(shown(sets, set, codes[2], TODAY), "other days 1995-01-01..2003-10-16 Third");
        });
    }
    check_broken(
        "list.csv",
        &rows(["1", "100", "B7"]).replace("\n100,", "\n1,").replace("Third", ""),
        &["list.csv, row 3, column 1: 1 stands in row 2 already", "list.csv, row 4, column 2: B7 has no description"],
    );
    let nobodys = imported(&[("list.csv", rows(["left", "right", "both"]).as_bytes())]);
    assert_eq!(nobodys.members[0].kind, None);
}

const PLACES: &str = "pos_code\tpos_type\tpos_name\tpos_description\n\
                      01\tNon-Facility\tPharmacy\tWhere drugs are sold.\n28\tUnassigned\tUnassigned\tN/A\n\
                      11\tNon-Facility\tOffice\tWhere the doctor is.\n";

#[test]
fn places_of_service() {
    with_sets(&[("pos_codes.tsv", PLACES.as_bytes())], |imported, sets| {
        assert_eq!(editions(imported), ["pos 2026-11 2026-11-23..open 2"]);
        assert_eq!(shown(sets, Set::PlaceOfService, "01", TODAY), "billable 2026-11-23..open Pharmacy");
        assert_eq!(shown(sets, Set::PlaceOfService, "28", TODAY), "unknown");
    });
    check_broken(
        "pos_codes.tsv",
        &PLACES.replace("11\tNon", "1\tNon").replace("\tPharmacy", "\t"),
        &[
            "pos_codes.tsv, row 2, column 3: place 01 has no name",
            "pos_codes.tsv, row 4, column 1: found \"1\", expected two digits",
        ],
    );
}

const SHORTHAND: &str = "CodeSystem: BENE_PTNT_STUS_CD\nId: BENE-PTNT-STUS-CD\n* ^status = #active\n\n\
                         * #01 \"HOME, \\\"ROUTINE\\\"\"\n* #08 \"RESERVED FOR NATIONAL ASSIGNMENT\"\n\
                         * #20 \"DIED\" \"A longer definition.\"\n* #~ \"NO DESCRIPTION AVAILABLE\"\n";

#[test]
fn institutional_codes_in_shorthand() {
    with_sets(&[("any.fsh", SHORTHAND.as_bytes())], |imported, sets| {
        assert_eq!(editions(imported), ["patient-status 2026-11 2026-11-23..open 2"]);
        let note = imported.members[0].note.as_deref();
        assert_eq!(note, Some("1 codes are reserved for assignment: they are no codes yet"));
        assert_eq!(shown(sets, Set::PatientStatus, "01", TODAY), "billable 2026-11-23..open HOME, \"ROUTINE\"");
        assert_eq!(shown(sets, Set::PatientStatus, "20", TODAY), "billable 2026-11-23..open DIED");
    });
    check_broken(
        "any.fsh",
        &SHORTHAND.replace("#20 \"DIED\"", "#01 \"DIED\"").replace("#08 \"RESERVED", "#08 RESERVED"),
        &[
            "any.fsh, row 6, column 7: 08: expected a text in quotation marks",
            "any.fsh, row 7, column 4: 01 stands in row 5 already",
        ],
    );
    let name = "any.fsh, row 7, column 1: expected * # and a code, or * ^ and a property";
    check_broken("any.fsh", &SHORTHAND.replace("* #20", "* 20"), &[name]);
    let other = imported(&[("any.fsh", SHORTHAND.replace("BENE-PTNT", "OTHER").as_bytes())]);
    let note = "the code system \"OTHER-STUS-CD\" is none of the sets here: not read";
    assert_eq!((other.editions.len(), other.members[0].note.as_deref()), (0, Some(note)));
}

const TERMS: &str = "id\tlabel\tsubClassOf\n\"DOID:1\"\t\"a rash\"\t\"a disease\"\n\"DOID:2\"\t\"a disease\"\t\"\"\n";
const REFERENCES: &str = "id\tlabel\txref\n\"DOID:1\"\t\"a rash\"\t\"MESH:D1\"\n\"DOID:1\"\t\"a rash\"\t\"ICD10CM:L30.9\"\n\
                          \"DOID:2\"\t\"a disease\"\t\"ICD10CM:L20-L30\"\n";
const MAPPINGS: &str = "# mapping_set_version: http://example.org/releases/2026-08-04/x.sssom.tsv\n\
                        subject_id\tsubject_label\tpredicate_id\tobject_id\tobject_label\tmapping_justification\n\
                        MONDO:1\ta rash\tskos:exactMatch\tICD10CM:L30.9\tRash\tsemapv:Manual\n";

#[test]
fn disease_ontologies() {
    with_sets(&[("terms.tsv", TERMS.as_bytes()), ("xrefs.tsv", REFERENCES.as_bytes())], |imported, sets| {
        let expected = ["disease-terms 2026-11 2026-11-23..open 2", "disease-codes 2026-11 2026-11-23..open 2"];
        assert_eq!(editions(imported), expected);
        assert_eq!(record(sets, Set::DiseaseTerms, "DOID:1", TODAY), ["label=a rash|parent=a disease"]);
        assert_eq!(record(sets, Set::DiseaseTerms, "DOID:2", TODAY), ["label=a disease"]);
        let rash = "term=DOID:1|label=a rash|mapping=xref|ontology=Disease Ontology";
        assert_eq!(record(sets, Set::DiseaseCodes, "L309", TODAY), [rash]);
        assert_eq!(record(sets, Set::DiseaseCodes, "L20-L30", TODAY).len(), 1);
    });
    with_sets(&[("mappings.tsv", MAPPINGS.as_bytes())], |imported, sets| {
        assert_eq!(editions(imported), ["disease-codes mondo-2026-08-04 2026-08-04..open 1"]);
        let rash = "term=MONDO:1|label=a rash|mapping=exactMatch|ontology=Mondo";
        assert_eq!(record(sets, Set::DiseaseCodes, "L309", TODAY), [rash]);
    });
    check_broken(
        "terms.tsv",
        &TERMS.replace("\"DOID:1\"", "\"one\"").replace("\t\"a disease\"\t\"\"", "\t\"\"\t\"\""),
        &[
            "terms.tsv, row 2, column 1: found \"one\", expected an identifier like DOID:4",
            "terms.tsv, row 3, column 2: DOID:2 has no label",
        ],
    );
    check_broken(
        "xrefs.tsv",
        &REFERENCES.replace("L30.9", "30.9"),
        &["xrefs.tsv, row 3, column 3: found \"ICD10CM:30.9\", expected ICD10CM: and a code"],
    );
    check_broken(
        "mappings.tsv",
        &MAPPINGS.replace("ICD10CM:L30.9", "ICD10:L30.9"),
        &["mappings.tsv, row 3, column 4: found \"ICD10:L30.9\", expected ICD10CM: and a code"],
    );
}

#[test]
fn the_published_lists() {
    let read = |name: &str| published(&format!("lists/{name}"));
    let (Some(reasons), Some(places)) = (read("carc-rarc-2024-06.tsv"), read("pos_codes.tsv")) else { return };
    with_sets(&[("carc-rarc-2024-06.tsv", &reasons), ("pos_codes.tsv", &places)], |imported, sets| {
        assert_eq!(
            editions(imported),
            [
                "rarc 2024-06 1995-01-01..open 1171",
                "pos 2026-11 2026-11-23..open 52",
                "carc 2024-06 1995-01-01..open 405"
            ]
        );
        assert_eq!(shown(sets, Set::Carc, "1", TODAY), "billable 1995-01-01..open Deductible Amount");
        let codes = sets.codes(Set::Carc).unwrap();
        let ended = codes.iter().filter(|index| codes.entry_at(*index).unwrap().to.is_some()).count();
        assert_eq!(ended, 110);
        assert!(shown(sets, Set::Carc, "28", TODAY).starts_with("other days 1995-01-01..2003-10-16"));
        assert_eq!(shown(sets, Set::PlaceOfService, "01", TODAY), "billable 2026-11-23..open Pharmacy");
    });
    for (name, set, rows, code, title) in [
        ("BENE-PTNT-STUS-CD", Set::PatientStatus, 43, "20", "EXPIRED"),
        ("CLM-ADMSN-SRC-CD", Set::AdmissionSource, 11, "F", "TRANSFER FROM A HOSPICE FACILITY (NON-NEWBORN)"),
        ("CLM-ADMSN-TYPE-CD", Set::AdmissionType, 7, "9", "Unknown - Information not available."),
        ("CLM-REV-CNTR-CD", Set::RevenueCode, 539, "0001", "TOTAL CHARGE"),
        ("CLM-RLT-COND-CD", Set::ConditionCode, 239, "04", "INFORMATION ONLY BILL"),
    ] {
        let file = format!("CodeSystem-{name}.fsh");
        let Some(bytes) = read(&file) else { return };
        with_sets(&[(file.as_str(), &bytes)], |imported, sets| {
            assert_eq!(editions(imported), [format!("{} 2026-11 2026-11-23..open {rows}", set.name())]);
            assert_eq!(counts(sets, set), (rows, 0));
            assert_eq!(shown(sets, set, code, TODAY), format!("billable 2026-11-23..open {title}"));
        });
    }
}

#[test]
fn the_published_ontologies() {
    let read = |name: &str| published(&format!("terminology/{name}.zst"));
    let (Some(terms), Some(references), Some(mappings)) =
        (read("HumanDO.tsv"), read("allXREFinDO.tsv"), read("mondo_exactmatch_icd10cm.sssom.tsv"))
    else {
        return;
    };
    let files: [(&str, &[u8]); 3] =
        [("HumanDO.tsv.zst", &terms), ("allXREFinDO.tsv.zst", &references), ("mondo.sssom.tsv.zst", &mappings)];
    with_sets(&files, |imported, sets| {
        assert_eq!(
            editions(imported),
            [
                "disease-terms 2026-11 2026-11-23..open 12296",
                "disease-codes 2026-11 2026-11-23..open 3687",
                "disease-codes mondo-2026-08-04 2026-08-04..open 2038"
            ]
        );
        let parent = record(sets, Set::DiseaseTerms, "DOID:0060225", TODAY);
        assert_eq!(parent, ["label=3MC syndrome|parent=syndrome"]);
        let of_code: Vec<String> = sets
            .record_editions(Set::DiseaseCodes)
            .flat_map(|table| {
                let term = table.column("term").unwrap();
                table.under("I4901").map(move |row| row.text(term).unwrap().to_owned()).collect::<Vec<_>>()
            })
            .collect();
        assert!(of_code.contains(&"MONDO:0000190".to_owned()), "{of_code:?}");
    });
}
