use cleanclaim_model::{Field, FindingSink, Hcpcs, LineField, Severity};

use crate::rule::{Prevents, Rule};
use crate::{Applies, Context, Needs, Resolved};

declare_rule! {
    /// The payer wants a referring or ordering provider for a service, and none is named.
    ///
    /// ## Why
    /// Consultations, imaging and laboratory tests are paid only on somebody's order; without the name the line is denied.
    ///
    /// ## Flagged
    /// ```toml
    /// [profile.referring]
    /// procedures = ["G0463", "8*"]
    /// [[service_lines]]
    /// procedure = "G0463"
    /// ```
    ///
    /// ## Clean
    /// ```toml
    /// [profile.referring]
    /// procedures = ["G0463", "8*"]
    /// [referring]
    /// [[service_lines]]
    /// procedure = "G0463"
    /// ```
    "referring-provider-missing" ReferringProviderMissing {
        code: "CC1001",
        severity: Severity::Error,
        snip: 7,
        source: "payer profile, referring; ASC X12N/005010X222A1, loop 2310A; CMS Medicare Claims Processing Manual (Pub. 100-04), chapter 26, section 10.4, item 17",
        since: "0.1.0",
        applies: Applies::PROFESSIONAL,
        needs: Needs::REFERRING,
        prevents: &[Prevents::Carc("16"), Prevents::Rarc("N285")],
    }
}

impl Rule for ReferringProviderMissing {
    fn check(&self, claim: &Resolved<'_>, cx: &Context<'_>, sink: &mut dyn FindingSink) {
        let Some(policy) = &cx.profile.referring else { return };
        if claim.claim.referring.is_some() {
            return;
        }
        for line in &claim.claim.lines {
            let provider = claim.rendering_of(line).unwrap_or(&claim.claim.billing);
            let specialty = provider.taxonomy.is_some_and(|taxonomy| policy.taxonomies.contains(&taxonomy));
            if specialty || policy.wants_procedure(line.procedure) {
                let code = line.procedure.as_ref().map_or("", Hcpcs::as_str);
                sink.emit(
                    Self::finding("the payer wants a referring provider for this service")
                        .at(Field::Line(line.number, LineField::Procedure))
                        .code(code)
                        .expected("the referring or ordering provider with NPI"),
                );
            }
        }
    }
}
