//! Outpatient operations with an operative note.

use super::note::capitalized;
use super::practice::Specialty;
use super::visit::{Made, Visit, icd10};
use crate::error::SimError;

/// An operation, and which of the list it was.
pub(super) fn operation(visit: &mut Visit<'_>) -> Result<Option<(Made, usize)>, SimError> {
    let list = &visit.setup.content.operations;
    let had = |index: usize| {
        let code = &list[index].procedure;
        visit.patient.past.operations.iter().any(|before| list[*before].procedure == *code)
    };
    let fitting: Vec<usize> = (0..list.len())
        .filter(|index| visit.patient.fits(list[*index].ages, None, visit.day) && !had(*index))
        .collect();
    let Some(index) = visit.dice.pick(&fitting).copied() else {
        return Ok(None);
    };
    let operation = &list[index];
    let side = match (operation.side, visit.dice.chance_e4(5_500)) {
        (false, _) => "",
        (true, true) => "right",
        (true, false) => "left",
    };
    let mut encounter = visit.frame(Specialty::Surgery, &operation.place)?;
    encounter.referring_npi = visit.referring();
    let mut words = visit.words();
    words.side = side;
    let mut named = Vec::new();
    for worded in &operation.diagnoses {
        let code = worded.code_left.as_ref().filter(|_| side == "left").unwrap_or(&worded.code);
        encounter.diagnoses.push(icd10(code)?);
        named.push((code.clone(), capitalized(&words.fill(visit.dice.text(&worded.words)))));
    }
    let modifier: &[&str] = match side {
        "left" if operation.side_modifier => &["LT"],
        "right" if operation.side_modifier => &["RT"],
        _ => &[],
    };
    encounter.services.push(visit.service(&operation.procedure, 1, modifier, [1, 0, 0, 0])?);

    let mut note = visit.note_head(&encounter, "Operative note");
    note.heading("PREOPERATIVE DIAGNOSIS");
    for (code, name) in &named {
        note.coded("", name, ".", code);
    }
    note.heading("POSTOPERATIVE DIAGNOSIS");
    for (code, name) in &named {
        note.coded("", name, ".", code);
    }
    note.heading("PROCEDURE");
    note.line(&words.fill(&operation.title));
    note.heading("INDICATION");
    note.line(&words.fill(&format!("{{age}}-year-old {{person}}. {}", visit.dice.text(&operation.indication))));
    let distracting = visit.distracting(&encounter.diagnoses);
    let lists = &visit.setup.content.distractors;
    note.line(&format!("Past: {}", distracting.one(&lists.past, &mut visit.dice)));
    note.heading("FINDINGS");
    note.line(&words.fill(visit.dice.text(&operation.findings)));
    note.heading("DESCRIPTION");
    for sentence in &operation.body {
        note.line(&words.fill(sentence));
    }
    note.line(&format!(
        "Anesthesia: {}. Blood loss: {}. Counts correct. No complications.",
        operation.anesthesia, operation.loss
    ));
    visit.authorize(&mut encounter);
    Ok(Some((Made { encounter, note }, index)))
}
