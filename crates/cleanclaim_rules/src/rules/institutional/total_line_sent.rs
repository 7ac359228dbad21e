use cleanclaim_model::{Field, FindingSink, LineField, ServiceLine, Severity};

use crate::rule::{Prevents, Rule};
use crate::{Applies, Context, Resolved};

declare_rule! {
    /// An institutional claim sends the total of the paper form (revenue code 0001) as a service line.
    ///
    /// ## Why
    /// In a file the total stands in CLM02; the line counts every charge twice.
    ///
    /// ## Flagged
    /// ```toml
    /// kind = "institutional"
    /// [[service_lines]]
    /// charge = "100.00"
    /// [[service_lines]]
    /// revenue_code = "0001"
    /// charge = "100.00"
    /// ```
    ///
    /// ## Clean
    /// ```toml
    /// kind = "institutional"
    /// [[service_lines]]
    /// charge = "100.00"
    /// ```
    "total-line-sent" TotalLineSent {
        code: "CC0808",
        severity: Severity::Error,
        snip: 4,
        source: "CMS Medicare Claims Processing Manual (Pub. 100-04), chapter 25, section 75 (FL 42: 0001 is for paper only); ASC X12N/005010X223A2, CLM02",
        since: "0.1.0",
        applies: Applies::INSTITUTIONAL,
        prevents: &[Prevents::Carc("16"), Prevents::Rarc("M50")],
    }
}

impl Rule for TotalLineSent {
    fn check(&self, claim: &Resolved<'_>, _: &Context<'_>, sink: &mut dyn FindingSink) {
        let is_total = |line: &&ServiceLine| line.revenue_code.is_some_and(|code| code.as_str() == "0001");
        for line in claim.claim.lines.iter().filter(is_total) {
            sink.emit(
                Self::finding("the paper form's total stands as a service line")
                    .at(Field::Line(line.number, LineField::RevenueCode))
                    .code("0001")
                    .expected("no such line; the total as the claim's charge"),
            );
        }
    }
}
