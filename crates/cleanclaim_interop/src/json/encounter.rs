//! Encounters as JSON: how the program keeps them between import and claim.

use cleanclaim_model::{
    Address, Cents, Date, Drug, Encounter, EncounterService, Hcpcs, Icd10, Icd10Pcs, Modifier, Npi, Person, PersonName,
    Phi, PlaceOfService, PresentOnAdmission, Quantity, RevenueCode, Setting, Sex, Stay, Text,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Why JSON is no encounter. Carries no value of it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{path}: {reason}")]
pub struct EncounterJsonError {
    /// Where, such as `services[2].units`.
    pub path: String,
    /// What was expected.
    pub reason: String,
}

/// An encounter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EncounterJson {
    number: String,
    patient: EncounterPatientJson,
    payer: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    group_number: String,
    setting: String,
    specialty: String,
    place_of_service: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    rendering_npi: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    referring_npi: Option<String>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    prior_authorization: String,
    from: String,
    thru: String,
    diagnoses: Vec<String>,
    services: Vec<EncounterServiceJson>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    stay: Option<StayJson>,
}

/// The patient of an encounter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EncounterPatientJson {
    number: String,
    member_id: String,
    last: String,
    first: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    middle: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    suffix: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    birth_date: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sex: Option<String>,
    line1: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    line2: String,
    city: String,
    state: String,
    zip: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    country: String,
}

/// One service of an encounter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EncounterServiceJson {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    procedure: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    modifiers: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    revenue_code: Option<String>,
    units: String,
    pointers: Vec<u8>,
    date: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    charge_cents: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    drug: Option<EncounterDrugJson>,
}

/// A drug of a service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EncounterDrugJson {
    ndc: String,
    quantity: String,
    unit: String,
}

/// An inpatient stay.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StayJson {
    admitted: String,
    admission_hour: String,
    discharged: String,
    discharge_hour: String,
    admission_type: String,
    admission_source: String,
    patient_status: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    admitting_diagnosis: Option<String>,
    poa: Vec<Option<String>>,
    procedures: Vec<(String, String)>,
}

impl From<&Encounter> for EncounterJson {
    fn from(encounter: &Encounter) -> Self {
        Self {
            number: encounter.number.to_string(),
            patient: patient_json(encounter),
            payer: encounter.payer.to_string(),
            group_number: encounter.group_number.expose().to_string(),
            setting: encounter.setting.as_str().to_owned(),
            specialty: encounter.specialty.to_string(),
            place_of_service: encounter.place_of_service.to_string(),
            rendering_npi: encounter.rendering_npi.map(|npi| npi.to_string()),
            referring_npi: encounter.referring_npi.map(|npi| npi.to_string()),
            prior_authorization: encounter.prior_authorization.to_string(),
            from: encounter.from.to_string(),
            thru: encounter.thru.to_string(),
            diagnoses: encounter.diagnoses.iter().map(ToString::to_string).collect(),
            services: encounter.services.iter().map(service_json).collect(),
            stay: encounter.stay.as_ref().map(stay_json),
        }
    }
}

fn patient_json(encounter: &Encounter) -> EncounterPatientJson {
    let Person { member_id, name, birth_date, sex, address } = &encounter.patient;
    let (name, address) = (name.expose(), address.expose());
    EncounterPatientJson {
        number: encounter.patient_number.expose().to_string(),
        member_id: member_id.expose().to_string(),
        last: name.last.to_string(),
        first: name.first.to_string(),
        middle: name.middle.to_string(),
        suffix: name.suffix.to_string(),
        birth_date: birth_date.expose().map(|date| date.to_string()),
        sex: sex.expose().map(|sex| sex.as_str().to_owned()),
        line1: address.line1.to_string(),
        line2: address.line2.to_string(),
        city: address.city.to_string(),
        state: address.state.to_string(),
        zip: address.zip.to_string(),
        country: address.country.to_string(),
    }
}

fn service_json(service: &EncounterService) -> EncounterServiceJson {
    EncounterServiceJson {
        procedure: service.procedure.map(|code| code.to_string()),
        modifiers: service.modifiers.iter().map(|modifier| modifier.to_string()).collect(),
        revenue_code: service.revenue_code.map(|code| code.to_string()),
        units: service.units.to_string(),
        pointers: service.pointers.to_vec(),
        date: service.date.to_string(),
        charge_cents: service.charge.map(Cents::get),
        drug: service.drug.as_ref().map(|drug| EncounterDrugJson {
            ndc: drug.ndc.to_string(),
            quantity: drug.quantity.to_string(),
            unit: drug.unit.to_string(),
        }),
    }
}

fn stay_json(stay: &Stay) -> StayJson {
    StayJson {
        admitted: stay.admitted.to_string(),
        admission_hour: stay.admission_hour.to_string(),
        discharged: stay.discharged.to_string(),
        discharge_hour: stay.discharge_hour.to_string(),
        admission_type: stay.admission_type.to_string(),
        admission_source: stay.admission_source.to_string(),
        patient_status: stay.patient_status.to_string(),
        admitting_diagnosis: stay.admitting_diagnosis.map(|code| code.to_string()),
        poa: stay.poa.iter().map(|poa| poa.map(|poa| poa.as_str().to_owned())).collect(),
        procedures: stay.procedures.iter().map(|(code, date)| (code.to_string(), date.to_string())).collect(),
    }
}

impl TryFrom<EncounterJson> for Encounter {
    type Error = EncounterJsonError;

    fn try_from(json: EncounterJson) -> Result<Self, EncounterJsonError> {
        let patient = person(&json.patient)?;
        Ok(Self {
            number: Text::from(json.number),
            patient_number: Phi::new(Text::from(json.patient.number)),
            patient,
            payer: Text::from(json.payer),
            group_number: Phi::new(Text::from(json.group_number)),
            setting: Setting::parse(&json.setting).ok_or_else(|| wrong("setting", "expected outpatient or inpatient"))?,
            specialty: Text::from(json.specialty),
            place_of_service: PlaceOfService::parse(&json.place_of_service).map_err(at("place_of_service"))?,
            rendering_npi: json.rendering_npi.map(|npi| Npi::parse(&npi)).transpose().map_err(at("rendering_npi"))?,
            referring_npi: json.referring_npi.map(|npi| Npi::parse(&npi)).transpose().map_err(at("referring_npi"))?,
            prior_authorization: Text::from(json.prior_authorization),
            from: date("from", &json.from)?,
            thru: date("thru", &json.thru)?,
            diagnoses: list("diagnoses", &json.diagnoses, |path, code| Icd10::parse(code).map_err(at(path)))?,
            services: list("services", &json.services, service)?,
            stay: json.stay.as_ref().map(stay).transpose()?,
        })
    }
}

fn person(json: &EncounterPatientJson) -> Result<Person, EncounterJsonError> {
    let birth_date = json.birth_date.as_deref().map(|text| date("patient.birth_date", text)).transpose()?;
    let sex = match json.sex.as_deref() {
        Some(text) => Some(Sex::parse(text).ok_or_else(|| wrong("patient.sex", "expected F, M or U"))?),
        None => None,
    };
    Ok(Person {
        member_id: Phi::new(Text::from(json.member_id.as_str())),
        name: Phi::new(PersonName {
            last: Text::from(json.last.as_str()),
            first: Text::from(json.first.as_str()),
            middle: Text::from(json.middle.as_str()),
            suffix: Text::from(json.suffix.as_str()),
        }),
        birth_date: Phi::new(birth_date),
        sex: Phi::new(sex),
        address: Phi::new(Address {
            line1: Text::from(json.line1.as_str()),
            line2: Text::from(json.line2.as_str()),
            city: Text::from(json.city.as_str()),
            state: Text::from(json.state.as_str()),
            zip: Text::from(json.zip.as_str()),
            country: Text::from(json.country.as_str()),
        }),
    })
}

fn service(path: &str, json: &EncounterServiceJson) -> Result<EncounterService, EncounterJsonError> {
    let under = |field: &str| format!("{path}.{field}");
    let modifiers = list(&under("modifiers"), &json.modifiers, |path, text| Modifier::parse(text).map_err(at(path)))?;
    let mut pointers = [0; 4];
    if json.pointers.len() > pointers.len() {
        return Err(wrong(&under("pointers"), "expected at most four"));
    }
    pointers[..json.pointers.len()].copy_from_slice(&json.pointers);
    let drug = match &json.drug {
        Some(drug) => Some(Drug {
            ndc: Text::from(drug.ndc.as_str()),
            quantity: quantity(&under("drug.quantity"), &drug.quantity)?,
            unit: Text::from(drug.unit.as_str()),
        }),
        None => None,
    };
    Ok(EncounterService {
        procedure: json.procedure.as_deref().map(Hcpcs::parse).transpose().map_err(at(&under("procedure")))?,
        modifiers: modifiers.into_iter().collect(),
        revenue_code: json.revenue_code.as_deref().map(RevenueCode::parse).transpose().map_err(at(&under("revenue_code")))?,
        units: quantity(&under("units"), &json.units)?,
        pointers,
        date: date(&under("date"), &json.date)?,
        charge: json.charge_cents.map(Cents::new),
        drug,
    })
}

fn stay(json: &StayJson) -> Result<Stay, EncounterJsonError> {
    let form_code = |path: &str, text: &str| text.parse().map_err(at::<cleanclaim_model::CodeError>(path));
    Ok(Stay {
        admitted: date("stay.admitted", &json.admitted)?,
        admission_hour: Text::from(json.admission_hour.as_str()),
        discharged: date("stay.discharged", &json.discharged)?,
        discharge_hour: Text::from(json.discharge_hour.as_str()),
        admission_type: form_code("stay.admission_type", &json.admission_type)?,
        admission_source: form_code("stay.admission_source", &json.admission_source)?,
        patient_status: form_code("stay.patient_status", &json.patient_status)?,
        admitting_diagnosis: json
            .admitting_diagnosis
            .as_deref()
            .map(Icd10::parse)
            .transpose()
            .map_err(at("stay.admitting_diagnosis"))?,
        poa: list("stay.poa", &json.poa, |path, letter| match letter {
            None => Ok(None),
            Some(letter) => PresentOnAdmission::parse(letter).map(Some).ok_or_else(|| wrong(path, "expected Y, N, U, W or 1")),
        })?,
        procedures: list("stay.procedures", &json.procedures, |path, (code, day)| {
            Ok((Icd10Pcs::parse(code).map_err(at(path))?, date(path, day)?))
        })?,
    })
}

fn wrong(path: &str, reason: impl Into<String>) -> EncounterJsonError {
    EncounterJsonError { path: path.to_owned(), reason: reason.into() }
}

fn at<E: core::fmt::Display>(path: &str) -> impl FnOnce(E) -> EncounterJsonError + use<'_, E> {
    move |error| wrong(path, error.to_string())
}

fn date(path: &str, text: &str) -> Result<Date, EncounterJsonError> {
    text.parse().map_err(|_| wrong(path, "expected a day as 2026-01-31"))
}

fn quantity(path: &str, text: &str) -> Result<Quantity, EncounterJsonError> {
    Quantity::parse(text).ok_or_else(|| wrong(path, "expected a number with at most three decimals"))
}

fn list<T, U>(
    path: &str,
    values: &[T],
    read: impl Fn(&str, &T) -> Result<U, EncounterJsonError>,
) -> Result<Vec<U>, EncounterJsonError> {
    values.iter().enumerate().map(|(index, value)| read(&format!("{path}[{index}]"), value)).collect()
}
