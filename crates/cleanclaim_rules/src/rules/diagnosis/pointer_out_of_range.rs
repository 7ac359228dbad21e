use cleanclaim_model::{Field, FindingSink, LineField, Severity};

use crate::rule::{Prevents, Rule};
use crate::{Applies, Context, Facets, Resolved};

declare_rule! {
    /// A service line points at a diagnosis that the claim does not list.
    ///
    /// ## Why
    /// The payer cannot tell what the service was for and rejects the line.
    ///
    /// ## Flagged
    /// ```toml
    /// diagnoses = ["E119"]
    /// [[service_lines]]
    /// diagnosis_pointers = [2]
    /// ```
    ///
    /// ## Clean
    /// ```toml
    /// diagnoses = ["E119", "I10"]
    /// [[service_lines]]
    /// diagnosis_pointers = [2, 1]
    /// ```
    "pointer-out-of-range" PointerOutOfRange {
        code: "CC0406",
        severity: Severity::Error,
        snip: 2,
        source: "ASC X12N/005010X222A1, loop 2400, SV107",
        since: "0.1.0",
        applies: Applies::to(Facets::PROFESSIONAL.union(Facets::DENTAL)),
        prevents: &[Prevents::Carc("16"), Prevents::Rarc("M76"), Prevents::Status("A7:477")],
    }
}

impl Rule for PointerOutOfRange {
    fn check(&self, claim: &Resolved<'_>, _: &Context<'_>, sink: &mut dyn FindingSink) {
        let listed = claim.pointed_diagnoses().count();
        if listed == 0 && claim.is(Facets::PROFESSIONAL) {
            // The missing diagnoses are the defect then, not the pointers.
            return;
        }
        for line in &claim.claim.lines {
            for (position, pointer) in (1_u8..).zip(line.pointers).filter(|(_, pointer)| listed < usize::from(*pointer))
            {
                sink.emit(
                    Self::finding(format!("the line points at diagnosis {pointer}, the claim lists {listed}"))
                        .at(Field::Line(line.number, LineField::Pointer(position)))
                        .expected(format!("a number from 1 to {listed}")),
                );
            }
        }
    }
}
