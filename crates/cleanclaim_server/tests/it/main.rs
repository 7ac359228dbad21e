//! The application as a browser meets it, over a practice in a SQLite file of its own.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, unreachable_pub, reason = "tests")]

mod audit;
mod browser;
mod client;
mod forms;
mod headers;
mod practice;
mod routes;
mod serve;
mod sessions;
mod silence;
mod tools;
mod webdriver;
