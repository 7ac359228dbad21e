//! Why a simulation could not be made.

/// Why a world or a payer could not be made. These are faults of the content files, never of the data that came in.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SimError {
    /// A content file is no TOML of the expected form.
    #[error("content file {file} cannot be read")]
    Content {
        /// The file's name below `content/`.
        file: &'static str,
        /// What the parser says.
        source: toml::de::Error,
    },
    /// A payer profile cannot be read.
    #[error("payer profile {file} cannot be read: {reason}")]
    Profile {
        /// The file's name below `profiles/`.
        file: String,
        /// What is wrong with it.
        reason: String,
    },
    /// A constant of the simulation has not the shape that its type wants.
    #[error("{what} has the wrong shape: {reason}")]
    Shape {
        /// What it is, such as `diagnosis`.
        what: &'static str,
        /// What its type says.
        reason: String,
    },
    /// The encounters cannot be written in the CSV layout.
    #[error("encounters cannot be written")]
    Encounters(#[from] cleanclaim_interop::csv::WriteError),
    /// A file could not be written.
    #[error("cannot write {name}")]
    Write {
        /// The file's name.
        name: String,
        /// What went wrong.
        source: std::io::Error,
    },
    /// A day outside the calendar was asked for.
    #[error("the calendar ends before the days that were asked for")]
    Calendar(#[from] jiff::Error),
    /// An answer of the payer cannot be written as X12.
    #[error("an answer cannot be written as X12: {0}")]
    Answer(String),
}

/// Turns a failed parse of a constant into [`SimError::Shape`].
pub(crate) fn shape<T, E: core::fmt::Display>(what: &'static str, result: Result<T, E>) -> Result<T, SimError> {
    result.map_err(|error| SimError::Shape { what, reason: error.to_string() })
}
