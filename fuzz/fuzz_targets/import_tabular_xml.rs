//! See `cleanclaim_import::fuzzing::tabular_xml`.
#![no_main]

use cleanclaim_import::fuzzing::tabular_xml;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| tabular_xml(bytes));
