//! See `cleanclaim_import::fuzzing::zst`.
#![no_main]

use cleanclaim_import::fuzzing::zst;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| zst(bytes));
