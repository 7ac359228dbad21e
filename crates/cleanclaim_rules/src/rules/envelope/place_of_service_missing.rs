use cleanclaim_model::{ClaimField, Field, FindingSink, Severity};

use crate::rule::{Prevents, Rule};
use crate::{Applies, Context, Facets, Resolved};

declare_rule! {
    /// A professional or dental claim has no place of service.
    ///
    /// ## Why
    /// The place decides coverage and the rate; the guides require it.
    ///
    /// ## Flagged
    /// ```toml
    /// place_of_service = ""
    /// ```
    ///
    /// ## Clean
    /// ```toml
    /// place_of_service = "11"
    /// ```
    "place-of-service-missing" PlaceOfServiceMissing {
        code: "CC0114",
        severity: Severity::Error,
        snip: 2,
        source: "ASC X12N/005010X222A1, loop 2300, CLM05-1",
        since: "0.1.0",
        applies: Applies::to(Facets::PROFESSIONAL.union(Facets::DENTAL)),
        prevents: &[Prevents::Carc("16"), Prevents::Rarc("M77"), Prevents::Status("A6:249")],
    }
}

impl Rule for PlaceOfServiceMissing {
    fn check(&self, claim: &Resolved<'_>, _: &Context<'_>, sink: &mut dyn FindingSink) {
        if claim.claim.place_of_service.is_none() {
            let finding = Self::finding("the claim has no place of service");
            sink.emit(finding.at(Field::Claim(ClaimField::PlaceOfService)).expected("a CMS place-of-service code"));
        }
    }
}
