//! The inverted index of one image, read in place.
//!
//! ```text
//! vocabulary  20 bytes a word, sorted by stem: text u32, stem length u8, display length u8, flags u16, letters u32,
//!             postings of codes u32, postings of phrases u32
//! word texts  stems, display forms and synonyms, back to back
//! postings    a list: count, then the first number and the differences, each LEB128
//! groups      20 bytes a set: set u16, own keys u16, first document u32, documents u32, first own key u32, spare u32
//! documents   2 bytes a code: length of its title in half words u8, tier (2 bits) and billable (1 bit) u8
//! phrases     16 bytes: document u32, end of what it heads u32, text offset u32, text length u16, kind u8, half words u8
//! synonyms    12 bytes, sorted by key: key u32, meaning u32, key length u16, meaning length u16
//! keys        8 bytes a code of a group that has no table of codes in this image
//! ```
//!
//! A document is a code; the documents of a set are the rows of its table of codes, in order. A phrase belongs to a document and
//! to all that it heads.

use crate::image::{Heap, Image, Rows, Table, u16_at, u32_at};
use crate::key::Key;
use crate::set::Set;

pub(crate) const WORD_BYTES: usize = 20;
pub(crate) const GROUP_BYTES: usize = 20;
pub(crate) const DOCUMENT_BYTES: usize = 2;
pub(crate) const PHRASE_BYTES: usize = 16;
pub(crate) const SYNONYM_BYTES: usize = 12;
pub(crate) const KEY_BYTES: usize = 8;
/// The bits of a document's second byte.
pub(crate) const TIER_MASK: u8 = 3;
pub(crate) const BILLABLE: u8 = 4;

/// What a phrase is to its code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum PhraseKind {
    /// An inclusion term.
    Inclusion,
    /// What a category includes.
    Includes,
    /// An entry of an alphabetic index.
    Index,
}

impl PhraseKind {
    pub(crate) const fn id(self) -> u8 {
        match self {
            Self::Inclusion => 0,
            Self::Includes => 1,
            Self::Index => 2,
        }
    }

    pub(crate) const fn from_id(id: u8) -> Option<Self> {
        match id {
            0 => Some(Self::Inclusion),
            1 => Some(Self::Includes),
            2 => Some(Self::Index),
            _ => None,
        }
    }
}

/// The words of one image.
#[derive(Debug, Clone)]
pub(crate) struct Index<'a> {
    heap: Heap<'a>,
    words: Rows<'a, WORD_BYTES>,
    texts: &'a [u8],
    postings: &'a [u8],
    pub(crate) groups: Vec<Group<'a>>,
    documents: Rows<'a, DOCUMENT_BYTES>,
    phrases: Rows<'a, PHRASE_BYTES>,
    synonyms: Rows<'a, SYNONYM_BYTES>,
}

/// The documents of one set.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Group<'a> {
    pub(crate) set: Set,
    pub(crate) first: u32,
    pub(crate) count: u32,
    keys: Rows<'a, KEY_BYTES>,
    first_key: usize,
}

impl Group<'_> {
    pub(crate) fn end(&self) -> u32 {
        self.first.saturating_add(self.count)
    }

    /// The code of a document of this group.
    pub(crate) fn key(&self, document: u32) -> Option<Key> {
        let at = self.first_key.checked_add(document.checked_sub(self.first)? as usize)?;
        self.keys.get(at).map(|bytes| Key(u64::from_be_bytes(*bytes)))
    }

    /// The documents whose codes lie between these two, both and all that begins with the last one included.
    pub(crate) fn between(&self, first: Key, last: Key) -> core::ops::Range<u32> {
        let at_least = |bound: Key| {
            let (mut low, mut high) = (self.first, self.end());
            while low < high {
                let middle = low + (high - low) / 2;
                if self.key(middle).is_some_and(|key| key < bound) { low = middle + 1 } else { high = middle }
            }
            low
        };
        let end = last.end_of_prefix().0.checked_add(1).map_or(self.end(), |after| at_least(Key(after)));
        at_least(first)..end
    }
}

/// What is known of a document without reading its title.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Document {
    /// Half words of the title that say something.
    pub(crate) length: u8,
    /// 1 to 3 for the codes that practices use most, 0 for the others.
    pub(crate) tier: u8,
    /// Whether the code is billable on its last day.
    pub(crate) billable: bool,
}

impl<'a> Index<'a> {
    /// The index of an image; `None` when it has none.
    pub(crate) fn new(image: &Image<'a>) -> Option<Self> {
        let section = |table| image.section(Some(Set::SearchWords), table, 0);
        let own_keys = Rows::new(section(Table::SearchKeys));
        let documents = Rows::new(section(Table::SearchDocuments));
        let rows = Rows::<GROUP_BYTES>::new(section(Table::SearchGroups));
        let groups = (0..rows.len().min(Set::ALL.len()))
            .filter_map(|index| {
                let row = rows.get(index)?;
                let set = Set::from_id(u16_at(row, 0)?)?;
                let is_own = u16_at(row, 2)? != 0;
                let keys = if is_own { own_keys } else { Rows::new(image.section(Some(set), Table::Keys, 0)) };
                let first_key = if is_own { u32_at(row, 12)? as usize } else { 0 };
                let group = Group { set, first: u32_at(row, 4)?, count: u32_at(row, 8)?, keys, first_key };
                (group.end() as usize <= documents.len()).then_some(group)
            })
            .collect();
        let index = Self {
            heap: image.heap(),
            words: Rows::new(section(Table::Vocabulary)),
            texts: section(Table::WordTexts),
            postings: section(Table::Postings),
            groups,
            documents,
            phrases: Rows::new(section(Table::Phrases)),
            synonyms: Rows::new(section(Table::Synonyms)),
        };
        (0 < index.words.len()).then_some(index)
    }

    pub(crate) fn document_count(&self) -> usize {
        self.documents.len()
    }

    pub(crate) fn phrase_count(&self) -> usize {
        self.phrases.len()
    }

    pub(crate) fn word_count(&self) -> usize {
        self.words.len()
    }

    pub(crate) fn document(&self, number: u32) -> Option<Document> {
        let [length, bits] = *self.documents.get(number as usize)?;
        Some(Document { length, tier: bits & TIER_MASK, billable: bits & BILLABLE != 0 })
    }

    /// Half words of a phrase that say something.
    pub(crate) fn phrase_length(&self, number: u32) -> u8 {
        self.phrases.get(number as usize).map_or(0, |row| row[15])
    }

    /// The document of a phrase, one past the last document that it heads, and what it is to them.
    pub(crate) fn phrase_place(&self, number: u32) -> Option<(u32, u32, PhraseKind)> {
        let row = self.phrases.get(number as usize)?;
        Some((u32_at(row, 0)?, u32_at(row, 4)?, PhraseKind::from_id(row[14])?))
    }

    /// The text of a phrase.
    pub(crate) fn phrase_text(&self, number: u32) -> Option<&'a str> {
        let row = self.phrases.get(number as usize)?;
        self.heap.text(u32_at(row, 8)?, u16_at(row, 12)?)
    }

    /// The group that a document belongs to.
    pub(crate) fn group_of(&self, document: u32) -> Option<&Group<'a>> {
        self.groups.iter().find(|group| (group.first..group.end()).contains(&document))
    }

    /// The stem of a word, as bytes: compared more often than read.
    pub(crate) fn stem(&self, word: u32) -> &'a [u8] {
        let row = self.words.get(word as usize);
        let range = row.and_then(|row| {
            let start = u32_at(row, 0)? as usize;
            Some(start..start.checked_add(usize::from(row[4]))?)
        });
        range.and_then(|range| self.texts.get(range)).unwrap_or_default()
    }

    /// A word as people write it.
    pub(crate) fn display(&self, word: u32) -> &'a str {
        let row = self.words.get(word as usize);
        let range = row.and_then(|row| {
            let start = u32_at(row, 0)? as usize;
            let stem_end = start.checked_add(usize::from(row[4]))?;
            let display_end = stem_end.checked_add(usize::from(row[5]))?;
            Some(if row[5] == 0 { start..stem_end } else { stem_end..display_end })
        });
        range.and_then(|range| core::str::from_utf8(self.texts.get(range)?).ok()).unwrap_or_default()
    }

    /// The letters and the length of a word's display form: enough to rule most words out as its misspelling.
    pub(crate) fn shape(&self, word: u32) -> Option<(u32, usize)> {
        let row = self.words.get(word as usize)?;
        Some((u32_at(row, 8)?, usize::from(if row[5] == 0 { row[4] } else { row[5] })))
    }

    /// The word with this stem.
    pub(crate) fn word(&self, stem: &str) -> Option<u32> {
        let at = self.first_at_least(stem.as_bytes());
        (self.stem(at) == stem.as_bytes()).then_some(at)
    }

    /// The words whose stem begins so.
    pub(crate) fn words_with(&self, prefix: &str) -> core::ops::Range<u32> {
        let first = self.first_at_least(prefix.as_bytes());
        let mut end = prefix.as_bytes().to_vec();
        // The stems after all that begin so; 0xff stands in no text.
        end.push(0xff);
        first..self.first_at_least(&end).max(first)
    }

    fn first_at_least(&self, stem: &[u8]) -> u32 {
        let (mut low, mut high) = (0, u32::try_from(self.words.len()).unwrap_or(u32::MAX));
        while low < high {
            let middle = low + (high - low) / 2;
            if self.stem(middle) < stem { low = middle + 1 } else { high = middle }
        }
        low
    }

    /// The codes whose title has the word.
    pub(crate) fn codes_with(&self, word: u32) -> Postings<'a> {
        self.list(word, 12)
    }

    /// The phrases that have the word.
    pub(crate) fn phrases_with(&self, word: u32) -> Postings<'a> {
        self.list(word, 16)
    }

    fn list(&self, word: u32, at: usize) -> Postings<'a> {
        let start = self.words.get(word as usize).and_then(|row| u32_at(row, at));
        let bytes = start.and_then(|start| self.postings.get(start as usize..)).unwrap_or_default();
        Postings::new(bytes)
    }

    /// What a term of the glossary means, by the stems of its words, sorted and joined by a blank; or by the beginning of them.
    pub(crate) fn meanings(&self, key: &str, whole: bool) -> impl Iterator<Item = (&'a str, &'a str)> {
        let (mut low, mut high) = (0, self.synonyms.len());
        while low < high {
            let middle = low + (high - low) / 2;
            let below = self.synonym(middle).is_some_and(|(found, _)| found < key);
            if below { low = middle + 1 } else { high = middle }
        }
        let key = key.to_owned();
        (low..self.synonyms.len())
            .map_while(|index| self.synonym(index))
            .take_while(move |(found, _)| if whole { *found == key } else { found.starts_with(&key) })
    }

    fn synonym(&self, index: usize) -> Option<(&'a str, &'a str)> {
        let row = self.synonyms.get(index)?;
        let text = |at: usize, length: usize| {
            let start = u32_at(row, at)? as usize;
            let end = start.checked_add(usize::from(u16_at(row, length)?))?;
            core::str::from_utf8(self.texts.get(start..end)?).ok()
        };
        Some((text(0, 8)?, text(4, 10)?))
    }
}

/// Rising numbers, read as they are asked for. A damaged list ends early.
#[derive(Debug, Clone)]
pub(crate) struct Postings<'a> {
    rest: &'a [u8],
    left: u32,
    last: u32,
}

impl<'a> Postings<'a> {
    fn new(bytes: &'a [u8]) -> Self {
        let mut list = Self { rest: bytes, left: 0, last: 0 };
        list.left = list.varint().unwrap_or(0);
        list
    }

    /// How many numbers the list says it has left.
    pub(crate) fn len(&self) -> u32 {
        self.left
    }

    #[inline]
    fn varint(&mut self) -> Option<u32> {
        let (first, rest) = self.rest.split_first()?;
        self.rest = rest;
        if *first < 0x80 {
            return Some(u32::from(*first));
        }
        let mut value = u32::from(*first & 0x7f);
        for shift in [7, 14, 21, 28] {
            let (byte, rest) = self.rest.split_first()?;
            self.rest = rest;
            value |= u32::from(*byte & 0x7f).checked_shl(shift)?;
            if *byte < 0x80 {
                return Some(value);
            }
        }
        None
    }
}

impl Iterator for Postings<'_> {
    type Item = u32;

    #[inline]
    fn next(&mut self) -> Option<u32> {
        self.left = self.left.checked_sub(1)?;
        let step = self.varint()?;
        self.last = self.last.checked_add(step)?;
        Some(self.last)
    }
}
