//! The rules, in families of one folder each.
//!
//! To add a rule: write its file, name it in its family's `mod.rs` (the module and the list), and let the test write
//! `docs/rules.md` again.

use crate::rule::Rule;

mod dates;
mod diagnosis;
mod envelope;
mod institutional;
mod money;
mod patient;
mod payer;
mod procedure;
mod provider;
mod telehealth;

/// Rules of one subject.
#[derive(Clone, Copy)]
pub struct Family {
    /// Its folder's name.
    pub name: &'static str,
    /// What its rules look at.
    pub about: &'static str,
    /// Its rules, by code.
    pub rules: &'static [&'static dyn Rule],
}

impl core::fmt::Debug for Family {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Family").field("name", &self.name).field("rules", &self.rules.len()).finish_non_exhaustive()
    }
}

const fn family(name: &'static str, rules: &'static [&'static dyn Rule], about: &'static str) -> Family {
    Family { name, about, rules }
}

/// Every family, in the order of the manual. Its place is the first two digits of its rules' codes.
pub const FAMILIES: &[Family] = &[
    family("envelope", envelope::RULES, "What every claim carries whatever it is for."),
    family("money", money::RULES, "Charges, balances and what other payers paid."),
    family("dates", dates::RULES, "Dates in their order, and time limits."),
    family("diagnosis", diagnosis::RULES, "ICD-10-CM codes: there, valid on the date, in order, fit for the patient."),
    family("procedure", procedure::RULES, "Procedures, modifiers, units and drugs."),
    family("provider", provider::RULES, "Who bills, renders, refers, attends and operates."),
    family("patient", patient::RULES, "Who the patient is and under whose cover."),
    family(
        "institutional",
        institutional::RULES,
        "What facilities add: type of bill, stay, revenue codes, occurrences.",
    ),
    family("telehealth", telehealth::RULES, "Visits at a distance: place and modifier."),
    family("payer", payer::RULES, "What the claim's payer wants beyond the guides, by its profile."),
];

/// Every rule, family by family.
pub fn rules() -> impl Iterator<Item = &'static dyn Rule> {
    FAMILIES.iter().flat_map(|family| family.rules.iter().copied())
}
