//! Pairs of codes that are not paid together, read in place: one table is one edition of NCCI procedure-to-procedure edits.
//!
//! ```text
//! codes      8 bytes a code of either column, sorted; a code's number is its place
//! slots      a hash table whose size is a power of two: 8 bytes of the code or 0, its number u32, and of the pairs that it is
//!            column one of: byte of their row u32, how many u32, entries of their dictionary u32
//! rows       a column-one code: its dictionary, packed, each entry the number of a history; its column-two codes as an
//!            Elias-Fano list of numbers: the upper bits in unary; then packed, a pair, the lower bits and above them the pair's
//!            place in the dictionary, or where that is empty, the number of its history
//! terms      days u16, rationales u16, terms u32, pairs u32, bits of a history number u8, 3 bytes free; every day u32, sorted, an
//!            open end last; every rationale: offset u32, length u16; then 8 bytes a term: number of its first day u16, of its last
//!            day u16, of its rationale u16, indicator u8, flags u8
//! exceptions histories of several terms: number of them u32, one more start than that u32, then term numbers u32
//! ```
//!
//! Most pairs of one column-one code share a handful of histories (its own days, a few rationales), so a place in the code's own
//! dictionary takes as few bits as that code needs; where nearly every pair has a history of its own, a dictionary would cost more
//! than it saves. A history number below the number of terms is that term alone. An Elias-Fano list takes two bits a number more
//! than the bits by which neighbours differ (P. Elias, Efficient storage and retrieval by content and address of static files, 1974).

use core::fmt;
use core::iter;

use jiff::civil::Date;

use crate::code_sets::Edition;
use crate::image::{Heap, Image, Rows, Table, u16_at, u32_at, u64_at};
use crate::key::{AnyCode, Key, code_of};
use crate::table::{NONE, PROBES_MAX, date_of, day_number};

pub(crate) const PAIR_CODE_BYTES: usize = 8;
pub(crate) const PAIR_SLOT_BYTES: usize = 24;
pub(crate) const PAIR_TERM_BYTES: usize = 8;
pub(crate) const PAIR_RATIONALE_BYTES: usize = 6;
const DAY_BYTES: usize = 4;
pub(crate) const PAIR_HEADER_BYTES: usize = 16;
/// Two numbers of this many bits still lie within eight bytes, wherever their first bit stands.
pub(crate) const BITS_MAX: u32 = 24;
/// Behind packed numbers, so that the last one can be read by a whole word.
pub(crate) const SLACK_BYTES: usize = 8;
/// More rows of one pair than any publisher's file has.
pub(crate) const SPANS_MAX: usize = 256;
pub(crate) const BEFORE_1996: u8 = 1;

/// Whether a modifier may take an edit out of force. Source: NCCI file format, column "Modifier".
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ModifierIndicator {
    /// 0: no modifier takes the edit out of force.
    NotAllowed,
    /// 1: an NCCI PTP-associated modifier takes it out of force.
    Allowed,
    /// 9: deleted as if it had never been. Such an edit is never in force; only histories show it.
    NotApplicable,
}

impl ModifierIndicator {
    /// The publisher's digit.
    #[must_use]
    pub const fn digit(self) -> u8 {
        match self {
            Self::NotAllowed => 0,
            Self::Allowed => 1,
            Self::NotApplicable => 9,
        }
    }

    /// What the publisher's digit says.
    #[must_use]
    pub const fn from_digit(digit: u8) -> Option<Self> {
        match digit {
            0 => Some(Self::NotAllowed),
            1 => Some(Self::Allowed),
            9 => Some(Self::NotApplicable),
            _ => None,
        }
    }
}

/// An edit on a pair of codes, with the days on which it is in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PairEdit<'a> {
    /// First day in force: the effective date.
    pub from: Date,
    /// Last day in force: the deletion date itself still counts (docs/decisions/0004). `None` while there is no such date.
    pub to: Option<Date>,
    /// Whether a modifier may take it out of force.
    pub modifier: ModifierIndicator,
    /// The publisher's rationale; `None` when the file has no such column.
    pub rationale: Option<&'a str>,
    /// Whether the publisher marks the edit as older than 1996.
    pub before_1996: bool,
}

impl PairEdit<'_> {
    /// Whether the edit is in force on a day. An indicator of 9 never is.
    #[must_use]
    pub fn is_in_force(&self, on: Date) -> bool {
        self.modifier != ModifierIndicator::NotApplicable && self.from <= on && self.to.is_none_or(|to| on <= to)
    }
}

/// The answer to "may these two be paid together on that day?".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PairAnswer<'a> {
    /// The table says nothing about the day: not checked.
    NoEdition,
    /// No edit is in force on the day.
    NoEdit,
    /// Column two is not paid beside column one.
    Edit(PairEdit<'a>),
}

/// The answer for two codes whose order is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EitherAnswer<'a> {
    /// The table says nothing about the day: not checked.
    NoEdition,
    /// No edit is in force on the day, in either order.
    NoEdit,
    /// `column_two` is not paid beside `column_one`.
    Edit {
        /// The code that is paid.
        column_one: AnyCode,
        /// The code that is not, unless a modifier allows it.
        column_two: AnyCode,
        /// The edit.
        edit: PairEdit<'a>,
    },
}

/// Numbers of a fixed number of bits, back to back, lowest bit first. [`SLACK_BYTES`] follow the last one.
#[derive(Debug, Clone, Copy, Default)]
struct Packed<'a> {
    bytes: &'a [u8],
    bits: u32,
}

impl Packed<'_> {
    fn get(self, index: usize) -> Option<u64> {
        let bit = index.checked_mul(self.bits as usize)?;
        let word = u64_at(self.bytes, bit / 8)?;
        // Below 8, and the width is at most twice BITS_MAX: the number lies within the word.
        Some((word >> (bit % 8)) & ((1 << self.bits) - 1))
    }
}

/// Where the parts of a column-one code's row lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Layout {
    /// Bits of a column-two number that stand among the lower ones.
    pub(crate) low_bits: u32,
    /// Bytes of the upper ones.
    pub(crate) upper_bytes: usize,
}

impl Layout {
    /// The layout of a row of so many pairs in a table of so many codes; `None` when that is more than memory could hold.
    pub(crate) fn of(pairs: usize, codes: usize) -> Option<Self> {
        let low_bits = codes.checked_div(pairs).and_then(usize::checked_ilog2).unwrap_or(0).min(BITS_MAX);
        let upper_bits = pairs.checked_add(codes >> low_bits)?.checked_add(1)?;
        Some(Self { low_bits, upper_bytes: upper_bits.div_ceil(8) })
    }
}

/// The pairs of one column-one code.
#[derive(Debug, Clone, Copy)]
struct Row<'a> {
    pairs: usize,
    upper: &'a [u8],
    low_bits: u32,
    entries: Packed<'a>,
    /// The histories of its pairs, each once; `None` when classes are numbers of histories.
    dictionary: Option<Packed<'a>>,
}

impl Row<'_> {
    /// The number of the history of the pair with this column-two number.
    fn history_of(&self, second: u32) -> Option<u32> {
        self.history(self.find(second)?)
    }

    /// The place of a column-two number among those of the row.
    fn find(&self, second: u32) -> Option<usize> {
        let upper = second >> self.low_bits;
        let wanted = second & ((1 << self.low_bits) - 1);
        // Behind as many zeros as the upper bits count, each one is a number with these upper bits.
        let bit = self.behind_zeros(upper as usize)?;
        let first = bit.checked_sub(upper as usize)?;
        let (mut low, mut high) = (first, first.checked_add(self.ones_from(bit))?.min(self.pairs));
        let end = high;
        while low < high {
            let middle = low + (high - low) / 2;
            if self.low(middle)? < wanted { low = middle + 1 } else { high = middle }
        }
        (low < end && self.low(low)? == wanted).then_some(low)
    }

    /// The lower bits of the column-two number at a place.
    fn low(&self, place: usize) -> Option<u32> {
        let entry = self.entries.get(place)?;
        u32::try_from(entry & ((1 << self.low_bits) - 1)).ok()
    }

    /// The number of the history of the pair at a place.
    fn history(&self, place: usize) -> Option<u32> {
        let class = self.entries.get(place)? >> self.low_bits;
        let history = match self.dictionary {
            Some(dictionary) => dictionary.get(usize::try_from(class).ok()?)?,
            None => class,
        };
        u32::try_from(history).ok()
    }

    /// How many ones stand from this bit on.
    fn ones_from(&self, bit: usize) -> usize {
        let mut end = bit;
        loop {
            let known = 64 - end % 8;
            let word = word_at(self.upper, end / 8).map_or(0, |word| word >> (end % 8));
            let ones = (word.trailing_ones() as usize).min(known);
            end += ones;
            if ones < known {
                return end - bit;
            }
        }
    }

    /// The bit behind the first `zeros` zeros of the upper bits.
    fn behind_zeros(&self, zeros: usize) -> Option<usize> {
        let Some(mut left) = zeros.checked_sub(1) else { return Some(0) };
        let mut byte = 0;
        loop {
            let mut word = !word_at(self.upper, byte)?;
            let here = word.count_ones() as usize;
            if left < here {
                for _ in 0..left {
                    word &= word - 1;
                }
                return Some(byte * 8 + word.trailing_zeros() as usize + 1);
            }
            left -= here;
            byte += 8;
        }
    }

    /// Every column-two number, ascending.
    fn seconds(self) -> impl Iterator<Item = u32> {
        let mut bit = 0_usize;
        (0..self.pairs).map_while(move |place| {
            loop {
                let word = word_at(self.upper, bit / 8)? >> (bit % 8);
                // The last bits of a word that was shifted are not known yet.
                let zeros = word.trailing_zeros() as usize;
                if word != 0 && zeros < 64 - bit % 8 {
                    bit += zeros;
                    break;
                }
                bit += 64 - bit % 8;
            }
            let upper = u32::try_from(bit.checked_sub(place)?).ok()?;
            bit += 1;
            Some(upper.checked_shl(self.low_bits)? | self.low(place)?)
        })
    }
}

/// Eight bytes from here on; ones stand for those behind the end.
fn word_at(bytes: &[u8], at: usize) -> Option<u64> {
    if let Some(word) = u64_at(bytes, at) {
        return Some(word);
    }
    let rest = bytes.get(at..).filter(|rest| !rest.is_empty())?;
    let mut word = [u8::MAX; 8];
    word.get_mut(..rest.len())?.copy_from_slice(rest);
    Some(u64::from_le_bytes(word))
}

/// One edition of a set of pairs.
#[derive(Debug, Clone)]
pub struct PairTable<'a> {
    edition: Edition<'a>,
    codes: Rows<'a, PAIR_CODE_BYTES>,
    slots: Rows<'a, PAIR_SLOT_BYTES>,
    rows: &'a [u8],
    pair_count: usize,
    history_bits: u32,
    days: Rows<'a, DAY_BYTES>,
    rationales: Rows<'a, PAIR_RATIONALE_BYTES>,
    terms: Rows<'a, PAIR_TERM_BYTES>,
    exceptions: &'a [u8],
    term_count: u32,
    heap: Heap<'a>,
    size_bytes: usize,
}

impl<'a> PairTable<'a> {
    /// The table of an edition; empty when its sections cannot be read.
    pub(crate) fn new(image: &Image<'a>, ordinal: u32, edition: Edition<'a>) -> Self {
        let section = |table| image.section(Some(edition.set), table, ordinal);
        let sections = [
            section(Table::PairCodes),
            section(Table::PairSlots),
            section(Table::PairRows),
            section(Table::PairTerms),
            section(Table::PairExceptions),
        ];
        let [codes, slots, rows, terms, exceptions] = sections;
        let (header, terms) = terms.split_at_checked(PAIR_HEADER_BYTES).unwrap_or_default();
        let many = |at: usize| u16_at(header, at).map_or(0, usize::from);
        let (days, terms) = terms.split_at_checked(many(0) * DAY_BYTES).unwrap_or_default();
        let (rationales, terms) = terms.split_at_checked(many(2) * PAIR_RATIONALE_BYTES).unwrap_or_default();
        Self {
            edition,
            codes: Rows::new(codes),
            slots: Rows::new(slots),
            rows,
            pair_count: u32_at(header, 8).unwrap_or(0) as usize,
            history_bits: header.get(12).copied().map_or(0, u32::from).min(BITS_MAX),
            days: Rows::new(days),
            rationales: Rows::new(rationales),
            terms: Rows::new(terms),
            exceptions,
            term_count: u32_at(header, 4).unwrap_or(0),
            heap: image.heap(),
            size_bytes: sections.iter().map(|bytes| bytes.len()).sum(),
        }
    }

    /// The edition that these pairs are.
    #[must_use]
    pub fn edition(&self) -> &Edition<'a> {
        &self.edition
    }

    /// How many pairs there are, each counted once however many rows the publisher has for it.
    #[must_use]
    pub fn len(&self) -> usize {
        self.pair_count
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Bytes of the table in its image, without the few texts of its rationales.
    #[must_use]
    pub fn size_bytes(&self) -> usize {
        self.size_bytes
    }

    /// Whether the table says anything about a day. A publisher's file carries every edit since the program began, so an edition
    /// answers from its first effective date on, up to its own last day: what a later edition changes it cannot know.
    #[must_use]
    pub fn covers(&self, on: Date) -> bool {
        let first_day = self.days.get(0).map_or(NONE, |day| u32::from_le_bytes(*day));
        let history_from = first_day.min(day_number(self.edition.from));
        history_from <= day_number(on) && self.edition.to.is_none_or(|to| on <= to)
    }

    /// The edit in force on a day that pays column one and not column two. Of several rows in force at once the one with the
    /// latest first day answers, and of those the one that ends first. An indicator of 9 never answers.
    #[must_use]
    pub fn pair(&self, column_one: AnyCode, column_two: AnyCode, on: Date) -> PairAnswer<'a> {
        if !self.covers(on) {
            return PairAnswer::NoEdition;
        }
        self.in_force(column_one.key(), column_two.key(), on).map_or(PairAnswer::NoEdit, PairAnswer::Edit)
    }

    /// The same for two codes in any order: of edits in both orders the one with the latest first day answers, then the one that
    /// pays the code given first.
    #[must_use]
    pub fn either(&self, a: AnyCode, b: AnyCode, on: Date) -> EitherAnswer<'a> {
        if !self.covers(on) {
            return EitherAnswer::NoEdition;
        }
        let ab = self.in_force(a.key(), b.key(), on);
        let ba = self.in_force(b.key(), a.key(), on);
        match (ab, ba) {
            (Some(edit), other) if other.is_none_or(|other| other.from <= edit.from) => {
                EitherAnswer::Edit { column_one: a, column_two: b, edit }
            }
            (_, Some(edit)) => EitherAnswer::Edit { column_one: b, column_two: a, edit },
            (_, None) => EitherAnswer::NoEdit,
        }
    }

    /// Every row of a pair in this order, of all days, oldest first, tombstones included.
    pub fn history(&self, column_one: AnyCode, column_two: AnyCode) -> impl Iterator<Item = PairEdit<'a>> {
        let history = self.history_of(column_one.key(), column_two.key());
        history.into_iter().flat_map(|history| self.edits(history))
    }

    /// Every pair that has the code in column one, by column two.
    pub fn under(&self, column_one: AnyCode) -> impl Iterator<Item = Pair<'_, 'a>> {
        let found = self.row(column_one.key());
        found.into_iter().flat_map(move |row| self.pairs_of(column_one, row))
    }

    /// Every pair that has the code in column two, by column one. Looks at every column-one code: a millisecond, for display.
    pub fn against(&self, column_two: AnyCode) -> impl Iterator<Item = Pair<'_, 'a>> {
        let second = self.number(column_two.key());
        second.into_iter().flat_map(move |second| {
            (0..self.codes.len()).filter_map(move |number| {
                let column_one = self.code(number)?;
                let history = self.row(column_one.key())?.history_of(second)?;
                Some(Pair { table: self, column_one, column_two, history })
            })
        })
    }

    /// Every pair, by column one, then column two.
    pub fn iter(&self) -> impl Iterator<Item = Pair<'_, 'a>> {
        (0..self.codes.len()).filter_map(|number| self.code(number)).flat_map(|column_one| self.under(column_one))
    }

    fn pairs_of(&self, column_one: AnyCode, row: Row<'a>) -> impl Iterator<Item = Pair<'_, 'a>> {
        row.seconds().zip(0..).map_while(move |(second, place)| {
            let column_two = self.code(second as usize)?;
            Some(Pair { table: self, column_one, column_two, history: row.history(place)? })
        })
    }

    fn in_force(&self, first: Key, second: Key, on: Date) -> Option<PairEdit<'a>> {
        let history = self.history_of(first, second)?;
        let day = day_number(on);
        let mut found: Option<(u32, &[u8; PAIR_TERM_BYTES])> = None;
        self.terms_of(history).for_each(|term| {
            if let Some((from, to)) = self.days_of(term)
                && (from..=to).contains(&day)
                && term[6] != ModifierIndicator::NotApplicable.digit()
                // Terms stand by first day, then by last day: an equal first day is a later end.
                && found.is_none_or(|(latest, _)| latest < from)
            {
                found = Some((from, term));
            }
        });
        self.edit(found?.1)
    }

    fn history_of(&self, first: Key, second: Key) -> Option<u32> {
        let second = self.number(second)?;
        self.row(first)?.history_of(second)
    }

    fn slot(&self, key: Key) -> Option<&'a [u8; PAIR_SLOT_BYTES]> {
        let mask = self.slots.len().checked_sub(1)?;
        let start = key.slot(self.slots.len().trailing_zeros());
        for probe in 0..PROBES_MAX {
            let slot = self.slots.get((start + probe) & mask)?;
            let known = slot.first_chunk::<PAIR_CODE_BYTES>()?;
            if *known == key.bytes() {
                return Some(slot);
            }
            if *known == [0; PAIR_CODE_BYTES] {
                return None;
            }
        }
        None
    }

    /// The number of a code: its place among all codes.
    fn number(&self, key: Key) -> Option<u32> {
        u32_at(self.slot(key)?, PAIR_CODE_BYTES)
    }

    fn code(&self, number: usize) -> Option<AnyCode> {
        code_of(Key(u64::from_be_bytes(*self.codes.get(number)?)))
    }

    /// The pairs that a code is column one of.
    fn row(&self, column_one: Key) -> Option<Row<'a>> {
        let slot = self.slot(column_one)?;
        let (pairs, entries) = (u32_at(slot, 16)? as usize, u32_at(slot, 20)?);
        let class_bits = if entries == 0 { self.history_bits } else { bits_for(entries) };
        let layout = Layout::of(pairs, self.codes.len()).filter(|_| class_bits <= BITS_MAX)?;
        // A code is in column two at most once.
        (1..=self.codes.len()).contains(&pairs).then_some(())?;
        let row = self.rows.get(u32_at(slot, 12)? as usize..)?;
        // Both are at most 32 bits: their product fits.
        let dictionary_bytes = (u64::from(entries) * u64::from(self.history_bits)).div_ceil(8);
        let (_, lists) = row.split_at_checked(usize::try_from(dictionary_bytes).ok()?)?;
        let (upper, packed) = lists.split_at_checked(layout.upper_bytes)?;
        Some(Row {
            pairs,
            upper,
            low_bits: layout.low_bits,
            entries: Packed { bytes: packed, bits: layout.low_bits + class_bits },
            dictionary: (0 < entries).then_some(Packed { bytes: row, bits: self.history_bits }),
        })
    }

    fn terms_of(&self, history: u32) -> impl Iterator<Item = &'a [u8; PAIR_TERM_BYTES]> {
        let alone = (history < self.term_count).then_some(history);
        let several = self.several(history);
        let (exceptions, terms) = (self.exceptions, self.terms);
        let listed = several.into_iter().flatten().take(SPANS_MAX).map_while(move |at| u32_at(exceptions, at));
        alone.into_iter().chain(listed).filter_map(move |term| terms.get(term as usize))
    }

    /// Where the term numbers of a history of several terms stand.
    fn several(&self, history: u32) -> Option<iter::StepBy<core::ops::Range<usize>>> {
        let index = history.checked_sub(self.term_count)? as usize;
        let count = u32_at(self.exceptions, 0)? as usize;
        (index < count).then_some(())?;
        let start = |index: usize| Some(u32_at(self.exceptions, 4 + index.checked_mul(4)?)? as usize);
        let (first, end) = (start(index)?, start(index + 1)?);
        let at = |term: usize| term.checked_add(count)?.checked_add(2)?.checked_mul(4);
        Some((at(first)?..at(end)?).step_by(4))
    }

    fn edits(&self, history: u32) -> impl Iterator<Item = PairEdit<'a>> {
        self.terms_of(history).filter_map(|term| self.edit(term))
    }

    fn days_of(&self, term: &[u8; PAIR_TERM_BYTES]) -> Option<(u32, u32)> {
        let day = |at| Some(u32::from_le_bytes(*self.days.get(usize::from(u16_at(term, at)?))?));
        day(0).zip(day(2))
    }

    fn edit(&self, term: &[u8; PAIR_TERM_BYTES]) -> Option<PairEdit<'a>> {
        let (from, to) = self.days_of(term)?;
        let rationale = u16_at(term, 4).and_then(|number| self.rationales.get(usize::from(number)));
        Some(PairEdit {
            from: date_of(from)?,
            to: if to == NONE { None } else { Some(date_of(to)?) },
            rationale: rationale.and_then(|place| self.heap.text(u32_at(place, 0)?, u16_at(place, 4)?)),
            modifier: ModifierIndicator::from_digit(term[6])?,
            before_1996: term[7] & BEFORE_1996 != 0,
        })
    }
}

/// How many bits tell this many things apart.
pub(crate) fn bits_for(things: u32) -> u32 {
    u32::BITS - things.saturating_sub(1).leading_zeros()
}

/// A pair of codes, for display.
#[derive(Clone, Copy)]
pub struct Pair<'t, 'a> {
    table: &'t PairTable<'a>,
    /// The code that is paid.
    pub column_one: AnyCode,
    /// The code that is not paid beside it.
    pub column_two: AnyCode,
    history: u32,
}

impl<'a> Pair<'_, 'a> {
    /// Every row of the pair, of all days, oldest first, tombstones included.
    pub fn edits(&self) -> impl Iterator<Item = PairEdit<'a>> {
        self.table.edits(self.history)
    }
}

impl fmt::Debug for Pair<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{} ", self.column_one, self.column_two)?;
        f.debug_list().entries(self.edits()).finish()
    }
}
