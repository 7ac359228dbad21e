use cleanclaim_model::{Field, FindingSink, Severity};

use crate::rule::{Prevents, Rule};
use crate::{Applies, Context, Facets, Resolved};

declare_rule! {
    /// An outpatient claim says whether a diagnosis was present on admission.
    ///
    /// ## Why
    /// There is no admission; some payers reject the indicator.
    ///
    /// ## Flagged
    /// ```toml
    /// kind = "institutional"
    /// facility_code = "13"
    /// diagnoses = [{ code = "E119", poa = "Y" }]
    /// ```
    ///
    /// ## Clean
    /// ```toml
    /// kind = "institutional"
    /// facility_code = "13"
    /// diagnoses = ["E119"]
    /// ```
    "poa-outside-stay" PoaOutsideStay {
        code: "CC0420",
        severity: Severity::Warning,
        snip: 4,
        source: "CMS Medicare Claims Processing Manual (Pub. 100-04), chapter 25, section 75 (FL 67); ICD-10-CM Official Guidelines for Coding and Reporting FY2026, appendix I",
        since: "0.1.0",
        applies: Applies::INSTITUTIONAL.with(Facets::DIAGNOSES),
        prevents: &[Prevents::Rarc("N434")],
    }
}

impl Rule for PoaOutsideStay {
    fn check(&self, claim: &Resolved<'_>, _: &Context<'_>, sink: &mut dyn FindingSink) {
        if claim.is(Facets::INPATIENT) {
            return;
        }
        for diagnosis in claim.diagnoses.iter().filter(|diagnosis| diagnosis.diagnosis.poa.is_some()) {
            sink.emit(
                Self::finding(format!("{} has a present-on-admission indicator without a stay", diagnosis.code()))
                    .at(Field::Diagnosis(diagnosis.number))
                    .code(diagnosis.code().as_str())
                    .expected("no indicator"),
            );
        }
    }
}
