use cleanclaim_model::{FindingSink, PersonField, Severity};

use crate::rule::{Prevents, Rule};
use crate::{Context, Resolved};

declare_rule! {
    /// A claim says that the patient is the subscriber and names another person as patient, or the other way round.
    ///
    /// ## Why
    /// The payer looks for the wrong person and rejects the claim.
    ///
    /// ## Flagged
    /// ```toml
    /// relationship = "19"
    /// ```
    ///
    /// ## Clean
    /// ```toml
    /// relationship = "19"
    /// [patient]
    /// birth_date = 2016-01-15
    /// ```
    "relationship-contradicts-patient" RelationshipContradictsPatient {
        code: "CC0708",
        severity: Severity::Error,
        snip: 2,
        source: "ASC X12N/005010X222A1 and 005010X223A2, loops 2000B (SBR02 is 18 or absent) and 2000C",
        since: "0.1.0",
        prevents: &[Prevents::Carc("31"), Prevents::Status("A8:158")],
    }
}

impl Rule for RelationshipContradictsPatient {
    fn check(&self, claim: &Resolved<'_>, _: &Context<'_>, sink: &mut dyn FindingSink) {
        let is_subscriber = match claim.claim.relationship.as_str() {
            "" => return,
            code => code == "18",
        };
        let found = match (is_subscriber, claim.claim.patient.is_some()) {
            (true, true) => "the patient is said to be the subscriber, but another person stands as patient",
            (false, false) => "the patient is said not to be the subscriber, but nobody else stands as patient",
            (true, false) | (false, true) => return,
        };
        sink.emit(
            Self::finding(found)
                .at(claim.patient_field(PersonField::Relationship))
                .expected("18 and no separate patient, or another code and the patient"),
        );
    }
}
