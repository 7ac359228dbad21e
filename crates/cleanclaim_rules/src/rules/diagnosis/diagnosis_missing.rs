use cleanclaim_model::{ClaimField, Field, FindingSink, Severity};

use crate::rule::{Prevents, Rule};
use crate::{Applies, Context, Facets, Resolved};

declare_rule! {
    /// A professional or institutional claim lists no diagnosis.
    ///
    /// ## Why
    /// Without one nothing shows that the service was needed; the guides require it.
    ///
    /// ## Flagged
    /// ```toml
    /// diagnoses = []
    /// ```
    ///
    /// ## Clean
    /// ```toml
    /// diagnoses = ["E119"]
    /// ```
    "diagnosis-missing" DiagnosisMissing {
        code: "CC0401",
        severity: Severity::Error,
        snip: 2,
        source: "ASC X12N/005010X222A1 and 005010X223A2, loop 2300, HI (required)",
        since: "0.1.0",
        applies: Applies::to(Facets::PROFESSIONAL.union(Facets::INSTITUTIONAL)),
        prevents: &[Prevents::Carc("16"), Prevents::Rarc("M76"), Prevents::Status("A6:254")],
    }
}

impl Rule for DiagnosisMissing {
    fn check(&self, claim: &Resolved<'_>, _: &Context<'_>, sink: &mut dyn FindingSink) {
        if claim.pointed_diagnoses().next().is_none() {
            let finding = Self::finding("the claim lists no diagnosis");
            sink.emit(
                finding.at(Field::Claim(ClaimField::Diagnoses)).expected("the diagnosis that led to the service"),
            );
        }
    }
}
