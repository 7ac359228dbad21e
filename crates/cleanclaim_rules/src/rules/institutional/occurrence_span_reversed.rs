use cleanclaim_model::{ClaimField, Field, FindingSink, Severity};

use crate::rule::{Prevents, Rule};
use crate::{Applies, Context, Resolved};

declare_rule! {
    /// An occurrence span ends before it begins.
    ///
    /// ## Why
    /// The period makes no sense and the claim is returned.
    ///
    /// ## Flagged
    /// ```toml
    /// kind = "institutional"
    /// occurrences = [{ code = "74", from = 2026-05-05, thru = 2026-05-04 }]
    /// ```
    ///
    /// ## Clean
    /// ```toml
    /// kind = "institutional"
    /// occurrences = [{ code = "74", from = 2026-05-04, thru = 2026-05-05 }]
    /// ```
    "occurrence-span-reversed" OccurrenceSpanReversed {
        code: "CC0810",
        severity: Severity::Error,
        snip: 4,
        source: "ASC X12N/005010X223A2, loop 2300, HI with BI (RD8)",
        since: "0.1.0",
        applies: Applies::INSTITUTIONAL,
        prevents: &[Prevents::Carc("16"), Prevents::Rarc("N300")],
    }
}

impl Rule for OccurrenceSpanReversed {
    fn check(&self, claim: &Resolved<'_>, _: &Context<'_>, sink: &mut dyn FindingSink) {
        for occurrence in &claim.claim.occurrences {
            let Some(thru) = occurrence.thru.filter(|thru| *thru < occurrence.from) else { continue };
            sink.emit(
                Self::finding(format!(
                    "occurrence span {} begins {} and ends {thru}",
                    occurrence.code, occurrence.from
                ))
                .at(Field::Claim(ClaimField::OccurrenceCodes))
                .code(occurrence.code.as_str())
                .expected("an end on or after the beginning"),
            );
        }
    }
}
