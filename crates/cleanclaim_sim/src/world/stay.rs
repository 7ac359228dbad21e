//! Inpatient stays: admission note and discharge summary, revenue lines, present-on-admission letters.

use cleanclaim_model::{
    Cents, Date, EncounterService, FormCode, Icd10Pcs, PresentOnAdmission, Quantity, RevenueCode, Stay,
};
use jiff::ToSpan as _;

use super::content::{Revenue, StayStory};
use super::note::{NoteText, Words};
use super::practice::Specialty;
use super::visit::{Made, Visit, icd10, us_date};
use crate::error::SimError;
use crate::error::shape;

/// A diagnosis or procedure of the stay with the words drawn for it.
type Named = Vec<(String, String)>;

/// A stay, and which of the list it was.
pub(super) fn stay(visit: &mut Visit<'_>, last_day: Date) -> Result<Option<(Made, usize)>, SimError> {
    let list = &visit.setup.content.stays;
    let fitting: Vec<usize> = (0..list.len())
        .filter(|index| {
            visit.patient.fits(list[*index].ages, None, visit.day) && !visit.patient.past.stays.contains(index)
        })
        .collect();
    let Some(index) = visit.dice.pick(&fitting).copied() else {
        return Ok(None);
    };
    let story = &list[index];
    let days = visit.dice.between(story.days[0], story.days[1]);
    let discharged = visit.day.checked_add(i64::from(days).days())?;
    if last_day < discharged {
        return Ok(None);
    }
    let mut encounter = visit.frame(Specialty::Inpatient, "21")?;
    encounter.thru = discharged;
    let mut poa = Vec::new();
    let mut diagnoses = Named::new();
    for diagnosis in &story.diagnoses {
        encounter.diagnoses.push(icd10(&diagnosis.code)?);
        poa.push(PresentOnAdmission::parse(&diagnosis.poa));
        diagnoses.push((diagnosis.code.clone(), visit.dice.text(&diagnosis.words).to_owned()));
    }
    let mut procedures = Vec::new();
    for procedure in &story.procedures {
        let day = visit.day.checked_add(i64::from(procedure.day.min(days)).days())?;
        procedures.push((shape("procedure", Icd10Pcs::parse(&procedure.code))?, day));
    }
    for revenue in &story.revenue {
        encounter.services.push(revenue_line(visit, revenue, days)?);
    }
    let form = |what, text: &str| shape(what, FormCode::parse(text));
    encounter.stay = Some(Stay {
        admitted: visit.day,
        admission_hour: clock(visit, 1, 22),
        discharged,
        discharge_hour: clock(visit, 9, 18),
        admission_type: form("admission type", &story.admission_type)?,
        admission_source: form("admission source", "1")?,
        patient_status: form("patient status", visit.dice.text(&story.status))?,
        admitting_diagnosis: Some(icd10(&story.admitting)?),
        poa,
        procedures,
    });
    let mut note = visit.note_head(&encounter, "Admission note and discharge summary");
    let words = visit.words();
    admission_text(visit, story, &words, &mut note);
    discharge_text(visit, story, &words, &diagnoses, discharged, &mut note);
    visit.authorize(&mut encounter);
    Ok(Some((Made { encounter, note }, index)))
}

fn clock(visit: &mut Visit<'_>, from_hour: u32, to_hour: u32) -> cleanclaim_model::Text {
    format!("{:02}{:02}", visit.dice.between(from_hour, to_hour), visit.dice.below(60)).into()
}

/// Room and board by the day, the rest by the day or by the stay. Dollars of the file become cents here.
fn revenue_line(visit: &Visit<'_>, revenue: &Revenue, days: u32) -> Result<EncounterService, SimError> {
    let (units, dollars) = match (revenue.day, revenue.stay) {
        (Some(per_day), _) => (days, per_day * i64::from(days)),
        (None, per_stay) => (1, per_stay.unwrap_or(0)),
    };
    Ok(EncounterService {
        procedure: None,
        modifiers: cleanclaim_model::Modifiers::default(),
        revenue_code: Some(shape("revenue code", RevenueCode::parse(&revenue.code))?),
        units: Quantity::thousandths(i64::from(units) * 1_000),
        pointers: [0; 4],
        date: visit.day,
        charge: Some(Cents::new(dollars * 100)),
        drug: None,
    })
}

fn admission_text(visit: &mut Visit<'_>, story: &StayStory, words: &Words, note: &mut NoteText) {
    let codes: Vec<_> = story.diagnoses.iter().filter_map(|diagnosis| icd10(&diagnosis.code).ok()).collect();
    let distracting = visit.distracting(&codes);
    let lists = &visit.setup.content.distractors;
    note.heading("CHIEF COMPLAINT");
    note.line(&story.complaint);
    note.heading("HISTORY OF PRESENT ILLNESS");
    note.line(&words.fill(&format!("{{age}}-year-old {{person}}. {}", visit.dice.text(&story.story))));
    note.heading("PAST HISTORY");
    note.line(&format!("Past: {}", distracting.one(&lists.past, &mut visit.dice)));
    note.line(&format!("Family: {}", distracting.one(&lists.family, &mut visit.dice)));
    note.line(&format!("Social: {}", distracting.one(&lists.social, &mut visit.dice)));
    note.heading("EXAMINATION");
    note.line(&words.fill(visit.dice.text(&story.exam)));
    note.heading("RESULTS");
    note.line(&words.fill(visit.dice.text(&story.results)));
}

fn discharge_text(
    visit: &mut Visit<'_>,
    story: &StayStory,
    words: &Words,
    diagnoses: &Named,
    discharged: Date,
    note: &mut NoteText,
) {
    if !story.procedures.is_empty() {
        note.heading("PROCEDURES");
        for procedure in &story.procedures {
            note.coded("", &procedure.words, ".", &procedure.code);
        }
    }
    note.heading("HOSPITAL COURSE");
    for sentence in &story.course {
        note.line(&words.fill(sentence));
    }
    note.line(&words.fill(visit.dice.text(&story.not_coded)));
    note.heading("DISCHARGE DIAGNOSES");
    for (index, (code, name)) in diagnoses.iter().enumerate() {
        note.coded(&format!("{}. ", index + 1), name, ".", code);
    }
    note.heading("DISCHARGE");
    note.line(&format!("Discharged {} in stable condition.", us_date(discharged)));
}
