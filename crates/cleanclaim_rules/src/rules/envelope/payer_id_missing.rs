use cleanclaim_model::{Field, FindingSink, PayerField, Severity};

use crate::rule::{Prevents, Rule};
use crate::{Context, Resolved};

declare_rule! {
    /// A claim does not name its payer by identifier.
    ///
    /// ## Why
    /// The clearinghouse cannot route it.
    ///
    /// ## Flagged
    /// ```toml
    /// [payer]
    /// id = ""
    /// ```
    ///
    /// ## Clean
    /// ```toml
    /// [payer]
    /// id = "EXHLT"
    /// ```
    "payer-id-missing" PayerIdMissing {
        code: "CC0117",
        severity: Severity::Error,
        snip: 2,
        source: "ASC X12N/005010X222A1 and 005010X223A2, loop 2010BB, NM109",
        since: "0.1.0",
        prevents: &[Prevents::Carc("16"), Prevents::Rarc("M56"), Prevents::Status("A6:153")],
    }
}

impl Rule for PayerIdMissing {
    fn check(&self, claim: &Resolved<'_>, _: &Context<'_>, sink: &mut dyn FindingSink) {
        if claim.claim.payer.id.is_empty() {
            let finding = Self::finding("the claim has no payer identifier");
            sink.emit(finding.at(Field::Payer(PayerField::Id)).expected("the payer's identifier at the clearinghouse"));
        }
    }
}
