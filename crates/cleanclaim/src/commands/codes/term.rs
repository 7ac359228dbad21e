//! `codes term`: abbreviations, parts of medical words, everyday words.

use std::io::Write as _;

use anyhow::Result;
use cleanclaim_codes::{CodeSets, Record, RecordTable, Set};
use serde_json::json;

use crate::output::{Format, Outcome, stdout, today, write_json_line};

/// Terms shown when only their beginning was given.
const BEGINNINGS_MAX: usize = 20;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The term: nstemi, hyper-, nephr/o, -ectomy, pink eye
    #[arg(required = true)]
    term: Vec<String>,
    #[arg(long, value_enum, default_value = "text")]
    pub(super) format: Format,
}

pub(super) fn run(sets: &CodeSets<'static>, args: &Args) -> Result<Outcome> {
    let Some(glossary) = sets.records(Set::Glossary, today()) else {
        eprintln!("no glossary is loaded");
        return Ok(Outcome::Found);
    };
    let term = args.term.join(" ").to_lowercase();
    let mut found: Vec<Record<'_, '_>> = glossary.under(&term).collect();
    if found.is_empty() {
        found = glossary.starting_with(&term).take(BEGINNINGS_MAX).collect();
    }
    let mut out = stdout();
    for row in &found {
        let [kind, meaning, system] = ["kind", "meaning", "system"].map(|name| column(glossary, row, name));
        if args.format == Format::Jsonl {
            let row = json!({ "term": row.key(), "kind": kind, "meaning": meaning, "system": system });
            write_json_line(&mut out, &row)?;
        } else {
            writeln!(out, "{:<12} {meaning}  ({kind}; {system})", row.key())?;
        }
    }
    out.flush()?;
    if found.is_empty() {
        eprintln!("the glossary has no {term:?}");
        return Ok(Outcome::Found);
    }
    Ok(Outcome::Clean)
}

fn column<'a>(table: &RecordTable<'a>, row: &Record<'_, 'a>, name: &str) -> &'a str {
    table.column(name).and_then(|column| row.text(column)).unwrap_or_default()
}
