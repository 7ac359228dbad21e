use cleanclaim_codes::{MceFlags, Set};
use cleanclaim_model::{Field, FindingSink, Severity};

use crate::rule::{Prevents, Rule};
use crate::{Applies, Context, Needs, Resolved};

declare_rule! {
    /// The principal diagnosis of a stay is accepted only with a secondary one, and there is none.
    ///
    /// ## Why
    /// Medicare returns the stay to the hospital.
    ///
    /// ## Flagged
    /// ```toml
    /// kind = "institutional"
    /// diagnoses = ["Z51.89"]
    /// ```
    ///
    /// ## Clean
    /// ```toml
    /// kind = "institutional"
    /// diagnoses = ["Z51.89", "I10"]
    /// ```
    "principal-needs-secondary" PrincipalNeedsSecondary {
        code: "CC0416",
        severity: Severity::Error,
        snip: 5,
        source: "CMS, Definitions of Medicare Code Edits v43.1, edit 9 (requires secondary diagnosis)",
        since: "0.1.0",
        applies: Applies::INPATIENT,
        needs: Needs::ICD10CM.union(Needs::ICD10CM_FLAGS),
        prevents: &[Prevents::Carc("16"), Prevents::Rarc("M64")],
    }
}

impl Rule for PrincipalNeedsSecondary {
    fn check(&self, claim: &Resolved<'_>, cx: &Context<'_>, sink: &mut dyn FindingSink) {
        let Some(first) = claim.first_listed() else { return };
        if first.flags.contains(MceFlags::REQUIRES_SECONDARY) && claim.pointed_diagnoses().count() == 1 {
            sink.emit(
                Self::finding(format!("{} is accepted as principal diagnosis only with a secondary one", first.code()))
                    .at(Field::Diagnosis(first.number))
                    .code(first.code().as_str())
                    .expected("a secondary diagnosis")
                    .table(Set::Icd10Cm.name(), cx.edition(Set::Icd10Cm, claim.coding_date), first.code().as_str()),
            );
        }
    }
}
