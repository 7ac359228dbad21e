//! Arbitrary claims, most of them nonsense.

use std::sync::Arc;

use cleanclaim_model::{
    Address, Adjustment, Carc, Cents, Claim, ClaimKind, Date, Diagnosis, DiagnosisRole, Drug, EntityType, FormCode,
    Frequency, GroupCode, Hcpcs, Icd10, Icd10Pcs, InpatientProcedure, LineAdjudication, Modifier, Npi, Occurrence,
    OtherPayer, Payer, Person, PersonName, Phi, PlaceOfService, PresentOnAdmission, Provider, Quantity, Responsibility,
    RevenueCode, ServiceLine, Sex, Taxonomy, Text, UnitBasis,
};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

/// What stands wherever a patient's data or a number of a person can stand.
pub(crate) const CANARY: &str = "CANARY7";
/// A birth date that no other date of an arbitrary claim is.
pub(crate) const CANARY_BIRTH: &str = "1911-11-11";

fn pick<T: Clone + core::fmt::Debug + 'static>(values: Vec<T>) -> impl Strategy<Value = T> + Clone {
    select(values)
}

fn codes<T: core::str::FromStr + Clone + core::fmt::Debug + 'static>(
    texts: &[&str],
) -> impl Strategy<Value = T> + Clone + use<T>
where
    T::Err: core::fmt::Debug,
{
    pick(texts.iter().map(|text| text.parse().unwrap()).collect::<Vec<T>>())
}

fn text(texts: &[&str]) -> impl Strategy<Value = Text> + Clone {
    pick(texts.iter().map(|text| Text::from(*text)).collect())
}

fn date() -> impl Strategy<Value = Date> {
    let near =
        (2014_i16..2028, 1_i8..=12, 1_i8..=28).prop_map(|(year, month, day)| Date::new(year, month, day).unwrap());
    prop_oneof![8 => near, 1 => Just(Date::MIN), 1 => Just(Date::MAX)]
}

fn cents() -> impl Strategy<Value = Cents> {
    prop_oneof![8 => 0_i64..50_000, 1 => -50_000_i64..0, 1 => select(vec![i64::MIN, i64::MAX])].prop_map(Cents::new)
}

fn quantity() -> impl Strategy<Value = Quantity> {
    prop_oneof![8 => 0_i64..5_000, 1 => select(vec![i64::MIN, -1, i64::MAX])].prop_map(Quantity::thousandths)
}

fn provider() -> impl Strategy<Value = Arc<Provider>> {
    let npi = option::of(Just(Npi::parse("1234567893").unwrap()));
    let entity = select(vec![EntityType::Person, EntityType::Organization]);
    let lines = text(&["", "PO BOX 1", "1 Test Street", "p.o.box", "é"]);
    let zip = text(&["", "75001", "750010001"]);
    (npi, entity, text(&["", CANARY]), text(&["", "XX", "24"]), lines, zip).prop_map(
        |(npi, entity, other_id, other_id_qualifier, line1, zip)| {
            Arc::new(Provider {
                entity,
                name: PersonName { last: Text::from(CANARY), ..PersonName::default() },
                npi,
                other_id,
                other_id_qualifier,
                tax_id: Text::from(CANARY),
                taxonomy: Taxonomy::parse("207Q00000X").ok(),
                address: Address { line1, zip, ..Address::default() },
                ..Provider::default()
            })
        },
    )
}

fn person() -> impl Strategy<Value = Arc<Person>> {
    let sex = option::of(select(vec![Sex::Female, Sex::Male, Sex::Unknown]));
    (any::<bool>(), any::<bool>(), sex).prop_map(|(named, born, sex)| {
        let said = |there: bool| Text::from(if there { CANARY } else { "" });
        let address = Address { line1: CANARY.into(), city: CANARY.into(), ..Address::default() };
        Arc::new(Person {
            member_id: Phi::new(said(named)),
            name: Phi::new(PersonName { last: said(named), first: CANARY.into(), ..PersonName::default() }),
            birth_date: Phi::new(born.then(|| CANARY_BIRTH.parse().unwrap())),
            sex: Phi::new(sex),
            address: Phi::new(address),
        })
    })
}

fn adjustments() -> impl Strategy<Value = Vec<Adjustment>> {
    let group = GroupCode::ContractualObligation;
    vec(
        cents().prop_map(move |amount| Adjustment { group, carc: Carc::parse("45").unwrap(), amount, quantity: None }),
        0..3,
    )
}

fn line() -> impl Strategy<Value = ServiceLine> {
    let procedure = option::of(codes::<Hcpcs>(&["99213", "J1100", "D0120", "AAAAA", "G8427", "0001F"]));
    let modifiers = vec(codes::<Modifier>(&["25", "50", "LT", "26", "TC", "76", "95", "93", "KX"]), 0..5);
    let adjudication = (text(&["", "OTHER"]), cents(), adjustments()).prop_map(|(payer_id, paid, adjustments)| {
        LineAdjudication { payer_id, paid, procedure: None, units: Quantity::default(), adjustments, date: None }
    });
    let drug = (text(&["", "00000111122", "é"]), quantity(), text(&["ML", ""]))
        .prop_map(|(ndc, quantity, unit)| Drug { ndc, quantity, unit });
    let first = (any::<u16>(), procedure, modifiers, option::of(codes::<RevenueCode>(&["0001", "0120"])), cents());
    let second = (quantity(), option::of(codes::<PlaceOfService>(&["02", "10", "11", "21", "99"])), any::<[u8; 4]>());
    let third = (option::of(date()), option::of(date()), text(&["", "1"]), option::of(drug));
    let fourth = (option::of(provider()), vec(adjudication, 0..2), select(vec![UnitBasis::Unit, UnitBasis::Minutes]));
    (first, second, third, fourth).prop_map(|(first, second, third, fourth)| ServiceLine {
        number: first.0,
        procedure: first.1,
        modifiers: first.2.into_iter().collect(),
        revenue_code: first.3,
        charge: first.4,
        units: second.0,
        place_of_service: second.1,
        pointers: second.2,
        from: third.0,
        thru: third.1,
        control_number: third.2,
        drug: third.3,
        rendering: fourth.0,
        adjudications: fourth.1,
        unit_basis: fourth.2,
    })
}

fn diagnosis() -> impl Strategy<Value = Diagnosis> {
    let known =
        ["E119", "E11", "E109", "I10", "D631", "Z23", "Z5189", "W1830XA", "M1710", "N400", "N840", "T407X1A", "Q99"];
    let roles = vec![
        DiagnosisRole::Principal,
        DiagnosisRole::Other,
        DiagnosisRole::Admitting,
        DiagnosisRole::ReasonForVisit,
        DiagnosisRole::ExternalCause,
    ];
    let poa = option::of(select(vec![PresentOnAdmission::Yes, PresentOnAdmission::Exempt]));
    (codes::<Icd10>(&known), select(roles), poa).prop_map(|(code, role, poa)| Diagnosis { code, role, poa })
}

fn coded() -> impl Strategy<Value = Claim> {
    let procedures = (codes::<Icd10Pcs>(&["0DTJ4ZZ", "02RF0JZ", "XXXXXXX"]), option::of(date()))
        .prop_map(|(code, date)| InpatientProcedure { code, date });
    let occurrences = (codes::<FormCode>(&["74"]), date(), option::of(date()))
        .prop_map(|(code, from, thru)| Occurrence { code, from, thru });
    let form = || option::of(codes::<FormCode>(&["11", "13", "1", "18", "30", "45"]));
    let others =
        (option::of(cents()), adjustments(), person()).prop_map(|(paid, adjustments, subscriber)| OtherPayer {
            responsibility: Responsibility::Primary,
            filing_indicator: "CI".into(),
            relationship: "18".into(),
            group_number: Phi::new(CANARY.into()),
            payer: Arc::new(Payer { id: "OTHER".into(), ..Payer::default() }),
            subscriber,
            paid,
            remaining_patient_liability: None,
            adjustments,
            payer_control_number: Text::default(),
        });
    let lists = (vec(diagnosis(), 0..30), vec(procedures, 0..4), vec(occurrences, 0..3), vec(line(), 0..6));
    let rest = (vec(others, 0..3), form(), form(), vec(codes::<FormCode>(&["45", "07"]), 0..2));
    (lists, rest).prop_map(|(lists, rest)| Claim {
        diagnoses: lists.0,
        procedures: lists.1,
        occurrences: lists.2,
        lines: lists.3,
        other_payers: rest.0,
        facility_code: rest.1,
        patient_status: rest.2,
        condition_codes: rest.3,
        ..Claim::default()
    })
}

/// Any claim at all, with the canary wherever a person's data can stand.
pub(crate) fn claim() -> impl Strategy<Value = Claim> {
    let kinds = select(vec![ClaimKind::Professional, ClaimKind::Institutional, ClaimKind::Dental]);
    let letters = select(vec!["1", "2", "7", "8", "z"]).prop_map(|text| Frequency::parse(text).unwrap());
    let payers = select(vec!["P", "S", "U", "A"]).prop_map(|text| Responsibility::parse(text).unwrap());
    let people = (person(), option::of(person()), provider(), option::of(provider()), option::of(provider()));
    let dates = (option::of(date()), option::of(date()), option::of(date()), option::of(date()), option::of(date()));
    let texts = (text(&["", "A"]), text(&["", "Y"]), text(&["", "18", "19"]), vec(text(&["AA", "OA", "XX"]), 0..3));
    let money = (cents(), option::of(cents()), text(&["", "P1"]), text(&["", "11"]));
    (coded(), (kinds, letters, payers), people, dates, texts, money).prop_map(
        |(base, kind, people, dates, texts, money)| Claim {
            kind: kind.0,
            frequency: kind.1,
            responsibility: kind.2,
            subscriber: people.0,
            patient: people.1,
            billing: people.2,
            rendering: people.3,
            referring: people.4,
            admission_date: dates.0,
            statement_from: dates.1,
            statement_thru: dates.2,
            accident_date: dates.3,
            discharge_date: dates.4,
            assignment: texts.0,
            release: texts.1,
            relationship: texts.2,
            related_causes: texts.3,
            charge: money.0,
            patient_paid: money.1,
            payer_control_number: money.2,
            delay_reason: money.3,
            group_number: Phi::new(CANARY.into()),
            medical_record_number: Phi::new(CANARY.into()),
            note: Phi::new(CANARY.into()),
            ..base
        },
    )
}
