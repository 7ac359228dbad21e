use cleanclaim_model::{ClaimField, Field, FindingSink, Severity};

use crate::rule::{Prevents, Rule};
use crate::{Applies, Context, Resolved};

declare_rule! {
    /// An institutional claim has no type of admission or visit.
    ///
    /// ## Why
    /// The guide requires it on every institutional claim.
    ///
    /// ## Flagged
    /// ```toml
    /// kind = "institutional"
    /// admission_type = ""
    /// ```
    ///
    /// ## Clean
    /// ```toml
    /// kind = "institutional"
    /// admission_type = "3"
    /// ```
    "admission-type-missing" AdmissionTypeMissing {
        code: "CC0804",
        severity: Severity::Error,
        snip: 2,
        source: "ASC X12N/005010X223A2, loop 2300, CL101 (required)",
        since: "0.1.0",
        applies: Applies::INSTITUTIONAL,
        prevents: &[Prevents::Carc("16"), Prevents::Rarc("MA41"), Prevents::Status("A6:231")],
    }
}

impl Rule for AdmissionTypeMissing {
    fn check(&self, claim: &Resolved<'_>, _: &Context<'_>, sink: &mut dyn FindingSink) {
        if claim.claim.admission_type.is_none() {
            let finding = Self::finding("the type of admission is missing");
            sink.emit(
                finding
                    .at(Field::Claim(ClaimField::AdmissionType))
                    .expected("1 emergency, 2 urgent, 3 elective, 4 newborn, 5 trauma or 9 unknown"),
            );
        }
    }
}
