//! Why a verb could not be done. Never carries patient data.

use std::path::PathBuf;

/// Why a verb could not be done; what is wrong with *data* is a finding or an exception instead.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EngineError {
    /// The database.
    #[error(transparent)]
    Store(#[from] cleanclaim_store::StoreError),
    /// The embedded code sets.
    #[error("the code sets inside the program cannot be read")]
    CodeSets(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// An image in the data folder.
    #[error("{path}: {source}; import its file again, or delete the image")]
    Image {
        /// The image.
        path: PathBuf,
        /// What is wrong with it.
        source: cleanclaim_codes::ImageError,
    },
    /// A file of publications.
    #[error("{name}: {message}")]
    Publishers {
        /// The file.
        name: String,
        /// Line, column and what was expected.
        message: String,
    },
    /// A publisher's file could not be fetched.
    #[error(transparent)]
    Download(#[from] crate::reference::DownloadError),
    /// A file of the disk.
    #[error("{action} {path}")]
    File {
        /// `reading`, `writing` ...
        action: &'static str,
        /// Which file.
        path: PathBuf,
        /// The system's reason.
        source: std::io::Error,
    },
    /// Something the caller named does not exist.
    #[error("there is no {what} named {name:?}; {hint}")]
    Missing {
        /// `payer`, `practice` ...
        what: &'static str,
        /// The name asked for.
        name: String,
        /// What to do.
        hint: String,
    },
    /// Something that must be unique exists already.
    #[error("there is a {what} named {name:?} already")]
    Exists {
        /// `practice`, `user` ...
        what: &'static str,
        /// The name asked for.
        name: String,
    },
    /// A payer's file.
    #[error("payer file {name}: {message}")]
    PayerFile {
        /// The file or payer.
        name: String,
        /// Line, column and what was expected.
        message: String,
    },
    /// The two files of an import.
    #[error("the encounters cannot be imported: {0}")]
    Import(#[source] cleanclaim_interop::csv::ReadError),
    /// A password that must not be used.
    #[error("a password needs at least {minimum} characters")]
    WeakPassword {
        /// Characters.
        minimum: usize,
    },
    /// The password hasher failed.
    #[error("the password could not be hashed")]
    PasswordHash,
    /// Bytes that are no X12.
    #[error("{name}: {reason}")]
    NotX12 {
        /// The file's name.
        name: String,
        /// What was found and expected.
        reason: String,
    },
    /// What the database holds does not fit the program: a bug or a foreign hand.
    #[error("stored {what} cannot be read back: {reason}")]
    Stored {
        /// `claim`, `profile` ...
        what: &'static str,
        /// Why.
        reason: String,
    },
    /// Money that does not add up inside the program: a bug, refused before anything is written.
    #[error("entry refused: {0}")]
    Ledger(String),
}

/// What verbs return.
pub type Result<T> = std::result::Result<T, EngineError>;
