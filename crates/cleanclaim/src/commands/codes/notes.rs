//! `codes notes`: what must come first or with a code, and what must not.

use std::io::Write as _;

use anyhow::{Context as _, Result};
use cleanclaim_codes::{CodeSets, Note};
use cleanclaim_model::{Date, Icd10};
use serde_json::json;

use crate::output::{Format, Outcome, stdout, write_json_line};

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// An ICD-10-CM code
    code: String,
    /// The day of service
    #[arg(long, value_name = "YYYY-MM-DD")]
    on: Date,
    #[arg(long, value_enum, default_value = "text")]
    pub(super) format: Format,
}

pub(super) fn run(sets: &CodeSets<'static>, args: &Args) -> Result<Outcome> {
    let code: Icd10 = args.code.parse().with_context(|| format!("{:?} is no ICD-10-CM code", args.code))?;
    let Some(tabular) = sets.icd10cm().tabular(args.on) else {
        eprintln!("no tabular list is loaded for {}: not checked", args.on);
        return Ok(Outcome::Found);
    };
    if sets.icd10cm().lookup(code, args.on).valid().is_none() {
        eprintln!("{code} is not valid on {}: see `codes lookup`", args.on);
        return Ok(Outcome::Found);
    }
    let mut out = stdout();
    if args.format == Format::Text {
        for (place, title) in tabular.titles(code) {
            writeln!(out, "{place}  {title}")?;
        }
    }
    let mut kind = None;
    for note in tabular.notes(code) {
        if args.format == Format::Jsonl {
            write_json_line(&mut out, &json_of(&note))?;
            continue;
        }
        if kind != Some(note.kind) {
            writeln!(out, "\n{}:", note.kind.name().replace('_', " "))?;
            kind = Some(note.kind);
        }
        writeln!(out, "  {:<9} {}", note.at.to_string(), note.text)?;
    }
    if args.format == Format::Text {
        writeln!(out, "\ntabular list {} ({})", tabular.edition().edition, tabular.edition().source)?;
    }
    out.flush()?;
    Ok(Outcome::Clean)
}

fn json_of(note: &Note<'_>) -> serde_json::Value {
    let codes: Vec<String> = note.targets().map(|target| target.to_string()).collect();
    json!({ "note": note.kind.name(), "at": note.at.to_string(), "text": note.text, "codes": codes })
}
