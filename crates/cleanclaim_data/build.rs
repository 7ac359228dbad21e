//! Compiles the tables under `data/` into one image.

use std::error::Error;
use std::path::{Path, PathBuf};

fn main() -> Result<(), Box<dyn Error>> {
    let data = Path::new(&std::env::var("CARGO_MANIFEST_DIR")?).join("../../data");
    println!("cargo::rerun-if-changed={}", data.display());
    println!("cargo::rerun-if-changed=build.rs");
    let mut paths = vec![data.join("editions.tsv")];
    for set in sorted(&data)? {
        if set.is_dir() {
            paths.extend(sorted(&set)?.into_iter().filter(|path| path.extension().is_some_and(|end| end == "zst")));
        }
    }
    let mut files = Vec::new();
    for path in &paths {
        let name = path.strip_prefix(&data)?.to_string_lossy().replace('\\', "/");
        files.push((name, std::fs::read(path).map_err(|error| format!("{}: {error}", path.display()))?));
    }
    let image = cleanclaim_import::image_of(files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())))?;
    std::fs::write(Path::new(&std::env::var("OUT_DIR")?).join("codes.image"), image)?;
    Ok(())
}

fn sorted(folder: &Path) -> Result<Vec<PathBuf>, std::io::Error> {
    let mut paths =
        std::fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<Vec<_>, _>>()?;
    paths.sort();
    Ok(paths)
}
