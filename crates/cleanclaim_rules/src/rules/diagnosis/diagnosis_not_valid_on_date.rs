use cleanclaim_codes::Set;
use cleanclaim_model::{Field, FindingSink, Severity};

use crate::rule::{Prevents, Rule};
use crate::{Applies, CodeStatus, Context, Facets, Needs, Resolved};

declare_rule! {
    /// A diagnosis is an ICD-10-CM code, but not on the date that counts: the service date, or an institutional claim's last day.
    ///
    /// ## Why
    /// Codes are added and deleted each October and April. The payer denies a code that was deleted before, or added after, that date.
    ///
    /// ## Flagged
    /// ```toml
    /// diagnoses = ["T40.7X1A"]
    /// ```
    ///
    /// ## Clean
    /// ```toml
    /// diagnoses = ["T40.711A"]
    /// ```
    "diagnosis-not-valid-on-date" DiagnosisNotValidOnDate {
        code: "CC0409",
        severity: Severity::Error,
        snip: 5,
        source: "45 CFR 162.1002; CMS Medicare Claims Processing Manual (Pub. 100-04), chapter 23, section 10.2; the edition of ICD-10-CM in force",
        since: "0.1.0",
        applies: Applies::to(Facets::DIAGNOSES),
        needs: Needs::ICD10CM,
        prevents: &[Prevents::Carc("146"), Prevents::Rarc("M76"), Prevents::Status("A7:255")],
    }
}

impl Rule for DiagnosisNotValidOnDate {
    fn check(&self, claim: &Resolved<'_>, cx: &Context<'_>, sink: &mut dyn FindingSink) {
        for diagnosis in claim.diagnoses {
            let (CodeStatus::OtherDates { from, to }, Some(on)) = (diagnosis.status, claim.coding_date) else {
                continue;
            };
            let code = diagnosis.code();
            let message = match to {
                Some(to) if to < on => format!("{code} was deleted after {to}; the claim is coded on {on}"),
                _ => format!("{code} is valid from {from} on; the claim is coded on {on}"),
            };
            let table = cx.codes.icd10cm().codes();
            let newer: Vec<String> =
                table.replacements(code).filter(|(_, day)| *day <= on).map(|(code, _)| code.to_string()).collect();
            let expected = match newer.as_slice() {
                [] => String::from("a code that is valid on that date"),
                newer => format!("the code that replaced it: {}", newer.join(", ")),
            };
            sink.emit(
                Self::finding(message)
                    .at(Field::Diagnosis(diagnosis.number))
                    .code(code.as_str())
                    .expected(expected)
                    .table(Set::Icd10Cm.name(), cx.edition(Set::Icd10Cm, Some(on)), code.as_str()),
            );
        }
    }
}
