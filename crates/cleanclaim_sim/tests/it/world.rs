use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;

use cleanclaim_interop::csv::EncounterReader;
use cleanclaim_model::{Encounter, Finding, Icd10, Icd10Pcs, Npi};
use cleanclaim_sim::{MemoryFiles, Mistake, PROFILES, PayerDesk, SimEncounter, Specialty, World, WorldConfig};
use jiff::civil::{Date, date};
use sha2::{Digest as _, Sha256};

pub(crate) const TODAY: Date = date(2026, 11, 23);

pub(crate) fn world(seed: u64, encounters: usize) -> World {
    World::generate(WorldConfig { seed, today: TODAY, encounters }).unwrap()
}

pub(crate) fn files(world: &World) -> MemoryFiles {
    let mut files = MemoryFiles::default();
    world.write(&mut files).unwrap();
    files
}

pub(crate) fn hash<'a>(files: impl Iterator<Item = (&'a str, &'a [u8])>) -> String {
    let mut sha = Sha256::new();
    for (name, bytes) in files {
        sha.update(name);
        sha.update(bytes);
    }
    sha.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

fn hash_of(files: &MemoryFiles) -> String {
    hash(files.files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())))
}

#[test]
fn one_seed_gives_one_world() {
    let first = hash_of(&files(&world(7, 200)));
    assert_eq!(first, hash_of(&files(&world(7, 200))));
    assert_ne!(first, hash_of(&files(&world(8, 200))));
}

#[test]
fn the_export_reads_back_as_it_was_made() {
    let world = world(3, 400);
    let files = files(&world);
    let mut findings: Vec<Finding> = Vec::new();
    let encounters = files.files["encounters.csv"].as_slice();
    let services = Cursor::new(files.files["services.csv"].as_slice());
    let mut reader = EncounterReader::new(encounters, services, &mut findings).unwrap();
    let mut read: BTreeMap<String, Encounter> = BTreeMap::new();
    while let Some(encounter) = reader.read(&mut findings).unwrap() {
        read.insert(encounter.number.to_string(), encounter);
    }
    let mut refused = 0;
    for SimEncounter { encounter, .. } in &world.encounters {
        match world.mistake_of(&encounter.number) {
            Some(Mistake::MistypedNpi) => {
                assert!(!read.contains_key(encounter.number.as_str()));
                refused += 1;
            }
            _ => assert_eq!(read.get(encounter.number.as_str()), Some(encounter)),
        }
    }
    assert!(0 < refused);
    assert!(findings.iter().filter(|finding| finding.message.contains("rendering_npi")).count() == refused);
}

#[test]
fn every_provider_has_a_number_that_cannot_be_real() {
    let world = world(1, 5);
    let mut seen = BTreeSet::new();
    for provider in world.practice.providers() {
        let npi = provider.npi.unwrap();
        assert!(Npi::parse(npi.as_str()).is_ok() && npi.as_str().starts_with("1999999"));
        assert!(seen.insert(npi));
        assert!(provider.tax_id.is_empty() || provider.tax_id.starts_with("00"));
        assert_eq!(&provider.phone[3..8], "55501");
    }
    assert_eq!(world.practice.clinicians.len(), 8);
    assert!(Specialty::ALL.iter().all(|specialty| !world.practice.of(*specialty).is_empty()));
}

#[test]
fn codes_are_valid_on_their_day_unless_a_mistake_was_planted() {
    for today in [TODAY, date(2026, 6, 1), date(2025, 4, 15)] {
        check_codes(&World::generate(WorldConfig { seed: 11, today, encounters: 1_000 }).unwrap());
    }
}

fn check_codes(world: &World) {
    let sets = cleanclaim_data::code_sets().unwrap();
    let mut broken = BTreeSet::new();
    for SimEncounter { encounter, .. } in &world.encounters {
        let mistake = world.mistake_of(&encounter.number);
        if mistake == Some(Mistake::FutureDate) {
            continue;
        }
        let diagnoses = encounter.diagnoses.iter().copied();
        let admitting = encounter.stay.iter().filter_map(|stay| stay.admitting_diagnosis);
        for code in diagnoses.chain(admitting) {
            if !sets.icd10cm().lookup(code, encounter.thru).is_billable() {
                assert!(mistake.is_some_and(Mistake::breaks_a_diagnosis), "{code} on {}", encounter.thru);
                broken.insert(encounter.number.clone());
            }
        }
        for (code, _) in encounter.stay.iter().flat_map(|stay| &stay.procedures) {
            assert!(sets.icd10pcs().lookup(*code, encounter.thru).is_billable(), "{code}");
        }
    }
    let planted = world.mistakes.iter().filter(|planted| planted.mistake.breaks_a_diagnosis());
    assert_eq!(broken, planted.map(|planted| planted.encounter.clone()).collect());
}

#[test]
fn every_kind_of_mistake_is_planted_and_listed() {
    let world = world(5, 1_000);
    let kinds: BTreeSet<Mistake> = world.mistakes.iter().map(|planted| planted.mistake).collect();
    assert_eq!(kinds, Mistake::ALL.into_iter().collect());
    assert_eq!(world.mistakes.len(), 60);
    let listed = String::from_utf8(files(&world).files["truth/mistakes.csv"].clone()).unwrap();
    assert_eq!(listed.lines().count(), 61);
}

#[test]
fn evidence_stands_where_it_says_and_names_what_the_encounter_codes() {
    let world = world(2, 600);
    for one in &world.encounters {
        let text = one.note.text.expose();
        assert!(text.is_ascii() && !text.contains('{') && !text.contains("  \n"), "{}", one.note.encounter);
        for evidence in &one.evidence {
            let words = &text[evidence.start..evidence.end];
            assert!(3 < words.len() && !words.contains('\n'));
            assert!(Icd10::parse(&evidence.code).is_ok() || Icd10Pcs::parse(&evidence.code).is_ok());
        }
        if world.mistake_of(&one.encounter.number).is_none() {
            let found: BTreeSet<&str> = one.evidence.iter().map(|evidence| evidence.code.as_str()).collect();
            let stay = one.encounter.stay.iter().flat_map(|stay| stay.procedures.iter().map(|(code, _)| code.as_str()));
            let coded: BTreeSet<&str> = one.encounter.diagnoses.iter().map(Icd10::as_str).chain(stay).collect();
            assert_eq!(found, coded, "{}", one.note.encounter);
        }
    }
}

#[test]
fn the_mix_is_near_what_was_asked_for() {
    let world = world(9, 2_000);
    let share = |specialty: Specialty| {
        let of = |one: &&SimEncounter| one.encounter.specialty == specialty.as_str();
        world.encounters.iter().filter(of).count() * 100 / world.encounters.len()
    };
    for (specialty, percent) in [
        (Specialty::Family, 45),
        (Specialty::Cardiology, 15),
        (Specialty::Oncology, 10),
        (Specialty::Surgery, 10),
        (Specialty::Telehealth, 12),
        (Specialty::Inpatient, 8),
    ] {
        assert!(share(specialty).abs_diff(percent) <= 3, "{specialty:?} {}", share(specialty));
    }
    for desk in &world.desks {
        let of = |one: &&SimEncounter| one.encounter.payer == desk.key;
        assert!(world.encounters.len() / 10 < world.encounters.iter().filter(of).count(), "{}", desk.key);
    }
}

#[test]
fn nobody_is_seen_while_in_the_hospital_or_twice_a_day() {
    let world = world(4, 1_500);
    let mut last: BTreeMap<&str, Date> = BTreeMap::new();
    for one in &world.encounters {
        if world.mistake_of(&one.encounter.number).is_some() {
            continue;
        }
        let encounter = &one.encounter;
        let before = last.insert(encounter.patient_number.expose(), encounter.thru);
        assert!(before.is_none_or(|before| before < encounter.from), "{}", encounter.number);
        assert!(encounter.from <= encounter.thru && encounter.thru < TODAY);
    }
}

#[test]
fn small_worlds_and_other_days_work() {
    for encounters in 0..5 {
        assert_eq!(world(1, encounters).encounters.len(), encounters);
    }
    let config = WorldConfig { seed: 1, today: date(2025, 3, 1), encounters: 50 };
    assert_eq!(World::generate(config).unwrap().encounters.len(), 50);
}

#[test]
fn profiles_differ_and_name_themselves() {
    let desks = PayerDesk::all().unwrap();
    assert_eq!(desks.len(), PROFILES.len());
    let limits: BTreeSet<_> = desks.iter().map(|desk| desk.profile.timely_filing_days).collect();
    assert_eq!(limits.len(), 3);
    // Encounters of the whole period can be filed in time by every profile.
    assert!(limits.iter().all(|limit| limit.is_some_and(|days| 182 < days)));
}
