//! Infusions of cancer drugs in the office, with start and stop times that agree with the codes.

use super::content::{InfusedDrug, Regimen};
use super::note::NoteText;
use super::practice::Specialty;
use super::visit::{Made, Visit, drug, following, icd10};
use crate::error::SimError;

/// A day of infusion; `None` when the patient is on no regimen.
pub(super) fn infusion(visit: &mut Visit<'_>) -> Result<Option<Made>, SimError> {
    let Some(regimen) = visit.patient.regimen.map(|index| &visit.setup.content.regimens[index]) else {
        return Ok(None);
    };
    let mut encounter = visit.frame(Specialty::Oncology, "11")?;
    encounter.referring_npi = visit.referring();
    encounter.diagnoses = vec![icd10(&regimen.encounter)?, icd10(&regimen.cancer)?];
    let followers = following(&regimen.with, &mut encounter.diagnoses, &mut visit.dice)?;
    let mut words = visit.words();
    words.cycle = visit.patient.past.cycles + 2;

    let mut note = visit.note_head(&encounter, &format!("Infusion visit: {}", regimen.name));
    note.heading("INTERVAL HISTORY");
    note.line(&words.fill("{age}-year-old {person}."));
    note.line(&words.fill(visit.dice.text(&regimen.story)));
    let distracting = visit.distracting(&encounter.diagnoses);
    let lists = &visit.setup.content.distractors;
    note.line(distracting.one(&lists.negated, &mut visit.dice));
    note.line(&format!("Family: {}", distracting.one(&lists.family, &mut visit.dice)));
    note.heading("EXAMINATION AND LABORATORY");
    note.line(&words.fill(visit.dice.text(&regimen.finding)));

    give(visit, regimen, &mut encounter.services, &mut note)?;

    note.heading("ASSESSMENT AND PLAN");
    let reason = visit.dice.text(&regimen.encounter_words).to_owned();
    note.coded("1. ", &reason, ".", &regimen.encounter);
    let cancer = visit.dice.text(&regimen.cancer_words).to_owned();
    note.coded("2. ", &cancer, ".", &regimen.cancer);
    for (code, name) in &followers {
        note.coded("   - ", name, ".", code.as_str());
    }
    note.line(&words.fill(visit.dice.text(&regimen.plan)));
    note.line("No infusion reaction. Next visit is booked.");
    visit.authorize(&mut encounter);
    Ok(Some(Made { encounter, note }))
}

/// Gives each drug: the lines of the drugs first, then those of the administration, and the note's record of it.
fn give(
    visit: &mut Visit<'_>,
    regimen: &Regimen,
    services: &mut Vec<cleanclaim_model::EncounterService>,
    note: &mut NoteText,
) -> Result<(), SimError> {
    let mut clock = visit.dice.between(8 * 60, 13 * 60);
    note.heading("INFUSION RECORD");
    let mut administration = Vec::new();
    // Pushes come before the infusion, in whatever order the file lists them.
    let (pushes, infusions): (Vec<&InfusedDrug>, Vec<&InfusedDrug>) =
        regimen.drugs.iter().partition(|given| given.minutes == 0);
    for given in pushes.into_iter().chain(infusions) {
        let units = visit.dice.between(given.units[0], given.units[1]);
        services.extend(drug_lines(visit, given, units)?);
        let dose = milligrams(units, given.unit_mg_tenths);
        if given.minutes == 0 {
            note.line(&format!("{}: {dose} mg intravenous push at {}.", given.name, hour(clock)));
            administration.push(visit.service("96375", 1, &[], [1, 2, 0, 0])?);
            clock += 10;
        } else {
            let stop = clock + given.minutes;
            note.line(&format!(
                "{}: {dose} mg in saline, start {}, stop {} ({} minutes).",
                given.name,
                hour(clock),
                hour(stop),
                given.minutes
            ));
            administration.extend(infusion_lines(visit, given.minutes)?);
            clock = stop;
        }
        let wasted = wasted_units(units, given.vial);
        if 0 < wasted {
            let discarded = milligrams(wasted, given.unit_mg_tenths);
            note.line(&format!("Discarded from the single-dose vial: {discarded} mg, witnessed."));
        }
    }
    services.extend(administration);
    Ok(())
}

/// The first hour, and one more unit for each hour after it of which over 30 minutes were used.
fn infusion_lines(visit: &Visit<'_>, minutes: u32) -> Result<Vec<cleanclaim_model::EncounterService>, SimError> {
    let mut lines = vec![visit.service("96413", 1, &[], [1, 2, 0, 0])?];
    let more_hours = (minutes.saturating_sub(60) + 29) / 60;
    if 0 < more_hours {
        lines.push(visit.service("96415", more_hours, &[], [1, 2, 0, 0])?);
    }
    Ok(lines)
}

/// The dose with JZ, or the dose and the discarded rest with JW.
///
/// Source: CMS Medicare Claims Processing Manual (Pub. 100-04), chapter 17, section 40.
fn drug_lines(
    visit: &Visit<'_>,
    given: &InfusedDrug,
    units: u32,
) -> Result<Vec<cleanclaim_model::EncounterService>, SimError> {
    let wasted = wasted_units(units, given.vial);
    let dose_modifiers: &[&str] = if wasted == 0 { &["JZ"] } else { &[] };
    let mut lines = vec![visit.service(&given.hcpcs, units, dose_modifiers, [2, 0, 0, 0])?];
    lines[0].drug = Some(drug(&given.ndc, units, given.ndc_per_unit_milli, &given.ndc_unit));
    if 0 < wasted {
        let mut rest = visit.service(&given.hcpcs, wasted, &["JW"], [2, 0, 0, 0])?;
        rest.drug = Some(drug(&given.ndc, wasted, given.ndc_per_unit_milli, &given.ndc_unit));
        lines.push(rest);
    }
    Ok(lines)
}

fn wasted_units(units: u32, vial: u32) -> u32 {
    if vial == 0 { 0 } else { units.next_multiple_of(vial) - units }
}

/// Milligrams with a decimal only where there is one.
fn milligrams(units: u32, unit_mg_tenths: u32) -> String {
    let tenths = units * unit_mg_tenths;
    if tenths.is_multiple_of(10) { (tenths / 10).to_string() } else { format!("{}.{}", tenths / 10, tenths % 10) }
}

fn hour(minutes: u32) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waste_is_what_is_left_in_the_last_vial() {
        assert_eq!((wasted_units(141, 30), wasted_units(150, 30), wasted_units(8, 4)), (9, 0, 0));
    }

    #[test]
    fn doses_are_said_in_milligrams() {
        assert_eq!(
            (milligrams(301, 5), milligrams(36, 100), milligrams(9, 500)),
            ("150.5".into(), "360".into(), "450".into())
        );
    }
}
