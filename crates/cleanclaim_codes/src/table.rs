//! One dated code set: exact look-up, prefixes, parents and children.

pub(crate) mod between;

use core::marker::PhantomData;

use jiff::civil::Date;

use crate::flags::MceFlags;
use crate::image::{Heap, Image, Rows, Table, u16_at, u32_at};
use crate::key::{Code, Key, code_of, key_of};
use crate::set::Set;

pub(crate) const KEY_BYTES: usize = 8;
/// Key, row, first span and number of spans: everything that a look-up needs before the span itself.
pub(crate) const SLOT_BYTES: usize = 16;
/// Slots that a search looks at; the builder makes the table large enough.
pub(crate) const PROBES_MAX: usize = 256;
pub(crate) const CODE_BYTES: usize = 12;
pub(crate) const SPAN_BYTES: usize = 28;
pub(crate) const REPLACEMENT_BYTES: usize = 20;
/// Stands for "no parent" and "open end".
pub(crate) const NONE: u32 = u32::MAX;
/// How many images can be put together; the rest of a [`CodeIndex`] is the row.
pub(crate) const LAYERS_MAX: usize = 255;
const ROW_BITS: u32 = 24;

/// A code's place in the loaded images: valid as long as they are, and not to be stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CodeIndex(u32);

impl CodeIndex {
    fn new(layer: usize, row: usize) -> Self {
        Self(u32::try_from(layer << ROW_BITS | row).unwrap_or(u32::MAX))
    }

    fn layer(self) -> usize {
        (self.0 >> ROW_BITS) as usize
    }

    fn row(self) -> usize {
        (self.0 & ((1 << ROW_BITS) - 1)) as usize
    }

    /// The bare number, for tables that are indexed by code.
    #[must_use]
    pub fn get(self) -> u32 {
        self.0
    }
}

/// Whether a code may stand on a claim or only heads others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CodeKind {
    /// As specific as the set gets: may be reported.
    Billable,
    /// A category or subcategory: more characters are needed.
    Header,
}

/// A code on a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry<'a, C> {
    /// The code.
    pub code: C,
    /// Its title, read when it is asked for: [`Entry::title`].
    title: Option<&'a [u8]>,
    /// Billable or header.
    pub kind: CodeKind,
    /// First day of the validity that contains the date.
    pub from: Date,
    /// Last day of that validity; `None` while it is open.
    pub to: Option<Date>,
    /// Edit flags on the date; ask [`MceFlags::are_known`] before "none" is taken for an answer.
    pub flags: MceFlags,
    /// Where the code stands.
    pub index: CodeIndex,
}

impl<'a, C> Entry<'a, C> {
    /// The title; `None` when no loaded source names the code ("title not loaded").
    #[must_use]
    pub fn title(&self) -> Option<&'a str> {
        core::str::from_utf8(self.title?).ok()
    }

    /// Whether the code may stand on a claim.
    #[must_use]
    pub fn is_billable(&self) -> bool {
        self.kind == CodeKind::Billable
    }
}

/// A code that exists, but not on the date asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OtherDates<'a, C> {
    /// The code in its last validity before the date, else in its first one after it.
    pub entry: Entry<'a, C>,
    /// First day of that validity.
    pub from: Date,
    /// Last day of that validity; `None` while it is open.
    pub to: Option<Date>,
}

/// The answer to "is this a code on that date?".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lookup<'a, C> {
    /// A code that may be reported.
    Billable(Entry<'a, C>),
    /// A category or subcategory.
    Header(Entry<'a, C>),
    /// Valid on other dates only: deleted before, or new after.
    OtherDates(OtherDates<'a, C>),
    /// Not in the edition in force. [`crate::CodeSets::extent_on`] says what that means: of a whole set, that it is no code; of an
    /// open-ended list, that it may be younger; of a partial list, that it was not checked.
    Unknown,
    /// No loaded edition covers the date: not checked.
    NoEdition,
}

impl<'a, C> Lookup<'a, C> {
    /// The entry, when the code is valid on the date.
    #[must_use]
    pub fn valid(self) -> Option<Entry<'a, C>> {
        match self {
            Self::Billable(entry) | Self::Header(entry) => Some(entry),
            Self::OtherDates(_) | Self::Unknown | Self::NoEdition => None,
        }
    }

    /// Whether the code may be reported on the date.
    #[must_use]
    pub fn is_billable(&self) -> bool {
        matches!(self, Self::Billable(_))
    }
}

pub(crate) fn day_number(on: Date) -> u32 {
    let year = u32::try_from(on.year()).unwrap_or(0);
    let (month, day) = (u32::from(on.month().unsigned_abs()), u32::from(on.day().unsigned_abs()));
    year * 10_000 + month * 100 + day
}

pub(crate) fn date_of(number: u32) -> Option<Date> {
    let year = i16::try_from(number / 10_000).ok()?;
    let month = i8::try_from(number / 100 % 100).ok()?;
    Date::new(year, month, i8::try_from(number % 100).ok()?).ok()
}

/// One image's part of a set.
#[derive(Debug, Clone)]
struct Layer<'a> {
    heap: Heap<'a>,
    keys: Rows<'a, KEY_BYTES>,
    slots: Rows<'a, SLOT_BYTES>,
    codes: Rows<'a, CODE_BYTES>,
    spans: Rows<'a, SPAN_BYTES>,
    replacements: Rows<'a, REPLACEMENT_BYTES>,
    coverage: Coverage,
}

/// What an image's editions of a set say of themselves.
#[derive(Debug, Clone, Default)]
pub(crate) struct Coverage {
    /// First and last day of the editions, joined where they touch.
    pub(crate) days: Vec<(u32, u32)>,
    /// Whether the rows carry edit flags: without, their flags are not loaded, which is not the same as none.
    pub(crate) has_flags: bool,
}

/// A dated row as it stands in the image.
#[derive(Debug, Clone, Copy)]
struct Span<'a>(&'a [u8; SPAN_BYTES]);

impl Span<'_> {
    fn number(self, at: usize) -> u32 {
        u32_at(self.0, at).unwrap_or(0)
    }
    fn from(self) -> u32 {
        self.number(0)
    }
    fn to(self) -> u32 {
        self.number(4)
    }
    fn flags(self) -> MceFlags {
        MceFlags::from_bits(self.number(16))
    }
    fn kind(self) -> CodeKind {
        if self.0[26] == 0 { CodeKind::Billable } else { CodeKind::Header }
    }
}

/// The spans of one code, oldest first.
#[derive(Debug, Clone, Copy)]
struct Spans<'a> {
    rows: Rows<'a, SPAN_BYTES>,
    first: usize,
    count: usize,
}

impl<'a> Spans<'a> {
    fn iter(self) -> impl DoubleEndedIterator<Item = Span<'a>> + use<'a> {
        (self.first..self.first.saturating_add(self.count)).filter_map(move |index| self.rows.get(index)).map(Span)
    }

    fn on(self, day: u32) -> Option<Span<'a>> {
        self.iter().find(|span| (span.from()..=span.to()).contains(&day))
    }
}

impl<'a> Layer<'a> {
    /// The layer when it holds something. One that only names replacements says nothing of which codes there are.
    fn kept(self) -> Option<Self> {
        match (self.keys.len(), self.replacements.len()) {
            (0, 0) => None,
            (0, _) => Some(Self { coverage: Coverage::default(), ..self }),
            _ => Some(self),
        }
    }

    fn covers(&self, day: u32) -> bool {
        self.covered_since(day).is_some()
    }

    /// The first day of the run of editions that a day belongs to.
    fn covered_since(&self, day: u32) -> Option<u32> {
        self.coverage.days.iter().find(|(from, to)| (*from..=*to).contains(&day)).map(|(from, _)| *from)
    }

    fn key(&self, row: usize) -> Option<Key> {
        self.keys.get(row).map(|bytes| Key(u64::from_be_bytes(*bytes)))
    }

    /// The row of a key, and its spans.
    fn find(&self, key: Key) -> Option<(usize, Spans<'a>)> {
        let mask = self.slots.len().checked_sub(1)?;
        let start = key.slot(self.slots.len().trailing_zeros());
        for probe in 0..PROBES_MAX {
            let slot = self.slots.get((start + probe) & mask)?;
            let found = Key(u64::from_be_bytes(*slot.first_chunk()?));
            if found == key {
                let spans = u32_at(slot, 12)?;
                let spans = Spans { rows: self.spans, first: (spans >> 8) as usize, count: (spans & 0xff) as usize };
                return Some((u32_at(slot, 8)? as usize, spans));
            }
            if found == Key(0) {
                return None;
            }
        }
        None
    }

    fn spans_of(&self, row: usize) -> Spans<'a> {
        let code = self.codes.get(row);
        let first = code.and_then(|code| u32_at(code, 0)).unwrap_or(0) as usize;
        let count = code.and_then(|code| u16_at(code, 4)).unwrap_or(0);
        Spans { rows: self.spans, first, count: usize::from(count) }
    }

    fn parent(&self, row: usize) -> Option<usize> {
        self.codes.get(row).and_then(|code| u32_at(code, 8)).filter(|parent| *parent != NONE).map(|row| row as usize)
    }

    fn title(&self, span: Span<'a>) -> Option<&'a [u8]> {
        self.heap.bytes(span.number(20), u16_at(span.0, 24)?)
    }

    fn entry<C: Code>(&self, code: C, index: CodeIndex, span: Span<'a>) -> Option<Entry<'a, C>> {
        let to = span.number(12);
        Some(Entry {
            code,
            title: self.title(span),
            kind: span.kind(),
            from: date_of(span.number(8))?,
            to: if to == NONE { None } else { Some(date_of(to)?) },
            flags: span.flags(),
            index,
        })
    }
}

/// A dated code set over all loaded images. When several cover a date, the last one given answers: it says whether the code is
/// valid. What its file does not carry (edit flags, some titles) comes from the images before it that cover the date, too.
#[derive(Debug, Clone)]
pub struct CodeTable<'a, C> {
    layers: Vec<Layer<'a>>,
    code: PhantomData<C>,
}

impl<'a, C: Code> CodeTable<'a, C> {
    pub(crate) fn new(set: Set, images: &[Image<'a>], coverage: impl Fn(&Image<'a>) -> Coverage) -> Self {
        let layers = images
            .iter()
            .take(LAYERS_MAX)
            .map(|image| Layer {
                heap: image.heap(),
                keys: Rows::new(image.section(Some(set), Table::Keys, 0)),
                slots: Rows::new(image.section(Some(set), Table::Slots, 0)),
                codes: Rows::new(image.section(Some(set), Table::Codes, 0)),
                spans: Rows::new(image.section(Some(set), Table::Spans, 0)),
                replacements: Rows::new(image.section(Some(set), Table::Replacements, 0)),
                coverage: coverage(image),
            })
            .filter_map(Layer::kept)
            .collect();
        Self { layers, code: PhantomData }
    }

    /// Whether no image has a code of the set.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.layers.iter().all(|layer| layer.keys.len() == 0)
    }

    /// Whether an edition for this date is loaded.
    #[must_use]
    pub fn covers(&self, on: Date) -> bool {
        let day = day_number(on);
        self.layers.iter().any(|layer| layer.covers(day))
    }

    /// The image that answers for a day.
    fn layer_on(&self, day: u32) -> Option<(usize, &Layer<'a>)> {
        self.layers.iter().enumerate().rev().find(|(_, layer)| layer.covers(day))
    }

    /// What is known of a code on a date.
    #[must_use]
    pub fn lookup(&self, code: C, on: Date) -> Lookup<'a, C> {
        let day = day_number(on);
        let Some((number, layer)) = self.layer_on(day) else { return Lookup::NoEdition };
        let key = key_of(code);
        let found = layer.find(key).and_then(|(row, spans)| Some((row, spans.on(day)?)));
        let Some((row, span)) = found else {
            return self.on_other_dates(code, number, day).map_or(Lookup::Unknown, Lookup::OtherDates);
        };
        match layer.entry(code, CodeIndex::new(number, row), span) {
            None => Lookup::Unknown,
            Some(entry) if entry.kind == CodeKind::Billable => Lookup::Billable(self.complete(entry, key, day)),
            Some(entry) => Lookup::Header(self.complete(entry, key, day)),
        }
    }

    /// Adds what the entry's own image does not carry.
    fn complete(&self, entry: Entry<'a, C>, key: Key, day: u32) -> Entry<'a, C> {
        let number = entry.index.layer();
        let has_flags = self.layers.get(number).is_some_and(|layer| layer.coverage.has_flags);
        if has_flags && entry.title.is_some() {
            return entry;
        }
        self.complete_from_older(entry, key, day, has_flags)
    }

    #[cold]
    fn complete_from_older(&self, mut entry: Entry<'a, C>, key: Key, day: u32, has_flags: bool) -> Entry<'a, C> {
        let older = self.layers.get(..entry.index.layer()).unwrap_or_default();
        let mut flags = has_flags.then_some(entry.flags);
        for layer in older.iter().rev().filter(|layer| layer.covers(day)) {
            let Some(span) = layer.find(key).and_then(|(_, spans)| spans.on(day)) else { continue };
            entry.title = entry.title.or_else(|| layer.title(span));
            // Flags of a header say nothing of a code that became billable.
            if flags.is_none() && layer.coverage.has_flags && span.kind() == entry.kind {
                flags = Some(span.flags());
            }
        }
        entry.flags = flags.unwrap_or(MceFlags::NOT_LOADED);
        entry
    }

    /// A code that the answering image does not have on the day: as it, else another image, knows it on other days.
    #[cold]
    fn on_other_dates(&self, code: C, answering: usize, day: u32) -> Option<OtherDates<'a, C>> {
        let key = key_of(code);
        let own = self.layers.get(answering)?;
        let nearest = |spans: Spans<'a>, before: u32| {
            let mut nearest: Option<Span<'a>> = None;
            for span in spans.iter() {
                if nearest.is_none() || span.from() < before {
                    nearest = Some(span);
                }
            }
            nearest
        };
        if let Some((row, spans)) = own.find(key) {
            let entry = own.entry(code, CodeIndex::new(answering, row), nearest(spans, day)?)?;
            return Some(OtherDates { entry, from: entry.from, to: entry.to });
        }
        // Where images differ on the days of the answering one, that one is right: elsewhere the code ends the day before.
        let since = own.covered_since(day)?;
        let last = date_of(since)?.yesterday().ok()?;
        let others = self.layers.iter().enumerate().rev().filter(|(number, _)| *number != answering);
        others.filter_map(|(number, layer)| layer.find(key).map(|(row, spans)| (number, layer, row, spans))).find_map(
            |(number, layer, row, spans)| {
                let span = nearest(spans, since).filter(|span| span.from() < since || day < span.from())?;
                let mut entry = layer.entry(code, CodeIndex::new(number, row), span)?;
                if entry.from <= last && entry.to.is_none_or(|to| last < to) {
                    entry.to = Some(last);
                }
                Some(OtherDates { entry, from: entry.from, to: entry.to })
            },
        )
    }

    /// The code at an index, as it stands in its last span; for titles and display, not for validity.
    #[must_use]
    pub fn entry_at(&self, index: CodeIndex) -> Option<Entry<'a, C>> {
        let layer = self.layers.get(index.layer())?;
        let span = layer.spans_of(index.row()).iter().next_back()?;
        self.entry_of(index, layer, span)
    }

    /// The code at an index on a date, when it is valid then.
    #[must_use]
    pub fn entry_on(&self, index: CodeIndex, on: Date) -> Option<Entry<'a, C>> {
        let (layer, day) = (self.layers.get(index.layer())?, day_number(on));
        let key = layer.key(index.row())?;
        let entry = layer.entry(code_of(key)?, index, layer.spans_of(index.row()).on(day)?)?;
        Some(self.complete(entry, key, day))
    }

    /// Every span of a code that differs in dates, title, kind or flags, oldest first. `from` and `to` are those of the whole
    /// validity that a span is part of.
    pub fn history(&self, index: CodeIndex) -> impl Iterator<Item = Entry<'a, C>> {
        let layer = self.layers.get(index.layer());
        layer.into_iter().flat_map(move |layer| {
            layer.spans_of(index.row()).iter().filter_map(move |span| self.entry_of(index, layer, span))
        })
    }

    fn entry_of(&self, index: CodeIndex, layer: &Layer<'a>, span: Span<'a>) -> Option<Entry<'a, C>> {
        let key = layer.key(index.row())?;
        Some(self.complete(layer.entry(code_of(key)?, index, span)?, key, span.from()))
    }

    /// All flags that the code carries on any date. Rules that outlive an edit of the Medicare Code Editor use this.
    #[must_use]
    pub fn flags_ever(&self, index: CodeIndex) -> MceFlags {
        let Some(layer) = self.layers.get(index.layer()) else { return MceFlags::NONE };
        let all = |spans: Spans<'a>| spans.iter().fold(MceFlags::NONE, |all, span| all.union(span.flags()));
        if layer.coverage.has_flags {
            return all(layer.spans_of(index.row()));
        }
        let older = self.layers.iter().take(index.layer()).rev().find(|layer| layer.coverage.has_flags);
        let found = older.zip(layer.key(index.row())).and_then(|(older, key)| older.find(key));
        found.map_or(MceFlags::NOT_LOADED, |(_, spans)| all(spans))
    }

    /// The nearest code above this one that the set knows: a header.
    #[must_use]
    pub fn parent(&self, index: CodeIndex) -> Option<CodeIndex> {
        let parent = self.layers.get(index.layer())?.parent(index.row())?;
        Some(CodeIndex::new(index.layer(), parent))
    }

    /// The codes directly below this one, in order, of any date.
    pub fn children(&self, index: CodeIndex) -> impl Iterator<Item = CodeIndex> {
        let layer = self.layers.get(index.layer());
        layer.into_iter().flat_map(move |layer| {
            let prefix = layer.key(index.row()).unwrap_or(Key(u64::MAX));
            (index.row() + 1..layer.keys.len())
                .take_while(move |row| layer.key(*row).is_some_and(|key| key.starts_with(prefix)))
                .filter(move |row| layer.parent(*row) == Some(index.row()))
                .map(move |row| CodeIndex::new(index.layer(), row))
        })
    }

    /// All codes of any date that begin with these characters (no dot, upper case), in order; of the last image that has any.
    pub fn starting_with(&self, prefix: &str) -> impl Iterator<Item = CodeIndex> {
        let prefix = Key::of(prefix);
        let found = self.layers.iter().enumerate().rev().find_map(|(number, layer)| {
            let first = layer.first_with(prefix?)?;
            Some((number, layer, first))
        });
        found.into_iter().flat_map(move |(number, layer, first)| {
            (first..layer.keys.len())
                .take_while(move |row| layer.key(*row).zip(prefix).is_some_and(|(key, prefix)| key.starts_with(prefix)))
                .map(move |row| CodeIndex::new(number, row))
        })
    }

    /// Where the code stands, in the last image that knows it, whatever the date.
    #[must_use]
    pub fn index_of(&self, code: C) -> Option<CodeIndex> {
        let key = key_of(code);
        self.layers
            .iter()
            .enumerate()
            .rev()
            .find_map(|(number, layer)| Some(CodeIndex::new(number, layer.find(key)?.0)))
    }

    /// Every code of every image, in order.
    pub fn iter(&self) -> impl Iterator<Item = CodeIndex> {
        self.layers
            .iter()
            .enumerate()
            .flat_map(|(number, layer)| (0..layer.keys.len()).map(move |row| CodeIndex::new(number, row)))
    }

    /// What replaced a deleted code, with the day from which the replacement counts, oldest first.
    pub fn replacements(&self, code: C) -> impl Iterator<Item = (C, Date)> {
        let key = key_of(code);
        // Several images may name the same replacement.
        let before = move |number: usize, found| {
            self.layers.iter().take(number).any(|layer| layer.replacements_of(key).any(|other| other == found))
        };
        let found =
            self.layers.iter().enumerate().flat_map(move |(number, layer)| {
                layer.replacements_of(key).filter(move |found| !before(number, *found))
            });
        found.filter_map(|(key, day)| Some((code_of(key)?, date_of(day)?)))
    }
}

impl Layer<'_> {
    fn first_at_least(&self, key: Key) -> usize {
        let (mut low, mut high) = (0, self.keys.len());
        while low < high {
            let middle = low + (high - low) / 2;
            if self.key(middle).is_some_and(|other| other < key) { low = middle + 1 } else { high = middle }
        }
        low
    }

    fn first_with(&self, prefix: Key) -> Option<usize> {
        let first = self.first_at_least(prefix);
        self.key(first)?.starts_with(prefix).then_some(first)
    }

    fn replacements_of(&self, key: Key) -> impl Iterator<Item = (Key, u32)> {
        let rows = self.replacements;
        let old = move |index: usize| {
            rows.get(index).and_then(|row| row.first_chunk::<8>()).map(|old| Key(u64::from_be_bytes(*old)))
        };
        let (mut low, mut high) = (0, rows.len());
        while low < high {
            let middle = low + (high - low) / 2;
            if old(middle).is_some_and(|old| old < key) { low = middle + 1 } else { high = middle }
        }
        (low..rows.len()).take_while(move |index| old(*index) == Some(key)).filter_map(move |index| {
            let row = rows.get(index)?;
            Some((Key(u64::from_be_bytes(row.get(8..16)?.try_into().ok()?)), u32_at(row, 16)?))
        })
    }
}
