use cleanclaim_codes::Set;
use cleanclaim_model::{Field, FindingSink, Severity};

use crate::rule::{Prevents, Rule};
use crate::{Applies, CodeStatus, Context, Facets, Needs, Resolved};

declare_rule! {
    /// A diagnosis is a category or subcategory that more specific codes stand under.
    ///
    /// ## Why
    /// Only codes with all their characters may be reported; payers reject the others.
    ///
    /// ## Flagged
    /// ```toml
    /// diagnoses = ["E11"]
    /// ```
    ///
    /// ## Clean
    /// ```toml
    /// diagnoses = ["E11.9"]
    /// ```
    "diagnosis-not-billable" DiagnosisNotBillable {
        code: "CC0410",
        severity: Severity::Error,
        snip: 5,
        source: "ICD-10-CM Official Guidelines for Coding and Reporting FY2026, section I.B.2; 45 CFR 162.1002",
        since: "0.1.0",
        applies: Applies::to(Facets::DIAGNOSES),
        needs: Needs::ICD10CM,
        prevents: &[Prevents::Carc("16"), Prevents::Rarc("M81"), Prevents::Status("A7:255")],
    }
}

impl Rule for DiagnosisNotBillable {
    fn check(&self, claim: &Resolved<'_>, cx: &Context<'_>, sink: &mut dyn FindingSink) {
        for diagnosis in claim.diagnoses.iter().filter(|diagnosis| diagnosis.status == CodeStatus::Header) {
            let edition = cx.edition(Set::Icd10Cm, claim.coding_date);
            sink.emit(
                Self::finding(format!("{} only heads more specific codes", diagnosis.code()))
                    .at(Field::Diagnosis(diagnosis.number))
                    .code(diagnosis.code().as_str())
                    .expected("a code below it, with all its characters")
                    .table(Set::Icd10Cm.name(), edition, diagnosis.code().as_str()),
            );
        }
    }
}
