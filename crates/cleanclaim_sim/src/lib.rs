//! Seeded encounters and simulated payers that answer real bytes with real bytes.
//!
//! A [`World`] is a practice group with clinicians, patients, three payers and six months of encounters with notes, all synthetic:
//! family names, streets, payers and dollars were made up for this project, and numbers are of kinds that cannot be real. Some
//! encounters carry a mistake, each listed. This crate writes nowhere itself: files go to a [`FileSink`].
//!
//! ```
//! use cleanclaim_sim::{MemoryFiles, World, WorldConfig};
//! let today = jiff::civil::date(2026, 11, 23);
//! let world = World::generate(WorldConfig { seed: 1, today, encounters: 20 })?;
//! let mut files = MemoryFiles::default();
//! world.write(&mut files)?;
//! assert!(files.files.contains_key("encounters.csv"));
//! assert!(files.files.contains_key("notes/E000020.txt"));
//! # Ok::<(), cleanclaim_sim::SimError>(())
//! ```
#![deny(clippy::float_arithmetic)]

mod desk;
mod dice;
mod error;
mod files;
mod payer;
mod world;

pub use desk::{PROFILES, PayerDesk};
pub use error::SimError;
pub use files::{FileSink, MemoryFiles};
pub use payer::{Event, Fault, OutFile, OutKind, Payer, PayerTruth, SentRemittance};
pub use world::*;
