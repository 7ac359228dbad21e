//! The contractor file and the ANWEB text: lines of 320 characters, a code's long description over several of them.
//!
//! Source: CMS, HCPCS contractor record description (`HCPCS2019_recordlayout.txt`); the columns below are its own.

use jiff::civil::Date;

use super::{Editions, Row};
use crate::official::edition::day_in;
use crate::official::fixed::{columns, raw_columns};
use crate::official::{Member, Reader, Reading};

pub(super) struct ContractorFile;

/// The last column of a first line that is always filled: the action code.
const LAST_COLUMN: usize = 293;

/// Field, first column, width, and how often it occurs.
const FIELDS: [(&str, usize, usize, usize); 23] = [
    ("sequence", 6, 5, 1),
    ("short", 92, 28, 1),
    ("pricing", 120, 2, 4),
    ("multiple_pricing", 128, 1, 1),
    ("coverage_manual", 129, 6, 3),
    ("carriers_manual", 147, 8, 3),
    ("statute", 171, 10, 1),
    ("lab_certification", 181, 3, 8),
    ("cross_reference", 205, 5, 5),
    ("coverage", 230, 1, 1),
    ("asc_group", 231, 2, 1),
    ("asc_from", 233, 8, 1),
    ("opps_group", 241, 3, 1),
    ("opps_policy", 244, 1, 1),
    ("opps_from", 245, 8, 1),
    ("processing_note", 253, 4, 1),
    ("betos", 257, 3, 1),
    ("type_of_service", 261, 1, 5),
    ("anesthesia_units", 266, 3, 1),
    ("added", 269, 8, 1),
    ("action_from", 277, 8, 1),
    ("terminated", 285, 8, 1),
    ("action", 293, 1, 1),
];

/// What a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    First,
    Continuation,
}

fn kind_of(line: &str) -> Option<Kind> {
    let (code, sequence) = (columns(line, 1, 5), raw_columns(line, 6, 10));
    let is_code = !code.is_empty() && code.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase());
    // Lines of a code are numbered by hundreds.
    let numbered =
        sequence.len() == 5 && sequence.ends_with("00") && sequence.bytes().all(|byte| byte.is_ascii_digit());
    if !is_code || !numbered {
        return None;
    }
    match raw_columns(line, 11, 11) {
        "3" | "7" => Some(Kind::First),
        "4" | "8" => Some(Kind::Continuation),
        _ => None,
    }
}

fn lines(member: &Member) -> impl Iterator<Item = (usize, &str)> {
    // Titles and disclaimers stand above the first record.
    let all = (1..).zip(member.text().unwrap_or_default().lines());
    all.skip_while(|(_, line)| kind_of(line).is_none()).filter(|(_, line)| !line.trim().is_empty())
}

fn newest_action(member: &Member) -> Option<Date> {
    let first = lines(member).filter(|(_, line)| kind_of(line) == Some(Kind::First));
    first.filter_map(|(_, line)| day_in(columns(line, 277, 284))).max()
}

fn first_line(number: usize, line: &str) -> Row {
    let mut row = Row { number, code: columns(line, 1, 5).to_owned(), ..Row::default() };
    columns(line, 12, 91).clone_into(&mut row.title);
    for (name, first, width, times) in FIELDS {
        let values = (0..times).map(|time| columns(line, first + time * width, first + (time + 1) * width - 1));
        row.set(name, &values.filter(|value| !value.is_empty()).collect::<Vec<_>>().join(" "));
    }
    row
}

fn column_of(field: &str) -> usize {
    FIELDS.iter().find(|(name, ..)| *name == field).map_or(0, |(_, first, ..)| *first)
}

impl Reader for ContractorFile {
    fn kind(&self) -> &'static str {
        "HCPCS contractor file"
    }

    fn recognises(&self, member: &Member) -> bool {
        if !member.head().any(|line| kind_of(line).is_some()) {
            return false;
        }
        let head = || lines(member).take(20);
        let records = head().filter(|(_, line)| kind_of(line).is_some() && 80 <= line.len()).count();
        0 < records && head().count() <= records * 2
    }

    fn read(&self, member: &Member, reading: &mut Reading<'_>) {
        let Some(mut editions) = Editions::begin(reading, &member.path, newest_action(member)) else { return };
        let mut open: Option<Row> = None;
        for (number, line) in lines(member) {
            match kind_of(line) {
                None => reading.error((number, 6), "expected a sequence number in columns 6-10 and 3, 4, 7 or 8 in 11"),
                Some(Kind::Continuation) => match open.as_mut().filter(|row| row.code == columns(line, 1, 5)) {
                    Some(row) => {
                        row.title.push(' ');
                        row.title.push_str(columns(line, 12, 91));
                    }
                    None => {
                        let code = columns(line, 1, 5);
                        reading.error((number, 1), format!("found a continuation of {code} without its first line"));
                    }
                },
                Some(Kind::First) => {
                    if let Some(row) = open.take() {
                        editions.write(reading, &row, column_of);
                    }
                    let length = line.chars().count();
                    if length < LAST_COLUMN {
                        let message = format!("the line ends after column {length}, expected {LAST_COLUMN} or more");
                        reading.error((number, length + 1), message);
                    } else {
                        open = Some(first_line(number, line));
                    }
                }
            }
        }
        if let Some(row) = open {
            editions.write(reading, &row, column_of);
        }
    }
}
