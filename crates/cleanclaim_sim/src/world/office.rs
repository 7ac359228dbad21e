//! Office and video visits: family medicine, cardiology, telehealth.

use cleanclaim_model::{Encounter, Icd10};

use super::content::{Condition, Course, List};
use super::note::{NoteText, Words};
use super::practice::Specialty;
use super::visit::{Made, Visit, drug, following, icd10};
use crate::error::SimError;

/// A condition of the visit, worded, with the codes that follow it.
struct Problem<'a> {
    condition: &'a Condition,
    code: Icd10,
    words: String,
    following: Vec<(Icd10, String)>,
}

/// An office visit to a family physician; `None` when nothing fits the patient.
pub(super) fn family(visit: &mut Visit<'_>) -> Result<Option<Made>, SimError> {
    let age = visit.patient.age_on(visit.day);
    if 40 <= age && visit.dice.chance_e4(1_200) {
        return preventive(visit).map(Some);
    }
    let acute_first = visit.dice.chance_e4(5_500);
    let wanted = visit.dice.between(1, 3) as usize;
    let list = visit.setup.content.conditions(List::Family);
    let mut order = Vec::new();
    if acute_first || visit.patient.chronic.is_empty() {
        order.extend(acute(visit, list));
    }
    order.extend(visit.patient.chronic.iter().copied());
    let mut encounter = visit.frame(Specialty::Family, "11")?;
    let problems = problems(visit, list, &order, wanted, &mut encounter)?;
    if problems.is_empty() {
        return Ok(None);
    }
    let injected = problems.iter().position(|problem| problem.condition.joint && visit.dice.chance_e4(4_000));
    let new_patient = visit.patient.past.visits == 0 && visit.dice.chance_e4(3_500);
    let level = match (new_patient, encounter.diagnoses.len()) {
        (true, _) => "99203",
        (false, 0..=1) => "99213",
        (false, _) => "99214",
    };
    let modifiers: &[&str] = if injected.is_some() { &["25"] } else { &[] };
    encounter.services.push(visit.service(level, 1, modifiers, first_pointers(&encounter))?);
    let mut note = visit.note_head(&encounter, "Office visit");
    visit_text(visit, &encounter, &problems, &mut note);
    if let Some(position) = injected {
        inject(visit, &mut encounter, &problems[position], &mut note)?;
    }
    Ok(Some(Made { encounter, note }))
}

/// A yearly check-up of a healthy or stable patient.
fn preventive(visit: &mut Visit<'_>) -> Result<Made, SimError> {
    let mut encounter = visit.frame(Specialty::Family, "11")?;
    encounter.diagnoses.push(icd10("Z0000")?);
    let code = if visit.patient.payer == super::patient::MEDICARE { "G0439" } else { "99396" };
    encounter.services.push(visit.service(code, 1, &[], [1, 0, 0, 0])?);
    let words = visit.words();
    let distracting = visit.distracting(&encounter.diagnoses);
    let lists = &visit.setup.content.distractors;
    let mut note = visit.note_head(&encounter, "Preventive visit");
    note.heading("SUBJECTIVE");
    note.line(&words.fill("{age}-year-old {person} here for the yearly examination. No complaints today."));
    note.line(distracting.one(&lists.negated, &mut visit.dice));
    note.line(distracting.one(&lists.family, &mut visit.dice));
    note.line(distracting.one(&lists.social, &mut visit.dice));
    note.heading("OBJECTIVE");
    note.line("General: well appearing. Heart regular. Lungs clear. Abdomen soft. Skin without suspicious lesions.");
    note.heading("ASSESSMENT AND PLAN");
    let exam = "Encounter for general adult medical examination without abnormal findings";
    note.coded("1. ", exam, ".", "Z0000");
    note.line("   Cancer screening up to date by age. Immunizations reviewed. Exercise and diet discussed.");
    note.line(distracting.one(&lists.considered, &mut visit.dice));
    Ok(Made { encounter, note })
}

/// An office visit to a cardiologist; `None` when nothing fits the patient.
pub(super) fn cardiology(visit: &mut Visit<'_>) -> Result<Option<Made>, SimError> {
    let list = visit.setup.content.conditions(List::Cardiology);
    let mut order: Vec<usize> = visit.patient.cardiac.clone();
    order.sort_by_key(|index| list[*index].secondary);
    if order.is_empty() || list[order[0]].secondary {
        order.splice(0..0, acute(visit, list));
    }
    let mut encounter = visit.frame(Specialty::Cardiology, "11")?;
    encounter.referring_npi = visit.referring();
    let problems = problems(visit, list, &order, 3, &mut encounter)?;
    if problems.first().is_none_or(|problem| problem.condition.secondary) {
        return Ok(None);
    }
    let tracing = visit.dice.chance_e4(6_500);
    let echo = problems.iter().position(|problem| problem.condition.echo);
    let modifiers: &[&str] = if tracing || echo.is_some() { &["25"] } else { &[] };
    encounter.services.push(visit.service("99214", 1, modifiers, first_pointers(&encounter))?);
    if tracing {
        encounter.services.push(visit.service("93000", 1, &[], [1, 0, 0, 0])?);
    }
    let mut note = visit.note_head(&encounter, "Cardiology visit");
    visit_text(visit, &encounter, &problems, &mut note);
    if let Some(position) = echo {
        let pointer = pointer_of(&encounter, problems[position].code);
        encounter.services.push(visit.service("93306", 1, &[], [pointer, 0, 0, 0])?);
        note.heading("PROCEDURE");
        note.line(
            "Complete transthoracic echocardiogram with Doppler, read today. Chambers and gradients in the report.",
        );
    }
    if tracing {
        note.line("Twelve-lead electrocardiogram recorded and interpreted today.");
    }
    visit.authorize(&mut encounter);
    Ok(Some(Made { encounter, note }))
}

/// A video visit; `None` when nothing fits the patient.
pub(super) fn telehealth(visit: &mut Visit<'_>) -> Result<Option<Made>, SimError> {
    let list = visit.setup.content.conditions(List::Telehealth);
    let start = visit.dice.index(list.len());
    let fitting: Vec<usize> = (0..list.len())
        .map(|step| (start + step * 7) % list.len())
        .filter(|index| visit.patient.fits(list[*index].ages, list[*index].sex.as_deref(), visit.day))
        .collect();
    let policy = visit.profile().telehealth.clone();
    let place =
        policy.as_ref().and_then(|policy| policy.places.first()).map_or("10", |place| place.as_str()).to_owned();
    let wanted = policy.as_ref().filter(|policy| policy.place_requires_modifier);
    let modifier = wanted.and_then(|policy| policy.modifiers.first()).map(|modifier| modifier.to_string());
    let mut encounter = visit.frame(Specialty::Telehealth, &place)?;
    let wanted = visit.dice.between(1, 2) as usize;
    let problems = problems(visit, list, &fitting, wanted, &mut encounter)?;
    if problems.is_empty() {
        return Ok(None);
    }
    let level = if encounter.diagnoses.len() < 2 { "99213" } else { "99214" };
    let modifiers: Vec<&str> = modifier.iter().map(String::as_str).collect();
    encounter.services.push(visit.service(level, 1, &modifiers, first_pointers(&encounter))?);
    let mut note = visit.note_head(&encounter, "Telehealth visit");
    let state = visit.patient.person.address.expose().state.clone();
    let minutes = visit.dice.between(14, 34);
    note.line(&format!(
        "Real-time audio and video. The patient is at home in {state} and agreed to a visit by video. Time: {minutes} minutes."
    ));
    visit_text(visit, &encounter, &problems, &mut note);
    Ok(Some(Made { encounter, note }))
}

/// The acute conditions that fit, in a drawn order.
fn acute(visit: &mut Visit<'_>, list: &[Condition]) -> Option<usize> {
    let fitting: Vec<usize> = (0..list.len())
        .filter(|index| {
            let condition = &list[*index];
            condition.course == Course::Acute && visit.patient.fits(condition.ages, condition.sex.as_deref(), visit.day)
        })
        .collect();
    visit.dice.pick(&fitting).copied()
}

/// Up to `wanted` conditions in this order that share no group; their codes go to the encounter.
fn problems<'a>(
    visit: &mut Visit<'_>,
    list: &'a [Condition],
    order: &[usize],
    wanted: usize,
    encounter: &mut Encounter,
) -> Result<Vec<Problem<'a>>, SimError> {
    let mut problems: Vec<Problem<'a>> = Vec::new();
    let mut taken: Vec<&str> = Vec::new();
    for index in order {
        let condition = &list[*index];
        if problems.len() == wanted || condition.groups.iter().any(|group| taken.contains(&group.as_str())) {
            continue;
        }
        taken.extend(condition.groups.iter().map(String::as_str));
        let code = icd10(&condition.code)?;
        encounter.diagnoses.push(code);
        let words = visit.dice.text(&condition.words).to_owned();
        let following = following(&condition.with, &mut encounter.diagnoses, &mut visit.dice)?;
        problems.push(Problem { condition, code, words, following });
    }
    Ok(problems)
}

/// History, examination, assessment and plan, in one of two usual orders of headings.
fn visit_text(visit: &mut Visit<'_>, encounter: &Encounter, problems: &[Problem<'_>], note: &mut NoteText) {
    let words = visit.words();
    let distracting = visit.distracting(&encounter.diagnoses);
    let lists = &visit.setup.content.distractors;
    let soap = visit.dice.chance_e4(5_000);
    note.heading(if soap { "SUBJECTIVE" } else { "HISTORY OF PRESENT ILLNESS" });
    let opening = [
        "{age}-year-old {person} seen today.",
        "This {age}-year-old {person} comes in today.",
        "{age}-year-old {person}, here for the following.",
    ];
    note.line(&words.fill(visit.dice.pick(&opening).unwrap_or(&"")));
    for problem in problems {
        note.line(&words.fill(visit.dice.text(&problem.condition.story)));
    }
    note.line(distracting.one(&lists.negated, &mut visit.dice));
    if !soap {
        note.heading("PAST HISTORY");
    }
    note.line(&format!("Past: {}", distracting.one(&lists.past, &mut visit.dice)));
    note.line(&format!("Family: {}", distracting.one(&lists.family, &mut visit.dice)));
    note.line(&format!("Social: {}", distracting.one(&lists.social, &mut visit.dice)));
    note.heading(if soap { "OBJECTIVE" } else { "EXAMINATION" });
    if encounter.specialty != Specialty::Telehealth.as_str() {
        note.line(&vital_signs(visit, words.age));
    }
    for problem in problems {
        note.line(&words.fill(visit.dice.text(&problem.condition.finding)));
    }
    note.heading("ASSESSMENT AND PLAN");
    for (index, problem) in problems.iter().enumerate() {
        assessment(visit, &words, index + 1, problem, note);
    }
    if visit.dice.chance_e4(4_000) {
        note.line(distracting.one(&lists.considered, &mut visit.dice));
    }
}

fn vital_signs(visit: &mut Visit<'_>, age: u32) -> String {
    if age < 12 {
        let (degrees, tenths) = (visit.dice.between(98, 99), visit.dice.below(10));
        return format!("Temperature {degrees}.{tenths}, pulse {}, alert and playful.", visit.dice.between(84, 118));
    }
    let (systolic, pulse) = (visit.dice.between(112, 146), visit.dice.between(58, 92));
    format!("BP {systolic}/{}, pulse {pulse}, afebrile.", visit.dice.between(64, 86))
}

fn assessment(visit: &mut Visit<'_>, words: &Words, number: usize, problem: &Problem<'_>, note: &mut NoteText) {
    note.coded(&format!("{number}. "), &problem.words, ".", problem.code.as_str());
    for (code, name) in &problem.following {
        note.coded("   - ", name, ".", code.as_str());
    }
    note.line(&format!("   {}", words.fill(visit.dice.text(&problem.condition.plan))));
}

/// An injection of the joint that the problem is about.
fn inject(
    visit: &mut Visit<'_>,
    encounter: &mut Encounter,
    problem: &Problem<'_>,
    note: &mut NoteText,
) -> Result<(), SimError> {
    let pointer = pointer_of(encounter, problem.code);
    encounter.services.push(visit.service("20610", 1, &["RT"], [pointer, 0, 0, 0])?);
    let mut medicine = visit.service("J3301", 4, &["JZ"], [pointer, 0, 0, 0])?;
    medicine.drug = Some(drug("99999080101", 4, 250, "ML"));
    encounter.services.push(medicine);
    note.heading("PROCEDURE");
    note.line("Right knee injection. Consent given, time-out done. Lateral approach, sterile technique.");
    note.line(
        "Triamcinolone 40 mg with 4 mL lidocaine placed without resistance; the whole single-dose vial was used.",
    );
    Ok(())
}

/// Pointers to the first diagnoses, four at most.
fn first_pointers(encounter: &Encounter) -> [u8; 4] {
    let mut pointers = [0; 4];
    for (slot, number) in pointers.iter_mut().zip(1..=encounter.diagnoses.len()) {
        *slot = u8::try_from(number).unwrap_or(0);
    }
    pointers
}

/// The position of a diagnosis, from 1.
fn pointer_of(encounter: &Encounter, code: Icd10) -> u8 {
    let position = encounter.diagnoses.iter().position(|diagnosis| *diagnosis == code).unwrap_or(0);
    u8::try_from(position + 1).unwrap_or(1)
}
