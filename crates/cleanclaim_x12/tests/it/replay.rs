//! Kept inputs of the fuzz targets, through the same functions.

use cleanclaim_x12::fuzzing;

/// A fuzz target's name and body.
type Target = (&'static str, fn(&[u8]));

const TARGETS: [Target; 6] = [
    ("x12_echo", fuzzing::echo_is_identity),
    ("x12_claims", fuzzing::read_claims),
    ("x12_remittances", fuzzing::read_remittances),
    ("x12_everything", fuzzing::read_everything),
    ("x12_write_claims", fuzzing::write_claims_after_reading),
    ("x12_write_remittances", fuzzing::write_remittances_after_reading),
];

fn folder(name: &str) -> Vec<(String, Vec<u8>)> {
    let folder = format!("{}/../../fixtures/{name}", env!("CARGO_MANIFEST_DIR"));
    let entries = std::fs::read_dir(&folder).unwrap_or_else(|error| panic!("{folder}: {error}"));
    let paths = entries.map(|entry| entry.unwrap().path()).filter(|path| path.is_file());
    paths.map(|path| (path.display().to_string(), std::fs::read(&path).unwrap())).collect()
}

#[test]
fn every_kept_input_passes_its_target() {
    for (name, body) in TARGETS {
        let inputs = folder(&format!("fuzz/{name}"));
        assert!(!inputs.is_empty(), "{name} keeps inputs");
        for (path, bytes) in inputs {
            eprintln!("{path}");
            body(&bytes);
        }
    }
}

#[test]
fn every_fixture_passes_every_target() {
    for (path, bytes) in folder("x12") {
        eprintln!("{path}");
        for (_, body) in TARGETS {
            body(&bytes);
        }
    }
}

#[test]
fn every_target_is_replayed() {
    let folder = format!("{}/../../fuzz/fuzz_targets", env!("CARGO_MANIFEST_DIR"));
    for entry in std::fs::read_dir(folder).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if let Some(target) = name.strip_suffix(".rs").filter(|target| target.starts_with("x12_")) {
            assert!(TARGETS.iter().any(|(known, _)| *known == target), "{target}");
        }
    }
}
