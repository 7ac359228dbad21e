//! From an encounter and its charges to a claim.

use std::collections::HashMap;
use std::sync::Arc;

use cleanclaim_model::{
    Cents, Claim, ClaimKind, Diagnosis, DiagnosisRole, Encounter, EncounterService, FormCode, Frequency,
    InpatientProcedure, Npi, PlaceOfService, Provider, Responsibility, RevenueCode, ServiceLine, Stay, Text, UnitBasis,
};

use crate::payer_file::PayerFile;

/// Who bills and who treats.
#[derive(Debug, Clone)]
pub struct Providers {
    /// Billing provider of professional claims.
    pub billing: Arc<Provider>,
    /// Billing provider of institutional claims; the professional one where absent.
    pub facility: Option<Arc<Provider>>,
    /// Everyone a claim can name, by NPI.
    pub by_npi: HashMap<Npi, Arc<Provider>>,
    /// Where services with a place of service outside the billing provider's own address are given.
    pub locations: HashMap<PlaceOfService, Arc<Provider>>,
}

impl Providers {
    /// A provider that the practice knows, else one of which only the NPI is known.
    fn find(&self, npi: Option<Npi>) -> Option<Arc<Provider>> {
        let npi = npi?;
        let known = self.by_npi.get(&npi).cloned();
        Some(known.unwrap_or_else(|| Arc::new(Provider { npi: Some(npi), ..Provider::default() })))
    }
}

/// Builds the claim of an encounter whose services cost `charges`, in their order.
#[must_use]
pub fn assemble(
    encounter: &Encounter,
    charges: &[Cents],
    providers: &Providers,
    payer: &PayerFile,
    control_number: &str,
) -> Claim {
    let mut claim = Claim {
        kind: kind_of(encounter),
        control_number: Text::from(control_number),
        charge: charges.iter().copied().sum(),
        frequency: Frequency::ORIGINAL,
        signature_on_file: true,
        assignment: Text::const_new("A"),
        benefits_assigned: Text::const_new("Y"),
        release: Text::const_new("Y"),
        billing: Arc::clone(&providers.billing),
        subscriber: Arc::new(encounter.patient.clone()),
        relationship: Text::const_new("18"),
        responsibility: Responsibility::Primary,
        group_number: encounter.group_number.clone(),
        filing_indicator: Text::from(payer.envelope.filing_indicator.as_str()),
        payer: Arc::new(payer.payer()),
        referring: providers.find(encounter.referring_npi),
        prior_authorization: encounter.prior_authorization.clone(),
        medical_record_number: encounter.patient_number.clone(),
        ..Claim::default()
    };
    match claim.kind {
        ClaimKind::Institutional => institutional(&mut claim, encounter, providers),
        ClaimKind::Professional | ClaimKind::Dental => professional(&mut claim, encounter, providers),
    }
    let services = encounter.services.iter().zip(charges);
    claim.lines = services
        .zip(1_u16..)
        .map(|((service, charge), number)| service_line(service, *charge, number, claim.kind))
        .collect();
    claim
}

/// A stay, or any service under a revenue code, is billed on an institutional claim.
fn kind_of(encounter: &Encounter) -> ClaimKind {
    let has_revenue_code = encounter.services.iter().any(|service| service.revenue_code.is_some());
    if encounter.stay.is_some() || has_revenue_code { ClaimKind::Institutional } else { ClaimKind::Professional }
}

fn professional(claim: &mut Claim, encounter: &Encounter, providers: &Providers) {
    claim.place_of_service = Some(encounter.place_of_service);
    claim.rendering = providers.find(encounter.rendering_npi);
    claim.service_facility = providers.locations.get(&encounter.place_of_service).cloned();
    let roles = std::iter::once(DiagnosisRole::Principal).chain(std::iter::repeat(DiagnosisRole::Other));
    claim.diagnoses =
        encounter.diagnoses.iter().zip(roles).map(|(code, role)| Diagnosis { code: *code, role, poa: None }).collect();
}

fn institutional(claim: &mut Claim, encounter: &Encounter, providers: &Providers) {
    if let Some(facility) = &providers.facility {
        claim.billing = Arc::clone(facility);
    }
    claim.attending = providers.find(encounter.rendering_npi);
    claim.statement_from = Some(encounter.from);
    claim.statement_thru = Some(encounter.thru);
    // Type of bill 11x for a stay, 13x for outpatient services of a hospital (CMS Claims Processing Manual, chapter 25, FL 4).
    let facility_code = if encounter.stay.is_some() { "11" } else { "13" };
    claim.facility_code = FormCode::parse(facility_code).ok();
    let poa = |index: usize| encounter.stay.as_ref().and_then(|stay| stay.poa.get(index).copied().flatten());
    claim.diagnoses = encounter
        .diagnoses
        .iter()
        .enumerate()
        .map(|(index, code)| Diagnosis { code: *code, role: institutional_role(index, code.as_str()), poa: poa(index) })
        .collect();
    if let Some(stay) = &encounter.stay {
        inpatient(claim, stay);
        if !stay.procedures.is_empty() {
            claim.operating = claim.attending.clone();
        }
    }
}

fn inpatient(claim: &mut Claim, stay: &Stay) {
    claim.admission_date = Some(stay.admitted);
    claim.admission_hour = stay.admission_hour.clone();
    claim.discharge_hour = stay.discharge_hour.clone();
    claim.admission_type = Some(stay.admission_type);
    claim.admission_source = Some(stay.admission_source);
    claim.patient_status = Some(stay.patient_status);
    let admitting = stay.admitting_diagnosis;
    claim.diagnoses.extend(admitting.map(|code| Diagnosis { code, role: DiagnosisRole::Admitting, poa: None }));
    let procedures = stay.procedures.iter();
    claim.procedures = procedures.map(|(code, date)| InpatientProcedure { code: *code, date: Some(*date) }).collect();
}

/// External causes (chapter 20, V00 to Y99) have a place of their own on institutional claims, but never the first.
fn institutional_role(index: usize, code: &str) -> DiagnosisRole {
    match code.as_bytes().first() {
        _ if index == 0 => DiagnosisRole::Principal,
        Some(b'V'..=b'Y') => DiagnosisRole::ExternalCause,
        _ => DiagnosisRole::Other,
    }
}

fn service_line(service: &EncounterService, charge: Cents, number: u16, kind: ClaimKind) -> ServiceLine {
    let is_day = service.revenue_code.is_some_and(is_room_and_board);
    ServiceLine {
        number,
        procedure: service.procedure,
        modifiers: service.modifiers,
        revenue_code: service.revenue_code,
        charge,
        units: service.units,
        unit_basis: if is_day { UnitBasis::Days } else { UnitBasis::Unit },
        pointers: if kind == ClaimKind::Institutional { [0; 4] } else { service.pointers },
        from: Some(service.date),
        thru: Some(service.date),
        control_number: Text::from(number.to_string()),
        drug: service.drug.clone(),
        ..ServiceLine::default()
    }
}

/// Revenue codes 010x to 021x count days (NUBC category accommodation).
fn is_room_and_board(code: RevenueCode) -> bool {
    code.as_str() >= "0100" && code.as_str() < "0220"
}
