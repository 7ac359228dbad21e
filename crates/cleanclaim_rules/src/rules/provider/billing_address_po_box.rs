use cleanclaim_model::{Field, FindingSink, ProviderField, ProviderRole, Severity};

use crate::rule::{Prevents, Rule};
use crate::{Context, Resolved};

declare_rule! {
    /// The billing provider's address is a post-office box or lockbox.
    ///
    /// ## Why
    /// The guides want the street address there; the box belongs into the pay-to address. Clearinghouses reject the claim.
    ///
    /// ## Flagged
    /// ```toml
    /// [billing.address]
    /// line1 = "P.O. Box 12"
    /// ```
    ///
    /// ## Clean
    /// ```toml
    /// [billing.address]
    /// line1 = "1 Test Street"
    /// ```
    "billing-address-po-box" BillingAddressPoBox {
        code: "CC0607",
        severity: Severity::Error,
        snip: 2,
        source: "ASC X12N/005010X222A1 and 005010X223A2, loop 2010AA, N3 (a street address)",
        since: "0.1.0",
        prevents: &[Prevents::Carc("16"), Prevents::Rarc("N258"), Prevents::Status("A7:503")],
    }
}

impl Rule for BillingAddressPoBox {
    fn check(&self, claim: &Resolved<'_>, _: &Context<'_>, sink: &mut dyn FindingSink) {
        let address = &claim.claim.billing.address;
        if [&address.line1, &address.line2].into_iter().any(|line| is_box(line)) {
            sink.emit(
                Self::finding("the billing provider's address is a post-office box")
                    .at(Field::Provider(ProviderRole::Billing, ProviderField::Address))
                    .expected("a street address; the box as pay-to address"),
            );
        }
    }
}

/// Letters and digits only are compared, so that points, spaces and case do not matter.
fn is_box(line: &str) -> bool {
    ["POBOX", "POSTOFFICEBOX", "LOCKBOX"].iter().any(|start| {
        let mut letters = line.bytes().filter(u8::is_ascii_alphanumeric).map(|byte| byte.to_ascii_uppercase());
        start.bytes().all(|wanted| letters.next() == Some(wanted))
    })
}
