//! The valid claims that examples change. All people and numbers in them are made up.

use std::sync::Arc;

use cleanclaim_model::{
    Address, Claim, ClaimKind, Diagnosis, DiagnosisRole, EntityType, FormCode, Frequency, Hcpcs, Icd10, Npi, Payer,
    Person, PersonName, Phi, PlaceOfService, PresentOnAdmission, Provider, Quantity, Responsibility, RevenueCode,
    ServiceLine, Sex, Taxonomy, Text, UnitBasis,
};
use jiff::civil::{Date, date};

use crate::form::Form;

pub(super) const TODAY: Date = date(2026, 6, 1);
const SERVICE: Date = date(2026, 5, 4);
const DISCHARGE: Date = date(2026, 5, 6);
/// What the diagnoses of a stay say unless the example says otherwise.
pub(super) const STAY_POA: Option<PresentOnAdmission> = Some(PresentOnAdmission::Yes);

/// A code that the source spells out; the base claims are tested to be clean, so each has its form.
fn code<T: Form>(text: &str) -> Option<T> {
    T::read(text)
}

pub(super) fn address(line1: &str) -> Address {
    Address {
        line1: Text::from(line1),
        city: Text::from("Testville"),
        state: Text::from("TX"),
        zip: Text::from("750010001"),
        ..Address::default()
    }
}

pub(super) fn organization(name: &str, first_nine: &str) -> Provider {
    Provider {
        entity: EntityType::Organization,
        name: PersonName { last: Text::from(name), ..PersonName::default() },
        npi: Npi::from_first_nine(first_nine).ok(),
        address: address("1 Test Street"),
        ..Provider::default()
    }
}

pub(super) fn practitioner() -> Provider {
    Provider {
        entity: EntityType::Person,
        name: PersonName { last: Text::from("Testa"), first: Text::from("Probe"), ..PersonName::default() },
        npi: Npi::from_first_nine("100000001").ok(),
        taxonomy: code::<Taxonomy>("207Q00000X"),
        ..Provider::default()
    }
}

pub(super) fn person() -> Person {
    Person {
        member_id: Phi::new(Text::from("TEST00001")),
        name: Phi::new(PersonName { last: Text::from("Testa"), first: Text::from("Sample"), ..PersonName::default() }),
        birth_date: Phi::new(Some(date(1980, 1, 15))),
        sex: Phi::new(Some(Sex::Female)),
        address: Phi::new(address("2 Test Street")),
    }
}

pub(super) fn diagnosis(code: Icd10, index: usize, poa: Option<PresentOnAdmission>) -> Diagnosis {
    Diagnosis { code, role: if index == 0 { DiagnosisRole::Principal } else { DiagnosisRole::Other }, poa }
}

pub(super) fn admitting(code: Icd10) -> Diagnosis {
    Diagnosis { code, role: DiagnosisRole::Admitting, poa: None }
}

/// What the kinds of claim have in common.
fn common(kind: ClaimKind) -> Claim {
    let billing = Provider {
        tax_id: Text::from("990000001"),
        taxonomy: code::<Taxonomy>("261Q00000X"),
        ..organization("Example Clinic", "123456789")
    };
    let payer =
        Payer { name: "Example Health".into(), id: "EXHLT".into(), id_qualifier: "PI".into(), ..Payer::default() };
    Claim {
        kind,
        control_number: Text::from("TEST-0001"),
        frequency: Frequency::ORIGINAL,
        signature_on_file: true,
        assignment: Text::from("A"),
        benefits_assigned: Text::from("Y"),
        release: Text::from("Y"),
        billing: Arc::new(billing),
        subscriber: Arc::new(person()),
        relationship: Text::from("18"),
        responsibility: Responsibility::Primary,
        filing_indicator: Text::from("CI"),
        payer: Arc::new(payer),
        ..Claim::default()
    }
}

pub(super) fn claim(kind: ClaimKind, facility: Option<&FormCode>) -> Claim {
    let inpatient = facility.is_none_or(|code| matches!(code.as_str(), "11" | "18" | "21" | "28" | "41"));
    match kind {
        ClaimKind::Professional => professional(),
        ClaimKind::Dental => dental(),
        ClaimKind::Institutional if inpatient => stay(),
        ClaimKind::Institutional => outpatient(),
    }
}

fn professional() -> Claim {
    let line = ServiceLine {
        procedure: code::<Hcpcs>("99213"),
        units: Quantity::whole(1),
        pointers: [1, 0, 0, 0],
        from: Some(SERVICE),
        thru: Some(SERVICE),
        ..line()
    };
    Claim {
        place_of_service: code::<PlaceOfService>("11"),
        rendering: Some(Arc::new(practitioner())),
        diagnoses: principal(None),
        lines: vec![line],
        ..common(ClaimKind::Professional)
    }
}

fn dental() -> Claim {
    let line = ServiceLine {
        procedure: code::<Hcpcs>("D0120"),
        units: Quantity::whole(1),
        from: Some(SERVICE),
        thru: Some(SERVICE),
        ..line()
    };
    Claim {
        place_of_service: code::<PlaceOfService>("11"),
        rendering: Some(Arc::new(practitioner())),
        lines: vec![line],
        ..common(ClaimKind::Dental)
    }
}

fn stay() -> Claim {
    let line = ServiceLine {
        revenue_code: code::<RevenueCode>("0120"),
        units: Quantity::whole(2),
        unit_basis: UnitBasis::Days,
        ..line()
    };
    Claim {
        facility_code: code::<FormCode>("11"),
        admission_date: Some(SERVICE),
        admission_hour: Text::from("0900"),
        discharge_hour: Text::from("1100"),
        statement_from: Some(SERVICE),
        statement_thru: Some(DISCHARGE),
        admission_type: code::<FormCode>("3"),
        admission_source: code::<FormCode>("1"),
        patient_status: code::<FormCode>("01"),
        attending: Some(Arc::new(practitioner())),
        diagnoses: principal(STAY_POA).into_iter().chain(code::<Icd10>("E119").map(admitting)).collect(),
        lines: vec![line],
        ..common(ClaimKind::Institutional)
    }
}

fn outpatient() -> Claim {
    let line = ServiceLine {
        revenue_code: code::<RevenueCode>("0510"),
        procedure: code::<Hcpcs>("G0463"),
        units: Quantity::whole(1),
        from: Some(SERVICE),
        thru: Some(SERVICE),
        ..line()
    };
    Claim {
        facility_code: code::<FormCode>("13"),
        statement_from: Some(SERVICE),
        statement_thru: Some(SERVICE),
        admission_type: code::<FormCode>("3"),
        admission_source: code::<FormCode>("1"),
        patient_status: code::<FormCode>("01"),
        attending: Some(Arc::new(practitioner())),
        diagnoses: principal(None),
        lines: vec![line],
        ..common(ClaimKind::Institutional)
    }
}

fn principal(poa: Option<PresentOnAdmission>) -> Vec<Diagnosis> {
    code::<Icd10>("E119").map(|code| diagnosis(code, 0, poa)).into_iter().collect()
}

/// What the kinds of line have in common.
fn line() -> ServiceLine {
    ServiceLine { number: 1, charge: cleanclaim_model::Cents::new(10_000), ..ServiceLine::default() }
}
