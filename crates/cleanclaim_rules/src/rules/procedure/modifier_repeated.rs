use cleanclaim_model::{Field, FindingSink, LineField, Severity};

use crate::rule::{Prevents, Rule};
use crate::{Applies, Context, Facets, Resolved};

declare_rule! {
    /// A service line has the same modifier twice.
    ///
    /// ## Why
    /// A repetition says nothing; payers reject the line.
    ///
    /// ## Flagged
    /// ```toml
    /// [[service_lines]]
    /// modifiers = ["25", "25"]
    /// ```
    ///
    /// ## Clean
    /// ```toml
    /// [[service_lines]]
    /// modifiers = ["25"]
    /// ```
    "modifier-repeated" ModifierRepeated {
        code: "CC0506",
        severity: Severity::Error,
        snip: 4,
        source: "ASC X12N/005010X222A1 and 005010X223A2, loop 2400, SV101-3 to SV101-6 and SV202-3 to SV202-6",
        since: "0.1.0",
        applies: Applies::to(Facets::MODIFIERS),
        prevents: &[Prevents::Carc("4"), Prevents::Rarc("N519"), Prevents::Status("A7:453")],
    }
}

impl Rule for ModifierRepeated {
    fn check(&self, claim: &Resolved<'_>, _: &Context<'_>, sink: &mut dyn FindingSink) {
        for line in &claim.claim.lines {
            for (position, modifier) in (1_u8..).zip(line.modifiers.iter()) {
                let mut earlier = line.modifiers.iter().take(usize::from(position) - 1);
                if earlier.any(|other| other == modifier) {
                    sink.emit(
                        Self::finding(format!("modifier {modifier} is there more than once"))
                            .at(Field::Line(line.number, LineField::Modifier(position)))
                            .code(modifier.as_str())
                            .expected("each modifier once"),
                    );
                }
            }
        }
    }
}
