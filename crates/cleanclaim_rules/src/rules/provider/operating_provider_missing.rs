use cleanclaim_model::{Field, FindingSink, ProviderField, ProviderRole, Severity};

use crate::rule::{Prevents, Rule};
use crate::{Applies, Context, Facets, Resolved};

declare_rule! {
    /// A stay lists a surgical procedure but no operating provider.
    ///
    /// ## Why
    /// The guide requires the person who operated. Surgical means section 0 of ICD-10-PCS.
    ///
    /// ## Flagged
    /// ```toml
    /// kind = "institutional"
    /// procedures = [{ code = "0DTJ4ZZ", date = 2026-05-05 }]
    /// ```
    ///
    /// ## Clean
    /// ```toml
    /// kind = "institutional"
    /// procedures = [{ code = "0DTJ4ZZ", date = 2026-05-05 }]
    /// [operating]
    /// ```
    "operating-provider-missing" OperatingProviderMissing {
        code: "CC0611",
        severity: Severity::Warning,
        snip: 4,
        source: "ASC X12N/005010X223A2, loop 2310B (required with a surgical procedure)",
        since: "0.1.0",
        applies: Applies::INPATIENT.with(Facets::PROCEDURES),
        prevents: &[Prevents::Carc("16"), Prevents::Rarc("N261")],
    }
}

impl Rule for OperatingProviderMissing {
    fn check(&self, claim: &Resolved<'_>, _: &Context<'_>, sink: &mut dyn FindingSink) {
        let surgical = claim.procedures.iter().find(|one| one.procedure.code.as_str().starts_with('0'));
        if let (Some(surgical), None) = (surgical, &claim.claim.operating) {
            sink.emit(
                Self::finding(format!("{} is surgical, but no operating provider is named", surgical.procedure.code))
                    .at(Field::Provider(ProviderRole::Operating, ProviderField::Npi))
                    .code(surgical.procedure.code.as_str())
                    .expected("the person who operated"),
            );
        }
    }
}
