//! See `cleanclaim_x12::fuzzing::read_everything`.
#![no_main]

use cleanclaim_x12::fuzzing::read_everything;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| read_everything(bytes));
