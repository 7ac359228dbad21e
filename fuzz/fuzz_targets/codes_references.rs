//! See `cleanclaim_codes::fuzzing::references`.
#![no_main]

use cleanclaim_codes::fuzzing::references;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| references(bytes));
