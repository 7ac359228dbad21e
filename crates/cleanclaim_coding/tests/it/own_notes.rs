//! The notes written for this project, with the codes that a coder would take.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::PathBuf;

use cleanclaim_model::{Date, Setting};
use insta::assert_snapshot;

use crate::shared_coder;
use crate::shared_notes::gold;

fn folder() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/notes"))
}

/// Note -> day and setting.
fn settings() -> BTreeMap<String, (Date, Setting)> {
    let text = std::fs::read_to_string(folder().join("settings.tsv")).unwrap();
    let rows = text.lines().filter(|line| !line.starts_with('#')).map(|line| {
        let cells: Vec<&str> = line.split('\t').collect();
        (cells[0].to_owned(), (cells[1].parse().unwrap(), Setting::parse(cells[2]).unwrap()))
    });
    rows.collect()
}

pub(crate) fn note(name: &str) -> String {
    std::fs::read_to_string(folder().join(format!("{name}.txt"))).unwrap()
}

#[test]
fn notes_get_the_codes_a_coder_would_take() {
    let (_, coder) = shared_coder();
    let gold = gold(&folder().join("expected.tsv")).unwrap();
    let mut text = String::new();
    let (mut hits, mut suggested, mut expected) = (0, 0, 0);
    for (name, (on, setting)) in settings() {
        let note = note(&name);
        let suggestions = coder.suggest(&note, on, setting);
        let found: BTreeSet<String> = suggestions.iter().map(|one| one.code.to_string()).collect();
        let gold = &gold[&name];
        let _ = writeln!(text, "{name}");
        for one in &suggestions {
            let (start, end) = one.spans[0];
            let mark = if gold.contains(one.code.as_str()) { ' ' } else { '+' };
            let words = note[start as usize..end as usize].replace('\n', " ");
            let _ = writeln!(text, "  {mark}{} {} {} {words}", one.code, one.score_e6, one.tier.as_str());
        }
        for missing in gold.difference(&found) {
            let _ = writeln!(text, "  -{missing}");
        }
        hits += gold.intersection(&found).count();
        suggested += found.len();
        expected += gold.len();
    }
    let _ = writeln!(text, "{hits} of {suggested} suggested, {expected} expected");
    assert_snapshot!("own-notes", text);
}

#[test]
fn every_step_is_told() {
    let (_, coder) = shared_coder();
    let (on, setting) = settings()["inpatient-discharge"];
    let suggestions = coder.suggest(&note("inpatient-discharge"), on, setting);
    let mut text = String::new();
    for one in suggestions {
        let _ = writeln!(text, "{}", one.code);
        for step in &one.why {
            let _ = writeln!(text, "  {}: {}", step.rule, step.note);
        }
        if let Some(query) = &one.query {
            let _ = writeln!(text, "  ? {query}");
        }
    }
    assert_snapshot!("steps", text);
}
