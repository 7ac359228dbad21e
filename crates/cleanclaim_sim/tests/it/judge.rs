//! A validator by others looks at what the payers send.

use std::process::Command;

use crate::practice_side::season;
use crate::tools::tool_or_skip;
use crate::world::world;

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

#[test]
fn pyx12_accepts_every_answer_and_every_remittance() {
    let python = std::env::var("CLEANCLAIM_TEST_PYTHON").ok();
    let Some(python) = tool_or_skip(python, "a Python with pyx12", "CLEANCLAIM_TEST_PYTHON") else { return };
    let folder = tempfile::tempdir().unwrap();
    let world = world(31, 40);
    let mut names = Vec::new();
    for desk in &world.desks {
        for file in season(&world, desk, 31).out {
            let name = folder.path().join(file.name);
            std::fs::write(&name, file.bytes).unwrap();
            names.push(name);
        }
    }
    assert!(30 < names.len());
    let output = Command::new(python).arg("-c").arg(JUDGE).args(&names).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(String::from_utf8_lossy(&output.stdout), "");
}
