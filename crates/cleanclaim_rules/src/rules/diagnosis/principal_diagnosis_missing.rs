use cleanclaim_model::{ClaimField, DiagnosisRole, Field, FindingSink, Severity};

use crate::rule::{Prevents, Rule};
use crate::{Applies, Context, Facets, Resolved, ResolvedDiagnosis};

declare_rule! {
    /// A claim lists diagnoses, but none of them as the principal or first-listed one.
    ///
    /// ## Why
    /// The guides want exactly one; the stay is grouped by it.
    ///
    /// ## Flagged
    /// ```toml
    /// diagnoses = [{ code = "E119", role = "other" }]
    /// ```
    ///
    /// ## Clean
    /// ```toml
    /// diagnoses = [{ code = "E119", role = "principal" }]
    /// ```
    "principal-diagnosis-missing" PrincipalDiagnosisMissing {
        code: "CC0402",
        severity: Severity::Error,
        snip: 2,
        source: "ASC X12N/005010X222A1 and 005010X223A2, loop 2300, HI01 (ABK)",
        since: "0.1.0",
        applies: Applies::to(Facets::DIAGNOSES),
        prevents: &[Prevents::Carc("16"), Prevents::Rarc("MA63"), Prevents::Status("A6:254")],
    }
}

impl Rule for PrincipalDiagnosisMissing {
    fn check(&self, claim: &Resolved<'_>, _: &Context<'_>, sink: &mut dyn FindingSink) {
        let mut roles = claim.pointed_diagnoses().map(ResolvedDiagnosis::role).peekable();
        let listed = roles.peek().is_some();
        let principal = roles.filter(|role| *role == DiagnosisRole::Principal).count();
        if listed && principal != 1 {
            sink.emit(
                Self::finding(format!("{principal} diagnoses are marked as the principal or first-listed one"))
                    .at(Field::Claim(ClaimField::Diagnoses))
                    .expected("one, and the others marked as other diagnoses"),
            );
        }
    }
}
