use cleanclaim_model::{FindingSink, PersonField, Severity};

use crate::rule::{Prevents, Rule};
use crate::{Context, Resolved};

declare_rule! {
    /// The patient's birth date lies in the future.
    ///
    /// ## Why
    /// Nobody is born yet then; mostly the century or the year is mistyped.
    ///
    /// ## Flagged
    /// ```toml
    /// today = 2026-06-01
    /// [subscriber]
    /// birth_date = 2026-07-01
    /// ```
    ///
    /// ## Clean
    /// ```toml
    /// today = 2026-06-01
    /// [subscriber]
    /// birth_date = 1980-01-15
    /// ```
    "birth-date-in-future" BirthDateInFuture {
        code: "CC0704",
        severity: Severity::Error,
        snip: 2,
        source: "ASC X12N/005010X222A1 and 005010X223A2, loops 2010BA and 2010CA, DMG02",
        since: "0.1.0",
        prevents: &[Prevents::Carc("16"), Prevents::Rarc("N329"), Prevents::Status("A7:158")],
    }
}

impl Rule for BirthDateInFuture {
    fn check(&self, claim: &Resolved<'_>, cx: &Context<'_>, sink: &mut dyn FindingSink) {
        if claim.birth_date().is_some_and(|birth| cx.today < birth) {
            sink.emit(
                Self::finding("the patient's birth date is after today")
                    .at(claim.patient_field(PersonField::BirthDate))
                    .expected("today or earlier"),
            );
        }
    }
}
