//! HCPCS Level II and CPT.

use super::Reader;

pub(super) const READERS: &[&dyn Reader] = &[];
