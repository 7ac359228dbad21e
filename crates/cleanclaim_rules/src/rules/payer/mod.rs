//! What the claim's payer wants beyond the guides, by its profile.

mod drug_code_missing;
mod prior_authorization_missing;
mod profile_of_another_payer;
mod referring_provider_missing;
mod resubmission_not_accepted;

use crate::rule::Rule;

/// By code.
pub(crate) const RULES: &[&dyn Rule] = &[
    &referring_provider_missing::ReferringProviderMissing,
    &prior_authorization_missing::PriorAuthorizationMissing,
    &drug_code_missing::DrugCodeMissing,
    &resubmission_not_accepted::ResubmissionNotAccepted,
    &profile_of_another_payer::ProfileOfAnotherPayer,
];
