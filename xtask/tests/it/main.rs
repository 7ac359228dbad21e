//! `tidy`: what this repository promises about itself, as ordinary tests.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, reason = "tests")]

mod code;
mod documents;
mod layers;
mod licences;
mod patients;
mod sources;
mod text;
mod tree;
