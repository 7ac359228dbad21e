//! HCPCS Level II in its three layouts, its processing notes, and CPT from a licensed user's files.

mod contractor;
mod cpt;
mod flat;
mod notes;
mod workbook;

use std::collections::HashMap;

use cleanclaim_codes::{Cell, CodeKind, ColumnKind, Set};
use jiff::ToSpan as _;
use jiff::civil::Date;

use super::edition::{EditionDays, day_in, is_month, month, year_in};
use super::reading::OpenEdition;
use super::{Reader, Reading};

pub(super) const READERS: &[&dyn Reader] = &[
    &notes::RecordLayout,
    &notes::ProcessingNotes,
    &contractor::ContractorFile,
    &workbook::Workbook,
    &flat::Codes,
    &flat::Descriptions,
    &flat::Modifiers,
    &cpt::Consolidated,
    &cpt::Descriptors,
];

const SOURCE: &str = "CMS, HCPCS Level II alpha-numeric file";
const LICENCE: &str = "public domain (US government); dental codes are the ADA's";

/// "Discontinued procedure and modifier codes will appear in the HCPCS file for four years": so long a file looks back.
const LOOKS_BACK_YEARS: i64 = 4;

const TEXT: ColumnKind = ColumnKind::Text;

/// The fields of the record layout, but for the descriptions. Fields that occur several times hold their values with a blank
/// between them.
const COLUMNS: [(&str, ColumnKind); 23] = [
    ("short", TEXT),
    ("pricing", TEXT),
    ("multiple_pricing", TEXT),
    ("coverage_manual", TEXT),
    ("carriers_manual", TEXT),
    ("statute", TEXT),
    ("lab_certification", TEXT),
    ("cross_reference", TEXT),
    ("coverage", TEXT),
    ("asc_group", TEXT),
    ("asc_from", ColumnKind::Day),
    ("opps_group", TEXT),
    ("opps_policy", TEXT),
    ("opps_from", ColumnKind::Day),
    ("processing_note", TEXT),
    ("betos", TEXT),
    ("type_of_service", TEXT),
    ("anesthesia_units", ColumnKind::Number { scale: 0 }),
    ("added", ColumnKind::Day),
    ("action_from", ColumnKind::Day),
    ("terminated", ColumnKind::Day),
    ("action", TEXT),
    ("sequence", TEXT),
];

/// A procedure or modifier, its long description put together from its lines.
#[derive(Debug, Default)]
struct Row {
    number: usize,
    code: String,
    title: String,
    /// In the order of [`COLUMNS`].
    fields: [String; COLUMNS.len()],
}

/// The position of a field in [`COLUMNS`].
fn field(name: &str) -> usize {
    COLUMNS.iter().position(|(known, _)| *known == name).unwrap_or(0)
}

impl Row {
    fn get(&self, name: &str) -> &str {
        &self.fields[field(name)]
    }

    fn set(&mut self, name: &str, value: &str) {
        value.clone_into(&mut self.fields[field(name)]);
    }
}

/// The three editions that one HCPCS file gives.
struct Editions {
    codes: OpenEdition,
    /// Begun with the first modifier: flattened codes come without.
    modifiers: Option<OpenEdition>,
    details: OpenEdition,
    looking_back: Option<EditionDays>,
    /// Where each code stands.
    seen: HashMap<String, usize>,
}

impl Editions {
    /// `None` when another member of the import already was this edition.
    fn begin(reading: &mut Reading<'_>, path: &str, newest_action: Option<Date>) -> Option<Self> {
        let known = day_of(path).or(newest_action);
        let days = known.map(EditionDays::since);
        let looking_back = days.clone().map(|days| EditionDays {
            from: days.from.checked_sub(LOOKS_BACK_YEARS.years()).unwrap_or(days.from),
            ..days
        });
        let codes = reading.edition(Set::Hcpcs, looking_back.clone(), SOURCE, LICENCE);
        if !reading.is_first_copy(&codes) {
            return None;
        }
        let details = reading.edition(Set::HcpcsDetail, days, SOURCE, LICENCE);
        Some(Self { codes, modifiers: None, details, looking_back, seen: HashMap::new() })
    }

    /// Writes a row; `columns` says where each field stands, for flaws.
    fn write(&mut self, reading: &mut Reading<'_>, row: &Row, column_of: impl Fn(&str) -> usize) {
        let is_modifier = row.code.len() == 2;
        let upper = row.code.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
        if !upper || !(is_modifier || row.code.len() == 5) {
            let expected = "a procedure code of five letters and digits or a modifier of two";
            return reading.error((row.number, 1), format!("found {:?}, expected {expected}", row.code));
        }
        if let Some(first) = self.seen.insert(row.code.clone(), row.number) {
            return reading.error((row.number, 1), format!("{} stands in row {first} already", row.code));
        }
        let mut cells = [Cell::Empty; COLUMNS.len()];
        for ((cell, value), (name, kind)) in cells.iter_mut().zip(&row.fields).zip(COLUMNS) {
            *cell = match cell_of(value, kind) {
                Some(cell) => cell,
                None => {
                    let expected = if kind == ColumnKind::Day { "a day" } else { "a whole number" };
                    let place = (row.number, column_of(name));
                    return reading.error(place, format!("{name}: found {value:?}, expected {expected}"));
                }
            };
        }
        let (added, terminated) = (day_in(row.get("added")), day_in(row.get("terminated")));
        if let (Some(added), Some(terminated)) = (added, terminated)
            && terminated < added
        {
            let message = format!("terminated on {terminated}, before it was added on {added}");
            return reading.error((row.number, column_of("terminated")), message);
        }
        let title = Some(row.title.as_str()).filter(|title| !title.is_empty());
        let edition = if is_modifier {
            let days = &self.looking_back;
            self.modifiers.get_or_insert_with(|| reading.edition(Set::Modifier, days.clone(), SOURCE, LICENCE))
        } else {
            &self.codes
        };
        reading.code(edition, &row.code, (added, terminated), CodeKind::Billable, title);
        reading.record(&self.details, &COLUMNS, &row.code, (None, None), &cells);
    }
}

/// `None` when the text is not what the column holds.
fn cell_of(text: &str, kind: ColumnKind) -> Option<Cell<'_>> {
    match kind {
        _ if text.is_empty() => Some(Cell::Empty),
        ColumnKind::Text => Some(Cell::Text(text)),
        ColumnKind::Number { scale } => super::numbers::scaled(text, scale).map(Cell::Number),
        ColumnKind::Day => day_of_field(text).map(Cell::Day),
    }
}

/// A day as the file writes it: eight digits, in 2018 in places without the century.
fn day_of_field(text: &str) -> Option<Date> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    if text.len() == 6 && digits { day_in(&format!("20{text}")) } else { day_in(text) }
}

/// The first day of the edition that a file's name tells: `HCPC2024_JUL_ANWEB`, `HCPC17_CONTR_ANWEB`, `anweb_2020_10`.
fn day_of(path: &str) -> Option<Date> {
    path.rsplit(['/', '\\']).find_map(|part| {
        let part = part.to_lowercase();
        let year = year_in(&part).or_else(|| short_year(&part))?;
        let words: Vec<&str> = part.split(|letter: char| !letter.is_ascii_alphanumeric()).collect();
        let spelled = words.iter().find(|word| is_month(word));
        let after_year = words.iter().skip_while(|word| !word.ends_with(&year.to_string())).nth(1);
        let month = spelled.or(after_year.filter(|word| word.len() <= 2)).and_then(|word| month(word)).unwrap_or(1);
        Date::new(year, month, 1).ok()
    })
}

/// `hcpc17_...`: two digits after the name.
fn short_year(name: &str) -> Option<i16> {
    let rest = name.split_once("hcpc")?.1;
    let rest = rest.strip_prefix('s').unwrap_or(rest);
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let year: i16 = rest.get(..2).filter(|_| digits == 2)?.parse().ok()?;
    Some(2000 + year)
}

#[cfg(test)]
mod tests {
    use super::{COLUMNS, day_of, field};

    #[test]
    fn names_tell_the_day() {
        for (path, day) in [
            ("HCPC17_CONTR_ANWEB.txt", "2017-01-01"),
            ("HCPC2018_CONTR_ANWEB_disc.txt", "2018-01-01"),
            ("anweb_2020_10.xlsx", "2020-10-01"),
            ("2024.zip/HCPC2024_JUL_ANWEB_v2.xlsx", "2024-07-01"),
            ("HCPCS2019_recordlayout.txt", "2019-01-01"),
            ("october-2025-alpha-numeric.zip/HCPC2025_OCT_ANWEB.txt", "2025-10-01"),
        ] {
            assert_eq!(day_of(path).map(|day| day.to_string()).as_deref(), Some(day), "{path}");
        }
        assert_eq!(day_of("hcpcs_lvl2.tsv"), None);
    }

    #[test]
    fn fields_are_found_by_name() {
        for (position, (name, _)) in COLUMNS.iter().enumerate() {
            assert_eq!(field(name), position);
        }
    }
}
