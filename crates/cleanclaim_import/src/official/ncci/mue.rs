//! Medically unlikely edits: how many units of a service are likely. Source: CMS, Medicare NCCI MUEs; the columns are theirs.

use cleanclaim_codes::{Cell, ColumnKind, Set};

use super::edition::{Program, program_in, quarter_in};
use super::text_or_empty;
use crate::official::delimited::WITH_CPT;
use crate::official::sheet::{Grid, Header, grids};
use crate::official::{Member, Reader, Reading};

/// How many units; how the edit is applied (1: by line; 2: by day, absolute; 3: by day, clinical), with the publisher's words; why.
const COLUMNS: [(&str, ColumnKind); 4] = [
    ("value", ColumnKind::Number { scale: 0 }),
    ("mai", ColumnKind::Number { scale: 0 }),
    ("mai_text", ColumnKind::Text),
    ("rationale", ColumnKind::Text),
];

pub(super) struct Mue;

impl Reader for Mue {
    fn kind(&self) -> &'static str {
        "NCCI medically unlikely edits"
    }

    fn recognises(&self, member: &Member) -> bool {
        grids(member).iter().any(|grid| header_of(grid).is_some())
    }

    fn read(&self, member: &Member, reading: &mut Reading<'_>) {
        for grid in grids(member) {
            if let Some((header, setting)) = header_of(&grid) {
                read_grid(member, &grid, &header, setting, reading);
            }
        }
    }
}

#[derive(Debug, Clone, Copy)]
enum Setting {
    Practitioner,
    Hospital,
    Dme,
}

fn header_of(grid: &Grid<'_>) -> Option<(Header, Setting)> {
    let header = grid.header(&["hcpcs_cpt_code"])?;
    let (_, setting) = value_column(&header)?;
    Some((header, setting))
}

/// The column of the values, whose name says for which claims they are.
fn value_column(header: &Header) -> Option<(usize, Setting)> {
    header.names.iter().zip(0..).find_map(|(name, at)| {
        let setting = name.strip_suffix("_mue_values").or_else(|| name.strip_suffix("_mue_value"))?;
        match setting {
            _ if setting.starts_with("practitioner") => Some((at, Setting::Practitioner)),
            _ if setting.contains("hospital") => Some((at, Setting::Hospital)),
            _ if setting.starts_with("dme") => Some((at, Setting::Dme)),
            _ => None,
        }
    })
}

fn read_grid(member: &Member, grid: &Grid<'_>, header: &Header, setting: Setting, reading: &mut Reading<'_>) {
    let Some((value, _)) = value_column(header) else { return };
    let Some(code) = header.column(&["hcpcs_cpt_code"]) else { return };
    let indicator = header.column(&["mue_adjudication_indicator", "mai"]);
    let rationale = header.column(&["mue_rationale"]);
    // Medicaid's tables have no adjudication indicator: its edits all count by line.
    let program = if indicator.is_none() { Program::Medicaid } else { program_in(&member.path) };
    let set = match (program, setting) {
        (Program::Medicare, Setting::Practitioner) => Set::MuePractitioner,
        (Program::Medicare, Setting::Hospital) => Set::MueHospital,
        (Program::Medicare, Setting::Dme) => Set::MueDme,
        (Program::Medicaid, Setting::Practitioner) => Set::MueMedicaidPractitioner,
        (Program::Medicaid, Setting::Hospital) => Set::MueMedicaidHospital,
        (Program::Medicaid, Setting::Dme) => Set::MueMedicaidDme,
    };
    let source = match program {
        Program::Medicare => "CMS, Medicare NCCI medically unlikely edits",
        Program::Medicaid => "CMS, Medicaid NCCI medically unlikely edits",
    };
    let known = header.above.iter().find_map(|line| quarter_in(line));
    let edition = reading.edition(set, quarter_in(&member.path).or(known), source, WITH_CPT);
    if !reading.is_first_copy(&edition) {
        return;
    }
    for row in grid.rows().skip_while(|row| row.number <= header.row).filter(|row| !row.is_blank()) {
        let key = row.cell(code);
        let is_code = key.len() == 5 && key.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase());
        if !is_code {
            reading.error((row.number, code + 1), format!("found {key:?}, expected a code of 5 characters"));
            continue;
        }
        let Ok(units) = row.cell(value).parse::<u32>() else {
            let message = format!("found {:?}, expected a number of units", row.cell(value));
            reading.error((row.number, value + 1), message);
            continue;
        };
        let words = indicator.map(|at| row.cell(at));
        let digit = words.and_then(|words| words.chars().next()?.to_digit(10)).filter(|digit| (1..=3).contains(digit));
        if let (Some(at), None) = (indicator, digit) {
            let message = format!("found {:?}, expected an adjudication indicator from 1 to 3", row.cell(at));
            reading.error((row.number, at + 1), message);
            continue;
        }
        let words = words.map(|words| words.trim_start_matches(|letter: char| letter.is_ascii_digit()).trim());
        let why = rationale.map(|at| row.cell(at));
        let cells = [
            Cell::Number(i64::from(units)),
            digit.map_or(Cell::Empty, |digit| Cell::Number(i64::from(digit))),
            text_or_empty(words),
            text_or_empty(why),
        ];
        reading.record(&edition, &COLUMNS, key, (None, None), &cells);
    }
}
