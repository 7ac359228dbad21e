//! See `cleanclaim_import::fuzzing::ncci`.
#![no_main]

use cleanclaim_import::fuzzing::ncci;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| ncci(bytes));
