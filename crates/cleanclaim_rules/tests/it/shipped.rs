//! A few claims against the code sets that ship.

use cleanclaim_model::Finding;
use cleanclaim_rules::example::Example;
use cleanclaim_rules::{Context, Linter};

fn check(text: &str, expected: &[&str]) {
    let codes = cleanclaim_data::code_sets().unwrap();
    let example = Example::from_toml(text).unwrap();
    let mut findings: Vec<Finding> = Vec::new();
    let cx = Context::new(&codes, &example.profile, example.today);
    let _ = Linter::new().lint(&example.claim, &cx, &mut findings);
    let names: Vec<&str> = findings.iter().map(|finding| finding.rule.as_ref()).collect();
    assert_eq!(names, expected, "{text}\n{findings:#?}");
}

#[test]
fn codes_are_judged_on_the_service_date() {
    check("diagnoses = ['E11.9', 'I10']", &[]);
    check("diagnoses = ['E11']", &["diagnosis-not-billable"]);
    check("diagnoses = ['E11.99']", &["diagnosis-unknown"]);
    // Deleted with effect from 2021-10-01; M54.5 became a header on that day.
    check("diagnoses = ['T40.7X1A']", &["diagnosis-not-valid-on-date"]);
    check("diagnoses = ['M54.5']", &["diagnosis-not-billable"]);
    check("today = 2021-06-01\ndiagnoses = ['M54.5', 'T40.7X1A']\n[[service_lines]]\nfrom = 2021-05-04", &[]);
}

#[test]
fn the_editor_s_flags_count() {
    check("diagnoses = ['D63.1', 'N18.30']", &["manifestation-first"]);
    check("diagnoses = ['Z38.00']", &["diagnosis-age-conflict"]);
    check("diagnoses = ['Z38.00']\n[subscriber]\nbirth_date = 2026-05-02", &[]);
    check("diagnoses = ['N40.0']", &["diagnosis-sex-conflict"]);
    check("kind = 'institutional'\ndiagnoses = ['Z23']", &["unacceptable-principal-diagnosis"]);
}

#[test]
fn the_tabular_list_keeps_codes_apart() {
    check("diagnoses = ['E11.9', 'E10.9']", &["excludes1-conflict"]);
    check("diagnoses = ['E11.9', 'I10', 'E78.5']", &[]);
}

#[test]
fn procedures_and_places_are_known() {
    let stay = "kind = 'institutional'\n[operating]\n[[procedures]]\ndate = 2026-05-05\n";
    check(&format!("{stay}code = '0DTJ4ZZ'"), &[]);
    check(&format!("{stay}code = '0DTJ4Z9'"), &["pcs-unknown"]);
    check("place_of_service = '22'", &[]);
    check("place_of_service = '78'", &["place-of-service-unknown"]);
}
