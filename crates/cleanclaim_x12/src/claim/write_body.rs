//! Loops 2300 to 2430 written, in the order of the guides.

use std::io::Write;

use cleanclaim_model::{
    Claim, ClaimKind, Date, Diagnosis, DiagnosisRole, OtherPayer, Provider, ServiceLine, Text, ccyymmdd,
};

use super::body::{facility_qualifier, patient_paid_qualifier};
use super::write_parties as parties;
use crate::amounts;
use crate::{InterchangeWriter, WriteError};

/// Composites of one HI segment.
const PER_HI: usize = 12;

/// NTE02.
const NOTE_MAX: usize = 80;

/// Refuses what the transaction has no room for and what would be dropped without notice.
pub(super) fn check(claim: &Claim) -> Result<(), WriteError> {
    if claim.control_number.is_empty() {
        return Err(WriteError::Missing { what: "the claim's control number (CLM01)" });
    }
    let is_professional = claim.kind == ClaimKind::Professional;
    let count = |role| claim.diagnoses.iter().filter(|diagnosis| diagnosis.role == role).count();
    let limits = [
        ("service lines", claim.lines.len(), if is_professional { 50 } else { 999 }),
        ("other payers", claim.other_payers.len(), 10),
        ("related causes", claim.related_causes.len(), 3),
        ("characters of the claim's note", claim.note.expose().len(), NOTE_MAX),
        ("condition codes", claim.condition_codes.len(), 24),
        ("value codes", claim.value_codes.len(), 24),
        ("principal diagnoses", count(DiagnosisRole::Principal), 1),
        ("other diagnoses", count(DiagnosisRole::Other), if is_professional { 11 } else { 24 }),
        ("admitting diagnoses", count(DiagnosisRole::Admitting), 1),
        ("reasons for the visit", count(DiagnosisRole::ReasonForVisit), 3),
        ("external causes", count(DiagnosisRole::ExternalCause), 12),
        ("procedures", claim.procedures.len(), 25),
    ];
    if let Some((what, found, limit)) = limits.into_iter().find(|(_, found, limit)| limit < found) {
        return Err(WriteError::TooMany { what, found, limit });
    }
    let has_inpatient_role = claim
        .diagnoses
        .iter()
        .any(|diagnosis| !matches!(diagnosis.role, DiagnosisRole::Principal | DiagnosisRole::Other));
    if is_professional && has_inpatient_role {
        let what = "an admitting, reason-for-visit or external-cause diagnosis on a professional claim";
        return Err(WriteError::Unsupported { what });
    }
    Ok(())
}

/// Loop 2300 and everything inside it.
pub(super) fn claim<W: Write>(out: &mut InterchangeWriter<W>, claim: &Claim) {
    header(out, claim);
    if claim.kind == ClaimKind::Institutional {
        institutional_dates(out, claim);
    } else {
        professional_dates(out, claim);
    }
    if let Some(amount) = claim.patient_paid {
        out.begin("AMT").add(patient_paid_qualifier(claim.kind)).add(&amount.to_string()).end();
    }
    references(out, claim);
    if !claim.note.expose().is_empty() {
        out.begin("NTE").add("ADD").add(claim.note.expose()).end();
    }
    if claim.kind == ClaimKind::Institutional {
        institutional_codes(out, claim);
    } else {
        professional_codes(out, claim);
    }
    providers(out, claim);
    for other in &claim.other_payers {
        other_payer(out, claim, other);
    }
    for (index, line) in claim.lines.iter().enumerate() {
        service_line(out, claim.kind, index, line);
    }
}

fn header<W: Write>(out: &mut InterchangeWriter<W>, claim: &Claim) {
    let facility = match claim.kind {
        ClaimKind::Institutional => claim.facility_code.map_or_else(Text::default, |code| code.as_str().into()),
        _ => claim.place_of_service.map_or_else(Text::default, |code| code.as_str().into()),
    };
    let mut frequency = [0; 4];
    let frequency = claim.frequency.as_char().encode_utf8(&mut frequency);
    out.begin("CLM").add(&claim.control_number).add(&claim.charge.to_string()).skip(2);
    out.composite(&[&facility, facility_qualifier(claim.kind), frequency]);
    // 837I does not use CLM06.
    out.add(match (claim.kind, claim.signature_on_file) {
        (ClaimKind::Institutional, _) => "",
        (_, true) => "Y",
        (_, false) => "N",
    });
    out.add(&claim.assignment).add(&claim.benefits_assigned).add(&claim.release).add("");
    let cause = |index: usize| claim.related_causes.get(index).map_or("", Text::as_str);
    out.composite(&[cause(0), cause(1), cause(2), &claim.accident_state]);
    out.skip(8).add(&claim.delay_reason).end();
}

fn professional_dates<W: Write>(out: &mut InterchangeWriter<W>, claim: &Claim) {
    let dates = [
        ("431", claim.onset_date),
        ("439", claim.accident_date),
        ("484", *claim.last_menstrual_period.expose()),
        ("435", claim.admission_date),
        ("096", claim.discharge_date),
    ];
    for (qualifier, date) in dates {
        single_date(out, qualifier, date);
    }
}

fn institutional_dates<W: Write>(out: &mut InterchangeWriter<W>, claim: &Claim) {
    if !claim.discharge_hour.is_empty() {
        out.begin("DTP").add("096").add("TM").add(&claim.discharge_hour).end();
    }
    if let Some(from) = claim.statement_from {
        let range = range(from, claim.statement_thru.unwrap_or(from));
        out.begin("DTP").add("434").add("RD8").add(&range).end();
    }
    match claim.admission_date {
        Some(date) if !claim.admission_hour.is_empty() => {
            let moment = format!("{}{}", ccyymmdd(date), claim.admission_hour);
            out.begin("DTP").add("435").add("DT").add(&moment).end();
        }
        date => single_date(out, "435", date),
    }
    let codes = [claim.admission_type, claim.admission_source, claim.patient_status];
    if codes.iter().any(Option::is_some) {
        out.begin("CL1");
        for code in &codes {
            out.add(code.as_ref().map_or("", |code| code.as_str()));
        }
        out.end();
    }
}

fn single_date<W: Write>(out: &mut InterchangeWriter<W>, qualifier: &str, date: Option<Date>) {
    if let Some(date) = date {
        out.begin("DTP").add(qualifier).add("D8").add(&ccyymmdd(date)).end();
    }
}

fn range(from: Date, thru: Date) -> String {
    format!("{}-{}", ccyymmdd(from), ccyymmdd(thru))
}

fn references<W: Write>(out: &mut InterchangeWriter<W>, claim: &Claim) {
    let clia = if claim.kind == ClaimKind::Professional { claim.clia_number.as_str() } else { "" };
    let numbers = [
        ("9F", claim.referral_number.as_str()),
        ("G1", &claim.prior_authorization),
        ("F8", &claim.payer_control_number),
        ("X4", clia),
        ("D9", &claim.clearinghouse_number),
        ("EA", claim.medical_record_number.expose()),
    ];
    for (qualifier, number) in numbers {
        if !number.is_empty() {
            out.begin("REF").add(qualifier).add(number).end();
        }
    }
}

/// HI segments of up to twelve composites each.
fn health_information<W: Write>(out: &mut InterchangeWriter<W>, composites: &[Vec<String>]) {
    for chunk in composites.chunks(PER_HI) {
        out.begin("HI");
        for composite in chunk {
            let components: Vec<&str> = composite.iter().map(String::as_str).collect();
            out.composite(&components);
        }
        out.end();
    }
}

fn composite<const N: usize>(components: [&str; N]) -> Vec<String> {
    components.map(str::to_owned).to_vec()
}

const fn role_qualifier(role: DiagnosisRole) -> &'static str {
    match role {
        DiagnosisRole::Principal => "ABK",
        DiagnosisRole::Other => "ABF",
        DiagnosisRole::Admitting => "ABJ",
        DiagnosisRole::ReasonForVisit => "APR",
        DiagnosisRole::ExternalCause => "ABN",
    }
}

/// Diagnoses in the claim's own order, which pointers count.
fn professional_codes<W: Write>(out: &mut InterchangeWriter<W>, claim: &Claim) {
    let diagnoses: Vec<_> = claim
        .diagnoses
        .iter()
        .map(|diagnosis| composite([role_qualifier(diagnosis.role), diagnosis.code.as_str()]))
        .collect();
    health_information(out, &diagnoses);
    let conditions: Vec<_> = claim.condition_codes.iter().map(|code| composite(["BG", code.as_str()])).collect();
    health_information(out, &conditions);
}

fn institutional_codes<W: Write>(out: &mut InterchangeWriter<W>, claim: &Claim) {
    let diagnosis = |diagnosis: &Diagnosis| {
        let poa = diagnosis.poa.map_or("", |poa| poa.as_str());
        composite([role_qualifier(diagnosis.role), diagnosis.code.as_str(), "", "", "", "", "", "", poa])
    };
    let of_role =
        |role| -> Vec<_> { claim.diagnoses.iter().filter(|diagnosis| diagnosis.role == role).map(diagnosis).collect() };
    health_information(out, &of_role(DiagnosisRole::Principal));
    health_information(out, &of_role(DiagnosisRole::Admitting));
    health_information(out, &of_role(DiagnosisRole::ReasonForVisit));
    health_information(out, &of_role(DiagnosisRole::ExternalCause));
    if !claim.drg.is_empty() {
        health_information(out, &[composite(["DR", &claim.drg])]);
    }
    health_information(out, &of_role(DiagnosisRole::Other));
    let procedures: Vec<_> = (claim.procedures.iter().enumerate())
        .map(|(index, procedure)| {
            let qualifier = if index == 0 { "BBR" } else { "BBQ" };
            let date = procedure.date.map(ccyymmdd).unwrap_or_default();
            let format = if date.is_empty() { "" } else { "D8" };
            composite([qualifier, procedure.code.as_str(), format, &date])
        })
        .collect();
    let (principal, others) = procedures.split_at(procedures.len().min(1));
    health_information(out, principal);
    health_information(out, others);
    let spans: Vec<_> = (claim.occurrences.iter())
        .filter_map(|occurrence| {
            let span = range(occurrence.from, occurrence.thru?);
            Some(composite(["BI", occurrence.code.as_str(), "RD8", &span]))
        })
        .collect();
    health_information(out, &spans);
    let occurrences: Vec<_> = (claim.occurrences.iter())
        .filter(|occurrence| occurrence.thru.is_none())
        .map(|occurrence| composite(["BH", occurrence.code.as_str(), "D8", &ccyymmdd(occurrence.from)]))
        .collect();
    health_information(out, &occurrences);
    let values: Vec<_> = (claim.value_codes.iter())
        .map(|value| composite(["BE", value.code.as_str(), "", "", &value.amount.to_string()]))
        .collect();
    health_information(out, &values);
    let conditions: Vec<_> = claim.condition_codes.iter().map(|code| composite(["BG", code.as_str()])).collect();
    health_information(out, &conditions);
}

/// Loops 2310.
fn providers<W: Write>(out: &mut InterchangeWriter<W>, claim: &Claim) {
    let mut plain = |qualifier: &str, taxonomy: &str, provider: Option<&Provider>| {
        if let Some(provider) = provider {
            parties::provider_name(out, qualifier, provider);
            if !taxonomy.is_empty() {
                parties::taxonomy(out, taxonomy, provider);
            }
            if qualifier == "77" {
                parties::address(out, &provider.address);
            }
        }
    };
    if claim.kind == ClaimKind::Institutional {
        plain("71", "AT", claim.attending.as_deref());
        plain("72", "", claim.operating.as_deref());
        plain("ZZ", "", claim.other_operating.as_deref());
        plain("82", "", claim.rendering.as_deref());
        plain("77", "", claim.service_facility.as_deref());
        plain("DN", "", claim.referring.as_deref());
    } else {
        plain("DN", "", claim.referring.as_deref());
        plain("82", "PE", claim.rendering.as_deref());
        plain("77", "", claim.service_facility.as_deref());
        if let Some(facility) = &claim.service_facility {
            parties::contact(out, facility);
        }
        if let Some(supervising) = &claim.supervising {
            parties::provider_name(out, "DQ", supervising);
        }
    }
}

/// Loops 2320 and 2330.
fn other_payer<W: Write>(out: &mut InterchangeWriter<W>, claim: &Claim, other: &OtherPayer) {
    let mut responsibility = [0; 4];
    out.begin("SBR").add(other.responsibility.as_char().encode_utf8(&mut responsibility)).add(&other.relationship);
    out.add(other.group_number.expose()).skip(5).add(&other.filing_indicator).end();
    amounts::adjustments(out, &other.adjustments);
    for (qualifier, amount) in [("D", other.paid), ("EAF", other.remaining_patient_liability)] {
        if let Some(amount) = amount {
            out.begin("AMT").add(qualifier).add(&amount.to_string()).end();
        }
    }
    out.begin("OI").skip(2).add(&claim.benefits_assigned).skip(2).add(&claim.release).end();
    parties::named_person(out, "IL", &other.subscriber);
    parties::payer(out, &other.payer);
    if !other.payer_control_number.is_empty() {
        out.begin("REF").add("F8").add(&other.payer_control_number).end();
    }
}

/// Loop 2400 and those inside it.
fn service_line<W: Write>(out: &mut InterchangeWriter<W>, kind: ClaimKind, index: usize, line: &ServiceLine) {
    let number = if line.number == 0 { (index + 1).to_string() } else { line.number.to_string() };
    out.begin("LX").add(&number).end();
    let (charge, units) = (line.charge.to_string(), line.units.to_string());
    let procedure = line.procedure.as_ref().map(|code| code.as_str());
    if kind == ClaimKind::Institutional {
        out.begin("SV2").add(line.revenue_code.as_ref().map_or("", |code| code.as_str()));
        match procedure {
            Some(code) => amounts::procedure(out, "HC", code, line.modifiers),
            None => {
                out.add("");
            }
        }
        out.add(&charge).add(line.unit_basis.as_str()).add(&units).end();
    } else {
        out.begin("SV1");
        amounts::procedure(out, "HC", procedure.unwrap_or_default(), line.modifiers);
        out.add(&charge).add(line.unit_basis.as_str()).add(&units);
        out.add(line.place_of_service.as_ref().map_or("", |code| code.as_str())).add("");
        let pointers = line.pointers.map(|pointer| if pointer == 0 { String::new() } else { pointer.to_string() });
        out.composite(&pointers.each_ref().map(String::as_str)).end();
    }
    if let Some(from) = line.from {
        match line.thru {
            Some(thru) if thru != from => out.begin("DTP").add("472").add("RD8").add(&range(from, thru)).end(),
            _ => single_date(out, "472", Some(from)),
        }
    }
    if !line.control_number.is_empty() {
        out.begin("REF").add("6R").add(&line.control_number).end();
    }
    if let Some(drug) = &line.drug {
        out.begin("LIN").add("").add("N4").add(&drug.ndc).end();
        out.begin("CTP").skip(3).add(&drug.quantity.to_string()).composite(&[&drug.unit]).end();
    }
    if let Some(rendering) = &line.rendering {
        parties::provider_name(out, "82", rendering);
        if kind == ClaimKind::Professional {
            parties::taxonomy(out, "PE", rendering);
        }
    }
    for adjudication in &line.adjudications {
        out.begin("SVD").add(&adjudication.payer_id).add(&adjudication.paid.to_string());
        match &adjudication.procedure {
            Some(code) => amounts::procedure(out, "HC", code.as_str(), Default::default()),
            None => {
                out.add("");
            }
        }
        out.add("").add(&adjudication.units.to_string()).end();
        amounts::adjustments(out, &adjudication.adjustments);
        single_date(out, "573", adjudication.date);
    }
}
