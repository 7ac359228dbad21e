use cleanclaim_model::{Field, FindingSink, LineField, Severity};

use crate::rule::{Prevents, Rule};
use crate::{Applies, Context, Facets, Needs, Resolved};

declare_rule! {
    /// A service carries a telehealth modifier at a place that does not say telehealth, and the payer wants both.
    ///
    /// ## Why
    /// The payer denies the line because modifier and place contradict each other.
    ///
    /// ## Flagged
    /// ```toml
    /// place_of_service = "11"
    /// [profile.telehealth]
    /// places = ["02", "10"]
    /// modifiers = ["95"]
    /// modifier_requires_place = true
    /// [[service_lines]]
    /// modifiers = ["95"]
    /// ```
    ///
    /// ## Clean
    /// ```toml
    /// place_of_service = "02"
    /// [profile.telehealth]
    /// places = ["02", "10"]
    /// modifiers = ["95"]
    /// modifier_requires_place = true
    /// [[service_lines]]
    /// modifiers = ["95"]
    /// ```
    "telehealth-modifier-outside-place" TelehealthModifierOutsidePlace {
        code: "CC0902",
        severity: Severity::Error,
        snip: 7,
        source: "payer profile, telehealth; CMS Medicare Claims Processing Manual (Pub. 100-04), chapter 12, section 190",
        since: "0.1.0",
        applies: Applies::PROFESSIONAL.with(Facets::MODIFIERS),
        needs: Needs::TELEHEALTH,
        prevents: &[Prevents::Carc("5"), Prevents::Rarc("M77"), Prevents::Status("A7:249")],
    }
}

impl Rule for TelehealthModifierOutsidePlace {
    fn check(&self, claim: &Resolved<'_>, cx: &Context<'_>, sink: &mut dyn FindingSink) {
        let Some(policy) = cx.profile.telehealth.as_ref().filter(|policy| policy.modifier_requires_place) else {
            return;
        };
        for line in &claim.claim.lines {
            let Some(modifier) = line.modifiers.iter().find(|modifier| policy.modifiers.contains(modifier)) else {
                continue;
            };
            let Some(place) = claim.place_of(line).filter(|place| !policy.places.contains(place)) else { continue };
            let wanted: Vec<&str> = policy.places.iter().map(|place| place.as_str()).collect();
            sink.emit(
                Self::finding(format!("telehealth modifier {modifier} at place of service {place}"))
                    .at(Field::Line(line.number, LineField::PlaceOfService))
                    .code(modifier.as_str())
                    .expected(format!("place of service {}", wanted.join(" or "))),
            );
        }
    }
}
