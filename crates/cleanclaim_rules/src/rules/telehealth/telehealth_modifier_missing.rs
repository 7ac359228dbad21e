use cleanclaim_model::{Field, FindingSink, LineField, Severity};

use crate::rule::{Prevents, Rule};
use crate::{Applies, Context, Needs, Resolved};

declare_rule! {
    /// A service is billed at a place that says telehealth, without the modifier that the payer wants with it.
    ///
    /// ## Why
    /// The payer denies the line for a missing modifier.
    ///
    /// ## Flagged
    /// ```toml
    /// place_of_service = "10"
    /// [profile.telehealth]
    /// places = ["02", "10"]
    /// modifiers = ["95", "93"]
    /// place_requires_modifier = true
    /// ```
    ///
    /// ## Clean
    /// ```toml
    /// place_of_service = "10"
    /// [profile.telehealth]
    /// places = ["02", "10"]
    /// modifiers = ["95", "93"]
    /// place_requires_modifier = true
    /// [[service_lines]]
    /// modifiers = ["95"]
    /// ```
    "telehealth-modifier-missing" TelehealthModifierMissing {
        code: "CC0901",
        severity: Severity::Error,
        snip: 7,
        source: "payer profile, telehealth; CMS Medicare Claims Processing Manual (Pub. 100-04), chapter 12, section 190",
        since: "0.1.0",
        applies: Applies::PROFESSIONAL,
        needs: Needs::TELEHEALTH,
        prevents: &[Prevents::Carc("4"), Prevents::Rarc("N822"), Prevents::Status("A7:453")],
    }
}

impl Rule for TelehealthModifierMissing {
    fn check(&self, claim: &Resolved<'_>, cx: &Context<'_>, sink: &mut dyn FindingSink) {
        let Some(policy) = cx.profile.telehealth.as_ref().filter(|policy| policy.place_requires_modifier) else {
            return;
        };
        for line in &claim.claim.lines {
            let Some(place) = claim.place_of(line).filter(|place| policy.places.contains(place)) else { continue };
            if line.modifiers.iter().any(|modifier| policy.modifiers.contains(&modifier)) {
                continue;
            }
            let wanted: Vec<&str> = policy.modifiers.iter().map(|modifier| modifier.as_str()).collect();
            sink.emit(
                Self::finding(format!("place of service {place} without a telehealth modifier"))
                    .at(Field::Line(line.number, LineField::Modifiers))
                    .code(place.as_str())
                    .expected(format!("one of {}", wanted.join(", "))),
            );
        }
    }
}
