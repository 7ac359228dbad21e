//! Where rules begin and end: cases beside the one flagged and the one clean example of each manual page.

use std::fmt::Write as _;

use cleanclaim_codes::{CodeSets, Image};
use cleanclaim_model::{Finding, Severity};
use cleanclaim_rules::example::Example;
use cleanclaim_rules::{Context, Linter};

use crate::tables;

fn findings(text: &str) -> Vec<Finding> {
    let image = tables::image();
    let codes = CodeSets::new(&[Image::from_bytes(&image).unwrap()]);
    let example = Example::from_toml(text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    let mut findings = Vec::new();
    let _ = Linter::new().lint(&example.claim, &Context::new(&codes, &example.profile, example.today), &mut findings);
    findings
}

/// Which rules speak, each as often as it does.
fn check(text: &str, expected: &[&str]) {
    let found = findings(text);
    let names: Vec<&str> = found.iter().map(|finding| finding.rule.as_ref()).collect();
    assert_eq!(names, expected, "{text}\n{found:#?}");
}

fn check_severity(text: &str, expected: &[(&str, Severity)]) {
    let found = findings(text);
    let said: Vec<(&str, Severity)> = found.iter().map(|one| (one.rule.as_ref(), one.severity)).collect();
    assert_eq!(said, expected, "{text}");
}

/// So many different lines.
fn lines(count: usize) -> String {
    (0..count).fold(String::new(), |mut text, number| {
        let _ = writeln!(text, "[[service_lines]]\nprocedure = 'J{number:04}'");
        text
    })
}

#[test]
fn numbers_of_things() {
    check("control_number = 'A2345678901234567890'", &[]);
    check("control_number = 'A23456789012345678901'", &["control-number-too-long"]);
    check(&lines(50), &[]);
    check(&lines(51), &["too-many-service-lines"]);
    let diagnoses = |count: usize| {
        let codes: Vec<String> = (0..count).map(|number| format!("'Q{number:02}'")).collect();
        format!("diagnoses = [{}]", codes.join(", "))
    };
    let too_many = |text: &str| findings(text).iter().filter(|one| one.rule == "too-many-diagnoses").count();
    assert_eq!((too_many(&diagnoses(12)), too_many(&diagnoses(13))), (0, 1));
    let stay = |count| format!("kind = 'institutional'\n{}", diagnoses(count));
    assert_eq!((too_many(&stay(25)), too_many(&stay(26))), (0, 1));
    check("diagnoses = ['I10', 'E119']\n[profile]\nmax_diagnoses = 2", &[]);
}

#[test]
fn units() {
    check("[[service_lines]]\nunits = '999'", &[]);
    check("[[service_lines]]\nunits = '1000'", &["units-implausible"]);
    check("[[service_lines]]\nunits = '1000'\nunit_basis = 'MJ'", &[]);
    check("[[service_lines]]\nprocedure = 'J1100'\nunits = '9999'", &[]);
    check("[[service_lines]]\nprocedure = 'J1100'\nunits = '10000'", &["units-implausible"]);
    check("[[service_lines]]\nunits = '-1'", &["units-not-positive"]);
    check("[[service_lines]]\nunits = '12.5'\nunit_basis = 'MJ'", &[]);
}

#[test]
fn filing_limits() {
    // Service on 2026-05-04, checked on 2026-06-01: 28 days.
    let limit = |days: u16, more: &str| {
        format!("{more}\n[profile]\ntimely_filing_days = {days}\ntimely_filing_warning_days = 5")
    };
    check(&limit(27, ""), &["timely-filing-exceeded"]);
    check(&limit(28, ""), &["timely-filing-near"]);
    check(&limit(33, ""), &["timely-filing-near"]);
    check(&limit(34, ""), &[]);
    check_severity(&limit(27, "delay_reason = '11'"), &[("timely-filing-exceeded", Severity::Warning)]);
    // A stay counts from its last day, 26 days ago.
    check(&limit(25, "kind = 'institutional'"), &["timely-filing-exceeded"]);
    check(&limit(26, "kind = 'institutional'"), &["timely-filing-near"]);
    let replaced =
        "frequency = '7'\npayer_control_number = 'P1'\n[profile]\ntimely_filing_days = 10\ncorrected_filing_days =";
    check(&format!("{replaced} 20"), &["timely-filing-exceeded"]);
    check(&format!("{replaced} 90"), &[]);
}

#[test]
fn sex_and_age() {
    let in_2024 = "today = 2024-06-01\nkind = 'institutional'\nadmission_date = 2024-05-04\nstatement_from = 2024-05-04\n\
                   statement_thru = 2024-05-06\ndiagnoses = ['E11.9', 'N40.0']\n";
    let conflict = "diagnosis-sex-conflict";
    check_severity(in_2024, &[(conflict, Severity::Error)]);
    check(&format!("{in_2024}condition_codes = ['45']"), &[]);
    check(&format!("{in_2024}subscriber = {{ sex = 'U' }}"), &[]);
    check_severity("diagnoses = ['N40.0']", &[(conflict, Severity::Warning)]);
    check("diagnoses = ['N84.0']", &[]);
    check("diagnoses = ['N84.0']\n[subscriber]\nsex = 'M'", &[conflict]);
    check_severity("diagnoses = ['P07.3']", &[("diagnosis-age-conflict", Severity::Warning)]);
    let aged = |code: &str, born: &str| format!("diagnoses = ['{code}']\n[subscriber]\nbirth_date = {born}");
    check(&aged("O26.891", "2017-05-04"), &[]);
    check(&aged("O26.891", "2017-05-05"), &["diagnosis-age-conflict"]);
    check(&aged("Z00.00", "2011-05-04"), &[]);
    check(&aged("Z00.00", "2011-05-05"), &["diagnosis-age-conflict"]);
    check("[subscriber]\nbirth_date = 1901-05-05", &[]);
    check("[subscriber]\nbirth_date = 1901-05-04", &["patient-age-implausible"]);
}

#[test]
fn order_of_diagnoses() {
    check("diagnoses = ['E11.9', 'D63.1', 'W18.30XA']", &[]);
    check("kind = 'institutional'\ndiagnoses = ['E11.9', 'Z23']", &[]);
    check("diagnoses = ['Z23']", &[]);
    check("diagnoses = ['I10', 'E11.9', 'I10', 'E11.9', 'I10']", &["diagnosis-repeated", "diagnosis-repeated"]);
    check("diagnoses = ['E10.9', 'I10', 'E11.9']", &["excludes1-conflict"]);
    let twice = "diagnoses = ['E119', { code = 'I10', role = 'principal' }]";
    check(twice, &["principal-diagnosis-missing"]);
    let external = "kind = 'institutional'\nfacility_code = '13'\n\
                    diagnoses = ['S52.501A', { code = 'W1830XA', role = 'external-cause' }]";
    check(external, &[]);
}

#[test]
fn providers() {
    check("[billing]\nnpi = ''\nother_id = '1234567890'\nother_id_qualifier = 'XX'", &["npi-invalid"]);
    check("[billing]\nnpi = ''\nother_id = '990000001'\nother_id_qualifier = '24'", &["billing-npi-missing"]);
    check("[[service_lines]]\nrendering = { npi = '' }", &["provider-npi-missing"]);
    check("without = ['rendering']\n[[service_lines]]\nrendering = {}", &[]);
    check("without = ['rendering']\n[billing]\nentity = 'person'", &[]);
    check("without = ['rendering']\nplace_of_service = '81'", &[]);
    let street = |line: &str| format!("[billing.address]\nline1 = '{line}'");
    for box_line in ["PO BOX 5", "P. O. Box 5", "Post Office Box 5", "lock box 5"] {
        check(&street(box_line), &["billing-address-po-box"]);
    }
    check(&street("5 Pobo Street"), &[]);
    check("[billing.address]\nline2 = 'POB 7, PO Box 7'", &[]);
    check("[billing.address]\nline2 = 'PO Box 7'", &["billing-address-po-box"]);
    check("[billing.address]\nstate = ''\nzip = 'K1A0B1'\ncountry = 'CA'", &[]);
    check("[service_facility]\nnpi = ''\naddress = { zip = '75001' }", &["zip-plus-four-missing"]);
    check("[billing]\ntax_id = '99000000A'", &["billing-tax-id-malformed"]);
}

#[test]
fn places_and_telehealth() {
    let policy = "[profile.telehealth]\nplaces = ['02', '10']\nmodifiers = ['95', '93']\n";
    let wants_modifier = format!("{policy}place_requires_modifier = true\n");
    check(&format!("{wants_modifier}[[service_lines]]\nplace_of_service = '10'"), &["telehealth-modifier-missing"]);
    check(&format!("place_of_service = '10'\n{wants_modifier}[[service_lines]]\nplace_of_service = '11'"), &[]);
    check(&format!("{wants_modifier}[[service_lines]]\nmodifiers = ['95']"), &[]);
    check(&format!("place_of_service = '02'\n{policy}"), &[]);
    check("[[service_lines]]\nplace_of_service = '21'", &["inpatient-place-without-admission"]);
    check("[[service_lines]]\nplace_of_service = '78'", &["place-of-service-unknown"]);
}

#[test]
fn lines_that_repeat() {
    let twice = |first: &str, second: &str| format!("[[service_lines]]\n{first}\n[[service_lines]]\n{second}");
    let repeated = ["service-line-repeated"];
    check(&twice("", ""), &repeated);
    check(&twice("modifiers = ['25', 'GC']", "modifiers = ['GC', '25']"), &repeated);
    check(&twice("", "from = 2026-05-05"), &[]);
    check(&twice("", "modifiers = ['25']"), &[]);
    check(&twice("", "place_of_service = '22'"), &[]);
    check(&twice("", "place_of_service = '11'"), &repeated);
    check(&twice("", "rendering = { npi = '1234567893' }"), &[]);
    check(&twice("modifiers = ['76']", "modifiers = ['76']"), &[]);
    check(&twice("drug = { ndc = '00000111122' }", "drug = { ndc = '00000111133' }"), &[]);
    check("kind = 'institutional'\n[[service_lines]]\n[[service_lines]]", &[]);
}

#[test]
fn corrections() {
    let frequency = |frequency: char, profile: &str| {
        format!("frequency = '{frequency}'\npayer_control_number = 'P1'\n[profile]\n{profile}")
    };
    let refused = ["resubmission-not-accepted"];
    check(&frequency('7', ""), &[]);
    check(&frequency('8', "correction = 'new-claim'"), &[]);
    check(&frequency('7', "correction = 'new-claim'"), &refused);
    check(&frequency('8', "correction = 'reopening'"), &refused);
    check(&frequency('8', "accepts_frequency_7_8 = false"), &refused);
    check(&frequency('7', "accepts_frequency_7_8 = false\ncorrection = 'new-claim'"), &refused);
    check("frequency = '8'", &["resubmission-without-payer-number"]);
}

#[test]
fn other_payers() {
    let secondary = |rest: &str| format!("responsibility = 'S'\n{rest}");
    check(&secondary(""), &["secondary-without-other-payer"]);
    check("responsibility = 'U'", &[]);
    check("responsibility = 'A'", &["secondary-without-other-payer"]);
    let paid = |paid: &str, adjustments: &str| {
        secondary(&format!("[[other_payers]]\npaid = '{paid}'\nadjustments = [{adjustments}]"))
    };
    check(&paid("80", "'CO-45 20'"), &[]);
    check(&paid("80", "'CO-45 19.99'"), &["other-payer-paid-unbalanced"]);
    // Paid alone, without any decision, says nothing that could be out of balance.
    check(&paid("80", ""), &[]);
    // Decisions of another payer than the one named count for nothing.
    let line = "[[service_lines]]\nadjudications = [{ payer_id = 'THIRD', paid = '100' }]";
    check(&format!("{}\n{line}", paid("80", "'CO-45 20'")), &[]);
}

#[test]
fn stays() {
    let stay = |rest: &str| format!("kind = 'institutional'\n{rest}");
    let procedure =
        |date: &str| stay(&format!("operating = {{}}\nprocedures = [{{ code = '0DTJ4ZZ', date = {date} }}]"));
    check(&procedure("2026-05-01"), &[]);
    check(&procedure("2026-04-30"), &["pcs-date-outside-stay"]);
    check(&procedure("2026-05-06"), &[]);
    check(&procedure("2026-05-07"), &["pcs-date-outside-stay"]);
    check(&stay("frequency = '2'"), &["patient-status-contradicts-frequency"]);
    check(&stay("frequency = '4'\npatient_status = '30'"), &["patient-status-contradicts-frequency"]);
    check(&stay("facility_code = '21'\nfrequency = '2'"), &[]);
    check(&stay("diagnoses = [{ code = 'Z5189', poa = '' }, 'E119']"), &[]);
    check(&stay("facility_code = '21'\ndiagnoses = [{ code = 'E119', poa = '' }]"), &[]);
    check(&stay("[profile.prior_authorization]\ninpatient_stays = true"), &["prior-authorization-missing"]);
    check("[profile.prior_authorization]\ninpatient_stays = true", &[]);
    check(&stay("facility_code = '13'\n[[service_lines]]\nfrom = ''"), &[]);
}

#[test]
fn relationships() {
    check("relationship = '18'", &[]);
    check("[patient]\nbirth_date = 2010-01-01", &[]);
    check("relationship = '18'\npatient = {}", &["relationship-contradicts-patient"]);
    check("patient = { last_name = '' }", &["patient-name-missing"]);
    check("[subscriber]\nbirth_date = ''\n[patient]\nbirth_date = 2010-01-01", &[]);
    check("[patient]\nbirth_date = ''", &["birth-date-missing"]);
    let field = &findings("[patient]\nsex = ''")[0].field.unwrap().to_string();
    assert_eq!(field, "Patient.Sex");
}
