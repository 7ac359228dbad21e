use cleanclaim_model::{ClaimField, Field, FindingSink, Hcpcs, LineField, Severity};

use crate::rule::{Prevents, Rule};
use crate::{Context, Facets, Needs, Resolved};

declare_rule! {
    /// The payer wants prior authorization for a service or stay, and the claim has no authorization number.
    ///
    /// ## Why
    /// The payer denies it, and the patient must mostly not be billed.
    ///
    /// ## Flagged
    /// ```toml
    /// [profile.prior_authorization]
    /// procedures = ["J9*"]
    /// [[service_lines]]
    /// procedure = "J9035"
    /// ```
    ///
    /// ## Clean
    /// ```toml
    /// prior_authorization = "AUTH-0001"
    /// [profile.prior_authorization]
    /// procedures = ["J9*"]
    /// [[service_lines]]
    /// procedure = "J9035"
    /// ```
    "prior-authorization-missing" PriorAuthorizationMissing {
        code: "CC1002",
        severity: Severity::Error,
        snip: 7,
        source: "payer profile, prior_authorization; ASC X12N/005010X222A1 and 005010X223A2, loop 2300, REF with G1",
        since: "0.1.0",
        needs: Needs::PRIOR_AUTHORIZATION,
        prevents: &[Prevents::Carc("197"), Prevents::Status("A6:252")],
    }
}

impl Rule for PriorAuthorizationMissing {
    fn check(&self, claim: &Resolved<'_>, cx: &Context<'_>, sink: &mut dyn FindingSink) {
        let Some(policy) = &cx.profile.prior_authorization else { return };
        if !claim.claim.prior_authorization.is_empty() {
            return;
        }
        if policy.inpatient_stays && claim.is(Facets::INPATIENT) {
            sink.emit(
                Self::finding("the payer wants prior authorization for stays")
                    .at(Field::Claim(ClaimField::PriorAuthorization))
                    .expected("the payer's authorization number"),
            );
        }
        for line in claim.claim.lines.iter().filter(|line| policy.wants_procedure(line.procedure)) {
            let code = line.procedure.as_ref().map_or("", Hcpcs::as_str);
            sink.emit(
                Self::finding(format!("the payer wants prior authorization for {code}"))
                    .at(Field::Line(line.number, LineField::Procedure))
                    .code(code)
                    .expected("the payer's authorization number"),
            );
        }
    }
}
