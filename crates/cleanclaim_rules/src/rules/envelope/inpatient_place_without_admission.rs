use cleanclaim_model::{ClaimField, Field, FindingSink, PlaceOfService, Severity};

use crate::rule::{Prevents, Rule};
use crate::{Applies, Context, Resolved};

declare_rule! {
    /// A service was given to an inpatient (place of service 21, 51 or 61), but the claim has no admission date.
    ///
    /// ## Why
    /// The payer matches the visit with the hospital's stay by that date.
    ///
    /// ## Flagged
    /// ```toml
    /// place_of_service = "21"
    /// ```
    ///
    /// ## Clean
    /// ```toml
    /// place_of_service = "21"
    /// admission_date = 2026-05-01
    /// ```
    "inpatient-place-without-admission" InpatientPlaceWithoutAdmission {
        code: "CC0116",
        severity: Severity::Error,
        snip: 4,
        source: "ASC X12N/005010X222A1, loop 2300, DTP with 435 (required for inpatient visits); CMS Medicare Claims Processing Manual (Pub. 100-04), chapter 26, section 10.4, item 18",
        since: "0.1.0",
        applies: Applies::PROFESSIONAL,
        prevents: &[Prevents::Carc("16"), Prevents::Rarc("MA40"), Prevents::Status("A6:189")],
    }
}

impl Rule for InpatientPlaceWithoutAdmission {
    fn check(&self, claim: &Resolved<'_>, _: &Context<'_>, sink: &mut dyn FindingSink) {
        let inpatient = |place: PlaceOfService| matches!(place.as_str(), "21" | "51" | "61");
        let places = core::iter::once(claim.claim.place_of_service)
            .chain(claim.claim.lines.iter().map(|line| line.place_of_service));
        let Some(place) = places.flatten().find(|place| inpatient(*place)) else { return };
        if claim.claim.admission_date.is_none() {
            sink.emit(
                Self::finding(format!("place of service {place} without an admission date"))
                    .at(Field::Claim(ClaimField::AdmissionDate))
                    .code(place.as_str())
                    .expected("the date on which the patient was admitted"),
            );
        }
    }
}
