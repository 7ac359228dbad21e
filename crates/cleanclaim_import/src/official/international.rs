//! Classifications of other countries: ICD-10-GM, ClaML 2.

use super::Reader;

pub(super) const READERS: &[&dyn Reader] = &[];
