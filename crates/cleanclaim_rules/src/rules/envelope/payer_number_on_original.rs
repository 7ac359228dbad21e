use cleanclaim_model::{ClaimField, Field, FindingSink, Frequency, Severity};

use crate::rule::{Prevents, Rule};
use crate::{Context, Resolved};

declare_rule! {
    /// An original claim carries the payer's number of an earlier claim.
    ///
    /// ## Why
    /// Either it is a correction and should say so by its frequency, or the number is left over: some payers reject it, others take
    /// the claim as new and deny it as a duplicate.
    ///
    /// ## Flagged
    /// ```toml
    /// frequency = "1"
    /// payer_control_number = "P2026000001"
    /// ```
    ///
    /// ## Clean
    /// ```toml
    /// frequency = "1"
    /// ```
    "payer-number-on-original" PayerNumberOnOriginal {
        code: "CC0106",
        severity: Severity::Warning,
        snip: 4,
        source: "ASC X12N/005010X222A1 and 005010X223A2, loop 2300, REF with F8 and CLM05-3",
        since: "0.1.0",
        prevents: &[Prevents::Carc("18"), Prevents::Status("A7:535")],
    }
}

impl Rule for PayerNumberOnOriginal {
    fn check(&self, claim: &Resolved<'_>, _: &Context<'_>, sink: &mut dyn FindingSink) {
        let original = claim.claim.frequency == Frequency::ORIGINAL;
        if original && !claim.claim.payer_control_number.is_empty() {
            sink.emit(
                Self::finding("an original claim (frequency 1) carries a payer's claim number")
                    .at(Field::Claim(ClaimField::Frequency))
                    .expected("frequency 7 or 8 for a correction, or no payer's claim number"),
            );
        }
    }
}
