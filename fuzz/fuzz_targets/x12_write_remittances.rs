//! See `cleanclaim_x12::fuzzing::write_remittances_after_reading`.
#![no_main]

use cleanclaim_x12::fuzzing::write_remittances_after_reading;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| write_remittances_after_reading(bytes));
