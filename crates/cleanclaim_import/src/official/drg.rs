//! MS-DRG definitions and Table 5.

use super::Reader;

pub(super) const READERS: &[&dyn Reader] = &[];
