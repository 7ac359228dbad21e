//! `code`: suggested codes for notes.

use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use clap::ValueEnum;
use cleanclaim_interop::json::SuggestionJson;
use cleanclaim_model::{Date, Setting};

use crate::output::{Format, Outcome, open, stdout, today, write_json_line};

/// Suggest codes for clinical notes, each with its evidence.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Notes as UTF-8 text, or - for standard input
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// The day of service, on which codes must be valid; today in UTC if absent
    #[arg(long, value_name = "YYYY-MM-DD")]
    dos: Option<Date>,
    /// Outpatient notes code no uncertain diagnosis, inpatient ones may
    #[arg(long, value_enum, default_value = "outpatient")]
    setting: SettingArg,
    #[arg(long, value_enum, default_value = "jsonl")]
    pub(crate) format: Format,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum SettingArg {
    /// Offices, clinics, emergency departments, telehealth
    Outpatient,
    /// Admitted to a hospital
    Inpatient,
}

impl From<SettingArg> for Setting {
    fn from(setting: SettingArg) -> Self {
        match setting {
            SettingArg::Outpatient => Self::Outpatient,
            SettingArg::Inpatient => Self::Inpatient,
        }
    }
}

pub(crate) fn run(args: &Args) -> Result<Outcome> {
    let on = args.dos.unwrap_or_else(today);
    let coder = cleanclaim_engine::coder()?;
    let mut out = stdout();
    for file in &args.files {
        let note = read_note(file)?;
        let doc = document_name(file);
        for suggestion in coder.suggest(&note, on, args.setting.into()) {
            let json = SuggestionJson::new(&doc, &note, &suggestion);
            if args.format == Format::Jsonl {
                write_json_line(&mut out, &json)?;
                continue;
            }
            let spans: Vec<String> = json.spans.iter().map(|[start, end]| format!("{start}-{end}")).collect();
            writeln!(
                out,
                "{doc}: {:>2}. {:<8} {:<6} \"{}\" at {}",
                json.rank,
                json.code,
                json.tier,
                json.text,
                spans.join(", ")
            )?;
            for why in &json.why {
                writeln!(out, "    {}: {}", why.rule, why.note)?;
            }
            if let Some(query) = &json.query {
                writeln!(out, "    ask the provider: {query}")?;
            }
        }
    }
    out.flush()?;
    Ok(Outcome::Clean)
}

fn read_note(file: &Path) -> Result<String> {
    let mut bytes = Vec::new();
    open(file)?.read_to_end(&mut bytes).with_context(|| format!("cannot read {}", file.display()))?;
    let note = cleanclaim_interop::csv::note(&document_name(file), bytes)
        .with_context(|| format!("cannot use {}", file.display()))?;
    Ok(note.text.into_inner())
}

/// The file's name without folder and ending.
fn document_name(file: &Path) -> String {
    file.file_stem().map_or_else(|| "-".to_owned(), |stem| stem.to_string_lossy().into_owned())
}
