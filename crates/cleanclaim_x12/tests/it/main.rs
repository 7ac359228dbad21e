//! Behaviour of the crate as its users see it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, reason = "tests")]
#![allow(clippy::disallowed_types, clippy::disallowed_methods, reason = "tests read files and start the judge")]

mod acknowledgements;
mod claims;
mod findings;
mod fixtures;
mod judge;
mod properties;
mod remittances;
mod replay;
mod shared_files;
