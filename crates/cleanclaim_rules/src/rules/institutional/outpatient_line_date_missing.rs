use cleanclaim_model::{Field, FindingSink, LineField, Severity};

use crate::rule::{Prevents, Rule};
use crate::{Applies, Context, Resolved};

declare_rule! {
    /// A line of an outpatient claim that covers several days has no date.
    ///
    /// ## Why
    /// Outpatient services are paid by the day; the claim is returned.
    ///
    /// ## Flagged
    /// ```toml
    /// kind = "institutional"
    /// facility_code = "13"
    /// statement_thru = 2026-05-06
    /// [[service_lines]]
    /// from = ""
    /// ```
    ///
    /// ## Clean
    /// ```toml
    /// kind = "institutional"
    /// facility_code = "13"
    /// statement_thru = 2026-05-06
    /// [[service_lines]]
    /// from = 2026-05-05
    /// ```
    "outpatient-line-date-missing" OutpatientLineDateMissing {
        code: "CC0811",
        severity: Severity::Error,
        snip: 4,
        source: "ASC X12N/005010X223A2, loop 2400, DTP with 472 (required for outpatient services when the statement covers several days)",
        since: "0.1.0",
        applies: Applies::INSTITUTIONAL,
        prevents: &[Prevents::Carc("16"), Prevents::Rarc("M52"), Prevents::Status("A6:187")],
    }
}

impl Rule for OutpatientLineDateMissing {
    fn check(&self, claim: &Resolved<'_>, _: &Context<'_>, sink: &mut dyn FindingSink) {
        let outpatient = claim.claim.facility_code.is_some_and(|code| matches!(code.as_str(), "13" | "14" | "85"));
        if !outpatient || claim.claim.statement_from == claim.claim.statement_thru {
            return;
        }
        for line in claim.claim.lines.iter().filter(|line| line.from.is_none()) {
            sink.emit(
                Self::finding("the outpatient line has no date")
                    .at(Field::Line(line.number, LineField::DateFrom))
                    .expected("the day of the service"),
            );
        }
    }
}
