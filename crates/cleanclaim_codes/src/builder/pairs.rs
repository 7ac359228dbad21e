//! Writes tables of pairs.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};
use std::hash::Hash;

use jiff::civil::Date;

use crate::builder::head::Head;
use crate::builder::{BuildError, Placed, Section, Strings, key_text, slots};
use crate::image::Table;
use crate::key::{Key, is_code_byte};
use crate::pairs::{
    BEFORE_1996, BITS_MAX, Layout, ModifierIndicator, PAIR_SLOT_BYTES, SLACK_BYTES, SPANS_MAX, bits_for,
};
use crate::set::Set;
use crate::table::{NONE, day_number};

/// Codes of one table of pairs: two numbers of this many bits and a term share eight bytes.
const CODE_BITS: u32 = 20;
const TERM_BITS: u32 = 64 - 2 * CODE_BITS;

/// One row of a publisher's table of pairs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PairRow<'t> {
    /// The code that is paid.
    pub column_one: &'t str,
    /// The code that is not paid beside it.
    pub column_two: &'t str,
    /// First day in force.
    pub from: Date,
    /// Last day in force; `None` for an open end.
    pub to: Option<Date>,
    /// Whether a modifier may take the edit out of force.
    pub modifier: ModifierIndicator,
    /// Why, in the publisher's words; empty when not given.
    pub rationale: &'t str,
    /// Whether the edit is marked as older than 1996.
    pub before_1996: bool,
}

/// What a row says besides its codes: first day, last day, indicator, flags, number of the rationale.
type Term = (u32, u32, u8, u8, Option<u32>);

/// One edition of a set of pairs, being written. Keeps eight bytes a row.
#[derive(Debug)]
pub struct PairsBuilder {
    head: Head,
    codes: HashMap<Key, u32>,
    terms: HashMap<Term, u32>,
    rationales: Strings,
    /// Column one, column two, term, by the numbers in which they were met.
    rows: Vec<u64>,
}

impl PairsBuilder {
    pub(super) fn new(set: Set, edition: &str) -> Self {
        Self {
            head: Head::new(set, edition),
            codes: HashMap::new(),
            terms: HashMap::new(),
            rationales: Strings::default(),
            rows: Vec::new(),
        }
    }

    /// Adds a row. Rows may come in any order; a row that is there already changes nothing.
    pub fn row(&mut self, row: PairRow<'_>) -> &mut Self {
        // A tombstone was never in force, whatever its days.
        if row.modifier != ModifierIndicator::NotApplicable && row.to.is_some_and(|to| to < row.from) {
            let code = format!("{} with {}", row.column_one, row.column_two);
            return self.fail(BuildError::Dates { set: self.head.set, code, from: row.from });
        }
        let Some(first) = self.code(row.column_one) else { return self };
        let Some(second) = self.code(row.column_two) else { return self };
        let rationale = (!row.rationale.is_empty()).then(|| self.rationales.number(row.rationale));
        let flags = if row.before_1996 { BEFORE_1996 } else { 0 };
        let term = (day_number(row.from), row.to.map_or(NONE, day_number), row.modifier.digit(), flags, rationale);
        let Some(term) = number_of(&mut self.terms, term, TERM_BITS.min(BITS_MAX - 1)) else {
            return self.fail(BuildError::TooLarge { what: "kinds of edits of one table of pairs" });
        };
        self.rows.push(pack(first, second, term));
        self
    }

    fn code(&mut self, text: &str) -> Option<u32> {
        let valid = (1..=8).contains(&text.len()) && text.bytes().all(is_code_byte);
        let Some(key) = Key::of(text).filter(|_| valid) else {
            self.fail(BuildError::Code { set: self.head.set, text: text.to_owned() });
            return None;
        };
        let number = number_of(&mut self.codes, key, CODE_BITS);
        if number.is_none() {
            self.fail(BuildError::TooLarge { what: "codes of one table of pairs" });
        }
        number
    }

    /// How many rows there are so far.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    fn fail(&mut self, problem: BuildError) -> &mut Self {
        self.head.fail(problem);
        self
    }

    pub(super) fn edition(&self) -> (Set, &str) {
        self.head.edition()
    }

    pub(super) fn intern(&self, strings: &mut Strings) {
        self.rationales.intern(strings);
    }

    /// Writes the table. Gives the number of rows.
    pub(super) fn write(
        &mut self,
        ordinal: u32,
        strings: &mut Strings,
        placed: &Placed,
        sections: &mut Vec<Section>,
    ) -> Result<u32, BuildError> {
        self.head.sound()?;
        let codes = ranked(&mut self.codes);
        // By days first: the rows of a pair then stand oldest first.
        let terms = ranked(&mut self.terms);
        for row in &mut self.rows {
            let (first, second, term) = unpack(*row);
            *row = pack(codes.rank(first), codes.rank(second), terms.rank(term));
        }
        self.rows.sort_unstable();
        self.rows.dedup();
        let histories = Histories::of(&self.rows, terms.sorted.len(), |first, second| {
            let code = |number: u32| codes.sorted.get(number as usize).map_or_else(String::new, |key| key_text(*key));
            BuildError::Spans { set: self.head.set, column_one: code(first), column_two: code(second) }
        })?;
        let written = write_pairs(&self.rows, &codes.sorted, &histories)?;
        let mut keys = Vec::with_capacity(codes.sorted.len() * 8);
        codes.sorted.iter().for_each(|key| keys.extend(key.bytes()));
        let rationales = self.rationales.places(strings, placed);
        let terms = write_terms(&terms.sorted, &rationales, &written)?;
        let set = Some(self.head.set);
        sections.push((set, Table::PairCodes, ordinal, keys));
        sections.push((set, Table::PairSlots, ordinal, slots(&written.slots)?));
        sections.push((set, Table::PairRows, ordinal, written.rows));
        sections.push((set, Table::PairTerms, ordinal, terms));
        sections.push((set, Table::PairExceptions, ordinal, histories.to_bytes()?));
        count(self.rows.len(), "rows")
    }
}

/// The number under which a thing was first met; `None` when that many bits hold no more numbers.
fn number_of<T: Eq + Hash>(numbers: &mut HashMap<T, u32>, thing: T, bits: u32) -> Option<u32> {
    let next = u32::try_from(numbers.len()).ok().filter(|number| *number < 1 << bits);
    match numbers.entry(thing) {
        Entry::Occupied(entry) => Some(*entry.get()),
        Entry::Vacant(entry) => next.map(|next| *entry.insert(next)),
    }
}

fn count(number: usize, what: &'static str) -> Result<u32, BuildError> {
    u32::try_from(number).map_err(|_| BuildError::TooLarge { what })
}

const fn pack(first: u32, second: u32, term: u32) -> u64 {
    (first as u64) << (CODE_BITS + TERM_BITS) | (second as u64) << TERM_BITS | term as u64
}

/// Column one, column two, term.
const fn unpack(row: u64) -> (u32, u32, u32) {
    let code = (1 << CODE_BITS) - 1;
    let (first, second) = (row >> (CODE_BITS + TERM_BITS), (row >> TERM_BITS) & code);
    (first as u32, second as u32, (row & ((1 << TERM_BITS) - 1)) as u32)
}

/// Things in their order, and the place of each by the number under which it was met.
struct Ranked<T> {
    sorted: Vec<T>,
    ranks: Vec<u32>,
}

impl<T> Ranked<T> {
    fn rank(&self, met: u32) -> u32 {
        self.ranks.get(met as usize).copied().unwrap_or(0)
    }
}

fn ranked<T: Ord>(numbers: &mut HashMap<T, u32>) -> Ranked<T> {
    let mut sorted: Vec<(T, u32)> = numbers.drain().collect();
    sorted.sort_unstable();
    let mut ranks = vec![0; sorted.len()];
    for ((_, met), rank) in sorted.iter().zip(0..) {
        if let Some(place) = ranks.get_mut(*met as usize) {
            *place = rank;
        }
    }
    Ranked { sorted: sorted.into_iter().map(|(thing, _)| thing).collect(), ranks }
}

fn write_terms(terms: &[Term], rationales: &[(u32, u16)], written: &Written) -> Result<Vec<u8>, BuildError> {
    let short = |number: usize, what| u16::try_from(number).map_err(|_| BuildError::TooLarge { what });
    let mut days: Vec<u32> = terms.iter().flat_map(|(from, to, ..)| [*from, *to]).collect();
    days.sort_unstable();
    days.dedup();
    let mut out = Vec::new();
    out.extend(short(days.len(), "days of a table of pairs")?.to_le_bytes());
    out.extend(short(rationales.len(), "rationales of a table of pairs")?.to_le_bytes());
    out.extend(count(terms.len(), "kinds of edits")?.to_le_bytes());
    out.extend(count(written.pairs, "pairs")?.to_le_bytes());
    out.extend(written.history_bits.to_le_bytes().first());
    out.extend([0, 0, 0]);
    days.iter().for_each(|day| out.extend(day.to_le_bytes()));
    for (offset, length) in rationales {
        out.extend(offset.to_le_bytes());
        out.extend(length.to_le_bytes());
    }
    for (from, to, indicator, flags, rationale) in terms {
        for day in [from, to] {
            out.extend(short(days.partition_point(|other| other < day), "days of a table of pairs")?.to_le_bytes());
        }
        // No rationale is a number that the table does not have.
        let rationale = rationale.map_or(Ok(u16::MAX), |number| short(number as usize, "rationales"))?;
        out.extend(rationale.to_le_bytes());
        out.extend([*indicator, *flags]);
    }
    Ok(out)
}

/// The rows of one pair after another.
fn pairs(rows: &[u64]) -> impl Iterator<Item = &[u64]> {
    rows.chunk_by(|a, b| a >> TERM_BITS == b >> TERM_BITS)
}

/// What pairs say on all their days: a term alone by the term's number, several by numbers after those.
struct Histories {
    terms: usize,
    several: BTreeMap<Vec<u32>, u32>,
}

impl Histories {
    fn of(rows: &[u64], terms: usize, too_many: impl Fn(u32, u32) -> BuildError) -> Result<Self, BuildError> {
        let mut several: BTreeMap<Vec<u32>, u32> = BTreeMap::new();
        for pair in pairs(rows).filter(|pair| 1 < pair.len()) {
            if SPANS_MAX < pair.len() {
                let (first, second, _) = unpack(pair[0]);
                return Err(too_many(first, second));
            }
            several.entry(terms_of(pair)).or_default();
        }
        for (number, index) in several.values_mut().zip(terms..) {
            *number = count(index, "histories of pairs")?;
        }
        Ok(Self { terms, several })
    }

    fn len(&self) -> usize {
        self.terms + self.several.len()
    }

    fn number(&self, pair: &[u64]) -> u32 {
        match pair {
            [row] => unpack(*row).2,
            _ => self.several.get(&terms_of(pair)).copied().unwrap_or(0),
        }
    }

    fn to_bytes(&self) -> Result<Vec<u8>, BuildError> {
        let mut out = count(self.several.len(), "histories of pairs")?.to_le_bytes().to_vec();
        let mut start = 0;
        for terms in self.several.keys() {
            out.extend(count(start, "histories of pairs")?.to_le_bytes());
            start += terms.len();
        }
        out.extend(count(start, "histories of pairs")?.to_le_bytes());
        self.several.keys().flatten().for_each(|term| out.extend(term.to_le_bytes()));
        Ok(out)
    }
}

fn terms_of(pair: &[u64]) -> Vec<u32> {
    pair.iter().map(|row| unpack(*row).2).collect()
}

/// Numbers of few bits, back to back, lowest bit first.
#[derive(Default)]
struct BitWriter {
    bytes: Vec<u8>,
    pending: u64,
    pending_bits: u32,
}

impl BitWriter {
    fn put(&mut self, number: u32, bits: u32) {
        self.pending |= u64::from(number) << self.pending_bits;
        self.pending_bits += bits;
        while 8 <= self.pending_bits {
            self.byte();
        }
    }

    fn byte(&mut self) {
        self.bytes.extend(self.pending.to_le_bytes().first());
        self.pending >>= 8;
        self.pending_bits = self.pending_bits.saturating_sub(8);
    }

    /// Goes on at the next whole byte.
    fn align(&mut self) {
        if 0 < self.pending_bits {
            self.byte();
        }
    }

    fn finish(mut self) -> Vec<u8> {
        self.align();
        self.bytes.extend([0; SLACK_BYTES]);
        self.bytes
    }
}

/// The histories of one column-one code's pairs, each once; nothing when that would cost more than it saves.
fn dictionary_of(histories: &[u32], history_bits: u32) -> Vec<u32> {
    let mut dictionary = histories.to_vec();
    dictionary.sort_unstable();
    dictionary.dedup();
    let class_bits = u32::try_from(dictionary.len()).map_or(history_bits, bits_for) as usize;
    let history_bits = history_bits as usize;
    let cost = dictionary.len() * history_bits + histories.len() * class_bits;
    if histories.len() * history_bits < cost { Vec::new() } else { dictionary }
}

struct Written {
    slots: Vec<[u8; PAIR_SLOT_BYTES]>,
    pairs: usize,
    rows: Vec<u8>,
    history_bits: u32,
}

fn write_pairs(rows: &[u64], codes: &[Key], histories: &Histories) -> Result<Written, BuildError> {
    let history_bits = bits_for(count(histories.len(), "histories of pairs")?).max(1);
    if BITS_MAX < history_bits {
        return Err(BuildError::TooLarge { what: "histories of pairs" });
    }
    let mut out = BitWriter::default();
    let mut slots = Vec::with_capacity(codes.len());
    let mut pair_count = 0;
    let mut by_first = rows.chunk_by(|a, b| unpack(*a).0 == unpack(*b).0).peekable();
    for (key, number) in codes.iter().zip(0_u32..) {
        let row = by_first.next_if(|row| unpack(row[0]).0 == number).unwrap_or_default();
        let of_row: Vec<u32> = pairs(row).map(|pair| histories.number(pair)).collect();
        let dictionary = dictionary_of(&of_row, history_bits);
        let mut slot = [0; PAIR_SLOT_BYTES];
        slot[..8].copy_from_slice(&key.bytes());
        let numbers = [number as usize, out.bytes.len(), of_row.len(), dictionary.len()];
        for (place, number) in slot[8..].chunks_exact_mut(4).zip(numbers) {
            place.copy_from_slice(&count(number, "pairs")?.to_le_bytes());
        }
        slots.push(slot);
        if row.is_empty() {
            continue;
        }
        dictionary.iter().for_each(|history| out.put(*history, history_bits));
        out.align();
        let entries = count(dictionary.len(), "histories of pairs")?;
        let class_bits = if entries == 0 { history_bits } else { bits_for(entries) };
        let layout = Layout::of(of_row.len(), codes.len()).ok_or(BuildError::TooLarge { what: "pairs" })?;
        out.bytes.append(&mut upper_bits(row, layout));
        for (pair, history) in pairs(row).zip(&of_row) {
            let class = dictionary.binary_search(history).ok().and_then(|class| u32::try_from(class).ok());
            out.put(unpack(pair[0]).1 & ((1 << layout.low_bits) - 1), layout.low_bits);
            out.put(class.unwrap_or(*history), class_bits);
        }
        out.align();
        pair_count += of_row.len();
    }
    Ok(Written { slots, pairs: pair_count, rows: out.finish(), history_bits })
}

/// The upper bits of the column-two numbers of a row, in unary: before each number as many zeros as its upper bits grow by.
fn upper_bits(row: &[u64], layout: Layout) -> Vec<u8> {
    let mut upper = vec![0_u8; layout.upper_bytes];
    for (pair, place) in pairs(row).zip(0..) {
        let bit = (unpack(pair[0]).1 >> layout.low_bits) as usize + place;
        if let Some(byte) = upper.get_mut(bit / 8) {
            *byte |= 1 << (bit % 8);
        }
    }
    upper
}
