//! What a field is called elsewhere: box of the CMS-1500, locator of the UB-04, path in FHIR R4. Facts only.
//!
//! Sources: NUCC 1500 Health Insurance Claim Form Reference Instruction Manual, version 02/12; CMS Medicare Claims Processing
//! Manual, chapter 26, section 10, and chapter 25, section 75; HL7 FHIR R4 (4.0.1), Claim, PaymentReconciliation and
//! ExplanationOfBenefit; CARIN Blue Button (C4BB) for the roles of a care team.

use cleanclaim_model::{
    ClaimField, ClaimKind, Field, LineField, PayerField, PaymentField, PersonField, ProviderField, ProviderRole,
    RemittanceField,
};

/// Box or locator of a field on the form that this kind of claim has; `None` where the form has none, and for dental claims.
///
/// ```
/// use cleanclaim_interop::places::form_box;
/// use cleanclaim_model::{ClaimKind, Field, LineField};
/// let pointer = Field::Line(2, LineField::Pointer(1));
/// assert_eq!(form_box(ClaimKind::Professional, pointer).as_deref(), Some("24E"));
/// assert_eq!(form_box(ClaimKind::Institutional, pointer), None);
/// ```
#[must_use]
pub fn form_box(kind: ClaimKind, field: Field) -> Option<String> {
    match kind {
        ClaimKind::Professional => cms1500_box(field),
        ClaimKind::Institutional => ub04_locator(field),
        ClaimKind::Dental => None,
    }
}

/// Box of the CMS-1500 (02/12). A service line's box names the column; the finding's line names the row.
#[must_use]
pub fn cms1500_box(field: Field) -> Option<String> {
    // Diagnoses stand in 21A to 21L.
    if let Field::Diagnosis(number) = field {
        return lettered("21", number, 12);
    }
    let text = match field {
        Field::Claim(field) => cms1500_claim(field)?,
        Field::Line(_, field) => cms1500_line(field)?,
        Field::Subscriber(field) => match field {
            PersonField::MemberId => "1a",
            PersonField::Name => "4",
            PersonField::BirthDate | PersonField::Sex => "11a",
            PersonField::Address => "7",
            PersonField::Relationship => "6",
            PersonField::GroupNumber => "11",
        },
        Field::Patient(field) => match field {
            PersonField::Name => "2",
            PersonField::BirthDate | PersonField::Sex => "3",
            PersonField::Address => "5",
            PersonField::Relationship => "6",
            PersonField::MemberId => "1a",
            PersonField::GroupNumber => "11",
        },
        Field::Provider(role, field) => cms1500_provider(role, field)?,
        Field::Payer(PayerField::Name) => "11c",
        Field::Payer(PayerField::Id)
        | Field::Diagnosis(_)
        | Field::Procedure(_)
        | Field::Remittance(_)
        | Field::ClaimPayment(..) => return None,
    };
    Some(text.to_owned())
}

fn cms1500_claim(field: ClaimField) -> Option<&'static str> {
    Some(match field {
        ClaimField::ControlNumber => "26",
        ClaimField::Charge => "28",
        ClaimField::PlaceOfService => "24B",
        ClaimField::Frequency | ClaimField::PayerControlNumber => "22",
        ClaimField::Assignment => "27",
        ClaimField::BenefitsAssigned => "13",
        ClaimField::Release => "12",
        ClaimField::RelatedCauses => "10",
        ClaimField::FilingIndicator => "1",
        ClaimField::PriorAuthorization | ClaimField::ReferralNumber | ClaimField::CliaNumber => "23",
        ClaimField::OnsetDate => "14",
        ClaimField::AccidentDate => "15",
        ClaimField::AdmissionDate => "18",
        ClaimField::ConditionCodes => "10d",
        ClaimField::Diagnoses => "21",
        ClaimField::Lines => "24",
        ClaimField::PatientPaid => "29",
        ClaimField::Responsibility
        | ClaimField::FacilityCode
        | ClaimField::StatementFrom
        | ClaimField::StatementThru
        | ClaimField::DischargeHour
        | ClaimField::AdmissionType
        | ClaimField::AdmissionSource
        | ClaimField::PatientStatus
        | ClaimField::Drg
        | ClaimField::OccurrenceCodes
        | ClaimField::ValueCodes => return None,
    })
}

fn cms1500_line(field: LineField) -> Option<&'static str> {
    Some(match field {
        LineField::Procedure | LineField::Modifier(_) | LineField::Modifiers => "24D",
        LineField::Charge => "24F",
        LineField::Units => "24G",
        LineField::PlaceOfService => "24B",
        LineField::Pointer(_) => "24E",
        LineField::DateFrom | LineField::DateThru => "24A",
        // The drug stands in the shaded upper half of the line.
        LineField::DrugCode | LineField::DrugUnits => "24 shaded",
        LineField::RenderingProvider => "24J",
        LineField::RevenueCode | LineField::ControlNumber => return None,
    })
}

fn cms1500_provider(role: ProviderRole, field: ProviderField) -> Option<&'static str> {
    Some(match (role, field) {
        (ProviderRole::Billing, ProviderField::Npi) => "33a",
        (ProviderRole::Billing, ProviderField::TaxId) => "25",
        (ProviderRole::Billing, ProviderField::Taxonomy) => "33b",
        (ProviderRole::Billing, ProviderField::Name | ProviderField::Address) => "33",
        (ProviderRole::Rendering, ProviderField::Npi) => "24J",
        (ProviderRole::Rendering, ProviderField::Name) => "31",
        (ProviderRole::Rendering, ProviderField::Taxonomy) => "24J shaded",
        (ProviderRole::Referring | ProviderRole::Supervising, ProviderField::Npi) => "17b",
        (ProviderRole::Referring | ProviderRole::Supervising, ProviderField::Name) => "17",
        (ProviderRole::ServiceFacility, ProviderField::Npi) => "32a",
        (ProviderRole::ServiceFacility, ProviderField::Name | ProviderField::Address) => "32",
        _ => return None,
    })
}

/// Form locator of the UB-04 (CMS-1450).
#[must_use]
pub fn ub04_locator(field: Field) -> Option<String> {
    match field {
        Field::Diagnosis(1) => return Some("67".to_owned()),
        Field::Diagnosis(number) => return lettered("67", number.checked_sub(1)?, 17),
        Field::Procedure(1) => return Some("74".to_owned()),
        Field::Procedure(number) => return lettered("74", number.checked_sub(1)?, 5).map(|text| text.to_lowercase()),
        _ => {}
    }
    let text = match field {
        Field::Claim(field) => ub04_claim(field)?,
        Field::Line(_, field) => ub04_line(field)?,
        Field::Subscriber(field) => match field {
            PersonField::MemberId => "60",
            PersonField::Name => "58",
            PersonField::Relationship => "59",
            PersonField::GroupNumber => "62",
            PersonField::BirthDate => "10",
            PersonField::Sex => "11",
            PersonField::Address => "9",
        },
        Field::Patient(field) => match field {
            PersonField::Name => "8",
            PersonField::BirthDate => "10",
            PersonField::Sex => "11",
            PersonField::Address => "9",
            PersonField::Relationship => "59",
            PersonField::MemberId => "60",
            PersonField::GroupNumber => "62",
        },
        Field::Provider(role, field) => ub04_provider(role, field)?,
        Field::Payer(PayerField::Name) => "50",
        Field::Payer(PayerField::Id) => "51",
        Field::Diagnosis(_) | Field::Procedure(_) | Field::Remittance(_) | Field::ClaimPayment(..) => return None,
    };
    Some(text.to_owned())
}

fn ub04_claim(field: ClaimField) -> Option<&'static str> {
    Some(match field {
        ClaimField::ControlNumber => "3a",
        ClaimField::Charge => "47",
        ClaimField::FacilityCode | ClaimField::Frequency => "4",
        ClaimField::BenefitsAssigned => "53",
        ClaimField::Release => "52",
        ClaimField::PayerControlNumber => "64",
        ClaimField::PriorAuthorization | ClaimField::ReferralNumber => "63",
        ClaimField::StatementFrom | ClaimField::StatementThru => "6",
        ClaimField::AdmissionDate => "12",
        ClaimField::DischargeHour => "16",
        ClaimField::AccidentDate | ClaimField::OnsetDate | ClaimField::OccurrenceCodes => "31-36",
        ClaimField::AdmissionType => "14",
        ClaimField::AdmissionSource => "15",
        ClaimField::PatientStatus => "17",
        ClaimField::Drg => "71",
        ClaimField::ConditionCodes | ClaimField::RelatedCauses => "18-28",
        ClaimField::ValueCodes => "39-41",
        ClaimField::Diagnoses => "67",
        ClaimField::Lines => "42-47",
        ClaimField::Responsibility => "50",
        ClaimField::PatientPaid
        | ClaimField::PlaceOfService
        | ClaimField::Assignment
        | ClaimField::FilingIndicator
        | ClaimField::CliaNumber => return None,
    })
}

fn ub04_line(field: LineField) -> Option<&'static str> {
    Some(match field {
        LineField::RevenueCode => "42",
        LineField::DrugCode | LineField::DrugUnits => "43",
        LineField::Procedure | LineField::Modifier(_) | LineField::Modifiers => "44",
        LineField::DateFrom | LineField::DateThru => "45",
        LineField::Units => "46",
        LineField::Charge => "47",
        LineField::PlaceOfService | LineField::Pointer(_) | LineField::ControlNumber | LineField::RenderingProvider => {
            return None;
        }
    })
}

fn ub04_provider(role: ProviderRole, field: ProviderField) -> Option<&'static str> {
    Some(match (role, field) {
        (ProviderRole::Billing, ProviderField::Npi) => "56",
        (ProviderRole::Billing, ProviderField::TaxId) => "5",
        (ProviderRole::Billing, ProviderField::Taxonomy) => "81",
        (ProviderRole::Billing, ProviderField::Name | ProviderField::Address) => "1",
        (ProviderRole::Attending, ProviderField::Npi | ProviderField::Name) => "76",
        (ProviderRole::Operating, ProviderField::Npi | ProviderField::Name) => "77",
        (
            ProviderRole::OtherOperating | ProviderRole::Rendering | ProviderRole::Referring,
            ProviderField::Npi | ProviderField::Name,
        ) => "78-79",
        _ => return None,
    })
}

/// `21` and 3 give `21C`; `None` beyond the form's last letter.
fn lettered(form_box: &str, number: u8, last: u8) -> Option<String> {
    let letter = char::from(b'A' + number.checked_sub(1).filter(|index| *index < last)?);
    Some(format!("{form_box}{letter}"))
}

/// FHIRPath of a field: in a Claim, and for remittances in a PaymentReconciliation or ExplanationOfBenefit.
#[must_use]
pub fn fhir_path(field: Field) -> Option<String> {
    let text = match field {
        Field::Claim(field) => fhir_claim(field)?.to_owned(),
        Field::Diagnosis(number) => format!("Claim.diagnosis.where(sequence={number}).diagnosis"),
        Field::Procedure(number) => format!("Claim.procedure.where(sequence={number}).procedure"),
        Field::Line(number, field) => format!("Claim.item.where(sequence={number}).{}", fhir_line(field)?),
        Field::Subscriber(field) => fhir_person("Claim.insurance.coverage.resolve()", "subscriber.resolve()", field),
        Field::Patient(field) => match field {
            PersonField::MemberId | PersonField::Relationship | PersonField::GroupNumber => {
                fhir_person("Claim.insurance.coverage.resolve()", "subscriber.resolve()", field)
            }
            PersonField::Name | PersonField::BirthDate | PersonField::Sex | PersonField::Address => {
                fhir_person("Claim", "patient.resolve()", field)
            }
        },
        Field::Provider(role, field) => format!("{}.{}", fhir_role(role), fhir_provider(field)),
        Field::Payer(PayerField::Name) => "Claim.insurer.resolve().name".to_owned(),
        Field::Payer(PayerField::Id) => "Claim.insurer.resolve().identifier".to_owned(),
        Field::Remittance(field) => fhir_remittance(field).to_owned(),
        Field::ClaimPayment(number, field) => fhir_payment(number, field),
    };
    Some(text)
}

fn fhir_claim(field: ClaimField) -> Option<&'static str> {
    Some(match field {
        ClaimField::ControlNumber => "Claim.identifier",
        ClaimField::Charge => "Claim.total",
        ClaimField::PlaceOfService => "Claim.item.location",
        ClaimField::FacilityCode => "Claim.subType",
        ClaimField::Frequency | ClaimField::PayerControlNumber => "Claim.related",
        ClaimField::Assignment | ClaimField::BenefitsAssigned => "Claim.payee",
        ClaimField::RelatedCauses | ClaimField::AccidentDate => "Claim.accident",
        ClaimField::Responsibility => "Claim.insurance.sequence",
        ClaimField::FilingIndicator => "Claim.insurance.coverage.resolve().type",
        ClaimField::PriorAuthorization => "Claim.insurance.preAuthRef",
        ClaimField::ReferralNumber => "Claim.referral",
        ClaimField::StatementFrom => "Claim.billablePeriod.start",
        ClaimField::StatementThru => "Claim.billablePeriod.end",
        ClaimField::AdmissionDate
        | ClaimField::DischargeHour
        | ClaimField::OnsetDate
        | ClaimField::AdmissionType
        | ClaimField::AdmissionSource
        | ClaimField::PatientStatus
        | ClaimField::Drg
        | ClaimField::ConditionCodes
        | ClaimField::OccurrenceCodes
        | ClaimField::ValueCodes
        | ClaimField::PatientPaid => "Claim.supportingInfo",
        ClaimField::Diagnoses => "Claim.diagnosis",
        ClaimField::Lines => "Claim.item",
        ClaimField::Release | ClaimField::CliaNumber => return None,
    })
}

fn fhir_line(field: LineField) -> Option<String> {
    Some(match field {
        LineField::Procedure => "productOrService".to_owned(),
        LineField::Modifier(number) => format!("modifier[{}]", number.checked_sub(1)?),
        LineField::Modifiers => "modifier".to_owned(),
        LineField::RevenueCode => "revenue".to_owned(),
        LineField::Charge => "net".to_owned(),
        LineField::Units => "quantity".to_owned(),
        LineField::PlaceOfService => "location".to_owned(),
        LineField::Pointer(number) => format!("diagnosisSequence[{}]", number.checked_sub(1)?),
        LineField::DateFrom | LineField::DateThru => "serviced".to_owned(),
        LineField::DrugCode => "detail.productOrService".to_owned(),
        LineField::DrugUnits => "detail.quantity".to_owned(),
        LineField::RenderingProvider => "careTeamSequence".to_owned(),
        LineField::ControlNumber => return None,
    })
}

fn fhir_person(base: &str, person: &str, field: PersonField) -> String {
    match field {
        PersonField::MemberId => format!("{base}.subscriberId"),
        PersonField::Name => format!("{base}.{person}.name"),
        PersonField::BirthDate => format!("{base}.{person}.birthDate"),
        PersonField::Sex => format!("{base}.{person}.gender"),
        PersonField::Address => format!("{base}.{person}.address"),
        PersonField::Relationship => format!("{base}.relationship"),
        PersonField::GroupNumber => format!("{base}.class.where(type.coding.code='group').value"),
    }
}

fn fhir_role(role: ProviderRole) -> String {
    let code = match role {
        ProviderRole::Billing => return "Claim.provider.resolve()".to_owned(),
        ProviderRole::ServiceFacility => return "Claim.facility.resolve()".to_owned(),
        ProviderRole::Rendering => "rendering",
        ProviderRole::Referring => "referring",
        ProviderRole::Supervising => "supervising",
        ProviderRole::Attending => "attending",
        ProviderRole::Operating => "operating",
        ProviderRole::OtherOperating => "otheroperating",
    };
    format!("Claim.careTeam.where(role.coding.code='{code}').provider.resolve()")
}

fn fhir_provider(field: ProviderField) -> &'static str {
    match field {
        ProviderField::Npi => "identifier.where(system='http://hl7.org/fhir/sid/us-npi')",
        ProviderField::Name => "name",
        ProviderField::Address => "address",
        ProviderField::TaxId => "identifier.where(system='urn:oid:2.16.840.1.113883.4.4')",
        ProviderField::Taxonomy => "qualification.code",
    }
}

fn fhir_remittance(field: RemittanceField) -> &'static str {
    match field {
        RemittanceField::Amount => "PaymentReconciliation.paymentAmount",
        RemittanceField::PaymentDate => "PaymentReconciliation.paymentDate",
        RemittanceField::TraceNumber => "PaymentReconciliation.paymentIdentifier",
        RemittanceField::PayerId => "PaymentReconciliation.paymentIssuer",
        RemittanceField::ProviderAdjustments => "PaymentReconciliation.detail",
    }
}

/// The nth claim payment is the nth response that the reconciliation's details name.
fn fhir_payment(number: u32, field: PaymentField) -> String {
    let path = match field {
        PaymentField::ControlNumber => "claim.identifier",
        PaymentField::Status => "outcome",
        PaymentField::Charge => "total.where(category.coding.code='submitted').amount",
        PaymentField::Paid => "payment.amount",
        PaymentField::PatientResponsibility => "total.where(category.coding.code='memberliability').amount",
        PaymentField::Adjustments => "adjudication",
        PaymentField::Services => "item",
    };
    format!("PaymentReconciliation.detail[{}].response.resolve().{path}", number.saturating_sub(1))
}
