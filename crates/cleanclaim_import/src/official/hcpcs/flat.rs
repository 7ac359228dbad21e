//! HCPCS Level II flattened into tables of its own: codes with their fields, descriptions, and modifiers.

use std::collections::HashMap;

use cleanclaim_codes::{CodeKind, Set};

use super::{Editions, LICENCE, Row, SOURCE};
use crate::official::edition::day_in;
use crate::official::sheet::{Grid, Header, grids};
use crate::official::{Member, Reader, Reading};

/// Field and its header.
const FIELDS: [(&str, &str); 17] = [
    ("pricing", "price"),
    ("multiple_pricing", "multi"),
    ("coverage_manual", "cim"),
    ("carriers_manual", "mcm"),
    ("statute", "statute"),
    ("lab_certification", "lab"),
    ("cross_reference", "xref"),
    ("coverage", "cov"),
    ("asc_group", "asc_grp"),
    ("asc_from", "date_asc"),
    ("processing_note", "proc"),
    ("betos", "betos"),
    ("type_of_service", "tos"),
    ("anesthesia_units", "anes"),
    ("added", "date_added"),
    ("action_from", "date_action"),
    ("terminated", "date_term"),
];

fn table<'m>(member: &'m Member, wanted: &[&str]) -> Option<(Grid<'m>, Header)> {
    grids(member).into_iter().find_map(|grid| {
        let header = grid.header(wanted)?;
        Some((grid, header))
    })
}

/// The table of codes with their fields, without titles.
pub(super) struct Codes;

const CODES: [&str; 5] = ["hcpcs_code", "price", "cov", "date_added", "date_term"];

impl Reader for Codes {
    fn kind(&self) -> &'static str {
        "HCPCS codes, flattened"
    }

    fn recognises(&self, member: &Member) -> bool {
        table(member, &CODES).is_some()
    }

    fn read(&self, member: &Member, reading: &mut Reading<'_>) {
        let Some((grid, header)) = table(member, &CODES) else { return };
        let column = |name: &str| header.column(&[name]);
        let newest = column("date_action").and_then(|column| {
            grid.rows().filter(|row| header.row < row.number).filter_map(|row| day_in(row.cell(column))).max()
        });
        let Some(mut editions) = Editions::begin(reading, &member.path, newest) else { return };
        let Some(code) = column("hcpcs_code") else { return };
        let fields: Vec<(&str, usize)> = FIELDS
            .iter()
            .chain(&[("action", "action")])
            .filter_map(|(name, own)| Some((*name, column(own)?)))
            .collect();
        let column_of = |field: &str| fields.iter().find(|(name, _)| *name == field).map_or(0, |(_, at)| at + 1);
        for line in grid.rows().filter(|row| header.row < row.number && !row.is_blank()) {
            let mut row = Row { number: line.number, code: line.cell(code).to_owned(), ..Row::default() };
            for (field, at) in &fields {
                // Several values of a field are separated by colons or commas here.
                let values = line.cell(*at).split([':', ',']).map(str::trim).filter(|value| !value.is_empty());
                row.set(field, &values.collect::<Vec<_>>().join(" "));
            }
            editions.write(reading, &row, column_of);
        }
    }
}

/// The table of long and short descriptions, without dates.
pub(super) struct Descriptions;

const DESCRIPTIONS: [&str; 3] = ["hcpcs_code", "hcpcs_desc_type", "hcpcs_description"];

impl Reader for Descriptions {
    fn kind(&self) -> &'static str {
        "HCPCS descriptions, flattened"
    }

    fn recognises(&self, member: &Member) -> bool {
        table(member, &DESCRIPTIONS).is_some()
    }

    fn read(&self, member: &Member, reading: &mut Reading<'_>) {
        let Some((grid, header)) = table(member, &DESCRIPTIONS) else { return };
        let [Some(code), Some(kind), Some(text)] = DESCRIPTIONS.map(|name| header.column(&[name])) else { return };
        let mut titles = 0;
        for line in grid.rows().filter(|row| header.row < row.number && !row.is_blank()) {
            match (line.cell(kind), line.cell(text)) {
                (kind, "") => reading.error((line.number, text + 1), format!("the {kind} description is empty")),
                ("Long", title) => {
                    reading.title(Set::Hcpcs, line.cell(code), title);
                    titles += 1;
                }
                ("Short", _) => {}
                (other, _) => {
                    let message = format!("found {other:?}, expected Long or Short");
                    reading.error((line.number, kind + 1), message);
                }
            }
        }
        reading.note(format!(
            "{titles} titles for the HCPCS codes that are imported together with it, which have the dates"
        ));
    }
}

/// The table of modifiers, without dates.
pub(super) struct Modifiers;

const MODIFIERS: [&str; 3] = ["mod_code", "mod_type", "mod_description"];

impl Reader for Modifiers {
    fn kind(&self) -> &'static str {
        "modifiers, flattened"
    }

    fn recognises(&self, member: &Member) -> bool {
        table(member, &MODIFIERS).is_some()
    }

    fn read(&self, member: &Member, reading: &mut Reading<'_>) {
        let Some((grid, header)) = table(member, &MODIFIERS) else { return };
        let [Some(code), Some(_), Some(text)] = MODIFIERS.map(|name| header.column(&[name])) else { return };
        let edition = reading.edition(Set::Modifier, None, SOURCE, LICENCE);
        let mut seen: HashMap<String, String> = HashMap::new();
        let mut again = 0;
        for line in grid.rows().filter(|row| header.row < row.number && !row.is_blank()) {
            let (modifier, title) = (line.cell(code), line.cell(text));
            if modifier.len() != 2 || !modifier.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit()) {
                let message = format!("found {modifier:?}, expected a modifier of two letters and digits");
                reading.error((line.number, code + 1), message);
                continue;
            }
            // A modifier of several categories stands once in each.
            if seen.contains_key(modifier) {
                again += 1;
                continue;
            }
            seen.insert(modifier.to_owned(), title.to_owned());
            let title = Some(title).filter(|title| !title.is_empty());
            reading.code(&edition, modifier, (None, None), CodeKind::Billable, title);
        }
        if 0 < again {
            reading
                .note(format!("{again} rows name a modifier again, under another category: the first title is kept"));
        }
    }
}
