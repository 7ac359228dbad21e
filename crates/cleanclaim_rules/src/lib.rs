//! Claim lint: one rule a file, each with its source and its examples.
//!
//! A [`Linter`] runs every rule that can apply to a claim and emits findings into a `FindingSink`. What a rule needs and was not
//! given (a table, an edition for the service date, an item of the payer's profile) is counted as [`NotChecked`]: unchecked is never
//! reported as clean. This crate deliberately knows no file format, no clock and no payer by name: a payer's peculiarities are plain
//! data in a [`PayerProfile`].
//!
//! ```
//! use cleanclaim_codes::CodeSets;
//! use cleanclaim_model::{Claim, Date, Finding};
//! use cleanclaim_rules::{Context, Linter, PayerProfile};
//!
//! let profile = PayerProfile::from_toml("name = 'Example Health'\ntimely_filing_days = 180\n")?;
//! let codes = CodeSets::new(&[]);
//! let context = Context::new(&codes, &profile, Date::new(2026, 6, 1)?);
//! let mut linter = Linter::new();
//! let mut findings: Vec<Finding> = Vec::new();
//! let outcome = linter.lint(&Claim::default(), &context, &mut findings);
//! assert!(outcome.has_errors());
//! assert!(findings.iter().any(|finding| finding.rule == "no-service-lines"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
#![deny(clippy::float_arithmetic)]

mod context;
pub mod example;
mod facets;
mod form;
mod linter;
mod manual;
mod profile;
mod resolved;
#[macro_use]
mod rule;
mod rules;

pub use context::{Context, Needs};
pub use facets::{Applies, Facets};
pub use form::TomlError;
pub use linter::{Linter, NotChecked, Outcome, Summary};
pub use manual::{explain, find, manual};
pub use profile::{
    CodePattern, Correction, DrugPolicy, PayerProfile, PriorAuthorizationPolicy, ReferringPolicy, TelehealthPolicy,
};
pub use resolved::{CodeStatus, Resolved, ResolvedDiagnosis, ResolvedProcedure};
pub use rule::{Declared, Prevents, Rule, RuleMeta};
pub use rules::{FAMILIES, Family, rules};
