//! The alpha-numeric workbook, and the same columns as delimited text.
//!
//! Source: CMS, HCPCS quarterly update, alpha-numeric HCPCS file (`HCPC2020_OCT_ANWEB.xlsx`).

use jiff::civil::Date;

use super::{Editions, Row};
use crate::official::edition::day_in;
use crate::official::sheet::{Grid, Header, grids};
use crate::official::{Member, Reader, Reading};

pub(super) struct Workbook;

const WANTED: [&str; 4] = ["hcpc", "recid", "long_description", "add_dt"];

/// Field, its header, and how many columns `HEADER1`, `HEADER2`, ... there are; 0 for one column without a number.
const FIELDS: [(&str, &str, usize); 23] = [
    ("sequence", "seqnum", 0),
    ("short", "short_description", 0),
    ("pricing", "price", 4),
    ("multiple_pricing", "mult_pi", 0),
    ("coverage_manual", "cim", 3),
    ("carriers_manual", "mcm", 3),
    ("statute", "statute", 0),
    ("lab_certification", "labcert", 8),
    ("cross_reference", "xref", 5),
    ("coverage", "cov", 0),
    ("asc_group", "asc_grp", 0),
    ("asc_from", "asc_dt", 0),
    ("opps_group", "opps", 0),
    ("opps_policy", "opps_pi", 0),
    ("opps_from", "opps_dt", 0),
    ("processing_note", "procnote", 0),
    ("betos", "betos", 0),
    ("type_of_service", "tos", 5),
    ("anesthesia_units", "anest_bu", 0),
    ("added", "add_dt", 0),
    ("action_from", "act_eff_dt", 0),
    ("terminated", "term_dt", 0),
    ("action", "action_cd", 0),
];

/// The columns of a field, from 0.
fn columns_of(header: &Header, name: &str, times: usize) -> Vec<usize> {
    match times {
        0 => header.column(&[name]).into_iter().collect(),
        _ => (1..=times).filter_map(|time| header.column(&[&format!("{name}{time}")])).collect(),
    }
}

fn table(member: &Member) -> Option<(Grid<'_>, Header)> {
    grids(member).into_iter().find_map(|grid| {
        let header = grid.header(&WANTED)?;
        Some((grid, header))
    })
}

fn newest_action(grid: &Grid<'_>, header: &Header) -> Option<Date> {
    let column = header.column(&["act_eff_dt"])?;
    grid.rows().filter(|row| header.row < row.number).filter_map(|row| day_in(row.cell(column))).max()
}

impl Reader for Workbook {
    fn kind(&self) -> &'static str {
        "HCPCS alpha-numeric workbook"
    }

    fn recognises(&self, member: &Member) -> bool {
        table(member).is_some()
    }

    fn read(&self, member: &Member, reading: &mut Reading<'_>) {
        let Some((grid, header)) = table(member) else { return };
        let column = |name: &str| header.column(&[name]);
        let (Some(code), Some(record), Some(long)) = (column("hcpc"), column("recid"), column("long_description"))
        else {
            return;
        };
        let newest = newest_action(&grid, &header);
        let Some(mut editions) = Editions::begin(reading, &member.path, newest) else { return };
        let fields = FIELDS.map(|(field, name, times)| (field, columns_of(&header, name, times)));
        let column_of = |field: &str| {
            let columns = fields.iter().find(|(name, _)| *name == field);
            columns.and_then(|(_, columns)| columns.first()).map_or(0, |column| column + 1)
        };
        let mut open: Option<Row> = None;
        for line in grid.rows().filter(|row| header.row < row.number && !row.is_blank()) {
            match line.cell(record) {
                "3" | "7" => {
                    if let Some(row) = open.take() {
                        editions.write(reading, &row, column_of);
                    }
                    let mut row = Row { number: line.number, code: line.cell(code).to_owned(), ..Row::default() };
                    line.cell(long).clone_into(&mut row.title);
                    for (field, columns) in &fields {
                        let values = columns.iter().map(|column| line.cell(*column)).filter(|value| !value.is_empty());
                        row.set(field, &values.collect::<Vec<_>>().join(" "));
                    }
                    open = Some(row);
                }
                "4" | "8" => match open.as_mut().filter(|row| row.code == line.cell(code)) {
                    Some(row) => {
                        row.title.push(' ');
                        row.title.push_str(line.cell(long));
                    }
                    None => {
                        let message = format!("found a continuation of {} without its first row", line.cell(code));
                        reading.error((line.number, code + 1), message);
                    }
                },
                other => reading.error((line.number, record + 1), format!("found {other:?}, expected 3, 4, 7 or 8")),
            }
        }
        if let Some(row) = open {
            editions.write(reading, &row, column_of);
        }
    }
}
