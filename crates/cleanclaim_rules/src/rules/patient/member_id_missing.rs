use cleanclaim_model::{Field, FindingSink, PersonField, Severity};

use crate::rule::{Prevents, Rule};
use crate::{Context, Resolved};

declare_rule! {
    /// The subscriber has no member number.
    ///
    /// ## Why
    /// The payer finds nobody to cover and rejects the claim.
    ///
    /// ## Flagged
    /// ```toml
    /// [subscriber]
    /// member_id = ""
    /// ```
    ///
    /// ## Clean
    /// ```toml
    /// [subscriber]
    /// member_id = "TEST00002"
    /// ```
    "member-id-missing" MemberIdMissing {
        code: "CC0701",
        severity: Severity::Error,
        snip: 2,
        source: "ASC X12N/005010X222A1 and 005010X223A2, loop 2010BA, NM109 with MI (required)",
        since: "0.1.0",
        prevents: &[Prevents::Carc("31"), Prevents::Rarc("N382"), Prevents::Status("A6:164")],
    }
}

impl Rule for MemberIdMissing {
    fn check(&self, claim: &Resolved<'_>, _: &Context<'_>, sink: &mut dyn FindingSink) {
        if claim.claim.subscriber.member_id.expose().is_empty() {
            sink.emit(
                Self::finding("the subscriber's member number is missing")
                    .at(Field::Subscriber(PersonField::MemberId))
                    .expected("the number on the insurance card"),
            );
        }
    }
}
