//! See `cleanclaim_x12::fuzzing::read_claims`.
#![no_main]

use cleanclaim_x12::fuzzing::read_claims;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| read_claims(bytes));
