//! `remit post`.

use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use clap::{Args, Subcommand};
use cleanclaim_engine::{Engine, PostedRemittance, RemittanceState};
use serde::Serialize;

use crate::output::{Format, Outcome, block_on, database_url, open, stdout, write_json_line};

/// Post remittances.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Post each remittance (ST-SE) of 835 files, or hold it with its reason
    Post(PostArgs),
}

#[derive(Debug, Args)]
pub(crate) struct PostArgs {
    /// 835 files, or - for standard input
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// sqlite://PATH or postgres://...
    #[arg(long, value_name = "URL", env = "CLEANCLAIM_DB", hide_env_values = true)]
    db: Option<String>,
    /// The practice, where the database has several; a database without any gets this one
    #[arg(long, value_name = "NAME")]
    practice: Option<String>,
    #[arg(long, value_enum, default_value = "jsonl")]
    format: Format,
}

/// One remittance, in the shape that other programs read.
#[derive(Debug, Serialize)]
struct Row<'a> {
    file: &'a str,
    trace: &'a str,
    payer: &'a str,
    amount_cents: i64,
    claims: u32,
    unmatched: u32,
    posted_cents: i64,
    state: &'static str,
    #[serde(skip_serializing_if = "str::is_empty")]
    reason: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    segment_index: Option<u32>,
    exceptions: Vec<ExceptionRow<'a>>,
}

#[derive(Debug, Serialize)]
struct ExceptionRow<'a> {
    claim: &'a str,
    difference_cents: i64,
    reason: &'a str,
    segment_index: u32,
}

impl<'a> Row<'a> {
    fn new(posted: &'a PostedRemittance) -> Self {
        Self {
            file: &posted.file,
            trace: &posted.trace,
            payer: &posted.payer,
            amount_cents: posted.amount.get(),
            claims: posted.claims,
            unmatched: posted.unmatched,
            posted_cents: posted.posted.get(),
            state: posted.state.as_str(),
            reason: &posted.reason,
            segment_index: posted.segment_index,
            exceptions: posted
                .exceptions
                .iter()
                .map(|exception| ExceptionRow {
                    claim: &exception.claim,
                    difference_cents: exception.difference.get(),
                    reason: &exception.reason,
                    segment_index: exception.segment_index,
                })
                .collect(),
        }
    }
}

pub(crate) fn run(command: &Command) -> Result<Outcome> {
    let Command::Post(args) = command;
    block_on(post(args))
}

async fn post(args: &PostArgs) -> Result<Outcome> {
    let engine = Engine::open(&database_url(args.db.as_deref())?).await?;
    let practice = super::practice(&engine, args.practice.as_deref()).await?;
    let mut out = stdout();
    let mut outcome = Outcome::Clean;
    for file in &args.files {
        let mut bytes = Vec::new();
        open(file)?.read_to_end(&mut bytes).with_context(|| format!("cannot read {}", file.display()))?;
        let posted = engine.post_file(practice, &file_name(file), &bytes).await;
        for one in posted.with_context(|| format!("cannot post {}", file.display()))? {
            if one.state != RemittanceState::Posted {
                outcome = Outcome::Found;
            }
            print(&mut out, args.format, &one)?;
        }
    }
    out.flush()?;
    engine.close().await;
    Ok(outcome)
}

fn print(out: &mut impl std::io::Write, format: Format, posted: &PostedRemittance) -> Result<()> {
    if format == Format::Jsonl {
        return write_json_line(out, &Row::new(posted));
    }
    writeln!(
        out,
        "{}: {} of {} from {}, {} claims ({} unmatched), posted {}",
        posted.file,
        posted.state.as_str(),
        posted.amount.dollars(),
        posted.payer,
        posted.claims,
        posted.unmatched,
        posted.posted.dollars()
    )?;
    if !posted.reason.is_empty() {
        let place = posted.segment_index.map(|index| format!(" (segment {index})")).unwrap_or_default();
        writeln!(out, "  {}{place}", posted.reason)?;
    }
    for exception in &posted.exceptions {
        let difference = exception.difference.dollars();
        writeln!(
            out,
            "  claim {}, segment {}: {} ({difference})",
            exception.claim, exception.segment_index, exception.reason
        )?;
    }
    Ok(())
}

fn file_name(file: &Path) -> String {
    file.file_name().map_or_else(|| "-".to_owned(), |name| name.to_string_lossy().into_owned())
}
