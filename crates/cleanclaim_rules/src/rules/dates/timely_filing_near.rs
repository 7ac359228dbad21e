use cleanclaim_model::{ClaimField, Field, FindingSink, Severity};

use crate::rule::{Prevents, Rule};
use crate::{Context, Needs, Resolved};

declare_rule! {
    /// A claim will soon be older than the payer's filing limit.
    ///
    /// ## Why
    /// A rejection now leaves little time to mend and resend it: send it first.
    ///
    /// ## Flagged
    /// ```toml
    /// [profile]
    /// timely_filing_days = 30
    /// timely_filing_warning_days = 7
    /// [[service_lines]]
    /// from = 2026-05-04
    /// ```
    ///
    /// ## Clean
    /// ```toml
    /// [profile]
    /// timely_filing_days = 90
    /// timely_filing_warning_days = 7
    /// [[service_lines]]
    /// from = 2026-05-04
    /// ```
    "timely-filing-near" TimelyFilingNear {
        code: "CC0307",
        severity: Severity::Warning,
        snip: 7,
        source: "payer profile, timely_filing_days, corrected_filing_days and timely_filing_warning_days",
        since: "0.1.0",
        needs: Needs::TIMELY_FILING,
        prevents: &[Prevents::Carc("29")],
    }
}

impl Rule for TimelyFilingNear {
    fn check(&self, claim: &Resolved<'_>, cx: &Context<'_>, sink: &mut dyn FindingSink) {
        let limit = cx.profile.filing_limit_days(claim.claim.frequency);
        let (Some(limit), Some(days)) = (limit, claim.days_since_service(cx.today)) else { return };
        let left = i32::from(limit) - days;
        if (0..=i32::from(cx.profile.timely_filing_warning_days)).contains(&left) {
            sink.emit(
                Self::finding(format!("{left} days are left until the payer's filing limit of {limit} days"))
                    .at(Field::Claim(ClaimField::Lines))
                    .expected("to be sent at once"),
            );
        }
    }
}
