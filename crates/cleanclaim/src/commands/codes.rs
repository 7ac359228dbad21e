//! `codes lookup` and `codes list`.

use std::io::Write as _;

use anyhow::{Context as _, Result, bail};
use clap::{Args, Subcommand};
use cleanclaim_codes::{Code, CodeSets, CodeTable, Edition, Lookup, Set};
use cleanclaim_model::{CodeError, Date};
use serde::Serialize;

use crate::output::{Format, Outcome, stdout, write_json_line};

/// Look codes up, each on a date.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// What a code means on a date; dots and case do not matter
    Lookup(LookupArgs),
    /// What is loaded: editions with their dates, rows, source and licence
    List(ListArgs),
}

#[derive(Debug, Args)]
pub(crate) struct LookupArgs {
    /// The code
    code: String,
    /// The day it must be valid on
    #[arg(long, value_name = "YYYY-MM-DD")]
    on: Date,
    /// Only this set
    #[arg(long, value_name = "SET")]
    set: Option<String>,
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

#[derive(Debug, Args)]
pub(crate) struct ListArgs {
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

pub(crate) fn run(command: &Command) -> Result<Outcome> {
    let sets = cleanclaim_engine::code_sets()?;
    match command {
        Command::Lookup(args) => lookup(sets, args),
        Command::List(args) => list(sets, args),
    }
}

/// One set's answer, in the shape that other programs read.
#[derive(Debug, Serialize)]
struct Answer<'a> {
    set: &'static str,
    code: String,
    valid: bool,
    billable: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'a str>,
    from: Date,
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<Date>,
    #[serde(skip_serializing_if = "Option::is_none")]
    edition: Option<&'a str>,
    replaced_by: Vec<String>,
}

fn lookup(sets: &CodeSets<'static>, args: &LookupArgs) -> Result<Outcome> {
    let wanted = match args.set.as_deref() {
        None => None,
        Some(name) => match Set::named(name) {
            Some(set) if set != Set::Icd10CmTabular => Some(set),
            _ => bail!("there is no code set named {name:?}; expected icd10cm, icd10pcs, rarc or pos"),
        },
    };
    let mut answers = Vec::new();
    let mut ask = |set: Set| match set {
        Set::Icd10Cm => answers.extend(answer(sets, set, sets.icd10cm().codes(), args)),
        Set::Icd10Pcs => answers.extend(answer(sets, set, sets.icd10pcs(), args)),
        Set::Rarc => answers.extend(answer(sets, set, sets.rarc(), args)),
        Set::PlaceOfService => answers.extend(answer(sets, set, sets.place_of_service(), args)),
        _ => {}
    };
    match wanted {
        Some(set) => ask(set),
        None => Set::ALL.into_iter().for_each(&mut ask),
    }
    if answers.is_empty() {
        eprintln!("no loaded set knows that code on any date");
        return Ok(Outcome::Found);
    }
    // A set that knows the code on the date outweighs others that knew it once.
    if answers.iter().any(|answer| answer.valid) {
        answers.retain(|answer| answer.valid);
    }
    print_answers(&answers, args.format)?;
    Ok(if answers[0].valid { Outcome::Clean } else { Outcome::Found })
}

fn answer<'a, C>(sets: &CodeSets<'a>, set: Set, table: &CodeTable<'a, C>, args: &LookupArgs) -> Option<Answer<'a>>
where
    C: Code + std::fmt::Display + std::str::FromStr<Err = CodeError>,
{
    let code: C = args.code.parse().ok()?;
    let (valid, entry) = match table.lookup(code, args.on) {
        Lookup::Billable(entry) | Lookup::Header(entry) => (true, entry),
        Lookup::OtherDates(other) => (false, other.entry),
        Lookup::NoEdition => (false, table.index_of(code).and_then(|index| table.entry_at(index))?),
        Lookup::Unknown => return None,
    };
    Some(Answer {
        set: set.name(),
        code: code.to_string(),
        valid,
        billable: valid && entry.is_billable(),
        title: entry.title,
        from: entry.from,
        to: entry.to,
        edition: sets.edition_on(set, args.on).map(|edition| edition.edition),
        replaced_by: table.replacements(code).map(|(code, _)| code.to_string()).collect(),
    })
}

fn print_answers(answers: &[Answer<'_>], format: Format) -> Result<()> {
    let mut out = stdout();
    for answer in answers {
        if format == Format::Jsonl {
            write_json_line(&mut out, answer)?;
            continue;
        }
        let state = match (answer.valid, answer.billable) {
            (true, true) => "billable",
            (true, false) => "header: needs more characters",
            (false, _) => "not valid on that day",
        };
        let to = answer.to.map_or_else(|| "open".to_owned(), |to| to.to_string());
        writeln!(out, "{:<9} {:<8} {}", answer.set, answer.code, answer.title.unwrap_or("(title not loaded)"))?;
        writeln!(out, "{:<9} {state}; in force {} to {to}", "", answer.from)?;
        if !answer.replaced_by.is_empty() {
            writeln!(out, "{:<9} replaced by {}", "", answer.replaced_by.join(", "))?;
        }
    }
    out.flush().context("cannot write")
}

#[derive(Debug, Serialize)]
struct EditionRow<'a> {
    set: &'static str,
    edition: &'a str,
    from: Date,
    to: Option<Date>,
    rows: u32,
    billable: u32,
    source: &'a str,
    licence: &'a str,
}

impl<'a> From<Edition<'a>> for EditionRow<'a> {
    fn from(edition: Edition<'a>) -> Self {
        let Edition { set, edition, from, to, rows, billable, source, licence } = edition;
        Self { set: set.name(), edition, from, to, rows, billable, source, licence }
    }
}

fn list(sets: &CodeSets<'static>, args: &ListArgs) -> Result<Outcome> {
    let mut out = stdout();
    let editions = sets.editions().map(EditionRow::from);
    if args.format == Format::Jsonl {
        for row in editions {
            write_json_line(&mut out, &row)?;
        }
    } else {
        let mut table = comfy_table::Table::new();
        table
            .load_style(comfy_table::presets::NOTHING)
            .set_header(["set", "edition", "from", "to", "rows", "billable", "source", "licence"]);
        for row in editions {
            table.add_row([
                row.set.to_owned(),
                row.edition.to_owned(),
                row.from.to_string(),
                row.to.map_or_else(|| "open".to_owned(), |to| to.to_string()),
                row.rows.to_string(),
                row.billable.to_string(),
                row.source.to_owned(),
                row.licence.to_owned(),
            ]);
        }
        writeln!(out, "{table}")?;
    }
    out.flush()?;
    Ok(Outcome::Clean)
}
