//! Reference data beside what ships: the user's folder of code-set images, what goes into it from publishers' files, and fetching
//! those files.

mod download;
mod folder;
mod import;
mod publishers;
mod update;

use std::sync::OnceLock;

use cleanclaim_codes::{CodeSets, Extent, Image};

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
    let opened = folder.images()?.into_iter().map(|stored| Ok((stored.open()?, stored)));
    let sets = CodeSets::new(&in_order(opened.collect::<Result<Vec<_>>>()?)?);
    Ok(SETS.get_or_init(|| sets))
}

/// The image inside the program and those of the folder that can be opened; for what must work although an image is damaged.
///
/// # Errors
/// When the folder cannot be listed.
pub fn sound_images(folder: &DataFolder) -> Result<Vec<Image<'static>>> {
    in_order(folder.images()?.into_iter().filter_map(|stored| Some((stored.open().ok()?, stored))).collect())
}

/// The image inside, between the images that it outdates and those that answer before it: of images that cover a day, the last
/// one answers. A list without an end that is older than the one inside must not hide what came since.
fn in_order(opened: Vec<(Image<'static>, StoredImage)>) -> Result<Vec<Image<'static>>> {
    let inside = embedded()?;
    let editions: Vec<_> = CodeSets::new(&[inside]).editions().collect();
    let is_outdated = |(_, stored): &(Image<'_>, StoredImage)| {
        editions.iter().any(|edition| {
            edition.set == stored.set
                && edition.to.is_none()
                && edition.extent != Extent::Part
                && is_dated(edition.edition)
                && is_dated(&stored.edition)
                && stored.edition.as_str() < edition.edition
        })
    };
    let (older, newer): (Vec<_>, Vec<_>) = opened.into_iter().partition(is_outdated);
    let images = |opened: Vec<(Image<'static>, _)>| opened.into_iter().map(|(image, _)| image);
    Ok(images(older).chain([inside]).chain(images(newer)).collect())
}

/// Whether an edition's name is a date or begins with one: `2026-11`.
fn is_dated(edition: &str) -> bool {
    edition.starts_with(|letter: char| letter.is_ascii_digit())
}

fn embedded() -> Result<Image<'static>> {
    Image::from_bytes(cleanclaim_data::image_bytes()).map_err(|error| EngineError::CodeSets(Box::new(error)))
}
