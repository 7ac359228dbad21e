use cleanclaim_model::{Field, FindingSink, LineField, Severity};

use crate::rule::{Prevents, Rule};
use crate::{Applies, Context, Facets, Resolved};

declare_rule! {
    /// A National Drug Code has not eleven digits.
    ///
    /// ## Why
    /// Packages print ten digits in three forms; claims want eleven, with a zero put in front of the part that is short.
    /// Payers reject others.
    ///
    /// ## Flagged
    /// ```toml
    /// [[service_lines]]
    /// procedure = "J1100"
    /// drug = { ndc = "0000-1111-22" }
    /// ```
    ///
    /// ## Clean
    /// ```toml
    /// [[service_lines]]
    /// procedure = "J1100"
    /// drug = { ndc = "00000111122" }
    /// ```
    "drug-code-malformed" DrugCodeMalformed {
        code: "CC0515",
        severity: Severity::Error,
        snip: 5,
        source: "ASC X12N/005010X222A1 and 005010X223A2, loop 2410, LIN03 (N4, 11 digits: five, four and two)",
        since: "0.1.0",
        applies: Applies::to(Facets::DRUGS),
        prevents: &[Prevents::Carc("16"), Prevents::Rarc("M119"), Prevents::Status("A7:218")],
    }
}

impl Rule for DrugCodeMalformed {
    fn check(&self, claim: &Resolved<'_>, _: &Context<'_>, sink: &mut dyn FindingSink) {
        for line in &claim.claim.lines {
            let Some(drug) = &line.drug else { continue };
            if drug.ndc.len() == 11 && drug.ndc.bytes().all(|byte| byte.is_ascii_digit()) {
                continue;
            }
            sink.emit(
                Self::finding("the National Drug Code has not eleven digits")
                    .at(Field::Line(line.number, LineField::DrugCode))
                    .expected("eleven digits without hyphens: five, four and two"),
            );
        }
    }
}
