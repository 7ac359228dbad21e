//! A segment as it stands in the file: borrowed, cut once, with its place.

use std::borrow::Cow;

use cleanclaim_model::Text;

use super::Delimiters;

/// A segment. Cutting it allocates nothing; positions count bytes from the start of the file.
#[derive(Debug, Clone, Copy)]
pub struct Segment<'a> {
    bytes: &'a [u8],
    /// Where each element ends within `bytes`; the first is the segment's identifier.
    ends: &'a [u32],
    tail: &'a [u8],
    delimiters: Delimiters,
    offset: u64,
}

impl<'a> Segment<'a> {
    pub(crate) const fn new(
        bytes: &'a [u8],
        ends: &'a [u32],
        tail: &'a [u8],
        delimiters: Delimiters,
        offset: u64,
    ) -> Self {
        Self { bytes, ends, tail, delimiters, offset }
    }

    /// The identifier, such as `CLM`.
    #[must_use]
    pub fn id(&self) -> &'a [u8] {
        &self.bytes[..self.end(0)]
    }

    /// The identifier as text; what is no identifier comes back as `?`.
    #[must_use]
    pub fn id_str(&self) -> &'a str {
        if self.has_valid_id() { core::str::from_utf8(self.id()).unwrap_or("?") } else { "?" }
    }

    /// Whether the identifier is two or three capitals and digits beginning with a capital.
    #[must_use]
    pub fn has_valid_id(&self) -> bool {
        is_segment_id(self.id())
    }

    /// How many elements follow the identifier.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.ends.len().saturating_sub(1)
    }

    /// Whether nothing follows the identifier.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The element with this number, from 1; an empty one where the segment is shorter.
    #[must_use]
    pub fn element(&self, number: usize) -> Element<'a> {
        let (start, end) = match self.ends.get(number) {
            Some(end) if 0 < number => (self.end(number - 1) + 1, *end as usize),
            _ => (self.bytes.len(), self.bytes.len()),
        };
        Element { bytes: &self.bytes[start..end], delimiters: self.delimiters, offset: self.offset + start as u64 }
    }

    /// The elements in order.
    pub fn elements(&self) -> impl Iterator<Item = Element<'a>> + use<'a> {
        let segment = *self;
        (1..=self.len()).map(move |number| segment.element(number))
    }

    /// Where it begins in the file.
    #[must_use]
    pub const fn offset(&self) -> u64 {
        self.offset
    }

    /// Everything but its terminator.
    #[must_use]
    pub const fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// What ended it: the terminator; nothing at the end of a truncated file; the separator before binary data.
    #[must_use]
    pub const fn tail(&self) -> &'a [u8] {
        self.tail
    }

    /// The delimiters of its interchange.
    #[must_use]
    pub const fn delimiters(&self) -> Delimiters {
        self.delimiters
    }

    fn end(&self, number: usize) -> usize {
        self.ends.get(number).map_or(self.bytes.len(), |end| *end as usize)
    }
}

/// Two or three capitals and digits beginning with a capital.
pub(crate) fn is_segment_id(id: &[u8]) -> bool {
    matches!(id.len(), 2 | 3)
        && id[0].is_ascii_uppercase()
        && id.iter().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
}

/// An element, a repetition of one, or a component.
#[derive(Debug, Clone, Copy)]
pub struct Element<'a> {
    bytes: &'a [u8],
    delimiters: Delimiters,
    offset: u64,
}

impl<'a> Element<'a> {
    /// As it stands in the file.
    #[must_use]
    pub const fn as_bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// Whether nothing stands there.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    /// Where it begins in the file.
    #[must_use]
    pub const fn offset(&self) -> u64 {
        self.offset
    }

    /// Without surrounding white space; bytes that are no UTF-8 are read as Latin-1.
    #[must_use]
    pub fn text(&self) -> Cow<'a, str> {
        match core::str::from_utf8(self.bytes) {
            Ok(text) => Cow::Borrowed(text.trim()),
            Err(_) => {
                let text: String = self.bytes.iter().copied().map(char::from).collect();
                Cow::Owned(text.trim().to_owned())
            }
        }
    }

    /// Without surrounding white space, for codes and numbers; bytes that are no UTF-8 give a character that no code has.
    #[must_use]
    pub fn code(&self) -> &'a str {
        core::str::from_utf8(self.bytes.trim_ascii()).unwrap_or("\u{fffd}")
    }

    /// [`Element::text`] to keep.
    #[must_use]
    pub fn to_text(&self) -> Text {
        match self.text() {
            Cow::Borrowed(text) => Text::from(text),
            Cow::Owned(text) => Text::from(text),
        }
    }

    /// The component with this number, from 1; an empty one where there are fewer.
    #[must_use]
    pub fn component(&self, number: usize) -> Self {
        let part = match number {
            0 => None,
            _ => self.split(Some(self.delimiters.component())).nth(number - 1),
        };
        part.unwrap_or(Self { bytes: &[], delimiters: self.delimiters, offset: self.offset + self.bytes.len() as u64 })
    }

    /// The components in order; one where no separator stands.
    pub fn components(&self) -> impl Iterator<Item = Self> + use<'a> {
        self.split(Some(self.delimiters.component()))
    }

    /// The repetitions in order; one where no separator stands.
    pub fn repetitions(&self) -> impl Iterator<Item = Self> + use<'a> {
        self.split(self.delimiters.repetition())
    }

    fn split(&self, separator: Option<u8>) -> impl Iterator<Item = Self> + use<'a> {
        let (delimiters, start) = (self.delimiters, self.offset);
        let mut offset = start;
        self.bytes.split(move |byte| Some(*byte) == separator).map(move |bytes| {
            let part = Self { bytes, delimiters, offset };
            offset += bytes.len() as u64 + 1;
            part
        })
    }
}
