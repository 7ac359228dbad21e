use cleanclaim_model::{ClaimField, Field, FindingSink, Severity};

use crate::rule::Rule;
use crate::{Context, Resolved};

declare_rule! {
    /// A claim's control number has more than 20 characters.
    ///
    /// ## Why
    /// Payers need only give back the first 20: the remittance may not match its claim.
    ///
    /// ## Flagged
    /// ```toml
    /// control_number = "PRACTICE-2026-000000001"
    /// ```
    ///
    /// ## Clean
    /// ```toml
    /// control_number = "PRACTICE-2026-000001"
    /// ```
    "control-number-too-long" ControlNumberTooLong {
        code: "CC0102",
        severity: Severity::Warning,
        snip: 2,
        source: "ASC X12N/005010X222A1 and 005010X223A2, loop 2300, CLM01",
        since: "0.1.0",
    }
}

impl Rule for ControlNumberTooLong {
    fn check(&self, claim: &Resolved<'_>, _: &Context<'_>, sink: &mut dyn FindingSink) {
        let length = claim.claim.control_number.chars().count();
        if LENGTH_MAX < length {
            sink.emit(
                Self::finding(format!("the control number has {length} characters"))
                    .at(Field::Claim(ClaimField::ControlNumber))
                    .expected("20 characters at most, which is what payers must give back"),
            );
        }
    }
}

/// What a receiver must store and return.
const LENGTH_MAX: usize = 20;
