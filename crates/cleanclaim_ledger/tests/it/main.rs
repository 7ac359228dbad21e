#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, reason = "tests")]

mod claim_payment;
mod entry;
mod outcome;
mod policy;
mod properties;
mod remittance;
mod sample;
