//! Tables of records under `data/`: `key`, `from`, `to`, then any columns, each `NAME` (text), `NAME:day`, or `NAME:N` (a number with
//! N digits after the point). Tab-separated, one header line, no quoting; an empty field for "none".

use cleanclaim_codes::{Builder, Cell, ColumnKind};

use crate::position::Position;
use crate::tsv::{EditionRow, TsvError, TsvProblem};

/// The three columns that every table of records begins with.
pub const RECORDS: [&str; 3] = ["key", "from", "to"];
/// More columns than any table of ours has.
const COLUMNS_MAX: usize = 200;

fn error(row: usize, column: usize, problem: TsvProblem) -> TsvError {
    TsvError { at: Position { row, column }, problem }
}

fn header(line: &str) -> Result<Vec<(&str, ColumnKind)>, TsvError> {
    let expected = TsvProblem::Header { expected: "key from to, then NAME, NAME:day or NAME:DIGITS" };
    let mut names = line.split('\t');
    if !names.by_ref().take(3).eq(RECORDS) {
        return Err(error(1, 1, expected));
    }
    let columns = names.zip(4..).map(|(name, column)| {
        let (name, kind) = match name.split_once(':') {
            None => (name, Some(ColumnKind::Text)),
            Some((name, "day")) => (name, Some(ColumnKind::Day)),
            Some((name, digits)) => {
                let scale = digits.parse().ok().filter(|scale| *scale <= 9);
                (name, scale.map(|scale| ColumnKind::Number { scale }))
            }
        };
        kind.filter(|_| !name.is_empty() && column <= COLUMNS_MAX)
            .map(|kind| (name, kind))
            .ok_or_else(|| error(1, column, expected))
    });
    columns.collect()
}

/// Adds a table to an edition that the table of editions declares. Gives the number of rows.
pub(crate) fn add(builder: &mut Builder, edition: &EditionRow<'_>, bytes: &[u8]) -> Result<usize, TsvError> {
    let text = core::str::from_utf8(bytes)
        .map_err(|error| TsvError { at: Position::at(bytes, error.valid_up_to()), problem: TsvProblem::Utf8 })?;
    let mut lines = text.lines().zip(1..);
    let columns = header(lines.next().map_or("", |(line, _)| line))?;
    let days = (edition.from, edition.to);
    let origin = (edition.source, edition.licence);
    let records = builder.records_of(edition.set, edition.edition, days, origin, &columns);
    let mut cells: Vec<Cell<'_>> = Vec::with_capacity(columns.len());
    for (line, row) in lines {
        let fields: Vec<&str> = line.split('\t').collect();
        if fields.len() != columns.len() + RECORDS.len() {
            let (expected, found) = (columns.len() + RECORDS.len(), fields.len());
            return Err(error(row, found.min(expected), TsvProblem::Fields { expected, found }));
        }
        let day = |column: usize| -> Result<Option<jiff::civil::Date>, TsvError> {
            let text = fields[column];
            let read = if text.len() == 10 { text.parse().ok() } else { None };
            if text.is_empty() {
                Ok(None)
            } else {
                read.map(Some).ok_or_else(|| error(row, column + 1, TsvProblem::Day))
            }
        };
        cells.clear();
        for ((_, kind), column) in columns.iter().zip(RECORDS.len()..) {
            let text = fields[column];
            cells.push(match kind {
                _ if text.is_empty() => Cell::Empty,
                ColumnKind::Text => Cell::Text(text),
                ColumnKind::Day => day(column)?.map_or(Cell::Empty, Cell::Day),
                ColumnKind::Number { scale } => {
                    let expected = "a number with no more digits after the point than the column has";
                    let number = exactly(text, *scale);
                    Cell::Number(number.ok_or_else(|| error(row, column + 1, TsvProblem::Word { expected }))?)
                }
            });
        }
        records.row(fields[0], (day(1)?, day(2)?), &cells);
    }
    Ok(records.len())
}

/// A number as a whole number of 10^-scale; `None` when it has more digits than that or is no number.
fn exactly(text: &str, scale: u8) -> Option<i64> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let missing = usize::from(scale).checked_sub(part.len())?;
    format!("{whole}{part}{}", "0".repeat(missing)).parse().ok()
}
