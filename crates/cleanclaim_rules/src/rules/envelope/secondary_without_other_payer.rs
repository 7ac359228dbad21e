use cleanclaim_model::{ClaimField, Field, FindingSink, Responsibility, Severity};

use crate::rule::{Prevents, Rule};
use crate::{Context, Resolved};

declare_rule! {
    /// A claim for a secondary or later payer does not say who pays first and what was paid.
    ///
    /// ## Why
    /// The payer cannot work out what is left and denies the claim.
    ///
    /// ## Flagged
    /// ```toml
    /// responsibility = "S"
    /// ```
    ///
    /// ## Clean
    /// ```toml
    /// responsibility = "S"
    /// [[other_payers]]
    /// paid = "80.00"
    /// adjustments = ["CO-45 20.00"]
    /// ```
    "secondary-without-other-payer" SecondaryWithoutOtherPayer {
        code: "CC0118",
        severity: Severity::Error,
        snip: 4,
        source: "ASC X12N/005010X222A1 and 005010X223A2, loops 2000B (SBR01) and 2320",
        since: "0.1.0",
        prevents: &[Prevents::Carc("22"), Prevents::Rarc("MA04")],
    }
}

impl Rule for SecondaryWithoutOtherPayer {
    fn check(&self, claim: &Resolved<'_>, _: &Context<'_>, sink: &mut dyn FindingSink) {
        let later = match claim.claim.responsibility {
            Responsibility::Primary => false,
            Responsibility::Secondary | Responsibility::Tertiary => true,
            Responsibility::Other(letter) => matches!(letter, b'A'..=b'H'),
        };
        if later && claim.claim.other_payers.is_empty() {
            sink.emit(
                Self::finding("the payer is not the first, but no other payer is named")
                    .at(Field::Claim(ClaimField::Responsibility))
                    .expected("the payers before it, each with what it paid and adjusted"),
            );
        }
    }
}
