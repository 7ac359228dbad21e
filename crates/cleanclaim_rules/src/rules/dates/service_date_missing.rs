use cleanclaim_model::{Field, FindingSink, LineField, Severity};

use crate::rule::{Prevents, Rule};
use crate::{Applies, Context, Resolved};

declare_rule! {
    /// A professional service line has no date of service.
    ///
    /// ## Why
    /// Coverage, codes and rates all go by the date; the guide requires it.
    ///
    /// ## Flagged
    /// ```toml
    /// [[service_lines]]
    /// [[service_lines]]
    /// from = ""
    /// modifiers = ["76"]
    /// ```
    ///
    /// ## Clean
    /// ```toml
    /// [[service_lines]]
    /// from = 2026-05-04
    /// ```
    "service-date-missing" ServiceDateMissing {
        code: "CC0301",
        severity: Severity::Error,
        snip: 2,
        source: "ASC X12N/005010X222A1, loop 2400, DTP with 472",
        since: "0.1.0",
        applies: Applies::PROFESSIONAL,
        prevents: &[Prevents::Carc("16"), Prevents::Rarc("M52"), Prevents::Status("A6:187")],
    }
}

impl Rule for ServiceDateMissing {
    fn check(&self, claim: &Resolved<'_>, _: &Context<'_>, sink: &mut dyn FindingSink) {
        for line in claim.claim.lines.iter().filter(|line| line.from.is_none()) {
            let finding = Self::finding("the line has no date of service");
            sink.emit(finding.at(Field::Line(line.number, LineField::DateFrom)).expected("the day of the service"));
        }
    }
}
