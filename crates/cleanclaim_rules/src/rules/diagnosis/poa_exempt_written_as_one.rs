use cleanclaim_model::{Field, FindingSink, PresentOnAdmission, Severity};

use crate::rule::{Prevents, Rule};
use crate::{Applies, Context, Facets, Resolved};

declare_rule! {
    /// A diagnosis that is exempt from the present-on-admission indicator carries the 1 of the older format.
    ///
    /// ## Why
    /// Since version 5010 exempt codes carry no indicator; the file is rejected.
    ///
    /// ## Flagged
    /// ```toml
    /// kind = "institutional"
    /// diagnoses = ["E119", { code = "Z23", poa = "1" }]
    /// ```
    ///
    /// ## Clean
    /// ```toml
    /// kind = "institutional"
    /// diagnoses = ["E119", { code = "Z23", poa = "" }]
    /// ```
    "poa-exempt-written-as-one" PoaExemptWrittenAsOne {
        code: "CC0421",
        severity: Severity::Error,
        snip: 2,
        source: "ASC X12N/005010X223A2, loop 2300, HI, ninth component (N, U, W or Y)",
        since: "0.1.0",
        applies: Applies::INSTITUTIONAL.with(Facets::DIAGNOSES),
        prevents: &[Prevents::Carc("16"), Prevents::Rarc("N434")],
    }
}

impl Rule for PoaExemptWrittenAsOne {
    fn check(&self, claim: &Resolved<'_>, _: &Context<'_>, sink: &mut dyn FindingSink) {
        let exempt = Some(PresentOnAdmission::Exempt);
        for diagnosis in claim.diagnoses.iter().filter(|diagnosis| diagnosis.diagnosis.poa == exempt) {
            sink.emit(
                Self::finding(format!("{} has the present-on-admission indicator 1", diagnosis.code()))
                    .at(Field::Diagnosis(diagnosis.number))
                    .code(diagnosis.code().as_str())
                    .expected("no indicator for an exempt code"),
            );
        }
    }
}
