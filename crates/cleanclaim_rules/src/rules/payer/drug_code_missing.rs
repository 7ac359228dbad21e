use cleanclaim_model::{Field, FindingSink, Hcpcs, LineField, ServiceLine, Severity};

use crate::rule::{Prevents, Rule};
use crate::{Context, Needs, Resolved};

declare_rule! {
    /// The payer wants the National Drug Code with a drug, and the line has none.
    ///
    /// ## Why
    /// Medicaid and many others pay for drugs only with it.
    ///
    /// ## Flagged
    /// ```toml
    /// [profile.drugs]
    /// procedures = ["J*"]
    /// [[service_lines]]
    /// procedure = "J1100"
    /// ```
    ///
    /// ## Clean
    /// ```toml
    /// [profile.drugs]
    /// procedures = ["J*"]
    /// [[service_lines]]
    /// procedure = "J1100"
    /// drug = { ndc = "00000111122" }
    /// ```
    "drug-code-missing" DrugCodeMissing {
        code: "CC1003",
        severity: Severity::Error,
        snip: 7,
        source: "payer profile, drugs; ASC X12N/005010X222A1 and 005010X223A2, loop 2410, LIN03",
        since: "0.1.0",
        needs: Needs::DRUG_CODES,
        prevents: &[Prevents::Carc("16"), Prevents::Rarc("M119"), Prevents::Status("A6:218")],
    }
}

impl Rule for DrugCodeMissing {
    fn check(&self, claim: &Resolved<'_>, cx: &Context<'_>, sink: &mut dyn FindingSink) {
        let Some(policy) = &cx.profile.drugs else { return };
        let bare = |line: &&ServiceLine| line.drug.as_ref().is_none_or(|drug| drug.ndc.is_empty());
        for line in claim.claim.lines.iter().filter(bare).filter(|line| policy.wants_procedure(line.procedure)) {
            let code = line.procedure.as_ref().map_or("", Hcpcs::as_str);
            sink.emit(
                Self::finding(format!("the payer wants the National Drug Code with {code}"))
                    .at(Field::Line(line.number, LineField::DrugCode))
                    .code(code)
                    .expected("the eleven digits of the package, with quantity and unit"),
            );
        }
    }
}
