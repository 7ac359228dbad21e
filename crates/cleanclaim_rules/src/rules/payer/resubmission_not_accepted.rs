use cleanclaim_model::{ClaimField, Field, FindingSink, Frequency, Severity};

use crate::rule::{Prevents, Rule};
use crate::{Applies, Context, Correction, Facets, Resolved};

declare_rule! {
    /// A claim replaces or voids another one, and the payer does not take such claims.
    ///
    /// ## Why
    /// Payers that correct by reopening or by a new claim reject frequency 7, or deny it as a duplicate.
    ///
    /// ## Flagged
    /// ```toml
    /// frequency = "7"
    /// payer_control_number = "P2026000001"
    /// [profile]
    /// correction = "new-claim"
    /// ```
    ///
    /// ## Clean
    /// ```toml
    /// frequency = "7"
    /// payer_control_number = "P2026000001"
    /// [profile]
    /// correction = "replace"
    /// ```
    "resubmission-not-accepted" ResubmissionNotAccepted {
        code: "CC1004",
        severity: Severity::Error,
        snip: 7,
        source: "payer profile, accepts_frequency_7_8 and correction",
        since: "0.1.0",
        applies: Applies::to(Facets::RESUBMISSION),
        prevents: &[Prevents::Carc("16"), Prevents::Rarc("N142"), Prevents::Status("A7:535")],
    }
}

impl Rule for ResubmissionNotAccepted {
    fn check(&self, claim: &Resolved<'_>, cx: &Context<'_>, sink: &mut dyn FindingSink) {
        let expected = match (cx.profile.accepts_frequency_7_8, cx.profile.correction, claim.claim.frequency) {
            (false, Correction::Replace, _) => "a new claim with frequency 1, or what else the payer agreed to",
            (_, Correction::Reopening, _) => "a reopening: no claim",
            (_, Correction::NewClaim, Frequency::REPLACEMENT) | (false, Correction::NewClaim, _) => {
                "a new claim with frequency 1"
            }
            (true, Correction::NewClaim | Correction::Replace, _) => return,
        };
        let frequency = claim.claim.frequency.as_char();
        sink.emit(
            Self::finding(format!("the payer does not take claims of frequency {frequency}"))
                .at(Field::Claim(ClaimField::Frequency))
                .expected(expected),
        );
    }
}
