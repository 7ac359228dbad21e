use cleanclaim_model::{ClaimField, Field, FindingSink, Severity};

use crate::rule::{Prevents, Rule};
use crate::{Applies, Context, Resolved};

declare_rule! {
    /// An institutional claim's admission is dated after the period that its statement covers.
    ///
    /// ## Why
    /// The stay cannot begin after it was billed.
    ///
    /// ## Flagged
    /// ```toml
    /// kind = "institutional"
    /// admission_date = 2026-05-08
    /// ```
    ///
    /// ## Clean
    /// ```toml
    /// kind = "institutional"
    /// admission_date = 2026-05-04
    /// ```
    "admission-after-statement" AdmissionAfterStatement {
        code: "CC0309",
        severity: Severity::Error,
        snip: 4,
        source: "ASC X12N/005010X223A2, loop 2300, DTP with 435 and 434",
        since: "0.1.0",
        applies: Applies::INSTITUTIONAL,
        prevents: &[Prevents::Carc("16"), Prevents::Rarc("MA40"), Prevents::Status("A8:189")],
    }
}

impl Rule for AdmissionAfterStatement {
    fn check(&self, claim: &Resolved<'_>, _: &Context<'_>, sink: &mut dyn FindingSink) {
        let (Some(admission), Some(last)) = (claim.claim.admission_date, claim.claim.statement_thru) else { return };
        if last < admission {
            sink.emit(
                Self::finding(format!("the admission is dated {admission}, the statement ends {last}"))
                    .at(Field::Claim(ClaimField::AdmissionDate))
                    .expected("an admission on or before the last day of the statement"),
            );
        }
    }
}
