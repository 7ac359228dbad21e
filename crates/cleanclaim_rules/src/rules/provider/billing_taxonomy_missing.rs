use cleanclaim_model::{Field, FindingSink, ProviderField, ProviderRole, Severity};

use crate::rule::{Prevents, Rule};
use crate::{Context, Resolved};

declare_rule! {
    /// The payer pays only with the billing provider's taxonomy on the claim, and it is not there.
    ///
    /// ## Why
    /// Payers that enrol a provider under several specialties choose the contract by it; without it they deny.
    ///
    /// ## Flagged
    /// ```toml
    /// [billing]
    /// taxonomy = ""
    /// [profile]
    /// requires_billing_taxonomy = true
    /// ```
    ///
    /// ## Clean
    /// ```toml
    /// [billing]
    /// taxonomy = "261Q00000X"
    /// [profile]
    /// requires_billing_taxonomy = true
    /// ```
    "billing-taxonomy-missing" BillingTaxonomyMissing {
        code: "CC0605",
        severity: Severity::Error,
        snip: 7,
        source: "payer profile, requires_billing_taxonomy; ASC X12N/005010X222A1 and 005010X223A2, loop 2000A, PRV03",
        since: "0.1.0",
        prevents: &[Prevents::Carc("16"), Prevents::Rarc("N255"), Prevents::Status("A6:145")],
    }
}

impl Rule for BillingTaxonomyMissing {
    fn check(&self, claim: &Resolved<'_>, cx: &Context<'_>, sink: &mut dyn FindingSink) {
        if cx.profile.requires_billing_taxonomy && claim.claim.billing.taxonomy.is_none() {
            sink.emit(
                Self::finding("the billing provider's taxonomy is missing")
                    .at(Field::Provider(ProviderRole::Billing, ProviderField::Taxonomy))
                    .expected("the taxonomy code under which the payer enrolled the provider"),
            );
        }
    }
}
