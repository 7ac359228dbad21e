use cleanclaim_model::{Cents, Field, FindingSink, LineField, Severity};

use crate::rule::{Prevents, Rule};
use crate::{Applies, Context, Facets, Resolved};

declare_rule! {
    /// What another payer paid and adjusted on a line does not add up to the line's charge.
    ///
    /// ## Why
    /// The next payer works out its share from these amounts; out of balance it rejects the claim or pays wrongly.
    ///
    /// ## Flagged
    /// ```toml
    /// responsibility = "S"
    /// [[other_payers]]
    /// paid = "60.00"
    /// [[service_lines]]
    /// charge = "100.00"
    /// adjudications = [{ paid = "60.00", adjustments = ["CO-45 20.00"] }]
    /// ```
    ///
    /// ## Clean
    /// ```toml
    /// responsibility = "S"
    /// [[other_payers]]
    /// paid = "60.00"
    /// [[service_lines]]
    /// charge = "100.00"
    /// adjudications = [{ paid = "60.00", adjustments = ["CO-45 20.00", "PR-2 20.00"] }]
    /// ```
    "line-adjudication-unbalanced" LineAdjudicationUnbalanced {
        code: "CC0206",
        severity: Severity::Error,
        snip: 3,
        source: "ASC X12N/005010X222A1 and 005010X223A2, section 1.4.4 and loop 2430 (SVD02 + CAS = charge)",
        since: "0.1.0",
        applies: Applies::to(Facets::OTHER_PAYERS),
        prevents: &[Prevents::Carc("16"), Prevents::Rarc("N480")],
    }
}

impl Rule for LineAdjudicationUnbalanced {
    fn check(&self, claim: &Resolved<'_>, _: &Context<'_>, sink: &mut dyn FindingSink) {
        for line in &claim.claim.lines {
            for adjudication in &line.adjudications {
                let adjusted: Cents = adjudication.adjustments.iter().map(|adjustment| adjustment.amount).sum();
                let told = adjudication.paid + adjusted;
                if told == line.charge {
                    continue;
                }
                sink.emit(
                    Self::finding(format!(
                        "the other payer paid {} and adjusted {}, the line's charge is {}",
                        adjudication.paid.dollars(),
                        adjusted.dollars(),
                        line.charge.dollars()
                    ))
                    .at(Field::Line(line.number, LineField::Charge))
                    .expected("paid and adjusted amounts that add up to the charge"),
                );
            }
        }
    }
}
