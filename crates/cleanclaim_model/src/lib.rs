//! The nouns of medical billing: claims, remittances, money, codes, findings.
//!
//! This crate owns what the words mean and how their values are checked. It deliberately knows no file format, no code table and no
//! database: those are the crates above it.
//!
//! ```
//! use cleanclaim_model::{Cents, Icd10, Npi};
//! let charge = Cents::parse("125.5")?;
//! assert_eq!(charge.to_string(), "125.5");
//! assert_eq!(charge.dollars(), "$125.50");
//! assert_eq!(Icd10::parse("E11.9")?.as_str(), "E119");
//! assert!(Npi::parse("1234567893").is_ok());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
#![deny(clippy::float_arithmetic)]

mod acknowledgement;
mod claim;
mod code;
mod date;
mod encounter;
mod field;
mod finding;
mod id;
mod money;
mod npi;
mod party;
mod phi;
mod remittance;
pub mod state;

pub use acknowledgement::*;
pub use claim::*;
pub use code::*;
pub use date::{DateError, ccyymmdd, parse_ccyymmdd, parse_date_range};
pub use encounter::*;
pub use field::*;
pub use finding::*;
pub use id::*;
pub use money::{AmountError, Cents};
pub use npi::{Npi, NpiError};
pub use party::*;
pub use phi::Phi;
pub use remittance::*;

/// Short text, kept inline up to 24 bytes.
pub type Text = compact_str::CompactString;

/// The calendar day type used everywhere, re-exported so that users need not name the crate.
pub use jiff::civil::Date;
