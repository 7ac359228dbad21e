//! `codes history`.

use std::io::Write as _;

use anyhow::{Result, bail};
use cleanclaim_codes::{AnyCode, CodeSets, Event, Holds};
use serde_json::json;

use super::set_named;
use crate::output::{Format, Outcome, stdout, write_json_line};

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The code
    code: String,
    /// The set
    #[arg(long, value_name = "SET", default_value = "icd10cm")]
    set: String,
    #[arg(long, value_enum, default_value = "text")]
    pub(super) format: Format,
}

pub(super) fn run(sets: &CodeSets<'static>, args: &Args) -> Result<Outcome> {
    let set = set_named(&args.set, |set| set.holds() == Holds::Codes)?;
    let Some(code) = AnyCode::parse(&args.code) else { bail!("{:?} is no code", args.code) };
    let events = sets.history(set, code);
    let mut out = stdout();
    for (on, event) in &events {
        let event = match event {
            Event::ReplacedBy(new) => format!("replaced by {}", set.written(new.as_str())),
            Event::Replaces(old) => format!("replaces {}", set.written(old.as_str())),
            other => other.to_string(),
        };
        if args.format == Format::Jsonl {
            let row = json!({
                "set": set.name(), "code": code.as_str(), "on": on.to_string(), "event": event,
            });
            write_json_line(&mut out, &row)?;
        } else {
            writeln!(out, "{on}  {event}")?;
        }
    }
    out.flush()?;
    if events.is_empty() {
        eprintln!("no loaded edition of {} knows that code on any date", set.name());
        return Ok(Outcome::Found);
    }
    Ok(Outcome::Clean)
}
