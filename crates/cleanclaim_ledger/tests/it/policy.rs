//! The shipped table.

use std::collections::HashSet;

use cleanclaim_ledger::{Nature, PostingPolicy, Treatment, is_denial};
use cleanclaim_model::{Carc, GroupCode};

#[test]
fn every_row_is_explained_and_every_group_has_a_last_row() {
    let mut seen = HashSet::new();
    for row in PostingPolicy::shipped() {
        assert!(seen.insert((row.group, row.carc)), "{} {} twice", row.group, row.carc);
        assert!(row.why.len() > 5 && row.source.len() > 10, "{} {} unexplained", row.group, row.carc);
        assert!(row.carc == "*" || Carc::parse(row.carc).is_ok());
    }
    for group in GroupCode::ALL {
        assert!(seen.contains(&(group, "*")), "{group} has no last row");
    }
}

#[test]
fn only_named_rows_write_off() {
    for row in PostingPolicy::shipped().filter(|row| row.carc == "*" || row.nature == Nature::Denial) {
        let safe = matches!(row.treatment, Treatment::DenialQueue | Treatment::Informational);
        assert!(safe, "{} {} writes off by itself", row.group, row.carc);
    }
}

fn check(text: &str, expected: (Treatment, Nature)) {
    let group = GroupCode::parse(&text[..2]).unwrap();
    let carc = Carc::parse(&text[2..]).unwrap();
    let policy = PostingPolicy::default();
    let decision = policy.decide("any", group, carc, []);
    assert_eq!((decision.treatment, decision.nature), expected, "{text}");
    assert_eq!(is_denial(group, carc), expected.1 == Nature::Denial, "{text}");
}

#[test]
fn common_reasons() {
    check("CO45", (Treatment::Contractual, Nature::Decision));
    check("CO253", (Treatment::Sequestration, Nature::Decision));
    check("PR1", (Treatment::Patient, Nature::Decision));
    check("PR2", (Treatment::Patient, Nature::Decision));
    check("PR3", (Treatment::Patient, Nature::Decision));
    check("OA23", (Treatment::Informational, Nature::Decision));
    check("CO97", (Treatment::DenialQueue, Nature::Denial));
    check("CO16", (Treatment::DenialQueue, Nature::Denial));
    check("CO18", (Treatment::DenialQueue, Nature::Denial));
    check("OA18", (Treatment::DenialQueue, Nature::Denial));
    check("CO29", (Treatment::DenialQueue, Nature::Denial));
    check("CO50", (Treatment::DenialQueue, Nature::Denial));
    check("CO197", (Treatment::DenialQueue, Nature::Denial));
    check("PR27", (Treatment::DenialQueue, Nature::Denial));
    check("PR96", (Treatment::DenialQueue, Nature::Denial));
    check("PR45", (Treatment::DenialQueue, Nature::Reduction));
    check("PI45", (Treatment::DenialQueue, Nature::Reduction));
    check("PI16", (Treatment::DenialQueue, Nature::Denial));
}
