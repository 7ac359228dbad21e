//! Bodies of the fuzz targets: plain functions that must not panic, replayed over kept inputs by the ordinary tests.

use std::io::Cursor;

use cleanclaim_model::{Claim, Discard, Encounter, Remittance};

use crate::csv::EncounterReader;
use crate::json::{ClaimJson, EncounterJson, RemittanceJson, TransactionJson, read};

/// Encounters read from one input: enough for anything a fuzzer makes.
const ENCOUNTERS_MAX: usize = 10_000;

/// Reads arbitrary bytes as `encounters.csv` and, after the first NUL, `services.csv`.
pub fn csv(bytes: &[u8]) {
    let mut parts = bytes.splitn(2, |byte| *byte == 0);
    let (encounters, services) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let Ok(mut reader) = EncounterReader::new(encounters, Cursor::new(services), &mut Discard) else { return };
    for _ in 0..ENCOUNTERS_MAX {
        if !matches!(reader.read(&mut Discard), Ok(Some(_))) {
            return;
        }
    }
}

/// Reads arbitrary bytes as each document that comes from outside.
///
/// # Panics
/// When a document that was read does not read back after writing: a defect.
pub fn json(bytes: &[u8]) {
    if let Some(claim) = read::<ClaimJson>(bytes).ok().and_then(|json| Claim::try_from(json).ok()) {
        let again = Claim::try_from(ClaimJson::from(&claim));
        assert!(again.is_ok_and(|again| again == claim), "a claim reads back as it was written");
    }
    if let Some(remittance) = read::<RemittanceJson>(bytes).ok().and_then(|json| Remittance::try_from(json).ok()) {
        let again = Remittance::try_from(RemittanceJson::from(&remittance));
        assert!(again.is_ok_and(|again| again == remittance), "a remittance reads back as it was written");
    }
    if let Some(encounter) = read::<EncounterJson>(bytes).ok().and_then(|json| Encounter::try_from(json).ok()) {
        let again = Encounter::try_from(EncounterJson::from(&encounter));
        assert!(again.is_ok_and(|again| again == encounter), "an encounter reads back as it was written");
    }
    let _ = read::<TransactionJson>(bytes);
}
