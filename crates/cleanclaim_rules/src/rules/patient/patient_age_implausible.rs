use cleanclaim_model::{FindingSink, PersonField, Severity};

use crate::rule::{Prevents, Rule};
use crate::{Context, Resolved};

declare_rule! {
    /// The patient would have been older than 124 on the day of service.
    ///
    /// ## Why
    /// Mostly the century of the birth date is wrong.
    ///
    /// ## Flagged
    /// ```toml
    /// [subscriber]
    /// birth_date = 1880-01-15
    /// ```
    ///
    /// ## Clean
    /// ```toml
    /// [subscriber]
    /// birth_date = 1930-01-15
    /// ```
    "patient-age-implausible" PatientAgeImplausible {
        code: "CC0705",
        severity: Severity::Warning,
        snip: 4,
        source: "CMS, Definitions of Medicare Code Edits v43.1, edit 14 (invalid age: 0 to 124)",
        since: "0.1.0",
        prevents: &[Prevents::Carc("16"), Prevents::Rarc("N329"), Prevents::Status("A7:158")],
    }
}

impl Rule for PatientAgeImplausible {
    fn check(&self, claim: &Resolved<'_>, _: &Context<'_>, sink: &mut dyn FindingSink) {
        if claim.age_years().is_some_and(|age_years| AGE_YEARS_MAX < age_years) {
            sink.emit(
                Self::finding("the patient would be older than 124")
                    .at(claim.patient_field(PersonField::BirthDate))
                    .expected("a birth date within 124 years of the service"),
            );
        }
    }
}

const AGE_YEARS_MAX: u16 = 124;
