//! Import: two CSV files and a folder of notes become encounters, patients and coverages.

use std::collections::HashMap;
use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use cleanclaim_interop::csv::{ENCOUNTERS_FILE, EncounterReader, NOTES_FOLDER, SERVICES_FILE, note};
use cleanclaim_interop::json::{AddressJson, EncounterJson};
use cleanclaim_model::{Encounter, EncounterId, Finding, FindingSink, PatientId, Phi, PracticeId, Severity, Sex, Text};
use cleanclaim_store::{CoverageRow, EncounterRow, EncounterState, NoteRow, OnConflict, PatientRow, Tx};

use super::BATCH_ROWS;
use crate::engine::Engine;
use crate::error::{EngineError, Result};
use crate::setup::{Practice, to_json};

/// What became of an import.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Imported {
    /// New encounters.
    pub encounters: u64,
    /// Their services.
    pub services: u64,
    /// New patients.
    pub patients: u64,
    /// Notes of new encounters.
    pub notes: u64,
    /// Encounters that were here already and were left as they are.
    pub known: u64,
    /// Rows that were refused, each with a finding.
    pub refused: u64,
}

impl Engine {
    /// Imports `encounters.csv`, `services.csv` and `notes/` of a folder. What cannot be read is named in findings and the rest goes on.
    ///
    /// # Errors
    /// When a file cannot be read at all, or the database refuses; batches before that stay imported.
    pub async fn import_encounters(
        &self,
        practice: PracticeId,
        folder: &Path,
        sink: &mut dyn FindingSink,
    ) -> Result<Imported> {
        let open = |name: &str| {
            let path = folder.join(name);
            match File::open(&path) {
                Ok(file) => Ok(BufReader::new(file)),
                Err(source) => Err(EngineError::File { action: "opening", path, source }),
            }
        };
        let read_error = |source: cleanclaim_interop::csv::ReadError| EngineError::Import(source);
        let mut reader =
            EncounterReader::new(open(ENCOUNTERS_FILE)?, open(SERVICES_FILE)?, sink).map_err(read_error)?;
        let mut tx = self.store().read().await?;
        let known_practice = self.load_practice(&mut tx, practice).await?;
        drop(tx);
        let mut imported = Imported::default();
        let mut batch: Vec<Encounter> = Vec::new();
        loop {
            let next = reader.read(sink).map_err(read_error)?;
            let ended = next.is_none();
            batch.extend(next.filter(|encounter| has_payer(&known_practice, encounter, &mut imported, sink)));
            if ended || BATCH_ROWS <= batch.len() {
                self.import_batch(practice, &batch, &folder.join(NOTES_FOLDER), &mut imported, sink).await?;
                batch.clear();
            }
            if ended {
                break;
            }
        }
        let counts = reader.counts();
        imported.refused += counts.encounters_refused + counts.services_refused;
        Ok(imported)
    }

    async fn import_batch(
        &self,
        practice: PracticeId,
        encounters: &[Encounter],
        notes: &Path,
        imported: &mut Imported,
        sink: &mut dyn FindingSink,
    ) -> Result<()> {
        let mut tx = self.store().begin().await?;
        let known =
            tx.by::<EncounterRow>(practice, "number", encounters.iter().map(|encounter| &encounter.number)).await?;
        let known: std::collections::HashSet<Text> = known.into_iter().map(|row| row.number).collect();
        let new: Vec<&Encounter> = encounters.iter().filter(|encounter| !known.contains(&encounter.number)).collect();
        imported.known += known.len() as u64;
        let patients = self.import_patients(&mut tx, practice, &new, imported).await?;
        let mut rows = Vec::with_capacity(new.len());
        let mut note_rows = Vec::new();
        for encounter in new {
            let Some(patient_id) = patients.get(encounter.patient_number.expose()) else { continue };
            let id = self.new_id(EncounterId::next);
            rows.push(EncounterRow {
                id,
                number: encounter.number.clone(),
                patient_id: *patient_id,
                payer_id: encounter.payer.clone(),
                setting: encounter.setting,
                specialty: encounter.specialty.clone(),
                from_date: encounter.from,
                thru_date: encounter.thru,
                state: EncounterState::Imported,
                content: Phi::new(to_json(&EncounterJson::from(encounter))?),
                created_at: self.now(),
            });
            imported.services += encounter.services.len() as u64;
            if let Some(text) = read_note(notes, &encounter.number, sink)? {
                note_rows.push(NoteRow { encounter_id: id, position: 1, text, created_at: self.now() });
            }
        }
        imported.encounters += rows.len() as u64;
        imported.notes += note_rows.len() as u64;
        tx.insert(practice, &rows).await?;
        tx.insert(practice, &note_rows).await?;
        Ok(tx.commit().await?)
    }

    /// Finds or adds each patient and says who has which identifier.
    async fn import_patients(
        &self,
        tx: &mut Tx,
        practice: PracticeId,
        encounters: &[&Encounter],
        imported: &mut Imported,
    ) -> Result<HashMap<Text, PatientId>> {
        let numbers = encounters.iter().map(|encounter| encounter.patient_number.expose());
        let known = tx.by::<PatientRow>(practice, "number", numbers).await?;
        let mut ids: HashMap<Text, PatientId> =
            known.into_iter().map(|row| (row.number.into_inner(), row.id)).collect();
        let mut patients = Vec::new();
        let mut coverages = Vec::new();
        for encounter in encounters {
            let number = encounter.patient_number.expose();
            if !ids.contains_key(number) {
                let row = self.patient_row(encounter)?;
                coverages.push(coverage_row(row.id, encounter));
                ids.insert(number.clone(), row.id);
                patients.push(row);
            }
        }
        imported.patients += patients.len() as u64;
        tx.insert(practice, &patients).await?;
        tx.write_rows(practice, &coverages, OnConflict::Keep).await?;
        Ok(ids)
    }

    fn patient_row(&self, encounter: &Encounter) -> Result<PatientRow> {
        let patient = &encounter.patient;
        let name = patient.name.expose();
        Ok(PatientRow {
            id: self.new_id(PatientId::next),
            number: encounter.patient_number.clone(),
            last_name: Phi::new(name.last.clone()),
            first_name: Phi::new(name.first.clone()),
            birth_date: patient.birth_date,
            sex: Phi::new(Text::from(patient.sex.expose().map_or("", Sex::as_str))),
            content: Phi::new(to_json(&AddressJson::from(patient.address.expose()))?),
            created_at: self.now(),
        })
    }
}

fn coverage_row(patient_id: PatientId, encounter: &Encounter) -> CoverageRow {
    CoverageRow {
        patient_id,
        responsibility: Text::const_new("P"),
        payer_id: encounter.payer.clone(),
        member_id: encounter.patient.member_id.clone(),
        group_number: encounter.group_number.clone(),
        content: Phi::new("{}".to_owned()),
    }
}

/// An encounter of a payer that nobody set up cannot become a claim: it is refused by name.
fn has_payer(practice: &Practice, encounter: &Encounter, imported: &mut Imported, sink: &mut dyn FindingSink) -> bool {
    let known = practice.payers.contains_key(&encounter.payer);
    if !known {
        imported.refused += 1;
        let message = format!("encounter {} names a payer that the practice has no payer file for", encounter.number);
        let finding = Finding::new("unknown-payer", Severity::Error, message, "cleanclaim encounter CSV, layout 1");
        sink.emit(finding.expected("the name of one of the practice's payers"));
    }
    known
}

/// The note of an encounter, where there is one. A name that is no plain file name has none.
fn read_note(folder: &Path, encounter: &str, sink: &mut dyn FindingSink) -> Result<Option<Phi<String>>> {
    let is_plain = encounter.chars().all(|character| character.is_ascii_alphanumeric() || "-_.".contains(character));
    if !is_plain || encounter.starts_with('.') {
        return Ok(None);
    }
    let path = folder.join(format!("{encounter}.txt"));
    let bytes = match std::fs::read(&path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(source) => return Err(EngineError::File { action: "reading", path, source }),
    };
    match note(encounter, bytes) {
        Ok(note) => Ok(Some(note.text)),
        Err(error) => {
            let message = format!("note of encounter {encounter}: {error}");
            sink.emit(Finding::new("note-not-utf8", Severity::Warning, message, "RFC 3629"));
            Ok(None)
        }
    }
}
