//! Conditions that the classification presumes to be linked: one code for both, beside the code of the second.
//!
//! Source: ICD-10-CM Official Guidelines, sections I.A.15 ("with"), I.C.4.a and I.C.9.a. The presumption yields to documentation
//! that says the two are unrelated, so a combined code always goes to a person for review.

use cleanclaim_codes::Icd10Cm;
use cleanclaim_model::{Date, Icd10};

/// One presumed link: where both are there, the first becomes `combined`, or `combined` comes beside it.
struct Link {
    /// The code that is replaced; or, where it ends in a star, what a code that stays begins with.
    base: &'static str,
    /// What the second code begins with, and a third where all three are wanted.
    with: &'static [&'static str],
    /// What the first becomes.
    combined: &'static str,
    guideline: &'static str,
}

/// The most specific first.
const LINKS: &[Link] = &[
    Link { base: "I10", with: &["I50", "N185"], combined: "I132", guideline: "I.C.9.a.3" },
    Link { base: "I10", with: &["I50", "N186"], combined: "I132", guideline: "I.C.9.a.3" },
    Link { base: "I10", with: &["I50", "N18"], combined: "I130", guideline: "I.C.9.a.3" },
    Link { base: "I10", with: &["I50"], combined: "I110", guideline: "I.C.9.a.1" },
    Link { base: "I10", with: &["N185"], combined: "I120", guideline: "I.C.9.a.2" },
    Link { base: "I10", with: &["N186"], combined: "I120", guideline: "I.C.9.a.2" },
    Link { base: "I10", with: &["N18"], combined: "I129", guideline: "I.C.9.a.2" },
    Link { base: "E119", with: &["N18"], combined: "E1122", guideline: "I.A.15" },
    Link { base: "E109", with: &["N18"], combined: "E1022", guideline: "I.A.15" },
    Link { base: "E11*", with: &["N18"], combined: "E1122", guideline: "I.A.15" },
    Link { base: "E10*", with: &["N18"], combined: "E1022", guideline: "I.A.15" },
    Link { base: "E119", with: &["R739"], combined: "E1165", guideline: "I.A.15" },
    Link { base: "E109", with: &["R739"], combined: "E1065", guideline: "I.A.15" },
];

/// A code that takes the place of another, or comes beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Combination {
    /// The code that calls for it.
    pub(crate) base: Icd10,
    pub(crate) stays: bool,
    pub(crate) code: Icd10,
    /// What the codes that it is combined with begin with.
    pub(crate) with: &'static [&'static str],
    pub(crate) guideline: &'static str,
}

/// The combinations that these codes call for; each is billable on the day.
pub(crate) fn combinations(table: &Icd10Cm<'_>, codes: &[Icd10], on: Date) -> Vec<Combination> {
    let mut found: Vec<Combination> = Vec::new();
    for link in LINKS {
        let (prefix, stays) = link.base.strip_suffix('*').map_or((link.base, false), |prefix| (prefix, true));
        let is_base = |code: &&Icd10| if stays { code.as_str().starts_with(prefix) } else { code.as_str() == prefix };
        let with = |prefix: &&str| codes.iter().any(|code| code.as_str().starts_with(*prefix));
        let (Some(base), true) = (codes.iter().find(is_base), link.with.iter().all(with)) else { continue };
        let Ok(code) = Icd10::parse(link.combined) else { continue };
        let is_new = !codes.contains(&code) && found.iter().all(|one| one.base != *base && one.code != code);
        if is_new && table.lookup(code, on).is_billable() {
            found.push(Combination { base: *base, stays, code, with: link.with, guideline: link.guideline });
        }
    }
    found
}
