//! CPT from a licensed user's files. The text is the American Medical Association's and stays in the user's data folder.
//!
//! Source: AMA, CPT data files: `ConsolidatedCodeList.txt` (tab-delimited, a header row below the licence text) and the descriptor
//! files `LONGULT.txt`, `MEDU.txt`, `SHORTU.txt` (a code, a blank and the descriptor; a long one goes on under the same code).

use std::collections::HashMap;

use cleanclaim_codes::{CodeKind, Set};
use jiff::civil::Date;

use crate::official::edition::{EditionDays, day_in, year_in};
use crate::official::sheet::header_name;
use crate::official::{Content, Fullness, Member, Reader, Reading};

const SOURCE: &str = "AMA, CPT data files, licensed to the user";
const LICENCE: &str = "American Medical Association: the user's own licence";
/// Rows above the header: a title and the licence.
const HEADER_WITHIN: usize = 100;

fn is_cpt(code: &str) -> bool {
    let bytes = code.as_bytes();
    bytes.len() == 5
        && bytes[..4].iter().all(u8::is_ascii_digit)
        && (bytes[4].is_ascii_digit() || bytes[4].is_ascii_uppercase())
}

const CPT: &str = "a CPT code: four digits and a digit or letter";

fn edition_of(path: &str, newest: Option<Date>) -> Option<EditionDays> {
    let named = path.rsplit(['/', '\\']).find_map(year_in);
    EditionDays::calendar(named.or(newest.map(Date::year))?)
}

/// The list of all descriptors.
pub(super) struct Consolidated;

/// Rows with their numbers. The text is split at tabs alone: quotation marks mean nothing in it.
fn rows(member: &Member) -> Box<dyn Iterator<Item = (usize, Vec<&str>)> + '_> {
    match &member.content {
        Content::Text(text) => Box::new((1..).zip(text.lines().map(|line| line.split('\t').map(str::trim).collect()))),
        Content::Sheets(sheets) => {
            let rows = sheets.iter().take(1).flat_map(|sheet| (1..).zip(&sheet.rows));
            Box::new(rows.map(|(number, row)| (number, row.iter().map(|cell| cell.trim()).collect())))
        }
        Content::Other => Box::new(core::iter::empty()),
    }
}

struct Columns {
    header_row: usize,
    code: usize,
    long: usize,
    effective: Option<usize>,
}

fn columns_of(member: &Member) -> Option<Columns> {
    rows(member).take(HEADER_WITHIN).find_map(|(header_row, cells)| {
        let names: Vec<String> = cells.iter().map(|cell| header_name(cell)).collect();
        let find = |name: &str| names.iter().position(|found| found == name);
        let (_, code, long) = (find("concept_id")?, find("cpt_code")?, find("long")?);
        Some(Columns { header_row, code, long, effective: find("current_descriptor_effective_date") })
    })
}

impl Reader for Consolidated {
    fn kind(&self) -> &'static str {
        "CPT consolidated code list"
    }

    fn recognises(&self, member: &Member) -> bool {
        columns_of(member).is_some()
    }

    fn read(&self, member: &Member, reading: &mut Reading<'_>) {
        let Some(columns) = columns_of(member) else { return };
        let body = || {
            let filled = |cells: &Vec<&str>| cells.iter().any(|cell| !cell.is_empty());
            rows(member).filter(move |(number, cells)| columns.header_row < *number && filled(cells))
        };
        let day = |cells: &[&str]| columns.effective.and_then(|at| cells.get(at)).and_then(|text| day_in(text));
        let newest = body().filter_map(|(_, cells)| day(&cells)).max();
        let edition = reading.edition(Set::Cpt, edition_of(&member.path, newest), SOURCE, LICENCE);
        if !reading.is_fullest(&edition, Fullness::ALL) {
            return;
        }
        let mut seen: HashMap<&str, usize> = HashMap::new();
        for (number, cells) in body() {
            let cell = |at: usize| cells.get(at).copied().unwrap_or("");
            let (code, title) = (cell(columns.code), cell(columns.long));
            if !is_cpt(code) {
                reading.error((number, columns.code + 1), format!("found {code:?}, expected {CPT}"));
            } else if title.is_empty() {
                reading.error((number, columns.long + 1), format!("{code} has no long descriptor"));
            } else if let Some(first) = seen.insert(code, number) {
                reading.error((number, columns.code + 1), format!("{code} stands in row {first} already"));
            } else {
                reading.code(&edition, code, (None, None), CodeKind::Billable, Some(title));
            }
        }
    }
}

/// One file of descriptors: long, medium or short.
pub(super) struct Descriptors;

/// A code, one blank, and text without the runs of blanks that lay out a table.
fn split(line: &str) -> Option<(&str, &str)> {
    let (code, text) = line.split_once(' ')?;
    let is_prose = !text.trim().is_empty() && !text.contains('\t') && !text.trim_end().contains("   ");
    (is_cpt(code) && is_prose).then(|| (code, text.trim()))
}

fn body(member: &Member) -> impl Iterator<Item = (usize, &str)> {
    let lines = (1..).zip(member.text().unwrap_or_default().lines());
    lines.skip_while(|(_, line)| split(line).is_none()).filter(|(_, line)| !line.trim().is_empty())
}

/// The publisher's names of the files, and the publisher in the text above the first code.
fn is_of_publisher(member: &Member) -> bool {
    let name = member.file_name();
    let named = ["longul", "medu", "shortu"].iter().any(|stem| name.starts_with(stem));
    named
        || member
            .head()
            .take_while(|line| split(line).is_none())
            .any(|line| line.contains("American Medical Association"))
}

fn fullness(member: &Member) -> Fullness {
    let name = member.file_name();
    match () {
        () if name.contains("short") => Fullness(0),
        () if name.contains("med") => Fullness(1),
        () => Fullness(2),
    }
}

impl Reader for Descriptors {
    fn kind(&self) -> &'static str {
        "CPT descriptors"
    }

    fn recognises(&self, member: &Member) -> bool {
        // The licence above the codes is long.
        let text = member.text().unwrap_or_default();
        if !text.lines().take(HEADER_WITHIN).any(|line| split(line).is_some()) {
            return false;
        }
        let head = || body(member).take(20);
        let codes = head().filter(|(_, line)| split(line).is_some()).count();
        0 < codes && head().count() <= codes * 2 && is_of_publisher(member)
    }

    fn read(&self, member: &Member, reading: &mut Reading<'_>) {
        let edition = reading.edition(Set::Cpt, edition_of(&member.path, None), SOURCE, LICENCE);
        if !reading.is_fullest(&edition, fullness(member)) {
            return;
        }
        let mut seen: HashMap<&str, usize> = HashMap::new();
        let mut open: Option<(&str, String)> = None;
        for (number, line) in body(member) {
            let Some((code, text)) = split(line) else {
                reading.error((number, 1), format!("expected {CPT}, a blank and its descriptor"));
                continue;
            };
            match &mut open {
                Some((last, title)) if *last == code => {
                    title.push(' ');
                    title.push_str(text);
                }
                _ => {
                    if let Some(first) = seen.insert(code, number) {
                        reading.error((number, 1), format!("{code} stands in row {first} already"));
                    }
                    if let Some((code, title)) = open.replace((code, text.to_owned())) {
                        reading.code(&edition, code, (None, None), CodeKind::Billable, Some(&title));
                    }
                }
            }
        }
        if let Some((code, title)) = open {
            reading.code(&edition, code, (None, None), CodeKind::Billable, Some(&title));
        }
    }
}
