//! `report ledger-proof`.

use std::io::Write as _;

use anyhow::Result;
use clap::{Args, Subcommand};
use cleanclaim_engine::Engine;
use serde_json::json;

use crate::output::{Format, Outcome, block_on, database_url, stdout, write_json_line};

/// Reports of a practice.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Whether the books add up: entries, postings, accounts and the difference, which must be zero
    LedgerProof(ProofArgs),
}

#[derive(Debug, Args)]
pub(crate) struct ProofArgs {
    /// sqlite://PATH or postgres://...
    #[arg(long, value_name = "URL", env = "CLEANCLAIM_DB", hide_env_values = true)]
    db: Option<String>,
    /// The practice, where the database has several
    #[arg(long, value_name = "NAME")]
    practice: Option<String>,
    #[arg(long, value_enum, default_value = "jsonl")]
    format: Format,
}

pub(crate) fn run(command: &Command) -> Result<Outcome> {
    let Command::LedgerProof(args) = command;
    block_on(ledger_proof(args))
}

async fn ledger_proof(args: &ProofArgs) -> Result<Outcome> {
    let engine = Engine::open(&database_url(args.db.as_deref())?).await?;
    let practice = engine.find_practice(args.practice.as_deref()).await?;
    let proof = engine.ledger_proof(practice).await?;
    engine.close().await;
    let mut out = stdout();
    if args.format == Format::Jsonl {
        let row = json!({
            "balanced": proof.balanced(),
            "entries": proof.entries,
            "postings": proof.postings,
            "accounts": proof.accounts,
            "difference_cents": proof.difference.get(),
        });
        write_json_line(&mut out, &row)?;
    } else {
        let state = if proof.balanced() { "balanced" } else { "NOT BALANCED" };
        writeln!(out, "{state}: {} entries, {} postings, {} accounts", proof.entries, proof.postings, proof.accounts)?;
        writeln!(out, "debits less credits: {}", proof.difference.dollars())?;
    }
    out.flush()?;
    Ok(if proof.balanced() { Outcome::Clean } else { Outcome::Found })
}
