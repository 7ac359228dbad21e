use cleanclaim_model::{Field, FindingSink, LineField, Quantity, Severity};

use crate::rule::{Prevents, Rule};
use crate::{Applies, Context, Facets, Resolved};

declare_rule! {
    /// A drug has no quantity, or a unit that claims do not have.
    ///
    /// ## Why
    /// Payers price drugs, and states claim rebates, by this quantity; the guides require both.
    ///
    /// ## Flagged
    /// ```toml
    /// [[service_lines]]
    /// procedure = "J1100"
    /// drug = { ndc = "00000111122", quantity = "0" }
    /// ```
    ///
    /// ## Clean
    /// ```toml
    /// [[service_lines]]
    /// procedure = "J1100"
    /// drug = { ndc = "00000111122", quantity = "2.5", unit = "ML" }
    /// ```
    "drug-quantity-missing" DrugQuantityMissing {
        code: "CC0516",
        severity: Severity::Error,
        snip: 2,
        source: "ASC X12N/005010X222A1 and 005010X223A2, loop 2410, CTP04 and CTP05-1 (F2, GR, ME, ML or UN)",
        since: "0.1.0",
        applies: Applies::to(Facets::DRUGS),
        prevents: &[Prevents::Carc("16"), Prevents::Rarc("N815")],
    }
}

impl Rule for DrugQuantityMissing {
    fn check(&self, claim: &Resolved<'_>, _: &Context<'_>, sink: &mut dyn FindingSink) {
        for line in &claim.claim.lines {
            let Some(drug) = &line.drug else { continue };
            let unit = matches!(drug.unit.as_str(), "F2" | "GR" | "ME" | "ML" | "UN");
            if Quantity::default() < drug.quantity && unit {
                continue;
            }
            sink.emit(
                Self::finding("the drug's quantity or unit is missing or none that claims have")
                    .at(Field::Line(line.number, LineField::DrugUnits))
                    .expected("more than zero, in F2, GR, ME, ML or UN"),
            );
        }
    }
}
