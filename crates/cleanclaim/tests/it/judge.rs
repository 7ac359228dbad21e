//! A validator by others looks at the claim files that the practice sends.

use std::process::Command;

use crate::{cleanclaim, text};

/// Prints the names of the files that it does not accept.
const JUDGE: &str = "
import io, logging, sys
logging.disable(logging.CRITICAL)
from pyx12.params import ParamsBase
from pyx12.x12n_document import x12n_document
for name in sys.argv[1:]:
    if not x12n_document(ParamsBase(), name, io.StringIO(), None):
        print(name)
";

/// The Python with pyx12, or `None` after saying that the test is skipped. Under `CLEANCLAIM_TEST_ALL=1` a missing one is a failure.
fn python() -> Option<String> {
    let python = std::env::var("CLEANCLAIM_TEST_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let has_pyx12 =
        Command::new(&python).args(["-c", "import pyx12"]).output().is_ok_and(|output| output.status.success());
    if has_pyx12 {
        return Some(python);
    }
    assert!(
        std::env::var("CLEANCLAIM_TEST_ALL").as_deref() != Ok("1"),
        "CLEANCLAIM_TEST_ALL=1, and no Python with pyx12"
    );
    eprintln!("skipped: no Python with pyx12 (CLEANCLAIM_TEST_PYTHON names one)");
    None
}

#[test]
fn pyx12_accepts_every_claim_file_of_the_demo() {
    let Some(python) = python() else { return };
    let home = tempfile::tempdir().unwrap();
    let made = cleanclaim(home.path(), &["demo", "--encounters", "250", "--seed", "3", "--format", "json"]);
    assert_eq!(made.status.code(), Some(0), "{}", text(&made.stderr));
    let outbox = std::fs::read_dir(home.path().join("cleanclaim-demo/outbox")).unwrap();
    let files: Vec<_> = outbox.map(|entry| entry.unwrap().path()).collect();
    let has = |kind: &str| files.iter().any(|file| file.to_str().unwrap().contains(kind));
    assert!(has("837P") && has("837I"), "{files:?}");
    let output = Command::new(python).arg("-c").arg(JUDGE).args(&files).output().unwrap();
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert_eq!(text(&output.stdout), "");
}
