//! Tests of the crate through its public interface.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, reason = "tests")]

mod csv_read;
mod csv_round_trip;
mod fuzz_replay;
mod json;
mod places;
