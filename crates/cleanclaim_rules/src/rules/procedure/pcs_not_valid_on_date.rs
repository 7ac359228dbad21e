use cleanclaim_codes::Set;
use cleanclaim_model::{Field, FindingSink, Severity};

use crate::rule::{Prevents, Rule};
use crate::{Applies, CodeStatus, Context, Facets, Needs, Resolved};

declare_rule! {
    /// An inpatient procedure is an ICD-10-PCS code, but not on the last day of the stay.
    ///
    /// ## Why
    /// Codes are added and deleted each October and April; the stay is grouped by the edition of its last day, and returned.
    ///
    /// ## Flagged
    /// ```toml
    /// kind = "institutional"
    /// procedures = [{ code = "02RF0JZ", date = 2026-05-05 }]
    /// ```
    ///
    /// ## Clean
    /// ```toml
    /// kind = "institutional"
    /// procedures = [{ code = "0DTJ4ZZ", date = 2026-05-05 }]
    /// [operating]
    /// ```
    "pcs-not-valid-on-date" PcsNotValidOnDate {
        code: "CC0511",
        severity: Severity::Error,
        snip: 5,
        source: "45 CFR 162.1002(c); CMS Medicare Claims Processing Manual (Pub. 100-04), chapter 23, section 10.2; the edition of ICD-10-PCS in force",
        since: "0.1.0",
        applies: Applies::to(Facets::PROCEDURES),
        needs: Needs::ICD10PCS,
        prevents: &[Prevents::Carc("181"), Prevents::Rarc("MA66")],
    }
}

impl Rule for PcsNotValidOnDate {
    fn check(&self, claim: &Resolved<'_>, cx: &Context<'_>, sink: &mut dyn FindingSink) {
        for procedure in claim.procedures {
            let (CodeStatus::OtherDates { from, to }, Some(on)) = (procedure.status, claim.coding_date) else {
                continue;
            };
            let code = procedure.procedure.code;
            let message = match to {
                Some(to) if to < on => format!("{code} was deleted after {to}; the claim is coded on {on}"),
                _ => format!("{code} is valid from {from} on; the claim is coded on {on}"),
            };
            sink.emit(
                Self::finding(message)
                    .at(Field::Procedure(procedure.number))
                    .code(code.as_str())
                    .expected("a code that is valid on that date")
                    .table(Set::Icd10Pcs.name(), cx.edition(Set::Icd10Pcs, Some(on)), code.as_str()),
            );
        }
    }
}
