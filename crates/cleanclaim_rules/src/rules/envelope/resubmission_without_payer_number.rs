use cleanclaim_model::{ClaimField, Field, FindingSink, Severity};

use crate::rule::{Prevents, Rule};
use crate::{Applies, Context, Facets, Resolved};

declare_rule! {
    /// A replacement or void does not say which claim of the payer it replaces or voids.
    ///
    /// ## Why
    /// Without the payer's own claim number the payer finds no original: it rejects the claim or denies it as a duplicate.
    ///
    /// ## Flagged
    /// ```toml
    /// frequency = "7"
    /// ```
    ///
    /// ## Clean
    /// ```toml
    /// frequency = "7"
    /// payer_control_number = "P2026000001"
    /// [profile]
    /// corrected_filing_days = 365
    /// ```
    "resubmission-without-payer-number" ResubmissionWithoutPayerNumber {
        code: "CC0105",
        severity: Severity::Error,
        snip: 4,
        source: "ASC X12N/005010X222A1 and 005010X223A2, loop 2300, REF with F8 (required when CLM05-3 is 7 or 8)",
        since: "0.1.0",
        applies: Applies::to(Facets::RESUBMISSION),
        prevents: &[Prevents::Carc("16"), Prevents::Rarc("M47"), Prevents::Status("A6:464")],
    }
}

impl Rule for ResubmissionWithoutPayerNumber {
    fn check(&self, claim: &Resolved<'_>, _: &Context<'_>, sink: &mut dyn FindingSink) {
        if claim.claim.payer_control_number.is_empty() {
            let frequency = claim.claim.frequency.as_char();
            sink.emit(
                Self::finding(format!("frequency {frequency} without the payer's claim number"))
                    .at(Field::Claim(ClaimField::PayerControlNumber))
                    .expected("the payer's number of the original claim, from its remittance"),
            );
        }
    }
}
