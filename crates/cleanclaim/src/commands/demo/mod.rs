//! `demo`: the main job end to end on a synthetic practice, through the real engine and simulated payers that exchange real bytes.

mod folder;
mod report;
mod stage;
mod ui;

use std::path::PathBuf;

use anyhow::{Context as _, Result};

use self::folder::DemoFolder;
use self::report::Report;
use self::stage::Stage;
use self::ui::Ui;
use crate::output::{Outcome, ReportFormat, block_on, stdout, write_json_line};

/// The main job end to end on a synthetic practice.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// How many encounters
    #[arg(long, value_name = "N", default_value_t = 1_000, value_parser = clap::value_parser!(u32).range(1..=20_000))]
    encounters: u32,
    /// The same seed gives the same bytes
    #[arg(long, value_name = "S", default_value_t = 42)]
    seed: u64,
    /// Open the web application on the demo afterwards
    #[arg(long)]
    serve: bool,
    #[arg(long, value_enum, default_value = "text")]
    pub(crate) format: ReportFormat,
    /// Where it puts its files; a folder of an earlier demo is replaced
    #[arg(long, value_name = "FOLDER", default_value = "cleanclaim-demo")]
    folder: PathBuf,
}

/// The name and password of the demo's practice: synthetic data, on this machine only.
pub(crate) const DEMO_LOGIN: (&str, &str) = ("demo", "synthetic-data-only");

pub(crate) fn run(args: &Args) -> Result<Outcome> {
    let silent = args.format == ReportFormat::Json;
    let started = std::time::Instant::now();
    let (folder, replaced) = DemoFolder::prepare(&args.folder)?;
    let mut ui = Ui::new(silent);
    if replaced {
        ui.text(&format!("Replacing the demo of an earlier run in {}", folder.shown()))?;
    }
    ui.text(&format!(
        "cleanclaim demo: {} synthetic encounters, seed {}, files in {}\n",
        args.encounters,
        args.seed,
        folder.shown()
    ))?;
    let mut report = block_on(play(args, &folder, &mut ui))?;
    ui.finish();
    report.seconds = started.elapsed().as_secs_f64();
    let json = serde_json::to_string_pretty(&report).context("cannot write the report")?;
    folder.write("report.json", json.as_bytes())?;
    match args.format {
        ReportFormat::Json => {
            let mut out = stdout();
            write_json_line(&mut out, &report)?;
            std::io::Write::flush(&mut out)?;
        }
        ReportFormat::Text => report::print(&report, &folder)?,
    }
    if args.serve {
        let url = folder.database_url();
        crate::commands::serve::open(&url, crate::commands::serve::DEFAULT_LISTEN)?;
    }
    Ok(Outcome::Clean)
}

async fn play(args: &Args, folder: &DemoFolder, ui: &mut Ui) -> Result<Report> {
    let mut stage = Stage::open(args.seed, args.encounters, folder).await?;
    stage.set_up(ui).await?;
    stage.import(ui).await?;
    stage.code(ui).await?;
    stage.capture(ui).await?;
    stage.assemble(ui).await?;
    stage.scrub(ui).await?;
    stage.submit(ui).await?;
    stage.deliver(ui).await?;
    stage.acknowledge(ui).await?;
    stage.pay(ui).await?;
    stage.close(ui).await
}
