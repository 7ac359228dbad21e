//! Reference data beside what ships: the user's folder of code-set images, what goes into it from publishers' files, and fetching
//! those files.

mod download;
mod folder;
mod import;
mod publishers;
mod update;

use std::sync::OnceLock;

use cleanclaim_codes::{CodeSets, Image};

use crate::error::{EngineError, Result};

pub use cleanclaim_import::official::{Flaw, FlawKind, MemberReport};
pub use download::{DownloadError, Downloaded};
pub use folder::{DataFolder, StoredImage};
pub use import::{Change, ImportOptions, ImportReport, import_files};
pub use publishers::{Publication, Publishers};
pub use update::{Consent, UpdateOutcome, UpdateStep, update};

static SETS: OnceLock<CodeSets<'static>> = OnceLock::new();

/// The code sets: those inside the program, and those of the folder that [`open_folder`] opened.
///
/// # Errors
/// When the image inside is damaged, which only a damaged program file explains.
pub fn code_sets() -> Result<&'static CodeSets<'static>> {
    if let Some(sets) = SETS.get() {
        return Ok(sets);
    }
    let sets = CodeSets::new(&[embedded()?]);
    Ok(SETS.get_or_init(|| sets))
}

/// Puts the images of a folder beside those inside the program, for the whole run; before the first [`code_sets`]. Editions of the
/// folder answer before those inside. Gives the sets.
///
/// # Errors
/// When an image of the folder cannot be read: the error names the file.
pub fn open_folder(folder: &DataFolder) -> Result<&'static CodeSets<'static>> {
    let mut images = vec![embedded()?];
    for stored in folder.images()? {
        images.push(stored.open()?);
    }
    let sets = CodeSets::new(&images);
    Ok(SETS.get_or_init(|| sets))
}

/// The image inside the program and those of the folder that can be opened; for what must work although an image is damaged.
///
/// # Errors
/// When the folder cannot be listed.
pub fn sound_images(folder: &DataFolder) -> Result<Vec<Image<'static>>> {
    let mut images = vec![embedded()?];
    images.extend(folder.images()?.iter().filter_map(|stored| stored.open().ok()));
    Ok(images)
}

fn embedded() -> Result<Image<'static>> {
    Image::from_bytes(cleanclaim_data::image_bytes()).map_err(|error| EngineError::CodeSets(Box::new(error)))
}
