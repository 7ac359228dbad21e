//! What an example may change, key by key.

use std::sync::Arc;

use cleanclaim_model::{
    Adjustment, Cents, Claim, ClaimKind, Diagnosis, DiagnosisRole, Drug, EntityType, FormCode, Frequency, Hcpcs, Icd10,
    Icd10Pcs, InpatientProcedure, LineAdjudication, Modifier, Npi, Occurrence, OtherPayer, Payer, Person,
    PlaceOfService, PresentOnAdmission, Provider, Quantity, Responsibility, RevenueCode, ServiceLine, Sex, Taxonomy,
    Text, UnitBasis,
};
use serde::Deserialize;
use serde::de::Error as _;

use super::{Example, base};
use crate::PayerProfile;
use crate::form::{Clear, ClearDay, Day, Formed};

/// Puts what the patch gives over what is there.
macro_rules! put {
    ($patch:ident over $target:expr; text: $($text:ident),*; plain: $($plain:ident),*; formed: $($formed:ident),*) => {
        $(if let Some(value) = $patch.$text { $target.$text = Text::from(value); })*
        $(if let Some(value) = $patch.$plain { $target.$plain = value; })*
        $(if let Some(value) = $patch.$formed { $target.$formed = value.0; })*
    };
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub(super) struct ExamplePatch {
    today: Option<Day>,
    profile: PayerProfile,
    without: Vec<Role>,

    kind: Option<Formed<ClaimKind>>,
    control_number: Option<String>,
    charge: Option<Formed<Cents>>,
    place_of_service: Option<Clear<PlaceOfService>>,
    facility_code: Option<Clear<FormCode>>,
    frequency: Option<Formed<Frequency>>,
    signature_on_file: Option<bool>,
    assignment: Option<String>,
    benefits_assigned: Option<String>,
    release: Option<String>,
    related_causes: Option<Vec<String>>,
    accident_state: Option<String>,
    delay_reason: Option<String>,
    relationship: Option<String>,
    responsibility: Option<Formed<Responsibility>>,
    filing_indicator: Option<String>,
    payer_control_number: Option<String>,
    prior_authorization: Option<String>,
    referral_number: Option<String>,

    onset_date: Option<ClearDay>,
    accident_date: Option<ClearDay>,
    admission_date: Option<ClearDay>,
    admission_hour: Option<String>,
    discharge_date: Option<ClearDay>,
    statement_from: Option<ClearDay>,
    statement_thru: Option<ClearDay>,
    admission_type: Option<Clear<FormCode>>,
    admission_source: Option<Clear<FormCode>>,
    patient_status: Option<Clear<FormCode>>,
    condition_codes: Option<Vec<Formed<FormCode>>>,
    occurrences: Option<Vec<OccurrencePatch>>,

    diagnoses: Option<Vec<DiagnosisPatch>>,
    admitting_diagnosis: Option<Clear<Icd10>>,
    procedures: Option<Vec<ProcedurePatch>>,
    patient_paid: Option<Clear<Cents>>,
    other_payers: Option<Vec<OtherPayerPatch>>,
    service_lines: Option<Vec<LinePatch>>,

    billing: Option<ProviderPatch>,
    rendering: Option<ProviderPatch>,
    referring: Option<ProviderPatch>,
    supervising: Option<ProviderPatch>,
    attending: Option<ProviderPatch>,
    operating: Option<ProviderPatch>,
    service_facility: Option<ProviderPatch>,
    subscriber: Option<PersonPatch>,
    patient: Option<PersonPatch>,
    payer: Option<PayerPatch>,
}

/// A provider that can be taken away.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Role {
    Rendering,
    Attending,
}

impl ExamplePatch {
    pub(super) fn apply(mut self) -> Example {
        let facility = self.facility_code.as_ref().and_then(|code| code.0.as_ref());
        let mut claim = base::claim(self.kind.map_or(ClaimKind::Professional, |kind| kind.0), facility);
        for role in &self.without {
            match role {
                Role::Rendering => claim.rendering = None,
                Role::Attending => claim.attending = None,
            }
        }
        self.apply_people(&mut claim);
        self.apply_lists(&mut claim);
        claim.charge = self.charge.map_or_else(|| claim.lines_charge(), |charge| charge.0);
        let today = self.today.map_or(base::TODAY, |today| today.0);
        let profile = core::mem::take(&mut self.profile);
        self.apply_values(&mut claim);
        Example { claim, profile, today }
    }

    fn apply_people(&mut self, claim: &mut Claim) {
        let provider = |slot: &mut Option<Arc<Provider>>, patch: Option<ProviderPatch>, first_nine: &str| {
            let Some(patch) = patch else { return };
            let base = slot.as_deref().cloned().unwrap_or_else(|| match first_nine {
                "" => base::organization("Example Hospital", "100000002"),
                first_nine => Provider { npi: Npi::from_first_nine(first_nine).ok(), ..base::practitioner() },
            });
            *slot = Some(Arc::new(patch.apply(base)));
        };
        if let Some(patch) = self.billing.take() {
            claim.billing = Arc::new(patch.apply(Provider::clone(&claim.billing)));
        }
        provider(&mut claim.rendering, self.rendering.take(), "100000001");
        provider(&mut claim.referring, self.referring.take(), "100000003");
        provider(&mut claim.supervising, self.supervising.take(), "100000004");
        provider(&mut claim.attending, self.attending.take(), "100000001");
        provider(&mut claim.operating, self.operating.take(), "100000005");
        provider(&mut claim.service_facility, self.service_facility.take(), "");
        if let Some(patch) = self.subscriber.take() {
            claim.subscriber = Arc::new(patch.apply(Person::clone(&claim.subscriber)));
        }
        if let Some(patch) = self.patient.take() {
            let base = Person { member_id: Text::default().into(), ..base::person() };
            claim.patient = Some(Arc::new(patch.apply(base)));
            claim.relationship = Text::from("19");
        }
        if let Some(patch) = self.payer.take() {
            let mut payer = Payer::clone(&claim.payer);
            put!(patch over payer; text: name, id; plain: ; formed: );
            claim.payer = Arc::new(payer);
        }
    }

    fn apply_lists(&mut self, claim: &mut Claim) {
        let stay = claim.admission_date.is_some() && claim.kind == ClaimKind::Institutional;
        let poa = base::STAY_POA.filter(|_| stay);
        if let Some(diagnoses) = self.diagnoses.take() {
            let patched = diagnoses.into_iter().enumerate().map(|(index, patch)| patch.apply(index, poa));
            claim.diagnoses.retain(|diagnosis| diagnosis.role == DiagnosisRole::Admitting);
            claim.diagnoses.splice(..0, patched);
        }
        if let Some(admitting) = self.admitting_diagnosis.take() {
            claim.diagnoses.retain(|diagnosis| diagnosis.role != DiagnosisRole::Admitting);
            claim.diagnoses.extend(admitting.0.map(base::admitting));
        }
        if let Some(procedures) = self.procedures.take() {
            claim.procedures = procedures
                .into_iter()
                .map(|patch| InpatientProcedure { code: patch.code.0, date: patch.date.map(|date| date.0) })
                .collect();
        }
        if let Some(occurrences) = self.occurrences.take() {
            claim.occurrences = occurrences
                .into_iter()
                .map(|patch| Occurrence { code: patch.code.0, from: patch.from.0, thru: patch.thru.map(|thru| thru.0) })
                .collect();
        }
        if let Some(codes) = self.condition_codes.take() {
            claim.condition_codes = codes.into_iter().map(|code| code.0).collect();
        }
        if let Some(causes) = self.related_causes.take() {
            claim.related_causes = causes.into_iter().map(Text::from).collect();
        }
        if let Some(payers) = self.other_payers.take() {
            claim.other_payers = payers.into_iter().map(|patch| patch.apply(claim)).collect();
        }
        if let Some(patches) = self.service_lines.take()
            && let Some(base) = claim.lines.pop()
        {
            let numbered = (1_u16..).zip(patches);
            claim.lines = numbered.map(|(number, patch)| patch.apply(number, base.clone())).collect();
        }
    }

    fn apply_values(self, claim: &mut Claim) {
        put!(self over claim;
            text: control_number, assignment, benefits_assigned, release, accident_state, delay_reason, relationship,
                filing_indicator, payer_control_number, prior_authorization, referral_number, admission_hour;
            plain: signature_on_file;
            formed: place_of_service, facility_code, frequency, responsibility, onset_date, accident_date,
                admission_date, discharge_date, statement_from, statement_thru, admission_type, admission_source,
                patient_status, patient_paid
        );
    }
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct ProviderPatch {
    entity: Option<Formed<EntityType>>,
    npi: Option<Clear<Npi>>,
    last_name: Option<String>,
    other_id: Option<String>,
    other_id_qualifier: Option<String>,
    tax_id: Option<String>,
    taxonomy: Option<Clear<Taxonomy>>,
    address: AddressPatch,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct AddressPatch {
    line1: Option<String>,
    line2: Option<String>,
    city: Option<String>,
    state: Option<String>,
    zip: Option<String>,
    country: Option<String>,
}

impl ProviderPatch {
    fn apply(self, mut provider: Provider) -> Provider {
        let address = self.address;
        if let Some(last_name) = self.last_name {
            provider.name.last = last_name.into();
        }
        put!(self over provider; text: other_id, other_id_qualifier, tax_id; plain: ; formed: entity, npi, taxonomy);
        put!(address over provider.address; text: line1, line2, city, state, zip, country; plain: ; formed: );
        provider
    }
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct PersonPatch {
    member_id: Option<String>,
    last_name: Option<String>,
    birth_date: Option<ClearDay>,
    sex: Option<Clear<Sex>>,
    city: Option<String>,
}

impl PersonPatch {
    fn apply(self, mut person: Person) -> Person {
        if let Some(member_id) = self.member_id {
            person.member_id = Text::from(member_id).into();
        }
        if let Some(name) = self.last_name {
            person.name.expose_mut().last = Text::from(name);
        }
        if let Some(birth_date) = self.birth_date {
            person.birth_date = birth_date.0.into();
        }
        if let Some(sex) = self.sex {
            person.sex = sex.0.into();
        }
        if let Some(city) = self.city {
            person.address.expose_mut().city = Text::from(city);
        }
        person
    }
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct PayerPatch {
    name: Option<String>,
    id: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OccurrencePatch {
    code: Formed<FormCode>,
    from: Day,
    thru: Option<Day>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ProcedurePatch {
    code: Formed<Icd10Pcs>,
    date: Option<Day>,
}

#[derive(Deserialize)]
#[serde(untagged, expecting = "expected a diagnosis code, or a table of code, role and poa")]
enum DiagnosisPatch {
    Code(Formed<Icd10>),
    Full(FullDiagnosis),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FullDiagnosis {
    code: Formed<Icd10>,
    role: Option<Formed<DiagnosisRole>>,
    poa: Option<Clear<PresentOnAdmission>>,
}

impl DiagnosisPatch {
    fn apply(self, index: usize, poa: Option<PresentOnAdmission>) -> Diagnosis {
        match self {
            Self::Code(code) => base::diagnosis(code.0, index, poa),
            Self::Full(full) => {
                let base = base::diagnosis(full.code.0, index, poa);
                Diagnosis {
                    code: base.code,
                    role: full.role.map_or(base.role, |role| role.0),
                    poa: full.poa.map_or(base.poa, |poa| poa.0),
                }
            }
        }
    }
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct OtherPayerPatch {
    id: Option<String>,
    paid: Option<Clear<Cents>>,
    adjustments: Vec<Formed<Adjustment>>,
}

impl OtherPayerPatch {
    fn apply(self, claim: &Claim) -> OtherPayer {
        let id = Text::from(self.id.unwrap_or_else(|| String::from("OTHER")));
        let payer = Payer { name: "Example Primary".into(), id, id_qualifier: "PI".into(), ..Payer::default() };
        OtherPayer {
            responsibility: Responsibility::Primary,
            filing_indicator: Text::from("CI"),
            relationship: Text::from("18"),
            group_number: Text::default().into(),
            payer: Arc::new(payer),
            subscriber: Arc::clone(&claim.subscriber),
            paid: self.paid.and_then(|paid| paid.0),
            remaining_patient_liability: None,
            adjustments: adjustments(self.adjustments),
            payer_control_number: Text::default(),
        }
    }
}

fn adjustments(formed: Vec<Formed<Adjustment>>) -> Vec<Adjustment> {
    formed.into_iter().map(|adjustment| adjustment.0).collect()
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct LinePatch {
    number: Option<u16>,
    procedure: Option<Clear<Hcpcs>>,
    modifiers: Vec<Formed<Modifier>>,
    revenue_code: Option<Clear<RevenueCode>>,
    charge: Option<Formed<Cents>>,
    units: Option<Formed<Quantity>>,
    unit_basis: Option<Formed<UnitBasis>>,
    place_of_service: Option<Clear<PlaceOfService>>,
    diagnosis_pointers: Option<Pointers>,
    from: Option<ClearDay>,
    thru: Option<ClearDay>,
    control_number: Option<String>,
    drug: Option<DrugPatch>,
    rendering: Option<ProviderPatch>,
    adjudications: Vec<AdjudicationPatch>,
}

/// Up to four diagnosis pointers.
struct Pointers([u8; 4]);

impl<'de> Deserialize<'de> for Pointers {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let given = Vec::<u8>::deserialize(deserializer)?;
        let mut pointers = [0; 4];
        let slots = pointers.get_mut(..given.len());
        slots.ok_or_else(|| D::Error::custom("expected four diagnosis pointers at most"))?.copy_from_slice(&given);
        Ok(Self(pointers))
    }
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct DrugPatch {
    ndc: String,
    quantity: Option<Formed<Quantity>>,
    unit: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AdjudicationPatch {
    payer_id: Option<String>,
    paid: Formed<Cents>,
    #[serde(default)]
    adjustments: Vec<Formed<Adjustment>>,
}

impl LinePatch {
    fn apply(self, number: u16, mut line: ServiceLine) -> ServiceLine {
        line.number = number;
        line.control_number = Text::from(number.to_string());
        line.modifiers = self.modifiers.into_iter().map(|modifier| modifier.0).collect();
        line.drug = self.drug.map(|drug| Drug {
            ndc: Text::from(drug.ndc),
            quantity: drug.quantity.map_or(Quantity::whole(1), |quantity| quantity.0),
            unit: Text::from(drug.unit.unwrap_or_else(|| String::from("ML"))),
        });
        line.rendering = self.rendering.map(|patch| Arc::new(patch.apply(base::practitioner())));
        line.adjudications = self
            .adjudications
            .into_iter()
            .map(|patch| LineAdjudication {
                payer_id: Text::from(patch.payer_id.unwrap_or_else(|| String::from("OTHER"))),
                paid: patch.paid.0,
                procedure: line.procedure,
                units: line.units,
                adjustments: adjustments(patch.adjustments),
                date: None,
            })
            .collect();
        // A line given one day is a line of one day, unless the example says otherwise.
        if let (Some(from), None) = (&self.from, &self.thru) {
            line.thru = from.0;
        }
        if let Some(pointers) = self.diagnosis_pointers {
            line.pointers = pointers.0;
        }
        put!(self over line; text: control_number; plain: number;
            formed: procedure, revenue_code, charge, units, unit_basis, place_of_service, from, thru);
        line
    }
}
