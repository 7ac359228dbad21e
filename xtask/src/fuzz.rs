//! `cargo xtask fuzz-smoke`: a short run of every fuzz target. Long runs belong to `nightly`.

use crate::bench::sorted_entries;
use crate::run::{cargo_nightly, root, step};
use anyhow::{Context, Result, bail};

const SMOKE_SECONDS: u64 = 60;
/// A target gets at least this, however many share the time.
const TARGET_SECONDS_MIN: u64 = 10;
/// What one input may take before it counts as a hang, in seconds.
const INPUT_SECONDS_MAX: u32 = 10;
/// What one input may make the process hold, in MiB.
const INPUT_MEMORY_MIB_MAX: u32 = 1024;

/// Shares the time between the targets.
pub(crate) fn run(args: &[String]) -> Result<()> {
    let seconds = match args {
        [] => SMOKE_SECONDS,
        [seconds] => seconds.parse().with_context(|| format!("{seconds:?} is no number of seconds"))?,
        _ => bail!("fuzz-smoke takes a number of seconds at most"),
    };
    fuzz(seconds)
}

/// Runs every target for its share of `seconds`; building is not counted.
pub(crate) fn fuzz(seconds: u64) -> Result<()> {
    let targets = list()?;
    if targets.is_empty() {
        bail!("there are no fuzz targets in fuzz/fuzz_targets");
    }
    if let Some(missing) = missing() {
        bail!("{missing}");
    }
    let share = (seconds / targets.len() as u64).max(TARGET_SECONDS_MIN);
    step("fuzz build", || cargo_nightly(&["fuzz", "build"]).done())?;
    for target in &targets {
        step(&format!("fuzz {target}"), || one(target, share))?;
    }
    Ok(())
}

/// What has to be installed first, if anything.
pub(crate) fn missing() -> Option<&'static str> {
    if !cargo_nightly(&["--version"]).works() {
        Some("fuzzing needs the nightly toolchain: rustup toolchain install nightly")
    } else if !cargo_nightly(&["fuzz", "--version"]).works() {
        Some("fuzzing needs cargo-fuzz: cargo install --locked cargo-fuzz")
    } else {
        None
    }
}

/// The targets, by name.
pub(crate) fn list() -> Result<Vec<String>> {
    let files = sorted_entries(&root().join("fuzz/fuzz_targets"))?;
    let sources = files.iter().filter(|file| file.extension().is_some_and(|ending| ending == "rs"));
    Ok(sources.filter_map(|file| Some(file.file_stem()?.to_string_lossy().into_owned())).collect())
}

/// New inputs go to `fuzz/corpus`, which is not tracked; `fixtures` holds the tracked ones and is only read.
fn one(target: &str, seconds: u64) -> Result<()> {
    let corpus = root().join("fuzz/corpus").join(target);
    std::fs::create_dir_all(&corpus).with_context(|| format!("cannot make {}", corpus.display()))?;
    let run = cargo_nightly(&["fuzz", "run", target]).args([corpus, root().join("fixtures")]);
    run.args([
        "--".to_owned(),
        format!("-max_total_time={seconds}"),
        format!("-timeout={INPUT_SECONDS_MAX}"),
        format!("-rss_limit_mb={INPUT_MEMORY_MIB_MAX}"),
        "-print_final_stats=1".to_owned(),
    ])
    .done()
}
