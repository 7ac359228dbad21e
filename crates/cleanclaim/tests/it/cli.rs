//! Exit codes, shapes and messages that others script against.

use serde_json::json;

use crate::{cleanclaim, json_lines, root, text};

#[test]
fn a_code_is_looked_up_on_a_date() {
    let here = root();
    let found = cleanclaim(&here, &["codes", "lookup", "e11.9", "--on", "2026-11-23", "--format", "jsonl"]);
    assert_eq!(found.status.code(), Some(0));
    let rows = json_lines(&found);
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0]["set"], "icd10cm");
    assert_eq!(
        (&rows[0]["code"], &rows[0]["valid"], &rows[0]["billable"]),
        (&json!("E119"), &json!(true), &json!(true))
    );

    let header = cleanclaim(&here, &["codes", "lookup", "E11", "--on", "2026-11-23", "--format", "jsonl"]);
    assert_eq!(header.status.code(), Some(0));
    assert_eq!(json_lines(&header)[0]["billable"], false);

    let early = cleanclaim(&here, &["codes", "lookup", "U07.1", "--on", "2019-01-01", "--format", "jsonl"]);
    assert_eq!(early.status.code(), Some(1));
    assert_eq!(json_lines(&early)[0]["valid"], false);
}

#[test]
fn echo_returns_the_same_bytes_and_refuses_what_is_no_x12() {
    let here = root();
    for name in ["837p-two-claims.edi", "837i-inpatient.edi", "835-paid-and-denied.edi"] {
        let path = here.join("fixtures/x12").join(name);
        let echoed = cleanclaim(&here, &["x12", "echo", path.to_str().unwrap()]);
        assert_eq!(echoed.status.code(), Some(0), "{name}");
        assert_eq!(echoed.stdout, std::fs::read(&path).unwrap(), "{name}");
    }
    let refused = cleanclaim(&here, &["x12", "echo", "README.md"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(text(&refused.stderr).contains("expected ISA at byte 0"), "{}", text(&refused.stderr));
}

#[test]
fn json_types_claims_and_remittances() {
    let here = root();
    let claims = json_lines(&cleanclaim(&here, &["x12", "json", "fixtures/x12/837p-two-claims.edi"]));
    assert_eq!(claims.iter().filter(|row| row["kind"] == "claim").count(), 2);
    assert!(claims[0]["claim"]["charge_cents"].as_i64().unwrap() > 0);
    let remittances = json_lines(&cleanclaim(&here, &["x12", "json", "fixtures/x12/835-paid-and-denied.edi"]));
    assert_eq!(remittances[0]["kind"], "remittance");
}

#[test]
fn a_remittance_is_posted_once_and_a_wrong_one_is_held() {
    let folder = tempfile::tempdir().unwrap();
    let file = root().join("fixtures/x12/835-paid-and-denied.edi");
    let file = file.to_str().unwrap();
    let post = |file: &str| cleanclaim(folder.path(), &["remit", "post", file, "--db", "sqlite://books.db"]);
    let first = json_lines(&post(file));
    assert_eq!(first[0]["state"], "posted-with-exceptions");
    assert_eq!(first[0]["amount_cents"], first[0]["posted_cents"]);
    let second = post(file);
    assert_eq!(second.status.code(), Some(1));
    let second = json_lines(&second);
    assert_eq!((&second[0]["state"], &second[0]["posted_cents"]), (&json!("duplicate"), &json!(0)));

    let wrong = root().join("fixtures/x12/835-unbalanced-bpr.edi");
    let held = json_lines(&post(wrong.to_str().unwrap()));
    assert_eq!(held[0]["state"], "held");
    assert!(held[0]["reason"].as_str().unwrap().contains("BPR02"));
    assert_eq!(held[0]["segment_index"], 2);

    let proof = cleanclaim(folder.path(), &["report", "ledger-proof", "--db", "sqlite://books.db"]);
    assert_eq!(proof.status.code(), Some(0));
    let proof = json_lines(&proof);
    assert_eq!((&proof[0]["balanced"], &proof[0]["difference_cents"]), (&json!(true), &json!(0)));
}

#[test]
fn a_remittance_that_was_cut_short_or_cannot_be_read_is_held() {
    let folder = tempfile::tempdir().unwrap();
    let whole = std::fs::read_to_string(root().join("fixtures/x12/835-paid-and-denied.edi")).unwrap();
    let post = |name: &str, text: &str| {
        std::fs::write(folder.path().join(name), text).unwrap();
        // A database each: the same trace with other content would be held for that alone.
        let db = format!("sqlite://{name}.db");
        json_lines(&cleanclaim(folder.path(), &["remit", "post", name, "--db", &db])).remove(0)
    };
    let cut = post("cut.edi", &whole[..whole.find("SE*").unwrap()]);
    assert_eq!((&cut["state"], &cut["posted_cents"]), (&json!("held"), &json!(0)));
    assert!(cut["segment_index"].as_u64() > Some(2), "{cut}");
    let start = whole.find("CLP*").unwrap();
    let clp = &whole[start..start + whole[start..].find('~').unwrap()];
    let mut elements: Vec<&str> = clp.split('*').collect();
    elements[4] = "x";
    let bad = post("bad.edi", &whole.replace(clp, &elements.join("*")));
    assert_eq!(bad["state"], "held");
    assert!(bad["reason"].as_str().unwrap().starts_with("CLP04"), "{bad}");
}

#[test]
fn what_is_no_835_cannot_be_posted() {
    let folder = tempfile::tempdir().unwrap();
    let file = root().join("fixtures/x12/837p-two-claims.edi");
    let refused = cleanclaim(folder.path(), &["remit", "post", file.to_str().unwrap(), "--db", "sqlite://books.db"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(text(&refused.stderr).contains("no 835"), "{}", text(&refused.stderr));
}

#[test]
fn lint_names_the_place_and_what_it_did_not_check() {
    let here = root();
    let output =
        cleanclaim(&here, &["lint", "fixtures/x12/837p-two-claims.edi", "--as-of", "2026-11-23", "--format", "jsonl"]);
    let rows = json_lines(&output);
    let summary = &rows.last().unwrap()["summary"];
    assert_eq!(summary["claims"], 2);
    let errors = rows.iter().filter(|row| row["severity"] == "error").count();
    assert_eq!(summary["errors"], errors);
    assert_eq!(output.status.code(), Some(i32::from(errors > 0)));
    let not_checked = summary["not_checked"].as_array().unwrap();
    assert!(not_checked.iter().any(|row| row["need"] == "profile.timely_filing_days"), "{summary}");
}

#[test]
fn every_rule_has_a_page_and_an_unknown_one_is_said_so() {
    let here = root();
    let list = json_lines(&cleanclaim(&here, &["rules", "list", "--format", "jsonl"]));
    assert!(30 <= list.len());
    assert!(list.iter().all(|rule| !rule["source"].as_str().unwrap().is_empty()));
    let page = cleanclaim(&here, &["rules", "explain", "pointer-out-of-range"]);
    assert_eq!(page.status.code(), Some(0));
    assert!(text(&page.stdout).contains("Flagged"));
    assert_eq!(cleanclaim(&here, &["rules", "explain", "no-such-rule"]).status.code(), Some(2));
}

#[test]
fn schemas_are_printed_by_name() {
    let here = root();
    let names = text(&cleanclaim(&here, &["schema"]).stdout);
    for name in names.lines() {
        let schema = cleanclaim(&here, &["schema", name]);
        let schema: serde_json::Value = serde_json::from_slice(&schema.stdout).unwrap();
        assert!(schema.is_object(), "{name}");
    }
    assert!(names.lines().any(|name| name == "claim"));
}

#[test]
fn a_person_is_added_once_and_a_short_password_is_refused() {
    use std::io::Write as _;
    use std::process::{Command, Stdio};
    let folder = tempfile::tempdir().unwrap();
    let add = |password: &str| {
        let mut child = Command::new(env!("CARGO_BIN_EXE_cleanclaim"))
            .args(["user", "add", "ann", "--role", "biller", "--db", "sqlite://people.db"])
            .current_dir(folder.path())
            .stdin(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(password.as_bytes()).unwrap();
        child.wait_with_output().unwrap()
    };
    assert!(text(&add("short\n").stderr).contains("at least 15 characters"));
    assert_eq!(add("a long enough password\n").status.code(), Some(0));
    assert!(text(&add("a long enough password\n").stderr).contains("already"));
}
