use cleanclaim_model::{ClaimField, Field, FindingSink, Severity};

use crate::rule::{Prevents, Rule};
use crate::{Applies, Context, Facets, Resolved};

declare_rule! {
    /// A claim says that an accident caused the services but not when it happened.
    ///
    /// ## Why
    /// The payer needs the date to find the insurer that pays first; the guide requires it.
    ///
    /// ## Flagged
    /// ```toml
    /// related_causes = ["OA"]
    /// ```
    ///
    /// ## Clean
    /// ```toml
    /// related_causes = ["OA"]
    /// accident_date = 2026-05-01
    /// ```
    "accident-date-missing" AccidentDateMissing {
        code: "CC0111",
        severity: Severity::Error,
        snip: 4,
        source: "ASC X12N/005010X222A1, loop 2300, DTP with 439 (required when CLM11 has AA or OA)",
        since: "0.1.0",
        applies: Applies::to(Facets::PROFESSIONAL.union(Facets::DENTAL)),
        prevents: &[Prevents::Carc("16"), Prevents::Rarc("N305")],
    }
}

impl Rule for AccidentDateMissing {
    fn check(&self, claim: &Resolved<'_>, _: &Context<'_>, sink: &mut dyn FindingSink) {
        let accident = claim.claim.related_causes.iter().any(|cause| matches!(cause.as_str(), "AA" | "OA"));
        if accident && claim.claim.accident_date.is_none() {
            sink.emit(
                Self::finding("an accident is named as cause, but its date is missing")
                    .at(Field::Claim(ClaimField::AccidentDate))
                    .expected("the date of the accident"),
            );
        }
    }
}
