use std::path::Path;

use cleanclaim_import::fuzzing;
use proptest::prelude::*;

use crate::LIST;

type Target = fn(&[u8]);

#[test]
fn kept_inputs_are_replayed() {
    let targets: [(&str, Target); 5] = [
        ("import_tsv", fuzzing::tsv),
        ("import_tabular_xml", fuzzing::tabular_xml),
        ("import_indexes", fuzzing::official),
        ("import_zst", fuzzing::zst),
        ("import_ncci", fuzzing::ncci),
    ];
    for (target, run) in targets {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/fuzz").join(target);
        let mut count = 0;
        for file in std::fs::read_dir(&folder).unwrap() {
            run(&std::fs::read(file.unwrap().path()).unwrap());
            count += 1;
        }
        assert!(0 < count, "no kept input for {target}");
    }
}

proptest! {
    #[test]
    fn damaged_lists_are_survived(cut in 0..LIST.len(), at in any::<proptest::sample::Index>(), value in any::<u8>()) {
        let mut bytes = LIST.as_bytes().to_vec();
        let at = at.index(bytes.len());
        bytes[at] = value;
        fuzzing::tabular_xml(&bytes);
        bytes.truncate(cut);
        fuzzing::tabular_xml(&bytes);
    }

    #[test]
    fn arbitrary_tables_are_survived(body in "([A-Z0-9.]{0,9}\t[0-9-]{0,10}\t[0-9-]{0,10}\t(billable|header|x)\t[a-z,]{0,9}\t\\PC{0,9}\n){0,4}") {
        fuzzing::tsv(format!("code\tfrom\tto\tkind\tflags\ttitle\n{body}").as_bytes());
    }

    #[test]
    fn arbitrary_bytes_are_survived(bytes in proptest::collection::vec(any::<u8>(), 0..256)) {
        fuzzing::tsv(&bytes);
        fuzzing::tabular_xml(&bytes);
        fuzzing::official(&bytes);
        fuzzing::zst(&bytes);
        fuzzing::ncci(&bytes);
    }
}
