//! What the CSV reader does with exports that are not perfect.

use std::io::Cursor;

use cleanclaim_interop::csv::{EncounterReader, ReadError, columns_markdown, note};
use cleanclaim_model::Encounter;
use insta::assert_snapshot;

const HEADER: &str = "encounter,patient_number,last_name,payer,place_of_service,from,diagnoses";
const SERVICE_HEADER: &str = "encounter,date,procedure,units";

pub(crate) fn read(encounters: &[u8], services: &[u8]) -> (Vec<Encounter>, String) {
    let mut findings = Vec::new();
    let mut reader = EncounterReader::new(encounters, Cursor::new(services), &mut findings).unwrap();
    let mut read = Vec::new();
    while let Some(encounter) = reader.read(&mut findings).unwrap() {
        read.push(encounter);
    }
    let mut text: String = findings
        .iter()
        .map(|finding| format!("{} {} {}\n", finding.severity.as_str(), finding.rule, finding.message))
        .collect();
    let counts = reader.counts();
    assert_eq!(counts.encounters, read.len() as u64);
    text.push_str(&format!(
        "taken {} with {}, refused {} with {}",
        counts.encounters, counts.services, counts.encounters_refused, counts.services_refused
    ));
    (read, text)
}

/// Reads rows under the short headers and gives findings and counts as text.
fn check(encounters: &str, services: &str) -> String {
    let encounters = format!("{HEADER}\n{encounters}");
    let services = format!("{SERVICE_HEADER}\n{services}");
    read(encounters.as_bytes(), services.as_bytes()).1
}

#[test]
fn good_rows_go_on_past_bad_ones() {
    let text = check(
        "V1,P1,Testa,harbor,11,2026-01-15,E11.9\nV2,P2,Testb,harbor,11,2026-02-30,E11.9\nV3,P3,,harbor,1,01/15/2026,E11.9;??\n\
         V4,P4,Testd,harbor,11,20260115,I10\n",
        "V1,2026-01-15,G0439,1\nV2,2026-01-15,G0439,1\nV4,2026-01-15,G0439,1\n",
    );
    assert_snapshot!(text, @"
    error csv-cell encounters.csv row 3: column from: expected a day of the calendar as 2026-01-31
    error csv-encounter-refused encounters.csv row 3: the encounter is not taken, nor are its services (1)
    error csv-cell encounters.csv row 4: column last_name: expected a value, found none
    error csv-cell encounters.csv row 4: column place_of_service: expected 2 digits characters, found 1
    error csv-cell encounters.csv row 4: column diagnoses: value 2: expected 3 to 7 characters characters, found 2
    taken 2 with 2, refused 2 with 1
    ");
}

#[test]
fn an_encounter_with_an_unreadable_service_is_not_taken_in_part() {
    let text = check(
        "V1,P1,Testa,harbor,11,2026-01-15,E11.9\nV2,P2,Testb,harbor,11,2026-01-15,E11.9\n",
        "V1,2026-01-15,G0439,one\nV1,2026-01-15,G0439,1\nV2,2026-01-15,G0439,1\n,2026-01-15,G0439,1\nV9,2026-01-15,G0439,1\n",
    );
    assert_snapshot!(text, @"
    error csv-cell services.csv row 5: column encounter: expected a value, found none
    error csv-cell services.csv row 2: column units: expected a number with at most three decimals
    error csv-encounter-refused encounters.csv row 2: the encounter is not taken, nor are its services (2)
    error csv-service-without-encounter services.csv row 6: encounters.csv has no such encounter (services: 1)
    taken 1 with 1, refused 1 with 4
    ");
}

#[test]
fn services_need_no_order() {
    let encounters = format!("{HEADER}\nV1,P1,Testa,harbor,11,2026-01-15,\nV2,P2,Testb,harbor,11,2026-01-15,\n");
    let services = format!(
        "{SERVICE_HEADER}\r\nV2,2026-01-15,G0439,1\r\n\r\nV1,2026-01-15,G0439,2\r\nV2,2026-01-15,G0439,3\r\nV1,2026-01-15,G0439,4\r\n"
    );
    let (read, text) = read(encounters.as_bytes(), services.as_bytes());
    let units: Vec<Vec<String>> = read
        .iter()
        .map(|encounter| encounter.services.iter().map(|service| service.units.to_string()).collect())
        .collect();
    assert_eq!(units, [["2", "4"], ["1", "3"]]);
    assert_snapshot!(text, @"taken 2 with 4, refused 0 with 0");
}

#[test]
fn the_same_number_twice_is_not_guessed_at() {
    let text = check(
        "V1,P1,Testa,harbor,11,2026-01-15,\nV1,P2,Testb,harbor,11,2026-01-15,\n,P2,Testb,harbor,11,2026-01-15,\nV4,P4\n",
        "",
    );
    assert_snapshot!(text, @"
    error csv-encounter-repeated encounters.csv row 3: an earlier row has the same encounter number
    error csv-cell encounters.csv row 4: column encounter: expected a value, found none
    error csv-row encounters.csv row 5: expected 7 cells as in the header row, found 2
    taken 1 with 0, refused 3 with 0
    ");
}

#[test]
fn other_encodings_and_unknown_columns_are_named() {
    let encounters = b"\xef\xbb\xbfEncounter,PATIENT_NUMBER, last_name ,payer,place_of_service,from,shoe_size\r\n\
        V1,P1,M\xfcller,harbor,11,2026-01-15,44\r\nV2,P2,Testb,harbor,11,2026-01-15,44\r\n";
    let (read, text) = read(encounters, format!("{SERVICE_HEADER}\n").as_bytes());
    assert_eq!(read[0].number, "V2");
    assert_snapshot!(text, @"
    info csv-column-unknown encounters.csv: column 7 of the header row has an unknown name and is left out
    error csv-cell encounters.csv row 2: column last_name: expected UTF-8 text; byte 2 is none
    taken 1 with 0, refused 1 with 0
    ");
}

#[test]
fn files_that_cannot_be_read_say_why() {
    let open = |encounters: &str| {
        EncounterReader::new(encounters.as_bytes(), Cursor::new(SERVICE_HEADER), &mut Vec::new())
            .map(|_| ())
            .unwrap_err()
    };
    assert_snapshot!(open(""), @"encounters.csv has no column encounter in its header row");
    assert_snapshot!(open("encounter,encounter"), @"encounters.csv has the column encounter twice in its header row");
    assert!(matches!(open("encounter,patient_number\n"), ReadError::MissingColumn { column: "last_name", .. }));
    let endless = format!("{HEADER}\n\"{}", "x,".repeat(1 << 20));
    let mut reader = EncounterReader::new(endless.as_bytes(), Cursor::new(SERVICE_HEADER), &mut Vec::new()).unwrap();
    assert_snapshot!(reader.read(&mut Vec::new()).unwrap_err(), @"cannot read encounters.csv after row 1");
    assert!(reader.read(&mut Vec::new()).unwrap().is_none());
}

#[test]
fn a_note_keeps_every_byte() {
    let text = "\u{feff}A\r\n\tb \n";
    assert_eq!(note("V1", text.as_bytes().to_vec()).unwrap().text.expose(), text);
    assert_snapshot!(note("V1", b"ab\xff".to_vec()).unwrap_err(), @"expected UTF-8 text, found something else at byte 2");
}

#[test]
fn the_manual_lists_the_columns_as_they_are() {
    let manual = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/interop/encounter-columns.md");
    let written = std::fs::read_to_string(manual).unwrap_or_default();
    if written != columns_markdown() {
        // The file is made from the code: write it, then fail so that the change is seen.
        std::fs::write(manual, columns_markdown()).unwrap();
        panic!("{manual} was out of date and has been written again");
    }
}
