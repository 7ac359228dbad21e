//! ICD-10-GM as text files of its meta data.
//!
//! Source: BfArM (until 2020 DIMDI), ICD-10-GM systematic list, metadata TXT (`x1gmtYYYY.zip`): fields separated by semicolons,
//! described in `icd10gmYYYYsyst_metadaten_liesmich.txt`.

use std::collections::HashMap;

use cleanclaim_codes::{CodeKind, Set};

use crate::official::edition::{EditionDays, year_in};
use crate::official::{Member, Reader, Reading};

/// Every code with its title.
pub(super) struct Codes;

/// Fields from 0: level, end point or not, listed or by subdivision, code without dot, its whole title.
const LEVEL: usize = 0;
const ENDING: usize = 1;
const MAKING: usize = 2;
const CODE: usize = 7;
const TITLE: usize = 8;
/// Fields until 2017, and after two of them were dropped.
const FIELDS: [usize; 2] = [30, 28];

fn is_code_line(line: &str) -> bool {
    let mut fields = line.trim_start_matches('\u{feff}').split(';');
    let shape = [fields.next(), fields.next(), fields.next()];
    let admitted: [&[&str]; 3] = [&["3", "4", "5"], &["T", "N"], &["X", "S"]];
    shape.into_iter().zip(admitted).all(|(field, known)| field.is_some_and(|field| known.contains(&field)))
        && 20 <= fields.count()
}

fn is_code(code: &str) -> bool {
    let bytes = code.as_bytes();
    (3..=5).contains(&bytes.len()) && bytes[0].is_ascii_uppercase() && bytes[1..].iter().all(u8::is_ascii_digit)
}

const SOURCE: &str = "BfArM, ICD-10-GM, metadata TXT";
const LICENCE: &str = "BfArM: conditions of the download";

impl Reader for Codes {
    fn kind(&self) -> &'static str {
        "ICD-10-GM codes"
    }

    fn recognises(&self, member: &Member) -> bool {
        let head = || member.head().filter(|line| !line.trim().is_empty());
        let codes = head().filter(|line| is_code_line(line)).count();
        0 < codes && head().count() <= codes * 2
    }

    fn read(&self, member: &Member, reading: &mut Reading<'_>) {
        let known = member.path.rsplit(['/', '\\']).find_map(year_in).and_then(EditionDays::calendar);
        let edition = reading.edition(Set::Icd10Gm, known, SOURCE, LICENCE);
        if !reading.is_first_copy(&edition) {
            return;
        }
        let mut seen: HashMap<&str, usize> = HashMap::new();
        for (number, line) in (1..).zip(member.text().unwrap_or_default().lines()) {
            if line.trim().is_empty() {
                continue;
            }
            let fields: Vec<&str> = line.split(';').collect();
            let (code, title) = (fields.get(CODE).copied().unwrap_or(""), fields.get(TITLE).copied().unwrap_or(""));
            let kind = match fields.get(ENDING) {
                Some(&"T") => Some(CodeKind::Billable),
                Some(&"N") => Some(CodeKind::Header),
                _ => None,
            };
            if !FIELDS.contains(&fields.len()) {
                let message = format!("found {} fields, expected {} or {}", fields.len(), FIELDS[0], FIELDS[1]);
                reading.error((number, fields.len().min(FIELDS[0]) + 1), message);
            } else if !matches!(fields[LEVEL], "3" | "4" | "5") || fields[LEVEL] != code.len().to_string() {
                let message = format!("found level {:?} of {code:?}, expected its number of characters", fields[LEVEL]);
                reading.error((number, LEVEL + 1), message);
            } else if !is_code(code) {
                let message = format!("found {code:?}, expected a letter and two to four digits");
                reading.error((number, CODE + 1), message);
            } else if !matches!(fields[MAKING], "X" | "S") {
                reading.error((number, MAKING + 1), format!("found {:?}, expected X or S", fields[MAKING]));
            } else if title.is_empty() {
                reading.error((number, TITLE + 1), format!("{code} has no title"));
            } else if let Some(first) = seen.insert(code, number) {
                reading.error((number, CODE + 1), format!("{code} stands in row {first} already"));
            } else if let Some(kind) = kind {
                reading.code(&edition, code, (None, None), kind, Some(title));
            } else {
                reading.error((number, ENDING + 1), format!("found {:?}, expected T or N", fields[ENDING]));
            }
        }
    }
}

/// Titles of chapters and groups, and the lists for tabulation that the package brings.
pub(super) struct Headings;

impl Reader for Headings {
    fn kind(&self) -> &'static str {
        "ICD-10-GM chapters, groups and lists for statistics"
    }

    fn recognises(&self, member: &Member) -> bool {
        let name = member.file_name();
        let of_package = name.starts_with("icd10gm") || name.starts_with("morbl") || name.starts_with("mortl");
        let mut head = member.head().filter(|line| !line.trim().is_empty()).peekable();
        of_package && head.peek().is_some() && head.all(|line| (1..=4).contains(&line.matches(';').count()))
    }

    fn read(&self, _: &Member, reading: &mut Reading<'_>) {
        reading.note("chapters, groups and tabulation lists have no codes that are reported: nothing to import");
    }
}
