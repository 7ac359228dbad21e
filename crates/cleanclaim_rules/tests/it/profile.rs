//! Payer profiles: what they say, and how a wrong one is told.

use cleanclaim_model::{Frequency, Severity};
use cleanclaim_rules::{Correction, PayerProfile};

fn check_error(text: &str, expected: &str) {
    assert_eq!(PayerProfile::from_toml(text).unwrap_err().to_string(), expected, "{text}");
}

#[test]
fn a_whole_profile_reads() {
    let profile = PayerProfile::from_toml(
        r#"
        name = "Example Health"
        payer_id = "EXHLT"
        timely_filing_days = 180
        corrected_filing_days = 365
        timely_filing_warning_days = 10
        correction = "reopening"
        accepts_frequency_7_8 = false
        max_diagnoses = 8
        max_service_lines = 22
        requires_billing_taxonomy = true
        [telehealth]
        places = ["02", "10"]
        modifiers = ["95"]
        place_requires_modifier = true
        [referring]
        procedures = ["8*"]
        taxonomies = ["2085R0202X"]
        [prior_authorization]
        procedures = ["J9000-J9999"]
        inpatient_stays = true
        [drugs]
        procedures = ["J*"]
        [severity]
        excludes1-conflict = "error"
        CC0204 = "info"
        "#,
    )
    .unwrap();
    assert_eq!(profile.correction, Correction::Reopening);
    assert_eq!(profile.filing_limit_days(Frequency::ORIGINAL), Some(180));
    assert_eq!(profile.filing_limit_days(Frequency::VOID), Some(365));
    assert_eq!(profile.severity_of("excludes1-conflict"), Some(Severity::Error));
    assert_eq!(profile.severity_of("line-charge-zero"), Some(Severity::Info));
    assert_eq!(profile.severity_of("no-service-lines"), None);
}

#[test]
fn an_empty_profile_knows_nothing() {
    assert_eq!(PayerProfile::from_toml("").unwrap(), PayerProfile::default());
}

#[test]
fn wrong_profiles_are_told_by_line_and_column() {
    let unknown = PayerProfile::from_toml("name = 'x'\ntimely_filing_day = 90\n").unwrap_err();
    assert_eq!((unknown.line, unknown.column), (2, 1));
    assert!(unknown.message.starts_with("unknown field `timely_filing_day`"), "{unknown}");
    check_error("timely_filing_days = '90'\n", "line 1, column 22: invalid type: string \"90\", expected u16");
    check_error("timely_filing_days = -1\n", "line 1, column 22: invalid value: integer `-1`, expected u16");
    check_error(
        "correction = 'phone'\n",
        "line 1, column 14: unknown variant `phone`, expected one of `replace`, `reopening`, `new-claim`",
    );
    check_error(
        "[telehealth]\nplaces = ['02', '1']\nmodifiers = []\n",
        "line 2, column 10: expected a place of service of two digits, found \"1\"",
    );
    check_error(
        "[drugs]\nprocedures = ['J-*']\n",
        "line 2, column 14: expected a procedure code, a beginning such as J9*, or a range such as J0100-J0199, found \"J-*\"",
    );
    check_error(
        "[severity]\nno-such-rule = 'error'\n",
        "line 2, column 1: expected the name of a rule, found \"no-such-rule\"",
    );
    check_error(
        "[severity]\nexcludes1-conflict = 'off'\n",
        "line 2, column 22: expected error, warning or info, found \"off\"",
    );
    check_error("name = 'x\n", "line 1, column 10: invalid literal string, expected `'`");
}
