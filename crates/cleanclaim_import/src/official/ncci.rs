//! NCCI: procedure-to-procedure edits, medically unlikely edits, add-on codes.

use super::Reader;

pub(super) const READERS: &[&dyn Reader] = &[];
