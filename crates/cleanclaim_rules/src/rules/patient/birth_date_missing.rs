use cleanclaim_model::{FindingSink, PersonField, Severity};

use crate::rule::{Prevents, Rule};
use crate::{Context, Resolved};

declare_rule! {
    /// The patient has no birth date.
    ///
    /// ## Why
    /// Payers match people by it; the guides require it.
    ///
    /// ## Flagged
    /// ```toml
    /// [subscriber]
    /// birth_date = ""
    /// ```
    ///
    /// ## Clean
    /// ```toml
    /// [subscriber]
    /// birth_date = 1980-01-15
    /// ```
    "birth-date-missing" BirthDateMissing {
        code: "CC0703",
        severity: Severity::Error,
        snip: 2,
        source: "ASC X12N/005010X222A1 and 005010X223A2, loops 2010BA and 2010CA, DMG02 (required for the patient)",
        since: "0.1.0",
        prevents: &[Prevents::Carc("16"), Prevents::Rarc("N329"), Prevents::Status("A6:158")],
    }
}

impl Rule for BirthDateMissing {
    fn check(&self, claim: &Resolved<'_>, _: &Context<'_>, sink: &mut dyn FindingSink) {
        if claim.birth_date().is_none() {
            sink.emit(
                Self::finding("the patient's birth date is missing")
                    .at(claim.patient_field(PersonField::BirthDate))
                    .expected("the date as the payer has it"),
            );
        }
    }
}
