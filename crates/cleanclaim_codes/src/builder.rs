//! Writes images: for the build of the shipped one, for imports, and for tests with a handful of codes.

mod axes;
mod error;
mod head;
mod pairs;
mod records;
mod strings;
mod tabular;
mod terms;
mod words;

use std::collections::BTreeMap;

use jiff::civil::{Date, date};
use sha2::{Digest, Sha256};

use crate::code_sets::{CARRIES_FLAGS, Extent};
use crate::flags::MceFlags;
use crate::image::{DIRECTORY_ROW_BYTES, FORMAT_VERSION, HEADER_BYTES, MAGIC, TRAILER_BYTES, Table};
use crate::key::{Key, is_code_byte};
use crate::records::ColumnKind;
use crate::search::index::PhraseKind;
use crate::set::Holds;
use crate::set::Set;
use crate::table::{CodeKind, NONE, PROBES_MAX, SLOT_BYTES, day_number};

pub use axes::{AxesBuilder, NewAxis, NewAxisValue};
pub use error::BuildError;
pub use pairs::{PairRow, PairsBuilder};
pub use records::{Cell, RECORD_KEY_BYTES_MAX, RecordsBuilder};
pub(crate) use strings::{Placed, Strings};
pub use tabular::TabularBuilder;
use terms::TermPhrase;
pub use terms::{TermHandle, TermsBuilder};
use words::OtherPhrase;

/// How far a hash table may grow before its keys are called hostile.
const SLOTS_PER_KEY_MAX: usize = 64;

/// One dated row of a code.
#[derive(Debug, Clone, Copy)]
pub struct Row<'t> {
    /// The code, upper case, no dot.
    pub code: &'t str,
    /// First day.
    pub from: Date,
    /// Last day; `None` for an open end.
    pub to: Option<Date>,
    /// Billable or header.
    pub kind: CodeKind,
    /// Edit flags on these days.
    pub flags: MceFlags,
    /// Title on these days, if known.
    pub title: Option<&'t str>,
}

#[derive(Debug, Clone)]
struct Span {
    from: Date,
    to: Option<Date>,
    kind: CodeKind,
    flags: MceFlags,
    title: Option<u32>,
}

#[derive(Debug, Default)]
struct SetRows {
    codes: BTreeMap<Key, Vec<Span>>,
    replacements: BTreeMap<(Key, u32, Key), ()>,
}

impl SetRows {
    fn has_flags(&self) -> bool {
        self.codes.values().flatten().any(|span| !span.flags.is_empty())
    }
}

#[derive(Debug)]
struct EditionRow {
    set: Set,
    edition: u32,
    from: Date,
    to: Option<Date>,
    source: u32,
    licence: u32,
    extent: Extent,
}

pub(crate) type Section = (Option<Set>, Table, u32, Vec<u8>);

/// Collects rows, then writes them as one image. Problems are kept and told by [`Builder::finish`].
#[derive(Debug, Default)]
pub struct Builder {
    strings: Strings,
    sets: BTreeMap<Set, SetRows>,
    editions: Vec<EditionRow>,
    tabulars: Vec<TabularBuilder>,
    records: Vec<RecordsBuilder>,
    pairs: Vec<PairsBuilder>,
    terms: Vec<TermsBuilder>,
    axes: Vec<AxesBuilder>,
    problem: Option<BuildError>,
}

impl Builder {
    /// An empty image.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Declares an edition without a source: for tests.
    pub fn edition(&mut self, set: Set, edition: &str, from: Date, to: Option<Date>) -> &mut Self {
        self.edition_from(set, edition, (from, to), "test data", "none")
    }

    /// Declares an edition, the days it is in force, where its facts come from, and the licence of that source.
    pub fn edition_from(
        &mut self,
        set: Set,
        edition: &str,
        (from, to): (Date, Option<Date>),
        source: &str,
        licence: &str,
    ) -> &mut Self {
        let row = EditionRow {
            set,
            edition: self.strings.number(edition),
            from,
            to,
            source: self.strings.number(source),
            licence: self.strings.number(licence),
            extent: Extent::Whole,
        };
        self.editions.push(row);
        self
    }

    /// Says how much of its set an edition that was declared before has; without it an edition is whole.
    pub fn extent(&mut self, set: Set, edition: &str, extent: Extent) -> &mut Self {
        let edition = self.strings.number(edition);
        self.editions
            .iter_mut()
            .filter(|row| (row.set, row.edition) == (set, edition))
            .for_each(|row| row.extent = extent);
        self
    }

    /// Adds a dated row.
    pub fn row(&mut self, set: Set, row: Row<'_>) -> &mut Self {
        let valid = (1..=8).contains(&row.code.len()) && row.code.bytes().all(is_code_byte);
        match Key::of(row.code).filter(|_| valid) {
            None => self.fail(BuildError::Code { set, text: row.code.to_owned() }),
            Some(_) if row.to.is_some_and(|to| to < row.from) => {
                self.fail(BuildError::Dates { set, code: row.code.to_owned(), from: row.from });
            }
            Some(key) => {
                let title = row.title.map(|title| self.strings.number(title));
                let span = Span { from: row.from, to: row.to, kind: row.kind, flags: row.flags, title };
                self.sets.entry(set).or_default().codes.entry(key).or_default().push(span);
            }
        }
        self
    }

    /// Gives a code's rows that have no title this one; without effect when the code has no such row.
    pub fn title(&mut self, set: Set, code: &str, title: &str) -> &mut Self {
        let spans = self.sets.get_mut(&set).zip(Key::of(code)).and_then(|(rows, key)| rows.codes.get_mut(&key));
        if let Some(spans) = spans {
            let title = self.strings.number(title);
            spans.iter_mut().for_each(|span| span.title = span.title.or(Some(title)));
        }
        self
    }

    /// What a code that was added is, in its last row.
    #[must_use]
    pub fn kind_of(&self, set: Set, code: &str) -> Option<CodeKind> {
        self.sets.get(&set)?.codes.get(&Key::of(code)?)?.last().map(|span| span.kind)
    }

    /// A billable code without flags, valid from ICD-10's first day on: for tests.
    pub fn billable(&mut self, set: Set, code: &str, title: &str) -> &mut Self {
        self.always(set, code, title, CodeKind::Billable)
    }

    /// A header, valid from ICD-10's first day on: for tests.
    pub fn header(&mut self, set: Set, code: &str, title: &str) -> &mut Self {
        self.always(set, code, title, CodeKind::Header)
    }

    fn always(&mut self, set: Set, code: &str, title: &str, kind: CodeKind) -> &mut Self {
        let from = date(2015, 10, 1);
        self.row(set, Row { code, from, to: None, kind, flags: MceFlags::NONE, title: Some(title) })
    }

    /// Says what replaced a code, and from which day on.
    pub fn replacement(&mut self, set: Set, old: &str, new: &str, from: Date) -> &mut Self {
        match (Key::of(old), Key::of(new)) {
            (Some(old), Some(new)) => {
                self.sets.entry(set).or_default().replacements.insert((old, day_number(from), new), ());
            }
            _ => self.fail(BuildError::Code { set, text: format!("{old} to {new}") }),
        }
        self
    }

    /// Starts an edition of the tabular list, without a source: for tests.
    pub fn tabular(&mut self, edition: &str, from: Date) -> &mut TabularBuilder {
        self.tabular_from(edition, (from, None), "test data", "none")
    }

    /// Starts an edition of the tabular list.
    pub fn tabular_from(
        &mut self,
        edition: &str,
        days: (Date, Option<Date>),
        source: &str,
        licence: &str,
    ) -> &mut TabularBuilder {
        self.edition_from(Set::Icd10CmTabular, edition, days, source, licence);
        let next = self.tabulars.len();
        self.tabulars.push(TabularBuilder::new(edition));
        &mut self.tabulars[next]
    }

    /// Starts an edition of a set of records: its days, where its facts come from, their licence, and its columns.
    pub fn records_from(
        &mut self,
        set: Set,
        edition: &str,
        days: (Date, Option<Date>),
        (source, licence): (&str, &str),
        columns: &[(&str, ColumnKind)],
    ) -> &mut RecordsBuilder {
        self.edition_from(set, edition, days, source, licence);
        let next = self.records.len();
        self.records.push(RecordsBuilder::new(set, edition, columns));
        &mut self.records[next]
    }

    /// The edition of a set of records with this name: the one begun before, else a new one.
    pub fn records_of(
        &mut self,
        set: Set,
        edition: &str,
        days: (Date, Option<Date>),
        source_and_licence: (&str, &str),
        columns: &[(&str, ColumnKind)],
    ) -> &mut RecordsBuilder {
        match self.records.iter().position(|records| records.edition() == (set, edition)) {
            Some(at) => &mut self.records[at],
            None => self.records_from(set, edition, days, source_and_licence, columns),
        }
    }

    /// The pairs of an edition that [`Builder::edition_from`] declares: those begun before, else new ones.
    pub fn pairs(&mut self, set: Set, edition: &str) -> &mut PairsBuilder {
        let at = self.pairs.iter().position(|pairs| pairs.edition() == (set, edition)).unwrap_or(self.pairs.len());
        if at == self.pairs.len() {
            self.pairs.push(PairsBuilder::new(set, edition));
        }
        &mut self.pairs[at]
    }

    /// The index of terms of an edition that is declared ([`Builder::edition_from`]) before the image is written.
    pub fn terms(&mut self, set: Set, edition: &str) -> &mut TermsBuilder {
        let known = self.terms.iter().position(|terms| terms.edition() == (set, edition));
        let at = known.unwrap_or_else(|| {
            self.terms.push(TermsBuilder::new(set, edition));
            self.terms.len() - 1
        });
        &mut self.terms[at]
    }

    /// The tables of axes of an edition that is declared ([`Builder::edition_from`]) before the image is written.
    pub fn axes(&mut self, set: Set, edition: &str) -> &mut AxesBuilder {
        let known = self.axes.iter().position(|axes| axes.edition() == (set, edition));
        let at = known.unwrap_or_else(|| {
            self.axes.push(AxesBuilder::new(set, edition));
            self.axes.len() - 1
        });
        &mut self.axes[at]
    }

    /// The place of an edition among those of its set, in the order declared: images number their tables so.
    fn ordinal(&self, (set, edition): (Set, &str)) -> Result<u32, BuildError> {
        let number = self.strings.known(edition);
        let mut editions = self.editions.iter().filter(|row| row.set == set).zip(0..);
        let found = editions.find(|(row, _)| Some(row.edition) == number).map(|(_, ordinal)| ordinal);
        found.ok_or_else(|| BuildError::Edition { set, edition: edition.to_owned() })
    }

    fn fail(&mut self, problem: BuildError) {
        self.problem.get_or_insert(problem);
    }

    /// Writes the image. The same calls give the same bytes.
    ///
    /// # Errors
    /// The first problem among the rows, if there was one.
    pub fn finish(mut self) -> Result<Vec<u8>, BuildError> {
        if let Some(problem) = self.problem {
            return Err(problem);
        }
        for (set, rows) in &mut self.sets {
            for (key, spans) in &mut rows.codes {
                merge(*set, *key, spans)?;
            }
        }
        for tabular in &self.tabulars {
            tabular.intern(&mut self.strings);
        }
        for records in &self.records {
            records.intern(&mut self.strings);
        }
        for pairs in &self.pairs {
            pairs.intern(&mut self.strings);
        }
        self.terms.iter().for_each(|terms| terms.intern(&mut self.strings));
        let phrases = self.phrases();
        self.axes.iter().for_each(|axes| axes.intern(&mut self.strings));
        let term_ordinals: Vec<u32> =
            self.terms.iter().map(|terms| self.ordinal(terms.edition())).collect::<Result<_, _>>()?;
        let axis_ordinals: Vec<u32> =
            self.axes.iter().map(|axes| self.ordinal(axes.edition())).collect::<Result<_, _>>()?;
        let pair_ordinals: Vec<u32> =
            self.pairs.iter().map(|pairs| self.ordinal(pairs.edition())).collect::<Result<_, _>>()?;
        let placed = self.strings.place()?;
        let mut sections: Vec<Section> = Vec::new();
        for (set, rows) in &self.sets {
            write_set(*set, rows, &placed, &mut sections)?;
        }
        let mut rows: BTreeMap<Set, Vec<u32>> = BTreeMap::new();
        for (tabular, ordinal) in self.tabulars.iter().zip(0..) {
            let count = tabular.write(ordinal, &mut self.strings, &placed, &mut sections)?;
            rows.entry(Set::Icd10CmTabular).or_default().push(count);
        }
        for records in &mut self.records {
            let counts = rows.entry(records.edition().0).or_default();
            let ordinal = count(counts.len(), "editions")?;
            counts.push(records.write(ordinal, &mut self.strings, &placed, &mut sections)?);
        }
        for (pairs, ordinal) in self.pairs.iter_mut().zip(pair_ordinals) {
            let written = pairs.write(ordinal, &mut self.strings, &placed, &mut sections)?;
            put(rows.entry(pairs.edition().0).or_default(), ordinal, written);
        }
        for (terms, ordinal) in self.terms.iter_mut().zip(term_ordinals) {
            let written = terms.write(ordinal, &mut self.strings, &placed, &mut sections)?;
            put(rows.entry(terms.edition().0).or_default(), ordinal, written);
        }
        for (axes, ordinal) in self.axes.iter_mut().zip(axis_ordinals) {
            let written = axes.write(ordinal, &mut self.strings, &placed, &mut sections)?;
            put(rows.entry(axes.edition().0).or_default(), ordinal, written);
        }
        let words = words::Sources { sets: &self.sets, strings: &self.strings, records: &self.records, phrases };
        words.write(&placed, &mut sections)?;
        let editions = write_editions(&self.editions, &self.sets, rows, &placed);
        sections.push((None, Table::Editions, 0, editions));
        sections.push((None, Table::Heap, 0, placed.heap));
        Ok(assemble(&sections))
    }

    /// What names codes beside their titles, for the search: of every code, the inclusion and "includes" terms of the newest
    /// tabular list that has it; and the entries of the newest edition of each alphabetic index.
    fn phrases(&mut self) -> Vec<OtherPhrase> {
        let editions = self.editions.iter().filter(|edition| edition.set == Set::Icd10CmTabular);
        let mut lists: Vec<_> = editions.map(|edition| edition.from).zip(&self.tabulars).collect();
        lists.sort_by_key(|(from, _)| *from);
        let mut phrases = Vec::new();
        for (number, (_, list)) in lists.iter().enumerate() {
            let newer = &lists[number + 1..];
            for (key, kind, text) in list.phrases(&self.strings) {
                if !newer.iter().any(|(_, list)| list.has_code(key)) {
                    phrases.push(OtherPhrase { set: Set::Icd10Cm, key, kind, text, modifiers: String::new() });
                }
            }
        }
        for terms in &self.terms {
            let (index, name) = terms.edition();
            let Some(set) = index.indexed() else { continue };
            let of_index = self.editions.iter().filter(|edition| edition.set == index);
            let newest = of_index.max_by_key(|edition| edition.from).map(|edition| self.strings.at(edition.edition));
            if newest == Some(name) {
                for TermPhrase { key, text, modifiers } in terms.phrases() {
                    let text = self.strings.number(&text);
                    phrases.push(OtherPhrase { set, key, kind: PhraseKind::Index, text, modifiers });
                }
            }
        }
        phrases
    }
}

/// Puts an edition's number of rows at its place among those of its set.
fn put(rows: &mut Vec<u32>, ordinal: u32, count: u32) {
    let place = ordinal as usize;
    rows.resize(rows.len().max(place + 1), 0);
    rows[place] = count;
}

/// Sorts a code's spans and joins those that touch and say the same.
fn merge(set: Set, key: Key, spans: &mut Vec<Span>) -> Result<(), BuildError> {
    spans.sort_by_key(|span| span.from);
    let mut merged: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans.drain(..) {
        match merged.last_mut() {
            Some(last) if last.to.is_none_or(|to| span.from <= to) => {
                return Err(BuildError::Overlap { set, code: key_text(key), on: span.from });
            }
            Some(last)
                if touches(last, &span)
                    && (last.kind, last.flags, last.title) == (span.kind, span.flags, span.title) =>
            {
                last.to = span.to;
            }
            _ => merged.push(span),
        }
    }
    *spans = merged;
    Ok(())
}

fn touches(before: &Span, after: &Span) -> bool {
    before.to.and_then(|to| to.tomorrow().ok()) == Some(after.from)
}

fn key_text(key: Key) -> String {
    String::from_utf8_lossy(&key.bytes()[..key.len()]).into_owned()
}

fn count(number: usize, what: &'static str) -> Result<u32, BuildError> {
    // One less bit: the highest numbers stand for "none".
    u32::try_from(number).ok().filter(|number| *number < 1 << 24).ok_or(BuildError::TooLarge { what })
}

fn write_set(set: Set, rows: &SetRows, placed: &Placed, sections: &mut Vec<Section>) -> Result<(), BuildError> {
    let (mut keys, mut codes, mut spans) = (Vec::new(), Vec::new(), Vec::new());
    let mut found: Vec<[u8; SLOT_BYTES]> = Vec::with_capacity(rows.codes.len());
    let mut above: Vec<(Key, u32)> = Vec::new();
    let mut span_count = 0;
    for (row, (key, code_spans)) in rows.codes.iter().enumerate() {
        let row = count(row, "codes")?;
        while above.last().is_some_and(|(prefix, _)| !key.starts_with(*prefix)) {
            above.pop();
        }
        let parent = above.last().filter(|_| set.is_hierarchical()).map_or(NONE, |(_, row)| *row);
        above.push((*key, row));
        let first = count(span_count, "rows")?;
        let length = u8::try_from(code_spans.len()).map_err(|_| BuildError::TooLarge { what: "rows of one code" })?;
        let mut slot = [0; SLOT_BYTES];
        slot[..8].copy_from_slice(&key.bytes());
        slot[8..12].copy_from_slice(&row.to_le_bytes());
        slot[12..].copy_from_slice(&(first << 8 | u32::from(length)).to_le_bytes());
        found.push(slot);
        keys.extend(key.0.to_be_bytes());
        codes.extend(first.to_le_bytes());
        codes.extend([length, 0, 0, 0]);
        codes.extend(parent.to_le_bytes());
        span_count += code_spans.len();
        for index in 0..code_spans.len() {
            write_span(code_spans, index, placed, &mut spans);
        }
    }
    let mut replacements = Vec::new();
    for (old, day, new) in rows.replacements.keys() {
        replacements.extend(old.0.to_be_bytes());
        replacements.extend(new.0.to_be_bytes());
        replacements.extend(day.to_le_bytes());
    }
    sections.push((Some(set), Table::Keys, 0, keys));
    sections.push((Some(set), Table::Slots, 0, slots(&found)?));
    sections.push((Some(set), Table::Codes, 0, codes));
    sections.push((Some(set), Table::Spans, 0, spans));
    sections.push((Some(set), Table::Replacements, 0, replacements));
    Ok(())
}

/// A hash table with open addressing, at least a fifth free, large enough for every key to stand near its place. Slots begin with
/// their key.
fn slots<const SIZE: usize>(found: &[[u8; SIZE]]) -> Result<Vec<u8>, BuildError> {
    let mut size = (found.len() * 5 / 4 + 1).next_power_of_two();
    loop {
        if let Some(table) = place_in(found, size) {
            return Ok(table.into_iter().flatten().collect());
        }
        size *= 2;
        // Far more room than keys, and still they collide: they were made to.
        if SLOTS_PER_KEY_MAX * found.len().max(64) < size {
            return Err(BuildError::TooLarge { what: "codes with one hash" });
        }
    }
}

fn place_in<const SIZE: usize>(found: &[[u8; SIZE]], size: usize) -> Option<Vec<[u8; SIZE]>> {
    let mut table = vec![[0; SIZE]; size];
    for slot in found {
        let start = Key(u64::from_be_bytes(*slot.first_chunk()?)).slot(size.trailing_zeros());
        let free =
            (0..PROBES_MAX.min(size)).map(|probe| (start + probe) & (size - 1)).find(|at| table[*at][..8] == [0; 8])?;
        table[free] = *slot;
    }
    Some(table)
}

fn write_span(spans: &[Span], index: usize, placed: &Placed, out: &mut Vec<u8>) {
    let same_validity = |before: &Span, after: &Span| before.kind == after.kind && touches(before, after);
    let (mut first, mut last) = (index, index);
    while 0 < first && same_validity(&spans[first - 1], &spans[first]) {
        first -= 1;
    }
    while last + 1 < spans.len() && same_validity(&spans[last], &spans[last + 1]) {
        last += 1;
    }
    let span = &spans[index];
    let (offset, length) = placed.at(span.title);
    for number in [
        day_number(span.from),
        span.to.map_or(NONE, day_number),
        day_number(spans[first].from),
        spans[last].to.map_or(NONE, day_number),
        span.flags.bits(),
        offset,
    ] {
        out.extend(number.to_le_bytes());
    }
    out.extend(length.to_le_bytes());
    out.extend([u8::from(span.kind == CodeKind::Header), 0]);
}

/// `tables`: the rows of every edition of the sets whose editions are tables of their own, in order.
fn write_editions(
    editions: &[EditionRow],
    sets: &BTreeMap<Set, SetRows>,
    tables: BTreeMap<Set, Vec<u32>>,
    placed: &Placed,
) -> Vec<u8> {
    let mut out = Vec::new();
    let mut tables: BTreeMap<Set, _> = tables.into_iter().map(|(set, rows)| (set, rows.into_iter())).collect();
    for edition in editions {
        let (rows, billable) = if edition.set.holds() == Holds::Codes {
            sets.get(&edition.set).map_or((0, 0), |rows| in_force(rows, edition.from, edition.to))
        } else {
            (tables.get_mut(&edition.set).and_then(Iterator::next).unwrap_or(0), 0)
        };
        let has_flags = sets.get(&edition.set).is_some_and(SetRows::has_flags);
        out.extend(edition.set.id().to_le_bytes());
        out.extend([if has_flags { CARRIES_FLAGS } else { 0 }, edition.extent.id()]);
        for number in [day_number(edition.from), edition.to.map_or(NONE, day_number), rows, billable] {
            out.extend(number.to_le_bytes());
        }
        for text in [edition.edition, edition.source, edition.licence] {
            let (offset, length) = placed.at(Some(text));
            out.extend(offset.to_le_bytes());
            out.extend(length.to_le_bytes());
            out.extend([0, 0]);
        }
    }
    out
}

/// Codes in force on an edition's first day, and how many of them are billable. A list with an open end grows under its one
/// name: of such a list, the codes that have not ended.
fn in_force(rows: &SetRows, from: Date, to: Option<Date>) -> (u32, u32) {
    let counts = |span: &&Span| match to {
        Some(_) => span.from <= from && span.to.is_none_or(|to| from <= to),
        None => span.to.is_none(),
    };
    let spans = rows.codes.values().flatten().filter(counts);
    spans.fold((0, 0), |(all, billable), span| (all + 1, billable + u32::from(span.kind == CodeKind::Billable)))
}

fn assemble(sections: &[Section]) -> Vec<u8> {
    let directory_end = HEADER_BYTES + sections.len() * DIRECTORY_ROW_BYTES;
    let total = directory_end + sections.iter().map(|(.., bytes)| bytes.len()).sum::<usize>() + TRAILER_BYTES;
    let mut out = Vec::with_capacity(total);
    out.extend(MAGIC);
    out.extend(FORMAT_VERSION.to_le_bytes());
    out.extend(u32::try_from(sections.len()).unwrap_or(u32::MAX).to_le_bytes());
    out.extend((total as u64).to_le_bytes());
    let mut offset = directory_end;
    for (set, table, ordinal, bytes) in sections {
        out.extend(set.map_or(0, Set::id).to_le_bytes());
        out.extend(table.id().to_le_bytes());
        out.extend(ordinal.to_le_bytes());
        out.extend((offset as u64).to_le_bytes());
        out.extend((bytes.len() as u64).to_le_bytes());
        offset += bytes.len();
    }
    for (.., bytes) in sections {
        out.extend_from_slice(bytes);
    }
    let digest = Sha256::digest(&out);
    out.extend_from_slice(&digest);
    out
}
