use cleanclaim_model::{Field, FindingSink, Icd10, Severity};

use crate::rule::{Prevents, Rule};
use crate::{Applies, Context, Facets, Resolved};

declare_rule! {
    /// The principal diagnosis of a hospital stay does not say whether it was present on admission.
    ///
    /// ## Why
    /// Hospitals paid by diagnosis group must say so for every code that is not exempt; Medicare returns the stay without it. Only codes of
    /// chapters without an exempt code are looked at, because the list of exempt codes is not loaded. Some hospitals are exempt as a whole.
    ///
    /// ## Flagged
    /// ```toml
    /// kind = "institutional"
    /// diagnoses = [{ code = "E119", poa = "" }]
    /// ```
    ///
    /// ## Clean
    /// ```toml
    /// kind = "institutional"
    /// diagnoses = [{ code = "E119", poa = "Y" }]
    /// ```
    "poa-missing" PoaMissing {
        code: "CC0419",
        severity: Severity::Warning,
        snip: 4,
        source: "CMS Medicare Claims Processing Manual (Pub. 100-04), chapter 25, section 75 (FL 67); ICD-10-CM Official Guidelines for Coding and Reporting FY2026, appendix I",
        since: "0.1.0",
        applies: Applies::INPATIENT.with(Facets::DIAGNOSES),
        prevents: &[Prevents::Carc("16"), Prevents::Rarc("N434")],
    }
}

impl Rule for PoaMissing {
    fn check(&self, claim: &Resolved<'_>, _: &Context<'_>, sink: &mut dyn FindingSink) {
        if claim.claim.facility_code.is_none_or(|code| code.as_str() != "11") {
            return;
        }
        let Some(first) = claim.first_listed() else { return };
        if first.diagnosis.poa.is_none() && never_exempt(first.code()) {
            sink.emit(
                Self::finding(format!("{} does not say whether it was present on admission", first.code()))
                    .at(Field::Diagnosis(first.number))
                    .code(first.code().as_str())
                    .expected("Y, N, U or W"),
            );
        }
    }
}

/// Chapters of which no code is exempt: infections A, neoplasms, blood, endocrine (but for sequelae E64), respiratory, digestive,
/// skin, genitourinary.
fn never_exempt(code: Icd10) -> bool {
    let code = code.as_str();
    code.starts_with(['A', 'C', 'D', 'E', 'J', 'K', 'L', 'N']) && !code.starts_with("E64")
}
