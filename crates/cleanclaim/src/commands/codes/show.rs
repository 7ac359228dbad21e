//! `codes show`: rows of fee schedules, edit tables, crosswalks and lists.

use std::io::Write as _;

use anyhow::Result;
use cleanclaim_codes::{CodeSets, Holds, Record, RecordTable, Value};
use cleanclaim_model::Date;
use serde_json::{Map, json};

use crate::commands::codes::set_named;
use crate::output::{Format, Outcome, stdout, write_json_line};

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The set, for example mpfs or mue-practitioner
    set: String,
    /// The key: a code, a code with its modifier (71046-26), a locality
    key: String,
    /// The day on which the row counts
    #[arg(long, value_name = "YYYY-MM-DD")]
    on: Date,
    #[arg(long, value_enum, default_value = "text")]
    pub(super) format: Format,
}

pub(super) fn run(sets: &CodeSets<'static>, args: &Args) -> Result<Outcome> {
    let set = set_named(&args.set, |set| set.holds() == Holds::Records)?;
    let Some(table) = sets.records(set, args.on) else {
        eprintln!("no edition of {} is loaded for {}: not checked", set.name(), args.on);
        return Ok(Outcome::Found);
    };
    let mut out = stdout();
    let rows: Vec<Record<'_, '_>> = find(table, &args.key, args.on);
    for row in &rows {
        if args.format == Format::Jsonl {
            write_json_line(&mut out, &json_of(set.name(), table, row))?;
            continue;
        }
        writeln!(out, "{}  {} {}", row.key(), set.name(), table.edition().edition)?;
        let values: Vec<(&str, Value<'_>)> = row.values().map(|(column, value)| (column.name, value)).collect();
        let width = values.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
        for (name, value) in values {
            writeln!(out, "  {name:<width$}  {value}")?;
        }
    }
    out.flush()?;
    if rows.is_empty() {
        eprintln!("{} has no row {:?} in edition {}", set.name(), args.key, table.edition().edition);
        return Ok(Outcome::Found);
    }
    Ok(Outcome::Clean)
}

/// Keys are written as published; a person may type them in any case and codes with a dot.
fn find<'t, 'a>(table: &'t RecordTable<'a>, key: &str, on: Date) -> Vec<Record<'t, 'a>> {
    let upper = key.to_uppercase();
    let spellings = [key.to_owned(), upper.clone(), upper.replace('.', ""), key.to_lowercase()];
    let found = spellings.iter().map(|key| table.on(key, on).collect::<Vec<_>>());
    found.into_iter().find(|rows| !rows.is_empty()).unwrap_or_default()
}

fn json_of(set: &str, table: &RecordTable<'_>, row: &Record<'_, '_>) -> serde_json::Value {
    let values: Map<String, serde_json::Value> =
        row.values().map(|(column, value)| (column.name.to_owned(), json!(value.to_string()))).collect();
    json!({
        "set": set,
        "key": row.key(),
        "edition": table.edition().edition,
        "from": row.from().map(|day| day.to_string()),
        "to": row.to().map(|day| day.to_string()),
        "values": values,
    })
}
