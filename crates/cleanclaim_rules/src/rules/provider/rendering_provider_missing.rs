use cleanclaim_model::{EntityType, Field, FindingSink, LineField, ServiceLine, Severity};

use crate::rule::{Prevents, Rule};
use crate::{Applies, Context, Resolved};

declare_rule! {
    /// An organisation bills a professional service and does not say who gave it.
    ///
    /// ## Why
    /// Group practices must name the person; payers deny the lines. Ambulance, laboratory and supply claims are left alone, since there the
    /// organisation itself renders.
    ///
    /// ## Flagged
    /// ```toml
    /// without = ["rendering"]
    /// ```
    ///
    /// ## Clean
    /// ```toml
    /// [rendering]
    /// npi = "1234567893"
    /// ```
    "rendering-provider-missing" RenderingProviderMissing {
        code: "CC0604",
        severity: Severity::Warning,
        snip: 4,
        source: "ASC X12N/005010X222A1, loop 2310B (required when the rendering provider is not the billing provider)",
        since: "0.1.0",
        applies: Applies::PROFESSIONAL,
        prevents: &[Prevents::Carc("16"), Prevents::Rarc("N290")],
    }
}

impl Rule for RenderingProviderMissing {
    fn check(&self, claim: &Resolved<'_>, _: &Context<'_>, sink: &mut dyn FindingSink) {
        if claim.claim.billing.entity != EntityType::Organization || claim.claim.rendering.is_some() {
            return;
        }
        let unnamed = |line: &&ServiceLine| line.rendering.is_none() && !is_organizational(claim, line);
        if let Some(line) = claim.claim.lines.iter().find(unnamed) {
            sink.emit(
                Self::finding("an organisation bills, and nobody is named as rendering provider")
                    .at(Field::Line(line.number, LineField::RenderingProvider))
                    .expected("the person who gave the service"),
            );
        }
    }
}

/// Services that an organisation gives as such: ambulance (places 41 and 42, codes A0), laboratory (place 81), supplies (A4 and on,
/// B, E, K, L).
fn is_organizational(claim: &Resolved<'_>, line: &ServiceLine) -> bool {
    claim.place_of(line).is_some_and(|place| matches!(place.as_str(), "41" | "42" | "81"))
        || line.procedure.is_some_and(|code| code.as_str().starts_with(['A', 'B', 'E', 'K', 'L']))
}
