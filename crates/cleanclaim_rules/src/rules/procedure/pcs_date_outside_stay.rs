use cleanclaim_model::{Field, FindingSink, Severity};

use crate::rule::{Prevents, Rule};
use crate::{Applies, Context, Facets, Resolved};

declare_rule! {
    /// An inpatient procedure was done after the stay, or more than three days before it.
    ///
    /// ## Why
    /// Only what was done in the stay, or in the three days before that a hospital bills with it, belongs on its claim.
    ///
    /// ## Flagged
    /// ```toml
    /// kind = "institutional"
    /// procedures = [{ code = "0DTJ4ZZ", date = 2026-05-12 }]
    /// [operating]
    /// ```
    ///
    /// ## Clean
    /// ```toml
    /// kind = "institutional"
    /// procedures = [{ code = "0DTJ4ZZ", date = 2026-05-03 }]
    /// [operating]
    /// ```
    "pcs-date-outside-stay" PcsDateOutsideStay {
        code: "CC0514",
        severity: Severity::Error,
        snip: 4,
        source: "CMS Medicare Claims Processing Manual (Pub. 100-04), chapter 25, section 75 (FL 74), and chapter 3, section 40.3 (three days before admission)",
        since: "0.1.0",
        applies: Applies::INPATIENT.with(Facets::PROCEDURES),
        prevents: &[Prevents::Carc("16"), Prevents::Rarc("N301")],
    }
}

impl Rule for PcsDateOutsideStay {
    fn check(&self, claim: &Resolved<'_>, _: &Context<'_>, sink: &mut dyn FindingSink) {
        let first = claim.claim.admission_date.into_iter().chain(claim.claim.statement_from).min();
        let (Some(first), Some(last)) = (first, claim.claim.statement_thru) else { return };
        let earliest = first.saturating_sub(jiff::Span::new().days(WINDOW_DAYS));
        for procedure in claim.procedures {
            let Some(date) = procedure.procedure.date.filter(|date| *date < earliest || last < *date) else { continue };
            let code = procedure.procedure.code;
            sink.emit(
                Self::finding(format!("{code} is dated {date}, outside of the stay"))
                    .at(Field::Procedure(procedure.number))
                    .code(code.as_str())
                    .expected(format!("between {earliest} and {last}")),
            );
        }
    }
}

/// The payment window of hospitals paid by diagnosis group.
const WINDOW_DAYS: i32 = 3;
