//! Lists that X12 keeps: claim adjustment reason codes, remittance advice remark codes, claim status codes and their categories.
//!
//! Source: X12, external code lists 139, 411, 508 and 507, as exported into a table: code, description, first day, day of the last
//! change, and day of the end. A code is taken to count on that last day, too; X12 calls it the "stop" date.

use std::collections::HashMap;

use cleanclaim_codes::{CodeKind, Set};
use jiff::civil::Date;

use super::table;
use crate::official::edition::{EditionDays, day_in, month, year_in};
use crate::official::reading::OpenEdition;
use crate::official::sheet::{Grid, GridRow, Header, grids};
use crate::official::{Member, Reader, Reading};

const SOURCE: &str = "X12, external code lists";
const LICENCE: &str = "X12: the user's own licence";

/// A list counts from its oldest code on: it keeps the codes that ended. Its name is the month that the file's name tells, else
/// that of its newest change.
fn edition_of(path: &str, days: &[Date]) -> Option<EditionDays> {
    let (first, last) = (days.iter().min()?, days.iter().max()?);
    let named = path.rsplit(['/', '\\']).find_map(|part| {
        let year = year_in(part)?;
        let after = part.split_once(&year.to_string())?.1;
        let word = after.split(|letter: char| !letter.is_ascii_alphanumeric()).find(|word| !word.is_empty());
        Some((year, word.and_then(month).unwrap_or(1)))
    });
    let (year, month) = named.unwrap_or((last.year(), last.month()));
    Some(EditionDays { name: format!("{year:04}-{month:02}"), from: *first, to: None })
}

/// Where the fields of a list stand, from 0.
struct Columns {
    header_row: usize,
    code: usize,
    description: usize,
    usage: Option<usize>,
    start: usize,
    modified: Option<usize>,
    stop: Option<usize>,
}

impl Columns {
    fn of(header: &Header) -> Option<Self> {
        let any = |names: &[&str]| header.column(names);
        Some(Self {
            header_row: header.row,
            code: any(&["code", "adj_code"])?,
            description: any(&["description", "code_description", "adj_description"])?,
            usage: any(&["adj_usage", "usage"]),
            start: any(&["start", "start_date", "adj_start_date", "effective", "effective_date"])?,
            modified: any(&["last_modified", "last_modified_date", "modified", "adj_last_modified"]),
            stop: any(&["stop", "stop_date", "adj_end_date", "end_date", "deactivation_date", "to_be_deactivated"]),
        })
    }

    fn rows<'m>(&self, grid: &Grid<'m>) -> impl Iterator<Item = GridRow<'m>> + use<'m> {
        let header_row = self.header_row;
        grid.rows().filter(move |row| header_row < row.number && !row.is_blank())
    }

    /// Every day that is written anywhere, to tell the edition.
    fn days(&self, grid: &Grid<'_>) -> Vec<Date> {
        let columns = [Some(self.start), self.modified];
        self.rows(grid).flat_map(|row| columns.map(|column| day_in(row.cell(column?)))).flatten().collect()
    }

    fn write(
        &self,
        reading: &mut Reading<'_>,
        edition: &OpenEdition,
        row: &GridRow<'_>,
        seen: &mut HashMap<String, usize>,
    ) {
        let mut day = |column: Option<usize>| -> Result<Option<Date>, ()> {
            let Some(column) = column else { return Ok(None) };
            match (row.cell(column), day_in(row.cell(column))) {
                ("", _) => Ok(None),
                (_, Some(day)) => Ok(Some(day)),
                (text, None) => {
                    reading.error((row.number, column + 1), format!("found {text:?}, expected a day"));
                    Err(())
                }
            }
        };
        let (Ok(start), Ok(stop)) = (day(Some(self.start)), day(self.stop)) else { return };
        let (code, description) = (row.cell(self.code), row.cell(self.description));
        let shape = (1..=5).contains(&code.len())
            && code.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase());
        if !shape {
            let message = format!("found {code:?}, expected a code of up to five letters and digits");
            return reading.error((row.number, self.code + 1), message);
        }
        if description.is_empty() {
            return reading.error((row.number, self.description + 1), format!("{code} has no description"));
        }
        if let (Some(start), Some(stop)) = (start, stop)
            && stop < start
        {
            let column = self.stop.map_or(0, |column| column + 1);
            return reading.error((row.number, column), format!("{code} ends on {stop}, before it begins on {start}"));
        }
        if let Some(first) = seen.insert(code.to_owned(), row.number) {
            return reading.error((row.number, self.code + 1), format!("{code} stands in row {first} already"));
        }
        let title = match self.usage.map_or("", |column| row.cell(column)) {
            "" => description.to_owned(),
            usage => format!("{description} Usage: {usage}"),
        };
        reading.code(edition, code, (start, stop), CodeKind::Billable, Some(&title));
    }
}

/// One table of group codes, adjustment reasons and remarks.
pub(super) struct Together;

const TOGETHER: [&str; 4] = ["adj_code", "adj_type", "adj_description", "adj_start_date"];

impl Reader for Together {
    fn kind(&self) -> &'static str {
        "adjustment reason and remark codes"
    }

    fn recognises(&self, member: &Member) -> bool {
        table(member, &TOGETHER).is_some()
    }

    fn read(&self, member: &Member, reading: &mut Reading<'_>) {
        let Some((grid, header)) = table(member, &TOGETHER) else { return };
        let (Some(columns), Some(kind)) = (Columns::of(&header), header.column(&["adj_type"])) else { return };
        let known = edition_of(&member.path, &columns.days(&grid));
        let mut groups = 0;
        let mut open: Vec<(Set, OpenEdition, HashMap<String, usize>)> = Vec::new();
        for set in [Set::Carc, Set::Rarc] {
            let edition = reading.edition(set, known.clone(), SOURCE, LICENCE);
            if !reading.is_first_copy(&edition) {
                return;
            }
            open.push((set, edition, HashMap::new()));
        }
        for row in columns.rows(&grid) {
            let set = match row.cell(kind) {
                "CARC" => Set::Carc,
                "RARC" => Set::Rarc,
                "Group" => {
                    groups += 1;
                    continue;
                }
                other => {
                    let message = format!("found {other:?}, expected Group, CARC or RARC");
                    reading.error((row.number, kind + 1), message);
                    continue;
                }
            };
            if let Some((_, edition, seen)) = open.iter_mut().find(|(of, ..)| *of == set) {
                columns.write(reading, edition, &row, seen);
            }
        }
        reading.note(format!("{groups} group codes are part of the remittance itself: not read"));
    }
}

/// One of X12's lists as a table of its own.
pub(super) struct Published;

/// The list, by what its codes look like: categories are a letter and a digit, remarks begin with M, MA or N, status codes are
/// numbers, and reasons are numbers but for some with a letter.
fn set_of(grid: &Grid<'_>, columns: &Columns) -> Option<Set> {
    let codes: Vec<String> = columns.rows(grid).map(|row| row.cell(columns.code).to_owned()).collect();
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let after =
        |code: &str, letters: &[&str]| letters.iter().any(|letter| code.strip_prefix(letter).is_some_and(digits));
    let share = |of: &dyn Fn(&str) -> bool| codes.iter().filter(|code| of(code)).count() * 10 / codes.len().max(1);
    let with_letter = |code: &str| after(code, &["A", "B", "D", "P", "W", "Y"]);
    match () {
        () if codes.is_empty() => None,
        () if 9 <= share(&|code| after(code, &["M", "MA", "N"])) => Some(Set::Rarc),
        () if 9 <= share(&|code| code.len() <= 4 && after(code, &["A", "P", "F", "R", "E", "D", "DR"])) => {
            Some(Set::ClaimStatusCategory)
        }
        () if 9 <= share(&digits) && !codes.iter().any(|code| with_letter(code)) => Some(Set::ClaimStatus),
        () if 9 <= share(&|code| digits(code) || with_letter(code)) => Some(Set::Carc),
        () => None,
    }
}

fn published(member: &Member) -> Option<(Grid<'_>, Columns, Set)> {
    grids(member).into_iter().find_map(|grid| {
        let header = grid.header(&["code", "description"])?;
        let columns = Columns::of(&header).filter(|columns| columns.stop.is_some() || columns.modified.is_some())?;
        let set = set_of(&grid, &columns)?;
        Some((grid, columns, set))
    })
}

impl Reader for Published {
    fn kind(&self) -> &'static str {
        "X12 code list"
    }

    fn recognises(&self, member: &Member) -> bool {
        published(member).is_some()
    }

    fn read(&self, member: &Member, reading: &mut Reading<'_>) {
        let Some((grid, columns, set)) = published(member) else { return };
        let known = edition_of(&member.path, &columns.days(&grid));
        let edition = reading.edition(set, known, SOURCE, LICENCE);
        if !reading.is_first_copy(&edition) {
            return;
        }
        let mut seen = HashMap::new();
        for row in columns.rows(&grid) {
            columns.write(reading, &edition, &row, &mut seen);
        }
        reading.note(format!("by the shape of its codes: {}", set.label()));
    }
}
