//! What the content files hold: conditions, regimens, operations and stays, each with the words that notes are made of.

use serde::Deserialize;

use crate::error::SimError;

/// Every content file, read.
#[derive(Debug, Clone)]
pub(crate) struct Content {
    pub family: Vec<Condition>,
    pub cardiology: Vec<Condition>,
    pub telehealth: Vec<Condition>,
    pub regimens: Vec<Regimen>,
    pub operations: Vec<Operation>,
    pub stays: Vec<StayStory>,
    pub distractors: Distractors,
}

impl Content {
    /// Reads the files that are built in.
    pub(crate) fn load() -> Result<Self, SimError> {
        let conditions =
            |file, text| -> Result<Vec<Condition>, SimError> { Ok(read::<Conditions>(file, text)?.condition) };
        Ok(Self {
            family: conditions("family.toml", include_str!("../../content/family.toml"))?,
            cardiology: conditions("cardiology.toml", include_str!("../../content/cardiology.toml"))?,
            telehealth: conditions("telehealth.toml", include_str!("../../content/telehealth.toml"))?,
            regimens: read::<Regimens>("oncology.toml", include_str!("../../content/oncology.toml"))?.regimen,
            operations: read::<Operations>("surgery.toml", include_str!("../../content/surgery.toml"))?.operation,
            stays: read::<Stays>("stays.toml", include_str!("../../content/stays.toml"))?.stay,
            distractors: read("distractors.toml", include_str!("../../content/distractors.toml"))?,
        })
    }

    /// The conditions of a specialty that is written as an office visit.
    pub(crate) fn conditions(&self, list: List) -> &[Condition] {
        match list {
            List::Family => &self.family,
            List::Cardiology => &self.cardiology,
            List::Telehealth => &self.telehealth,
        }
    }
}

/// One of the three lists of conditions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum List {
    Family,
    Cardiology,
    Telehealth,
}

fn read<T: for<'de> Deserialize<'de>>(file: &'static str, text: &str) -> Result<T, SimError> {
    toml::from_str(text).map_err(|source| SimError::Content { file, source })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Conditions {
    condition: Vec<Condition>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Regimens {
    regimen: Vec<Regimen>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Operations {
    operation: Vec<Operation>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Stays {
    stay: Vec<StayStory>,
}

/// Whether a condition stays with the patient.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Course {
    Chronic,
    Acute,
}

/// A diagnosis code with the wordings that clinicians use for it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Worded {
    pub code: String,
    /// The code of the left side, where `code` is that of the right.
    #[serde(default)]
    pub code_left: Option<String>,
    pub words: Vec<String>,
}

/// Something a visit is about.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Condition {
    pub code: String,
    pub course: Course,
    /// Youngest and oldest age in years, both included.
    pub ages: [u32; 2],
    /// `F` or `M`, where only they have it.
    #[serde(default)]
    pub sex: Option<String>,
    /// Two conditions that share one of these never stand together.
    pub groups: Vec<String>,
    pub words: Vec<String>,
    pub story: Vec<String>,
    pub finding: Vec<String>,
    pub plan: Vec<String>,
    /// Codes that follow wherever this one goes.
    #[serde(default)]
    pub with: Vec<Worded>,
    /// A joint that may be injected.
    #[serde(default)]
    pub joint: bool,
    /// Followed by echocardiogram.
    #[serde(default)]
    pub echo: bool,
    /// Never first-listed.
    #[serde(default)]
    pub secondary: bool,
}

/// A course of infusions for one cancer.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Regimen {
    pub name: String,
    /// First-listed, as the guidelines want it (ICD-10-CM Official Guidelines, section I.C.2.e.2).
    pub encounter: String,
    pub encounter_words: Vec<String>,
    pub cancer: String,
    pub cancer_words: Vec<String>,
    #[serde(default)]
    pub sex: Option<String>,
    pub ages: [u32; 2],
    #[serde(default)]
    pub with: Vec<Worded>,
    pub story: Vec<String>,
    pub finding: Vec<String>,
    pub plan: Vec<String>,
    pub drugs: Vec<InfusedDrug>,
}

/// A drug of a regimen.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct InfusedDrug {
    pub hcpcs: String,
    /// Tenths of a milligram in one billing unit.
    pub unit_mg_tenths: u32,
    pub name: String,
    /// Least and most billing units of a dose.
    pub units: [u32; 2],
    /// Billing units in a single-dose container.
    pub vial: u32,
    /// Minutes of infusion; 0 for a push.
    pub minutes: u32,
    pub ndc: String,
    /// Thousandths of an NDC unit in one billing unit.
    pub ndc_per_unit_milli: u32,
    pub ndc_unit: String,
}

/// An operation.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Operation {
    pub procedure: String,
    pub place: String,
    pub ages: [u32; 2],
    pub title: String,
    pub anesthesia: String,
    pub diagnoses: Vec<Worded>,
    pub indication: Vec<String>,
    pub body: Vec<String>,
    pub findings: Vec<String>,
    pub loss: String,
    /// Done on one side.
    #[serde(default)]
    pub side: bool,
    /// Whether the side is said by LT or RT on the line.
    #[serde(default = "yes")]
    pub side_modifier: bool,
}

const fn yes() -> bool {
    true
}

/// An inpatient stay.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct StayStory {
    pub ages: [u32; 2],
    pub days: [u32; 2],
    pub admission_type: String,
    pub admitting: String,
    pub complaint: String,
    pub diagnoses: Vec<StayDiagnosis>,
    pub story: Vec<String>,
    pub exam: Vec<String>,
    pub results: Vec<String>,
    pub course: Vec<String>,
    pub not_coded: Vec<String>,
    #[serde(default)]
    pub procedures: Vec<StayProcedure>,
    pub status: Vec<String>,
    pub revenue: Vec<Revenue>,
}

/// A diagnosis of a stay.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct StayDiagnosis {
    pub code: String,
    pub poa: String,
    pub words: Vec<String>,
}

/// An inpatient procedure.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct StayProcedure {
    pub code: String,
    /// Days after admission.
    pub day: u32,
    pub words: String,
}

/// A revenue line: dollars a day or dollars a stay.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Revenue {
    pub code: String,
    #[serde(default)]
    pub day: Option<i64>,
    #[serde(default)]
    pub stay: Option<i64>,
}

/// Sentences that must not be coded.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Distractors {
    pub negated: Vec<Distractor>,
    pub past: Vec<Distractor>,
    pub family: Vec<Distractor>,
    pub social: Vec<Distractor>,
    pub considered: Vec<Distractor>,
}

/// One such sentence and where it does not fit.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Distractor {
    pub text: String,
    /// Beginnings of codes that it would contradict.
    #[serde(default)]
    pub avoid: Vec<String>,
    /// Beginnings of codes of which it needs one; empty where it fits anywhere.
    #[serde(default)]
    pub only: Vec<String>,
    #[serde(default)]
    pub sex: Option<String>,
    #[serde(default)]
    pub from_age: u32,
    #[serde(default = "any_age")]
    pub to_age: u32,
}

const fn any_age() -> u32 {
    130
}
