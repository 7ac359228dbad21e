use cleanclaim_model::{FindingSink, PersonField, Severity};

use crate::rule::{Prevents, Rule};
use crate::{Context, Resolved};

declare_rule! {
    /// The service was given before the patient was born.
    ///
    /// ## Why
    /// One of the two dates is wrong, or the claim is under the wrong member of the family (services before a birth are the mother's).
    ///
    /// ## Flagged
    /// ```toml
    /// [subscriber]
    /// birth_date = 2026-05-05
    /// ```
    ///
    /// ## Clean
    /// ```toml
    /// [subscriber]
    /// birth_date = 1980-01-15
    /// ```
    "service-before-birth" ServiceBeforeBirth {
        code: "CC0304",
        severity: Severity::Error,
        snip: 4,
        source: "ASC X12N/005010X222A1 and 005010X223A2, loops 2010BA and 2010CA (DMG02) and 2400 (DTP with 472)",
        since: "0.1.0",
        prevents: &[Prevents::Carc("14"), Prevents::Rarc("N329"), Prevents::Status("A8:158")],
    }
}

impl Rule for ServiceBeforeBirth {
    fn check(&self, claim: &Resolved<'_>, cx: &Context<'_>, sink: &mut dyn FindingSink) {
        let (Some(birth), Some(from)) = (claim.birth_date(), claim.service_from) else { return };
        if from < birth && birth <= cx.today {
            sink.emit(
                Self::finding("the first day of service is before the patient's birth")
                    .at(claim.patient_field(PersonField::BirthDate))
                    .expected("a birth date on or before the first day of service"),
            );
        }
    }
}
