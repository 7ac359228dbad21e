//! The code book from a shell: shapes, exit codes, and what an import changes.

use std::path::Path;

use serde_json::{Value, json};

use crate::{cleanclaim, json_lines, root, text};

/// Runs `codes` in a folder of its own, so that its data folder is empty.
fn codes(folder: &Path, args: &[&str]) -> (Option<i32>, Vec<Value>, String) {
    let all: Vec<&str> = ["codes"].iter().chain(args).chain(&["--format", "jsonl"]).copied().collect();
    let output = cleanclaim(folder, &all);
    (output.status.code(), json_lines(&output), text(&output.stderr))
}

/// Two lines of an ICD-10-CM order file, as the publisher lays them out.
fn order_file(title: &str) -> String {
    format!(
        "00001 A00     0 Made-up category                                             Made-up category\n\
         00002 A000    1 {title:<60} {title}\n"
    )
}

#[test]
fn words_find_codes() {
    let here = tempfile::tempdir().unwrap();
    let (code, hits, _) = codes(here.path(), &["search", "broken", "hip", "--on", "2026-06-01", "--limit", "3"]);
    assert_eq!((code, hits.len()), (Some(0), 3));
    assert!(hits[0]["code"].as_str().unwrap().starts_with("S7200"), "{}", hits[0]);
    for key in ["set", "code", "title", "billable", "score", "matched"] {
        assert!(!hits[0][key].is_null(), "{key} is missing in {}", hits[0]);
    }
    let (code, hits, told) = codes(here.path(), &["search", "qqqqzzzz", "--on", "2026-06-01"]);
    assert_eq!((code, hits.len()), (Some(1), 0));
    assert!(told.contains("nothing found"), "{told}");
    let (_, hits, _) = codes(here.path(), &["search", "hypertension", "--on", "2026-06-01", "--within", "O10-O16"]);
    assert!(hits.iter().all(|hit| hit["code"].as_str().unwrap().starts_with("O1")), "{hits:?}");
}

#[test]
fn a_file_of_codes_is_checked_line_by_line() {
    let here = tempfile::tempdir().unwrap();
    std::fs::write(here.path().join("codes.txt"), "E11.9\nE11\nU07.1\t2019-01-01\nnope nope\n").unwrap();
    let asked = ["validate", "--set", "icd10cm", "--on", "2026-06-01", "codes.txt"];
    let (code, rows, _) = codes(here.path(), &asked);
    assert_eq!(code, Some(1));
    let short: Vec<Value> = rows.iter().map(|row| json!([row["row"], row["valid"], row["billable"]])).collect();
    assert_eq!(Value::from(short), json!([[1, true, true], [2, true, false], [3, false, false], [4, false, false]]));
    let part = ["lookup", "999", "--set", "carc", "--on", "2026-06-01"];
    let (code, _, told) = codes(here.path(), &part);
    assert_eq!(code, Some(1));
    assert!(told.contains("not in this partial list"), "{told}");
}

#[test]
fn editions_and_codes_have_a_history() {
    let here = tempfile::tempdir().unwrap();
    let (code, rows, _) = codes(here.path(), &["diff", "FY2025", "FY2026", "--set", "icd10cm"]);
    assert_eq!(code, Some(0));
    assert!(rows.iter().any(|row| row["code"] == "G35D" && row["change"] == "new"), "487 codes are new");
    let (_, rows, _) = codes(here.path(), &["history", "G35"]);
    assert_eq!(rows.first().unwrap()["on"], "2015-10-01");
    assert!(rows.iter().any(|row| row["event"] == "replaced by G35.D"));
    let (_, rows, _) = codes(here.path(), &["tree", "E11.2", "--on", "2026-06-01"]);
    let above: Vec<&Value> = rows.iter().filter(|row| row["relation"] == "above").map(|row| &row["code"]).collect();
    assert_eq!(above, ["E11"]);
    let (_, rows, _) = codes(here.path(), &["notes", "E11.22", "--on", "2026-06-01"]);
    assert!(rows.iter().any(|row| row["note"] == "use_additional" && row["at"] == "E11.22"));
    let (code, _, told) = codes(here.path(), &["diff", "FY1999", "FY2026"]);
    assert_eq!(code, Some(2));
    assert!(told.contains("neither a day nor an edition"), "{told}");
}

#[test]
fn an_imported_edition_answers_and_a_broken_one_changes_nothing() {
    let here = tempfile::tempdir().unwrap();
    let file = here.path().join("icd10cm-order-2026.txt");
    std::fs::write(&file, order_file("Made-up illness")).unwrap();
    let (code, rows, told) = codes(here.path(), &["import", "icd10cm-order-2026.txt"]);
    assert_eq!(code, Some(0), "{rows:?} {told}");
    let taken = rows.iter().find(|row| row["state"] == "in-force").unwrap();
    assert_eq!((&taken["set"], &taken["edition"], &taken["rows"]), (&json!("icd10cm"), &json!("FY2026"), &json!(2)));
    let title =
        || codes(here.path(), &["lookup", "A00.0", "--set", "icd10cm", "--on", "2026-06-01"]).1[0]["title"].clone();
    assert_eq!(title(), "Made-up illness");
    // What the file does not have is no code on its days; on other days what ships answers.
    let lookup = |on: &str| codes(here.path(), &["lookup", "E11.9", "--set", "icd10cm", "--on", on]).0;
    assert_eq!((lookup("2026-06-01"), lookup("2025-06-01")), (Some(1), Some(0)));

    std::fs::write(&file, order_file("Another title").replacen(" 1 ", " 7 ", 1)).unwrap();
    let (code, rows, _) = codes(here.path(), &["import", "icd10cm-order-2026.txt"]);
    assert_eq!(code, Some(1));
    let error = rows.iter().find(|row| row["severity"] == "error").unwrap();
    assert_eq!((&error["file"], &error["row"]), (&json!("icd10cm-order-2026.txt"), &json!(2)));
    assert_eq!(title(), "Made-up illness", "what was in force stays in force");

    let (code, _, told) = codes(here.path(), &["import", root().join("README.md").to_str().unwrap()]);
    assert_eq!(code, Some(2));
    assert!(told.contains("nothing was imported"), "{told}");
}

#[test]
fn a_damaged_image_is_named_and_mended_by_importing_again() {
    let here = tempfile::tempdir().unwrap();
    std::fs::write(here.path().join("icd10cm-order-2026.txt"), order_file("Made-up illness")).unwrap();
    assert_eq!(codes(here.path(), &["import", "icd10cm-order-2026.txt"]).0, Some(0));
    let image = here.path().join("cleanclaim-data/codes/icd10cm@FY2026.image");
    std::fs::write(&image, b"damaged").unwrap();
    let (code, _, told) = codes(here.path(), &["list"]);
    assert_eq!(code, Some(2));
    assert!(told.contains("icd10cm@FY2026.image") && told.contains("import its file again"), "{told}");
    assert_eq!(codes(here.path(), &["import", "icd10cm-order-2026.txt"]).0, Some(0));
    assert_eq!(codes(here.path(), &["list"]).0, Some(0));
}

#[test]
fn the_index_leads_to_codes() {
    let here = tempfile::tempdir().unwrap();
    let file = root().join("fixtures/codes/index.xml");
    assert_eq!(codes(here.path(), &["import", file.to_str().unwrap(), "--from", "2024-10-01"]).0, Some(0));
    let (_, rows, _) = codes(here.path(), &["list"]);
    let index = rows.iter().find(|row| row["set"] == "icd10cm-index").unwrap();
    assert!(0 < index["rows"].as_u64().unwrap());
    let missing = rows.iter().find(|row| row["set"] == "cpt").unwrap();
    assert_eq!((&missing["edition"], &missing["load"]), (&Value::Null, &json!("codes import FILE")));
}

#[test]
fn a_code_is_built_character_by_character() {
    let here = tempfile::tempdir().unwrap();
    let (code, rows, _) = codes(here.path(), &["complete", "0DTJ", "--set", "icd10pcs", "--on", "2026-06-01"]);
    assert_eq!(code, Some(0));
    let open = rows.iter().find(|row| row["character"] == "0").unwrap();
    assert_eq!((&open["meaning"], &open["position"]), (&json!("Open"), &json!(5)));
    let (_, rows, _) = codes(here.path(), &["term", "nstemi"]);
    assert_eq!(rows[0]["kind"], "abbreviation");
}

#[test]
fn an_update_without_consent_fetches_nothing() {
    let here = tempfile::tempdir().unwrap();
    let publishers = "[[publication]]\nname = \"fees\"\ntitle = \"fees\"\npublisher = \"nobody\"\nsets = [\"mpfs\"]\n\
        rhythm = \"fixed\"\naddresses = [\"http://127.0.0.1:9/fees.zip\"]\nlicence = \"theirs\"\naccept = \"their page\"\n";
    std::fs::write(here.path().join("publishers.toml"), publishers).unwrap();
    let (code, rows, told) = codes(here.path(), &["update", "--publishers", "publishers.toml"]);
    assert_eq!(code, Some(2));
    assert!(rows[0]["message"].as_str().unwrap().contains("--accept fees"), "{}", rows[0]);
    assert!(told.contains("1 of 1 publications were not updated"), "{told}");
    let (code, _, told) = codes(here.path(), &["update", "nothing-of-that-name"]);
    assert_eq!(code, Some(2));
    assert!(told.contains("there is no publication named"), "{told}");
}
