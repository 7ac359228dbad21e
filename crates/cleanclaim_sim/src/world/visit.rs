//! What every kind of visit is made with: the setting, the encounter's frame, services.

use cleanclaim_model::{
    Cents, Date, Drug, Encounter, EncounterService, Hcpcs, Icd10, Modifier, Modifiers, Npi, Phi, PlaceOfService,
    Quantity, Setting, Text,
};
use cleanclaim_rules::PayerProfile;

use super::charges::ChargeMaster;
use super::content::{Content, Worded};
use super::note::{Distracting, NoteText, Words};
use super::patient::Patient;
use super::practice::{Practice, Specialty};
use crate::PayerDesk;
use crate::dice::Dice;
use crate::error::{SimError, shape};

/// What a world is made from.
pub(crate) struct Setup<'a> {
    pub content: &'a Content,
    pub practice: &'a Practice,
    pub desks: &'a [PayerDesk],
    pub charges: &'a ChargeMaster,
}

/// An encounter with its note, before mistakes.
#[derive(Debug, Clone)]
pub(crate) struct Made {
    pub encounter: Encounter,
    pub note: NoteText,
}

/// One visit in the making.
pub(crate) struct Visit<'a> {
    pub setup: &'a Setup<'a>,
    pub patient: &'a Patient,
    pub number: Text,
    pub day: Date,
    pub dice: Dice,
}

impl<'a> Visit<'a> {
    pub(crate) fn profile(&self) -> &'a PayerProfile {
        &self.setup.desks[self.patient.payer].profile
    }

    pub(crate) fn words(&self) -> Words {
        Words::of(self.patient, self.day)
    }

    /// An encounter without diagnoses and services.
    pub(crate) fn frame(&mut self, specialty: Specialty, place: &str) -> Result<Encounter, SimError> {
        let clinicians = self.setup.practice.of(specialty);
        let rendering = self.dice.pick(&clinicians).and_then(|provider| provider.npi);
        Ok(Encounter {
            number: self.number.clone(),
            patient_number: Phi::new(self.patient.number.clone()),
            patient: self.patient.person.clone(),
            payer: self.setup.desks[self.patient.payer].key.into(),
            group_number: Phi::new(self.patient.group_number.clone()),
            setting: if specialty == Specialty::Inpatient { Setting::Inpatient } else { Setting::Outpatient },
            specialty: specialty.as_str().into(),
            place_of_service: shape("place of service", PlaceOfService::parse(place))?,
            rendering_npi: rendering,
            referring_npi: None,
            prior_authorization: Text::default(),
            from: self.day,
            thru: self.day,
            diagnoses: Vec::new(),
            services: Vec::new(),
            stay: None,
        })
    }

    /// Who sent the patient: a physician elsewhere, or one of the group's family physicians.
    pub(crate) fn referring(&mut self) -> Option<Npi> {
        let practice = self.setup.practice;
        let family = practice.of(Specialty::Family);
        let elsewhere: Vec<_> = practice.referring.iter().collect();
        let list = if self.dice.chance_e4(5_500) { &family } else { &elsewhere };
        self.dice.pick(list).and_then(|provider| provider.npi)
    }

    /// Puts the authorization number there, where the payer wants one.
    pub(crate) fn authorize(&mut self, encounter: &mut Encounter) {
        let wanted = self.profile().prior_authorization.as_ref().is_some_and(|policy| {
            (encounter.stay.is_some() && policy.inpatient_stays)
                || encounter.services.iter().any(|service| policy.wants_procedure(service.procedure))
        });
        if wanted {
            encounter.prior_authorization = format!("ZZA{}", self.dice.digits(7)).into();
        }
    }

    /// A service at the charge master's price.
    pub(crate) fn service(
        &self,
        code: &str,
        units: u32,
        modifiers: &[&str],
        pointers: [u8; 4],
    ) -> Result<EncounterService, SimError> {
        let procedure = shape("procedure", Hcpcs::parse(code))?;
        let charge = self.setup.charges.per_unit(procedure).ok_or_else(|| SimError::Shape {
            what: "procedure",
            reason: format!("{procedure} is not in the charge master"),
        })?;
        Ok(EncounterService {
            procedure: Some(procedure),
            modifiers: modifiers_of(modifiers)?,
            revenue_code: None,
            units: Quantity::thousandths(i64::from(units) * 1_000),
            pointers,
            date: self.day,
            charge: Some(Cents::new(charge.get() * i64::from(units))),
            drug: None,
        })
    }

    /// What stands at the top of every note.
    pub(crate) fn note_head(&self, encounter: &Encounter, title: &str) -> NoteText {
        let mut note = NoteText::default();
        let name = self.patient.person.name.expose();
        let clinician = self
            .setup
            .practice
            .providers()
            .find(|provider| provider.npi.is_some() && provider.npi == encounter.rendering_npi)
            .map(|provider| format!("{} {}", provider.name.first, provider.name.last))
            .unwrap_or_default();
        note.line(if encounter.stay.is_some() {
            self.setup.practice.hospital.name.last.as_str()
        } else {
            self.setup.practice.group.name.last.as_str()
        });
        note.line(title);
        let middle = if name.middle.is_empty() { String::new() } else { format!(" {}.", name.middle) };
        note.line(&format!(
            "Patient: {}, {}{middle}   Number: {}   Born: {}   Sex: {}",
            name.last,
            name.first,
            self.patient.number,
            us_date(self.patient.birth_date),
            self.patient.sex.as_str(),
        ));
        note.line(&format!("Date of service: {}   Clinician: {clinician}", us_date(encounter.from)));
        note
    }

    /// The drawer of sentences that are not to be coded.
    pub(crate) fn distracting(&self, diagnoses: &[Icd10]) -> Distracting {
        Distracting {
            codes: diagnoses.iter().map(Icd10::to_string).collect(),
            age: self.patient.age_on(self.day),
            sex: self.patient.sex,
        }
    }
}

/// A diagnosis code of a content file.
pub(crate) fn icd10(code: &str) -> Result<Icd10, SimError> {
    shape("diagnosis", Icd10::parse(code))
}

/// Adds the codes that follow another one, without repeating any; gives each its words.
pub(crate) fn following(
    with: &[Worded],
    diagnoses: &mut Vec<Icd10>,
    dice: &mut Dice,
) -> Result<Vec<(Icd10, String)>, SimError> {
    let mut named = Vec::new();
    for worded in with {
        let code = icd10(&worded.code)?;
        if !diagnoses.contains(&code) {
            diagnoses.push(code);
            named.push((code, dice.text(&worded.words).to_owned()));
        }
    }
    Ok(named)
}

/// Modifiers of these texts.
pub(crate) fn modifiers_of(texts: &[&str]) -> Result<Modifiers, SimError> {
    texts.iter().map(|text| shape("modifier", Modifier::parse(text))).collect()
}

/// A drug with its synthetic National Drug Code.
pub(crate) fn drug(ndc: &str, units: u32, per_unit_milli: u32, unit: &str) -> Drug {
    Drug {
        ndc: ndc.into(),
        quantity: Quantity::thousandths(i64::from(units) * i64::from(per_unit_milli)),
        unit: unit.into(),
    }
}

/// `MM/DD/CCYY`, as American notes write it.
pub(crate) fn us_date(date: Date) -> String {
    format!("{:02}/{:02}/{}", date.month(), date.day(), date.year())
}
