use cleanclaim_model::{ClaimField, Field, FindingSink, LineField, Severity};
use jiff::civil::Date;

use crate::rule::{Prevents, Rule};
use crate::{Context, Resolved};

declare_rule! {
    /// A service, or the period of a stay, ends before it begins.
    ///
    /// ## Why
    /// The period makes no sense and the claim is rejected; mostly a year or a month is mistyped.
    ///
    /// ## Flagged
    /// ```toml
    /// [[service_lines]]
    /// from = 2026-05-04
    /// thru = 2026-04-05
    /// ```
    ///
    /// ## Clean
    /// ```toml
    /// [[service_lines]]
    /// from = 2026-05-04
    /// thru = 2026-05-05
    /// ```
    "service-dates-reversed" ServiceDatesReversed {
        code: "CC0303",
        severity: Severity::Error,
        snip: 4,
        source: "ASC X12N/005010X222A1 and 005010X223A2, loops 2400 (DTP with 472) and 2300 (DTP with 434)",
        since: "0.1.0",
        prevents: &[Prevents::Carc("16"), Prevents::Rarc("M59"), Prevents::Status("A7:187")],
    }
}

impl Rule for ServiceDatesReversed {
    fn check(&self, claim: &Resolved<'_>, _: &Context<'_>, sink: &mut dyn FindingSink) {
        let mut check = |from: Option<Date>, thru: Option<Date>, field: Field| {
            if let (Some(from), Some(thru)) = (from, thru)
                && thru < from
            {
                let finding = Self::finding(format!("the period begins {from} and ends {thru}"));
                sink.emit(finding.at(field).expected("an end on or after the beginning"));
            }
        };
        for line in &claim.claim.lines {
            check(line.from, line.thru, Field::Line(line.number, LineField::DateThru));
        }
        let field = Field::Claim(ClaimField::StatementThru);
        check(claim.claim.statement_from, claim.claim.statement_thru, field);
    }
}
