//! `rules list` and `rules explain`.

use std::io::Write as _;

use anyhow::{Result, bail};
use clap::{Args, Subcommand};
use serde_json::json;

use crate::output::{Format, Outcome, stdout, write_json_line};

/// The rules and their manual pages.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Every rule with its code, severity and source
    List(ListArgs),
    /// The manual page of a rule
    Explain(ExplainArgs),
}

#[derive(Debug, Args)]
pub(crate) struct ListArgs {
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

#[derive(Debug, Args)]
pub(crate) struct ExplainArgs {
    /// A rule's name or short code
    rule: String,
}

pub(crate) fn run(command: &Command) -> Result<Outcome> {
    let mut out = stdout();
    match command {
        Command::List(args) => list(args.format, &mut out)?,
        Command::Explain(args) => match cleanclaim_rules::explain(&args.rule) {
            Some(page) => out.write_all(page.as_bytes())?,
            None => bail!("there is no rule named {:?}; `cleanclaim rules list` shows them all", args.rule),
        },
    }
    out.flush()?;
    Ok(Outcome::Clean)
}

fn list(format: Format, out: &mut impl std::io::Write) -> Result<()> {
    for rule in cleanclaim_rules::rules() {
        let meta = rule.meta();
        if format == Format::Jsonl {
            let row = json!({
                "rule": meta.name, "code": meta.code, "severity": meta.severity.as_str(), "snip": meta.snip,
                "source": meta.source, "since": meta.since,
            });
            write_json_line(out, &row)?;
        } else {
            writeln!(out, "{:<8} {:<8} {:<44} {}", meta.code, meta.severity.as_str(), meta.name, meta.source)?;
        }
    }
    Ok(())
}
