//! `codes update`.

use std::io::{BufRead as _, Write};
use std::path::PathBuf;

use anyhow::{Context as _, Result, bail};
use cleanclaim_engine::reference::{
    Consent, DataFolder, ImportOptions, Publication, Publishers, UpdateOutcome, UpdateStep, update,
};
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;

use super::import;
use crate::output::{Format, Outcome, is_terminal, stdin_is_terminal, stdout, today, write_json_line};

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Publications to fetch, as --list names them; all if none is named
    names: Vec<String>,
    /// Accept the licence of this publication (or `all`) without being asked
    #[arg(long, value_name = "NAME")]
    accept: Vec<String>,
    /// Only list the publications
    #[arg(long)]
    list: bool,
    /// Another file of publications than the program's own
    #[arg(long, value_name = "FILE.toml")]
    publishers: Option<PathBuf>,
    #[arg(long, value_enum, default_value = "text")]
    pub(super) format: Format,
}

pub(super) fn run(folder: &DataFolder, args: &Args) -> Result<Outcome> {
    let publishers = match &args.publishers {
        None => Publishers::shipped()?,
        Some(path) => {
            let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
            Publishers::parse(&path.display().to_string(), &text)?
        }
    };
    let wanted = publishers.named(&args.names)?;
    let mut out = stdout();
    if args.list {
        wanted.iter().try_for_each(|publication| list(&mut out, publication, args.format))?;
        out.flush()?;
        return Ok(Outcome::Clean);
    }
    let mut failed = 0;
    for publication in &wanted {
        let known = import::known(folder)?;
        let bar = bar();
        let mut consent = |publication: &Publication| consent(publication, &args.accept);
        let mut step = |step: UpdateStep<'_>| show(&bar, &step);
        let options = ImportOptions::on(today());
        let outcome = update(folder, &known, publication, &options, &mut consent, &mut step)?;
        bar.finish_and_clear();
        failed += usize::from(!outcome.is_success());
        print(&mut out, publication, &outcome, args.format)?;
        out.flush()?;
    }
    if 0 < failed {
        bail!("{failed} of {} publications were not updated; what was in force stays in force", wanted.len());
    }
    Ok(Outcome::Clean)
}

fn list(out: &mut impl Write, publication: &Publication, format: Format) -> Result<()> {
    let Publication { name, title, publisher, sets, licence, accept, .. } = publication;
    if format == Format::Jsonl {
        let row = json!({
            "name": name, "title": title, "publisher": publisher, "sets": sets, "licence": licence, "accept": accept,
        });
        return write_json_line(out, &row);
    }
    writeln!(out, "{name:<18} {title} ({publisher}; {licence})")?;
    Ok(())
}

/// Asks a person, when there is one.
fn consent(publication: &Publication, accepted: &[String]) -> Consent {
    if accepted.iter().any(|name| name == "all" || *name == publication.name) {
        return Consent::Given;
    }
    if !stdin_is_terminal() || !is_terminal() {
        return Consent::Refused;
    }
    let place = publication.accept.as_deref().unwrap_or_default();
    eprintln!("{}: {}", publication.name, publication.licence);
    eprint!("Do you accept the licence at {place}? [y/N] ");
    let mut answer = String::new();
    let read = std::io::stdin().lock().read_line(&mut answer);
    if read.is_ok() && matches!(answer.trim(), "y" | "Y" | "yes") { Consent::Given } else { Consent::Refused }
}

fn bar() -> ProgressBar {
    if !is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(0);
    match ProgressStyle::with_template("{msg}  {bytes} of {total_bytes}  {bytes_per_sec}") {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

fn show(bar: &ProgressBar, step: &UpdateStep<'_>) {
    match step {
        UpdateStep::Asking { publication, address } => bar.set_message(format!("{}: {address}", publication.name)),
        UpdateStep::Fetched { bytes, of } => {
            if let Some(of) = of {
                bar.set_length(*of);
            }
            bar.set_position(*bytes);
        }
    }
}

fn print(out: &mut impl Write, publication: &Publication, outcome: &UpdateOutcome, format: Format) -> Result<()> {
    let name = &publication.name;
    let told = match outcome {
        UpdateOutcome::Imported { address, file, report } => {
            if format == Format::Text {
                writeln!(out, "{name}: fetched {} bytes from {address}", file.bytes)?;
            }
            return import::print(out, report, format);
        }
        UpdateOutcome::LicenceNotAccepted { licence } => {
            format!("left out: its licence must be accepted first ({licence}); then give --accept {name}")
        }
        UpdateOutcome::NothingFound { asked } => {
            format!("nothing found; asked for {}; fetch the file by hand and use `codes import`", asked.join(", "))
        }
        UpdateOutcome::Failed(error) => format!("could not be fetched: {error}"),
    };
    match format {
        Format::Text => writeln!(out, "{name}: {told}")?,
        Format::Jsonl => {
            write_json_line(out, &json!({ "publication": name, "state": "not-updated", "message": told }))?
        }
    }
    Ok(())
}
