//! The image: header, directory of sections, sections, SHA-256 trailer. Everything is little-endian and unaligned.
//!
//! ```text
//! 0        8 bytes  "CCCODES\0"
//! 8        u32      format version
//! 12       u32      number of sections n
//! 16       u64      length of the whole image with its trailer
//! 24       n x 24   directory: set u16, table u16, ordinal u32, offset u64, length u64
//! ...               sections
//! end-32   32 bytes SHA-256 of all bytes before it
//! ```

use sha2::{Digest, Sha256};

use crate::set::Set;

/// The layout that this version of the program writes and reads.
pub const FORMAT_VERSION: u32 = 1;

pub(crate) const MAGIC: [u8; 8] = *b"CCCODES\0";
pub(crate) const HEADER_BYTES: usize = 24;
pub(crate) const DIRECTORY_ROW_BYTES: usize = 24;
pub(crate) const TRAILER_BYTES: usize = 32;
/// More sections than any image of ours has: a bound on the directory.
const SECTIONS_MAX: usize = 4096;

/// What a section holds, within its set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Table {
    /// All strings of the image, back to back (set 0).
    Heap,
    /// Editions of every set (set 0).
    Editions,
    /// Sorted keys.
    Keys,
    /// Hash table from keys to rows and spans.
    Slots,
    /// Per key: its spans and its parent.
    Codes,
    /// Dated rows.
    Spans,
    /// Old code, new code, date.
    Replacements,
    /// Tabular list: chapters, blocks and codes.
    Nodes,
    /// Tabular list: notes.
    Notes,
    /// Tabular list: the codes that notes name.
    Targets,
    /// Records: columns.
    Schema,
    /// Records: where texts stand in the heap.
    Texts,
    /// Records: rows.
    Records,
    /// Pairs: the codes of both columns.
    PairCodes,
    /// Pairs: hash table from codes to their numbers and rows.
    PairSlots,
    /// Pairs: of each column-one code, its dictionary, its column-two codes and each pair's place in the dictionary.
    PairRows,
    /// Pairs: what a row says besides its codes.
    PairTerms,
    /// Pairs: histories of several rows.
    PairExceptions,
    /// Terms: the tree.
    TermNodes,
    /// Terms: codes and references of the nodes.
    TermLinks,
    /// Terms: what main terms are called.
    TermNames,
    /// Axes: tables.
    AxisRows,
    /// Axes: values.
    AxisValues,
    /// Words: the vocabulary.
    Vocabulary,
    /// Words: which phrases have a word.
    Postings,
    /// Words: the phrases.
    Phrases,
    /// Words: the texts of words and synonyms.
    WordTexts,
    /// Words: where the codes of each set stand among the documents.
    SearchGroups,
    /// Words: what is known of each code.
    SearchDocuments,
    /// Words: what terms of the glossary mean.
    Synonyms,
    /// Words: codes of sets whose table of codes stands in another image.
    SearchKeys,
}

impl Table {
    pub(crate) const fn id(self) -> u16 {
        match self {
            Self::Heap => 1,
            Self::Editions => 2,
            Self::Keys => 3,
            Self::Slots => 4,
            Self::Codes => 5,
            Self::Spans => 6,
            Self::Replacements => 7,
            Self::Nodes => 8,
            Self::Notes => 9,
            Self::Targets => 10,
            Self::Schema => 11,
            Self::Texts => 12,
            Self::Records => 13,
            Self::PairCodes => 20,
            Self::PairRows => 22,
            Self::PairSlots => 21,
            Self::PairTerms => 24,
            Self::PairExceptions => 25,
            Self::TermNodes => 30,
            Self::TermLinks => 31,
            Self::TermNames => 32,
            Self::AxisRows => 40,
            Self::AxisValues => 41,
            Self::Vocabulary => 50,
            Self::Postings => 51,
            Self::Phrases => 52,
            Self::WordTexts => 53,
            Self::SearchGroups => 54,
            Self::SearchDocuments => 55,
            Self::Synonyms => 56,
            Self::SearchKeys => 57,
        }
    }
}

/// Why bytes are not an image that can be read. Offsets count bytes from the image's start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ImageError {
    /// Too few bytes, or the first eight are others.
    #[error("not a code-set image: it does not begin with the magic bytes")]
    NotAnImage,
    /// Written by another version of the program.
    #[error("code-set image has format {found}, this program reads format {FORMAT_VERSION}")]
    Version {
        /// The version found.
        found: u32,
    },
    /// Cut off, or something was added.
    #[error("code-set image says it has {expected} bytes but has {found}")]
    Length {
        /// What the header says.
        expected: u64,
        /// What there is.
        found: u64,
    },
    /// A row of the directory points outside the image.
    #[error("section {index} of the code-set image lies outside of it")]
    Section {
        /// Position in the directory from 0.
        index: usize,
    },
    /// [`Image::verify`] found other bytes than were written.
    #[error("code-set image is damaged: its SHA-256 does not match")]
    Checksum,
}

/// A view of an image. Copies freely; owns nothing.
#[derive(Debug, Clone, Copy)]
pub struct Image<'a> {
    bytes: &'a [u8],
    sections: usize,
}

impl<'a> Image<'a> {
    /// Looks at the header and the directory only; the checksum is [`Image::verify`]'s.
    ///
    /// # Errors
    /// When the bytes are no image of this format or the directory points outside of them.
    pub fn from_bytes(bytes: &'a [u8]) -> Result<Self, ImageError> {
        if bytes.len() < HEADER_BYTES + TRAILER_BYTES || !bytes.starts_with(&MAGIC) {
            return Err(ImageError::NotAnImage);
        }
        let found = u32_at(bytes, 8).ok_or(ImageError::NotAnImage)?;
        if found != FORMAT_VERSION {
            return Err(ImageError::Version { found });
        }
        let sections = u32_at(bytes, 12).ok_or(ImageError::NotAnImage)? as usize;
        let expected = u64_at(bytes, 16).ok_or(ImageError::NotAnImage)?;
        if expected != bytes.len() as u64 {
            return Err(ImageError::Length { expected, found: bytes.len() as u64 });
        }
        let directory_end = HEADER_BYTES + sections.min(SECTIONS_MAX + 1) * DIRECTORY_ROW_BYTES;
        if sections > SECTIONS_MAX || directory_end > bytes.len() - TRAILER_BYTES {
            return Err(ImageError::Section { index: sections });
        }
        let image = Self { bytes, sections };
        for index in 0..sections {
            if image.section_at(index).is_none() {
                return Err(ImageError::Section { index });
            }
        }
        Ok(image)
    }

    /// Reads every byte and compares the SHA-256 at the end: for tests and imports, not for program start.
    ///
    /// # Errors
    /// [`ImageError::Checksum`] when a byte was changed.
    pub fn verify(&self) -> Result<(), ImageError> {
        let (body, trailer) = self.bytes.split_last_chunk::<TRAILER_BYTES>().ok_or(ImageError::NotAnImage)?;
        if Sha256::digest(body).as_slice() == trailer { Ok(()) } else { Err(ImageError::Checksum) }
    }

    fn section_at(&self, index: usize) -> Option<(u16, u16, u32, &'a [u8])> {
        let row = HEADER_BYTES + index * DIRECTORY_ROW_BYTES;
        let offset = usize::try_from(u64_at(self.bytes, row + 8)?).ok()?;
        let length = usize::try_from(u64_at(self.bytes, row + 16)?).ok()?;
        let end = offset.checked_add(length).filter(|end| *end <= self.bytes.len() - TRAILER_BYTES)?;
        Some((
            u16_at(self.bytes, row)?,
            u16_at(self.bytes, row + 2)?,
            u32_at(self.bytes, row + 4)?,
            self.bytes.get(offset..end)?,
        ))
    }

    /// A section's bytes; empty when the image has none.
    pub(crate) fn section(&self, set: Option<Set>, table: Table, ordinal: u32) -> &'a [u8] {
        let wanted = (set.map_or(0, Set::id), table.id(), ordinal);
        (0..self.sections)
            .filter_map(|index| self.section_at(index))
            .find(|(set, table, ordinal, _)| (*set, *table, *ordinal) == wanted)
            .map_or(&[], |(.., bytes)| bytes)
    }

    pub(crate) fn heap(&self) -> Heap<'a> {
        Heap(self.section(None, Table::Heap, 0))
    }
}

/// The strings of an image.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Heap<'a>(pub(crate) &'a [u8]);

/// Where a string stands in the heap; this offset means that there is none.
pub(crate) const NO_TEXT: u32 = u32::MAX;

impl<'a> Heap<'a> {
    pub(crate) fn text(self, offset: u32, length: u16) -> Option<&'a str> {
        core::str::from_utf8(self.bytes(offset, length)?).ok()
    }

    /// The bytes of a text, not looked at: a text is far from the row that names it, and most questions do not need it.
    pub(crate) fn bytes(self, offset: u32, length: u16) -> Option<&'a [u8]> {
        if offset == NO_TEXT {
            return None;
        }
        let start = offset as usize;
        self.0.get(start..start.checked_add(usize::from(length))?)
    }
}

/// Rows of a fixed size, read in place.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Rows<'a, const SIZE: usize>(&'a [u8]);

impl<'a, const SIZE: usize> Rows<'a, SIZE> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    pub(crate) fn len(self) -> usize {
        self.0.len() / SIZE
    }

    pub(crate) fn get(self, index: usize) -> Option<&'a [u8; SIZE]> {
        let start = index.checked_mul(SIZE)?;
        self.0.get(start..start.checked_add(SIZE)?)?.try_into().ok()
    }
}

pub(crate) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at.checked_add(2)?)?.try_into().ok()?))
}

pub(crate) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}

pub(crate) fn u64_at(bytes: &[u8], at: usize) -> Option<u64> {
    Some(u64::from_le_bytes(bytes.get(at..at.checked_add(8)?)?.try_into().ok()?))
}
