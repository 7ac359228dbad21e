//! ICD-10 of other countries: the German text files, and classifications in ClaML. Both are for import only: their publishers'
//! licences do not let the project ship them.

mod claml;
mod german;

use super::Reader;

pub(super) const READERS: &[&dyn Reader] = &[&claml::ClaMl, &german::Codes, &german::Headings];
