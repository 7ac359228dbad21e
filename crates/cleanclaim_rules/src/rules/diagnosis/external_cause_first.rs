use cleanclaim_model::{Field, FindingSink, Severity};

use crate::rule::{Prevents, Rule};
use crate::{Applies, Context, Facets, Resolved};

declare_rule! {
    /// A code for an external cause (V00 to Y99) is listed first.
    ///
    /// ## Why
    /// These codes say how an injury came about, not what it is; the injury comes first.
    ///
    /// ## Flagged
    /// ```toml
    /// diagnoses = ["W18.30XA", "S52.501A"]
    /// ```
    ///
    /// ## Clean
    /// ```toml
    /// diagnoses = ["S52.501A", "W18.30XA"]
    /// ```
    "external-cause-first" ExternalCauseFirst {
        code: "CC0414",
        severity: Severity::Error,
        snip: 5,
        source: "ICD-10-CM Official Guidelines for Coding and Reporting FY2026, section I.C.20.a.6; CMS, Definitions of Medicare Code Edits v43.1, edit 2 (external cause as principal diagnosis)",
        since: "0.1.0",
        applies: Applies::to(Facets::DIAGNOSES),
        prevents: &[Prevents::Carc("16"), Prevents::Rarc("MA63"), Prevents::Status("A7:254")],
    }
}

impl Rule for ExternalCauseFirst {
    fn check(&self, claim: &Resolved<'_>, _: &Context<'_>, sink: &mut dyn FindingSink) {
        let Some(first) = claim.first_listed() else { return };
        if first.code().as_str().starts_with(['V', 'W', 'X', 'Y']) {
            sink.emit(
                Self::finding(format!("{} is an external cause and cannot come first", first.code()))
                    .at(Field::Diagnosis(first.number))
                    .code(first.code().as_str())
                    .expected("the injury or condition before it"),
            );
        }
    }
}
