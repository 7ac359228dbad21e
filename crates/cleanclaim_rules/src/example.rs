//! Claims as small patches on a valid base claim: the examples of rules, and whoever else needs a claim in a few lines.
//!
//! The base is a clean claim of synthetic people for services on 2026-05-04 (`today` is 2026-06-01): an office visit, or with
//! `kind = "institutional"` an inpatient stay until 2026-05-06, or with `facility_code = "13"` (any other than 11, 18, 21, 28, 41)
//! too an outpatient visit, or with `kind = "dental"` a dental one. Keys change it:
//!
//! - Text of the claim, with the names that [`cleanclaim_model::Claim`] gives them: `control_number`, `assignment`, `release`,
//!   `relationship` and so on. Codes and money are text, dates are TOML dates; `""` takes a code, an amount or a date away.
//! - `charge` is the sum of the lines' charges unless it is given.
//! - `without = ["rendering", "attending"]` takes providers away; `[billing]`, `[rendering]` and the other roles change them or put
//!   them there.
//! - `[subscriber]` and `[patient]` (who is then not the subscriber), `[payer]`.
//! - `diagnoses = ["E119", "I10"]`, the first being the principal one; or tables `{ code, role, poa }`. A stay keeps its admitting
//!   diagnosis, which `admitting_diagnosis` changes.
//! - `procedures = [{ code, date }]`, `occurrences = [{ code, from, thru }]`.
//! - `[[service_lines]]` once for each line, every one a patch on the base claim's line; numbers count from 1. `service_lines = []`
//!   takes all away.
//! - `[[other_payers]]`, and in lines `adjudications`, for coordination of benefits; adjustments as `"CO-45 20.00"`.
//! - `today`, and `[profile]` as in a payer's profile.
//!
//! An unknown key is an error that names its line.
//!
//! ```
//! use cleanclaim_rules::example::Example;
//! let example = Example::from_toml(
//!     "diagnoses = ['E119', 'I10']\n[[service_lines]]\ncharge = '80.00'\n[[service_lines]]\ndiagnosis_pointers = [2]\n",
//! )?;
//! assert_eq!(example.claim.lines.len(), 2);
//! assert_eq!(example.claim.charge.dollars(), "$180.00");
//! assert!(Example::from_toml("diagnosis = 'E119'").is_err());
//! # Ok::<(), cleanclaim_rules::TomlError>(())
//! ```

mod base;
mod patch;

use cleanclaim_model::Claim;
use jiff::civil::Date;

use crate::PayerProfile;
use crate::form::{self, TomlError};

/// A claim with what else is given when it is checked.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Example {
    /// The claim.
    pub claim: Claim,
    /// Its payer's profile.
    pub profile: PayerProfile,
    /// The day on which it is checked.
    pub today: Date,
}

impl Example {
    /// Reads an example; empty text is the base claim.
    ///
    /// # Errors
    /// With line and column, when it is no TOML, a key is unknown or a value is none that the key can have.
    pub fn from_toml(text: &str) -> Result<Self, TomlError> {
        form::read_toml::<patch::ExamplePatch>(text).map(patch::ExamplePatch::apply)
    }
}
