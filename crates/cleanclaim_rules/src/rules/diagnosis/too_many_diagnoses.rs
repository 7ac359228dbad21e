use cleanclaim_model::{ClaimField, ClaimKind, Field, FindingSink, Severity};

use crate::rule::{Prevents, Rule};
use crate::{Applies, Context, Facets, Resolved};

declare_rule! {
    /// A claim lists more diagnoses than its guide, or its payer, takes.
    ///
    /// ## Why
    /// The rest is cut off or the claim rejected; lines that point at them lose their reason.
    ///
    /// ## Flagged
    /// ```toml
    /// diagnoses = ["E119", "I10"]
    /// [profile]
    /// max_diagnoses = 1
    /// ```
    ///
    /// ## Clean
    /// ```toml
    /// diagnoses = ["E119", "I10"]
    /// ```
    "too-many-diagnoses" TooManyDiagnoses {
        code: "CC0403",
        severity: Severity::Error,
        snip: 2,
        source: "ASC X12N/005010X222A1, loop 2300, HI (12 diagnoses) and 005010X223A2 (25, principal included); payer profile, max_diagnoses",
        since: "0.1.0",
        applies: Applies::to(Facets::DIAGNOSES),
        prevents: &[Prevents::Carc("16"), Prevents::Rarc("M64")],
    }
}

impl Rule for TooManyDiagnoses {
    fn check(&self, claim: &Resolved<'_>, cx: &Context<'_>, sink: &mut dyn FindingSink) {
        let guide_max = match claim.claim.kind {
            ClaimKind::Professional => 12,
            ClaimKind::Institutional => 25,
            ClaimKind::Dental => 4,
        };
        let max = cx.profile.max_diagnoses.map_or(guide_max, |max| usize::from(max).min(guide_max));
        let found = claim.pointed_diagnoses().count();
        if max < found {
            sink.emit(
                Self::finding(format!("the claim lists {found} diagnoses"))
                    .at(Field::Claim(ClaimField::Diagnoses))
                    .expected(format!("{max} at most: those that the services point at, and those that bear on them")),
            );
        }
    }
}
