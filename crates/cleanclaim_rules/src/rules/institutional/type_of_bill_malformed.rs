use cleanclaim_model::{ClaimField, Field, FindingSink, Severity};

use crate::rule::{Prevents, Rule};
use crate::{Applies, Context, Resolved};

declare_rule! {
    /// The type of bill of an institutional claim has not two digits and a frequency.
    ///
    /// ## Why
    /// It says what kind of facility and care the claim is for; everything else depends on it.
    ///
    /// ## Flagged
    /// ```toml
    /// kind = "institutional"
    /// facility_code = "1"
    /// [[service_lines]]
    /// procedure = "G0463"
    /// ```
    ///
    /// ## Clean
    /// ```toml
    /// kind = "institutional"
    /// facility_code = "11"
    /// ```
    "type-of-bill-malformed" TypeOfBillMalformed {
        code: "CC0801",
        severity: Severity::Error,
        snip: 2,
        source: "ASC X12N/005010X223A2, loop 2300, CLM05-1 and CLM05-3; CMS Medicare Claims Processing Manual (Pub. 100-04), chapter 25, section 75.1 (FL 4)",
        since: "0.1.0",
        applies: Applies::INSTITUTIONAL,
        prevents: &[Prevents::Carc("16"), Prevents::Rarc("MA30"), Prevents::Status("A7:228")],
    }
}

impl Rule for TypeOfBillMalformed {
    fn check(&self, claim: &Resolved<'_>, _: &Context<'_>, sink: &mut dyn FindingSink) {
        let well_formed = claim.claim.facility_code.is_some_and(|code| {
            let digits = code.as_str().as_bytes();
            digits.len() == 2 && digits.iter().all(|digit| (b'1'..=b'9').contains(digit))
        });
        if !well_formed {
            sink.emit(
                Self::finding("the type of bill has not two digits")
                    .at(Field::Claim(ClaimField::FacilityCode))
                    .expected("facility and care, such as 11 or 13, without the leading zero"),
            );
        }
    }
}
