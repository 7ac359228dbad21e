//! `codes validate`.

use std::io::{Read as _, Write as _};
use std::path::PathBuf;

use anyhow::{Context as _, Result};
use cleanclaim_codes::{CodeSets, Holds};
use cleanclaim_model::Date;
use serde_json::json;

use super::set_named;
use crate::output::{Format, Outcome, open, stdout, write_json_line};

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The set
    #[arg(long, value_name = "SET")]
    set: String,
    /// The day on which codes without a day of their own must be valid
    #[arg(long, value_name = "YYYY-MM-DD")]
    on: Date,
    /// A code a line, perhaps with a tab and its day; - for standard input
    file: PathBuf,
    #[arg(long, value_enum, default_value = "text")]
    pub(super) format: Format,
}

pub(super) fn run(sets: &CodeSets<'static>, args: &Args) -> Result<Outcome> {
    let set = set_named(&args.set, |set| set.holds() == Holds::Codes)?;
    let mut text = String::new();
    let read = open(&args.file)?.read_to_string(&mut text);
    read.with_context(|| format!("cannot read {} as UTF-8 text", args.file.display()))?;
    let mut out = stdout();
    let (mut lines, mut wrong) = (0_usize, 0_usize);
    for checked in sets.validate(set, args.on, &text) {
        lines += 1;
        let (valid, billable) = (checked.verdict.is_valid(), checked.verdict.is_billable());
        wrong += usize::from(!billable);
        let message = checked.verdict.to_string();
        if args.format == Format::Jsonl {
            let row = json!({
                "row": checked.row, "code": checked.code, "valid": valid, "billable": billable, "message": message,
            });
            write_json_line(&mut out, &row)?;
        } else if !billable {
            writeln!(out, "row {}: {} on {}: {message}", checked.row, checked.code, checked.on)?;
        }
    }
    if args.format == Format::Text {
        writeln!(out, "{lines} codes of {}, {wrong} that may not be reported", set.name())?;
    }
    out.flush()?;
    Ok(if wrong == 0 { Outcome::Clean } else { Outcome::Found })
}
