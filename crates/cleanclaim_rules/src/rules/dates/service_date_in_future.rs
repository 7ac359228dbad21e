use cleanclaim_model::{ClaimField, Field, FindingSink, LineField, Severity};
use jiff::civil::Date;

use crate::rule::{Prevents, Rule};
use crate::{Context, Resolved};

declare_rule! {
    /// A service, or the period of a stay, lies in the future.
    ///
    /// ## Why
    /// A claim cannot be billed before the service was given.
    ///
    /// ## Flagged
    /// ```toml
    /// today = 2026-06-01
    /// [[service_lines]]
    /// from = 2026-06-14
    /// ```
    ///
    /// ## Clean
    /// ```toml
    /// today = 2026-06-01
    /// [[service_lines]]
    /// from = 2026-06-01
    /// ```
    "service-date-in-future" ServiceDateInFuture {
        code: "CC0302",
        severity: Severity::Error,
        snip: 4,
        source: "ASC X12N/005010X222A1 and 005010X223A2, loops 2400 (DTP with 472) and 2300 (DTP with 434)",
        since: "0.1.0",
        prevents: &[Prevents::Carc("110"), Prevents::Status("A7:510")],
    }
}

impl Rule for ServiceDateInFuture {
    fn check(&self, claim: &Resolved<'_>, cx: &Context<'_>, sink: &mut dyn FindingSink) {
        for line in &claim.claim.lines {
            let future = |date: &Date| cx.today < *date;
            if let Some(date) = line.from.or(line.thru).filter(future).or(line.thru.filter(future)) {
                sink.emit(
                    Self::finding(format!("the service is dated {date}, after today"))
                        .at(Field::Line(line.number, LineField::DateFrom))
                        .expected(format!("{} or earlier", cx.today)),
                );
            }
        }
        if let Some(date) = claim.claim.statement_thru.filter(|date| cx.today < *date) {
            sink.emit(
                Self::finding(format!("the statement ends {date}, after today"))
                    .at(Field::Claim(ClaimField::StatementThru))
                    .expected(format!("{} or earlier", cx.today)),
            );
        }
    }
}
