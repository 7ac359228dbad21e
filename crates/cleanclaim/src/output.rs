//! What every command has in common: exit codes, errors, formats, input files.

use std::fs::File;
use std::io::{self, BufWriter, IsTerminal as _, Read, StdoutLock, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, Result};
use clap::ValueEnum;

/// How a command ended when it could do its work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Nothing at error level was found: exit 0.
    Clean,
    /// Something was found: exit 1.
    Found,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Clean => Self::SUCCESS,
            Outcome::Found => Self::from(1),
        }
    }
}

/// Text for people, or one JSON object a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people
    Text,
    /// One JSON object a line
    Jsonl,
}

/// Text for people, or one JSON object.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReportFormat {
    /// For people
    Text,
    /// One JSON object
    Json,
}

/// How errors are printed on standard error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ErrorFormat {
    Text,
    Json,
}

impl From<Format> for ErrorFormat {
    fn from(format: Format) -> Self {
        match format {
            Format::Text => Self::Text,
            Format::Jsonl => Self::Json,
        }
    }
}

impl From<ReportFormat> for ErrorFormat {
    fn from(format: ReportFormat) -> Self {
        match format {
            ReportFormat::Text => Self::Text,
            ReportFormat::Json => Self::Json,
        }
    }
}

/// Prints why the program could not do its work.
pub(crate) fn print_error(error: &anyhow::Error, format: ErrorFormat) {
    let message = format!("{error:#}");
    match format {
        ErrorFormat::Text => eprintln!("error: {message}"),
        ErrorFormat::Json => {
            let kind = if error.downcast_ref::<io::Error>().is_some() { "io" } else { "input" };
            eprintln!("{}", serde_json::json!({ "error": { "kind": kind, "message": message } }));
        }
    }
}

/// Whether the reader of our output went away.
pub(crate) fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<io::Error>())
        .any(|cause| cause.kind() == io::ErrorKind::BrokenPipe)
}

/// Standard output, buffered.
pub(crate) fn stdout() -> BufWriter<StdoutLock<'static>> {
    BufWriter::with_capacity(64 * 1024, io::stdout().lock())
}

/// Writes one JSON object and a new line.
pub(crate) fn write_json_line(out: &mut impl Write, value: &impl serde::Serialize) -> Result<()> {
    serde_json::to_writer(&mut *out, value).map_err(io::Error::from)?;
    out.write_all(b"\n")?;
    Ok(())
}

/// Opens a file for reading, or standard input for `-`.
pub(crate) fn open(path: &Path) -> Result<Box<dyn Read>> {
    if path.as_os_str() == "-" {
        return Ok(Box::new(io::stdin().lock()));
    }
    let file = File::open(path).with_context(|| format!("cannot open {}", path.display()))?;
    Ok(Box::new(file))
}

/// Whether colour and progress bars are welcome on standard error.
pub(crate) fn is_terminal() -> bool {
    io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none()
}

/// The user's data folder: the option or `CLEANCLAIM_DATA`, else `cleanclaim` in the home's data folder. `None` without a home.
pub(crate) fn data_folder(option: Option<&Path>) -> Option<PathBuf> {
    let home = || {
        std::env::var_os("XDG_DATA_HOME")
            .map(PathBuf::from)
            .or_else(|| std::env::var_os("HOME").map(|home| Path::new(&home).join(".local/share")))
    };
    option.map(Path::to_owned).or_else(|| Some(home()?.join("cleanclaim")))
}

/// The database of this run: the option, else `CLEANCLAIM_DB`, else a file in the user's data folder.
pub(crate) fn database_url(option: Option<&str>) -> Result<String> {
    if let Some(url) = option {
        return Ok(url.to_owned());
    }
    let folder = data_folder(None).context("no --db, no CLEANCLAIM_DB and no home folder to put cleanclaim.db in")?;
    std::fs::create_dir_all(&folder).with_context(|| format!("cannot create {}", folder.display()))?;
    Ok(format!("sqlite://{}", folder.join("cleanclaim.db").display()))
}

/// Today in UTC.
pub(crate) fn today() -> jiff::civil::Date {
    jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date()
}

/// Runs asynchronous work to its end.
pub(crate) fn block_on<T>(work: impl Future<Output = Result<T>>) -> Result<T> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build().context("cannot start the runtime")?.block_on(work)
}

/// Whether a person types what is read.
pub(crate) fn stdin_is_terminal() -> bool {
    io::stdin().is_terminal()
}
