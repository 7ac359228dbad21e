//! Tables with a header row: fee schedules, payment addenda, crosswalks, coverage exports, provider lists.
//!
//! What such a table looks like is data ([`layout`]), one file a family of publishers' tables; [`matching`] finds the
//! layout that a table has, [`period`] the edition that it is, and [`read`] reads it, be it text, a workbook or text of
//! fixed columns.

mod asc;
mod cell;
mod coverage;
mod drugs;
mod layout;
mod matching;
mod mpfs;
mod opps;
mod period;
mod providers;
mod read;
mod table5;
#[cfg(test)]
mod tests;

use self::layout::Layout;
use self::matching::{Match, layout_of};
use super::sheet::{Grid, grids};
use super::{Member, Reader, Reading};

pub(super) use self::layout::WITH_CPT;

pub(super) const READERS: &[&dyn Reader] = &[
    &mpfs::FAMILY,
    &opps::FAMILY,
    &asc::FAMILY,
    &drugs::FAMILY,
    &drugs::TELEHEALTH,
    &providers::TAXONOMY,
    &providers::NPPES,
    &coverage::FAMILY,
    &table5::FAMILY,
];

/// Tables that a publisher issues together.
struct Family {
    kind: &'static str,
    layouts: &'static [&'static Layout],
    fixed: &'static [&'static Fixed],
}

/// Text of fixed columns that holds the same table as one with a header row.
struct Fixed {
    layout: &'static Layout,
    /// Whether these are the first lines of such a text.
    is: fn(&mut dyn Iterator<Item = &str>) -> bool,
    /// The columns' names, as a header would give them, and where they stand.
    names: &'static [&'static str],
    cuts: &'static [(usize, usize)],
}

impl Fixed {
    fn found(&self, member: &Member) -> Option<Match> {
        let names: Vec<String> = self.names.iter().map(|name| (*name).to_owned()).collect();
        let above = member.head().take(3).map(str::to_owned).collect();
        (self.is)(&mut member.head()).then_some(Match { layout: self.layout, row: 0, names, header: Vec::new(), above })
    }
}

impl Reader for Family {
    fn kind(&self) -> &'static str {
        self.kind
    }

    fn recognises(&self, member: &Member) -> bool {
        let name = member.file_name();
        self.fixed.iter().any(|fixed| fixed.found(member).is_some())
            || grids(member).iter().any(|grid| layout_of(grid, &name, self.layouts).is_some())
    }

    fn read(&self, member: &Member, reading: &mut Reading<'_>) {
        for fixed in self.fixed {
            if let (Some(found), Some(text)) = (fixed.found(member), member.text()) {
                read::read(&Grid::fixed(text, fixed.cuts), &found, &member.path, reading);
                return;
            }
        }
        let name = member.file_name();
        let mut unread = Vec::new();
        for grid in grids(member) {
            match layout_of(&grid, &name, self.layouts) {
                Some(found) => read::read(&grid, &found, &member.path, reading),
                None if grid.rows().any(|row| !row.is_blank()) => unread.push(grid.name),
                None => {}
            }
        }
        if reading.is_untouched() {
            reading.note("a header without rows: nothing to import");
        } else if !unread.is_empty() {
            reading.note(format!("sheets that are no table known here were not read: {}", unread.join(", ")));
        }
    }
}
