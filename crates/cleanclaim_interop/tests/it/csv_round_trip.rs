//! What the writer writes, the reader gives back.

use cleanclaim_interop::csv::{EncounterWriter, WriteError};
use cleanclaim_model::{
    Address, Cents, Date, Drug, Encounter, EncounterService, FormCode, Hcpcs, Icd10, Icd10Pcs, Modifier, Npi, Person,
    PersonName, Phi, PlaceOfService, PresentOnAdmission, Quantity, RevenueCode, Setting, Sex, Stay, Text,
};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::strategy::ValueTree;

use crate::csv_read::read;

fn written(encounters: &[Encounter]) -> Result<(Vec<u8>, Vec<u8>), WriteError> {
    let mut writer = EncounterWriter::new(Vec::new(), Vec::new())?;
    for encounter in encounters {
        writer.write(encounter)?;
    }
    writer.finish()
}

/// Text that the layout carries: quotes, commas, formulas and all, but no control characters and no outer spaces.
fn text() -> impl Strategy<Value = Text> {
    "[\\PC]{0,12}".prop_map(|text| Text::from(text.trim()))
}

fn name() -> impl Strategy<Value = Text> {
    "[!-~][ -~é\"]{0,8}[!-~]".prop_map(Text::from)
}

fn day() -> impl Strategy<Value = Date> {
    (1..=9999_i16, 1..=12_i8, 1..=28_i8).prop_map(|(year, month, day)| Date::new(year, month, day).unwrap())
}

fn hour() -> impl Strategy<Value = Text> {
    prop_oneof![Just(Text::default()), (0..24, 0..60).prop_map(|(hour, minute)| format!("{hour:02}{minute:02}").into())]
}

fn diagnosis() -> impl Strategy<Value = Icd10> {
    "[A-Z][0-9][0-9AB]([0-9][0-9A-Z]{0,3})?".prop_map(|code| Icd10::parse(&code).unwrap())
}

fn npi() -> impl Strategy<Value = Npi> {
    "[12][0-9]{8}".prop_map(|digits| Npi::from_first_nine(&digits).unwrap())
}

fn form_code() -> impl Strategy<Value = FormCode> {
    "[0-9A-Z]{1,2}".prop_map(|code| FormCode::parse(&code).unwrap())
}

fn person() -> impl Strategy<Value = Person> {
    let address = (text(), text(), text(), text(), "[0-9]{5}|[0-9]{9}|", text()).prop_map(
        |(line1, line2, city, state, zip, country)| Address { line1, line2, city, state, zip: zip.into(), country },
    );
    let name = (name(), text(), text(), text()).prop_map(|(last, first, middle, suffix)| PersonName {
        last,
        first,
        middle,
        suffix,
    });
    let sex = option::of(prop::sample::select(vec![Sex::Female, Sex::Male, Sex::Unknown]));
    (text(), name, option::of(day()), sex, address).prop_map(|(member_id, name, birth_date, sex, address)| Person {
        member_id: Phi::new(member_id),
        name: Phi::new(name),
        birth_date: Phi::new(birth_date),
        sex: Phi::new(sex),
        address: Phi::new(address),
    })
}

fn service() -> impl Strategy<Value = EncounterService> {
    let drug = ("[0-9]{11}", 0..1_000_000_i64, text()).prop_map(|(ndc, quantity, unit)| Drug {
        ndc: ndc.into(),
        quantity: Quantity::thousandths(quantity),
        unit,
    });
    (
        option::of("[A-V][0-9]{4}"),
        vec("[A-Z][A-Z0-9]", 0..=4),
        option::of("[0-9]{4}"),
        -5_000..5_000_000_i64,
        any::<[u8; 4]>(),
        day(),
        option::of(-1_000_000..1_000_000_i64),
        option::of(drug),
    )
        .prop_map(|(procedure, modifiers, revenue_code, units, pointers, date, charge, drug)| EncounterService {
            procedure: procedure.map(|code| Hcpcs::parse(&code).unwrap()),
            modifiers: modifiers.iter().map(|modifier| Modifier::parse(modifier).unwrap()).collect(),
            revenue_code: revenue_code.map(|code| RevenueCode::parse(&code).unwrap()),
            units: Quantity::thousandths(units),
            pointers,
            date,
            charge: charge.map(Cents::new),
            drug,
        })
}

fn stay(diagnoses: usize) -> impl Strategy<Value = Stay> {
    let letters = [
        PresentOnAdmission::Yes,
        PresentOnAdmission::No,
        PresentOnAdmission::Unknown,
        PresentOnAdmission::Undetermined,
        PresentOnAdmission::Exempt,
    ];
    let procedure = ("[0-9A-H]{7}", day()).prop_map(|(code, day)| (Icd10Pcs::parse(&code).unwrap(), day));
    (
        (day(), hour(), day(), hour()),
        (form_code(), form_code(), form_code()),
        option::of(diagnosis()),
        vec(option::of(prop::sample::select(letters.to_vec())), 0..=diagnoses),
        vec(procedure, 0..4),
    )
        .prop_map(|(hours, codes, admitting_diagnosis, poa, procedures)| Stay {
            admitted: hours.0,
            admission_hour: hours.1,
            discharged: hours.2,
            discharge_hour: hours.3,
            admission_type: codes.0,
            admission_source: codes.1,
            patient_status: codes.2,
            admitting_diagnosis,
            poa,
            procedures,
        })
}

fn encounter() -> impl Strategy<Value = Encounter> {
    let diagnosed = vec(diagnosis(), 0..6).prop_flat_map(|diagnoses| {
        let count = diagnoses.len();
        (Just(diagnoses), option::of(stay(count)))
    });
    (
        (name(), name(), person(), name(), text()),
        (any::<bool>(), text(), "[0-9]{2}", option::of(npi()), option::of(npi()), text()),
        (day(), day()),
        diagnosed,
        vec(service(), 0..4),
    )
        .prop_map(|(who, what, days, (diagnoses, stay), services)| Encounter {
            number: who.0,
            patient_number: Phi::new(who.1),
            patient: who.2,
            payer: who.3,
            group_number: Phi::new(who.4),
            setting: if what.0 { Setting::Inpatient } else { Setting::Outpatient },
            specialty: what.1,
            place_of_service: PlaceOfService::parse(&what.2).unwrap(),
            rendering_npi: what.3,
            referring_npi: what.4,
            prior_authorization: what.5,
            from: days.0,
            thru: days.1,
            diagnoses,
            services,
            stay,
        })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_reads_back(encounters in vec(encounter(), 0..5)) {
        let mut encounters = encounters;
        for (index, encounter) in encounters.iter_mut().enumerate() {
            encounter.number.push_str(&format!("-{index}"));
        }
        let (first, second) = written(&encounters).unwrap();
        let (read, findings) = read(&first, &second);
        prop_assert!(findings.contains("refused 0 with 0"), "{}", findings);
        prop_assert_eq!(read, encounters);
    }

    #[test]
    fn reading_never_panics(encounters in ".{0,200}", services in ".{0,200}") {
        let encounters = format!("encounter,patient_number,last_name,payer,place_of_service,from\n{encounters}");
        let services = format!("encounter,date,units\n{services}");
        let _ = read(encounters.as_bytes(), services.as_bytes());
    }
}

#[test]
fn text_that_would_read_back_as_another_is_refused() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut encounter = encounter().new_tree(&mut runner).unwrap().current();
    encounter.specialty = "cardio\nlogy".into();
    insta::assert_snapshot!(written(std::slice::from_ref(&encounter)).unwrap_err(), @"column specialty of encounters.csv cannot carry this text: it has control characters");
    encounter.specialty = " cardiology".into();
    insta::assert_snapshot!(written(&[encounter]).unwrap_err(), @"column specialty of encounters.csv cannot carry this text: it begins or ends with white space");
}
