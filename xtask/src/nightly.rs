//! `cargo xtask nightly`: what takes too long for every change. Its figures go to `docs/measured/nightly.md`, whose history
//! is the history of the figures.

use crate::run::{cargo, program, root, step};
use crate::{bench, fuzz};
use anyhow::{Context, Result, bail};
use std::fmt::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};

const FUZZ_SECONDS: u64 = 1800;
/// Enough starts for a median that one busy moment of the machine does not move.
const STARTS: usize = 21;

/// A row of the report.
struct Figure {
    what: String,
    value: String,
}

/// Runs everything, even after a failure, and writes the report.
pub(crate) fn run(args: &[String]) -> Result<()> {
    if !args.is_empty() {
        bail!("nightly takes no arguments");
    }
    let mut report = Report::default();
    let scratch = root().join("target/nightly");
    match std::fs::remove_dir_all(&scratch) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            return Err(error).context("cannot empty target/nightly");
        }
        _ => std::fs::create_dir_all(&scratch).context("cannot make target/nightly")?,
    }
    let built = report.take("release build of the program from nothing", || build(&scratch));
    if built {
        let binary = scratch.join("build/release/cleanclaim");
        report.take("demo, 1,000 encounters", || demo(&binary, &scratch, 1_000));
        report.take("demo, 10,000 encounters", || demo(&binary, &scratch, 10_000));
        report.take(&format!("start of the program, median of {STARTS}"), || start(&binary));
    }
    if !fuzz::list()?.is_empty() {
        report.take("fuzzing without a finding", || fuzz::fuzz(FUZZ_SECONDS).map(|()| format!("{FUZZ_SECONDS} s")));
    }
    for bench in bench::list()? {
        report.take(&format!("bench {}", bench.name), || elapsed(|| bench::run(std::slice::from_ref(&bench.name))));
    }
    report.write()
}

#[derive(Default)]
struct Report {
    figures: Vec<Figure>,
    failed: Vec<String>,
}

impl Report {
    /// Runs a step and notes its figure; whether it succeeded.
    fn take(&mut self, what: &str, action: impl FnOnce() -> Result<String>) -> bool {
        match step(what, action) {
            Ok(value) => {
                self.figures.push(Figure { what: what.to_owned(), value });
                true
            }
            Err(error) => {
                eprintln!("xtask: {error:#}");
                self.figures.push(Figure { what: what.to_owned(), value: "FAILED".to_owned() });
                self.failed.push(what.to_owned());
                false
            }
        }
    }

    fn write(&self) -> Result<()> {
        let commit = program("git").args(["log", "-1", "--format=%h of %cs"]).text()?;
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let mut text = format!(
            "# Measured by `cargo xtask nightly`\n\nCommit {}, {cores} cores. Compare ratios, not absolutes.\n\n\
             | what | figure |\n|---|---|\n",
            commit.trim()
        );
        for Figure { what, value } in &self.figures {
            writeln!(text, "| {what} | {value} |")?;
        }
        let path = root().join("docs/measured/nightly.md");
        std::fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
        println!("figures are in docs/measured/nightly.md");
        if !self.failed.is_empty() {
            bail!("failed: {}", self.failed.join(", "));
        }
        Ok(())
    }
}

fn elapsed(action: impl FnOnce() -> Result<()>) -> Result<String> {
    let begin = Instant::now();
    action()?;
    Ok(format!("{:.1} s", begin.elapsed().as_secs_f64()))
}

/// In a target folder of its own, so that nothing is there already.
fn build(scratch: &Path) -> Result<String> {
    let target = scratch.join("build");
    let target = target.to_str().context("the path of this tree is not UTF-8")?;
    elapsed(|| cargo(&["build", "--locked", "--release", "-p", "cleanclaim", "--target-dir", target]).done())
}

/// Its output is of no use here, only its time.
fn demo(binary: &Path, scratch: &Path, encounters: u32) -> Result<String> {
    let run = program(binary).current_dir(scratch).args(["demo", "--encounters", &encounters.to_string()]);
    elapsed(|| run.text().map(drop))
}

fn start(binary: &Path) -> Result<String> {
    let mut times = Vec::with_capacity(STARTS);
    for _ in 0..STARTS {
        let begin = Instant::now();
        program(binary).args(["--version"]).text()?;
        times.push(begin.elapsed());
    }
    times.sort();
    let median = times.get(STARTS / 2).copied().unwrap_or(Duration::ZERO);
    Ok(format!("{:.1} ms", median.as_secs_f64() * 1000.0))
}
