//! Places of service.
//!
//! Source: CMS, place of service code set, as a table.

use std::collections::HashMap;

use cleanclaim_codes::{CodeKind, Set};

use super::table;
use crate::official::sheet::{Grid, Header};
use crate::official::{Member, Reader, Reading};

pub(super) struct Places;

/// The headers of a flattened list, and those of the publisher's page.
const HEADERS: [[&str; 2]; 2] = [["pos_code", "pos_name"], ["place_of_service_code_s", "place_of_service_name"]];

fn places(member: &Member) -> Option<(Grid<'_>, Header, [usize; 2])> {
    HEADERS.iter().find_map(|names| {
        let (grid, header) = table(member, names)?;
        let columns = [header.column(&[names[0]])?, header.column(&[names[1]])?];
        Some((grid, header, columns))
    })
}

impl Reader for Places {
    fn kind(&self) -> &'static str {
        "places of service"
    }

    fn recognises(&self, member: &Member) -> bool {
        places(member).is_some()
    }

    fn read(&self, member: &Member, reading: &mut Reading<'_>) {
        let Some((grid, header, [code, name])) = places(member) else { return };
        let edition = reading.edition(
            Set::PlaceOfService,
            None,
            "CMS, place of service code set",
            "public domain (US government)",
        );
        if !reading.is_first_copy(&edition) {
            return;
        }
        let mut seen: HashMap<String, usize> = HashMap::new();
        let mut unassigned = 0;
        for row in grid.rows().filter(|row| header.row < row.number && !row.is_blank()) {
            let (place, title) = (row.cell(code), row.cell(name));
            // `27-28` and the like stand for places that nobody has named.
            if title.eq_ignore_ascii_case("unassigned") {
                unassigned += 1;
            } else if place.len() != 2 || !place.bytes().all(|byte| byte.is_ascii_digit()) {
                reading.error((row.number, code + 1), format!("found {place:?}, expected two digits"));
            } else if title.is_empty() {
                reading.error((row.number, name + 1), format!("place {place} has no name"));
            } else if let Some(first) = seen.insert(place.to_owned(), row.number) {
                reading.error((row.number, code + 1), format!("{place} stands in row {first} already"));
            } else {
                reading.code(&edition, place, (None, None), CodeKind::Billable, Some(title));
            }
        }
        reading.note(format!("{unassigned} rows are not assigned: they are no codes"));
    }
}
