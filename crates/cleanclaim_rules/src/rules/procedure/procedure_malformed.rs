use cleanclaim_model::{Field, FindingSink, Hcpcs, LineField, Severity};

use crate::rule::{Prevents, Rule};
use crate::{Applies, Context, Facets, Resolved};

declare_rule! {
    /// A procedure code has a form that no code of HCPCS or CDT has.
    ///
    /// ## Why
    /// It cannot be a code: a character is mistyped, or it comes from a list of one's own.
    ///
    /// ## Flagged
    /// ```toml
    /// [[service_lines]]
    /// procedure = "9A213"
    /// ```
    ///
    /// ## Clean
    /// ```toml
    /// [[service_lines]]
    /// procedure = "J1100"
    /// ```
    "procedure-malformed" ProcedureMalformed {
        code: "CC0502",
        severity: Severity::Error,
        snip: 5,
        source: "45 CFR 162.1002(c): HCPCS (five digits, four digits and a letter, or a letter and four digits) and CDT (D and four digits)",
        since: "0.1.0",
        applies: Applies::to(Facets::PROFESSIONAL.union(Facets::DENTAL)),
        prevents: &[Prevents::Carc("181"), Prevents::Rarc("M51"), Prevents::Status("A7:454")],
    }
}

impl Rule for ProcedureMalformed {
    fn check(&self, claim: &Resolved<'_>, _: &Context<'_>, sink: &mut dyn FindingSink) {
        for line in &claim.claim.lines {
            let Some(code) = line.procedure.filter(|code| !has_form(*code)) else { continue };
            sink.emit(
                Self::finding(format!("{code} has not the form of a procedure code"))
                    .at(Field::Line(line.number, LineField::Procedure))
                    .code(code.as_str())
                    .expected("five digits, four digits and a letter, or a letter and four digits"),
            );
        }
    }
}

fn has_form(code: Hcpcs) -> bool {
    match code.as_str().as_bytes() {
        [first, middle @ .., last] => {
            let digits = middle.iter().all(u8::is_ascii_digit);
            digits && (first.is_ascii_digit() || last.is_ascii_digit())
        }
        _ => false,
    }
}
