use cleanclaim_model::{ClaimField, Field, FindingSink, Severity};

use crate::rule::{Prevents, Rule};
use crate::{Applies, Context, Resolved};

declare_rule! {
    /// A stay does not say from where the patient came.
    ///
    /// ## Why
    /// The guide requires it; payers judge transfers and readmissions by it.
    ///
    /// ## Flagged
    /// ```toml
    /// kind = "institutional"
    /// admission_source = ""
    /// ```
    ///
    /// ## Clean
    /// ```toml
    /// kind = "institutional"
    /// admission_source = "1"
    /// ```
    "admission-source-missing" AdmissionSourceMissing {
        code: "CC0805",
        severity: Severity::Error,
        snip: 4,
        source: "ASC X12N/005010X223A2, loop 2300, CL102 (required for stays)",
        since: "0.1.0",
        applies: Applies::INPATIENT,
        prevents: &[Prevents::Carc("16"), Prevents::Rarc("MA42"), Prevents::Status("A6:229")],
    }
}

impl Rule for AdmissionSourceMissing {
    fn check(&self, claim: &Resolved<'_>, _: &Context<'_>, sink: &mut dyn FindingSink) {
        if claim.claim.admission_source.is_none() {
            let finding = Self::finding("the point of origin is missing");
            sink.emit(finding.at(Field::Claim(ClaimField::AdmissionSource)).expected("the point-of-origin code"));
        }
    }
}
