//! Every rule's examples, run.

use std::collections::BTreeSet;

use cleanclaim_codes::{CodeSets, Image};
use cleanclaim_model::{Finding, Severity};
use cleanclaim_rules::example::Example;
use cleanclaim_rules::{Context, FAMILIES, Linter, RuleMeta, rules};

use crate::tables;

/// The TOML blocks under a heading of a rule's doc comment.
fn blocks(meta: &RuleMeta, heading: &str) -> Vec<String> {
    let mut blocks = Vec::new();
    let (mut inside, mut open) = (false, None::<String>);
    for line in meta.doc.lines() {
        let line = line.strip_prefix(' ').unwrap_or(line);
        match (&mut open, line) {
            (Some(_), "```") => blocks.extend(open.take()),
            (Some(text), line) => {
                text.push_str(line);
                text.push('\n');
            }
            (None, "```toml") if inside => open = Some(String::new()),
            (None, line) => {
                if let Some(title) = line.strip_prefix("## ") {
                    inside = title == heading;
                }
            }
        }
    }
    assert!(open.is_none(), "{}: a block is not closed", meta.name);
    blocks
}

fn findings(name: &str, text: &str) -> Vec<Finding> {
    let image = tables::image();
    let codes = CodeSets::new(&[Image::from_bytes(&image).unwrap()]);
    let example = Example::from_toml(text).unwrap_or_else(|error| panic!("{name}: {error}\n{text}"));
    let mut findings = Vec::new();
    let _ = Linter::new().lint(&example.claim, &Context::new(&codes, &example.profile, example.today), &mut findings);
    findings
}

/// A flagged example shows its own rule's finding and no other rule's error; a clean one shows nothing of its rule and no error.
fn check(meta: &RuleMeta, problems: &mut Vec<String>) {
    let (flagged, clean) = (blocks(meta, "Flagged"), blocks(meta, "Clean"));
    if flagged.is_empty() || clean.is_empty() || !meta.doc.contains("## Why") {
        problems.push(format!("{}: needs `## Why`, `## Flagged` and `## Clean` with a TOML block each", meta.name));
    }
    for text in &flagged {
        let found = findings(meta.name, text);
        if !found.iter().any(|finding| finding.rule == meta.name) {
            problems.push(format!("{}: flagged example is not flagged:\n{text}", meta.name));
        }
        others(meta, &found, text, problems);
    }
    for text in &clean {
        let found = findings(meta.name, text);
        if found.iter().any(|finding| finding.rule == meta.name) {
            problems.push(format!("{}: clean example is flagged:\n{text}", meta.name));
        }
        others(meta, &found, text, problems);
    }
}

fn others(meta: &RuleMeta, found: &[Finding], text: &str, problems: &mut Vec<String>) {
    for finding in found.iter().filter(|finding| finding.rule != meta.name && finding.severity == Severity::Error) {
        problems.push(format!("{}: example has an error of {}: {}\n{text}", meta.name, finding.rule, finding.message));
    }
}

#[test]
fn every_example_does_what_its_heading_says() {
    let mut problems = Vec::new();
    for rule in rules() {
        check(rule.meta(), &mut problems);
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn base_claims_are_clean() {
    for text in [
        "",
        "kind = 'institutional'",
        "kind = 'institutional'\nfacility_code = '13'",
        "kind = 'dental'",
        "[patient]\nbirth_date = 2010-01-01",
    ] {
        let found = findings("base", text);
        assert!(found.is_empty(), "{text}: {found:#?}");
    }
}

#[test]
fn findings_carry_what_their_rule_declares() {
    for rule in rules() {
        let meta = rule.meta();
        for text in blocks(meta, "Flagged") {
            for finding in findings(meta.name, &text).iter().filter(|finding| finding.rule == meta.name) {
                assert_eq!(finding.source, meta.source, "{}", meta.name);
                assert_eq!(finding.snip, Some(meta.snip), "{}", meta.name);
                assert!(finding.field.is_some(), "{}: no field", meta.name);
                assert!(finding.expected.is_some(), "{}: does not say what is expected", meta.name);
                for said in [Some(&finding.message), finding.expected.as_ref()].into_iter().flatten() {
                    assert!(!said.ends_with('.'), "{}: ends with a full stop", meta.name);
                    let starts_lower = said.chars().next().is_some_and(|first| !first.is_lowercase());
                    let code_first =
                        said.split(' ').next().is_some_and(|word| word.chars().all(|letter| !letter.is_lowercase()));
                    assert!(!starts_lower || code_first, "{}: {said:?} starts with a capital", meta.name);
                }
            }
        }
    }
}

#[test]
fn names_and_codes_are_unique_and_well_formed() {
    let (mut names, mut codes) = (BTreeSet::new(), BTreeSet::new());
    for rule in rules() {
        let meta = rule.meta();
        assert!(names.insert(meta.name), "{} twice", meta.name);
        assert!(codes.insert(meta.code), "{} twice", meta.code);
        let kebab = meta.name.bytes().all(|byte| byte == b'-' || byte.is_ascii_lowercase() || byte.is_ascii_digit());
        assert!(kebab, "{}", meta.name);
        let digits = meta.code.strip_prefix("CC").unwrap();
        assert!(digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_digit()), "{}", meta.code);
        assert_eq!(meta.file(), meta.name.replace('-', "_"), "file and name differ");
        assert!(10 < meta.source.len(), "{}: no source", meta.name);
        assert!((1..=7).contains(&meta.snip), "{}: SNIP level", meta.name);
        assert!(!meta.since.is_empty(), "{}: since", meta.name);
    }
}

#[test]
fn families_list_their_rules_by_code() {
    for (number, family) in (1..).zip(FAMILIES) {
        let codes: Vec<&str> = family.rules.iter().map(|rule| rule.meta().code).collect();
        assert!(codes.is_sorted(), "{}: {codes:?}", family.name);
        for rule in family.rules {
            assert_eq!(rule.meta().family(), family.name, "{}", rule.meta().name);
            assert!(rule.meta().code.starts_with(&format!("CC{number:02}")), "{}", rule.meta().name);
        }
    }
}
