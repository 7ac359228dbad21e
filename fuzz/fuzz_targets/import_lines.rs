//! See `cleanclaim_import::fuzzing::lines`.
#![no_main]

use cleanclaim_import::fuzzing::lines;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| lines(bytes));
