//! Loop 2300: the claim's own segments.

use cleanclaim_model::{
    Cents, Claim, ClaimField, ClaimKind, Diagnosis, DiagnosisRole, Field, FormCode, Frequency, Icd10, Icd10Pcs,
    InpatientProcedure, Occurrence, PlaceOfService, PresentOnAdmission, Text, ValueCode, parse_ccyymmdd,
    parse_date_range,
};

use super::LIST_MAX;
use crate::decode::Decode;
use crate::rule;

/// A segment of loop 2300.
pub(super) fn segment(d: &mut Decode<'_>, claim: &mut Claim) {
    match d.id() {
        b"CLM" => header(d, claim),
        b"DTP" => date(d, claim),
        b"REF" => reference(d, claim),
        b"HI" => health_information(d, claim),
        b"AMT" if claim.patient_paid.is_none() && d.code(1) == patient_paid_qualifier(claim.kind) => {
            d.settle(1);
            claim.patient_paid = d.amount(2, Some(Field::Claim(ClaimField::PatientPaid)));
        }
        b"NTE" if claim.note.expose().is_empty() => {
            d.settle_if(1, "ADD");
            *claim.note.expose_mut() = d.text(2);
        }
        b"CL1" => {
            let mut code = |element, field| {
                d.value(element, Some(Field::Claim(field)), "a code of 1 to 3 characters", |text| {
                    FormCode::parse(text).ok()
                })
            };
            claim.admission_type = code(1, ClaimField::AdmissionType);
            claim.admission_source = code(2, ClaimField::AdmissionSource);
            claim.patient_status = code(3, ClaimField::PatientStatus);
        }
        _ => {}
    }
}

/// AMT01 of what the patient paid or is estimated to owe.
pub(super) const fn patient_paid_qualifier(kind: ClaimKind) -> &'static str {
    match kind {
        ClaimKind::Institutional => "F3",
        ClaimKind::Professional | ClaimKind::Dental => "F5",
    }
}

/// CLM05-2.
pub(super) const fn facility_qualifier(kind: ClaimKind) -> &'static str {
    match kind {
        ClaimKind::Institutional => "A",
        ClaimKind::Professional | ClaimKind::Dental => "B",
    }
}

fn header(d: &mut Decode<'_>, claim: &mut Claim) {
    let field = |field| Some(Field::Claim(field));
    if d.look(1).is_empty() {
        d.missing(1, field(ClaimField::ControlNumber));
    }
    claim.control_number = d.text_of(1, Field::Claim(ClaimField::ControlNumber));
    claim.charge = d.required_amount(2, field(ClaimField::Charge));
    if claim.kind == ClaimKind::Institutional {
        claim.facility_code =
            d.component_value(5, 1, field(ClaimField::FacilityCode), "the first digits of a type of bill", |text| {
                FormCode::parse(text).ok()
            });
    } else {
        claim.place_of_service =
            d.component_value(5, 1, field(ClaimField::PlaceOfService), "a place of service of two digits", |text| {
                PlaceOfService::parse(text).ok()
            });
    }
    if d.look(5).component(2).code() == facility_qualifier(claim.kind) {
        d.settle_component(5, 2);
    }
    let frequency =
        d.component_value(5, 3, field(ClaimField::Frequency), "a frequency code of one character", Frequency::parse);
    claim.frequency = frequency.unwrap_or_default();
    let signature = |text: &str| match text {
        "Y" => Some(true),
        "N" => Some(false),
        _ => None,
    };
    claim.signature_on_file = d.value(6, None, "Y or N", signature).unwrap_or_default();
    claim.assignment = d.text_of(7, Field::Claim(ClaimField::Assignment));
    claim.benefits_assigned = d.text_of(8, Field::Claim(ClaimField::BenefitsAssigned));
    claim.release = d.text_of(9, Field::Claim(ClaimField::Release));
    for component in 1..=3 {
        let cause = d.component_text(11, component);
        if !cause.is_empty() {
            d.note(Field::Claim(ClaimField::RelatedCauses), 11, component);
            claim.related_causes.push(cause);
        }
    }
    claim.accident_state = d.component_text(11, 4);
    claim.delay_reason = d.text(20);
}

fn date(d: &mut Decode<'_>, claim: &mut Claim) {
    let (qualifier, format) = (d.code(1), d.code(2));
    let single = |d: &mut Decode<'_>, field: Option<ClaimField>| {
        d.settle(1);
        d.settle(2);
        d.date(3, field.map(Field::Claim))
    };
    match (qualifier, format) {
        ("431", "D8") => claim.onset_date = single(d, Some(ClaimField::OnsetDate)),
        ("439", "D8") => claim.accident_date = single(d, Some(ClaimField::AccidentDate)),
        ("484", "D8") => *claim.last_menstrual_period.expose_mut() = single(d, None),
        ("435", "D8") => claim.admission_date = single(d, Some(ClaimField::AdmissionDate)),
        ("435", "DT") => {
            let field = Some(Field::Claim(ClaimField::AdmissionDate));
            let moment = d.value(3, field, "a moment as CCYYMMDDHHMM", |text| {
                let (date, hour) = (text.get(..8)?, text.get(8..)?);
                (hour.len() == 4).then_some((parse_ccyymmdd(date).ok()?, Text::from(hour)))
            });
            if let Some((date, hour)) = moment {
                (claim.admission_date, claim.admission_hour) = (Some(date), hour);
            }
            d.settle(1);
            d.settle(2);
        }
        ("096", "D8") => claim.discharge_date = single(d, None),
        ("096", "TM") => {
            d.settle(1);
            d.settle(2);
            claim.discharge_hour = d.text_of(3, Field::Claim(ClaimField::DischargeHour));
        }
        ("434", "RD8") => {
            let field = Field::Claim(ClaimField::StatementFrom);
            let range = d.value(3, Some(field), "two dates as CCYYMMDD-CCYYMMDD", |text| parse_date_range(text).ok());
            if let Some((from, thru)) = range {
                d.note(Field::Claim(ClaimField::StatementThru), 3, 0);
                (claim.statement_from, claim.statement_thru) = (Some(from), Some(thru));
            }
            d.settle(1);
            d.settle(2);
        }
        _ => {}
    }
}

fn reference(d: &mut Decode<'_>, claim: &mut Claim) {
    let (target, field) = match d.code(1) {
        "F8" => (&mut claim.payer_control_number, Some(ClaimField::PayerControlNumber)),
        "G1" => (&mut claim.prior_authorization, Some(ClaimField::PriorAuthorization)),
        "9F" => (&mut claim.referral_number, Some(ClaimField::ReferralNumber)),
        "X4" => (&mut claim.clia_number, Some(ClaimField::CliaNumber)),
        "EA" => (claim.medical_record_number.expose_mut(), None),
        "D9" => (&mut claim.clearinghouse_number, None),
        _ => return,
    };
    if !target.is_empty() {
        return;
    }
    d.settle(1);
    *target = match field {
        Some(field) => d.text_of(2, Field::Claim(field)),
        None => d.text(2),
    };
}

/// HI: up to twelve composites, each with a qualifier that says what it is.
fn health_information(d: &mut Decode<'_>, claim: &mut Claim) {
    for element in 1..=12 {
        let qualifier = d.look(element).component(1).code();
        match qualifier {
            "" => {}
            "ABK" => diagnosis(d, element, DiagnosisRole::Principal, claim),
            "ABF" => diagnosis(d, element, DiagnosisRole::Other, claim),
            "ABJ" => diagnosis(d, element, DiagnosisRole::Admitting, claim),
            "APR" => diagnosis(d, element, DiagnosisRole::ReasonForVisit, claim),
            "ABN" => diagnosis(d, element, DiagnosisRole::ExternalCause, claim),
            "BBR" | "BBQ" => procedure(d, element, claim),
            "BH" | "BI" => occurrence(d, element, claim),
            "BE" => value_code(d, element, claim),
            "BG" => {
                let field = Some(Field::Claim(ClaimField::ConditionCodes));
                if let Some(code) = form_code(d, element, field) {
                    d.settle_component(element, 1);
                    d.push(&mut claim.condition_codes, code, LIST_MAX);
                }
            }
            "DR" if claim.drg.is_empty() => {
                d.settle_component(element, 1);
                d.note(Field::Claim(ClaimField::Drg), element, 2);
                claim.drg = d.component_text(element, 2);
            }
            "BK" | "BF" | "BJ" | "PR" | "BN" | "BR" | "BQ" => {
                let message = "a code of ICD-9-CM, which claims since 2015-10-01 do not carry";
                d.report(&rule::RETIRED_CODES, message, element, Some(Field::Claim(ClaimField::Diagnoses)));
            }
            _ => {}
        }
    }
}

fn diagnosis(d: &mut Decode<'_>, element: usize, role: DiagnosisRole, claim: &mut Claim) {
    let number = u8::try_from(claim.diagnoses.len() + 1).unwrap_or(u8::MAX);
    let field = Some(Field::Diagnosis(number));
    let read = |text: &str| Icd10::parse(text).ok();
    let Some(code) = d.component_value(element, 2, field, "an ICD-10-CM code", read) else { return };
    d.settle_component(element, 1);
    let poa = d.component_value(element, 9, None, "Y, N, U, W or 1", PresentOnAdmission::parse);
    d.push(&mut claim.diagnoses, Diagnosis { code, role, poa }, LIST_MAX);
}

fn procedure(d: &mut Decode<'_>, element: usize, claim: &mut Claim) {
    let number = u8::try_from(claim.procedures.len() + 1).unwrap_or(u8::MAX);
    let field = Some(Field::Procedure(number));
    let read = |text: &str| Icd10Pcs::parse(text).ok();
    let Some(code) = d.component_value(element, 2, field, "an ICD-10-PCS code", read) else { return };
    d.settle_component(element, 1);
    let date = d.component_value(element, 4, None, "a date as CCYYMMDD", |text| parse_ccyymmdd(text).ok());
    if date.is_some() && d.look(element).component(3).code() == "D8" {
        d.settle_component(element, 3);
    }
    d.push(&mut claim.procedures, InpatientProcedure { code, date }, LIST_MAX);
}

fn occurrence(d: &mut Decode<'_>, element: usize, claim: &mut Claim) {
    let field = Some(Field::Claim(ClaimField::OccurrenceCodes));
    let is_span = d.look(element).component(1).code() == "BI";
    let range = if is_span {
        d.component_value(element, 4, field, "two dates as CCYYMMDD-CCYYMMDD", |text| {
            parse_date_range(text).ok().map(|(from, thru)| (from, Some(thru)))
        })
    } else {
        let read = |text: &str| parse_ccyymmdd(text).ok().map(|date| (date, None));
        d.component_value(element, 4, field, "a date as CCYYMMDD", read)
    };
    let Some((from, thru)) = range else { return };
    let Some(code) = form_code(d, element, field) else { return };
    d.settle_component(element, 1);
    if d.look(element).component(3).code() == if is_span { "RD8" } else { "D8" } {
        d.settle_component(element, 3);
    }
    d.push(&mut claim.occurrences, Occurrence { code, from, thru }, LIST_MAX);
}

fn value_code(d: &mut Decode<'_>, element: usize, claim: &mut Claim) {
    let field = Some(Field::Claim(ClaimField::ValueCodes));
    let read = |text: &str| Cents::parse(text).ok();
    let Some(amount) = d.component_value(element, 5, field, "an amount", read) else { return };
    let Some(code) = form_code(d, element, field) else { return };
    d.settle_component(element, 1);
    d.push(&mut claim.value_codes, ValueCode { code, amount }, LIST_MAX);
}

fn form_code(d: &mut Decode<'_>, element: usize, field: Option<Field>) -> Option<FormCode> {
    d.component_value(element, 2, field, "a code of 1 to 3 characters", |text| FormCode::parse(text).ok())
}
