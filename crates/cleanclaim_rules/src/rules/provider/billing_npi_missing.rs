use cleanclaim_model::{Field, FindingSink, ProviderField, ProviderRole, Severity};

use crate::rule::{Prevents, Rule};
use crate::{Context, Resolved};

declare_rule! {
    /// The billing provider has no National Provider Identifier.
    ///
    /// ## Why
    /// HIPAA requires it of every provider that can have one; clearinghouses reject the claim.
    ///
    /// ## Flagged
    /// ```toml
    /// [billing]
    /// npi = ""
    /// ```
    ///
    /// ```toml
    /// [billing]
    /// npi = ""
    /// other_id = "990000001"
    /// other_id_qualifier = "24"
    /// ```
    ///
    /// ## Clean
    /// ```toml
    /// [billing]
    /// npi = "1234567893"
    /// ```
    "billing-npi-missing" BillingNpiMissing {
        code: "CC0601",
        severity: Severity::Error,
        snip: 2,
        source: "ASC X12N/005010X222A1 and 005010X223A2, loop 2010AA, NM109; 45 CFR 162.410",
        since: "0.1.0",
        prevents: &[Prevents::Carc("206"), Prevents::Rarc("N257"), Prevents::Status("A6:562")],
    }
}

impl Rule for BillingNpiMissing {
    fn check(&self, claim: &Resolved<'_>, _: &Context<'_>, sink: &mut dyn FindingSink) {
        let billing = &claim.claim.billing;
        let wrong_npi = !billing.other_id.is_empty() && billing.other_id_qualifier == "XX";
        if billing.npi.is_none() && !wrong_npi {
            sink.emit(
                Self::finding("the billing provider has no NPI")
                    .at(Field::Provider(ProviderRole::Billing, ProviderField::Npi))
                    .expected("ten digits beginning with 1 or 2"),
            );
        }
    }
}
