//! `codes complete`: a code character by character.

use std::io::Write as _;

use anyhow::Result;
use cleanclaim_codes::{AnyCode, Choice, CodeSets, Entry, Meaning, Set};
use cleanclaim_model::Date;
use serde_json::json;

use super::set_named;
use crate::output::{Format, Outcome, stdout, write_json_line};

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The first characters; none at all asks for the first one
    #[arg(default_value = "")]
    prefix: String,
    /// The day on which the code must be valid
    #[arg(long, value_name = "YYYY-MM-DD")]
    on: Date,
    /// icd10cm or icd10pcs
    #[arg(long, value_name = "SET", default_value = "icd10cm")]
    set: String,
    #[arg(long, value_enum, default_value = "text")]
    pub(super) format: Format,
}

pub(super) fn run(sets: &CodeSets<'static>, args: &Args) -> Result<Outcome> {
    let set = set_named(&args.set, |set| matches!(set, Set::Icd10Cm | Set::Icd10Pcs))?;
    let step = sets.complete(set, &args.prefix, args.on)?;
    let mut out = stdout();
    if args.format == Format::Jsonl {
        for choice in &step.choices {
            let (meaning, code) = (words(choice), choice.completes.map(|entry| entry.code.as_str().to_owned()));
            let row = json!({
                "prefix": step.prefix, "position": step.position, "axis": step.axis,
                "character": choice.character, "meaning": meaning, "code": code, "goes_on": choice.goes_on,
            });
            write_json_line(&mut out, &row)?;
        }
    } else {
        if let Some(entry) = &step.complete {
            writeln!(out, "{} is complete: {}", set.written(&step.prefix), title(entry))?;
        }
        if !step.choices.is_empty() {
            let axis = step.axis.map(|axis| format!(", {}", axis.to_lowercase())).unwrap_or_default();
            writeln!(out, "character {}{axis}:", step.position)?;
        }
        for choice in &step.choices {
            let code = choice.completes.map(|entry| format!("  = {}", set.written(entry.code.as_str())));
            writeln!(out, "  {}  {}{}", choice.character, words(choice), code.unwrap_or_default())?;
        }
        if step.leads_to != step.prefix {
            writeln!(out, "go on with {}", set.written(&step.leads_to))?;
        }
    }
    out.flush()?;
    if step.choices.is_empty() && step.complete.is_none() {
        eprintln!("no code of {} that is valid on {} begins so", set.name(), args.on);
        return Ok(Outcome::Found);
    }
    Ok(Outcome::Clean)
}

fn title<'a>(entry: &Entry<'a, AnyCode>) -> &'a str {
    entry.title().unwrap_or("(title not loaded)")
}

fn words<'c>(choice: &'c Choice<'_>) -> &'c str {
    match &choice.meaning {
        Meaning::Known(words) => words,
        Meaning::Placeholder => "placeholder",
        Meaning::NotLoaded => "meaning not loaded",
    }
}
