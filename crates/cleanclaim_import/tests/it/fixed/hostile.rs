//! Damaged files: whatever is changed in a file of each kind, the import says so or takes it, and never fails.

use std::path::PathBuf;

use cleanclaim_import::fuzzing;
use cleanclaim_import::official::{Options, import};
use proptest::prelude::*;

use super::TODAY;

fn kept() -> Vec<(String, Vec<u8>)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/fuzz/import_lines");
    let files = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    let mut kept: Vec<_> = files
        .map(|path| (path.file_name().unwrap().to_str().unwrap().to_owned(), std::fs::read(&path).unwrap()))
        .collect();
    kept.sort();
    kept
}

#[test]
fn kept_inputs_are_replayed_and_each_is_of_another_kind() {
    let mut kinds = Vec::new();
    for (name, bytes) in kept() {
        fuzzing::lines(&bytes);
        let imported = import([(name.as_str(), bytes.as_slice())], &Options::on(TODAY));
        let kind = imported.members[0].kind.unwrap_or_else(|| panic!("{name} is read by nobody"));
        // Diagnoses and procedures have one layout.
        if name != "order-procedures.txt" {
            kinds.push(kind);
        }
    }
    let count = kinds.len();
    kinds.sort_unstable();
    kinds.dedup();
    assert_eq!(kinds.len(), count);
    assert!(20 <= count, "{count}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn damaged_files_are_survived(
        which in any::<prop::sample::Index>(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
        cut in any::<prop::sample::Index>(),
    ) {
        let kept = kept();
        let mut bytes = kept[which.index(kept.len())].1.clone();
        for (at, value) in changes {
            let at = at.index(bytes.len());
            bytes[at] = value;
        }
        fuzzing::lines(&bytes);
        bytes.truncate(cut.index(bytes.len()));
        fuzzing::lines(&bytes);
    }

    #[test]
    fn a_line_that_is_repeated_or_missing_is_survived(
        which in any::<prop::sample::Index>(), line in any::<prop::sample::Index>(), again in 0..3_usize,
    ) {
        let kept = kept();
        let text = String::from_utf8(kept[which.index(kept.len())].1.clone()).unwrap();
        let mut lines: Vec<&str> = text.lines().collect();
        let at = line.index(lines.len());
        let one = lines.remove(at);
        (0..again).for_each(|_| lines.insert(at, one));
        fuzzing::lines(lines.join("\n").as_bytes());
    }
}
