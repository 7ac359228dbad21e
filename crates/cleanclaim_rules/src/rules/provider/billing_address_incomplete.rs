use cleanclaim_model::{Field, FindingSink, ProviderField, ProviderRole, Severity};

use crate::rule::{Prevents, Rule};
use crate::{Context, Resolved};

declare_rule! {
    /// The billing provider's street, city or state is missing.
    ///
    /// ## Why
    /// The guides require them; the file is rejected.
    ///
    /// ## Flagged
    /// ```toml
    /// [billing.address]
    /// city = ""
    /// ```
    ///
    /// ## Clean
    /// ```toml
    /// [billing.address]
    /// city = "Testville"
    /// ```
    "billing-address-incomplete" BillingAddressIncomplete {
        code: "CC0609",
        severity: Severity::Error,
        snip: 2,
        source: "ASC X12N/005010X222A1 and 005010X223A2, loop 2010AA, N3 and N4 (required)",
        since: "0.1.0",
        prevents: &[Prevents::Carc("16"), Prevents::Rarc("N258"), Prevents::Status("A6:503")],
    }
}

impl Rule for BillingAddressIncomplete {
    fn check(&self, claim: &Resolved<'_>, _: &Context<'_>, sink: &mut dyn FindingSink) {
        let address = &claim.claim.billing.address;
        let domestic = matches!(address.country.as_str(), "" | "US");
        let missing = if address.line1.is_empty() {
            "street"
        } else if address.city.is_empty() {
            "city"
        } else if domestic && address.state.is_empty() {
            "state"
        } else {
            return;
        };
        sink.emit(
            Self::finding(format!("the {missing} of the billing provider's address is missing"))
                .at(Field::Provider(ProviderRole::Billing, ProviderField::Address))
                .expected("street, city and state"),
        );
    }
}
