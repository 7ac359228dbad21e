//! `codes lookup`.

use std::io::Write as _;

use anyhow::{Context as _, Result, bail};
use cleanclaim_codes::{AnyCode, CodeSets, CodeTable, Extent, Holds, Lookup, Set};
use cleanclaim_model::Date;
use serde::Serialize;

use crate::commands::codes::set_named;
use crate::output::{Format, Outcome, stdout, write_json_line};

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The code
    code: String,
    /// The day it must be valid on
    #[arg(long, value_name = "YYYY-MM-DD")]
    on: Date,
    /// Only this set
    #[arg(long, value_name = "SET")]
    set: Option<String>,
    #[arg(long, value_enum, default_value = "text")]
    pub(super) format: Format,
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

impl Answer<'_> {
    /// The code as people write it.
    fn written(&self) -> String {
        Set::named(self.set).map_or_else(|| self.code.clone(), |set| set.written(&self.code))
    }
}

pub(super) fn run(sets: &CodeSets<'static>, args: &Args) -> Result<Outcome> {
    let wanted = args.set.as_deref().map(|name| set_named(name, |set| set.holds() == Holds::Codes)).transpose()?;
    let Some(code) = AnyCode::parse(&args.code) else {
        bail!("{:?} is no code: expected one to eight letters and digits, with or without a dot", args.code);
    };
    let asked = Set::of_codes().filter(|set| wanted.is_none_or(|wanted| wanted == *set));
    let mut answers: Vec<Answer<'_>> =
        asked.filter_map(|set| answer(sets, set, sets.codes(set)?, code, args.on)).collect();
    if answers.is_empty() {
        let told = wanted.and_then(|set| sets.extent_on(set, args.on)).map(Extent::of_unknown);
        eprintln!("{}", told.unwrap_or("no loaded set knows that code on any date"));
        return Ok(Outcome::Found);
    }
    // A set that knows the code on the date outweighs others that knew it once.
    if answers.iter().any(|answer| answer.valid) {
        answers.retain(|answer| answer.valid);
    }
    print(&answers, args.format)?;
    Ok(if answers[0].valid { Outcome::Clean } else { Outcome::Found })
}

fn answer<'a>(
    sets: &CodeSets<'a>,
    set: Set,
    table: &CodeTable<'a, AnyCode>,
    code: AnyCode,
    on: Date,
) -> Option<Answer<'a>> {
    let (valid, entry) = match table.lookup(code, on) {
        Lookup::Billable(entry) | Lookup::Header(entry) => (true, entry),
        Lookup::OtherDates(other) => (false, other.entry),
        Lookup::NoEdition => (false, table.index_of(code).and_then(|index| table.entry_at(index))?),
        Lookup::Unknown => return None,
    };
    Some(Answer {
        set: set.name(),
        code: code.as_str().to_owned(),
        valid,
        billable: valid && entry.is_billable(),
        title: entry.title(),
        from: entry.from,
        to: entry.to,
        edition: sets.edition_on(set, on).map(|edition| edition.edition),
        replaced_by: table.replacements(code).map(|(code, _)| code.as_str().to_owned()).collect(),
    })
}

fn print(answers: &[Answer<'_>], format: Format) -> Result<()> {
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
        let code = answer.written();
        writeln!(out, "{:<9} {code:<8} {}", answer.set, answer.title.unwrap_or("(title not loaded)"))?;
        writeln!(out, "{:<9} {state}; in force {} to {to}", "", answer.from)?;
        if !answer.replaced_by.is_empty() {
            writeln!(out, "{:<9} replaced by {}", "", answer.replaced_by.join(", "))?;
        }
    }
    out.flush().context("cannot write")
}
