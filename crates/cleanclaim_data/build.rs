//! Compiles the tables under `data/` into one image.

use std::error::Error;
use std::path::{Path, PathBuf};

fn main() -> Result<(), Box<dyn Error>> {
    let data = Path::new(&std::env::var("CARGO_MANIFEST_DIR")?).join("../../data");
    println!("cargo::rerun-if-changed={}", data.display());
    println!("cargo::rerun-if-changed=build.rs");
    let own = data.join("own");
    let mut files = Vec::new();
    // What packages give is compressed; what was written for this project is plain.
    collect(&data, "zst", &mut files)?;
    collect(&own, "tsv", &mut files)?;
    let image = cleanclaim_import::image_of(files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())))?;
    std::fs::write(Path::new(&std::env::var("OUT_DIR")?).join("codes.image"), image)?;
    Ok(())
}

/// The tables of a folder's sets, named from the folder on, after its table of editions.
fn collect(folder: &Path, ending: &str, files: &mut Vec<(String, Vec<u8>)>) -> Result<(), Box<dyn Error>> {
    let mut paths = vec![folder.join("editions.tsv")];
    for set in sorted(folder)?.into_iter().filter(|path| path.is_dir() && !path.ends_with("own")) {
        paths.extend(sorted(&set)?.into_iter().filter(|path| path.extension().is_some_and(|end| end == ending)));
    }
    for path in &paths {
        let name = path.strip_prefix(folder)?.to_string_lossy().replace('\\', "/");
        files.push((name, std::fs::read(path).map_err(|error| format!("{}: {error}", path.display()))?));
    }
    Ok(())
}

fn sorted(folder: &Path) -> Result<Vec<PathBuf>, std::io::Error> {
    let mut paths =
        std::fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<Vec<_>, _>>()?;
    paths.sort();
    Ok(paths)
}
