//! Code: notes become suggestions with evidence; the codes on the encounter are accepted and that is recorded.

use std::collections::HashMap;

use cleanclaim_interop::json::{EncounterJson, SuggestionJson};
use cleanclaim_model::{CodeSuggestion, Encounter, EncounterId, Phi, PracticeId, Text};
use cleanclaim_store::{EncounterRow, EncounterState, NoteRow, SuggestionRow};
use rayon::prelude::*;

use super::BATCH_ROWS;
use crate::engine::{Engine, coder};
use crate::error::Result;
use crate::setup::{from_json, stored, to_json};

/// Who accepted a suggestion that says what the encounter's own coder said.
const ACCEPTED_BY_ENCOUNTER: &str = "codes on the encounter";

/// What became of coding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Coded {
    /// Encounters coded.
    pub encounters: u64,
    /// Notes read.
    pub notes: u64,
    /// Codes that the encounters brought with them.
    pub documented: u64,
    /// Suggestions made.
    pub suggestions: u64,
    /// Suggestions that name a code of the encounter: evidence for it.
    pub confirmed: u64,
}

/// An encounter with its note and what the coder made of it.
struct Work {
    row: EncounterRow,
    encounter: Encounter,
    note: Option<Phi<String>>,
    suggestions: Vec<CodeSuggestion>,
}

impl Engine {
    /// Codes every imported encounter: the codes that it brought stand; the coder's suggestions are kept beside them, with their spans, for
    /// a person. None of them enters a claim by itself.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn code_encounters(&self, practice: PracticeId) -> Result<Coded> {
        let mut coded = Coded::default();
        let mut tx = self.store().read().await?;
        let rows = tx.by::<EncounterRow>(practice, "state", [EncounterState::Imported.as_str()]).await?;
        drop(tx);
        let mut rows = rows.into_iter();
        loop {
            let batch: Vec<EncounterRow> = rows.by_ref().take(BATCH_ROWS).collect();
            if batch.is_empty() {
                return Ok(coded);
            }
            self.code_batch(practice, batch, &mut coded).await?;
        }
    }

    async fn code_batch(&self, practice: PracticeId, rows: Vec<EncounterRow>, coded: &mut Coded) -> Result<()> {
        let mut tx = self.store().begin().await?;
        let notes = tx.by::<NoteRow>(practice, "encounter_id", rows.iter().map(|row| row.id)).await?;
        let mut notes: HashMap<EncounterId, Phi<String>> =
            notes.into_iter().map(|note| (note.encounter_id, note.text)).collect();
        let work = rows.into_iter().map(|row| {
            let encounter = read_encounter(&row)?;
            Ok(Work { note: notes.remove(&row.id), row, encounter, suggestions: Vec::new() })
        });
        let mut work = work.collect::<Result<Vec<Work>>>()?;
        suggest(&mut work)?;
        let mut suggestions = Vec::new();
        for item in &work {
            coded.encounters += 1;
            coded.notes += u64::from(item.note.is_some());
            coded.documented += item.encounter.diagnoses.len() as u64;
            suggestions.extend(self.suggestion_rows(item)?);
        }
        coded.suggestions += suggestions.len() as u64;
        coded.confirmed += suggestions.iter().filter(|row| row.accepted_at.is_some()).count() as u64;
        tx.insert(practice, &suggestions).await?;
        let states: Vec<_> = work.iter().map(|item| (item.row.id, EncounterState::Coded)).collect();
        tx.set_encounter_states(practice, &states).await?;
        Ok(tx.commit().await?)
    }

    fn suggestion_rows(&self, item: &Work) -> Result<Vec<SuggestionRow>> {
        let note = item.note.as_ref().map(|note| note.expose().as_str()).unwrap_or_default();
        let row = |(suggestion, position): (&CodeSuggestion, u32)| {
            let confirms = item.encounter.diagnoses.iter().any(|code| code.as_str() == suggestion.code);
            let json = SuggestionJson::new(&item.encounter.number, note, suggestion);
            Ok(SuggestionRow {
                encounter_id: item.row.id,
                position,
                system: Text::const_new(suggestion.system.as_str()),
                code: suggestion.code.clone(),
                rank: suggestion.rank,
                score_e6: suggestion.score_e6,
                tier: Text::const_new(suggestion.tier.as_str()),
                content: Phi::new(to_json(&json)?),
                accepted_at: confirms.then(|| self.now()),
                accepted_by: if confirms { Text::const_new(ACCEPTED_BY_ENCOUNTER) } else { Text::default() },
            })
        };
        item.suggestions.iter().zip(1..).map(row).collect()
    }
}

/// Runs the coder over all notes, on every core; the result does not depend on their number.
fn suggest(work: &mut [Work]) -> Result<()> {
    if work.iter().all(|item| item.note.is_none()) {
        return Ok(());
    }
    let coder = coder()?;
    work.par_iter_mut().for_each(|item| {
        if let Some(note) = &item.note {
            item.suggestions = coder.suggest(note.expose(), item.encounter.thru, item.encounter.setting);
        }
    });
    Ok(())
}

/// The encounter that a row holds.
pub(super) fn read_encounter(row: &EncounterRow) -> Result<Encounter> {
    let json: EncounterJson = from_json("encounter", row.content.expose())?;
    Encounter::try_from(json).map_err(|error| stored("encounter", error))
}
