//! Who bills, renders, refers, attends and operates.

mod attending_provider_missing;
mod billing_address_incomplete;
mod billing_address_po_box;
mod billing_npi_missing;
mod billing_tax_id_malformed;
mod billing_taxonomy_missing;
mod npi_invalid;
mod operating_provider_missing;
mod provider_name_missing;
mod provider_npi_missing;
mod rendering_provider_missing;
mod zip_plus_four_missing;

use cleanclaim_model::{Claim, Provider, ProviderRole};

use crate::rule::Rule;

/// By code.
pub(crate) const RULES: &[&dyn Rule] = &[
    &billing_npi_missing::BillingNpiMissing,
    &npi_invalid::NpiInvalid,
    &provider_npi_missing::ProviderNpiMissing,
    &rendering_provider_missing::RenderingProviderMissing,
    &billing_taxonomy_missing::BillingTaxonomyMissing,
    &billing_tax_id_malformed::BillingTaxIdMalformed,
    &billing_address_po_box::BillingAddressPoBox,
    &zip_plus_four_missing::ZipPlusFourMissing,
    &billing_address_incomplete::BillingAddressIncomplete,
    &attending_provider_missing::AttendingProviderMissing,
    &operating_provider_missing::OperatingProviderMissing,
    &provider_name_missing::ProviderNameMissing,
];

/// Every provider that stands at the claim (not at a line), with its role.
fn providers(claim: &Claim) -> impl Iterator<Item = (ProviderRole, &Provider)> {
    let optional = [
        (ProviderRole::Rendering, &claim.rendering),
        (ProviderRole::Referring, &claim.referring),
        (ProviderRole::Supervising, &claim.supervising),
        (ProviderRole::Attending, &claim.attending),
        (ProviderRole::Operating, &claim.operating),
        (ProviderRole::OtherOperating, &claim.other_operating),
        (ProviderRole::ServiceFacility, &claim.service_facility),
    ];
    core::iter::once((ProviderRole::Billing, &*claim.billing))
        .chain(optional.into_iter().filter_map(|(role, provider)| Some((role, provider.as_deref()?))))
}

/// How messages call a role.
fn role_name(role: ProviderRole) -> &'static str {
    match role {
        ProviderRole::Billing => "billing",
        ProviderRole::Rendering => "rendering",
        ProviderRole::Referring => "referring",
        ProviderRole::Supervising => "supervising",
        ProviderRole::Attending => "attending",
        ProviderRole::Operating => "operating",
        ProviderRole::OtherOperating => "other operating",
        ProviderRole::ServiceFacility => "service facility",
    }
}
