//! ICD-10-CM and ICD-10-PCS code files: order files, code files, tabular lists, addenda.

use super::Reader;

pub(super) const READERS: &[&dyn Reader] = &[];
