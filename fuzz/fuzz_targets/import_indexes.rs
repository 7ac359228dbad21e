//! See `cleanclaim_import::fuzzing::official`; its kept inputs are indexes and tables of codes.
#![no_main]

use cleanclaim_import::fuzzing::official;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| official(bytes));
