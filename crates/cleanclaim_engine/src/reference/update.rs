//! `codes update`: fetch the newest edition of each publication, import it, and say what changed.

use std::path::Path;

use cleanclaim_codes::CodeSets;

use super::download::{Client, DownloadError, Downloaded};
use super::folder::DataFolder;
use super::import::{ImportOptions, ImportReport, import_files};
use super::publishers::{Candidate, Publication};
use crate::error::Result;

/// What a person says to a licence that must be accepted before fetching.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Consent {
    /// Accepted.
    Given,
    /// Not accepted: the publication is left out.
    Refused,
}

/// What happens during an update, for the person who waits.
#[derive(Debug)]
pub enum UpdateStep<'s> {
    /// An address is asked.
    Asking {
        /// The publication.
        publication: &'s Publication,
        /// Where.
        address: &'s str,
    },
    /// Bytes came.
    Fetched {
        /// Bytes so far.
        bytes: u64,
        /// Of how many, when known.
        of: Option<u64>,
    },
}

/// What came of one publication.
#[derive(Debug)]
pub enum UpdateOutcome {
    /// The licence was not accepted.
    LicenceNotAccepted {
        /// Where it stands.
        licence: String,
    },
    /// No edition is there.
    NothingFound {
        /// The addresses that were asked, newest first.
        asked: Vec<String>,
    },
    /// Could not be fetched.
    Failed(DownloadError),
    /// Fetched; what the import gave.
    Imported {
        /// Where the file came from.
        address: String,
        /// The file.
        file: Downloaded,
        /// What came of it.
        report: ImportReport,
    },
}

impl UpdateOutcome {
    /// Whether a new edition is in the folder.
    #[must_use]
    pub fn is_success(&self) -> bool {
        matches!(self, Self::Imported { report, .. } if report.is_clean() && !report.taken.is_empty())
    }
}

/// Fetches one publication's newest edition and imports it. `consent` is asked only where a licence must be accepted.
///
/// # Errors
/// When the data folder cannot be read or written; what goes wrong at the publisher is an [`UpdateOutcome`].
pub fn update(
    folder: &DataFolder,
    known: &CodeSets<'_>,
    publication: &Publication,
    options: &ImportOptions<'_>,
    consent: &mut dyn FnMut(&Publication) -> Consent,
    step: &mut dyn FnMut(UpdateStep<'_>),
) -> Result<UpdateOutcome> {
    if let Some(licence) = &publication.accept
        && consent(publication) == Consent::Refused
    {
        return Ok(UpdateOutcome::LicenceNotAccepted { licence: licence.clone() });
    }
    let downloads = folder.downloads();
    let (candidate, file) = match fetch_newest(publication, options, &downloads, step) {
        Ok(Some(found)) => found,
        Ok(None) => {
            let asked = publication.candidates(options.today).into_iter().map(|candidate| candidate.address).collect();
            return Ok(UpdateOutcome::NothingFound { asked });
        }
        Err(error) => return Ok(UpdateOutcome::Failed(error)),
    };
    // The file's own word outweighs the address; the address outweighs today.
    let options = ImportOptions { today: candidate.from.unwrap_or(options.today), ..*options };
    let report = import_files(folder, known, std::slice::from_ref(&file.path), &options)?;
    if report.is_clean() {
        // The image has it all; a file that was refused stays for a person to look at.
        let _ = std::fs::remove_file(&file.path);
    }
    Ok(UpdateOutcome::Imported { address: candidate.address, file, report })
}

fn fetch_newest(
    publication: &Publication,
    options: &ImportOptions<'_>,
    downloads: &Path,
    step: &mut dyn FnMut(UpdateStep<'_>),
) -> std::result::Result<Option<(Candidate, Downloaded)>, DownloadError> {
    let client = Client::new();
    for candidate in publication.candidates(options.today) {
        step(UpdateStep::Asking { publication, address: &candidate.address });
        let mut progress = |bytes, of| step(UpdateStep::Fetched { bytes, of });
        match client.fetch(&candidate.address, downloads, &mut progress) {
            Ok(file) => return Ok(Some((candidate, file))),
            Err(DownloadError::Missing { .. }) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(None)
}
