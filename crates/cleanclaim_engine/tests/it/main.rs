//! The verbs on a small practice: safe to repeat, closed to other practices, and never sending anything twice.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, reason = "tests")]

mod deliver;
mod practice;
mod publisher;
mod repeat;
mod update;
