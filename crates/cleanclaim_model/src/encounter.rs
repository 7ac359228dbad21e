//! Encounters, charges and suggested codes: what comes before a claim.

use jiff::civil::Date;

use crate::{
    Cents, FormCode, Hcpcs, Icd10, Icd10Pcs, Modifiers, Npi, Person, Phi, PlaceOfService, Quantity, RevenueCode, Text,
};

/// Where care was given, as far as coding guidelines differ by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Setting {
    /// Offices, clinics, emergency departments, telehealth, ambulatory surgery.
    #[default]
    Outpatient,
    /// Admitted to a hospital.
    Inpatient,
}

impl Setting {
    /// `outpatient` or `inpatient`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Outpatient => "outpatient",
            Self::Inpatient => "inpatient",
        }
    }

    /// Reads [`Setting::as_str`].
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Outpatient, Self::Inpatient].into_iter().find(|setting| setting.as_str() == text)
    }
}

/// A service that was given, before it has a price: one row of the encounter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EncounterService {
    /// What was done, or `None` where only a revenue code is billed.
    pub procedure: Option<Hcpcs>,
    /// Modifiers.
    pub modifiers: Modifiers,
    /// Revenue code, for institutional claims.
    pub revenue_code: Option<RevenueCode>,
    /// How many.
    pub units: Quantity,
    /// Positions in the encounter's diagnoses from 1; 0 is an empty slot.
    pub pointers: [u8; 4],
    /// The day.
    pub date: Date,
    /// The practice's charge for all units, where the encounter carries it; else the charge master says.
    pub charge: Option<Cents>,
    /// National Drug Code with quantity and unit, for drugs.
    pub drug: Option<crate::Drug>,
}

/// An admission and discharge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stay {
    /// Day of admission.
    pub admitted: Date,
    /// Hour and minute `HHMM`.
    pub admission_hour: Text,
    /// Day of discharge.
    pub discharged: Date,
    /// Hour and minute `HHMM`.
    pub discharge_hour: Text,
    /// Type of admission.
    pub admission_type: FormCode,
    /// Source of admission.
    pub admission_source: FormCode,
    /// Patient status at discharge.
    pub patient_status: FormCode,
    /// Admitting diagnosis.
    pub admitting_diagnosis: Option<Icd10>,
    /// Present-on-admission letter of each diagnosis, in their order.
    pub poa: Vec<Option<crate::PresentOnAdmission>>,
    /// Procedures with their day.
    pub procedures: Vec<(Icd10Pcs, Date)>,
}

/// A visit or stay as the record system exports it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Encounter {
    /// The record system's number of it.
    pub number: Text,
    /// The record system's number of the patient.
    pub patient_number: Phi<Text>,
    /// The patient, with the member number of the coverage.
    pub patient: Person,
    /// Which payer profile covers it.
    pub payer: Text,
    /// Group number of the coverage.
    pub group_number: Phi<Text>,
    /// Outpatient or inpatient.
    pub setting: Setting,
    /// Specialty, as the practice names it.
    pub specialty: Text,
    /// Place of service.
    pub place_of_service: PlaceOfService,
    /// Who gave the care.
    pub rendering_npi: Option<Npi>,
    /// Who sent the patient.
    pub referring_npi: Option<Npi>,
    /// Prior authorization number.
    pub prior_authorization: Text,
    /// First day.
    pub from: Date,
    /// Last day.
    pub thru: Date,
    /// Diagnoses, first-listed first.
    pub diagnoses: Vec<Icd10>,
    /// Services.
    pub services: Vec<EncounterService>,
    /// The stay of an inpatient.
    pub stay: Option<Stay>,
}

/// A clinical note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The encounter's number.
    pub encounter: Text,
    /// The text as it came; spans are byte offsets into it.
    pub text: Phi<String>,
}

/// Code systems that a suggestion may come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CodeSystem {
    /// ICD-10-CM.
    Icd10Cm,
    /// ICD-10-PCS.
    Icd10Pcs,
    /// HCPCS Level II.
    Hcpcs,
    /// CPT.
    Cpt,
}

impl CodeSystem {
    /// `icd10cm`, `icd10pcs`, `hcpcs` or `cpt`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Icd10Cm => "icd10cm",
            Self::Icd10Pcs => "icd10pcs",
            Self::Hcpcs => "hcpcs",
            Self::Cpt => "cpt",
        }
    }
}

/// How sure a suggestion is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Tier {
    /// A person should look before anything else.
    Review,
    /// May be accepted by a site's explicit policy.
    Auto,
}

impl Tier {
    /// `auto` or `review`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Review => "review",
            Self::Auto => "auto",
        }
    }
}

/// Why a code was suggested: one step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Why {
    /// The rule of the coder that took the step.
    pub rule: &'static str,
    /// What it saw, in words; may quote titles of the code set, never the note.
    pub note: String,
}

/// A code that a note supports, with the exact place that supports it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeSuggestion {
    /// Code system.
    pub system: CodeSystem,
    /// The code without dot.
    pub code: Text,
    /// From 1; 1 is the first-listed diagnosis.
    pub rank: u16,
    /// 0 to 1,000,000: confidence in millionths.
    pub score_e6: u32,
    /// How sure.
    pub tier: Tier,
    /// Byte ranges of the note.
    pub spans: Vec<(u32, u32)>,
    /// Why.
    pub why: Vec<Why>,
    /// A question to the provider, where the note leaves the code open.
    pub query: Option<String>,
}
