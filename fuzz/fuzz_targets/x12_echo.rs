//! See `cleanclaim_x12::fuzzing::echo_is_identity`.
#![no_main]

use cleanclaim_x12::fuzzing::echo_is_identity;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| echo_is_identity(bytes));
