//! Files that nobody here wrote. They are not part of this repository: without them the test says so and passes.

use std::path::PathBuf;

use crate::{cleanclaim, root, text};

/// The folder of public sample files beside the repository.
fn samples() -> Option<PathBuf> {
    let folder = root().join("../shared/x12");
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("skipped: no public sample files beside the repository");
    None
}

/// The files of the manifest with this transaction, and their guide.
fn listed(folder: &std::path::Path, transaction: &str) -> Vec<(PathBuf, String)> {
    let manifest = std::fs::read_to_string(folder.join("MANIFEST.tsv")).unwrap();
    let rows = manifest.lines().skip(1).map(|line| line.split('\t').collect::<Vec<_>>());
    rows.filter(|row| row[3] == transaction).map(|row| (folder.join(row[0]), row[4].to_owned())).collect()
}

#[test]
fn every_public_835_is_posted_or_held_with_a_segment() {
    let Some(folder) = samples() else { return };
    let mut posted = 0;
    for (file, guide) in listed(&folder, "835") {
        let home = tempfile::tempdir().unwrap();
        let output = cleanclaim(home.path(), &["remit", "post", file.to_str().unwrap(), "--db", "sqlite://books.db"]);
        if !guide.starts_with("005010") {
            continue;
        }
        assert!(matches!(output.status.code(), Some(0 | 1)), "{}: {}", file.display(), text(&output.stderr));
        for row in crate::json_lines(&output) {
            posted += 1;
            match row["state"].as_str().unwrap() {
                "posted" => {}
                "held" => assert!(row["segment_index"].as_u64().is_some(), "{row}"),
                _ => assert!(
                    row["exceptions"]
                        .as_array()
                        .unwrap()
                        .iter()
                        .all(|exception| exception["segment_index"].as_u64() > Some(0)),
                    "{row}"
                ),
            }
        }
        let proof = cleanclaim(home.path(), &["report", "ledger-proof", "--db", "sqlite://books.db"]);
        assert_eq!(proof.status.code(), Some(0), "{}", file.display());
    }
    assert!(40 <= posted, "{posted}");
}
