use cleanclaim_model::{ClaimField, Field, FindingSink, Severity};

use crate::rule::{Prevents, Rule};
use crate::{Context, Facets, Needs, Resolved};

declare_rule! {
    /// A claim is older than the payer's filing limit.
    ///
    /// ## Why
    /// The payer denies it, and the patient must not be billed. Days count from the first day of service, for institutional claims from the
    /// last. With a delay reason on the claim it is a warning.
    ///
    /// ## Flagged
    /// ```toml
    /// [profile]
    /// timely_filing_days = 90
    /// [[service_lines]]
    /// from = 2026-02-03
    /// ```
    ///
    /// ## Clean
    /// ```toml
    /// [profile]
    /// timely_filing_days = 180
    /// [[service_lines]]
    /// from = 2026-02-03
    /// ```
    "timely-filing-exceeded" TimelyFilingExceeded {
        code: "CC0306",
        severity: Severity::Error,
        snip: 7,
        source: "payer profile, timely_filing_days and corrected_filing_days; for Medicare 42 CFR 424.44 and CMS Medicare Claims Processing Manual (Pub. 100-04), chapter 1, section 70",
        since: "0.1.0",
        needs: Needs::TIMELY_FILING,
        prevents: &[Prevents::Carc("29")],
    }
}

impl Rule for TimelyFilingExceeded {
    fn check(&self, claim: &Resolved<'_>, cx: &Context<'_>, sink: &mut dyn FindingSink) {
        let limit = cx.profile.filing_limit_days(claim.claim.frequency);
        let (Some(limit), Some(days)) = (limit, claim.days_since_service(cx.today)) else { return };
        if days <= i32::from(limit) {
            return;
        }
        let mut finding = Self::finding(format!("{days} days since the service, the payer's limit is {limit}"))
            .at(if claim.is(Facets::INSTITUTIONAL) {
                Field::Claim(ClaimField::StatementThru)
            } else {
                Field::Claim(ClaimField::Lines)
            })
            .expected("a delay reason that the payer accepts, with proof, or no claim");
        if !claim.claim.delay_reason.is_empty() {
            finding.severity = Severity::Warning;
        }
        sink.emit(finding);
    }
}
