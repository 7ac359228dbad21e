//! Worlds and payers, from outside.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, reason = "tests")]

mod contract;
mod judge;
mod lint;
mod payer;
mod practice_side;
mod story;
mod tools;
mod world;
