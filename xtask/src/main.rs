//! What the repository does to itself. `cargo xtask` without a word lists the commands.
//!
//! The checks that need no other program (layers, names, sources) are ordinary tests: `tests/it`.

mod bench;
#[cfg(feature = "data")]
mod data;
mod fuzz;
mod nightly;
mod picture;
mod ready;
mod run;

use anyhow::{Result, bail};
use std::process::ExitCode;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match dispatch(&args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::from(2)
        }
    }
}

fn dispatch(args: &[String]) -> Result<()> {
    let Some((command, rest)) = args.split_first() else {
        print!("{}", help()?);
        return Ok(());
    };
    match command.as_str() {
        "ready" => ready::run(rest),
        "data" => make_data(rest),
        "picture" => picture::run(rest),
        "bench" => bench::run(rest),
        "fuzz-smoke" => fuzz::run(rest),
        "nightly" => nightly::run(rest),
        "help" | "--help" | "-h" => {
            print!("{}", help()?);
            Ok(())
        }
        other => bail!("there is no {other:?}\n\n{}", help()?),
    }
}

/// Names only what can be run in this tree.
fn help() -> Result<String> {
    let mut text = String::from(
        "cargo xtask COMMAND\n\n  \
         ready        what CI runs: format, clippy, doc, and the README's test command\n  \
         data         builds data/ from the packages that data/sources.toml names\n  \
         picture OUT  draws the terminal text on standard input as the SVG file OUT\n",
    );
    let benches = bench::list()?;
    if !benches.is_empty() {
        text.push_str("  bench NAME   measures; the names are ");
        text.push_str(&benches.iter().map(|bench| bench.name.as_str()).collect::<Vec<_>>().join(", "));
        text.push('\n');
    }
    let targets = fuzz::list()?;
    if !targets.is_empty() {
        text.push_str("  fuzz-smoke [SECONDS]  60 seconds, or SECONDS, over the fuzz targets: ");
        text.push_str(&targets.join(", "));
        text.push('\n');
    }
    text.push_str("  nightly      what takes long; writes its figures to docs/measured/nightly.md\n");
    Ok(text)
}

#[cfg(feature = "data")]
fn make_data(args: &[String]) -> Result<()> {
    data::run(args)
}

/// The alias builds without the readers of the packages; this builds them and starts over.
#[cfg(not(feature = "data"))]
fn make_data(args: &[String]) -> Result<()> {
    run::cargo(&["run", "--quiet", "--package", "xtask", "--features", "data", "--", "data"]).args(args).done()
}
