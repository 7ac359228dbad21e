use cleanclaim_model::{FindingSink, PersonField, Severity};

use crate::rule::{Prevents, Rule};
use crate::{Context, Resolved};

declare_rule! {
    /// The patient's sex is missing.
    ///
    /// ## Why
    /// The guides require it; U stands for unknown.
    ///
    /// ## Flagged
    /// ```toml
    /// [subscriber]
    /// sex = ""
    /// ```
    ///
    /// ## Clean
    /// ```toml
    /// [subscriber]
    /// sex = "F"
    /// ```
    "sex-missing" SexMissing {
        code: "CC0706",
        severity: Severity::Error,
        snip: 2,
        source: "ASC X12N/005010X222A1 and 005010X223A2, loops 2010BA and 2010CA, DMG03 (F, M or U; required for the patient)",
        since: "0.1.0",
        prevents: &[Prevents::Carc("16"), Prevents::Rarc("MA39"), Prevents::Status("A6:157")],
    }
}

impl Rule for SexMissing {
    fn check(&self, claim: &Resolved<'_>, _: &Context<'_>, sink: &mut dyn FindingSink) {
        if claim.sex().is_none() {
            sink.emit(
                Self::finding("the patient's sex is missing")
                    .at(claim.patient_field(PersonField::Sex))
                    .expected("F, M, or U for unknown"),
            );
        }
    }
}
