//! Damaged files: what is wrong is said with its place, and reading goes on.

use cleanclaim_model::Finding;
use cleanclaim_x12::{EchoError, TransactionReader, echo};

use crate::fixtures::{read, show};

fn findings(bytes: &[u8]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut reader = TransactionReader::new(bytes);
    while reader.next(&mut findings).unwrap().is_some() {}
    let mut out = Vec::new();
    echo(bytes, &mut out, &mut Vec::<Finding>::new()).unwrap();
    assert_eq!(out, bytes, "an echo is the file");
    findings
}

/// Changes one thing in the professional fixture and looks at the findings.
fn check(old: &str, new: &str, expected: &str) {
    let text = read("837p-two-claims.edi");
    assert!(text.contains(old), "{old}");
    assert_eq!(show(&findings(text.replacen(old, new, 1).as_bytes())), expected, "{old} -> {new}");
}

#[test]
fn envelopes_are_checked() {
    check("SE*52*0001", "SE*53*0001", "envelope-count-wrong SE01 segment 52 byte 1460");
    check("SE*52*0001", "SE*52*0002", "control-number-mismatch SE02 segment 52 byte 1463");
    check("GE*1*1", "GE*2*1", "envelope-count-wrong GE01 segment 0 byte 1472");
    check("IEA*1*000000001~\n", "", "envelope-trailer-missing  segment 0 byte 1477");
    check("GE*1*1~\n", "", "envelope-trailer-missing IEA segment 0 byte 1469");
    check("*00501*", "*00401*", "release-contradicted GS08 segment 0 byte 148");
    check("IEA*1*000000001~\n", "IEA*1*000000001", "last-terminator-missing IEA segment 0 byte 1477");
}

#[test]
fn bytes_that_belong_nowhere_are_reported_and_passed_over() {
    check("IEA*1*000000001~\n", "IEA*1*000000001~\nsome text", "bytes-after-interchange  segment 0 byte 1494");
    check("HL*3*1*22*1", "hl*3*1*22*1", "segment-id-invalid  segment 33 byte 1023");
    check("GS*HC", "XX*1~\nGS*HC", "envelope-segment-misplaced XX segment 0 byte 107");
    check(
        "PER*IC*BILLING DESK*TE*5550100000~\nNM1*40",
        "ZZZ*1~\nNM1*40",
        "segment-not-in-guide ZZZ segment 4 byte 273",
    );
}

#[test]
fn values_that_cannot_be_read_are_reported_where_they_stand() {
    check("CLM*CLAIM1*175.5", "CLM*CLAIM1*1x5.5", "element-value-invalid CLM02 segment 20 byte 751");
    check("CLM*CLAIM1*175.5", "CLM*CLAIM1*", "required-element-missing CLM02 segment 20 byte 751");
    check("ABF:I10", "ABF:I1", "element-value-invalid HI02-2 segment 22 byte 805");
    check("DTP*472*D8*20261019", "DTP*472*D8*20261319", "element-value-invalid DTP03 segment 27 byte 926");
    check("HI*ABK:E119", "HI*BK:25000", "retired-code-system HI01 segment 22 byte 792");
}

#[test]
fn findings_carry_no_patient_data() {
    let text = read("837p-two-claims.edi").replace("DMG*D8*19800102*F", "DMG*D8*1980MARY*Q");
    let findings = findings(text.as_bytes());
    assert_eq!(findings.len(), 2);
    let shown = format!("{findings:?}");
    for secret in ["MARY", "SAMPLE", "MEMBER0001"] {
        assert!(!shown.contains(secret), "{secret}");
    }
}

#[test]
fn several_interchanges_with_delimiters_of_their_own_are_read() {
    let first = read("837p-two-claims.edi");
    let second: String = read("ta1.edi").chars().map(|c| if c == '*' { '|' } else { c }).collect();
    let both = format!("\u{feff}\r\n{first}\n{second}");
    let mut reader = TransactionReader::new(both.as_bytes());
    let (mut findings, mut count) = (Vec::<Finding>::new(), 0);
    while reader.next(&mut findings).unwrap().is_some() {
        count += 1;
    }
    assert_eq!((count, show(&findings).as_str()), (3, ""));
}

#[test]
fn binary_data_may_hold_any_byte() {
    let head = read("ta1.edi")
        .replace("*00501*", "*00602*")
        .replace("TA1*000000001*261102*0915*A*000~\nIEA*0*000000010~\n", "");
    let with = |length: usize, data: &str| {
        format!(
            "{head}GS*PI*A1*B1*20261102*0915*1*X*006020X314~\nST*275*0001~\nBIN*{length}*{data}~\nSE*3*0001~\nGE*1*1~\nIEA*1*000000010~\n"
        )
    };
    assert_eq!(show(&findings(with(9, "A~B*C:D\nE").as_bytes())), "");
    assert_eq!(
        show(&findings(with(8, "A~B*C:D\nE").as_bytes())),
        "binary-length-wrong  segment 3 byte 176\nsegment-id-invalid  segment 3 byte 176\nenvelope-count-wrong SE01 segment 4 byte 182"
    );
    let endless = with(9_999_999, "A");
    let shown = show(&findings(endless.as_bytes()));
    assert!(shown.starts_with("truncated-segment "), "{shown}");
}

#[test]
fn what_is_no_interchange_is_refused_with_what_was_found() {
    let check = |bytes: &[u8], expected: &str| {
        let error = echo(bytes, Vec::new(), &mut Vec::<Finding>::new()).expect_err("refused");
        assert!(matches!(error, EchoError::Read(_)));
        assert_eq!(error.to_string(), expected);
    };
    check(b"GS*HC", "not an X12 interchange: expected ISA at byte 0, found GS*");
    check(b"\xef\xbb\xbf\n{}", "not an X12 interchange: expected ISA at byte 4, found {}");
    check(b" \n", "not an X12 interchange: expected ISA at byte 2, found the end of the file");
}
