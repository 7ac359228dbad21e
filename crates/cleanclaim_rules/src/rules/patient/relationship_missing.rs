use cleanclaim_model::{FindingSink, PersonField, Severity};

use crate::rule::{Prevents, Rule};
use crate::{Context, Resolved};

declare_rule! {
    /// A claim does not say how the patient is related to the subscriber.
    ///
    /// ## Why
    /// The payer cannot tell whose benefits apply; the guides require it.
    ///
    /// ## Flagged
    /// ```toml
    /// relationship = ""
    /// ```
    ///
    /// ## Clean
    /// ```toml
    /// relationship = "18"
    /// ```
    "relationship-missing" RelationshipMissing {
        code: "CC0707",
        severity: Severity::Error,
        snip: 2,
        source: "ASC X12N/005010X222A1 and 005010X223A2, loops 2000B (SBR02) and 2000C (PAT01)",
        since: "0.1.0",
        prevents: &[Prevents::Carc("16")],
    }
}

impl Rule for RelationshipMissing {
    fn check(&self, claim: &Resolved<'_>, _: &Context<'_>, sink: &mut dyn FindingSink) {
        if claim.claim.relationship.is_empty() {
            sink.emit(
                Self::finding("the patient's relationship to the subscriber is missing")
                    .at(claim.patient_field(PersonField::Relationship))
                    .expected("18 for the subscriber, 01 for a spouse, 19 for a child, or another code"),
            );
        }
    }
}
