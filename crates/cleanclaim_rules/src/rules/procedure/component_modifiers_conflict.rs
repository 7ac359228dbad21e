use cleanclaim_model::{Field, FindingSink, LineField, Severity};

use crate::rule::{Prevents, Rule};
use crate::{Applies, Context, Facets, Resolved};

declare_rule! {
    /// A service line asks for the professional component (26) and the technical component (TC) together.
    ///
    /// ## Why
    /// Both together are the whole service, which is billed without either; the line is denied.
    ///
    /// ## Flagged
    /// ```toml
    /// [[service_lines]]
    /// modifiers = ["26", "TC"]
    /// ```
    ///
    /// ## Clean
    /// ```toml
    /// [[service_lines]]
    /// modifiers = ["26"]
    /// ```
    "component-modifiers-conflict" ComponentModifiersConflict {
        code: "CC0508",
        severity: Severity::Error,
        snip: 5,
        source: "CMS Medicare Claims Processing Manual (Pub. 100-04), chapter 13, sections 20.1 and 20.2",
        since: "0.1.0",
        applies: Applies::to(Facets::MODIFIERS),
        prevents: &[Prevents::Carc("4"), Prevents::Rarc("N519"), Prevents::Status("A7:453")],
    }
}

impl Rule for ComponentModifiersConflict {
    fn check(&self, claim: &Resolved<'_>, _: &Context<'_>, sink: &mut dyn FindingSink) {
        for line in &claim.claim.lines {
            let has = |modifier: &str| line.modifiers.contains(modifier);
            if has("26") && has("TC") {
                sink.emit(
                    Self::finding("modifiers 26 and TC stand together")
                        .at(Field::Line(line.number, LineField::Modifiers))
                        .expected("neither for the whole service, or one of the two"),
                );
            }
        }
    }
}
