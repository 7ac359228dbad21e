//! `codes pair`: NCCI's procedure-to-procedure edits.

use std::io::Write as _;

use anyhow::{Result, bail};
use cleanclaim_codes::{AnyCode, CodeSets, EitherAnswer, Holds, ModifierIndicator};
use cleanclaim_model::Date;
use serde_json::json;

use super::set_named;
use crate::output::{Format, Outcome, stdout, write_json_line};

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// One code
    a: String,
    /// The other code; the order does not matter
    b: String,
    /// The day of service
    #[arg(long, value_name = "YYYY-MM-DD")]
    on: Date,
    /// The table of edits
    #[arg(long, value_name = "SET", default_value = "ptp-practitioner")]
    set: String,
    #[arg(long, value_enum, default_value = "text")]
    pub(super) format: Format,
}

pub(super) fn run(sets: &CodeSets<'static>, args: &Args) -> Result<Outcome> {
    let set = set_named(&args.set, |set| set.holds() == Holds::Pairs)?;
    let (Some(a), Some(b)) = (AnyCode::parse(&args.a), AnyCode::parse(&args.b)) else {
        bail!("expected two codes, found {:?} and {:?}", args.a, args.b);
    };
    let answer = sets.pairs(set, args.on).map_or(EitherAnswer::NoEdition, |table| table.either(a, b, args.on));
    let mut out = stdout();
    let outcome = match answer {
        EitherAnswer::NoEdition => {
            eprintln!("no edition of {} is loaded for {}: not checked", set.name(), args.on);
            Outcome::Found
        }
        EitherAnswer::NoEdit => {
            if args.format == Format::Jsonl {
                write_json_line(&mut out, &json!({ "set": set.name(), "edit": false }))?;
            } else {
                writeln!(out, "no edit of {} stands between {a} and {b} on {}", set.name(), args.on)?;
            }
            Outcome::Clean
        }
        EitherAnswer::Edit { column_one, column_two, edit } => {
            let modifier = match edit.modifier {
                ModifierIndicator::NotAllowed => ("0", "no modifier bypasses it"),
                ModifierIndicator::Allowed => ("1", "an NCCI modifier may bypass it"),
                ModifierIndicator::NotApplicable => ("9", "deleted"),
            };
            if args.format == Format::Jsonl {
                let row = json!({
                    "set": set.name(), "edit": true, "column_one": column_one.as_str(), "column_two": column_two.as_str(),
                    "modifier": modifier.0, "from": edit.from.to_string(), "to": edit.to.map(|to| to.to_string()),
                    "rationale": edit.rationale,
                });
                write_json_line(&mut out, &row)?;
            } else {
                let to = edit.to.map_or_else(|| "open".to_owned(), |to| to.to_string());
                writeln!(
                    out,
                    "{column_one} column one, {column_two} column two: {column_two} is not paid beside {column_one}"
                )?;
                writeln!(out, "modifier indicator {}: {}; {} to {to}", modifier.0, modifier.1, edit.from)?;
                writeln!(out, "{}", edit.rationale.unwrap_or("no rationale given"))?;
            }
            Outcome::Found
        }
    };
    out.flush()?;
    Ok(outcome)
}
