//! `cargo xtask bench NAME`: the measurements, found as files in the crates' `benches` folders.

use crate::run::{cargo, root};
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};

/// One file `crates/CRATE/benches/NAME.rs`.
pub(crate) struct Bench {
    pub(crate) krate: String,
    pub(crate) name: String,
}

/// Runs one by name, or all.
pub(crate) fn run(args: &[String]) -> Result<()> {
    let benches = list()?;
    let [name] = args else {
        bail!("which one? {}", names(&benches));
    };
    let bench = benches.iter().find(|bench| bench.name == *name);
    let bench = bench.with_context(|| format!("there is no bench {name:?}; there is {}", names(&benches)))?;
    cargo(&["bench", "--locked", "-p", &bench.krate, "--bench", &bench.name]).done()
}

/// Every bench of the workspace, by crate and name.
pub(crate) fn list() -> Result<Vec<Bench>> {
    let mut benches = Vec::new();
    for krate in sorted_entries(&root().join("crates"))? {
        for file in sorted_entries(&krate.join("benches"))? {
            if let (Some(krate), Some(name), true) =
                (krate.file_name(), file.file_stem(), file.extension().is_some_and(|ending| ending == "rs"))
            {
                let text = |name: &std::ffi::OsStr| name.to_string_lossy().into_owned();
                benches.push(Bench { krate: text(krate), name: text(name) });
            }
        }
    }
    Ok(benches)
}

/// What a folder holds, by name; nothing if there is no such folder.
pub(crate) fn sorted_entries(folder: &Path) -> Result<Vec<PathBuf>> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let entries = std::fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    let mut paths = entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    paths.sort();
    Ok(paths)
}

fn names(benches: &[Bench]) -> String {
    match benches {
        [] => "none yet".to_owned(),
        _ => benches.iter().map(|bench| bench.name.as_str()).collect::<Vec<_>>().join(", "),
    }
}
