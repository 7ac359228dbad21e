//! Tables with a header row: fee schedules, payment addenda, crosswalks, coverage exports, provider lists.

use super::Reader;

pub(super) const READERS: &[&dyn Reader] = &[];
