use cleanclaim_model::{ClaimField, Field, FindingSink, Severity};

use crate::rule::{Prevents, Rule};
use crate::{Applies, Context, Resolved};

declare_rule! {
    /// An institutional claim does not say which days it covers.
    ///
    /// ## Why
    /// The guide requires the first and the last day; codes are checked, and the filing limit counted, by the last.
    ///
    /// ## Flagged
    /// ```toml
    /// kind = "institutional"
    /// statement_from = ""
    /// ```
    ///
    /// ## Clean
    /// ```toml
    /// kind = "institutional"
    /// statement_from = 2026-05-04
    /// ```
    "statement-dates-missing" StatementDatesMissing {
        code: "CC0806",
        severity: Severity::Error,
        snip: 2,
        source: "ASC X12N/005010X223A2, loop 2300, DTP with 434 (required)",
        since: "0.1.0",
        applies: Applies::INSTITUTIONAL,
        prevents: &[Prevents::Carc("16"), Prevents::Rarc("MA31"), Prevents::Status("A6:188")],
    }
}

impl Rule for StatementDatesMissing {
    fn check(&self, claim: &Resolved<'_>, _: &Context<'_>, sink: &mut dyn FindingSink) {
        let dates = [
            (claim.claim.statement_from, ClaimField::StatementFrom, "the first day of the statement is missing"),
            (claim.claim.statement_thru, ClaimField::StatementThru, "the last day of the statement is missing"),
        ];
        for (_, field, message) in dates.into_iter().filter(|(date, _, _)| date.is_none()) {
            sink.emit(Self::finding(message).at(Field::Claim(field)).expected("the days that the claim covers"));
        }
    }
}
