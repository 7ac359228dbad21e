use cleanclaim_model::{Cents, ClaimField, Field, FindingSink, Severity};

use crate::rule::{Prevents, Rule};
use crate::{Applies, Context, Facets, Resolved};

declare_rule! {
    /// What another payer paid on the claim is not what its decisions on the lines (without any, the claim's charge), less its adjustments
    /// of the claim, come to.
    ///
    /// ## Why
    /// The next payer takes one of the two amounts and pays wrongly, or rejects the claim.
    ///
    /// ## Flagged
    /// ```toml
    /// responsibility = "S"
    /// [[other_payers]]
    /// paid = "75.00"
    /// [[service_lines]]
    /// charge = "100.00"
    /// adjudications = [{ paid = "80.00", adjustments = ["CO-45 20.00"] }]
    /// ```
    ///
    /// ## Clean
    /// ```toml
    /// responsibility = "S"
    /// [[other_payers]]
    /// paid = "75.00"
    /// adjustments = ["PR-1 5.00"]
    /// [[service_lines]]
    /// charge = "100.00"
    /// adjudications = [{ paid = "80.00", adjustments = ["CO-45 20.00"] }]
    /// ```
    "other-payer-paid-unbalanced" OtherPayerPaidUnbalanced {
        code: "CC0207",
        severity: Severity::Error,
        snip: 3,
        source: "ASC X12N/005010X222A1 and 005010X223A2, section 1.4.4.1, loops 2320 (AMT with D, CAS) and 2430 (SVD02)",
        since: "0.1.0",
        applies: Applies::to(Facets::OTHER_PAYERS),
        prevents: &[Prevents::Carc("16"), Prevents::Rarc("N480")],
    }
}

impl Rule for OtherPayerPaidUnbalanced {
    fn check(&self, claim: &Resolved<'_>, _: &Context<'_>, sink: &mut dyn FindingSink) {
        for other in &claim.claim.other_payers {
            let Some(paid) = other.paid else { continue };
            let decisions = claim.claim.lines.iter().flat_map(|line| &line.adjudications);
            let mut of_lines = decisions.filter(|decision| decision.payer_id == other.payer.id).peekable();
            let basis = match of_lines.peek() {
                Some(_) => of_lines.map(|decision| decision.paid).sum(),
                None if other.adjustments.is_empty() => continue,
                None => claim.claim.charge,
            };
            let expected = basis - other.adjustments.iter().map(|adjustment| adjustment.amount).sum::<Cents>();
            if paid != expected {
                sink.emit(
                    Self::finding(format!(
                        "the other payer is said to have paid {}, its decisions come to {}",
                        paid.dollars(),
                        expected.dollars()
                    ))
                    .at(Field::Claim(ClaimField::Responsibility))
                    .expected("the amount on the other payer's remittance, with all of its adjustments"),
                );
            }
        }
    }
}
