//! NCCI: procedure-to-procedure edits, medically unlikely edits, add-on codes.

mod add_on;
mod edition;
mod mue;
mod ptp;

use cleanclaim_codes::Cell;

use super::Reader;

pub(super) const READERS: &[&dyn Reader] = &[&ptp::Ptp, &mue::Mue, &add_on::AddOnCodes];

fn text_or_empty(text: Option<&str>) -> Cell<'_> {
    text.filter(|text| !text.is_empty()).map_or(Cell::Empty, Cell::Text)
}
