use cleanclaim_model::{Field, FindingSink, PayerField, Severity};

use crate::rule::Rule;
use crate::{Context, Resolved};

declare_rule! {
    /// The claim is checked with the profile of another payer.
    ///
    /// ## Why
    /// Time limits and wishes of the one say nothing of the other.
    ///
    /// ## Flagged
    /// ```toml
    /// [payer]
    /// id = "EXHLT"
    /// [profile]
    /// payer_id = "OTHER"
    /// ```
    ///
    /// ## Clean
    /// ```toml
    /// [payer]
    /// id = "EXHLT"
    /// [profile]
    /// payer_id = "EXHLT"
    /// ```
    "profile-of-another-payer" ProfileOfAnotherPayer {
        code: "CC1005",
        severity: Severity::Warning,
        snip: 7,
        source: "payer profile, payer_id; ASC X12N/005010X222A1 and 005010X223A2, loop 2010BB, NM109",
        since: "0.1.0",
    }
}

impl Rule for ProfileOfAnotherPayer {
    fn check(&self, claim: &Resolved<'_>, cx: &Context<'_>, sink: &mut dyn FindingSink) {
        let (profile, payer) = (cx.profile.payer_id.as_str(), claim.claim.payer.id.as_str());
        if !profile.is_empty() && !payer.is_empty() && profile != payer {
            sink.emit(
                Self::finding(format!("the claim goes to payer {payer}, the profile is for {profile}"))
                    .at(Field::Payer(PayerField::Id))
                    .expected("the profile of the claim's payer"),
            );
        }
    }
}
