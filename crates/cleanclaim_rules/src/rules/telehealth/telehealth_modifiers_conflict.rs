use cleanclaim_model::{Field, FindingSink, LineField, Severity};

use crate::rule::{Prevents, Rule};
use crate::{Applies, Context, Facets, Resolved};

declare_rule! {
    /// A line says that the visit had no picture (modifier 93) and that it had one (95 or GT).
    ///
    /// ## Why
    /// The two exclude each other; the line is denied for its combination of modifiers.
    ///
    /// ## Flagged
    /// ```toml
    /// place_of_service = "10"
    /// [[service_lines]]
    /// modifiers = ["93", "95"]
    /// ```
    ///
    /// ## Clean
    /// ```toml
    /// place_of_service = "10"
    /// [[service_lines]]
    /// modifiers = ["95"]
    /// ```
    "telehealth-modifiers-conflict" TelehealthModifiersConflict {
        code: "CC0903",
        severity: Severity::Error,
        snip: 6,
        source: "CMS Medicare Claims Processing Manual (Pub. 100-04), chapter 12, section 190; modifiers 93 (audio only) and 95 (audio and video)",
        since: "0.1.0",
        applies: Applies::to(Facets::MODIFIERS),
        prevents: &[Prevents::Carc("4"), Prevents::Rarc("N519"), Prevents::Status("A7:453")],
    }
}

impl Rule for TelehealthModifiersConflict {
    fn check(&self, claim: &Resolved<'_>, _: &Context<'_>, sink: &mut dyn FindingSink) {
        for line in &claim.claim.lines {
            let has = |modifier: &str| line.modifiers.contains(modifier);
            if has("93") && (has("95") || has("GT")) {
                sink.emit(
                    Self::finding("modifier 93 (audio only) stands with 95 or GT (video)")
                        .at(Field::Line(line.number, LineField::Modifiers))
                        .expected("93 for a call without picture, 95 or GT for one with it"),
                );
            }
        }
    }
}
