//! The ICD-10-CM indexes and tables of drugs and neoplasms, the ICD-10-PCS index, tables and definitions.

use super::Reader;

pub(super) const READERS: &[&dyn Reader] = &[];
