//! `cargo xtask data`: builds the tables under `data/` from the packages that `data/sources.toml` names.
//!
//! The same packages give the same bytes. `--check` writes nothing and fails when a committed table differs; `--wheels DIR`
//! takes packages from a folder before asking the registry.

mod crosswalks;
mod icd9;
mod lists;
mod msdrg;
mod procedures;
mod sources;
mod spans;
mod tables;

use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};

use crate::run::root;

/// zstd's level: the highest that unpacks without extra memory.
const LEVEL: i32 = 19;
/// What `data/` may take up in the repository.
const COMMITTED_BYTES_MAX: u64 = 12 << 20;

struct Options {
    check: bool,
    wheels: PathBuf,
}

pub(crate) fn run(args: &[String]) -> Result<()> {
    let mut options = Options { check: false, wheels: root().join("target/data-wheels") };
    let mut args = args.iter();
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--check" => options.check = true,
            "--wheels" => options.wheels = args.next().context("--wheels needs a folder")?.into(),
            other => bail!("xtask data knows --check and --wheels DIR, not {other:?}"),
        }
    }
    let data = root().join("data");
    let sources = sources::read(&data.join("sources.toml"))?;
    let files = sources::fetch(&sources, &options.wheels)?;
    let titles = std::fs::read_to_string(data.join("pos/titles.tsv")).context("data/pos/titles.tsv")?;
    let mut outputs = tables::build(&sources, &files, &titles)?;
    for (path, bytes) in &mut outputs {
        if path.ends_with(".zst") {
            *bytes = zstd::bulk::compress(bytes, LEVEL)?;
        }
    }
    // `dates.tsv` is for the tests.
    let tables = outputs.iter().filter(|(path, _)| path != "dates.tsv");
    let names: Vec<(&str, &[u8])> = tables.map(|(path, bytes)| (path.as_str(), bytes.as_slice())).collect();
    let image = cleanclaim_import::image_of(names).context("the tables do not make an image")?;
    for (path, bytes) in &outputs {
        settle(&data.join(path), bytes, options.check)?;
        println!("{:>9} bytes  data/{path}", bytes.len());
    }
    println!("{:>9} bytes  the image they make", image.len());
    let total: u64 = outputs.iter().map(|(_, bytes)| bytes.len() as u64).sum();
    if COMMITTED_BYTES_MAX < total {
        bail!("data/ takes {total} bytes, more than {COMMITTED_BYTES_MAX}");
    }
    Ok(())
}

/// Writes a table if it changed; with `check`, says that it would.
fn settle(path: &Path, bytes: &[u8], check: bool) -> Result<()> {
    if std::fs::read(path).is_ok_and(|committed| committed == bytes) {
        return Ok(());
    }
    if check {
        bail!("{} differs from what its sources give", path.display());
    }
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::write(path, bytes).with_context(|| format!("cannot write {}", path.display()))
}
