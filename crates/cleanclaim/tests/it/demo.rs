//! The main job: what the demo promises of every seed.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;

use crate::{cleanclaim, text};

/// Enough encounters for every specialty, payer and accident.
const ENCOUNTERS: &str = "300";

fn demo(folder: &Path, seed: &str) -> Value {
    let args = ["demo", "--encounters", ENCOUNTERS, "--seed", seed, "--format", "json"];
    let output = cleanclaim(folder, &args);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn number(report: &Value, key: &str) -> i64 {
    report[key].as_i64().unwrap_or_else(|| panic!("{key} is a number"))
}

/// Every file of a demo but what may differ: the database, and the seconds in the report.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(below) = folders.pop() {
        for entry in std::fs::read_dir(below).unwrap() {
            let path = entry.unwrap().path();
            let name = path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
            if path.is_dir() {
                folders.push(path);
            } else if !name.starts_with("cleanclaim.db") && name != "report.json" {
                files.insert(name, std::fs::read(&path).unwrap());
            }
        }
    }
    files
}

#[test]
fn every_submitted_claim_ends_somewhere_and_every_cent_is_posted() {
    let home = tempfile::tempdir().unwrap();
    for seed in ["1", "7"] {
        let report = demo(home.path(), seed);
        let ends = ["paid", "denied", "rejected", "waiting"].iter().map(|key| number(&report, key)).sum::<i64>();
        assert_eq!(ends, number(&report, "submitted"), "seed {seed}");
        assert_eq!(report["waiting_claims"].as_array().unwrap().len() as i64, number(&report, "waiting"));
        assert_eq!(number(&report, "accepted_bpr_cents"), number(&report, "posted_cents"), "seed {seed}");
        assert_eq!(report["ledger_balanced"], true);
        assert!(1 <= number(&report, "duplicates_held"), "seed {seed}");
        assert!(1 <= number(&report, "held") && 1 <= number(&report, "exceptions") && 1 <= number(&report, "lost"));
        assert!(1 <= number(&report, "denied") && 1 <= number(&report, "rejected"));
        let expected_encounters: i64 = ENCOUNTERS.parse().unwrap();
        assert_eq!(number(&report, "encounters"), expected_encounters);
        assert_eq!(number(&report, "claims") + number(&report, "encounters_refused"), expected_encounters);
    }
}

#[test]
fn the_same_seed_gives_the_same_bytes() {
    let homes = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
    let reports = homes.each_ref().map(|home| {
        let mut report = demo(home.path(), "42");
        report.as_object_mut().unwrap().remove("seconds");
        report
    });
    assert_eq!(reports[0], reports[1]);
    let [first, second] = homes.each_ref().map(|home| files(&home.path().join("cleanclaim-demo")));
    assert!(first.keys().eq(second.keys()));
    for (name, bytes) in &first {
        assert!(Some(bytes) == second.get(name), "{name} differs");
    }
    assert!(
        first.keys().any(|name| name.starts_with("outbox/")) && first.keys().any(|name| name.starts_with("inbox/"))
    );
}

#[test]
fn a_folder_of_somebody_else_is_left_alone() {
    let home = tempfile::tempdir().unwrap();
    let foreign = home.path().join("cleanclaim-demo");
    std::fs::create_dir(&foreign).unwrap();
    std::fs::write(foreign.join("keep.txt"), "mine").unwrap();
    let output = cleanclaim(home.path(), &["demo", "--encounters", "5"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("was not made by the demo"));
    assert_eq!(std::fs::read_to_string(foreign.join("keep.txt")).unwrap(), "mine");
}
