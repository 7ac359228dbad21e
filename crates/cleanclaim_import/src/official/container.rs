//! Opens what publishers wrap their files in: zip in zip, zstd, workbooks, and the encodings of text.

use std::borrow::Cow;
use std::io::{Cursor, Read};

use calamine::{Data, Reader as _};

/// Zip files inside zip files that are still opened.
const DEPTH_MAX: usize = 4;
/// The most that one member may unpack to.
pub const MEMBER_BYTES_MAX: u64 = 2 << 30;
/// The most that all members of one file may unpack to.
pub const TOTAL_BYTES_MAX: u64 = 8 << 30;
const MEMBERS_MAX: usize = 10_000;

/// Why a container cannot be opened.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ContainerError {
    /// Not a zip file that can be read, or a damaged member.
    #[error("damaged zip file: {reason}")]
    Zip {
        /// What the zip library says.
        reason: String,
    },
    /// Not a complete zstd file.
    #[error("damaged zstd file")]
    Zstd,
    /// A workbook that cannot be read.
    #[error("damaged workbook: {reason}")]
    Workbook {
        /// What the workbook library says.
        reason: String,
    },
    /// Unpacks to more than any publisher's file does, or nests deeper.
    #[error("unpacks to more than {TOTAL_BYTES_MAX} bytes, {MEMBERS_MAX} members or {DEPTH_MAX} levels")]
    TooLarge,
}

/// A sheet of a workbook: every row as the texts of its cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// Its name.
    pub name: String,
    /// Rows from the first of the sheet on; dates as `2025-10-01`.
    pub rows: Vec<Vec<String>>,
}

/// What a member holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// Text, whatever its encoding was; no byte-order mark.
    Text(String),
    /// A workbook.
    Sheets(Vec<Sheet>),
    /// Anything else: pictures, PDF, word processing.
    Other,
}

/// One file, taken out of everything that it was wrapped in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// The file as given, and the members of archives on the way, joined by `/`.
    pub path: String,
    /// What it holds.
    pub content: Content,
}

impl Member {
    /// The last part of the path, in lower case, without `.zst`.
    #[must_use]
    pub fn file_name(&self) -> String {
        let name = self.path.rsplit(['/', '\\']).next().unwrap_or_default().to_lowercase();
        name.strip_suffix(".zst").map_or(name.clone(), str::to_owned)
    }

    /// The text, when it is one.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match &self.content {
            Content::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The first lines of the text: enough to recognise it.
    pub fn head(&self) -> impl Iterator<Item = &str> {
        self.text().unwrap_or_default().lines().take(40)
    }
}

/// Opens a file and gives its members one after the other, each unpacked when its turn comes.
///
/// # Errors
/// The first container that cannot be opened; members before it were given.
pub fn open(path: &str, bytes: &[u8], visit: &mut dyn FnMut(Member)) -> Result<(), ContainerError> {
    let mut budget = Budget { bytes: TOTAL_BYTES_MAX, members: MEMBERS_MAX };
    open_at(path, Cow::Borrowed(bytes), DEPTH_MAX, &mut budget, visit)
}

struct Budget {
    bytes: u64,
    members: usize,
}

impl Budget {
    fn take(&mut self, bytes: usize) -> Result<(), ContainerError> {
        self.bytes = self.bytes.checked_sub(bytes as u64).ok_or(ContainerError::TooLarge)?;
        self.members = self.members.checked_sub(1).ok_or(ContainerError::TooLarge)?;
        Ok(())
    }
}

fn open_at(
    path: &str,
    bytes: Cow<'_, [u8]>,
    depth: usize,
    budget: &mut Budget,
    visit: &mut dyn FnMut(Member),
) -> Result<(), ContainerError> {
    if bytes.starts_with(b"\x28\xb5\x2f\xfd") {
        let unpacked = crate::unpack(&bytes, MEMBER_BYTES_MAX.min(budget.bytes)).map_err(|error| match error {
            crate::UnpackError::Damaged => ContainerError::Zstd,
            crate::UnpackError::TooLarge { .. } => ContainerError::TooLarge,
        })?;
        budget.take(unpacked.len())?;
        let depth = depth.checked_sub(1).ok_or(ContainerError::TooLarge)?;
        return open_at(path, Cow::Owned(unpacked), depth, budget, visit);
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return open_zip(path, &bytes, depth, budget, visit);
    }
    let content = text_of(&bytes).map_or(Content::Other, Content::Text);
    visit(Member { path: path.to_owned(), content });
    Ok(())
}

fn open_zip(
    path: &str,
    bytes: &[u8],
    depth: usize,
    budget: &mut Budget,
    visit: &mut dyn FnMut(Member),
) -> Result<(), ContainerError> {
    let damaged = |error: zip::result::ZipError| ContainerError::Zip { reason: error.to_string() };
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    // Office files are zip files with these members.
    if archive.index_for_name("xl/workbook.xml").is_some() {
        budget.take(0)?;
        visit(Member { path: path.to_owned(), content: Content::Sheets(sheets(bytes)?) });
        return Ok(());
    }
    if archive.index_for_name("mimetype").is_some() || archive.index_for_name("word/document.xml").is_some() {
        visit(Member { path: path.to_owned(), content: Content::Other });
        return Ok(());
    }
    let depth = depth.checked_sub(1).ok_or(ContainerError::TooLarge)?;
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).map_err(damaged)?;
        if !file.is_file() {
            continue;
        }
        let inner = format!("{path}/{}", file.name().map_err(damaged)?);
        let limit = MEMBER_BYTES_MAX.min(budget.bytes);
        let mut unpacked = Vec::new();
        let read = file.by_ref().take(limit + 1).read_to_end(&mut unpacked);
        read.map_err(|error| ContainerError::Zip { reason: error.to_string() })?;
        if limit < unpacked.len() as u64 {
            return Err(ContainerError::TooLarge);
        }
        drop(file);
        budget.take(unpacked.len())?;
        open_at(&inner, Cow::Owned(unpacked), depth, budget, visit)?;
    }
    Ok(())
}

fn sheets(bytes: &[u8]) -> Result<Vec<Sheet>, ContainerError> {
    let damaged = |error: calamine::XlsxError| ContainerError::Workbook { reason: error.to_string() };
    let mut book: calamine::Xlsx<_> = calamine::Xlsx::new(Cursor::new(bytes)).map_err(damaged)?;
    let mut sheets = Vec::new();
    for name in book.sheet_names() {
        let range = book.worksheet_range(&name).map_err(damaged)?;
        // Rows keep the numbers that a person sees: empty rows at the top count.
        let above = range.start().map_or(0, |(row, _)| row as usize);
        let mut rows = vec![Vec::new(); above];
        rows.extend(range.rows().map(|row| row.iter().map(cell_text).collect()));
        sheets.push(Sheet { name, rows });
    }
    Ok(sheets)
}

fn cell_text(cell: &Data) -> String {
    match cell {
        Data::DateTime(time) => {
            let (year, month, day, ..) = time.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        Data::Error(_) => String::new(),
        other => other.to_string().trim().to_owned(),
    }
}

/// Decodes text: UTF-8 and UTF-16 by their marks, UTF-8 when it is valid, else Windows-1252, which publishers use.
/// `None` when the bytes are no text.
fn text_of(bytes: &[u8]) -> Option<String> {
    if let Some((encoding, mark)) = encoding_rs::Encoding::for_bom(bytes) {
        let (text, damaged) = encoding.decode_without_bom_handling(bytes.get(mark..)?);
        return (!damaged).then(|| text.into_owned());
    }
    if bytes.iter().take(4096).any(|byte| *byte == 0) || bytes.starts_with(b"%PDF") {
        return None;
    }
    match core::str::from_utf8(bytes) {
        Ok(text) => Some(text.to_owned()),
        Err(_) => Some(encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_of_publishers_become_text() {
        assert_eq!(text_of(b"\xef\xbb\xbfHCPCS").as_deref(), Some("HCPCS"));
        assert_eq!(text_of(b"\xff\xfeC\0F\0").as_deref(), Some("CF"));
        assert_eq!(text_of(b"Patient\x92s").as_deref(), Some("Patient\u{2019}s"));
        assert_eq!(text_of(b"%PDF-1.7"), None);
        assert_eq!(text_of(b"\x89PNG\r\n\x1a\n\0\0\0\x0d"), None);
    }
}
