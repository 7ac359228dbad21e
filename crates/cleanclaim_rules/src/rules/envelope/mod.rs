//! What every claim carries whatever it is for: numbers, indicators, lines, resubmission.

mod no_service_lines;

use crate::rule::Rule;

/// By code.
pub(crate) const RULES: &[&dyn Rule] = &[&no_service_lines::NoServiceLines];
