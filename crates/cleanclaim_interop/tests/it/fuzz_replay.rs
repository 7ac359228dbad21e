//! The bodies of the fuzz targets on kept inputs and on damaged ones.

use cleanclaim_interop::fuzzing;
use proptest::prelude::*;

const CLAIM: &[u8] = include_bytes!("../../../../fixtures/interop/claim-every-field.json");
const ENCOUNTERS: &[u8] = b"encounter,patient_number,last_name,payer,place_of_service,from,diagnoses,admitted,discharged,admission_type,admission_source,patient_status,poa\nV1,P1,Testa,harbor,21,2026-01-15,E11.9;I10,2026-01-15,2026-01-17,1,7,01,Y;-\n\0encounter,date,procedure,units\nV1,2026-01-15,G0439,1\n";

#[test]
fn kept_inputs_pass() {
    let folders =
        ["interop", "crashers"].map(|folder| format!("{}/../../fixtures/{folder}", env!("CARGO_MANIFEST_DIR")));
    for folder in folders {
        // The folder of crashers appears with the first crasher.
        let Ok(entries) = std::fs::read_dir(folder) else { continue };
        for entry in entries {
            let path = entry.unwrap().path();
            if path.is_file() {
                let bytes = std::fs::read(path).unwrap();
                fuzzing::csv(&bytes);
                fuzzing::json(&bytes);
            }
        }
    }
}

proptest! {
    #[test]
    fn damaged_inputs_pass(place in any::<prop::sample::Index>(), byte in any::<u8>(), cut in any::<prop::sample::Index>()) {
        for (whole, body) in [(CLAIM, fuzzing::json as fn(&[u8])), (ENCOUNTERS, fuzzing::csv)] {
            let mut damaged = whole.to_vec();
            damaged[place.index(whole.len())] = byte;
            body(&damaged);
            damaged.truncate(cut.index(whole.len()));
            body(&damaged);
        }
    }
}
