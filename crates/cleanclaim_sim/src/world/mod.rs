//! A practice with patients and six months of encounters, made from a seed.

mod charges;
mod content;
mod infusion;
mod mistakes;
mod names;
mod note;
mod office;
mod operation;
mod patient;
mod practice;
mod stay;
mod visit;
mod write;

pub use charges::ChargeMaster;
pub use mistakes::{Mistake, PlantedMistake};
pub use note::Evidence;
pub use practice::{Clinician, Practice, Specialty};
pub use write::{CHARGES_FILE, GOLD_FILE, MISTAKES_FILE, SPANS_FILE};

use cleanclaim_model::{Date, Encounter, Note, Phi, Text};
use jiff::ToSpan as _;
use jiff::civil::Weekday;

use crate::PayerDesk;
use crate::dice::{Dice, Stream};
use crate::error::SimError;
use content::Content;
use patient::Patient;
use visit::{Made, Setup, Visit};

/// How far back encounters go.
pub const PERIOD_DAYS: i64 = 182;
/// The most encounters that one world holds.
pub const ENCOUNTERS_MAX: usize = 1_000_000;
/// How many patients are tried for a visit before it becomes one to the family physician.
const TRIES_MAX: usize = 400;
/// Planted mistakes in 10,000 encounters.
const MISTAKES_E4: usize = 600;

/// How many of 100 encounters each specialty has.
const MIX: &[(u32, Specialty)] = &[
    (45, Specialty::Family),
    (15, Specialty::Cardiology),
    (10, Specialty::Oncology),
    (10, Specialty::Surgery),
    (12, Specialty::Telehealth),
    (8, Specialty::Inpatient),
];

/// What a world is made from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WorldConfig {
    /// The same seed gives the same world, byte for byte.
    pub seed: u64,
    /// The day on which the practice looks back. Codes used are valid for days from 2025 on.
    pub today: Date,
    /// How many encounters, [`ENCOUNTERS_MAX`] at most.
    pub encounters: usize,
}

/// An encounter as exported, its note, and what a perfect coder would have written.
#[derive(Debug, Clone)]
pub struct SimEncounter {
    /// As the record system exports it, planted mistake and all.
    pub encounter: Encounter,
    /// The clinical note.
    pub note: Note,
    /// Where the note says what is coded, by ICD-10-CM or ICD-10-PCS code.
    pub evidence: Vec<Evidence>,
}

/// A practice, its payers and its encounters.
#[derive(Debug, Clone)]
pub struct World {
    /// What it was made from.
    pub config: WorldConfig,
    /// Who bills and who treats.
    pub practice: Practice,
    /// What the practice charges.
    pub charges: ChargeMaster,
    /// The payers.
    pub desks: Vec<PayerDesk>,
    /// The encounters by number, which is by day of making.
    pub encounters: Vec<SimEncounter>,
    /// What is wrong with some of them.
    pub mistakes: Vec<PlantedMistake>,
}

impl World {
    /// Makes a world.
    ///
    /// # Errors
    /// When a built-in file is wrong, or `today` is at the end of the calendar.
    pub fn generate(config: WorldConfig) -> Result<Self, SimError> {
        let content = Content::load()?;
        let practice = Practice::new()?;
        let charges = ChargeMaster::new()?;
        let desks = PayerDesk::all()?;
        let setup = Setup { content: &content, practice: &practice, desks: &desks, charges: &charges };
        let count = config.encounters.min(ENCOUNTERS_MAX);
        let patients = (0..(count * 6 / 10).max(60))
            .map(|index| patient::patient(config.seed, index, config.today, &content))
            .collect::<Result<Vec<_>, _>>()?;
        let mut maker = Maker { setup: &setup, config, patients };
        let mut made = Vec::with_capacity(count);
        for (index, day) in calendar(config, count)?.into_iter().enumerate() {
            made.push(maker.encounter(index, day)?);
        }
        let mut encounters: Vec<Encounter> = made.iter().map(|one| one.encounter.clone()).collect();
        let mistakes = mistakes::plant(config.seed, &mut encounters, &desks, count * MISTAKES_E4 / 10_000)?;
        let encounters = encounters
            .into_iter()
            .zip(made)
            .map(|(encounter, made)| SimEncounter {
                note: Note { encounter: encounter.number.clone(), text: Phi::new(made.note.text) },
                evidence: made.note.evidence,
                encounter,
            })
            .collect();
        Ok(Self { config, practice, charges, desks, encounters, mistakes })
    }

    /// The planted mistake of an encounter.
    #[must_use]
    pub fn mistake_of(&self, encounter: &str) -> Option<Mistake> {
        self.mistakes.iter().find(|planted| planted.encounter == encounter).map(|planted| planted.mistake)
    }
}

/// The days of the encounters, in order: weekdays of the period, ending two weeks before today so that stays are over.
fn calendar(config: WorldConfig, count: usize) -> Result<Vec<Date>, SimError> {
    let mut dice = Dice::new(config.seed, Stream::Calendar, 0);
    let mut days = Vec::with_capacity(count);
    for _ in 0..count {
        let back = i64::from(dice.between(14, u32::try_from(PERIOD_DAYS).unwrap_or(182)));
        let mut day = config.today.checked_sub(back.days())?;
        while matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) {
            day = day.checked_add(1.day())?;
        }
        days.push(day);
    }
    days.sort();
    Ok(days)
}

struct Maker<'a> {
    setup: &'a Setup<'a>,
    config: WorldConfig,
    patients: Vec<Patient>,
}

impl Maker<'_> {
    fn encounter(&mut self, index: usize, day: Date) -> Result<Made, SimError> {
        let number = Text::from(format!("E{:06}", index + 1));
        let mut dice = Dice::new(self.config.seed, Stream::Visit, index as u64);
        let specialty = dice.weighted(MIX).copied().unwrap_or(Specialty::Family);
        for specialty in [specialty, Specialty::Family] {
            for _ in 0..TRIES_MAX.max(self.patients.len()) {
                let who = dice.index(self.patients.len());
                if !suits(&self.patients[who], specialty, day) {
                    continue;
                }
                let stream = dice.clone();
                if let Some(made) = self.visit(specialty, who, &number, day, stream)? {
                    return Ok(made);
                }
            }
        }
        Err(SimError::Shape { what: "world", reason: "no patient fits a visit to the family physician".into() })
    }

    fn visit(
        &mut self,
        specialty: Specialty,
        who: usize,
        number: &Text,
        day: Date,
        dice: Dice,
    ) -> Result<Option<Made>, SimError> {
        let last_day = self.config.today.checked_sub(1.day())?;
        let mut visit = Visit { setup: self.setup, patient: &self.patients[who], number: number.clone(), day, dice };
        let (made, operation, stay) = match specialty {
            Specialty::Family => (office::family(&mut visit)?, None, None),
            Specialty::Cardiology => (office::cardiology(&mut visit)?, None, None),
            Specialty::Telehealth => (office::telehealth(&mut visit)?, None, None),
            Specialty::Oncology => (infusion::infusion(&mut visit)?, None, None),
            Specialty::Surgery => match operation::operation(&mut visit)? {
                Some((made, index)) => (Some(made), Some(index), None),
                None => (None, None, None),
            },
            Specialty::Inpatient => match stay::stay(&mut visit, last_day)? {
                Some((made, index)) => (Some(made), None, Some(index)),
                None => (None, None, None),
            },
        };
        if let Some(made) = &made {
            let past = &mut self.patients[who].past;
            past.last_seen = Some(made.encounter.thru);
            past.visits += 1;
            past.cycles += u32::from(specialty == Specialty::Oncology);
            past.operations.extend(operation);
            past.stays.extend(stay);
        }
        Ok(made)
    }
}

/// Whether the patient may be seen there on that day: not twice on one day, and not while in the hospital.
fn suits(patient: &Patient, specialty: Specialty, day: Date) -> bool {
    let free = patient.past.last_seen.is_none_or(|last| last < day);
    free && match specialty {
        Specialty::Oncology => patient.regimen.is_some(),
        Specialty::Cardiology => !patient.cardiac.is_empty() || 30 <= patient.age_on(day),
        Specialty::Family | Specialty::Surgery | Specialty::Telehealth | Specialty::Inpatient => true,
    }
}
