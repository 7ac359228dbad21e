//! The user's folder of code-set images: one file an edition, mapped into memory.

use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use cleanclaim_codes::{Image, Set};

use crate::error::{EngineError, Result};

const ENDING: &str = "image";

/// A folder with a subfolder `codes`, which holds one image an edition: `SET@EDITION.image`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataFolder {
    root: PathBuf,
}

/// One image of the folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredImage {
    /// The set, as the file's name says.
    pub set: Set,
    /// The edition, as the file's name says.
    pub edition: String,
    /// Where the file is.
    pub path: PathBuf,
}

impl DataFolder {
    /// The folder at a path; it is made when something is first written.
    #[must_use]
    pub fn at(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    /// The folder itself.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    fn codes(&self) -> PathBuf {
        self.root.join("codes")
    }

    /// Where downloads are kept until they are imported.
    pub(crate) fn downloads(&self) -> PathBuf {
        self.root.join("downloads")
    }

    /// Every image, by set and edition. Files of other names are not looked at.
    ///
    /// # Errors
    /// When the folder cannot be listed.
    pub fn images(&self) -> Result<Vec<StoredImage>> {
        let folder = self.codes();
        let failed = |source| EngineError::File { action: "listing", path: folder.clone(), source };
        let entries = match std::fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(failed(error)),
        };
        let mut images = Vec::new();
        for entry in entries {
            let path = entry.map_err(failed)?.path();
            images.extend(stored(&path));
        }
        images.sort_by(|a, b| (a.set, &a.edition).cmp(&(b.set, &b.edition)));
        Ok(images)
    }

    /// Puts an image in the place of the edition's older one, whole or not at all.
    ///
    /// # Errors
    /// When the bytes are no sound image or the folder cannot be written.
    pub fn put(&self, set: Set, edition: &str, image: &[u8]) -> Result<PathBuf> {
        let checked = Image::from_bytes(image).and_then(|image| image.verify());
        checked.map_err(|error| EngineError::CodeSets(Box::new(error)))?;
        let folder = self.codes();
        let path = folder.join(format!("{}@{}.{ENDING}", set.name(), file_safe(edition)));
        let failed = |source| EngineError::File { action: "writing", path: path.clone(), source };
        std::fs::create_dir_all(&folder).map_err(failed)?;
        let mut file = tempfile::NamedTempFile::new_in(&folder).map_err(failed)?;
        file.write_all(image).and_then(|()| file.as_file().sync_all()).map_err(failed)?;
        file.persist(&path).map_err(|error| failed(error.error))?;
        Ok(path)
    }
}

fn stored(path: &Path) -> Option<StoredImage> {
    let name = path.file_name()?.to_str()?.strip_suffix(ENDING)?.strip_suffix('.')?;
    let (set, edition) = name.split_once('@')?;
    Some(StoredImage { set: Set::named(set)?, edition: edition.to_owned(), path: path.to_owned() })
}

/// Editions are named by people, too: what could leave the folder becomes `_`.
fn file_safe(edition: &str) -> String {
    let safe = |letter: char| letter.is_alphanumeric() || matches!(letter, '-' | '_' | '.' | ' ');
    edition.chars().map(|letter| if safe(letter) { letter } else { '_' }).collect()
}

impl StoredImage {
    /// Maps the file and looks at its header. It stays mapped to the end of the program.
    ///
    /// # Errors
    /// When the file cannot be mapped or is no image of this version.
    pub fn open(&self) -> Result<Image<'static>> {
        let failed = |source| EngineError::File { action: "opening", path: self.path.clone(), source };
        let file = File::open(&self.path).map_err(failed)?;
        let bytes: &'static memmap2::Mmap = Box::leak(Box::new(map(&file).map_err(failed)?));
        Image::from_bytes(bytes).map_err(|error| EngineError::Image { path: self.path.clone(), source: error })
    }
}

/// The one place of the engine that asks the compiler to trust it.
#[expect(
    unsafe_code,
    reason = "a file can change while it is mapped; images are only ever replaced by renaming, never written in place"
)]
fn map(file: &File) -> std::io::Result<memmap2::Mmap> {
    // SAFETY: `put` writes a new file and renames it over the old one, so the mapped bytes stay as they are. Reading treats every
    // byte as hostile, so even a foreign hand in the file gives wrong answers, not undefined behaviour of ours.
    unsafe { memmap2::Mmap::map(file) }
}
