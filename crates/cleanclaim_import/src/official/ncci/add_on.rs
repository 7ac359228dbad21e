//! Add-on codes and the primary codes beside which they are paid. Source: CMS, Medicare NCCI add-on code edits: the workbook of the
//! publisher, and the flattened table of add-on codes and their complements that others make of it.

use std::collections::BTreeSet;

use cleanclaim_codes::{Cell, ColumnKind, Set};
use jiff::civil::Date;

use super::edition::{Program, program_in, quarter_in};
use super::ptp::day_of;
use super::text_or_empty;
use crate::official::delimited::WITH_CPT;
use crate::official::sheet::{Grid, GridRow, Header, grids};
use crate::official::{EditionDays, Member, Reader, Reading};

/// The key is the add-on code. `edit_type`: 1, paid beside the listed primary codes; 2, beside those that the contractor defines
/// (no primary code is listed); 3, beside the listed ones and those that the contractor adds.
const COLUMNS: [(&str, ColumnKind); 5] = [
    ("primary", ColumnKind::Text),
    ("edit_type", ColumnKind::Number { scale: 0 }),
    ("add_on_deleted", ColumnKind::Day),
    ("primary_deleted", ColumnKind::Day),
    ("notes", ColumnKind::Text),
];
/// Stands where the publisher lists no primary code.
const CONTRACTOR_DEFINED: &str = "CCCCC";

pub(super) struct AddOnCodes;

impl Reader for AddOnCodes {
    fn kind(&self) -> &'static str {
        "NCCI add-on codes"
    }

    fn recognises(&self, member: &Member) -> bool {
        grids(member).iter().any(|grid| columns_of(grid).is_some())
    }

    fn read(&self, member: &Member, reading: &mut Reading<'_>) {
        if program_in(&member.path) == Program::Medicaid {
            reading.note("Medicaid's own add-on codes: not read");
            return;
        }
        for grid in grids(member) {
            if let Some((header, columns)) = columns_of(&grid) {
                read_grid(member, &grid, &header, &columns, reading);
            }
        }
    }
}

/// Where the columns stand.
#[derive(Debug, Default)]
struct Columns {
    add_on: usize,
    primary: usize,
    edit_type: usize,
    /// `Add-On` or `Primary`: which of the two codes the first column has. Only flattened tables have it.
    side: Option<usize>,
    from: Option<usize>,
    to: Option<usize>,
    add_on_deleted: Option<usize>,
    primary_deleted: Option<usize>,
    notes: Option<usize>,
}

fn columns_of(grid: &Grid<'_>) -> Option<(Header, Columns)> {
    if let Some(header) = grid.header(&["hcpcs", "type", "complement", "edit_type"]) {
        let at = |name| header.column(&[name]).unwrap_or(0);
        let (add_on, primary, edit_type) = (at("hcpcs"), at("complement"), at("edit_type"));
        let columns = Columns { add_on, primary, edit_type, side: header.column(&["type"]), ..Columns::default() };
        return Some((header, columns));
    }
    let header = grid.header(&["primary_code", "aoc_edit_type"])?;
    let add_on = header.column(&["add_on_code", "addon_code", "aoc", "aoc_code"])?;
    let beginning = |start: &str| header.names.iter().position(|name| name.starts_with(start));
    let columns = Columns {
        add_on,
        primary: header.column(&["primary_code"])?,
        edit_type: header.column(&["aoc_edit_type"])?,
        side: None,
        from: beginning("aoc_edit_eff"),
        to: beginning("aoc_edit_del"),
        add_on_deleted: beginning("aoc_del"),
        primary_deleted: beginning("primary_code_del"),
        notes: beginning("special_instruction"),
    };
    Some((header, columns))
}

fn read_grid(member: &Member, grid: &Grid<'_>, header: &Header, columns: &Columns, reading: &mut Reading<'_>) {
    // The list counts until the next one: CMS publishes it once a year, and between when something changes.
    let known = quarter_in(&member.path).map(|quarter| EditionDays { to: None, ..quarter });
    let edition = reading.edition(Set::AddOn, known, "CMS, Medicare NCCI add-on code edits", WITH_CPT);
    if !reading.is_first_copy(&edition) {
        return;
    }
    // A flattened table says everything twice, from the side of either code.
    let mut seen = BTreeSet::new();
    for row in grid.rows().skip_while(|row| row.number <= header.row).filter(|row| !row.is_blank()) {
        match edit_in(&row, columns) {
            Ok(edit) if columns.side.is_some() && !seen.insert((edit.add_on.clone(), edit.primary.clone())) => {}
            Ok(edit) => {
                let day = |day: Option<Date>| day.map_or(Cell::Empty, Cell::Day);
                let cells = [
                    text_or_empty(Some(&edit.primary)),
                    Cell::Number(i64::from(edit.edit_type)),
                    day(edit.add_on_deleted),
                    day(edit.primary_deleted),
                    text_or_empty(columns.notes.map(|at| row.cell(at))),
                ];
                reading.record(&edition, &COLUMNS, &edit.add_on, edit.days, &cells);
            }
            Err((column, message)) => reading.error((row.number, column + 1), message),
        }
    }
}

struct AddOnEdit {
    add_on: String,
    /// Empty when the contractor defines the primary codes.
    primary: String,
    edit_type: u32,
    days: (Option<Date>, Option<Date>),
    add_on_deleted: Option<Date>,
    primary_deleted: Option<Date>,
}

fn edit_in(row: &GridRow<'_>, columns: &Columns) -> Result<AddOnEdit, (usize, String)> {
    let code = |at: usize| {
        let text = row.cell(at);
        let valid = text.len() == 5 && text.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase());
        if valid { Ok(text.to_owned()) } else { Err((at, format!("found {text:?}, expected a code of 5 characters"))) }
    };
    let day = |at: Option<usize>| {
        let Some(at) = at else { return Ok(None) };
        let expected = "a day like 2024092 (year and day of it) or nothing";
        day_of(row.cell(at)).map_err(|()| (at, format!("found {:?}, expected {expected}", row.cell(at))))
    };
    let (mut add_on, mut primary) = (columns.add_on, columns.primary);
    if let Some(at) = columns.side {
        match row.cell(at) {
            "Add-On" => {}
            "Primary" => (add_on, primary) = (primary, add_on),
            other => return Err((at, format!("found {other:?}, expected Add-On or Primary"))),
        }
    }
    let edit_type = row.cell(columns.edit_type).parse().ok().filter(|number| (1..=3).contains(number));
    let edit_type = edit_type.ok_or_else(|| {
        let found = row.cell(columns.edit_type);
        (columns.edit_type, format!("found {found:?}, expected an edit type from 1 to 3"))
    })?;
    let listed = !matches!(row.cell(primary), "" | CONTRACTOR_DEFINED);
    let days = (day(columns.from)?, day(columns.to)?);
    if let (Some(from), Some(to)) = days
        && to < from
    {
        return Err((columns.to.unwrap_or(0), format!("the edit is deleted before its effective date {from}")));
    }
    Ok(AddOnEdit {
        add_on: code(add_on)?,
        primary: if listed { code(primary)? } else { String::new() },
        edit_type,
        days,
        add_on_deleted: day(columns.add_on_deleted)?,
        primary_deleted: day(columns.primary_deleted)?,
    })
}
