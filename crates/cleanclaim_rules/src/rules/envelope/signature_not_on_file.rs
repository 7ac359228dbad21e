use cleanclaim_model::{ClaimField, Field, FindingSink, Severity};

use crate::rule::{Prevents, Rule};
use crate::{Applies, Context, Resolved};

declare_rule! {
    /// A professional claim says that the provider's signature is not on file.
    ///
    /// ## Why
    /// Medicare and most payers return a claim without it as incomplete.
    ///
    /// ## Flagged
    /// ```toml
    /// signature_on_file = false
    /// ```
    ///
    /// ## Clean
    /// ```toml
    /// signature_on_file = true
    /// ```
    "signature-not-on-file" SignatureNotOnFile {
        code: "CC0110",
        severity: Severity::Warning,
        snip: 4,
        source: "ASC X12N/005010X222A1, loop 2300, CLM06; CMS Medicare Claims Processing Manual (Pub. 100-04), chapter 26, section 10.4, item 31",
        since: "0.1.0",
        applies: Applies::PROFESSIONAL,
        prevents: &[Prevents::Carc("16"), Prevents::Rarc("MA81")],
    }
}

impl Rule for SignatureNotOnFile {
    fn check(&self, claim: &Resolved<'_>, _: &Context<'_>, sink: &mut dyn FindingSink) {
        if !claim.claim.signature_on_file {
            sink.emit(
                Self::finding("the provider's signature is not on file")
                    .at(Field::Claim(ClaimField::Assignment))
                    .expected("CLM06 = Y once the signature is on file"),
            );
        }
    }
}
