use cleanclaim_model::{Field, FindingSink, Hcpcs, LineField, Modifiers, ServiceLine, Severity};

use crate::rule::{Prevents, Rule};
use crate::{Applies, Context, Resolved};

declare_rule! {
    /// Two lines of a professional claim are for the same service, on the same day, with the same modifiers, diagnoses, place and provider.
    ///
    /// ## Why
    /// The payer denies the second as an exact duplicate. A repetition that was really done has units of 2, or a modifier that says so:
    /// 76, 77, 91, 59, XE, XS, XP or XU.
    ///
    /// ## Flagged
    /// ```toml
    /// [[service_lines]]
    /// procedure = "J1100"
    /// [[service_lines]]
    /// procedure = "J1100"
    /// ```
    ///
    /// ## Clean
    /// ```toml
    /// [[service_lines]]
    /// procedure = "J1100"
    /// [[service_lines]]
    /// procedure = "J1100"
    /// modifiers = ["76"]
    /// ```
    "service-line-repeated" ServiceLineRepeated {
        code: "CC0509",
        severity: Severity::Error,
        snip: 6,
        source: "CMS Medicare Claims Processing Manual (Pub. 100-04), chapter 1, section 120 (exact duplicates)",
        since: "0.1.0",
        applies: Applies::PROFESSIONAL,
        prevents: &[Prevents::Carc("18")],
    }
}

impl Rule for ServiceLineRepeated {
    fn check(&self, claim: &Resolved<'_>, _: &Context<'_>, sink: &mut dyn FindingSink) {
        let lines = claim.compared_lines();
        for (index, line) in lines.iter().enumerate() {
            if line.procedure.is_none() || says_repeated(line.modifiers) {
                continue;
            }
            let Some(first) = lines.iter().take(index).find(|earlier| is_same(claim, earlier, line)) else { continue };
            sink.emit(
                Self::finding(format!("the same service stands on line {}", first.number))
                    .at(Field::Line(line.number, LineField::Procedure))
                    .code(line.procedure.as_ref().map_or("", Hcpcs::as_str))
                    .expected("one line with more units, or a modifier that says why it was repeated"),
            );
        }
    }
}

fn says_repeated(modifiers: Modifiers) -> bool {
    modifiers.iter().any(|modifier| matches!(modifier.as_str(), "76" | "77" | "91" | "59" | "XE" | "XS" | "XP" | "XU"))
}

fn is_same(claim: &Resolved<'_>, a: &ServiceLine, b: &ServiceLine) -> bool {
    a.procedure == b.procedure
        && a.from == b.from
        && a.thru == b.thru
        && a.pointers == b.pointers
        && a.modifiers.len() == b.modifiers.len()
        && a.modifiers.iter().all(|modifier| b.modifiers.contains(modifier.as_str()))
        && claim.place_of(a) == claim.place_of(b)
        && claim.rendering_of(a).map(|provider| provider.npi) == claim.rendering_of(b).map(|provider| provider.npi)
        && a.drug.as_ref().map(|drug| &drug.ndc) == b.drug.as_ref().map(|drug| &drug.ndc)
}
