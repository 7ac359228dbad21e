//! The notes written for this project, with the codes that a coder would take.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::PathBuf;

use cleanclaim_model::{Date, Setting};
use insta::assert_snapshot;

use crate::shared_coder;
use crate::shared_notes::gold;

fn folder() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/notes"))
}

/// Note -> day and setting.
fn settings() -> BTreeMap<String, (Date, Setting)> {
    let text = std::fs::read_to_string(folder().join("settings.tsv")).unwrap();
    let rows = text.lines().filter(|line| !line.starts_with('#')).map(|line| {
        let cells: Vec<&str> = line.split('\t').collect();
        (cells[0].to_owned(), (cells[1].parse().unwrap(), Setting::parse(cells[2]).unwrap()))
    });
    rows.collect()
}

pub(crate) fn note(name: &str) -> String {
    std::fs::read_to_string(folder().join(format!("{name}.txt"))).unwrap()
}

#[test]
fn notes_get_the_codes_a_coder_would_take() {
    let (_, coder) = shared_coder();
    let gold = gold(&folder().join("expected.tsv")).unwrap();
    let mut text = String::new();
    let (mut hits, mut suggested, mut expected) = (0, 0, 0);
    for (name, (on, setting)) in settings() {
        let note = note(&name);
        let suggestions = coder.suggest(&note, on, setting);
        let found: BTreeSet<String> = suggestions.iter().map(|one| one.code.to_string()).collect();
        let gold = &gold[&name];
        let _ = writeln!(text, "{name}");
        for one in &suggestions {
            let (start, end) = one.spans[0];
            let mark = if gold.contains(one.code.as_str()) { ' ' } else { '+' };
            let words = note[start as usize..end as usize].replace('\n', " ");
            let _ = writeln!(text, "  {mark}{} {} {} {words}", one.code, one.score_e6, one.tier.as_str());
        }
        for missing in gold.difference(&found) {
            let _ = writeln!(text, "  -{missing}");
        }
        hits += gold.intersection(&found).count();
        suggested += found.len();
        expected += gold.len();
    }
    let _ = writeln!(text, "{hits} of {suggested} suggested, {expected} expected");
    assert_snapshot!(text, @"
    cardiology-follow-up
       I5022 930000 auto Chronic systolic heart failure
       I255 930000 auto Ischemic cardiomyopathy
       I4821 930000 auto Permanent atrial fibrillation
       I2510 930000 auto CAD
       I110 837000 review Hypertension
       Z7901 744000 review Long term anticoagulation
    emergency-uncertain
       R030 837000 auto Elevated blood pressure reading
       R079 669600 review Chest pain
    family-medicine-acute
       J069 744000 review Viral URI
      +J029 744000 review Sore throat
    family-medicine-chronic
       E1142 950000 auto Type 2 diabetes mellitus with diabetic polyneuropathy
       E1122 855000 review Type 2 diabetes mellitus with diabetic polyneuropathy
       I129 837000 review Essential hypertension
       E782 930000 auto Mixed hyperlipidemia
       N1831 930000 auto CKD stage 3a
       E669 930000 auto Obesity
    inpatient-discharge
       A4151 930000 auto Sepsis due to E. coli
       N10 930000 auto Acute pyelonephritis
       N179 837000 review Acute kidney injury
       J690 558000 review aspiration pneumonia
       E1165 930000 auto Type 2 diabetes mellitus with hyperglycemia
       E1122 837000 review Type 2 diabetes mellitus with hyperglycemia
       I129 837000 review Hypertension
       N1832 930000 auto Chronic kidney disease, stage 3b
    oncology-infusion
       Z5111 930000 auto Encounter for chemotherapy
       C50412 950000 auto Malignant neoplasm of upper-outer quadrant of left female breast
       D6481 930000 auto Anemia due to chemotherapy
       R112 837000 auto Chemotherapy-induced nausea and vomiting
      -T451X5A
    orthopedics-knee
       M1711 930000 auto osteoarthritis of the right knee
       M5450 930000 auto Low back pain
    pediatrics-well-child
       Z00121 930000 auto Well child check with abnormal finding
       H6691 860000 auto otitis media, right ear
       L309 930000 auto Eczema
    surgery-operative
       K8000 930000 auto Acute cholecystitis with cholelithiasis
    telehealth-behavioral
       F331 950000 auto Major depressive disorder, recurrent, moderate
       F411 930000 auto Generalized anxiety disorder
       G4700 930000 auto Insomnia
    36 of 37 suggested, 37 expected
    ");
}

#[test]
fn every_step_is_told() {
    let (_, coder) = shared_coder();
    let (on, setting) = settings()["inpatient-discharge"];
    let suggestions = coder.suggest(&note("inpatient-discharge"), on, setting);
    let mut text = String::new();
    for one in suggestions {
        let _ = writeln!(text, "{}", one.code);
        for step in &one.why {
            let _ = writeln!(text, "  {}: {}", step.rule, step.note);
        }
        if let Some(query) = &one.query {
            let _ = writeln!(text, "  ? {query}");
        }
    }
    assert_snapshot!(text, @r#"
    A4151
      synonym: A4151 Sepsis due to Escherichia coli [E. coli] (index: Sepsis, Escherichia coli)
      place: list of diagnoses
    N10
      synonym: N10 Acute pyelonephritis (index: Pyelonephritis, acute)
      place: list of diagnoses
    N179
      synonym: N179 Acute kidney failure, unspecified (index: Injury, kidney, acute)
      place: list of diagnoses
      assertion: resolved; of inpatients coded where it was treated during the stay, guideline III
    J690
      synonym: J690 Pneumonitis due to inhalation of food and vomit (index: Pneumonia, aspiration)
      place: list of diagnoses
      assertion: uncertain ("probable"); of inpatients coded as if it existed, guidelines II.H and III.C
    E1165
      synonym: E1165 Type 2 diabetes mellitus with hyperglycemia (index: Diabetes, type 2, with, hyperglycemia)
      place: list of diagnoses
    E1122
      synonym: E1165 Type 2 diabetes mellitus with hyperglycemia (index: Diabetes, type 2, with, hyperglycemia)
      place: list of diagnoses
      combination: guideline I.A.15: presumed linked, so E1165 calls for E1122 Type 2 diabetes mellitus with diabetic chronic kidney disease
    I129
      synonym: I10 Essential (primary) hypertension (index: Hypertension)
      place: list of diagnoses
      combination: guideline I.C.9.a.2: presumed linked, so I10 becomes I129 Hypertensive chronic kidney disease with stage 1 through stage 4 chronic kidney disease, or unspecified chronic kidney disease
    N1832
      synonym: N1832 Chronic kidney disease, stage 3b (index: Disease, kidney, chronic, stage 3b)
      place: list of diagnoses
    "#);
}
