use cleanclaim_codes::Set;
use cleanclaim_model::{Field, FindingSink, Severity};

use crate::rule::{Prevents, Rule};
use crate::{Applies, Context, Facets, Needs, Resolved};

declare_rule! {
    /// Two diagnoses stand on a claim that an Excludes1 note keeps apart.
    ///
    /// ## Why
    /// The two conditions cannot occur together as these codes describe them, and payers deny one of them. The guidelines allow both when
    /// they are unrelated, so it is a warning that a coder can overrule.
    ///
    /// ## Flagged
    /// ```toml
    /// diagnoses = ["E11.9", "E10.9"]
    /// ```
    ///
    /// ## Clean
    /// ```toml
    /// diagnoses = ["E11.9", "I10"]
    /// ```
    "excludes1-conflict" Excludes1Conflict {
        code: "CC0417",
        severity: Severity::Warning,
        snip: 5,
        source: "ICD-10-CM Official Guidelines for Coding and Reporting FY2026, section I.A.12.a; Excludes1 notes of the tabular list",
        since: "0.1.0",
        applies: Applies::to(Facets::DIAGNOSIS_PAIRS),
        needs: Needs::ICD10CM_TABULAR,
        prevents: &[Prevents::Carc("16"), Prevents::Rarc("M76")],
    }
}

impl Rule for Excludes1Conflict {
    fn check(&self, claim: &Resolved<'_>, cx: &Context<'_>, sink: &mut dyn FindingSink) {
        let Some(tabular) = claim.coding_date.and_then(|on| cx.codes.icd10cm().tabular(on)) else { return };
        // A claim with more diagnoses than any guide allows is flagged for that.
        let mut listed = claim.pointed_diagnoses().take(COMPARED_MAX);
        while let Some(first) = listed.next() {
            for other in listed.clone().filter(|other| other.code() != first.code()) {
                let Some(hit) = tabular.excludes1(first.code(), other.code()) else { continue };
                let number = if hit.holder == first.code() { other.number } else { first.number };
                sink.emit(
                    Self::finding(format!("{} excludes {}: note at {}", hit.holder, hit.excluded, hit.listed_at))
                        .at(Field::Diagnosis(number))
                        .code(hit.excluded.as_str())
                        .expected("one of the two, or documentation that the conditions are unrelated")
                        .table(Set::Icd10CmTabular.name(), tabular.edition().edition, hit.listed_at.to_string()),
                );
            }
        }
    }
}

const COMPARED_MAX: usize = 25;
