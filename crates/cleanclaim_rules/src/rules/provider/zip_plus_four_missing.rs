use cleanclaim_model::{Field, FindingSink, ProviderField, ProviderRole, Severity};

use crate::rule::{Prevents, Rule};
use crate::{Context, Resolved};

declare_rule! {
    /// The ZIP code of the billing provider or of the service facility has not nine digits.
    ///
    /// ## Why
    /// The guides want the full code; Medicare chooses the rate by it.
    ///
    /// ## Flagged
    /// ```toml
    /// [billing.address]
    /// zip = "75001"
    /// ```
    ///
    /// ## Clean
    /// ```toml
    /// [billing.address]
    /// zip = "750010001"
    /// ```
    "zip-plus-four-missing" ZipPlusFourMissing {
        code: "CC0608",
        severity: Severity::Error,
        snip: 2,
        source: "ASC X12N/005010X222A1 and 005010X223A2, loops 2010AA and 2310C or 2310E, N403 (nine digits in the United States)",
        since: "0.1.0",
        prevents: &[Prevents::Carc("16"), Prevents::Rarc("N258"), Prevents::Status("A7:500")],
    }
}

impl Rule for ZipPlusFourMissing {
    fn check(&self, claim: &Resolved<'_>, _: &Context<'_>, sink: &mut dyn FindingSink) {
        let facility =
            claim.claim.service_facility.as_deref().map(|facility| (ProviderRole::ServiceFacility, facility));
        for (role, provider) in core::iter::once((ProviderRole::Billing, &*claim.claim.billing)).chain(facility) {
            let address = &provider.address;
            let domestic = matches!(address.country.as_str(), "" | "US");
            let full = address.zip.len() == 9 && address.zip.bytes().all(|byte| byte.is_ascii_digit());
            if domestic && !full {
                sink.emit(
                    Self::finding(format!("the {}'s ZIP code has not nine digits", holder(role)))
                        .at(Field::Provider(role, ProviderField::Address))
                        .expected("nine digits without hyphen"),
                );
            }
        }
    }
}

fn holder(role: ProviderRole) -> &'static str {
    if role == ProviderRole::Billing { "billing provider" } else { "service facility" }
}
