//! See `cleanclaim_import::fuzzing::tsv`.
#![no_main]

use cleanclaim_import::fuzzing::tsv;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| tsv(bytes));
