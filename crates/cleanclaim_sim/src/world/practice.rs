//! The practice group, its clinicians, the colleagues who refer to it, and the hospital.

use cleanclaim_model::{Address, EntityType, Npi, PersonName, Provider, Taxonomy};

use crate::error::{SimError, shape};

/// A specialty of the mix.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Specialty {
    /// Office visits to a family physician.
    Family,
    /// Office visits to a cardiologist.
    Cardiology,
    /// Infusions of cancer drugs in the office.
    Oncology,
    /// Operations, outpatient.
    Surgery,
    /// Video visits.
    Telehealth,
    /// Stays in the hospital.
    Inpatient,
}

impl Specialty {
    /// Every value.
    pub const ALL: [Self; 6] =
        [Self::Family, Self::Cardiology, Self::Oncology, Self::Surgery, Self::Telehealth, Self::Inpatient];

    /// As the encounter's `specialty` names it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Family => "family medicine",
            Self::Cardiology => "cardiology",
            Self::Oncology => "oncology infusion",
            Self::Surgery => "surgery",
            Self::Telehealth => "telehealth",
            Self::Inpatient => "inpatient",
        }
    }

    /// Taxonomy code of the clinicians who do it, of the National Uniform Claim Committee's list.
    #[must_use]
    pub const fn taxonomy(self) -> &'static str {
        match self {
            Self::Family => "207Q00000X",
            Self::Cardiology => "207RC0000X",
            Self::Oncology => "207RH0003X",
            Self::Surgery => "208600000X",
            Self::Telehealth => "207R00000X",
            Self::Inpatient => "208M00000X",
        }
    }
}

/// A clinician of the group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clinician {
    /// What the clinician does.
    pub specialty: Specialty,
    /// Who it is.
    pub provider: Provider,
}

/// Everybody who bills or is named on a claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Practice {
    /// The group: bills professional claims.
    pub group: Provider,
    /// The hospital: bills stays.
    pub hospital: Provider,
    /// The surgery center where operations with place of service 24 are done; it is named on the claim, and bills elsewhere.
    pub surgery_center: Provider,
    /// The group's clinicians.
    pub clinicians: Vec<Clinician>,
    /// Physicians elsewhere who send patients.
    pub referring: Vec<Provider>,
}

impl Practice {
    /// The practice, the same for every seed.
    ///
    /// NPIs have valid check digits in a range that looks made up; tax identifiers begin with 00, which the Internal Revenue Service
    /// does not assign; telephone numbers are from 555-0100 to 555-0199, which are kept for fiction.
    ///
    /// # Errors
    /// [`SimError::Shape`], when a constant of this file is wrong.
    pub fn new() -> Result<Self, SimError> {
        let mut clinicians = Vec::new();
        for (index, (specialty, first, last)) in CLINICIANS.iter().enumerate() {
            let provider = person(11 + index, first, last, specialty.taxonomy())?;
            clinicians.push(Clinician { specialty: *specialty, provider });
        }
        let referring = REFERRING
            .iter()
            .enumerate()
            .map(|(index, (first, last))| person(51 + index, first, last, Specialty::Family.taxonomy()))
            .collect::<Result<_, _>>()?;
        Ok(Self {
            group: organization(1, "Tamarack Falls Medical Group", "001234501", "193200000X", "100 Specimen Street")?,
            hospital: organization(
                2,
                "Tamarack Falls Community Hospital",
                "001234502",
                "282N00000X",
                "1 Placeholder Avenue",
            )?,
            surgery_center: organization(
                3,
                "Invented Hollow Surgery Center",
                "001234503",
                "261QA1903X",
                "20 Invented Hollow Road",
            )?,
            clinicians,
            referring,
        })
    }

    /// The clinicians of a specialty.
    #[must_use]
    pub fn of(&self, specialty: Specialty) -> Vec<&Provider> {
        self.clinicians
            .iter()
            .filter(|clinician| clinician.specialty == specialty)
            .map(|clinician| &clinician.provider)
            .collect()
    }

    /// Every provider with an NPI.
    pub fn providers(&self) -> impl Iterator<Item = &Provider> {
        [&self.group, &self.hospital, &self.surgery_center]
            .into_iter()
            .chain(self.clinicians.iter().map(|clinician| &clinician.provider))
            .chain(&self.referring)
    }
}

const CLINICIANS: &[(Specialty, &str, &str)] = &[
    (Specialty::Family, "Priya", "Larkwood"),
    (Specialty::Family, "Daniel", "Stonebrim"),
    (Specialty::Family, "Alma", "Reedham"),
    (Specialty::Cardiology, "Theodore", "Wrenfield"),
    (Specialty::Oncology, "Ingrid", "Marshbane"),
    (Specialty::Surgery, "Malcolm", "Ashenby"),
    (Specialty::Telehealth, "Noemi", "Fallowell"),
    (Specialty::Inpatient, "Graham", "Tarnley"),
];

const REFERRING: &[(&str, &str)] = &[("Odette", "Pikeswell"), ("Ruben", "Heatherlow"), ("Sylvie", "Cravenmoor")];

fn npi(number: usize) -> Result<Npi, SimError> {
    shape("NPI", Npi::from_first_nine(&format!("1999999{number:02}")))
}

fn address(line1: &str) -> Address {
    Address {
        line1: line1.into(),
        city: "Tamarack Falls".into(),
        state: "OH".into(),
        zip: "450990100".into(),
        ..Address::default()
    }
}

fn organization(number: usize, name: &str, tax_id: &str, taxonomy: &str, line1: &str) -> Result<Provider, SimError> {
    Ok(Provider {
        entity: EntityType::Organization,
        name: PersonName { last: name.into(), ..PersonName::default() },
        npi: Some(npi(number)?),
        tax_id: tax_id.into(),
        taxonomy: Some(shape("taxonomy", Taxonomy::parse(taxonomy))?),
        address: address(line1),
        phone: format!("61455501{number:02}").into(),
        contact: "Billing Office".into(),
        ..Provider::default()
    })
}

fn person(number: usize, first: &str, last: &str, taxonomy: &str) -> Result<Provider, SimError> {
    Ok(Provider {
        entity: EntityType::Person,
        name: PersonName { last: last.into(), first: first.into(), ..PersonName::default() },
        npi: Some(npi(number)?),
        taxonomy: Some(shape("taxonomy", Taxonomy::parse(taxonomy))?),
        address: address("100 Specimen Street"),
        phone: format!("61455501{number:02}").into(),
        ..Provider::default()
    })
}
