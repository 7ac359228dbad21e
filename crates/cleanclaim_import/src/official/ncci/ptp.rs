//! Procedure-to-procedure edits: tab-separated text or a workbook, in up to four parts. Source: CMS, Medicare NCCI PTP edits, the
//! header of the files; the MLN booklet "How to Use the National Correct Coding Initiative (NCCI) Tools".
//!
//! The deletion date is the last day in force: docs/decisions/0004.

use cleanclaim_codes::{ModifierIndicator, PairRow};
use jiff::civil::Date;

use super::edition::{Program, pairs_in, part_in, program_in, quarter_in};
use crate::official::delimited::WITH_CPT;
use crate::official::edition::day_in;
use crate::official::reading::OpenEdition;
use crate::official::sheet::header_name;
use crate::official::{Content, Member, Reader, Reading};

/// Rows above the first edit: licence, title, and a header of up to four rows.
const HEAD_ROWS_MAX: usize = 40;
/// In so many parts Medicare's edits have come for years.
const MEDICARE_PARTS: u8 = 4;
/// Most tables have seven.
const FIELDS_MAX: usize = 16;

pub(super) struct Ptp;

impl Reader for Ptp {
    fn kind(&self) -> &'static str {
        "NCCI procedure-to-procedure edits"
    }

    fn recognises(&self, member: &Member) -> bool {
        columns_of(member).is_some()
    }

    fn read(&self, member: &Member, reading: &mut Reading<'_>) {
        let Some(set) = pairs_in(&member.path) else {
            let expected = "ccipra or ccioph, or MCD_PTP_PRA, _OPH or _DME";
            reading.error((0, 0), format!("the name does not say for which claims the edits are: expected {expected}"));
            return;
        };
        let Some(columns) = columns_of(member) else { return };
        let source = match program_in(&member.path) {
            Program::Medicare => "CMS, Medicare NCCI PTP edits",
            Program::Medicaid => "CMS, Medicaid NCCI PTP edits",
        };
        let edition = reading.edition(set, quarter_in(&member.path), source, WITH_CPT);
        let name = member.file_name();
        let stem = name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem);
        if !reading.is_first_copy_of(&edition, stem) {
            return;
        }
        if let Some(part) = part_in(stem) {
            let expected = if program_in(&member.path) == Program::Medicare { MEDICARE_PARTS } else { 1 };
            reading.part(&edition, part, expected);
        }
        let mut rows = 0;
        each_row(member, &mut |number, fields| {
            if columns.head_rows < number {
                rows += usize::from(read_row(&columns, number, fields, &edition, reading));
            }
        });
        reading.count(&edition, rows);
    }
}

/// Where the columns stand.
#[derive(Debug, Default, PartialEq, Eq)]
struct Columns {
    one: usize,
    two: usize,
    before_1996: Option<usize>,
    from: usize,
    to: usize,
    modifier: usize,
    rationale: Option<usize>,
    /// The number of the last row of the header.
    head_rows: usize,
}

/// The rows of the member, with their numbers from 1.
fn each_row(member: &Member, visit: &mut dyn FnMut(usize, &[&str])) {
    match &member.content {
        Content::Text(text) => {
            for (line, number) in text.lines().zip(1..) {
                with_fields(line.split('\t'), |fields| visit(number, fields));
            }
        }
        Content::Sheets(sheets) => {
            // The edits stand in one sheet; others explain them.
            let sheet = sheets.iter().find(|sheet| columns_in(&mut sheet.rows.iter().map(Vec::as_slice)).is_some());
            for (row, number) in sheet.map_or(&[][..], |sheet| sheet.rows.as_slice()).iter().zip(1..) {
                with_fields(row.iter().map(String::as_str), |fields| visit(number, fields));
            }
        }
        Content::Other => {}
    }
}

fn with_fields<'f>(cells: impl Iterator<Item = &'f str>, visit: impl FnOnce(&[&str])) {
    let mut fields = [""; FIELDS_MAX];
    let mut count = 0;
    for (field, cell) in fields.iter_mut().zip(cells) {
        *field = cell.trim().trim_matches('"');
        count += 1;
    }
    visit(fields.get(..count).unwrap_or_default());
}

fn columns_of(member: &Member) -> Option<Columns> {
    match &member.content {
        Content::Text(text) => {
            let head: Vec<Vec<&str>> =
                text.lines().take(HEAD_ROWS_MAX).map(|line| line.split('\t').take(FIELDS_MAX).collect()).collect();
            columns_in(&mut head.iter().map(Vec::as_slice))
        }
        Content::Sheets(sheets) => {
            sheets.iter().find_map(|sheet| columns_in(&mut sheet.rows.iter().map(Vec::as_slice)))
        }
        Content::Other => None,
    }
}

/// The columns by a header whose cells go on over several rows: rows below its first whose code columns are empty.
fn columns_in<S: AsRef<str>>(rows: &mut dyn Iterator<Item = &[S]>) -> Option<Columns> {
    let names = |row: &[S]| row.iter().map(|cell| header_name(cell.as_ref())).collect::<Vec<String>>();
    let is_header = |names: &[String]| names.iter().any(|name| name == "column_1" || name == "column1");
    let mut numbered = rows.take(HEAD_ROWS_MAX).zip(1..).skip_while(|(row, _)| !is_header(&names(row)));
    let (first, number) = numbered.next()?;
    let (mut names_of, mut head_rows) = (names(first), number);
    let position = |names: &[String], wanted: &[&str]| {
        wanted.iter().find_map(|wanted| names.iter().position(|name| name.contains(wanted)))
    };
    let one = position(&names_of, &["column_1", "column1"])?;
    let two = position(&names_of, &["column_2", "column2"])?;
    for (row, number) in numbered {
        let is_empty = |at: usize| row.get(at).is_none_or(|cell| cell.as_ref().trim().is_empty());
        if !is_empty(one) || !is_empty(two) {
            break;
        }
        for (name, more) in names_of.iter_mut().zip(names(row)) {
            *name = format!("{name}_{more}");
        }
        head_rows = number;
    }
    Some(Columns {
        one,
        two,
        before_1996: position(&names_of, &["existence", "1996"]),
        from: position(&names_of, &["effective", "eff_d"])?,
        to: position(&names_of, &["deletion", "del_d"])?,
        modifier: position(&names_of, &["modifier", "indicator"])?,
        rationale: position(&names_of, &["rationale"]),
        head_rows,
    })
}

/// Reads a row into the edition; `false` when there is nothing in it or it cannot be read.
fn read_row(
    columns: &Columns,
    number: usize,
    fields: &[&str],
    edition: &OpenEdition,
    reading: &mut Reading<'_>,
) -> bool {
    if fields.iter().all(|field| field.is_empty()) {
        return false;
    }
    match pair_in(columns, fields) {
        Ok(row) => {
            if let Some((builder, set, name)) = reading.table(edition) {
                builder.pairs(set, name).row(row);
            }
            true
        }
        Err((column, message)) => {
            reading.error((number, column + 1), message);
            false
        }
    }
}

fn pair_in<'f>(columns: &Columns, fields: &[&'f str]) -> Result<PairRow<'f>, (usize, String)> {
    let field = |at: usize| fields.get(at).copied().unwrap_or_default();
    let code = |at: usize| {
        let text = field(at);
        let valid = text.len() == 5 && text.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase());
        if valid { Ok(text) } else { Err((at, format!("found {text:?}, expected a code of 5 characters"))) }
    };
    let day = |at: usize| {
        day_of(field(at)).map_err(|()| (at, format!("found {:?}, expected a day like 20240401 or *", field(at))))
    };
    let (column_one, column_two) = (code(columns.one)?, code(columns.two)?);
    let from = day(columns.from)?.ok_or_else(|| (columns.from, "expected a day, found none".to_owned()))?;
    let to = day(columns.to)?;
    let modifier = field(columns.modifier);
    let modifier =
        modifier.parse().ok().and_then(ModifierIndicator::from_digit).ok_or_else(|| {
            (columns.modifier, format!("found the modifier indicator {modifier:?}, expected 0, 1 or 9"))
        })?;
    // A tombstone was never in force, whatever its days.
    if modifier != ModifierIndicator::NotApplicable && to.is_some_and(|to| to < from) {
        return Err((columns.to, format!("the edit is deleted before its effective date {from}")));
    }
    let rationale = columns.rationale.map(field).unwrap_or_default();
    let before_1996 = columns.before_1996.map(field).unwrap_or_default();
    if !matches!(before_1996, "" | "*") {
        let at = columns.before_1996.unwrap_or(0);
        return Err((at, format!("found {before_1996:?}, expected * for an edit older than 1996, or nothing")));
    }
    Ok(PairRow { column_one, column_two, from, to, modifier, rationale, before_1996: before_1996 == "*" })
}

/// A day, or that there is none: `*`, nothing, or the last day of the year 9999.
pub(super) fn day_of(text: &str) -> Result<Option<Date>, ()> {
    if matches!(text, "" | "*" | "99991231" | "9999365" | "9999999" | "99999999") {
        return Ok(None);
    }
    if text.len() == 7 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        // A year and a day of it.
        let (year, day) = (text[..4].parse().map_err(|_| ())?, text[4..].parse::<i16>().map_err(|_| ())?);
        let last = Date::new(year, 12, 31).map_err(|_| ())?.day_of_year();
        if !(1..=last).contains(&day) {
            return Err(());
        }
        let first = Date::new(year, 1, 1).map_err(|_| ())?;
        return first.with().day_of_year(day).build().map(Some).map_err(|_| ());
    }
    day_in(text).map(Some).ok_or(())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn days_of_edits_may_be_missing_or_days_of_a_year() {
        assert_eq!(day_of("20240401"), Ok(Some(date(2024, 4, 1))));
        assert_eq!(day_of("2024366"), Ok(Some(date(2024, 12, 31))));
        assert_eq!(day_of("2024001"), Ok(Some(date(2024, 1, 1))));
        for none in ["*", "", "99991231"] {
            assert_eq!(day_of(none), Ok(None));
        }
        for wrong in ["2023366", "2024000", "20241301", "soon"] {
            assert_eq!(day_of(wrong), Err(()), "{wrong}");
        }
    }
}
