use cleanclaim_model::{Field, FindingSink, ProviderField, ProviderRole, Severity};

use crate::rule::{Prevents, Rule};
use crate::{Context, Resolved};

declare_rule! {
    /// The billing provider's tax identification number is missing or has not nine digits.
    ///
    /// ## Why
    /// The payer reports what it pays to the tax office under this number, and rejects claims without it.
    ///
    /// ## Flagged
    /// ```toml
    /// [billing]
    /// tax_id = "99000001"
    /// ```
    ///
    /// ## Clean
    /// ```toml
    /// [billing]
    /// tax_id = "990000001"
    /// ```
    "billing-tax-id-malformed" BillingTaxIdMalformed {
        code: "CC0606",
        severity: Severity::Error,
        snip: 2,
        source: "ASC X12N/005010X222A1 and 005010X223A2, loop 2010AA, REF with EI or SY (required; nine digits)",
        since: "0.1.0",
        prevents: &[Prevents::Carc("16"), Prevents::Rarc("MA113"), Prevents::Status("A7:128")],
    }
}

impl Rule for BillingTaxIdMalformed {
    fn check(&self, claim: &Resolved<'_>, _: &Context<'_>, sink: &mut dyn FindingSink) {
        let tax_id = &claim.claim.billing.tax_id;
        if tax_id.len() != 9 || !tax_id.bytes().all(|byte| byte.is_ascii_digit()) {
            let found = if tax_id.is_empty() { "is missing" } else { "has not nine digits" };
            sink.emit(
                Self::finding(format!("the billing provider's tax number {found}"))
                    .at(Field::Provider(ProviderRole::Billing, ProviderField::TaxId))
                    .expected("nine digits without hyphen"),
            );
        }
    }
}
