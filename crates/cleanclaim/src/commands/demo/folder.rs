//! The demo's folder: the only place it writes to, and never one that it did not make.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use cleanclaim_sim::FileSink;

/// The file by which the demo knows a folder as its own.
const MARKER: &str = ".cleanclaim-demo";
const MARKER_TEXT: &str = "This folder was made by `cleanclaim demo`, which may replace it.\n";

/// A folder that is the demo's.
#[derive(Debug)]
pub(crate) struct DemoFolder {
    path: PathBuf,
    /// As the user named it.
    shown: PathBuf,
}

impl DemoFolder {
    /// Makes the folder, in place of one of an earlier run; says whether there was one.
    pub(super) fn prepare(path: &Path) -> Result<(Self, bool)> {
        let shown = path.to_owned();
        let path = std::path::absolute(path).with_context(|| format!("cannot find {}", path.display()))?;
        let exists = path.symlink_metadata().is_ok();
        if exists {
            let is_ours = fs::read_to_string(path.join(MARKER)).is_ok_and(|text| text == MARKER_TEXT);
            let is_folder = path.symlink_metadata().is_ok_and(|data| data.is_dir());
            if !is_ours || !is_folder {
                bail!(
                    "{} is there already and was not made by the demo; move it away, or name another with --folder",
                    path.display()
                );
            }
            fs::remove_dir_all(&path).with_context(|| format!("cannot replace {}", path.display()))?;
        }
        fs::create_dir_all(&path).with_context(|| format!("cannot create {}", path.display()))?;
        let folder = Self { path, shown };
        folder.write(MARKER, MARKER_TEXT.as_bytes())?;
        Ok((folder, exists))
    }

    /// The folder as the user named it.
    pub(super) fn shown(&self) -> std::path::Display<'_> {
        self.shown.display()
    }

    /// The database as a command of the user's would name it.
    pub(super) fn shown_database(&self) -> String {
        format!("sqlite://{}", self.shown.join("cleanclaim.db").display())
    }

    pub(super) fn join(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    pub(super) fn database_url(&self) -> String {
        format!("sqlite://{}", self.join("cleanclaim.db").display())
    }

    pub(super) fn write(&self, name: &str, bytes: &[u8]) -> Result<()> {
        self.write_file(name, bytes).with_context(|| format!("cannot write {}", self.join(name).display()))
    }

    fn write_file(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        let path = self.join(name);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(path, bytes)
    }
}

/// The part of the demo's folder that simulated files go to.
pub(super) struct Below<'a> {
    pub(super) folder: &'a DemoFolder,
    pub(super) name: &'static str,
}

impl FileSink for Below<'_> {
    fn write(&mut self, name: &str, bytes: &[u8]) -> io::Result<()> {
        self.folder.write_file(&format!("{}/{name}", self.name), bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_its_own_folder_is_replaced() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("demo");
        let (folder, replaced) = DemoFolder::prepare(&path).unwrap();
        assert!(!replaced);
        folder.write("inbox/a", b"x").unwrap();
        assert!(DemoFolder::prepare(&path).unwrap().1);
        assert!(!path.join("inbox").exists());

        let foreign = home.path().join("foreign");
        fs::create_dir(&foreign).unwrap();
        fs::write(foreign.join("keep"), b"x").unwrap();
        assert!(DemoFolder::prepare(&foreign).is_err());
        assert!(foreign.join("keep").exists());
    }
}
