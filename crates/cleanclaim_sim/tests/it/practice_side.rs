//! The least that a practice does: claims from encounters, into files. The engine does it properly; these tests must not need it.

use std::sync::Arc;

use cleanclaim_model::{
    Claim, ClaimKind, Diagnosis, DiagnosisRole, Encounter, FormCode, InpatientProcedure, Npi, Payer as ModelPayer,
    Provider, ServiceLine, Stay, UnitBasis,
};
use cleanclaim_sim::{Mistake, OutFile, OutKind, Payer, PayerDesk, World};
use cleanclaim_x12::{ClaimWriter, Delimiters, EnvelopeSettings, SubmissionSettings, Submitter, Usage};
use jiff::civil::{Date, time};
use jiff::{ToSpan as _, civil::DateTime};

fn provider(world: &World, npi: Option<Npi>) -> Option<Arc<Provider>> {
    let found = world.practice.providers().find(|provider| npi.is_some() && provider.npi == npi);
    found.cloned().or_else(|| npi.map(|npi| Provider { npi: Some(npi), ..Provider::default() })).map(Arc::new)
}

pub(crate) fn claim(world: &World, desk: &PayerDesk, encounter: &Encounter) -> Claim {
    let stay = encounter.stay.as_ref();
    let charge = encounter.services.iter().filter_map(|service| service.charge).sum();
    let mut claim = Claim {
        control_number: encounter.number.clone(),
        charge,
        signature_on_file: true,
        assignment: "A".into(),
        benefits_assigned: "Y".into(),
        release: "Y".into(),
        billing: Arc::new(if stay.is_some() { &world.practice.hospital } else { &world.practice.group }.clone()),
        subscriber: Arc::new(encounter.patient.clone()),
        relationship: "18".into(),
        group_number: encounter.group_number.clone(),
        filing_indicator: "CI".into(),
        payer: Arc::new(ModelPayer {
            name: desk.profile.name.as_str().into(),
            id: desk.profile.payer_id.as_str().into(),
            id_qualifier: "PI".into(),
            ..ModelPayer::default()
        }),
        referring: provider(world, encounter.referring_npi),
        prior_authorization: encounter.prior_authorization.clone(),
        ..Claim::default()
    };
    for (index, code) in encounter.diagnoses.iter().enumerate() {
        let role = if index == 0 { DiagnosisRole::Principal } else { DiagnosisRole::Other };
        let poa = stay.and_then(|stay| stay.poa[index]);
        claim.diagnoses.push(Diagnosis { code: *code, role, poa });
    }
    claim.place_of_service = Some(encounter.place_of_service).filter(|_| stay.is_none());
    claim.rendering = provider(world, encounter.rendering_npi).filter(|_| stay.is_none());
    if let Some(stay) = stay {
        institutional(&mut claim, encounter, stay, provider(world, encounter.rendering_npi));
    }
    for (number, service) in (1..).zip(&encounter.services) {
        claim.lines.push(ServiceLine {
            number,
            procedure: service.procedure,
            modifiers: service.modifiers,
            revenue_code: service.revenue_code,
            charge: service.charge.unwrap_or_default(),
            units: service.units,
            unit_basis: UnitBasis::Unit,
            pointers: if stay.is_some() { [0; 4] } else { service.pointers },
            from: Some(service.date),
            thru: Some(service.date),
            control_number: number.to_string().into(),
            drug: service.drug.clone(),
            ..ServiceLine::default()
        });
    }
    claim
}

fn institutional(claim: &mut Claim, encounter: &Encounter, stay: &Stay, attending: Option<Arc<Provider>>) {
    claim.kind = ClaimKind::Institutional;
    for diagnosis in claim.diagnoses.iter_mut().filter(|diagnosis| diagnosis.code.as_str() > "V") {
        let status = diagnosis.code.as_str() > "Z";
        diagnosis.role = if status { DiagnosisRole::Other } else { DiagnosisRole::ExternalCause };
    }
    let admitting = stay.admitting_diagnosis.iter();
    claim.diagnoses.extend(admitting.map(|code| Diagnosis { code: *code, role: DiagnosisRole::Admitting, poa: None }));
    claim.facility_code = FormCode::parse("11").ok();
    claim.operating = attending.clone().filter(|_| !stay.procedures.is_empty());
    claim.attending = attending;
    claim.statement_from = Some(encounter.from);
    claim.statement_thru = Some(encounter.thru);
    claim.admission_date = Some(stay.admitted);
    claim.admission_hour = stay.admission_hour.clone();
    claim.discharge_hour = stay.discharge_hour.clone();
    claim.admission_type = Some(stay.admission_type);
    claim.admission_source = Some(stay.admission_source);
    claim.patient_status = Some(stay.patient_status);
    let procedures = stay.procedures.iter();
    claim.procedures = procedures.map(|(code, date)| InpatientProcedure { code: *code, date: Some(*date) }).collect();
}

pub(crate) fn file(number: u32, at: DateTime, claims: &[Claim]) -> Vec<u8> {
    let mut envelope = EnvelopeSettings::between("TFMG01", "PAYER", at);
    envelope.delimiters = Delimiters::default();
    envelope.usage = Usage::Test;
    envelope.interchange_control_number = number;
    envelope.group_control_number = number;
    let settings = SubmissionSettings {
        envelope,
        submitter: Submitter {
            name: "TAMARACK FALLS MEDICAL GROUP".into(),
            id: "TFMG01".into(),
            contact: "BILLING".into(),
            phone: "6145550101".into(),
        },
        receiver_name: "PAYER".into(),
        receiver_id: "PAYER".into(),
        batch_reference: format!("B{number}").into(),
        claims_per_set_max: 100,
    };
    let mut writer = ClaimWriter::new(Vec::new(), settings).unwrap();
    for claim in claims {
        writer.write(claim).unwrap();
    }
    writer.finish().unwrap().0
}

/// What a lint would hold back is not sent: claims with a planted mistake stay at home, but for some that only the payer notices.
fn is_sent(mistake: Option<Mistake>) -> bool {
    matches!(mistake, None | Some(Mistake::DuplicateLine | Mistake::FiledLate | Mistake::MissingAuthorization))
}

/// Everything a payer sent in a world that files every Friday and is paid every Tuesday, until long after the last encounter.
pub(crate) struct Season {
    pub payer: Payer,
    pub claims: Vec<Claim>,
    pub out: Vec<OutFile>,
}

pub(crate) fn season(world: &World, desk: &PayerDesk, seed: u64) -> Season {
    let mut payer = Payer::new(desk.clone(), seed);
    let mut season_claims = Vec::new();
    let mut out = Vec::new();
    let claims: Vec<(Date, Claim)> = world
        .encounters
        .iter()
        .map(|one| &one.encounter)
        .filter(|encounter| encounter.payer == desk.key)
        .filter(|encounter| is_sent(world.mistake_of(&encounter.number)))
        .map(|encounter| (encounter.thru, claim(world, desk, encounter)))
        .collect();
    let mut sent = vec![false; claims.len()];
    let mut day = world.config.today.checked_sub(210.days()).unwrap();
    for week in 0..52 {
        let due: Vec<Claim> = (0..claims.len())
            .filter(|index| claims[*index].0 < day && !std::mem::replace(&mut sent[*index], claims[*index].0 < day))
            .map(|index| claims[index].1.clone())
            .collect();
        if !due.is_empty() {
            let at = day.to_datetime(time(18, 0, 0, 0));
            out.extend(payer.receive("claims.837", &file(week + 1, at, &due), at).unwrap());
            season_claims.extend(due);
        }
        day = day.checked_add(4.days()).unwrap();
        out.extend(payer.payment_run(day).unwrap());
        day = day.checked_add(3.days()).unwrap();
    }
    Season { payer, claims: season_claims, out }
}

/// As the demo does it: everything is filed on one day, and paid day by day.
pub(crate) fn rush(world: &World, desk: &PayerDesk, seed: u64) -> Season {
    let mut payer = Payer::new(desk.clone(), seed);
    let claims: Vec<Claim> = world
        .encounters
        .iter()
        .map(|one| &one.encounter)
        .filter(|encounter| encounter.payer == desk.key && world.mistake_of(&encounter.number).is_none())
        .map(|encounter| claim(world, desk, encounter))
        .collect();
    let mut day = world.config.today;
    let at = day.to_datetime(time(9, 0, 0, 0));
    let mut out = payer.receive("claims.837", &file(1, at, &claims), at).unwrap();
    for _ in 0..75 {
        day = day.tomorrow().unwrap();
        out.extend(payer.payment_run(day).unwrap());
    }
    Season { payer, claims, out }
}

pub(crate) fn of_kind(out: &[OutFile], kind: OutKind) -> impl Iterator<Item = &OutFile> {
    out.iter().filter(move |file| file.kind == kind)
}
