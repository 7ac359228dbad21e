//! Whatever is written reads back as it was.

use std::sync::Arc;

use cleanclaim_model::{
    Address, Adjustment, Cents, Claim, ClaimKind, ClaimPayment, ClaimStatusCode, Date, Diagnosis, DiagnosisRole, Drug,
    EntityType, Frequency, GroupCode, InpatientProcedure, LineAdjudication, Modifiers, Npi, Occurrence, OtherPayer,
    Payer, PaymentMethod, Person, PersonName, Phi, PresentOnAdmission, Provider, ProviderAdjustment, Quantity,
    Remittance, Responsibility, ServiceLine, ServicePayment, Sex, Text, UnitBasis, ValueCode,
};
use cleanclaim_x12::{ClaimWriter, RemittanceWriter, fuzzing};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

use crate::fixtures::{claims, remittance_settings, remittances, show, submission};

fn text() -> impl Strategy<Value = Text> {
    "[A-Z0-9]{1,8}( [A-Z0-9]{1,5})?".prop_map(Text::from)
}

fn maybe_text() -> impl Strategy<Value = Text> {
    prop_oneof![Just(Text::default()), text()]
}

fn code<T: std::str::FromStr<Err: std::fmt::Debug> + std::fmt::Debug>(
    pattern: &'static str,
) -> impl Strategy<Value = T> {
    pattern.prop_map(|text| text.parse().unwrap())
}

fn date() -> impl Strategy<Value = Date> {
    (1900_i16..2100, 1_i8..=12, 1_i8..=28).prop_map(|(year, month, day)| Date::constant(year, month, day))
}

fn cents() -> impl Strategy<Value = Cents> {
    (-10_000_000_i64..10_000_000).prop_map(Cents::new)
}

fn quantity() -> impl Strategy<Value = Quantity> {
    (0_i64..1_000_000).prop_map(Quantity::thousandths)
}

fn npi() -> impl Strategy<Value = Npi> {
    "[12][0-9]{8}".prop_map(|digits| Npi::from_first_nine(&digits).unwrap())
}

fn modifiers() -> impl Strategy<Value = Modifiers> {
    vec(code("[A-Z0-9]{2}"), 0..=4).prop_map(|modifiers| modifiers.into_iter().collect())
}

fn name() -> BoxedStrategy<PersonName> {
    (text(), maybe_text(), maybe_text(), maybe_text())
        .prop_map(|(last, first, middle, suffix)| PersonName { last, first, middle, suffix })
        .boxed()
}

fn address() -> BoxedStrategy<Address> {
    (maybe_text(), maybe_text(), maybe_text(), maybe_text(), maybe_text(), maybe_text())
        .prop_map(|(line1, line2, city, state, zip, country)| Address { line1, line2, city, state, zip, country })
        .boxed()
}

/// What a loop that holds a provider can carry besides the name.
#[derive(Clone, Copy, PartialEq)]
enum Room {
    Name,
    Taxonomy,
    Facility,
    FacilityAndContact,
    Everything,
}

fn provider(room: Room) -> BoxedStrategy<Provider> {
    let identity = prop_oneof![
        npi().prop_map(|npi| (Some(npi), Text::default(), Text::default())),
        text().prop_map(|id| (None, id, Text::from("24"))),
        Just((None, Text::default(), Text::default())),
    ];
    let entity = prop_oneof![Just(EntityType::Person), Just(EntityType::Organization)];
    let more = (maybe_text(), option::of(code("[A-Z0-9]{10}")), address(), "[0-9]{10}", maybe_text());
    (entity, name(), identity, more)
        .prop_map(move |(entity, name, identity, more)| {
            let (npi, other_id, other_id_qualifier) = identity;
            let (tax_id, taxonomy, address, phone, contact) = more;
            let has = |rooms: &[Room]| rooms.contains(&room);
            let everything = has(&[Room::Everything]);
            let contactable = has(&[Room::Everything, Room::FacilityAndContact]);
            Provider {
                entity,
                name,
                npi,
                other_id,
                other_id_qualifier,
                tax_id: if everything { tax_id } else { Text::default() },
                taxonomy: taxonomy.filter(|_| has(&[Room::Everything, Room::Taxonomy])),
                address: if contactable || has(&[Room::Facility]) { address } else { Address::default() },
                phone: if contactable { phone.into() } else { Text::default() },
                contact: if contactable { contact } else { Text::default() },
            }
        })
        .boxed()
}

fn shared(room: Room) -> BoxedStrategy<Option<Arc<Provider>>> {
    option::of(provider(room).prop_map(Arc::new)).boxed()
}

fn person() -> BoxedStrategy<Person> {
    let sex = prop_oneof![Just(Sex::Female), Just(Sex::Male), Just(Sex::Unknown)];
    (maybe_text(), name(), option::of(date()), option::of(sex), address())
        .prop_map(|(member_id, name, birth_date, sex, address)| Person {
            member_id: Phi::new(member_id),
            name: Phi::new(name),
            birth_date: Phi::new(birth_date),
            sex: Phi::new(sex),
            address: Phi::new(address),
        })
        .boxed()
}

fn payer() -> BoxedStrategy<Payer> {
    let id = prop_oneof![
        Just((Text::default(), Text::default())),
        (text(), prop_oneof![Just("PI"), Just("XV")]).prop_map(|(id, qualifier)| (id, Text::from(qualifier))),
    ];
    (maybe_text(), id, address())
        .prop_map(|(name, (id, id_qualifier), address)| Payer { name, id, id_qualifier, address })
        .boxed()
}

fn responsibility() -> impl Strategy<Value = Responsibility> {
    "[A-HPSTU]".prop_map(|letter| Responsibility::parse(&letter).unwrap())
}

fn adjustment() -> impl Strategy<Value = Adjustment> {
    (proptest::sample::select(&GroupCode::ALL[..]), code("[A-Z0-9]{1,5}"), cents(), option::of(quantity()))
        .prop_map(|(group, carc, amount, quantity)| Adjustment { group, carc, amount, quantity })
}

fn other_payer() -> BoxedStrategy<OtherPayer> {
    let codes = (responsibility(), maybe_text(), maybe_text(), maybe_text(), maybe_text());
    let amounts = (option::of(cents()), option::of(cents()), vec(adjustment(), 0..9));
    (codes, payer(), person(), amounts)
        .prop_map(|(codes, payer, mut person, amounts)| {
            person.birth_date = Phi::default();
            person.sex = Phi::default();
            OtherPayer {
                responsibility: codes.0,
                filing_indicator: codes.1,
                relationship: codes.2,
                group_number: Phi::new(codes.3),
                payer_control_number: codes.4,
                payer: Arc::new(payer),
                subscriber: Arc::new(person),
                paid: amounts.0,
                remaining_patient_liability: amounts.1,
                adjustments: amounts.2,
            }
        })
        .boxed()
}

fn adjudication() -> BoxedStrategy<LineAdjudication> {
    let codes = (text(), cents(), option::of(code("[A-Z0-9]{5}")), quantity());
    (codes, vec(adjustment(), 0..15), option::of(date()))
        .prop_map(|(codes, adjustments, date)| LineAdjudication {
            payer_id: codes.0,
            paid: codes.1,
            procedure: codes.2,
            units: codes.3,
            adjustments,
            date,
        })
        .boxed()
}

fn line(kind: ClaimKind) -> BoxedStrategy<ServiceLine> {
    let is_professional = kind == ClaimKind::Professional;
    let room = if is_professional { Room::Taxonomy } else { Room::Name };
    let drug = (text(), quantity(), maybe_text()).prop_map(|(ndc, quantity, unit)| Drug { ndc, quantity, unit });
    let basis = prop_oneof![Just(UnitBasis::Unit), Just(UnitBasis::Minutes), Just(UnitBasis::Days)];
    let codes =
        (option::of((code("[A-Z0-9]{5}"), modifiers())), option::of(code("[0-9]{4}")), option::of(code("[0-9]{2}")));
    let amounts = (cents(), quantity(), basis, [0_u8..=12, 0..=12, 0..=12, 0..=12]);
    let rest = (option::of((date(), date())), maybe_text(), option::of(drug), shared(room), vec(adjudication(), 0..3));
    (1_u16..999, codes, amounts, rest)
        .prop_map(move |(number, codes, amounts, rest)| {
            let (procedure, modifiers) =
                codes.0.map_or((None, Modifiers::default()), |(code, modifiers)| (Some(code), modifiers));
            ServiceLine {
                number,
                procedure,
                modifiers,
                revenue_code: codes.1.filter(|_| !is_professional),
                charge: amounts.0,
                units: amounts.1,
                unit_basis: amounts.2,
                place_of_service: codes.2.filter(|_| is_professional),
                pointers: if is_professional { amounts.3 } else { [0; 4] },
                from: rest.0.map(|dates| dates.0),
                thru: rest.0.map(|dates| dates.1),
                control_number: rest.1,
                drug: rest.2,
                rendering: rest.3,
                adjudications: rest.4,
            }
        })
        .boxed()
}

/// Everything that both kinds of claims have.
fn common(kind: ClaimKind) -> BoxedStrategy<Claim> {
    let parties = (provider(Room::Everything), person(), payer(), option::of(person()));
    let coverage = (responsibility(), text(), maybe_text(), maybe_text(), maybe_text(), maybe_text());
    let header = (text(), cents(), "[A-Z0-9]", any::<bool>(), maybe_text(), maybe_text(), maybe_text());
    let causes = (vec(text(), 0..=3), maybe_text(), maybe_text());
    let numbers = (maybe_text(), maybe_text(), maybe_text(), maybe_text(), maybe_text());
    let rest = (option::of(cents()), maybe_text(), vec(other_payer(), 0..3), vec(line(kind), 0..4));
    (parties, coverage, header, causes, numbers, rest)
        .prop_map(move |(parties, coverage, header, causes, numbers, rest)| Claim {
            kind,
            billing: Arc::new(parties.0),
            subscriber: Arc::new(parties.1),
            payer: Arc::new(parties.2),
            patient: parties.3.map(Arc::new),
            responsibility: coverage.0,
            relationship: coverage.1,
            group_number: Phi::new(coverage.2),
            group_name: coverage.3,
            insurance_type: coverage.4,
            filing_indicator: coverage.5,
            control_number: header.0,
            charge: header.1,
            frequency: Frequency::parse(&header.2).unwrap(),
            signature_on_file: header.3 && kind == ClaimKind::Professional,
            assignment: header.4,
            benefits_assigned: header.5,
            release: header.6,
            related_causes: causes.0,
            accident_state: causes.1,
            delay_reason: causes.2,
            payer_control_number: numbers.0,
            prior_authorization: numbers.1,
            referral_number: numbers.2,
            medical_record_number: Phi::new(numbers.3),
            clearinghouse_number: numbers.4,
            patient_paid: rest.0,
            note: Phi::new(rest.1),
            other_payers: rest.2,
            lines: rest.3,
            ..Claim::default()
        })
        .boxed()
}

fn diagnoses(role: DiagnosisRole, most: usize) -> BoxedStrategy<Vec<Diagnosis>> {
    let poa = prop_oneof![
        Just(PresentOnAdmission::Yes),
        Just(PresentOnAdmission::No),
        Just(PresentOnAdmission::Unknown),
        Just(PresentOnAdmission::Undetermined),
        Just(PresentOnAdmission::Exempt),
    ];
    vec(
        (code("[A-Z][A-Z0-9]{2,6}"), option::of(poa)).prop_map(move |(code, poa)| Diagnosis { code, role, poa }),
        0..=most,
    )
    .boxed()
}

fn professional() -> BoxedStrategy<Claim> {
    let dates = (option::of(date()), option::of(date()), option::of(date()), option::of(date()), option::of(date()));
    let providers = (shared(Room::Taxonomy), shared(Room::Name), shared(Room::Name), shared(Room::FacilityAndContact));
    let codes = (diagnoses(DiagnosisRole::Principal, 1), diagnoses(DiagnosisRole::Other, 11));
    let rest = (option::of(code("[0-9]{2}")), maybe_text(), vec(code("[A-Z0-9]{2}"), 0..=24));
    (common(ClaimKind::Professional), dates, providers, codes, rest)
        .prop_map(|(claim, dates, providers, codes, rest)| {
            let diagnoses = codes.0.into_iter().chain(codes.1).map(|diagnosis| Diagnosis { poa: None, ..diagnosis });
            Claim {
                onset_date: dates.0,
                accident_date: dates.1,
                last_menstrual_period: Phi::new(dates.2),
                admission_date: dates.3,
                discharge_date: dates.4,
                rendering: providers.0,
                referring: providers.1,
                supervising: providers.2,
                service_facility: providers.3,
                diagnoses: diagnoses.collect(),
                place_of_service: rest.0,
                clia_number: rest.1,
                condition_codes: rest.2,
                ..claim
            }
        })
        .boxed()
}

fn institutional() -> BoxedStrategy<Claim> {
    let stay = (
        option::of((date(), prop_oneof![Just(""), Just("0730")])),
        prop_oneof![Just(""), Just("1130")],
        option::of((date(), date())),
    );
    let form_code = || option::of(code("[A-Z0-9]{1,3}"));
    let forms = (form_code(), form_code(), form_code(), form_code(), maybe_text());
    let providers = (
        shared(Room::Taxonomy),
        shared(Room::Name),
        shared(Room::Name),
        shared(Room::Name),
        shared(Room::Facility),
        shared(Room::Name),
    );
    let codes = (
        diagnoses(DiagnosisRole::Principal, 1),
        diagnoses(DiagnosisRole::Admitting, 1),
        diagnoses(DiagnosisRole::ReasonForVisit, 3),
        diagnoses(DiagnosisRole::ExternalCause, 12),
        diagnoses(DiagnosisRole::Other, 24),
    );
    let procedure =
        (code("[0-9A-H]{7}"), option::of(date())).prop_map(|(code, date)| InpatientProcedure { code, date });
    let span = (code("[A-Z0-9]{2}"), date(), date());
    let single = (code("[A-Z0-9]{2}"), date());
    let value = (code("[A-Z0-9]{2}"), cents()).prop_map(|(code, amount)| ValueCode { code, amount });
    let lists = (
        vec(procedure, 0..=25),
        vec(span, 0..4),
        vec(single, 0..15),
        vec(value, 0..=24),
        vec(code("[A-Z0-9]{2}"), 0..=24),
    );
    (common(ClaimKind::Institutional), stay, forms, providers, codes, lists)
        .prop_map(|(claim, stay, forms, providers, codes, lists)| {
            let spans = lists.1.into_iter().map(|(code, from, thru)| Occurrence { code, from, thru: Some(thru) });
            let singles = lists.2.into_iter().map(|(code, from)| Occurrence { code, from, thru: None });
            let diagnoses = codes.0.into_iter().chain(codes.1).chain(codes.2).chain(codes.3).chain(codes.4);
            Claim {
                admission_date: stay.0.map(|(date, _)| date),
                admission_hour: stay.0.map(|(_, hour)| hour).unwrap_or_default().into(),
                discharge_hour: stay.1.into(),
                statement_from: stay.2.map(|dates| dates.0),
                statement_thru: stay.2.map(|dates| dates.1),
                facility_code: forms.0,
                admission_type: forms.1,
                admission_source: forms.2,
                patient_status: forms.3,
                drg: forms.4,
                attending: providers.0,
                operating: providers.1,
                other_operating: providers.2,
                rendering: providers.3,
                service_facility: providers.4,
                referring: providers.5,
                diagnoses: diagnoses.collect(),
                procedures: lists.0,
                occurrences: spans.chain(singles).collect(),
                value_codes: lists.3,
                condition_codes: lists.4,
                ..claim
            }
        })
        .boxed()
}

fn service() -> BoxedStrategy<ServicePayment> {
    let codes = (
        option::of((code("[A-Z0-9]{5}"), modifiers())),
        option::of(code("[0-9]{4}")),
        option::of((code("[A-Z0-9]{5}"), modifiers())),
    );
    let amounts = (cents(), cents(), quantity(), option::of(quantity()), option::of(cents()));
    let rest = (
        option::of(date()),
        option::of(date()),
        maybe_text(),
        vec(adjustment(), 0..15),
        vec(code("[A-Z0-9]{2,5}"), 0..4),
    );
    (codes, amounts, rest)
        .prop_map(|(codes, amounts, rest)| {
            let (procedure, modifiers) =
                codes.0.map_or((None, Modifiers::default()), |(code, list)| (Some(code), list));
            let (submitted, submitted_modifiers) =
                codes.2.map_or((None, Modifiers::default()), |(code, list)| (Some(code), list));
            ServicePayment {
                segment_index: 0,
                procedure,
                modifiers,
                revenue_code: codes.1,
                submitted_procedure: submitted,
                submitted_modifiers,
                charge: amounts.0,
                paid: amounts.1,
                units: amounts.2,
                submitted_units: amounts.3,
                allowed: amounts.4,
                from: rest.0,
                thru: rest.1,
                line_control_number: rest.2,
                adjustments: rest.3,
                remarks: rest.4,
            }
        })
        .boxed()
}

fn claim_payment() -> BoxedStrategy<ClaimPayment> {
    let codes = (text(), 1_u8..26, maybe_text(), maybe_text(), maybe_text(), maybe_text(), maybe_text());
    let amounts = (cents(), cents(), cents(), option::of(cents()), option::of(cents()));
    let patient = (name(), maybe_text(), option::of(npi()), maybe_text());
    let dates = (option::of(date()), option::of(date()), option::of(date()));
    let lists = (vec(adjustment(), 0..9), vec(code("[A-Z0-9]{2,5}"), 0..=5), vec(service(), 0..4));
    (codes, amounts, patient, dates, lists)
        .prop_map(|(codes, amounts, patient, dates, lists)| ClaimPayment {
            segment_index: 0,
            control_number: codes.0,
            status: ClaimStatusCode::parse(&codes.1.to_string()).unwrap(),
            filing_indicator: codes.2,
            payer_control_number: codes.3,
            facility_code: codes.4,
            frequency: codes.5,
            drg: codes.6,
            charge: amounts.0,
            paid: amounts.1,
            patient_responsibility: amounts.2,
            covered: amounts.3,
            interest: amounts.4,
            patient_name: Phi::new(patient.0),
            member_id: Phi::new(patient.1),
            rendering_npi: patient.2,
            crossover_payer: patient.3,
            statement_from: dates.0,
            statement_thru: dates.1,
            received: dates.2,
            adjustments: lists.0,
            remarks: lists.1,
            services: lists.2,
        })
        .boxed()
}

fn remittance() -> BoxedStrategy<Remittance> {
    let money = (cents(), maybe_text(), maybe_text(), maybe_text(), option::of(date()), option::of(date()));
    let parties = (maybe_text(), maybe_text(), maybe_text(), option::of(npi()), maybe_text());
    let adjustment = (text(), option::of(date()), text(), maybe_text(), cents()).prop_map(
        |(provider_id, fiscal_period_end, reason, reference, amount)| ProviderAdjustment {
            segment_index: 0,
            provider_id,
            fiscal_period_end,
            reason,
            reference,
            amount,
        },
    );
    let lists = (vec(claim_payment(), 0..4), vec(adjustment, 0..9));
    ("[0-9]{4,9}", money, (text(), maybe_text()), parties, lists)
        .prop_map(|(number, money, trace, parties, lists)| Remittance {
            set_control_number: number.into(),
            amount: money.0,
            method: PaymentMethod { handling: money.1, credit_or_debit: money.2, method: money.3 },
            payment_date: money.4,
            production_date: money.5,
            trace_number: trace.0,
            payer_trace_id: trace.1,
            payer_name: parties.0,
            payer_id: parties.1,
            payee_name: parties.2,
            payee_npi: parties.3,
            payee_tax_id: parties.4,
            claims: lists.0,
            provider_adjustments: lists.1,
        })
        .boxed()
}

/// Positions are where something stands in a file, not part of what is written.
fn without_positions(mut remittance: Remittance) -> Remittance {
    for claim in &mut remittance.claims {
        claim.segment_index = 0;
        claim.services.iter_mut().for_each(|service| service.segment_index = 0);
    }
    remittance.provider_adjustments.iter_mut().for_each(|adjustment| adjustment.segment_index = 0);
    remittance
}

/// Cases of a property whose inputs are large.
fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(cases(48))]

    #[test]
    fn claims_read_back_as_they_were_written(
        written in vec(prop_oneof![professional(), institutional()], 1..4),
        claims_per_set_max in 1_u32..4,
    ) {
        let mut settings = submission("CLINIC01");
        settings.claims_per_set_max = claims_per_set_max;
        let mut writer = ClaimWriter::new(Vec::new(), settings).unwrap();
        for claim in &written {
            writer.write(claim).unwrap();
        }
        let text = String::from_utf8(writer.finish().unwrap().0).unwrap();
        let (read, findings) = claims(&text);
        prop_assert_eq!(show(&findings), "", "{}", text);
        for ((claim, origin), expected) in read.iter().zip(&written) {
            prop_assert!(origin.complete);
            prop_assert!(claim == expected, "{}\n{:#?}\n{:#?}", text, claim, expected);
            let kept: Vec<_> = origin.extras().filter(|extra| !matches!(extra.loop_id, "" | "1000A" | "1000B")).collect();
            prop_assert!(kept.is_empty(), "{}\n{:?}", text, kept);
        }
        prop_assert_eq!(read.len(), written.len());
    }

    #[test]
    fn remittances_read_back_as_they_were_written(written in vec(remittance(), 1..4)) {
        let mut writer = RemittanceWriter::new(Vec::new(), remittance_settings()).unwrap();
        for remittance in &written {
            writer.write(remittance).unwrap();
        }
        let text = String::from_utf8(writer.finish().unwrap().0).unwrap();
        let (read, findings) = remittances(&text);
        prop_assert_eq!(show(&findings), "", "{}", text);
        let read: Vec<Remittance> = read.into_iter().map(|(remittance, _)| without_positions(remittance)).collect();
        prop_assert!(read == written, "{}\n{:#?}\n{:#?}", text, read, written);
    }

}

proptest! {
    #![proptest_config(cases(64))]

    #[test]
    fn no_bytes_make_a_reader_panic(bytes in vec(any::<u8>(), 0..600)) {
        let mut file = b"ISA*00*          *00*          *ZZ*A              *ZZ*B              *260101*1200*^*00501*000000001*0*T*:~".to_vec();
        file.extend(bytes);
        fuzzing::echo_is_identity(&file);
        fuzzing::read_everything(&file);
    }

}

proptest! {
    #![proptest_config(cases(24))]

    #[test]
    fn damaged_files_are_read(at in 0.0..1.0_f64, byte in any::<u8>(), cut in 0..40_usize) {
        for name in ["837p-two-claims.edi", "837i-inpatient.edi", "835-plb.edi", "999.edi", "277ca.edi"] {
            let mut bytes = crate::fixtures::read(name).into_bytes();
            let position = (bytes.len() as f64 * at) as usize;
            bytes[position] = byte;
            let end = (position + cut).min(bytes.len());
            bytes.drain(position + 1..end.max(position + 1));
            fuzzing::echo_is_identity(&bytes);
            fuzzing::read_everything(&bytes);
            fuzzing::write_claims_after_reading(&bytes);
            fuzzing::write_remittances_after_reading(&bytes);
        }
    }
}
