//! Claims, both ways.

use std::sync::Arc;

use cleanclaim_model::{
    Claim, ClaimKind, Date, Diagnosis, DiagnosisRole, FormCode, Frequency, Icd10, Icd10Pcs, InpatientProcedure,
    Occurrence, OtherPayer, Phi, PlaceOfService, PresentOnAdmission, Provider, Responsibility, ServiceLine, ValueCode,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::SCHEMA_VERSION;
use super::party::{PayerJson, PersonJson, ProviderJson};
use super::read::JsonError;
use super::remittance::AdjustmentJson;
use super::scalar::{CentsJson, TextJson, Written};
use super::service_line::ServiceLineJson;

/// A claim: what one provider asks one payer to pay for one patient.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ClaimJson {
    /// Version of this shape: 1.
    pub schema: u16,
    /// Which claim form.
    pub kind: Written<ClaimKind>,
    /// Our number of the claim.
    pub control_number: TextJson,
    /// Total charge.
    pub charge_cents: CentsJson,
    /// Place of service of a professional claim.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place_of_service: Option<Written<PlaceOfService>>,
    /// Type of bill without leading zero and frequency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub facility_code: Option<Written<FormCode>>,
    /// 1 original, 7 replacement, 8 void; third digit of the type of bill.
    pub frequency: Written<Frequency>,
    /// Whether the provider's signature is on file.
    pub signature_on_file: bool,
    /// Assignment: `A`, `B` or `C`.
    #[serde(default, skip_serializing_if = "TextJson::is_empty")]
    pub assignment: TextJson,
    /// Benefits assigned: `Y`, `N` or `W`.
    #[serde(default, skip_serializing_if = "TextJson::is_empty")]
    pub benefits_assigned: TextJson,
    /// Release of information: `Y` or `I`.
    #[serde(default, skip_serializing_if = "TextJson::is_empty")]
    pub release: TextJson,
    /// Related causes: `AA`, `EM`, `OA`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub related_causes: Vec<TextJson>,
    /// State of an automobile accident.
    #[serde(default, skip_serializing_if = "TextJson::is_empty")]
    pub accident_state: TextJson,
    /// Delay reason.
    #[serde(default, skip_serializing_if = "TextJson::is_empty")]
    pub delay_reason: TextJson,
    /// Billing provider.
    pub billing_provider: ProviderJson,
    /// Subscriber.
    pub subscriber: PersonJson,
    /// Patient, where another person than the subscriber.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub patient: Option<PersonJson>,
    /// How the patient is related to the subscriber; `18` for self.
    #[serde(default, skip_serializing_if = "TextJson::is_empty")]
    pub relationship: TextJson,
    /// Whose turn to pay: P, S, T.
    pub responsibility: Written<Responsibility>,
    /// Group number.
    #[serde(default, skip_serializing_if = "TextJson::is_empty")]
    pub group_number: TextJson,
    /// Group name.
    #[serde(default, skip_serializing_if = "TextJson::is_empty")]
    pub group_name: TextJson,
    /// Medicare secondary payer reason.
    #[serde(default, skip_serializing_if = "TextJson::is_empty")]
    pub insurance_type: TextJson,
    /// Claim filing indicator.
    #[serde(default, skip_serializing_if = "TextJson::is_empty")]
    pub filing_indicator: TextJson,
    /// Payer.
    pub payer: PayerJson,
    /// Rendering provider.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rendering_provider: Option<ProviderJson>,
    /// Referring provider.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub referring_provider: Option<ProviderJson>,
    /// Supervising provider.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supervising_provider: Option<ProviderJson>,
    /// Attending provider.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attending_provider: Option<ProviderJson>,
    /// Operating provider.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operating_provider: Option<ProviderJson>,
    /// Other operating provider.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub other_operating_provider: Option<ProviderJson>,
    /// Where the service was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service_facility: Option<ProviderJson>,
    /// The payer's number of the claim that this one replaces or voids.
    #[serde(default, skip_serializing_if = "TextJson::is_empty")]
    pub payer_control_number: TextJson,
    /// Prior authorization number.
    #[serde(default, skip_serializing_if = "TextJson::is_empty")]
    pub prior_authorization: TextJson,
    /// Referral number.
    #[serde(default, skip_serializing_if = "TextJson::is_empty")]
    pub referral_number: TextJson,
    /// CLIA number.
    #[serde(default, skip_serializing_if = "TextJson::is_empty")]
    pub clia_number: TextJson,
    /// Medical record number.
    #[serde(default, skip_serializing_if = "TextJson::is_empty")]
    pub medical_record_number: TextJson,
    /// A clearinghouse's number of the claim.
    #[serde(default, skip_serializing_if = "TextJson::is_empty")]
    pub clearinghouse_number: TextJson,
    /// Onset of the current illness.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub onset_date: Option<Written<Date>>,
    /// Day of the accident.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accident_date: Option<Written<Date>>,
    /// Last menstrual period.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_menstrual_period: Option<Written<Date>>,
    /// Day of admission.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub admission_date: Option<Written<Date>>,
    /// Hour of admission, HHMM.
    #[serde(default, skip_serializing_if = "TextJson::is_empty")]
    pub admission_hour: TextJson,
    /// Hour of discharge, HHMM.
    #[serde(default, skip_serializing_if = "TextJson::is_empty")]
    pub discharge_hour: TextJson,
    /// Day of discharge on a professional claim.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub discharge_date: Option<Written<Date>>,
    /// First day of the statement.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub statement_from: Option<Written<Date>>,
    /// Last day of the statement.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub statement_thru: Option<Written<Date>>,
    /// Type of admission.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub admission_type: Option<Written<FormCode>>,
    /// Source of admission.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub admission_source: Option<Written<FormCode>>,
    /// Patient status at discharge.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub patient_status: Option<Written<FormCode>>,
    /// Diagnosis-related group as sent.
    #[serde(default, skip_serializing_if = "TextJson::is_empty")]
    pub drg: TextJson,
    /// Condition codes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub condition_codes: Vec<Written<FormCode>>,
    /// Occurrences and occurrence spans.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub occurrences: Vec<OccurrenceJson>,
    /// Value codes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub value_codes: Vec<ValueCodeJson>,
    /// Diagnoses in the order sent.
    pub diagnoses: Vec<DiagnosisJson>,
    /// Inpatient procedures.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub procedures: Vec<InpatientProcedureJson>,
    /// What the patient paid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub patient_paid_cents: Option<CentsJson>,
    /// Claim note.
    #[serde(default, skip_serializing_if = "TextJson::is_empty")]
    pub note: TextJson,
    /// Other payers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub other_payers: Vec<OtherPayerJson>,
    /// Service lines.
    pub service_lines: Vec<ServiceLineJson>,
}

/// A diagnosis; pointers count `principal` and `other` only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DiagnosisJson {
    /// ICD-10-CM code.
    pub code: Written<Icd10>,
    /// Its part.
    pub role: Written<DiagnosisRole>,
    /// Present on admission.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub poa: Option<Written<PresentOnAdmission>>,
}

/// An inpatient procedure; the first is the principal one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct InpatientProcedureJson {
    /// ICD-10-PCS code.
    pub code: Written<Icd10Pcs>,
    /// The day it was done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Written<Date>>,
}

/// An occurrence, or with `thru` an occurrence span.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OccurrenceJson {
    /// Code.
    pub code: Written<FormCode>,
    /// The day, or the first of a span.
    pub from: Written<Date>,
    /// The last day of a span.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thru: Option<Written<Date>>,
}

/// A value code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ValueCodeJson {
    /// Code.
    pub code: Written<FormCode>,
    /// The amount; for codes that count, hundredths of the count.
    pub amount_cents: CentsJson,
}

/// Another payer of the same claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OtherPayerJson {
    /// Whose turn.
    pub responsibility: Written<Responsibility>,
    /// Claim filing indicator.
    #[serde(default, skip_serializing_if = "TextJson::is_empty")]
    pub filing_indicator: TextJson,
    /// How the patient is related to this payer's subscriber.
    #[serde(default, skip_serializing_if = "TextJson::is_empty")]
    pub relationship: TextJson,
    /// Group number.
    #[serde(default, skip_serializing_if = "TextJson::is_empty")]
    pub group_number: TextJson,
    /// Who it is.
    pub payer: PayerJson,
    /// Its subscriber.
    pub subscriber: PersonJson,
    /// What it paid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paid_cents: Option<CentsJson>,
    /// What it leaves to the patient.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remaining_patient_liability_cents: Option<CentsJson>,
    /// Its adjustments of the claim as a whole.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub adjustments: Vec<AdjustmentJson>,
    /// Its number of the claim.
    #[serde(default, skip_serializing_if = "TextJson::is_empty")]
    pub payer_control_number: TextJson,
}

impl From<&Claim> for ClaimJson {
    #[expect(clippy::too_many_lines, reason = "one line a field, and no decision")]
    fn from(claim: &Claim) -> Self {
        // Taken apart by name, so that a field added to the claim cannot be forgotten here.
        let Claim {
            kind,
            control_number,
            charge,
            place_of_service,
            facility_code,
            frequency,
            signature_on_file,
            assignment,
            benefits_assigned,
            release,
            related_causes,
            accident_state,
            delay_reason,
            billing,
            subscriber,
            patient,
            relationship,
            responsibility,
            group_number,
            group_name,
            insurance_type,
            filing_indicator,
            payer,
            rendering,
            referring,
            supervising,
            attending,
            operating,
            other_operating,
            service_facility,
            payer_control_number,
            prior_authorization,
            referral_number,
            clia_number,
            medical_record_number,
            clearinghouse_number,
            onset_date,
            accident_date,
            last_menstrual_period,
            admission_date,
            admission_hour,
            discharge_hour,
            discharge_date,
            statement_from,
            statement_thru,
            admission_type,
            admission_source,
            patient_status,
            drg,
            condition_codes,
            occurrences,
            value_codes,
            diagnoses,
            procedures,
            patient_paid,
            note,
            other_payers,
            lines,
        } = claim;
        Self {
            schema: SCHEMA_VERSION,
            kind: Written(*kind),
            control_number: control_number.into(),
            charge_cents: CentsJson(*charge),
            place_of_service: place_of_service.map(Written),
            facility_code: facility_code.map(Written),
            frequency: Written(*frequency),
            signature_on_file: *signature_on_file,
            assignment: assignment.into(),
            benefits_assigned: benefits_assigned.into(),
            release: release.into(),
            related_causes: related_causes.iter().map(TextJson::from).collect(),
            accident_state: accident_state.into(),
            delay_reason: delay_reason.into(),
            billing_provider: billing.as_ref().into(),
            subscriber: subscriber.as_ref().into(),
            patient: patient.as_deref().map(PersonJson::from),
            relationship: relationship.into(),
            responsibility: Written(*responsibility),
            group_number: group_number.expose().into(),
            group_name: group_name.into(),
            insurance_type: insurance_type.into(),
            filing_indicator: filing_indicator.into(),
            payer: payer.as_ref().into(),
            rendering_provider: rendering.as_deref().map(ProviderJson::from),
            referring_provider: referring.as_deref().map(ProviderJson::from),
            supervising_provider: supervising.as_deref().map(ProviderJson::from),
            attending_provider: attending.as_deref().map(ProviderJson::from),
            operating_provider: operating.as_deref().map(ProviderJson::from),
            other_operating_provider: other_operating.as_deref().map(ProviderJson::from),
            service_facility: service_facility.as_deref().map(ProviderJson::from),
            payer_control_number: payer_control_number.into(),
            prior_authorization: prior_authorization.into(),
            referral_number: referral_number.into(),
            clia_number: clia_number.into(),
            medical_record_number: medical_record_number.expose().into(),
            clearinghouse_number: clearinghouse_number.into(),
            onset_date: onset_date.map(Written),
            accident_date: accident_date.map(Written),
            last_menstrual_period: last_menstrual_period.expose().map(Written),
            admission_date: admission_date.map(Written),
            admission_hour: admission_hour.into(),
            discharge_hour: discharge_hour.into(),
            discharge_date: discharge_date.map(Written),
            statement_from: statement_from.map(Written),
            statement_thru: statement_thru.map(Written),
            admission_type: admission_type.map(Written),
            admission_source: admission_source.map(Written),
            patient_status: patient_status.map(Written),
            drg: drg.into(),
            condition_codes: condition_codes.iter().copied().map(Written).collect(),
            occurrences: occurrences.iter().map(OccurrenceJson::from).collect(),
            value_codes: value_codes.iter().map(ValueCodeJson::from).collect(),
            diagnoses: diagnoses.iter().map(DiagnosisJson::from).collect(),
            procedures: procedures.iter().map(InpatientProcedureJson::from).collect(),
            patient_paid_cents: patient_paid.map(CentsJson),
            note: note.expose().into(),
            other_payers: other_payers.iter().map(OtherPayerJson::from).collect(),
            service_lines: lines.iter().map(ServiceLineJson::from).collect(),
        }
    }
}

impl TryFrom<ClaimJson> for Claim {
    type Error = JsonError;

    fn try_from(json: ClaimJson) -> Result<Self, JsonError> {
        if json.schema != SCHEMA_VERSION {
            return Err(JsonError::new("schema", format!("expected {SCHEMA_VERSION}, found {}", json.schema)));
        }
        let lines = service_lines(json.service_lines)?;
        Ok(Self {
            kind: json.kind.0,
            control_number: json.control_number.0,
            charge: json.charge_cents.0,
            place_of_service: json.place_of_service.map(|value| value.0),
            facility_code: json.facility_code.map(|value| value.0),
            frequency: json.frequency.0,
            signature_on_file: json.signature_on_file,
            assignment: json.assignment.0,
            benefits_assigned: json.benefits_assigned.0,
            release: json.release.0,
            related_causes: json.related_causes.into_iter().map(|text| text.0).collect(),
            accident_state: json.accident_state.0,
            delay_reason: json.delay_reason.0,
            billing: Arc::new(json.billing_provider.into()),
            subscriber: Arc::new(json.subscriber.into()),
            patient: json.patient.map(|person| Arc::new(person.into())),
            relationship: json.relationship.0,
            responsibility: json.responsibility.0,
            group_number: Phi::new(json.group_number.0),
            group_name: json.group_name.0,
            insurance_type: json.insurance_type.0,
            filing_indicator: json.filing_indicator.0,
            payer: Arc::new(json.payer.into()),
            rendering: provider(json.rendering_provider),
            referring: provider(json.referring_provider),
            supervising: provider(json.supervising_provider),
            attending: provider(json.attending_provider),
            operating: provider(json.operating_provider),
            other_operating: provider(json.other_operating_provider),
            service_facility: provider(json.service_facility),
            payer_control_number: json.payer_control_number.0,
            prior_authorization: json.prior_authorization.0,
            referral_number: json.referral_number.0,
            clia_number: json.clia_number.0,
            medical_record_number: Phi::new(json.medical_record_number.0),
            clearinghouse_number: json.clearinghouse_number.0,
            onset_date: json.onset_date.map(|value| value.0),
            accident_date: json.accident_date.map(|value| value.0),
            last_menstrual_period: Phi::new(json.last_menstrual_period.map(|value| value.0)),
            admission_date: json.admission_date.map(|value| value.0),
            admission_hour: json.admission_hour.0,
            discharge_hour: json.discharge_hour.0,
            discharge_date: json.discharge_date.map(|value| value.0),
            statement_from: json.statement_from.map(|value| value.0),
            statement_thru: json.statement_thru.map(|value| value.0),
            admission_type: json.admission_type.map(|value| value.0),
            admission_source: json.admission_source.map(|value| value.0),
            patient_status: json.patient_status.map(|value| value.0),
            drg: json.drg.0,
            condition_codes: json.condition_codes.into_iter().map(|code| code.0).collect(),
            occurrences: json.occurrences.into_iter().map(Into::into).collect(),
            value_codes: json.value_codes.into_iter().map(Into::into).collect(),
            diagnoses: json.diagnoses.into_iter().map(Into::into).collect(),
            procedures: json.procedures.into_iter().map(Into::into).collect(),
            patient_paid: json.patient_paid_cents.map(|amount| amount.0),
            note: Phi::new(json.note.0),
            other_payers: json.other_payers.into_iter().map(Into::into).collect(),
            lines,
        })
    }
}

fn service_lines(json: Vec<ServiceLineJson>) -> Result<Vec<ServiceLine>, JsonError> {
    let line = |(index, line): (usize, ServiceLineJson)| {
        ServiceLine::try_from(line).map_err(|error| error.under("service_lines", index))
    };
    json.into_iter().enumerate().map(line).collect()
}

fn provider(json: Option<ProviderJson>) -> Option<Arc<Provider>> {
    json.map(|provider| Arc::new(provider.into()))
}

impl From<&Diagnosis> for DiagnosisJson {
    fn from(diagnosis: &Diagnosis) -> Self {
        let Diagnosis { code, role, poa } = *diagnosis;
        Self { code: Written(code), role: Written(role), poa: poa.map(Written) }
    }
}

impl From<DiagnosisJson> for Diagnosis {
    fn from(json: DiagnosisJson) -> Self {
        Self { code: json.code.0, role: json.role.0, poa: json.poa.map(|poa| poa.0) }
    }
}

impl From<&InpatientProcedure> for InpatientProcedureJson {
    fn from(procedure: &InpatientProcedure) -> Self {
        let InpatientProcedure { code, date } = *procedure;
        Self { code: Written(code), date: date.map(Written) }
    }
}

impl From<InpatientProcedureJson> for InpatientProcedure {
    fn from(json: InpatientProcedureJson) -> Self {
        Self { code: json.code.0, date: json.date.map(|date| date.0) }
    }
}

impl From<&Occurrence> for OccurrenceJson {
    fn from(occurrence: &Occurrence) -> Self {
        let Occurrence { code, from, thru } = *occurrence;
        Self { code: Written(code), from: Written(from), thru: thru.map(Written) }
    }
}

impl From<OccurrenceJson> for Occurrence {
    fn from(json: OccurrenceJson) -> Self {
        Self { code: json.code.0, from: json.from.0, thru: json.thru.map(|date| date.0) }
    }
}

impl From<&ValueCode> for ValueCodeJson {
    fn from(value: &ValueCode) -> Self {
        let ValueCode { code, amount } = *value;
        Self { code: Written(code), amount_cents: CentsJson(amount) }
    }
}

impl From<ValueCodeJson> for ValueCode {
    fn from(json: ValueCodeJson) -> Self {
        Self { code: json.code.0, amount: json.amount_cents.0 }
    }
}

impl From<&OtherPayer> for OtherPayerJson {
    fn from(other: &OtherPayer) -> Self {
        let OtherPayer {
            responsibility,
            filing_indicator,
            relationship,
            group_number,
            payer,
            subscriber,
            paid,
            remaining_patient_liability,
            adjustments,
            payer_control_number,
        } = other;
        Self {
            responsibility: Written(*responsibility),
            filing_indicator: filing_indicator.into(),
            relationship: relationship.into(),
            group_number: group_number.expose().into(),
            payer: payer.as_ref().into(),
            subscriber: subscriber.as_ref().into(),
            paid_cents: paid.map(CentsJson),
            remaining_patient_liability_cents: remaining_patient_liability.map(CentsJson),
            adjustments: adjustments.iter().map(AdjustmentJson::from).collect(),
            payer_control_number: payer_control_number.into(),
        }
    }
}

impl From<OtherPayerJson> for OtherPayer {
    fn from(json: OtherPayerJson) -> Self {
        Self {
            responsibility: json.responsibility.0,
            filing_indicator: json.filing_indicator.0,
            relationship: json.relationship.0,
            group_number: Phi::new(json.group_number.0),
            payer: Arc::new(json.payer.into()),
            subscriber: Arc::new(json.subscriber.into()),
            paid: json.paid_cents.map(|amount| amount.0),
            remaining_patient_liability: json.remaining_patient_liability_cents.map(|amount| amount.0),
            adjustments: json.adjustments.into_iter().map(Into::into).collect(),
            payer_control_number: json.payer_control_number.0,
        }
    }
}
