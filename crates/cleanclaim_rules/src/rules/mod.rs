//! The rules, in families of one folder each.
//!
//! To add a rule: write its file, name it in its family's `mod.rs` (the module and the list), and let the test write
//! `docs/rules.md` again.

use crate::rule::Rule;

mod envelope;

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

/// Every family, in the order of the manual.
pub const FAMILIES: &[Family] =
    &[Family { name: "envelope", about: "What every claim carries whatever it is for.", rules: envelope::RULES }];

/// Every rule, family by family.
pub fn rules() -> impl Iterator<Item = &'static dyn Rule> {
    FAMILIES.iter().flat_map(|family| family.rules.iter().copied())
}
