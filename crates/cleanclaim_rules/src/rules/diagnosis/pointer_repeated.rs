use cleanclaim_model::{Field, FindingSink, LineField, Severity};

use crate::rule::{Prevents, Rule};
use crate::{Applies, Context, Facets, Resolved};

declare_rule! {
    /// A service line points at the same diagnosis twice.
    ///
    /// ## Why
    /// The second pointer says nothing and takes the place of one that could; some payers reject it.
    ///
    /// ## Flagged
    /// ```toml
    /// diagnoses = ["E119", "I10"]
    /// [[service_lines]]
    /// diagnosis_pointers = [1, 1]
    /// ```
    ///
    /// ## Clean
    /// ```toml
    /// diagnoses = ["E119", "I10"]
    /// [[service_lines]]
    /// diagnosis_pointers = [1, 2]
    /// ```
    "pointer-repeated" PointerRepeated {
        code: "CC0407",
        severity: Severity::Warning,
        snip: 4,
        source: "ASC X12N/005010X222A1, loop 2400, SV107",
        since: "0.1.0",
        applies: Applies::to(Facets::PROFESSIONAL.union(Facets::DENTAL)),
        prevents: &[Prevents::Status("A7:477")],
    }
}

impl Rule for PointerRepeated {
    fn check(&self, claim: &Resolved<'_>, _: &Context<'_>, sink: &mut dyn FindingSink) {
        for line in &claim.claim.lines {
            for (position, pointer) in (1_u8..).zip(line.pointers).filter(|(_, pointer)| *pointer != 0) {
                let earlier = line.pointers.iter().take(usize::from(position) - 1);
                if earlier.into_iter().any(|other| *other == pointer) {
                    sink.emit(
                        Self::finding(format!("the line points at diagnosis {pointer} more than once"))
                            .at(Field::Line(line.number, LineField::Pointer(position)))
                            .expected("each diagnosis once"),
                    );
                }
            }
        }
    }
}
