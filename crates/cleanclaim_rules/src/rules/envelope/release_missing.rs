use cleanclaim_model::{ClaimField, Field, FindingSink, Severity};

use crate::rule::{Prevents, Rule};
use crate::{Context, Resolved};

declare_rule! {
    /// A claim does not say whether the patient lets the provider release information.
    ///
    /// ## Why
    /// The guides require it; payers reject the claim.
    ///
    /// ## Flagged
    /// ```toml
    /// release = ""
    /// ```
    ///
    /// ## Clean
    /// ```toml
    /// release = "Y"
    /// ```
    "release-missing" ReleaseMissing {
        code: "CC0109",
        severity: Severity::Error,
        snip: 2,
        source: "ASC X12N/005010X222A1 and 005010X223A2, loop 2300, CLM09",
        since: "0.1.0",
        prevents: &[Prevents::Carc("16"), Prevents::Rarc("MA58")],
    }
}

impl Rule for ReleaseMissing {
    fn check(&self, claim: &Resolved<'_>, _: &Context<'_>, sink: &mut dyn FindingSink) {
        if !matches!(claim.claim.release.as_str(), "Y" | "I") {
            let finding = Self::finding("the claim does not say whether information may be released");
            sink.emit(
                finding.at(Field::Claim(ClaimField::Release)).expected("Y (signed statement) or I (informed consent)"),
            );
        }
    }
}
