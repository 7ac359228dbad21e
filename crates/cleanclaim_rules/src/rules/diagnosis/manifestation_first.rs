use cleanclaim_codes::{MceFlags, Set};
use cleanclaim_model::{Field, FindingSink, Severity};

use crate::rule::{Prevents, Rule};
use crate::{Applies, Context, Facets, Needs, Resolved};

declare_rule! {
    /// A diagnosis that describes only the manifestation of a disease is listed first.
    ///
    /// ## Why
    /// The underlying disease comes first, the manifestation after it.
    ///
    /// ## Flagged
    /// ```toml
    /// diagnoses = ["D63.1"]
    /// ```
    ///
    /// ## Clean
    /// ```toml
    /// diagnoses = ["I10", "D63.1"]
    /// ```
    "manifestation-first" ManifestationFirst {
        code: "CC0413",
        severity: Severity::Error,
        snip: 5,
        source: "ICD-10-CM Official Guidelines for Coding and Reporting FY2026, section I.A.13; CMS, Definitions of Medicare Code Edits v43.1, edit 6 (manifestation code as principal diagnosis)",
        since: "0.1.0",
        applies: Applies::to(Facets::DIAGNOSES),
        needs: Needs::ICD10CM.union(Needs::ICD10CM_FLAGS),
        prevents: &[Prevents::Carc("16"), Prevents::Rarc("MA63"), Prevents::Status("A7:254")],
    }
}

impl Rule for ManifestationFirst {
    fn check(&self, claim: &Resolved<'_>, cx: &Context<'_>, sink: &mut dyn FindingSink) {
        let Some(first) = claim.first_listed() else { return };
        if first.flags.contains(MceFlags::MANIFESTATION) {
            sink.emit(
                Self::finding(format!("{} describes a manifestation and cannot come first", first.code()))
                    .at(Field::Diagnosis(first.number))
                    .code(first.code().as_str())
                    .expected("the underlying disease before it")
                    .table(Set::Icd10Cm.name(), cx.edition(Set::Icd10Cm, claim.coding_date), first.code().as_str()),
            );
        }
    }
}
