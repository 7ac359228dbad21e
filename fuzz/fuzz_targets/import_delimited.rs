//! See `cleanclaim_import::fuzzing::delimited`.
#![no_main]

use cleanclaim_import::fuzzing::delimited;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| delimited(bytes));
