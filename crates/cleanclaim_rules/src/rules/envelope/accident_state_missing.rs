use cleanclaim_model::{ClaimField, Field, FindingSink, Severity};

use crate::rule::{Prevents, Rule};
use crate::{Applies, Context, Facets, Resolved};

declare_rule! {
    /// A claim says that a car accident caused the services but not in which state.
    ///
    /// ## Why
    /// The state decides which insurance pays first; the guide requires it.
    ///
    /// ## Flagged
    /// ```toml
    /// related_causes = ["AA"]
    /// accident_date = 2026-05-01
    /// ```
    ///
    /// ## Clean
    /// ```toml
    /// related_causes = ["AA"]
    /// accident_date = 2026-05-01
    /// accident_state = "TX"
    /// ```
    "accident-state-missing" AccidentStateMissing {
        code: "CC0112",
        severity: Severity::Error,
        snip: 4,
        source: "ASC X12N/005010X222A1, loop 2300, CLM11-4 (required when CLM11 has AA)",
        since: "0.1.0",
        applies: Applies::to(Facets::PROFESSIONAL.union(Facets::DENTAL)),
        prevents: &[Prevents::Carc("16")],
    }
}

impl Rule for AccidentStateMissing {
    fn check(&self, claim: &Resolved<'_>, _: &Context<'_>, sink: &mut dyn FindingSink) {
        let automobile = claim.claim.related_causes.iter().any(|cause| cause == "AA");
        if automobile && claim.claim.accident_state.is_empty() {
            sink.emit(
                Self::finding("an automobile accident is named as cause, but not its state")
                    .at(Field::Claim(ClaimField::RelatedCauses))
                    .expected("the state's two letters in CLM11-4"),
            );
        }
    }
}
