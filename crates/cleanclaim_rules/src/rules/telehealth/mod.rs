//! Visits at a distance: place and modifier.

mod telehealth_modifier_missing;
mod telehealth_modifier_outside_place;
mod telehealth_modifiers_conflict;

use crate::rule::Rule;

/// By code.
pub(crate) const RULES: &[&dyn Rule] = &[
    &telehealth_modifier_missing::TelehealthModifierMissing,
    &telehealth_modifier_outside_place::TelehealthModifierOutsidePlace,
    &telehealth_modifiers_conflict::TelehealthModifiersConflict,
];
