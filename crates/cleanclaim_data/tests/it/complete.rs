//! Codes step by step, over all that ships.

use cleanclaim_codes::{Laterality, Meaning, Set, Step};
use jiff::civil::{Date, date};

use crate::sets;

const ON: Date = date(2026, 1, 1);

fn meanings(step: &Step<'_>) -> Vec<String> {
    let text = |meaning: &Meaning<'_>| match meaning {
        Meaning::Known(text) => text.to_string(),
        Meaning::Placeholder => "(placeholder)".to_owned(),
        Meaning::NotLoaded => "(meaning not loaded)".to_owned(),
    };
    step.choices.iter().map(|choice| format!("{} {}", choice.character, text(&choice.meaning))).collect()
}

fn check(set: Set, prefix: &str, expected: &[&str]) {
    let sets = sets();
    let found = meanings(&sets.complete(set, prefix, ON).unwrap());
    let missing: Vec<_> = expected.iter().filter(|line| !found.iter().any(|other| other == *line)).collect();
    assert!(missing.is_empty(), "after {prefix:?}: {missing:?} not in {found:#?}");
}

#[test]
fn a_fracture_from_its_first_letter_to_its_encounter() {
    check(Set::Icd10Cm, "", &["J Diseases of the respiratory system (J00-J99)"]);
    check(Set::Icd10Cm, "S", &["5 Injuries to the elbow and forearm (S50-S59)"]);
    check(Set::Icd10Cm, "S5", &["2 Fracture of forearm"]);
    check(Set::Icd10Cm, "S52.50", &["1 Unspecified fracture of the lower end of right radius"]);
    check(Set::Icd10Cm, "S52.501", &["A initial encounter for closed fracture"]);
    let sets = sets();
    let step = sets.complete(Set::Icd10Cm, "S52.50", ON).unwrap();
    let sides: Vec<_> = step.choices.iter().map(|choice| choice.laterality).collect();
    assert_eq!(sides, [Some(Laterality::Right), Some(Laterality::Left), Some(Laterality::Unspecified)]);
    let last = sets.complete(Set::Icd10Cm, "S52.501", ON).unwrap();
    assert_eq!((last.choices.len(), last.axis), (16, Some("Seventh character")));
    assert!(last.choices.iter().all(|choice| choice.completes.is_some() && !choice.goes_on));
}

#[test]
fn placeholders_lead_on() {
    let sets = sets();
    let leads = |prefix| sets.complete(Set::Icd10Cm, prefix, ON).unwrap().leads_to;
    assert_eq!(leads("W00.0"), "W000XX");
    assert_eq!(leads("T36.0"), "T360X");
    assert_eq!(leads("E11"), "E11");
    check(Set::Icd10Cm, "W00.0XX", &["A initial encounter", "D subsequent encounter", "S sequela"]);
}

#[test]
fn an_operation_axis_by_axis() {
    check(Set::Icd10Pcs, "", &["0 Medical and Surgical", "X New Technology"]);
    check(Set::Icd10Pcs, "0", &["D Gastrointestinal System"]);
    check(Set::Icd10Pcs, "0D", &["T Resection"]);
    check(Set::Icd10Pcs, "0DT", &["J Appendix", "7 Stomach, Pylorus", "F Large Intestine, Right"]);
    check(Set::Icd10Pcs, "0DTJ", &["0 Open", "4 Percutaneous Endoscopic"]);
    check(Set::Icd10Pcs, "0DTJ4", &["Z No Device"]);
    check(Set::Icd10Pcs, "0DTJ4Z", &["Z No Qualifier"]);
    check(Set::Icd10Pcs, "0TT", &["0 Kidney, Right", "1 Kidney, Left"]);
    check(Set::Icd10Pcs, "0SRB0", &["3 Synthetic Substitute, Ceramic", "1 Synthetic Substitute, Metal"]);
    let sets = sets();
    let axes: Vec<_> = ["", "0", "0D", "0DT", "0DTJ", "0DTJ4", "0DTJ4Z"]
        .map(|prefix| sets.complete(Set::Icd10Pcs, prefix, ON).unwrap().axis.unwrap())
        .into();
    let expected = ["Section", "Body System", "Root Operation", "Body Part", "Approach", "Device", "Qualifier"];
    assert_eq!(axes, expected);
}

#[test]
fn most_procedures_have_a_meaning_for_every_character() {
    let sets = sets();
    let table = sets.codes(Set::Icd10Pcs).unwrap();
    let (mut known, mut all) = (0, 0);
    // Every 397th code: enough to see a fall, quick enough for a test.
    for index in table.iter().step_by(397) {
        let Some(entry) = table.entry_on(index, ON) else { continue };
        for length in 0..7 {
            let (prefix, rest) = entry.code.as_str().split_at(length);
            let step = sets.complete(Set::Icd10Pcs, prefix, ON).unwrap();
            let choice = step.choices.iter().find(|choice| rest.starts_with(choice.character)).unwrap();
            known += usize::from(choice.meaning != Meaning::NotLoaded);
            all += 1;
        }
    }
    println!("{known} of {all} characters have a meaning");
    assert!(all * 97 / 100 < known, "{known} of {all}");
}

#[test]
fn every_code_is_reached_character_by_character() {
    let sets = sets();
    let table = sets.codes(Set::Icd10Cm).unwrap();
    for index in table.iter().step_by(997) {
        let Some(entry) = table.entry_on(index, ON).filter(cleanclaim_codes::Entry::is_billable) else { continue };
        let text = entry.code.as_str();
        for length in 0..text.len() {
            let step = sets.complete(Set::Icd10Cm, &text[..length], ON).unwrap();
            let choice = step.choices.iter().find(|choice| text[length..].starts_with(choice.character)).unwrap();
            assert_eq!(
                choice.completes.is_some_and(|found| found.code == entry.code),
                length + 1 == text.len(),
                "{text}"
            );
        }
    }
}
