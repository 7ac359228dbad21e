use cleanclaim_model::{ClaimField, Field, FindingSink, Severity};

use crate::rule::{Prevents, Rule};
use crate::{Context, Resolved};

declare_rule! {
    /// The accident that is said to have caused the services happened after them.
    ///
    /// ## Why
    /// One of the dates is wrong; the payer's search for another insurer goes astray.
    ///
    /// ## Flagged
    /// ```toml
    /// related_causes = ["OA"]
    /// accident_date = 2026-05-20
    /// ```
    ///
    /// ## Clean
    /// ```toml
    /// related_causes = ["OA"]
    /// accident_date = 2026-05-01
    /// ```
    "accident-after-service" AccidentAfterService {
        code: "CC0308",
        severity: Severity::Warning,
        snip: 4,
        source: "ASC X12N/005010X222A1, loop 2300, DTP with 439",
        since: "0.1.0",
        prevents: &[Prevents::Carc("16"), Prevents::Rarc("N305")],
    }
}

impl Rule for AccidentAfterService {
    fn check(&self, claim: &Resolved<'_>, _: &Context<'_>, sink: &mut dyn FindingSink) {
        let (Some(accident), Some(last)) = (claim.claim.accident_date, claim.service_thru) else { return };
        if last < accident {
            sink.emit(
                Self::finding(format!("the accident is dated {accident}, the last service {last}"))
                    .at(Field::Claim(ClaimField::AccidentDate))
                    .expected("an accident on or before the last day of service"),
            );
        }
    }
}
