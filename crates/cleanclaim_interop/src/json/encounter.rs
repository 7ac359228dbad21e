//! Encounters, both ways: how the program keeps them between import and claim.

use cleanclaim_model::{
    Date, Encounter, EncounterService, FormCode, Hcpcs, Icd10, Icd10Pcs, Modifier, Npi, Phi, PlaceOfService,
    PresentOnAdmission, Quantity, RevenueCode, Setting, Stay,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::SCHEMA_VERSION;
use super::party::PersonJson;
use super::read::JsonError;
use super::scalar::{CentsJson, TextJson, Written};
use super::service_line::{DrugJson, modifiers, modifiers_json, pointers, pointers_json};

/// A visit or stay as the record system exports it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EncounterJson {
    /// Version of this shape: 1.
    pub schema: u16,
    /// The record system's number of it.
    pub number: TextJson,
    /// The record system's number of the patient.
    pub patient_number: TextJson,
    /// The patient, with the member number of the coverage.
    pub patient: PersonJson,
    /// Which payer profile covers it.
    pub payer: TextJson,
    /// Group number of the coverage.
    #[serde(default, skip_serializing_if = "TextJson::is_empty")]
    pub group_number: TextJson,
    /// Outpatient or inpatient.
    pub setting: Written<Setting>,
    /// Specialty, as the practice names it.
    #[serde(default, skip_serializing_if = "TextJson::is_empty")]
    pub specialty: TextJson,
    /// Place of service.
    pub place_of_service: Written<PlaceOfService>,
    /// Who gave the care.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rendering_npi: Option<Written<Npi>>,
    /// Who sent the patient.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub referring_npi: Option<Written<Npi>>,
    /// Prior authorization number.
    #[serde(default, skip_serializing_if = "TextJson::is_empty")]
    pub prior_authorization: TextJson,
    /// First day.
    pub from: Written<Date>,
    /// Last day.
    pub thru: Written<Date>,
    /// ICD-10-CM codes, first-listed first.
    pub diagnoses: Vec<Written<Icd10>>,
    /// Services.
    pub services: Vec<EncounterServiceJson>,
    /// The stay of an inpatient.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stay: Option<StayJson>,
}

/// A service that was given, before it has a price.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EncounterServiceJson {
    /// Procedure, supply or drug code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub procedure: Option<Written<Hcpcs>>,
    /// Up to four modifiers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 4))]
    pub modifiers: Vec<Written<Modifier>>,
    /// Revenue code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revenue_code: Option<Written<RevenueCode>>,
    /// How many.
    pub units: Written<Quantity>,
    /// Up to four positions in the encounter's diagnoses from 1; 0 is an empty slot.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 4))]
    pub diagnosis_pointers: Vec<u8>,
    /// The day.
    pub date: Written<Date>,
    /// Charge for all units, where the encounter carries it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub charge_cents: Option<CentsJson>,
    /// Drug.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub drug: Option<DrugJson>,
}

/// An admission and discharge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StayJson {
    /// Day of admission.
    pub admitted: Written<Date>,
    /// HHMM.
    #[serde(default, skip_serializing_if = "TextJson::is_empty")]
    pub admission_hour: TextJson,
    /// Day of discharge.
    pub discharged: Written<Date>,
    /// HHMM.
    #[serde(default, skip_serializing_if = "TextJson::is_empty")]
    pub discharge_hour: TextJson,
    /// Type of admission.
    pub admission_type: Written<FormCode>,
    /// Source of admission.
    pub admission_source: Written<FormCode>,
    /// Patient status at discharge.
    pub patient_status: Written<FormCode>,
    /// Admitting diagnosis.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub admitting_diagnosis: Option<Written<Icd10>>,
    /// Present-on-admission letter of each diagnosis, in their order; null for none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub poa: Vec<Option<Written<PresentOnAdmission>>>,
    /// Procedures.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub procedures: Vec<StayProcedureJson>,
}

/// A procedure of a stay.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StayProcedureJson {
    /// ICD-10-PCS code.
    pub code: Written<Icd10Pcs>,
    /// The day it was done.
    pub date: Written<Date>,
}

// Each conversion takes the inner value apart by name, so that a field added there cannot be forgotten here.

impl From<&Encounter> for EncounterJson {
    fn from(encounter: &Encounter) -> Self {
        let Encounter {
            number,
            patient_number,
            patient,
            payer,
            group_number,
            setting,
            specialty,
            place_of_service,
            rendering_npi,
            referring_npi,
            prior_authorization,
            from,
            thru,
            diagnoses,
            services,
            stay,
        } = encounter;
        Self {
            schema: SCHEMA_VERSION,
            number: number.into(),
            patient_number: patient_number.expose().into(),
            patient: patient.into(),
            payer: payer.into(),
            group_number: group_number.expose().into(),
            setting: Written(*setting),
            specialty: specialty.into(),
            place_of_service: Written(*place_of_service),
            rendering_npi: rendering_npi.map(Written),
            referring_npi: referring_npi.map(Written),
            prior_authorization: prior_authorization.into(),
            from: Written(*from),
            thru: Written(*thru),
            diagnoses: diagnoses.iter().copied().map(Written).collect(),
            services: services.iter().map(EncounterServiceJson::from).collect(),
            stay: stay.as_ref().map(StayJson::from),
        }
    }
}

impl TryFrom<EncounterJson> for Encounter {
    type Error = JsonError;

    fn try_from(json: EncounterJson) -> Result<Self, JsonError> {
        if json.schema != SCHEMA_VERSION {
            return Err(JsonError::new("schema", format!("expected {SCHEMA_VERSION}, found {}", json.schema)));
        }
        let service = |(index, service): (usize, EncounterServiceJson)| {
            EncounterService::try_from(service).map_err(|error| error.under("services", index))
        };
        Ok(Self {
            number: json.number.0,
            patient_number: Phi::new(json.patient_number.0),
            patient: json.patient.into(),
            payer: json.payer.0,
            group_number: Phi::new(json.group_number.0),
            setting: json.setting.0,
            specialty: json.specialty.0,
            place_of_service: json.place_of_service.0,
            rendering_npi: json.rendering_npi.map(|npi| npi.0),
            referring_npi: json.referring_npi.map(|npi| npi.0),
            prior_authorization: json.prior_authorization.0,
            from: json.from.0,
            thru: json.thru.0,
            diagnoses: json.diagnoses.into_iter().map(|code| code.0).collect(),
            services: json.services.into_iter().enumerate().map(service).collect::<Result<_, _>>()?,
            stay: json.stay.map(Stay::from),
        })
    }
}

impl From<&EncounterService> for EncounterServiceJson {
    fn from(service: &EncounterService) -> Self {
        let EncounterService { procedure, modifiers, revenue_code, units, pointers, date, charge, drug } = service;
        Self {
            procedure: procedure.map(Written),
            modifiers: modifiers_json(*modifiers),
            revenue_code: revenue_code.map(Written),
            units: Written(*units),
            diagnosis_pointers: pointers_json(*pointers),
            date: Written(*date),
            charge_cents: charge.map(CentsJson),
            drug: drug.as_ref().map(DrugJson::from),
        }
    }
}

impl TryFrom<EncounterServiceJson> for EncounterService {
    type Error = JsonError;

    fn try_from(json: EncounterServiceJson) -> Result<Self, JsonError> {
        Ok(Self {
            procedure: json.procedure.map(|code| code.0),
            modifiers: modifiers("modifiers", &json.modifiers)?,
            revenue_code: json.revenue_code.map(|code| code.0),
            units: json.units.0,
            pointers: pointers("diagnosis_pointers", &json.diagnosis_pointers)?,
            date: json.date.0,
            charge: json.charge_cents.map(|amount| amount.0),
            drug: json.drug.map(Into::into),
        })
    }
}

impl From<&Stay> for StayJson {
    fn from(stay: &Stay) -> Self {
        let Stay {
            admitted,
            admission_hour,
            discharged,
            discharge_hour,
            admission_type,
            admission_source,
            patient_status,
            admitting_diagnosis,
            poa,
            procedures,
        } = stay;
        Self {
            admitted: Written(*admitted),
            admission_hour: admission_hour.into(),
            discharged: Written(*discharged),
            discharge_hour: discharge_hour.into(),
            admission_type: Written(*admission_type),
            admission_source: Written(*admission_source),
            patient_status: Written(*patient_status),
            admitting_diagnosis: admitting_diagnosis.map(Written),
            poa: poa.iter().map(|poa| poa.map(Written)).collect(),
            procedures: procedures
                .iter()
                .map(|(code, date)| StayProcedureJson { code: Written(*code), date: Written(*date) })
                .collect(),
        }
    }
}

impl From<StayJson> for Stay {
    fn from(json: StayJson) -> Self {
        Self {
            admitted: json.admitted.0,
            admission_hour: json.admission_hour.0,
            discharged: json.discharged.0,
            discharge_hour: json.discharge_hour.0,
            admission_type: json.admission_type.0,
            admission_source: json.admission_source.0,
            patient_status: json.patient_status.0,
            admitting_diagnosis: json.admitting_diagnosis.map(|code| code.0),
            poa: json.poa.into_iter().map(|poa| poa.map(|poa| poa.0)).collect(),
            procedures: json.procedures.into_iter().map(|procedure| (procedure.code.0, procedure.date.0)).collect(),
        }
    }
}
