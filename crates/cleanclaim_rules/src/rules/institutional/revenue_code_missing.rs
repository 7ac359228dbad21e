use cleanclaim_model::{Field, FindingSink, LineField, Severity};

use crate::rule::{Prevents, Rule};
use crate::{Applies, Context, Resolved};

declare_rule! {
    /// A line of an institutional claim has no revenue code.
    ///
    /// ## Why
    /// The guide requires one on every line; costs are settled by it.
    ///
    /// ## Flagged
    /// ```toml
    /// kind = "institutional"
    /// [[service_lines]]
    /// revenue_code = ""
    /// ```
    ///
    /// ## Clean
    /// ```toml
    /// kind = "institutional"
    /// [[service_lines]]
    /// revenue_code = "0120"
    /// ```
    "revenue-code-missing" RevenueCodeMissing {
        code: "CC0807",
        severity: Severity::Error,
        snip: 2,
        source: "ASC X12N/005010X223A2, loop 2400, SV201 (required)",
        since: "0.1.0",
        applies: Applies::INSTITUTIONAL,
        prevents: &[Prevents::Carc("16"), Prevents::Rarc("M50"), Prevents::Status("A6:455")],
    }
}

impl Rule for RevenueCodeMissing {
    fn check(&self, claim: &Resolved<'_>, _: &Context<'_>, sink: &mut dyn FindingSink) {
        for line in claim.claim.lines.iter().filter(|line| line.revenue_code.is_none()) {
            let finding = Self::finding("the line has no revenue code");
            sink.emit(finding.at(Field::Line(line.number, LineField::RevenueCode)).expected("four digits"));
        }
    }
}
