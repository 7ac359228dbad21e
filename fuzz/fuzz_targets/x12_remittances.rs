//! See `cleanclaim_x12::fuzzing::read_remittances`.
#![no_main]

use cleanclaim_x12::fuzzing::read_remittances;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| read_remittances(bytes));
