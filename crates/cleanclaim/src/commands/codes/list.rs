//! `codes list`.

use std::io::Write as _;

use anyhow::Result;
use cleanclaim_codes::{CodeSets, Edition, Holds, Set};
use cleanclaim_engine::reference::Publishers;
use cleanclaim_model::Date;
use serde::Serialize;

use crate::output::{Format, Outcome, stdout, write_json_line};

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[arg(long, value_enum, default_value = "text")]
    pub(super) format: Format,
}

/// An edition, or a set of which none is loaded.
#[derive(Debug, Serialize)]
struct Row<'a> {
    set: &'static str,
    edition: Option<&'a str>,
    from: Option<Date>,
    to: Option<Date>,
    rows: u32,
    billable: u32,
    source: Option<&'a str>,
    licence: Option<&'a str>,
    /// How to load it, when it is not.
    #[serde(skip_serializing_if = "Option::is_none")]
    load: Option<String>,
}

impl<'a> From<Edition<'a>> for Row<'a> {
    fn from(edition: Edition<'a>) -> Self {
        let Edition { set, edition, from, to, rows, billable, source, licence, extent: _ } = edition;
        Self {
            set: set.name(),
            edition: Some(edition),
            from: Some(from),
            to,
            rows,
            billable,
            source: Some(source),
            licence: Some(licence),
            load: None,
        }
    }
}

impl Row<'_> {
    fn missing(set: Set, publishers: &Publishers) -> Self {
        let from_publisher =
            publishers.publications.iter().find(|publication| publication.sets.iter().any(|name| name == set.name()));
        let load = match from_publisher {
            Some(publication) => format!("codes update {}", publication.name),
            None => "codes import FILE".to_owned(),
        };
        Self {
            set: set.name(),
            edition: None,
            from: None,
            to: None,
            rows: 0,
            billable: 0,
            source: None,
            licence: None,
            load: Some(load),
        }
    }
}

pub(super) fn run(sets: &CodeSets<'static>, args: &Args) -> Result<Outcome> {
    let publishers = Publishers::shipped()?;
    let mut editions: Vec<Edition<'_>> = sets.editions().collect();
    editions.sort_by_key(|edition| (edition.set, edition.from));
    let missing: Vec<Set> = Set::ALL
        .iter()
        .copied()
        .filter(|set| set.holds() != Holds::Words && editions.iter().all(|edition| edition.set != *set))
        .collect();
    let mut out = stdout();
    if args.format == Format::Jsonl {
        for edition in editions {
            write_json_line(&mut out, &Row::from(edition))?;
        }
        for set in missing {
            write_json_line(&mut out, &Row::missing(set, &publishers))?;
        }
        out.flush()?;
        return Ok(Outcome::Clean);
    }
    let mut table = table_with(&["set", "edition", "from", "to", "rows", "billable", "source", "licence"]);
    for edition in editions {
        table.add_row([
            edition.set.name().to_owned(),
            edition.edition.to_owned(),
            edition.from.to_string(),
            edition.to.map_or_else(|| "open".to_owned(), |to| to.to_string()),
            edition.rows.to_string(),
            if edition.billable == 0 { String::new() } else { edition.billable.to_string() },
            edition.source.to_owned(),
            edition.licence.to_owned(),
        ]);
    }
    writeln!(out, "{table}")?;
    if !missing.is_empty() {
        let mut table = table_with(&["not loaded", "what it is", "how to load it"]);
        for set in missing {
            let load = Row::missing(set, &publishers).load.unwrap_or_default();
            table.add_row([set.name().to_owned(), set.label().to_owned(), load]);
        }
        writeln!(out, "\n{table}")?;
    }
    out.flush()?;
    Ok(Outcome::Clean)
}

fn table_with(header: &[&str]) -> comfy_table::Table {
    let mut table = comfy_table::Table::new();
    table.load_style(comfy_table::presets::NOTHING).set_header(header.iter().copied());
    table
}
