use cleanclaim_model::{Field, FindingSink, Severity};

use crate::rule::{Prevents, Rule};
use crate::{Applies, Context, Facets, Resolved};

declare_rule! {
    /// A claim lists the same diagnosis twice.
    ///
    /// ## Why
    /// A code is reported once for an encounter; payers reject the repetition.
    ///
    /// ## Flagged
    /// ```toml
    /// diagnoses = ["E119", "I10", "I10"]
    /// ```
    ///
    /// ## Clean
    /// ```toml
    /// diagnoses = ["E119", "I10"]
    /// ```
    "diagnosis-repeated" DiagnosisRepeated {
        code: "CC0404",
        severity: Severity::Error,
        snip: 5,
        source: "ICD-10-CM Official Guidelines for Coding and Reporting FY2026, section I.B.12; CMS, Definitions of Medicare Code Edits v43.1, edit 3 (duplicate of principal diagnosis)",
        since: "0.1.0",
        applies: Applies::to(Facets::DIAGNOSIS_PAIRS),
        prevents: &[Prevents::Carc("16"), Prevents::Rarc("M64"), Prevents::Status("A7:255")],
    }
}

impl Rule for DiagnosisRepeated {
    fn check(&self, claim: &Resolved<'_>, _: &Context<'_>, sink: &mut dyn FindingSink) {
        // A claim with more diagnoses than any guide allows is flagged for that.
        let mut listed = claim.pointed_diagnoses().take(COMPARED_MAX);
        let all = listed.clone();
        while let Some(first) = listed.next() {
            let seen_before =
                all.clone().take_while(|one| one.number < first.number).any(|one| one.code() == first.code());
            let again = listed.clone().find(|other| other.code() == first.code());
            if let Some(again) = again.filter(|_| !seen_before) {
                sink.emit(
                    Self::finding(format!("{} is listed more than once", first.code()))
                        .at(Field::Diagnosis(again.number))
                        .code(first.code().as_str())
                        .expected("each diagnosis once; let the lines point at the one that stays"),
                );
            }
        }
    }
}

const COMPARED_MAX: usize = 25;
