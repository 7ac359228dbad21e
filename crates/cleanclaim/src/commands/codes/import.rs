//! `codes import`.

use std::io::Write;
use std::path::PathBuf;

use anyhow::{Result, bail};
use cleanclaim_codes::CodeSets;
use cleanclaim_engine::reference::{Change, DataFolder, ImportOptions, ImportReport, import_files};
use cleanclaim_model::Date;
use serde_json::json;

use crate::output::{Format, Outcome, stdout, today, write_json_line};

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Publishers' files as they were fetched: zip files, workbooks, text, XML
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Name of the edition, when the file's own is not wanted
    #[arg(long)]
    edition: Option<String>,
    /// First day in force, when the file does not say
    #[arg(long, value_name = "YYYY-MM-DD")]
    from: Option<Date>,
    /// Last day in force, when the file does not say
    #[arg(long, value_name = "YYYY-MM-DD")]
    to: Option<Date>,
    #[arg(long, value_enum, default_value = "text")]
    pub(super) format: Format,
}

pub(super) fn run(folder: &DataFolder, args: &Args) -> Result<Outcome> {
    if args.edition.is_some() && 1 < args.files.len() {
        bail!("--edition names one edition: give the files of one edition only");
    }
    let options = ImportOptions { edition: args.edition.as_deref(), from: args.from, to: args.to, today: today() };
    let known = known(folder)?;
    let report = import_files(folder, &known, &args.files, &options)?;
    let mut out = stdout();
    print(&mut out, &report, args.format)?;
    out.flush()?;
    if report.members.iter().all(|member| member.kind.is_none()) {
        bail!("nothing was imported: no file is one that is known here");
    }
    Ok(if report.is_clean() { Outcome::Clean } else { Outcome::Found })
}

/// What is loaded so far. An image that cannot be opened is no hindrance: importing is how it is mended.
pub(super) fn known(folder: &DataFolder) -> Result<CodeSets<'static>> {
    let images = cleanclaim_engine::reference::sound_images(folder)?;
    Ok(CodeSets::new(&images))
}

/// Prints what came of an import.
pub(super) fn print(out: &mut impl Write, report: &ImportReport, format: Format) -> Result<()> {
    if format == Format::Jsonl {
        return print_json(out, report);
    }
    for member in &report.members {
        match (member.kind, &member.note) {
            (Some(kind), None) => writeln!(out, "read      {}: {kind}, {} rows", member.path, member.rows)?,
            (Some(kind), Some(note)) => {
                writeln!(out, "read      {}: {kind}, {} rows; {note}", member.path, member.rows)?
            }
            (None, note) => writeln!(out, "left out  {}: {}", member.path, note.as_deref().unwrap_or("not known"))?,
        }
    }
    for flaw in &report.flaws {
        let kind = if flaw.kind == cleanclaim_engine::reference::FlawKind::Error { "error" } else { "warning" };
        writeln!(out, "{kind:<9} {flaw}")?;
    }
    for change in &report.taken {
        let Change { set, edition, rows, new, gone, .. } = change;
        let to = change.to.map_or_else(|| "open".to_owned(), |to| to.to_string());
        let against = match &change.before {
            Some(before) => format!("{new} new and {gone} gone against {before}"),
            None => "the first edition of its set".to_owned(),
        };
        writeln!(out, "in force  {} {edition}, {} to {to}: {rows} rows, {against}", set.name(), change.from)?;
    }
    for (set, edition) in &report.refused {
        writeln!(out, "refused   {} {edition}: what was in force stays in force", set.name())?;
    }
    Ok(())
}

fn print_json(out: &mut impl Write, report: &ImportReport) -> Result<()> {
    for member in &report.members {
        let (file, kind, rows, note) = (&member.path, member.kind, member.rows, &member.note);
        write_json_line(out, &json!({ "file": file, "kind": kind, "rows": rows, "note": note }))?;
    }
    for flaw in &report.flaws {
        let kind = if flaw.kind == cleanclaim_engine::reference::FlawKind::Error { "error" } else { "warning" };
        let (file, row, column) = (&flaw.file, flaw.row, flaw.column);
        write_json_line(
            out,
            &json!({ "severity": kind, "file": file, "row": row, "column": column, "message": flaw.message }),
        )?;
    }
    for change in &report.taken {
        let Change { set, edition, from, to, rows, before, new, gone, .. } = change;
        write_json_line(
            out,
            &json!({
                "set": set.name(), "edition": edition, "from": from.to_string(), "to": to.map(|to| to.to_string()),
                "rows": rows, "before": before, "new": new, "gone": gone, "state": "in-force",
            }),
        )?;
    }
    for (set, edition) in &report.refused {
        write_json_line(out, &json!({ "set": set.name(), "edition": edition, "state": "refused" }))?;
    }
    Ok(())
}
