//! Fetching one file over HTTP: redirects, resuming what was cut off, and never taking a half or another file for the whole.

use std::fs::{File, OpenOptions};
use std::io::{Read, Seek as _, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use ureq::http::{Response, StatusCode, header};
use ureq::{Agent, Body};

/// How often a transfer that was cut off goes on.
const ATTEMPTS: usize = 4;
/// The largest file that is fetched.
const BYTES_MAX: u64 = 4 << 30;
const BUFFER_BYTES: usize = 128 << 10;
const CONNECT_WITHIN: Duration = Duration::from_secs(20);
/// Silence after which a transfer counts as cut off.
const SILENCE: Duration = Duration::from_secs(60);

/// Why a file could not be fetched.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DownloadError {
    /// The publisher has nothing there.
    #[error("{address}: not there ({status})")]
    Missing {
        /// Where.
        address: String,
        /// The answer's status.
        status: u16,
    },
    /// The publisher refuses or is out of order.
    #[error("{address}: the publisher answered with status {status}")]
    Status {
        /// Where.
        address: String,
        /// The answer's status.
        status: u16,
    },
    /// A page came instead of the file: an error page, or a licence to click through.
    #[error("{address}: a web page came instead of the file; fetch it with a browser and use `codes import`")]
    Page {
        /// Where.
        address: String,
    },
    /// Cut off more often than was tried.
    #[error("{address}: cut off after {got} of {expected} bytes, {ATTEMPTS} times; run the update again to go on")]
    CutOff {
        /// Where.
        address: String,
        /// Bytes that came.
        got: u64,
        /// Bytes that were announced.
        expected: u64,
    },
    /// Larger than any file that is expected.
    #[error("{address}: larger than {BYTES_MAX} bytes")]
    TooLarge {
        /// Where.
        address: String,
    },
    /// No connection.
    #[error("{address}: {source}")]
    Connection {
        /// Where.
        address: String,
        /// Why.
        source: Box<ureq::Error>,
    },
    /// The disk.
    #[error("{path}: {source}")]
    Disk {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
}

/// A file that was fetched whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Downloaded {
    /// Where it is.
    pub path: PathBuf,
    /// Its size.
    pub bytes: u64,
    /// Bytes that an earlier, cut-off transfer had left.
    pub resumed_from: u64,
}

/// Fetches files one after the other.
pub(crate) struct Client {
    agent: Agent,
}

impl Client {
    pub(crate) fn new() -> Self {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(8)
            .timeout_connect(Some(CONNECT_WITHIN))
            .timeout_recv_response(Some(SILENCE))
            .user_agent(concat!("cleanclaim/", env!("CARGO_PKG_VERSION")))
            .build();
        Self { agent: config.into() }
    }

    /// Fetches an address into `folder`. What a cut-off transfer left there is gone on with when the publisher still has the same
    /// file. `progress` is told the bytes so far and, when known, of how many.
    pub(crate) fn fetch(
        &self,
        address: &str,
        folder: &Path,
        progress: &mut dyn FnMut(u64, Option<u64>),
    ) -> Result<Downloaded, DownloadError> {
        let name = file_name(address);
        let part = folder.join(format!("{name}.part"));
        let disk = |path: &Path| {
            let path = path.to_owned();
            move |source| DownloadError::Disk { path, source }
        };
        std::fs::create_dir_all(folder).map_err(disk(folder))?;
        let resumed_from = part.metadata().map_or(0, |data| data.len());
        let mut expected = 0;
        for _ in 0..ATTEMPTS {
            match self.attempt(address, &part, progress)? {
                Attempt::Whole(bytes) => {
                    let path = folder.join(&name);
                    std::fs::rename(&part, &path).map_err(disk(&path))?;
                    let _ = std::fs::remove_file(mark_of(&part));
                    return Ok(Downloaded { path, bytes, resumed_from: resumed_from.min(bytes) });
                }
                Attempt::CutOff { announced } => expected = announced,
            }
        }
        let got = part.metadata().map_or(0, |data| data.len());
        Err(DownloadError::CutOff { address: address.to_owned(), got, expected })
    }

    fn attempt(
        &self,
        address: &str,
        part: &Path,
        progress: &mut dyn FnMut(u64, Option<u64>),
    ) -> Result<Attempt, DownloadError> {
        let disk = |source| DownloadError::Disk { path: part.to_owned(), source };
        let mark = std::fs::read_to_string(mark_of(part)).ok();
        let have = part.metadata().map_or(0, |data| data.len());
        let mut request = self.agent.get(address);
        // Only a file with a mark can be told from a newer one of the same name.
        if let Some(mark) = mark.filter(|_| 0 < have) {
            request = request.header(header::RANGE, format!("bytes={have}-")).header(header::IF_RANGE, mark);
        }
        let called = request.call();
        let mut answer = called
            .map_err(|source| DownloadError::Connection { address: address.to_owned(), source: Box::new(source) })?;
        let Some(start) = start_of(address, &answer, have)? else {
            std::fs::remove_file(part).map_err(disk)?;
            return Ok(Attempt::CutOff { announced: 0 });
        };
        keep_mark(part, &answer).map_err(disk)?;
        let announced = answer.body().content_length().map(|length| start + length);
        let mut file = OpenOptions::new().create(true).write(true).truncate(false).open(part).map_err(disk)?;
        file.set_len(start).and_then(|()| file.seek(SeekFrom::Start(start))).map_err(disk)?;
        let mut body = answer.body_mut().with_config().limit(u64::MAX).reader();
        let Transfer { bytes, ended } = transfer(&mut body, &mut file, (start, announced), progress).map_err(disk)?;
        if BYTES_MAX <= bytes {
            return Err(DownloadError::TooLarge { address: address.to_owned() });
        }
        let whole = ended && announced.is_none_or(|announced| announced == bytes);
        Ok(if whole { Attempt::Whole(bytes) } else { Attempt::CutOff { announced: announced.unwrap_or(0) } })
    }
}

enum Attempt {
    Whole(u64),
    CutOff { announced: u64 },
}

/// At which byte of the file the answer begins. `None` when what is on disk is not a beginning of it.
fn start_of(address: &str, answer: &Response<Body>, have: u64) -> Result<Option<u64>, DownloadError> {
    let status = answer.status();
    let address = || address.to_owned();
    match status {
        StatusCode::PARTIAL_CONTENT => {
            // `bytes 100-199/200`
            let range = answer.headers().get(header::CONTENT_RANGE).and_then(|range| range.to_str().ok());
            let first = range.and_then(|range| range.strip_prefix("bytes ")?.split('-').next()?.parse::<u64>().ok());
            Ok(first.filter(|first| *first == have))
        }
        StatusCode::RANGE_NOT_SATISFIABLE => Ok(None),
        StatusCode::OK => {
            let kind = answer.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
            if kind.is_some_and(|kind| kind.starts_with("text/html")) {
                return Err(DownloadError::Page { address: address() });
            }
            Ok(Some(0))
        }
        StatusCode::NOT_FOUND | StatusCode::GONE => {
            Err(DownloadError::Missing { address: address(), status: status.as_u16() })
        }
        _ => Err(DownloadError::Status { address: address(), status: status.as_u16() }),
    }
}

struct Transfer {
    /// Bytes of the file so far, those from before included.
    bytes: u64,
    /// Whether the answer came to its end.
    ended: bool,
}

/// Copies until the answer ends or breaks. Only the disk's errors are errors: a broken answer is gone on with later.
fn transfer(
    body: &mut impl Read,
    file: &mut File,
    (start, announced): (u64, Option<u64>),
    progress: &mut dyn FnMut(u64, Option<u64>),
) -> std::io::Result<Transfer> {
    let mut buffer = vec![0; BUFFER_BYTES];
    let mut bytes = start;
    let ended = loop {
        match body.read(&mut buffer) {
            Ok(0) => break true,
            Ok(length) => {
                file.write_all(buffer.get(..length).unwrap_or_default())?;
                bytes += length as u64;
                progress(bytes, announced);
                if BYTES_MAX <= bytes {
                    break true;
                }
            }
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(_) => break false,
        }
    };
    file.sync_all()?;
    Ok(Transfer { bytes, ended })
}

fn mark_of(part: &Path) -> PathBuf {
    part.with_extension("mark")
}

/// Keeps what tells this file from a newer one: its entity tag, else its last change.
fn keep_mark(part: &Path, answer: &Response<Body>) -> std::io::Result<()> {
    let headers = answer.headers();
    let strong = |mark: &&str| !mark.starts_with("W/");
    let tag = headers.get(header::ETAG).and_then(|tag| tag.to_str().ok()).filter(strong);
    let mark = tag.or_else(|| headers.get(header::LAST_MODIFIED).and_then(|time| time.to_str().ok()));
    match mark {
        Some(mark) => std::fs::write(mark_of(part), mark),
        None => match std::fs::remove_file(mark_of(part)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        },
    }
}

/// The last part of an address's path, with nothing that could leave the folder.
fn file_name(address: &str) -> String {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let last = path.rsplit('/').next().unwrap_or_default();
    let safe = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_' | '.');
    let name: String = last.chars().filter(|letter| safe(*letter)).collect();
    if name.trim_matches('.').is_empty() { "download".to_owned() } else { name }
}
