//! The linter as a whole: what it skips, counts, and never says.

use std::sync::LazyLock;

use cleanclaim_codes::{Builder, CodeSets, Image, Set};
use cleanclaim_model::{Claim, Finding, Severity};
use cleanclaim_rules::example::Example;
use cleanclaim_rules::{Context, Linter, NotChecked, PayerProfile, Summary, rules};
use jiff::civil::{Date, date};
use proptest::prelude::*;

use crate::claims::{self, CANARY, CANARY_BIRTH};
use crate::tables;

static IMAGE: LazyLock<Vec<u8>> = LazyLock::new(tables::image);
const TODAY: Date = date(2026, 6, 1);

/// A profile that knows everything, so that every rule runs.
const WHOLE_PROFILE: &str = "
    timely_filing_days = 90
    corrected_filing_days = 90
    requires_billing_taxonomy = true
    correction = 'new-claim'
    payer_id = 'OTHER'
    [telehealth]
    places = ['02', '10']
    modifiers = ['95']
    place_requires_modifier = true
    modifier_requires_place = true
    [referring]
    procedures = ['9*']
    [prior_authorization]
    procedures = ['J*']
    inpatient_stays = true
    [drugs]
    procedures = ['J*']
";

fn codes() -> CodeSets<'static> {
    CodeSets::new(&[Image::from_bytes(&IMAGE).unwrap()])
}

fn lint(linter: &mut Linter, claim: &Claim, codes: &CodeSets<'_>, profile: &PayerProfile, today: Date) -> Vec<Finding> {
    let mut findings = Vec::new();
    let _ = linter.lint(claim, &Context::new(codes, profile, today), &mut findings);
    findings
}

fn unchecked(text: &str, codes: &CodeSets<'_>) -> Vec<NotChecked> {
    let example = Example::from_toml(text).unwrap();
    let mut linter = Linter::new();
    lint(&mut linter, &example.claim, codes, &example.profile, example.today);
    linter.summary().not_checked
}

#[test]
fn a_rule_without_its_table_is_not_checked_and_never_clean() {
    let example = Example::from_toml("diagnoses = ['Q9999']").unwrap();
    let (none, profile) = (CodeSets::new(&[]), PayerProfile::from_toml(WHOLE_PROFILE).unwrap());
    let mut linter = Linter::new();
    let mut findings = Vec::new();
    let outcome = linter.lint(&example.claim, &Context::new(&none, &profile, TODAY), &mut findings);
    assert!(!findings.iter().any(|finding| finding.rule == "diagnosis-unknown"));
    assert!(0 < outcome.not_checked && !outcome.is_clean());
    let summary = linter.summary();
    let row = summary.not_checked.iter().find(|row| row.rule == "diagnosis-unknown").unwrap();
    let service = Some(date(2026, 5, 4));
    assert_eq!((row.need, row.from, row.to, row.claims), ("icd10cm", service, service, 1));
}

#[test]
fn a_date_that_no_edition_covers_is_not_checked() {
    let needs = |text| -> Vec<&str> {
        unchecked(text, &codes()).iter().filter(|row| row.rule == "diagnosis-unknown").map(|row| row.need).collect()
    };
    assert_eq!(needs("[[service_lines]]\nfrom = 2026-05-04"), Vec::<&str>::new());
    assert_eq!(needs("today = 2027-06-01\n[[service_lines]]\nfrom = 2027-05-04"), ["icd10cm"]);
    assert_eq!(needs("[[service_lines]]\nfrom = ''"), ["icd10cm"]);
}

#[test]
fn edit_flags_that_an_imported_edition_does_not_carry_are_not_checked() {
    let mut builder = Builder::new();
    builder.edition(Set::Icd10Cm, "FY2026-04", date(2026, 4, 1), None);
    builder.billable(Set::Icd10Cm, "Z23", "Encounter for immunization");
    builder.billable(Set::Icd10Cm, "U100", "New in the imported edition");
    let imported = builder.finish().unwrap();
    let imported = Image::from_bytes(&imported).unwrap();
    let needs = |text: &str, images: &[Image<'_>]| -> Vec<&str> {
        let rows = unchecked(text, &CodeSets::new(images));
        rows.iter().filter(|row| row.rule == "unacceptable-principal-diagnosis").map(|row| row.need).collect()
    };
    let known = "kind = 'institutional'\ndiagnoses = ['Z23']";
    let new = "kind = 'institutional'\ndiagnoses = ['U10.0']";
    assert_eq!(needs(known, &[imported]), ["icd10cm-flags"]);
    let both = [Image::from_bytes(&IMAGE).unwrap(), imported];
    assert_eq!(needs(known, &both), Vec::<&str>::new());
    assert_eq!(needs(new, &both), ["icd10cm-flags"]);
}

#[test]
fn an_item_that_the_profile_lacks_is_not_checked() {
    let missing = |text| -> Vec<&str> {
        let mut needs: Vec<&str> = unchecked(text, &codes()).iter().map(|row| row.need).collect();
        needs.dedup();
        needs
    };
    assert_eq!(
        missing(""),
        [
            "profile.timely_filing_days",
            "profile.telehealth",
            "profile.referring",
            "profile.prior_authorization",
            "profile.drugs"
        ]
    );
    // A limit for originals says nothing of replacements.
    let replaced = "frequency = '7'\npayer_control_number = 'P1'\n[profile]\ntimely_filing_days = 90";
    assert!(missing(replaced).contains(&"profile.timely_filing_days"));
}

#[test]
fn not_checked_is_said_once_with_the_span_of_dates_and_the_number_of_claims() {
    let (none, profile) = (CodeSets::new(&[]), PayerProfile::default());
    let mut linters = [Linter::new(), Linter::new()];
    for (index, day) in ["2026-01-05", "2026-03-05", "2025-12-05", "2026-02-05"].into_iter().enumerate() {
        let example = Example::from_toml(&format!("[[service_lines]]\nfrom = {day}")).unwrap();
        lint(&mut linters[index % 2], &example.claim, &none, &profile, TODAY);
    }
    let mut summary = Summary::default();
    linters.iter().for_each(|linter| summary.merge(&linter.summary()));
    let rows: Vec<&NotChecked> = summary.not_checked.iter().filter(|row| row.rule == "excludes1-conflict").collect();
    assert_eq!(rows, Vec::<&NotChecked>::new(), "one diagnosis cannot exclude another: it is not about these claims");
    let rows: Vec<&NotChecked> =
        summary.not_checked.iter().filter(|row| row.rule == "diagnosis-not-billable").collect();
    let expected = NotChecked {
        rule: "diagnosis-not-billable",
        need: "icd10cm",
        from: Some(date(2025, 12, 5)),
        to: Some(date(2026, 3, 5)),
        claims: 4,
    };
    assert_eq!(rows, [&expected]);
    assert_eq!(summary.claims, 4);
    assert_eq!(summary.claims_without_error, 4);
}

#[test]
fn a_profile_sets_what_a_finding_weighs() {
    let text = "diagnoses = ['E11.9', 'E10.9']\n[profile.severity]\nexcludes1-conflict = 'error'";
    let example = Example::from_toml(text).unwrap();
    let mut linter = Linter::new();
    let findings = lint(&mut linter, &example.claim, &codes(), &example.profile, example.today);
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0].severity, Severity::Error);
    assert_eq!((linter.summary().errors, linter.summary().claims_without_error), (1, 0));
}

#[test]
fn a_finding_names_claim_field_table_and_acknowledgement() {
    let example = Example::from_toml("diagnoses = ['T40.7X1A']").unwrap();
    let findings = lint(&mut Linter::new(), &example.claim, &codes(), &example.profile, example.today);
    let [finding] = findings.as_slice() else { panic!("one finding: {findings:#?}") };
    let table = finding.table.as_deref().unwrap();
    let parts = [
        format!("{} {} snip {:?}", finding.severity.as_str(), finding.rule, finding.snip),
        format!("claim {:?}, {}, code {:?}", finding.claim, finding.field.unwrap(), finding.code),
        format!("{}; expected {}", finding.message, finding.expected.as_deref().unwrap()),
        format!("{} {} {}", table.set, table.edition, table.row),
        format!("{:?}", finding.ack.as_deref().unwrap().stc),
    ];
    insta::assert_snapshot!(parts.join("\n"), @r#"
    error diagnosis-not-valid-on-date snip Some(5)
    claim Some("TEST-0001"), Diagnosis(1), code Some("T407X1A")
    T407X1A was deleted after 2021-09-30; the claim is coded on 2026-05-04; expected the code that replaced it: T40711A
    icd10cm FY2026 T407X1A
    Some("A7:255")
    "#);
}

/// Everything a finding says, as people and machines get it.
fn said(finding: &Finding) -> String {
    format!("{finding:?} {}", finding.field.map(|field| field.to_string()).unwrap_or_default())
}

#[test]
fn findings_of_the_examples_never_say_a_birth_date() {
    for rule in rules() {
        for block in rule.meta().doc.split("```toml\n").skip(1) {
            let block: String =
                block.lines().take_while(|line| line.trim() != "```").map(|line| format!("{line}\n")).collect();
            let example = Example::from_toml(&block).unwrap();
            let Some(birth) = *example.claim.patient().birth_date.expose() else { continue };
            for finding in lint(&mut Linter::new(), &example.claim, &codes(), &example.profile, example.today) {
                assert!(!said(&finding).contains(&birth.to_string()), "{}: {finding:?}", rule.meta().name);
            }
        }
    }
}

fn sorted(mut findings: Vec<Finding>) -> Vec<String> {
    findings.sort_by_key(said);
    findings.iter().map(said).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn no_claim_makes_a_rule_panic_or_say_patient_data(claim in claims::claim()) {
        let profile = PayerProfile::from_toml(WHOLE_PROFILE).unwrap();
        let mut linter = Linter::new();
        let findings = lint(&mut linter, &claim, &codes(), &profile, TODAY);
        for finding in &findings {
            let said = said(finding);
            prop_assert!(!said.contains(CANARY) && !said.contains(CANARY_BIRTH), "{said}");
        }
        let errors = findings.iter().filter(|finding| finding.severity == Severity::Error).count();
        prop_assert_eq!(linter.summary().errors, errors as u64);
    }

    #[test]
    fn the_order_of_rules_does_not_matter(claim in claims::claim()) {
        let profile = PayerProfile::from_toml(WHOLE_PROFILE).unwrap();
        let mut backwards: Vec<_> = rules().collect();
        backwards.reverse();
        let there = lint(&mut Linter::new(), &claim, &codes(), &profile, TODAY);
        let back = lint(&mut Linter::with_rules(backwards), &claim, &codes(), &profile, TODAY);
        prop_assert_eq!(sorted(there), sorted(back));
    }

    #[test]
    fn a_linter_that_has_seen_a_claim_judges_the_next_alike(first in claims::claim(), second in claims::claim()) {
        let profile = PayerProfile::from_toml(WHOLE_PROFILE).unwrap();
        let mut used = Linter::new();
        lint(&mut used, &first, &codes(), &profile, TODAY);
        let again = lint(&mut used, &second, &codes(), &profile, TODAY);
        prop_assert_eq!(again, lint(&mut Linter::new(), &second, &codes(), &profile, TODAY));
    }
}
