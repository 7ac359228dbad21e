//! See `cleanclaim_codes::fuzzing::image`.
#![no_main]

use cleanclaim_codes::fuzzing::image;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| image(bytes));
