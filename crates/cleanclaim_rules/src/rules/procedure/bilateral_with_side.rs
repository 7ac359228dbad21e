use cleanclaim_model::{Field, FindingSink, LineField, Severity};

use crate::rule::{Prevents, Rule};
use crate::{Applies, Context, Facets, Resolved};

declare_rule! {
    /// A service line says "both sides" (modifier 50) and names one of them (LT or RT).
    ///
    /// ## Why
    /// The two contradict each other; the line is denied for its combination of modifiers.
    ///
    /// ## Flagged
    /// ```toml
    /// [[service_lines]]
    /// modifiers = ["50", "LT"]
    /// ```
    ///
    /// ## Clean
    /// ```toml
    /// [[service_lines]]
    /// modifiers = ["50"]
    /// ```
    "bilateral-with-side" BilateralWithSide {
        code: "CC0507",
        severity: Severity::Error,
        snip: 5,
        source: "CMS Medicare Claims Processing Manual (Pub. 100-04), chapter 12, section 40.7",
        since: "0.1.0",
        applies: Applies::to(Facets::MODIFIERS),
        prevents: &[Prevents::Carc("4"), Prevents::Rarc("N519"), Prevents::Status("A7:453")],
    }
}

impl Rule for BilateralWithSide {
    fn check(&self, claim: &Resolved<'_>, _: &Context<'_>, sink: &mut dyn FindingSink) {
        for line in &claim.claim.lines {
            let has = |modifier: &str| line.modifiers.contains(modifier);
            if has("50") && (has("LT") || has("RT")) {
                sink.emit(
                    Self::finding("modifier 50 stands with LT or RT")
                        .at(Field::Line(line.number, LineField::Modifiers))
                        .expected("50 alone for both sides, or LT or RT for one"),
                );
            }
        }
    }
}
