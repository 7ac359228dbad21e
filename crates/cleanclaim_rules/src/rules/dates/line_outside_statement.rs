use cleanclaim_model::{Field, FindingSink, LineField, Severity};
use jiff::civil::Date;

use crate::rule::{Prevents, Rule};
use crate::{Applies, Context, Resolved};

declare_rule! {
    /// A line of an institutional claim is dated outside the period that the statement covers.
    ///
    /// ## Why
    /// The payer returns the claim: the service belongs on another one, or the period is wrong.
    ///
    /// ## Flagged
    /// ```toml
    /// kind = "institutional"
    /// facility_code = "13"
    /// statement_from = 2026-05-05
    /// statement_thru = 2026-05-05
    /// [[service_lines]]
    /// from = 2026-05-04
    /// ```
    ///
    /// ## Clean
    /// ```toml
    /// kind = "institutional"
    /// facility_code = "13"
    /// [[service_lines]]
    /// from = 2026-05-04
    /// ```
    "line-outside-statement" LineOutsideStatement {
        code: "CC0305",
        severity: Severity::Error,
        snip: 4,
        source: "ASC X12N/005010X223A2, loops 2300 (DTP with 434) and 2400 (DTP with 472)",
        since: "0.1.0",
        applies: Applies::INSTITUTIONAL,
        prevents: &[Prevents::Carc("16"), Prevents::Rarc("MA31"), Prevents::Status("A8:188")],
    }
}

impl Rule for LineOutsideStatement {
    fn check(&self, claim: &Resolved<'_>, _: &Context<'_>, sink: &mut dyn FindingSink) {
        let (Some(first), Some(last)) = (claim.claim.statement_from, claim.claim.statement_thru) else { return };
        if last < first {
            return;
        }
        for line in &claim.claim.lines {
            let outside = |date: &Date| !(first..=last).contains(date);
            if let Some(date) = line.from.filter(outside).or(line.thru.filter(outside)) {
                sink.emit(
                    Self::finding(format!("the line is dated {date}, outside of the statement"))
                        .at(Field::Line(line.number, LineField::DateFrom))
                        .expected(format!("between {first} and {last}")),
                );
            }
        }
    }
}
