//! The conversion table: which codes a new code replaced, and from when on.
//!
//! Source: CDC/NCHS, ICD-10-CM conversion table: current code, first day or fiscal year, and the codes used before.

use cleanclaim_codes::Set;
use jiff::civil::Date;

use super::{Classification, LICENCE};
use crate::official::edition::{EditionDays, day_in, year_in};
use crate::official::sheet::{Grid, GridRow, Header, grids};
use crate::official::{Member, Reader, Reading};

pub(super) struct ConversionTable;

struct Columns {
    current: usize,
    effective: usize,
    previous: usize,
}

/// The columns by the words in their headers, which differ a little from year to year.
fn columns_of(grid: &Grid<'_>) -> Option<(Header, Columns)> {
    for row in grid.head() {
        let names: Vec<String> = row.cells.iter().map(|cell| crate::official::sheet::header_name(cell)).collect();
        let find = |words: &[&str]| names.iter().position(|name| words.iter().all(|word| name.contains(word)));
        if let (Some(current), Some(effective), Some(previous)) =
            (find(&["current", "code"]), find(&["effective"]), find(&["previous", "code"]))
        {
            let header = Header { row: row.number, names, above: Vec::new() };
            return Some((header, Columns { current, effective, previous }));
        }
    }
    None
}

/// `2017`, `10/01/2016`, `October 1, 2016`, `FY2017`: a year alone is the fiscal year, which begins in October before it.
fn first_day(text: &str) -> Option<Date> {
    day_in(text).or_else(|| EditionDays::fiscal(year_in(text)?).map(|days| days.from))
}

/// The codes in a cell: separated by commas, semicolons, blanks or line ends; `None` where the cell says that there are none.
fn codes_in(text: &str) -> Vec<String> {
    let words =
        text.split([',', ';', ' ', '\n', '\t']).map(|word| word.replace('.', "")).filter(|word| !word.is_empty());
    words.filter(|word| !["none", "na", "n/a", "and", "&"].contains(&word.to_lowercase().as_str())).collect()
}

impl Reader for ConversionTable {
    fn kind(&self) -> &'static str {
        "ICD-10-CM conversion table"
    }

    fn recognises(&self, member: &Member) -> bool {
        grids(member).iter().any(|grid| columns_of(grid).is_some())
    }

    fn read(&self, member: &Member, reading: &mut Reading<'_>) {
        for grid in grids(member) {
            let Some((header, columns)) = columns_of(&grid) else { continue };
            let rows = || grid.rows().filter(|row| header.row < row.number && !row.is_blank());
            let days: Vec<Date> = rows().filter_map(|row| first_day(row.cell(columns.effective))).collect();
            let (Some(first), Some(last)) = (days.iter().min(), days.iter().max()) else {
                reading.error((header.row, columns.effective + 1), "no row says from which day on a code counts");
                continue;
            };
            // A name of its own: the codes themselves are another edition.
            let name = format!("conversion-{last}");
            let known = EditionDays { name, from: *first, to: None };
            let source = "CDC/NCHS, ICD-10-CM conversion table";
            let edition = reading.edition(Set::Icd10Cm, Some(known), source, LICENCE);
            for row in rows() {
                for (old, new, day) in replacements(&row, &columns, reading) {
                    if let Some(builder) = reading.builder(&edition) {
                        builder.replacement(Set::Icd10Cm, &old, &new, day);
                        reading.count(&edition, 1);
                    }
                }
            }
        }
    }
}

fn replacements(row: &GridRow<'_>, columns: &Columns, reading: &mut Reading<'_>) -> Vec<(String, String, Date)> {
    let (current, effective) = (row.cell(columns.current).replace('.', ""), row.cell(columns.effective));
    // Footnotes stand in the first cell alone.
    if row.cells.iter().filter(|cell| !cell.trim().is_empty()).count() == 1 {
        return Vec::new();
    }
    let shape = Classification::Diagnoses;
    let mut fail = |column: usize, message: String| reading.error((row.number, column + 1), message);
    let Some(day) = first_day(effective) else {
        fail(columns.effective, format!("found {effective:?}, expected a day or a fiscal year"));
        return Vec::new();
    };
    if !shape.admits(&current, true) {
        fail(columns.current, format!("found {current:?}, expected {}", shape.shape()));
        return Vec::new();
    }
    let mut found = Vec::new();
    for old in codes_in(row.cell(columns.previous)) {
        if shape.admits(&old, true) {
            found.push((old, current.clone(), day));
        } else {
            fail(columns.previous, format!("found {old:?}, expected {}", shape.shape()));
        }
    }
    found
}
