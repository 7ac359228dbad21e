//! Processing notes, and the description of the record layout, which is no data.
//!
//! Source: CMS, HCPCS processing notes (`proc_notes_2019.txt`): a number of four digits, two hyphens, and text that goes on below.

use cleanclaim_codes::{Cell, ColumnKind, Set};

use super::{LICENCE, SOURCE, day_of};
use crate::official::edition::EditionDays;
use crate::official::{Member, Reader, Reading};

/// The description of the 320 columns.
pub(super) struct RecordLayout;

impl Reader for RecordLayout {
    fn kind(&self) -> &'static str {
        "HCPCS record layout"
    }

    fn recognises(&self, member: &Member) -> bool {
        member.head().any(|line| line.contains("HCPCS Contractor Record"))
    }

    fn read(&self, _: &Member, reading: &mut Reading<'_>) {
        reading.note("describes the columns of the HCPCS contractor file: nothing to import");
    }
}

/// The numbered notes.
pub(super) struct ProcessingNotes;

const COLUMNS: [(&str, ColumnKind); 1] = [("text", ColumnKind::Text)];

/// The number and the text that a note begins with.
fn first_line(line: &str) -> Option<(&str, &str)> {
    let (number, text) = line.trim_start().split_once("--")?;
    (number.len() == 4 && number.bytes().all(|byte| byte.is_ascii_digit())).then_some((number, text))
}

/// The text of a line without its right border.
fn text_of(line: &str) -> &str {
    let line = line.trim();
    line.strip_suffix('*').unwrap_or(line).trim()
}

fn is_heading(line: &str) -> bool {
    line.trim() == "PROCESSING NOTES" || (!line.trim().is_empty() && line.trim().bytes().all(|byte| byte == b'_'))
}

impl Reader for ProcessingNotes {
    fn kind(&self) -> &'static str {
        "HCPCS processing notes"
    }

    fn recognises(&self, member: &Member) -> bool {
        member.head().any(|line| line.trim() == "PROCESSING NOTES")
            && member.head().any(|line| first_line(line).is_some())
    }

    fn read(&self, member: &Member, reading: &mut Reading<'_>) {
        let days = day_of(&member.path).map(EditionDays::since);
        let edition = reading.edition(Set::HcpcsNote, days, SOURCE, LICENCE);
        if !reading.is_first_copy(&edition) {
            return;
        }
        let mut notes: Vec<(usize, String, String)> = Vec::new();
        for (row, line) in (1..).zip(member.text().unwrap_or_default().lines()) {
            if let Some((number, text)) = first_line(line) {
                notes.push((row, number.to_owned(), text_of(text).to_owned()));
                continue;
            }
            let text = text_of(line);
            if text.is_empty() || is_heading(line) {
                continue;
            }
            match notes.last_mut() {
                Some((.., note)) => {
                    note.push(' ');
                    note.push_str(text);
                }
                None => reading.error((row, 1), format!("found {text:?}, expected the number of a note and --")),
            }
        }
        let mut seen = std::collections::HashMap::new();
        for (row, number, text) in &notes {
            if let Some(first) = seen.insert(number, row) {
                reading.error((*row, 1), format!("note {number} stands in row {first} already"));
            } else {
                reading.record(&edition, &COLUMNS, number, (None, None), &[Cell::Text(text)]);
            }
        }
    }
}
