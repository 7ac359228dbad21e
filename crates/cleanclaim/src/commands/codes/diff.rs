//! `codes diff`.

use std::io::Write as _;

use anyhow::{Result, bail};
use cleanclaim_codes::{CodeSets, Holds, Set};
use cleanclaim_model::Date;
use serde_json::json;

use super::{set_named, written};
use crate::output::{Format, Outcome, stdout, write_json_line};

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The set
    #[arg(long, value_name = "SET", default_value = "icd10cm")]
    set: String,
    /// The older edition, or a day
    a: String,
    /// The newer edition, or a day
    b: String,
    #[arg(long, value_enum, default_value = "text")]
    pub(super) format: Format,
}

pub(super) fn run(sets: &CodeSets<'static>, args: &Args) -> Result<Outcome> {
    let set = set_named(&args.set, |set| set.holds() == Holds::Codes)?;
    let (a, b) = (day_of(sets, set, &args.a)?, day_of(sets, set, &args.b)?);
    let Some(changes) = sets.diff(set, a, b) else {
        bail!("no edition of {} is loaded for {a} or for {b}: see `codes list`", set.name());
    };
    let mut out = stdout();
    let mut counts = std::collections::BTreeMap::new();
    for change in changes {
        let at = change.at.to_string();
        if args.format == Format::Jsonl {
            let (old, new) = (change.old.as_deref(), change.new.as_deref());
            let row = json!({ "set": set.name(), "code": at, "change": change.kind.name(), "old": old, "new": new });
            write_json_line(&mut out, &row)?;
            continue;
        }
        let code = written(set, &at);
        *counts.entry(change.kind.name()).or_insert(0_usize) += 1;
        write!(out, "{:<8} {code:<9}", change.kind.name())?;
        match (&change.old, &change.new) {
            (Some(old), Some(new)) => writeln!(out, " {old}\n{:<19}-> {new}", "")?,
            (Some(text), None) => writeln!(out, " - {text}")?,
            (None, Some(text)) => writeln!(out, " + {text}")?,
            (None, None) => writeln!(out, " (title not loaded)")?,
        }
    }
    if args.format == Format::Text {
        let counts: Vec<String> = counts.iter().map(|(kind, count)| format!("{count} {kind}")).collect();
        let told = if counts.is_empty() { "no difference".to_owned() } else { counts.join(", ") };
        writeln!(out, "{} from {a} to {b}: {told}", set.name())?;
    }
    out.flush()?;
    Ok(Outcome::Clean)
}

/// The first day of an edition by name, or the day that is written.
fn day_of(sets: &CodeSets<'_>, set: Set, text: &str) -> Result<Date> {
    if let Ok(day) = text.parse() {
        return Ok(day);
    }
    let named =
        |edition: &cleanclaim_codes::Edition<'_>| edition.set == set && edition.edition.eq_ignore_ascii_case(text);
    match sets.editions().find(named) {
        Some(edition) => Ok(edition.from),
        None => {
            let names: Vec<&str> =
                sets.editions().filter(|edition| edition.set == set).map(|edition| edition.edition).collect();
            bail!("{text:?} is neither a day nor an edition of {}; loaded are {}", set.name(), names.join(", "))
        }
    }
}
