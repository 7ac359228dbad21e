#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, reason = "tests")]

mod audit;
mod both;
mod claims;
mod events;
mod figures;
mod files;
mod jobs;
mod ledger;
mod open;
mod remittances;
mod round_trip;
mod sample;
mod sessions;
mod tenancy;
