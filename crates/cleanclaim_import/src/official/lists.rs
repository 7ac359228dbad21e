//! Code lists: adjustment reasons, remarks, claim status, institutional codes, disease terms.

use super::Reader;

pub(super) const READERS: &[&dyn Reader] = &[];
