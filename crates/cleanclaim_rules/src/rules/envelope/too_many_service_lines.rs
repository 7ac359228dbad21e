use cleanclaim_model::{ClaimField, Field, FindingSink, Severity};

use crate::rule::Rule;
use crate::{Context, Facets, Resolved};

declare_rule! {
    /// A claim has more service lines than its guide, or its payer, takes.
    ///
    /// ## Why
    /// The file is rejected, or the payer splits the claim and pays the parts in an order of its own.
    ///
    /// ## Flagged
    /// ```toml
    /// [profile]
    /// max_service_lines = 1
    /// [[service_lines]]
    /// [[service_lines]]
    /// modifiers = ["76"]
    /// ```
    ///
    /// ## Clean
    /// ```toml
    /// [[service_lines]]
    /// [[service_lines]]
    /// modifiers = ["76"]
    /// ```
    "too-many-service-lines" TooManyServiceLines {
        code: "CC0104",
        severity: Severity::Error,
        snip: 2,
        source: "ASC X12N/005010X222A1, 005010X224A2 (50 lines) and 005010X223A2 (999 lines), loop 2400; payer profile, max_service_lines",
        since: "0.1.0",
    }
}

impl Rule for TooManyServiceLines {
    fn check(&self, claim: &Resolved<'_>, cx: &Context<'_>, sink: &mut dyn FindingSink) {
        let guide_max = if claim.is(Facets::INSTITUTIONAL) { INSTITUTIONAL_MAX } else { PROFESSIONAL_MAX };
        let max = cx.profile.max_service_lines.map_or(guide_max, |max| usize::from(max).min(guide_max));
        let found = claim.claim.lines.len();
        if max < found {
            sink.emit(
                Self::finding(format!("the claim has {found} service lines"))
                    .at(Field::Claim(ClaimField::Lines))
                    .expected(format!("{max} at most; send the rest on another claim")),
            );
        }
    }
}

const PROFESSIONAL_MAX: usize = 50;
const INSTITUTIONAL_MAX: usize = 999;
