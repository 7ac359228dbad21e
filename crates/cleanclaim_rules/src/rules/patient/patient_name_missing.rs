use cleanclaim_model::{Field, FindingSink, PersonField, Severity};

use crate::rule::{Prevents, Rule};
use crate::{Context, Resolved};

declare_rule! {
    /// The patient, or the subscriber, has no last name.
    ///
    /// ## Why
    /// Payers match people by number and name; the guides require it.
    ///
    /// ## Flagged
    /// ```toml
    /// [subscriber]
    /// last_name = ""
    /// ```
    ///
    /// ## Clean
    /// ```toml
    /// [subscriber]
    /// last_name = "Testa"
    /// ```
    "patient-name-missing" PatientNameMissing {
        code: "CC0702",
        severity: Severity::Error,
        snip: 2,
        source: "ASC X12N/005010X222A1 and 005010X223A2, loops 2010BA and 2010CA, NM103 (required)",
        since: "0.1.0",
        prevents: &[Prevents::Carc("16"), Prevents::Rarc("MA36"), Prevents::Status("A6:125")],
    }
}

impl Rule for PatientNameMissing {
    fn check(&self, claim: &Resolved<'_>, _: &Context<'_>, sink: &mut dyn FindingSink) {
        let patient = claim.claim.patient.as_deref().map(|patient| (patient, Field::Patient(PersonField::Name)));
        let subscriber = (&*claim.claim.subscriber, Field::Subscriber(PersonField::Name));
        for (person, field) in core::iter::once(subscriber).chain(patient) {
            if person.name.expose().last.is_empty() {
                sink.emit(
                    Self::finding("the last name is missing").at(field).expected("the name on the insurance card"),
                );
            }
        }
    }
}
