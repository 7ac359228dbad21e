//! See `cleanclaim_codes::fuzzing::search`.
#![no_main]

use cleanclaim_codes::fuzzing::search;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| search(bytes));
