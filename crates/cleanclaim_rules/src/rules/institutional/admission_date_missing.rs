use cleanclaim_model::{ClaimField, Field, FindingSink, Severity};

use crate::rule::{Prevents, Rule};
use crate::{Applies, Context, Resolved};

declare_rule! {
    /// A stay has no admission date.
    ///
    /// ## Why
    /// The guide requires it; the length of the stay and the payment window count from it.
    ///
    /// ## Flagged
    /// ```toml
    /// kind = "institutional"
    /// admission_date = ""
    /// ```
    ///
    /// ## Clean
    /// ```toml
    /// kind = "institutional"
    /// admission_date = 2026-05-04
    /// ```
    "admission-date-missing" AdmissionDateMissing {
        code: "CC0803",
        severity: Severity::Error,
        snip: 4,
        source: "ASC X12N/005010X223A2, loop 2300, DTP with 435 (required for inpatient stays)",
        since: "0.1.0",
        applies: Applies::INPATIENT,
        prevents: &[Prevents::Carc("16"), Prevents::Rarc("MA40"), Prevents::Status("A6:189")],
    }
}

impl Rule for AdmissionDateMissing {
    fn check(&self, claim: &Resolved<'_>, _: &Context<'_>, sink: &mut dyn FindingSink) {
        if claim.claim.admission_date.is_none() {
            let finding = Self::finding("the stay has no admission date");
            sink.emit(
                finding
                    .at(Field::Claim(ClaimField::AdmissionDate))
                    .expected("the day on which the patient was admitted"),
            );
        }
    }
}
