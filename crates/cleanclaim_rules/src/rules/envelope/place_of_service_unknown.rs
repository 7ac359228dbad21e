use cleanclaim_codes::Set;
use cleanclaim_model::{ClaimField, Field, FindingSink, LineField, PlaceOfService, Severity};

use crate::rule::{Prevents, Rule};
use crate::{Applies, Context, Facets, Needs, Resolved};

declare_rule! {
    /// A place of service is no code of the CMS list.
    ///
    /// ## Why
    /// The payer cannot tell which rate applies and rejects the claim.
    ///
    /// ## Flagged
    /// ```toml
    /// place_of_service = "78"
    /// ```
    ///
    /// ## Clean
    /// ```toml
    /// place_of_service = "22"
    /// ```
    "place-of-service-unknown" PlaceOfServiceUnknown {
        code: "CC0115",
        severity: Severity::Error,
        snip: 5,
        source: "CMS, Place of Service Codes for Professional Claims",
        since: "0.1.0",
        applies: Applies::to(Facets::PROFESSIONAL.union(Facets::DENTAL)),
        needs: Needs::PLACE_OF_SERVICE,
        prevents: &[Prevents::Carc("5"), Prevents::Rarc("M77"), Prevents::Status("A7:249")],
    }
}

impl Rule for PlaceOfServiceUnknown {
    fn check(&self, claim: &Resolved<'_>, cx: &Context<'_>, sink: &mut dyn FindingSink) {
        let mut check = |place: Option<PlaceOfService>, field: Field| {
            let (Some(place), Some(on)) = (place, claim.coding_date) else { return };
            if cx.codes.place_of_service().lookup(place, on).is_billable() {
                return;
            }
            let edition = cx.edition(Set::PlaceOfService, claim.coding_date);
            sink.emit(
                Self::finding(format!("place of service {place} is not in the list of CMS"))
                    .at(field)
                    .code(place.as_str())
                    .expected("a code of the list that is in force on the date of service")
                    .table(Set::PlaceOfService.name(), edition, place.as_str()),
            );
        };
        check(claim.claim.place_of_service, Field::Claim(ClaimField::PlaceOfService));
        for line in &claim.claim.lines {
            check(line.place_of_service, Field::Line(line.number, LineField::PlaceOfService));
        }
    }
}
