#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, reason = "tests")]

mod claims;
mod docs;
mod edges;
mod example_errors;
mod examples;
mod linter;
mod profile;
mod shipped;
mod tables;
