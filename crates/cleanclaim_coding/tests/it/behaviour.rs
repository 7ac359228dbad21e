//! What the coder does with single statements, with dates, and with text that is no note.

use std::collections::BTreeSet;

use cleanclaim_coding::{NoteReading, SectionKind, fuzzing};
use cleanclaim_model::{Date, Setting, Tier};
use insta::assert_snapshot;
use jiff::civil::date;
use proptest::prelude::*;

use crate::own_notes::note;
use crate::shared_coder;

const ON: Date = date(2026, 1, 15);

/// Codes an assessment of this text: codes in order, those for review with a question mark.
fn codes(text: &str, on: Date, setting: Setting) -> String {
    let (_, coder) = shared_coder();
    let suggestions = coder.suggest(&format!("ASSESSMENT\n{text}\n"), on, setting);
    let codes: Vec<String> = suggestions
        .into_iter()
        .map(|one| format!("{}{}", one.code, if one.tier == Tier::Auto { "" } else { "?" }))
        .collect();
    codes.join(" ")
}

fn check(text: &str, expected: &str) {
    assert_eq!(codes(text, ON, Setting::Outpatient), expected, "{text}");
}

#[test]
fn words_come_in_any_order_and_form() {
    check("Pain in the right knee", "M25561");
    check("Right knee pain", "M25561");
    check("Knee pain, right", "M25561");
    check("Pneumonia", "J189");
    check("DIABETES TYPE II", "E119");
    check("Gastro-esophageal reflux disease", "K219");
    check("Crohn’s disease", "K5090");
    check("renal calculi", "");
    check("Kidney stones", "N200");
    check("Cancer of the prostate", "C61");
}

#[test]
fn abbreviations_in_capitals_only() {
    check("OA", "M1990");
    check("oa", "");
    check("CAD", "I2510");
    check("NSTEMI", "I214");
}

#[test]
fn categories_come_to_their_default_or_to_a_question() {
    check("Asthma", "J45909");
    check("Bronchitis", "J40");
    check("Carpal tunnel syndrome", "G5600?");
    check("Carpal tunnel syndrome of the left wrist", "G5602");
    let (_, coder) = shared_coder();
    let proposal = coder.propose("ASSESSMENT\nCarpal tunnel syndrome\n", ON, Setting::Outpatient);
    assert_snapshot!(proposal.suggestions[0].query.as_deref().unwrap_or_default(), @r#"The note names "Carpal tunnel syndrome, unspecified upper limb" without a side. Please document the side, if it is known: right, left, both, or not known."#);
    let proposal = coder.propose("ASSESSMENT\nAcute myeloblastic leukemia\n", ON, Setting::Outpatient);
    let open: Vec<String> = proposal
        .queries
        .iter()
        .map(|query| format!("{} {:?} {}", query.category, query.spans, query.question))
        .collect();
    assert_snapshot!(open.join("\n"), @r#"C920 [(11, 38)] The note names "Acute myeloblastic leukemia", which the code set divides further. Please document what is known of its kind, site or cause."#);
}

#[test]
fn uncertain_diagnoses_differ_by_setting() {
    check("Cough, possible pneumonia", "R059");
    assert_eq!(codes("Possible pneumonia", ON, Setting::Inpatient), "J189?");
    check("Pneumonia, resolved", "");
    assert_eq!(codes("Pneumonia, resolved", ON, Setting::Inpatient), "J189?");
}

#[test]
fn what_is_not_the_patients_today_is_left_out() {
    check("No pneumonia", "");
    check("Mother has asthma", "");
    check("History of asthma", "");
    check("Return if asthma flares", "");
    check("History of breast cancer", "Z853");
}

#[test]
fn linked_conditions_are_combined() {
    check("Hypertension\nHeart failure", "I110? I509");
    check("Hypertension\nCKD stage 4", "I129? N184");
    check("Hypertension\nESRD", "I120? N186");
    check("Hypertension\nCHF\nCKD stage 3a", "I130? I509 N1831");
    check("Type 2 diabetes\nCKD stage 3a", "E1122? N1831");
}

#[test]
fn detail_beats_what_is_unspecified() {
    check("Diabetes\nDiabetic neuropathy", "E1140");
    check("Left breast cancer\nMalignant neoplasm of upper-outer quadrant of left female breast", "C50412");
    check("Neck pain\nLow back pain", "M542 M5450");
}

#[test]
fn each_day_has_its_codes() {
    let old = date(2018, 1, 1);
    assert_eq!(codes("Low back pain", old, Setting::Outpatient), "M545");
    assert_eq!(codes("Depression", old, Setting::Outpatient), "F329");
    assert_eq!(codes("CKD stage 3a", old, Setting::Outpatient), "N183");
    assert_eq!(codes("Pneumonia", date(2010, 1, 1), Setting::Outpatient), "");
}

#[test]
fn every_synonym_leads_to_a_billable_code() {
    let (sets, _) = shared_coder();
    let mut phrases = BTreeSet::new();
    let rows = include_str!("../../data/synonyms.tsv").lines().filter(|line| !line.starts_with('#'));
    for cells in rows.map(|line| line.split('\t').collect::<Vec<_>>()) {
        assert!(sets.icd10cm().lookup(cells[1].parse().unwrap(), ON).is_billable(), "{cells:?}");
        assert!(phrases.insert(cells[0]), "{} stands twice", cells[0]);
    }
}

#[test]
fn sections_are_told_apart() {
    let text = note("family-medicine-chronic");
    let reading = NoteReading::new(&text);
    let kinds: Vec<SectionKind> = reading.sections().iter().map(|section| section.kind).collect();
    use SectionKind::{Assessment, Examination, Present, Results, Systems, Unnamed};
    assert_eq!(kinds, [Unnamed, Present, Present, Systems, Examination, Results, Assessment]);
    let problems: Vec<&str> = reading
        .sentences()
        .iter()
        .filter(|sentence| sentence.is_problem)
        .map(|sentence| &text[sentence.span.clone()])
        .collect();
    assert_snapshot!(problems.join("\n"), @"
    Type 2 diabetes mellitus with diabetic polyneuropathy
    Essential hypertension
    Mixed hyperlipidemia
    CKD stage 3a
    Obesity, counselled on diet
    Return if chest pain or dyspnea develops
    ");
}

#[test]
fn kept_inputs_pass() {
    let (_, coder) = shared_coder();
    for folder in ["notes", "crashers"] {
        // The folder of crashers appears with the first crasher.
        let path = format!("{}/../../fixtures/{folder}", env!("CARGO_MANIFEST_DIR"));
        let Ok(entries) = std::fs::read_dir(path) else { continue };
        for entry in entries {
            let path = entry.unwrap().path();
            if path.is_file() {
                fuzzing::note(coder, ON, &std::fs::read(path).unwrap());
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read(text in "\\PC{0,200}") {
        fuzzing::note(&shared_coder().1, ON, text.as_bytes());
    }

    #[test]
    fn notes_cut_and_mixed_are_read(
        lines in prop::collection::vec(prop::sample::select(&[
            "ASSESSMENT AND PLAN:", "1. Type 2 diabetes – not at goal.", "#2 HTN/HLD", "• no fever, chills or",
            "denies “chest pain”; possible pneumonia vs. bronchitis", "A/P: Crohn’s, s/p resection (E. coli)", "", "  ",
            "Plan", "-", "1.", "#", ":", "Discharge Diagnoses: sepsis due to E. coli", "right knee pain, left knee pain", "é—ß",
        ][..]), 0..12),
        cut in any::<prop::sample::Index>(),
        joint in prop::sample::select(&["\n", "\r\n", " ", ""][..]),
    ) {
        let mut bytes = lines.join(joint).into_bytes();
        bytes.truncate(cut.index(bytes.len() + 1));
        fuzzing::note(&shared_coder().1, ON, &bytes);
    }
}
