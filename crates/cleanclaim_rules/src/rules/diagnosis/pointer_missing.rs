use cleanclaim_model::{Field, FindingSink, LineField, Severity};

use crate::rule::{Prevents, Rule};
use crate::{Applies, Context, Facets, Resolved};

declare_rule! {
    /// A professional service line points at no diagnosis.
    ///
    /// ## Why
    /// The payer cannot tell what the service was for; the guide requires one pointer.
    ///
    /// ## Flagged
    /// ```toml
    /// [[service_lines]]
    /// diagnosis_pointers = []
    /// ```
    ///
    /// ## Clean
    /// ```toml
    /// [[service_lines]]
    /// diagnosis_pointers = [1]
    /// ```
    "pointer-missing" PointerMissing {
        code: "CC0405",
        severity: Severity::Error,
        snip: 2,
        source: "ASC X12N/005010X222A1, loop 2400, SV107-1 (required)",
        since: "0.1.0",
        applies: Applies::PROFESSIONAL.with(Facets::DIAGNOSES),
        prevents: &[Prevents::Carc("16"), Prevents::Rarc("M76"), Prevents::Status("A6:477")],
    }
}

impl Rule for PointerMissing {
    fn check(&self, claim: &Resolved<'_>, _: &Context<'_>, sink: &mut dyn FindingSink) {
        for line in claim.claim.lines.iter().filter(|line| line.pointers().next().is_none()) {
            sink.emit(
                Self::finding("the line points at no diagnosis")
                    .at(Field::Line(line.number, LineField::Pointer(1)))
                    .expected("the position of the diagnosis that the service was for"),
            );
        }
    }
}
