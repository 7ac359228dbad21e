//! All sets of all loaded images.

use cleanclaim_model::{Icd10, Icd10Pcs, PlaceOfService, Rarc};
use jiff::civil::Date;

use crate::axes::AxisTable;
use crate::image::{Heap, Image, Rows, Table, u16_at, u32_at};
use crate::key::AnyCode;
use crate::pairs::PairTable;
use crate::records::RecordTable;
use crate::set::{Holds, Set};
use crate::table::{CodeIndex, CodeTable, Coverage, Entry, Lookup, NONE, date_of};
use crate::tabular::{NoteKind, Tabular};
use crate::terms::{Indexes, TermIndex};

pub(crate) const EDITION_BYTES: usize = 44;
/// Where an edition's row says what its rows carry.
const CARRIES_AT: usize = 2;
/// Where an edition's row says how much of the set it has.
const EXTENT_AT: usize = 3;
/// The rows of the edition's set carry edit flags.
pub(crate) const CARRIES_FLAGS: u8 = 1;

/// ICD-10-PCS procedures.
pub type Icd10PcsTable<'a> = CodeTable<'a, Icd10Pcs>;
/// Remittance advice remark codes. The list is open-ended: an unknown code is younger than the list, or wrong.
pub type RarcTable<'a> = CodeTable<'a, Rarc>;
/// Place-of-service codes.
pub type PlaceOfServiceTable<'a> = CodeTable<'a, PlaceOfService>;

/// How much of its set an edition has, and so what it means that a code is not in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Extent {
    /// Everything that was in force on its days: a code that is not in it is invalid.
    #[default]
    Whole,
    /// Everything up to its own date, of a list that grows all the time: a code that is not in it is younger, or invalid.
    OpenEnded,
    /// A choice of codes: a code that is not in it may well be valid, and was not checked.
    Part,
}

impl Extent {
    /// Every extent, in the order of their numbers in images.
    pub const ALL: [Self; 3] = [Self::Whole, Self::OpenEnded, Self::Part];

    /// The word in the reference tables.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Whole => "whole",
            Self::OpenEnded => "open-ended",
            Self::Part => "part",
        }
    }

    /// The extent with this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|extent| extent.name() == name)
    }

    /// What to say of a code that such an edition does not have ([`Lookup::Unknown`]).
    #[must_use]
    pub const fn of_unknown(self) -> &'static str {
        match self {
            Self::Whole => "not a code of this set",
            Self::OpenEnded => "not in this list: younger than the list, or not a code",
            Self::Part => "not in this partial list: not checked",
        }
    }

    pub(crate) const fn id(self) -> u8 {
        self as u8
    }

    fn from_id(id: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|extent| extent.id() == id)
    }
}

/// One edition of one set, as `codes list` shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Edition<'a> {
    /// The set.
    pub set: Set,
    /// Its name, for example `FY2026` or `FY2026-04`.
    pub edition: &'a str,
    /// First day in force.
    pub from: Date,
    /// Last day in force; `None` while it is open.
    pub to: Option<Date>,
    /// Codes (or notes) in force on the first day, headers included; of a list with an open end, those that have not ended.
    pub rows: u32,
    /// Billable codes among them.
    pub billable: u32,
    /// Where the facts come from.
    pub source: &'a str,
    /// The licence of that source.
    pub licence: &'a str,
    /// How much of the set it has.
    pub extent: Extent,
}

fn editions_of<'a>(image: &Image<'a>) -> impl Iterator<Item = Edition<'a>> + use<'a> {
    let rows = Rows::<EDITION_BYTES>::new(image.section(None, Table::Editions, 0));
    let heap = image.heap();
    (0..rows.len()).filter_map(move |index| edition(rows.get(index)?, heap))
}

fn edition<'a>(row: &[u8; EDITION_BYTES], heap: Heap<'a>) -> Option<Edition<'a>> {
    let text = |at: usize| heap.text(u32_at(row, at)?, u16_at(row, at + 4)?);
    let to = u32_at(row, 8)?;
    Some(Edition {
        set: Set::from_id(u16_at(row, 0)?)?,
        from: date_of(u32_at(row, 4)?)?,
        to: if to == NONE { None } else { Some(date_of(to)?) },
        rows: u32_at(row, 12)?,
        billable: u32_at(row, 16)?,
        edition: text(20)?,
        source: text(28)?,
        licence: text(36)?,
        extent: Extent::from_id(row[EXTENT_AT])?,
    })
}

/// The days that an image's editions of a set cover, joined where one follows the other, and what they carry.
fn coverage(image: &Image<'_>, set: Set) -> Coverage {
    let rows = Rows::<EDITION_BYTES>::new(image.section(None, Table::Editions, 0));
    let of_set = |row: &[u8; EDITION_BYTES]| u16_at(row, 0) == Some(set.id());
    let mut rows = (0..rows.len()).filter_map(|index| rows.get(index)).filter(|row| of_set(row));
    let has_flags = rows.any(|row| row[CARRIES_AT] & CARRIES_FLAGS != 0);
    Coverage { days: days_of(image, set), has_flags }
}

fn days_of(image: &Image<'_>, set: Set) -> Vec<(u32, u32)> {
    let mut days: Vec<(Date, Option<Date>)> =
        editions_of(image).filter(|edition| edition.set == set).map(|edition| (edition.from, edition.to)).collect();
    days.sort_unstable();
    let mut joined: Vec<(Date, Option<Date>)> = Vec::new();
    for (from, to) in days {
        match joined.last_mut() {
            Some((_, None)) => {}
            Some((_, Some(last))) if last.tomorrow().is_ok_and(|next| from <= next) => match to {
                Some(to) => *last = (*last).max(to),
                None => {
                    if let Some((_, open)) = joined.last_mut() {
                        *open = None;
                    }
                }
            },
            _ => joined.push((from, to)),
        }
    }
    joined
        .into_iter()
        .map(|(from, to)| (crate::table::day_number(from), to.map_or(NONE, crate::table::day_number)))
        .collect()
}

/// The tables of all sets of a kind whose editions are tables of their own: oldest edition first; of two that begin on one day,
/// the later image's last.
fn tables<'a, T>(images: &[Image<'a>], holds: Holds, open: impl Fn(&Image<'a>, u32, Edition<'a>) -> T) -> Vec<T> {
    let mut tables = Vec::new();
    for image in images {
        let mut ordinals: Vec<(Set, u32)> = Vec::new();
        for edition in editions_of(image).filter(|edition| edition.set.holds() == holds) {
            let ordinal = next_ordinal(&mut ordinals, edition.set);
            tables.push((edition.from, open(image, ordinal, edition)));
        }
    }
    tables.sort_by_key(|(from, _)| *from);
    tables.into_iter().map(|(_, table)| table).collect()
}

/// Counts the editions of each set, in the order in which an image declares them.
fn next_ordinal(ordinals: &mut Vec<(Set, u32)>, set: Set) -> u32 {
    match ordinals.iter_mut().find(|(known, _)| *known == set) {
        Some((_, last)) => {
            *last += 1;
            *last
        }
        None => {
            ordinals.push((set, 0));
            0
        }
    }
}

/// Views over one or more images. Making one reads a few directory rows; every question is answered in place.
#[derive(Debug, Clone)]
pub struct CodeSets<'a> {
    icd10cm: Icd10Cm<'a>,
    icd10pcs: Icd10PcsTable<'a>,
    rarc: RarcTable<'a>,
    place_of_service: PlaceOfServiceTable<'a>,
    codes: Vec<(Set, CodeTable<'a, AnyCode>)>,
    /// Oldest edition first; of two that begin on one day, the later image's last.
    records: Vec<RecordTable<'a>>,
    /// As `records`.
    pairs: Vec<PairTable<'a>>,
    terms: Vec<TermIndex<'a>>,
    axes: Vec<AxisTable<'a>>,
    images: Vec<Image<'a>>,
}

impl<'a> CodeSets<'a> {
    /// Puts images together; where several cover the same set and date, the last one answers.
    #[must_use]
    pub fn new(images: &[Image<'a>]) -> Self {
        Self {
            icd10cm: Icd10Cm::new(images),
            icd10pcs: CodeTable::new(Set::Icd10Pcs, images, |image| coverage(image, Set::Icd10Pcs)),
            rarc: CodeTable::new(Set::Rarc, images, |image| coverage(image, Set::Rarc)),
            place_of_service: CodeTable::new(Set::PlaceOfService, images, |image| coverage(image, Set::PlaceOfService)),
            codes: Set::of_codes()
                .map(|set| (set, CodeTable::new(set, images, |image| coverage(image, set))))
                .filter(|(_, table)| !table.is_empty())
                .collect(),
            records: tables(images, Holds::Records, RecordTable::new),
            pairs: tables(images, Holds::Pairs, PairTable::new),
            terms: tables(images, Holds::Terms, TermIndex::new),
            axes: tables(images, Holds::Axes, AxisTable::new),
            images: images.to_vec(),
        }
    }

    /// A set of dated codes by name, whatever it is; `None` when no edition of it is loaded.
    #[must_use]
    pub fn codes(&self, set: Set) -> Option<&CodeTable<'a, AnyCode>> {
        self.codes.iter().find(|(known, _)| *known == set).map(|(_, table)| table)
    }

    /// The records of a set in the edition in force on a day; `None` means "not checked".
    #[must_use]
    pub fn records(&self, set: Set, on: Date) -> Option<&RecordTable<'a>> {
        self.record_editions(set)
            .rev()
            .find(|table| table.edition().from <= on && table.edition().to.is_none_or(|to| on <= to))
    }

    /// Every loaded edition of a set of records, oldest first.
    pub fn record_editions(&self, set: Set) -> impl DoubleEndedIterator<Item = &RecordTable<'a>> {
        self.records.iter().filter(move |table| table.edition().set == set)
    }

    /// The pairs of a set that answer for a day; `None` means "not checked".
    ///
    /// The edition in force on the day answers. Where it is not loaded, the oldest later one does: publishers' files carry every
    /// edit since the program began, with its days. No edition answers for days after its own last one.
    #[must_use]
    pub fn pairs(&self, set: Set, on: Date) -> Option<&PairTable<'a>> {
        let in_force =
            |table: &&PairTable<'a>| table.edition().from <= on && table.edition().to.is_none_or(|to| on <= to);
        let mut later = self.pair_editions(set).filter(|table| on < table.edition().from && table.covers(on));
        self.pair_editions(set).rev().find(in_force).or_else(|| later.next())
    }

    /// Every loaded edition of a set of pairs, oldest first.
    pub fn pair_editions(&self, set: Set) -> impl DoubleEndedIterator<Item = &PairTable<'a>> {
        self.pairs.iter().filter(move |table| table.edition().set == set)
    }

    /// The newest edition of an index of terms that took effect on or before the date; `None` when none is loaded.
    ///
    /// Indexes change little from year to year, so an older one stands in until a newer one is loaded: look the codes up on the
    /// date. [`TermIndex::edition`] says which one answered.
    #[must_use]
    pub fn terms(&self, set: Set, on: Date) -> Option<&TermIndex<'a>> {
        self.term_editions(set).rev().find(|index| index.edition().from <= on)
    }

    /// Every loaded edition of an index of terms, oldest first.
    pub fn term_editions(&self, set: Set) -> impl DoubleEndedIterator<Item = &TermIndex<'a>> {
        self.terms.iter().filter(move |index| index.edition().set == set)
    }

    /// The indexes that refer to each other, as they are on a date.
    #[must_use]
    pub fn indexes(&self, on: Date) -> Indexes<'_, 'a> {
        Indexes {
            diseases: self.terms(Set::Icd10CmIndex, on),
            external: self.terms(Set::Icd10CmExternalIndex, on),
            drugs: self.terms(Set::Icd10CmDrugs, on),
            neoplasms: self.terms(Set::Icd10CmNeoplasms, on),
            procedures: self.terms(Set::Icd10PcsIndex, on),
        }
    }

    /// The newest tables of ICD-10-PCS that took effect on or before the date; `None` when none are loaded.
    #[must_use]
    pub fn axes(&self, on: Date) -> Option<&AxisTable<'a>> {
        self.axis_editions().rev().find(|axes| axes.edition().from <= on)
    }

    /// Every loaded edition of the tables of ICD-10-PCS, oldest first.
    pub fn axis_editions(&self) -> impl DoubleEndedIterator<Item = &AxisTable<'a>> {
        self.axes.iter()
    }

    /// ICD-10-CM with its tabular lists.
    #[must_use]
    pub fn icd10cm(&self) -> &Icd10Cm<'a> {
        &self.icd10cm
    }

    /// ICD-10-PCS.
    #[must_use]
    pub fn icd10pcs(&self) -> &Icd10PcsTable<'a> {
        &self.icd10pcs
    }

    /// Remittance advice remark codes.
    #[must_use]
    pub fn rarc(&self) -> &RarcTable<'a> {
        &self.rarc
    }

    /// Place-of-service codes.
    #[must_use]
    pub fn place_of_service(&self) -> &PlaceOfServiceTable<'a> {
        &self.place_of_service
    }

    /// The images, in the order given.
    pub(crate) fn images(&self) -> &[Image<'a>] {
        &self.images
    }

    /// Every loaded edition of every set, image by image.
    pub fn editions(&self) -> impl Iterator<Item = Edition<'a>> {
        self.images.iter().flat_map(editions_of)
    }

    /// How much of a set its edition in force on a date has: what [`Lookup::Unknown`] means there. `None` without an edition.
    #[must_use]
    pub fn extent_on(&self, set: Set, on: Date) -> Option<Extent> {
        self.edition_on(set, on).map(|edition| edition.extent)
    }

    /// The edition of a set in force on a date: what findings name as their table.
    #[must_use]
    pub fn edition_on(&self, set: Set, on: Date) -> Option<Edition<'a>> {
        // An edition without codes only names replacements: no finding rests on it.
        let answers = |edition: &Edition<'_>| edition.set == set && (0 < edition.rows || set.holds() != Holds::Codes);
        let in_force =
            |edition: &Edition<'_>| answers(edition) && edition.from <= on && edition.to.is_none_or(|to| on <= to);
        self.images.iter().rev().find_map(|image| editions_of(image).find(in_force))
    }
}

/// What a phrase is to its code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TermKind {
    /// The code's title.
    Title,
    /// An inclusion term of the tabular list.
    Inclusion,
    /// From an "includes" note of the tabular list: of a category, what some code below it is for; of a billable code, a synonym.
    Includes,
}

/// ICD-10-CM: dated codes and the tabular lists of several editions.
#[derive(Debug, Clone)]
pub struct Icd10Cm<'a> {
    codes: CodeTable<'a, Icd10>,
    /// Oldest first.
    tabulars: Vec<Tabular<'a>>,
}

impl<'a> Icd10Cm<'a> {
    fn new(images: &[Image<'a>]) -> Self {
        let mut tabulars: Vec<Tabular<'a>> = images
            .iter()
            .flat_map(|image| {
                editions_of(image)
                    .filter(|edition| edition.set == Set::Icd10CmTabular)
                    .zip(0..)
                    .map(|(edition, ordinal)| Tabular::new(image, ordinal, edition))
            })
            .collect();
        tabulars.sort_by_key(|tabular| tabular.edition().from);
        Self { codes: CodeTable::new(Set::Icd10Cm, images, |image| coverage(image, Set::Icd10Cm)), tabulars }
    }

    /// What is known of a code on a date.
    #[must_use]
    pub fn lookup(&self, code: Icd10, on: Date) -> Lookup<'a, Icd10> {
        self.codes.lookup(code, on)
    }

    /// The dated codes: hierarchy, prefixes, history, replacements.
    #[must_use]
    pub fn codes(&self) -> &CodeTable<'a, Icd10> {
        &self.codes
    }

    /// The code at an index, as it stands in its last span.
    #[must_use]
    pub fn entry_at(&self, index: CodeIndex) -> Option<Entry<'a, Icd10>> {
        self.codes.entry_at(index)
    }

    /// All flags that the code carries on any date.
    #[must_use]
    pub fn flags_ever(&self, index: CodeIndex) -> crate::MceFlags {
        self.codes.flags_ever(index)
    }

    /// The newest tabular list that took effect on or before the date; `None` means that notes cannot be checked.
    ///
    /// Notes change little from year to year, so the list of an older edition stands in until a newer one is loaded;
    /// [`Tabular::edition`] says which one answered.
    #[must_use]
    pub fn tabular(&self, on: Date) -> Option<&Tabular<'a>> {
        self.tabulars.iter().rev().find(|tabular| tabular.edition().from <= on)
    }

    /// Every loaded tabular list, oldest first.
    #[must_use]
    pub fn tabulars(&self) -> &[Tabular<'a>] {
        &self.tabulars
    }

    /// Every phrase that names a code, of all dates, for a dictionary: each code's newest title, and the inclusion terms and
    /// "includes" notes of the newest tabular list that has the code. Look the code up on the service date before using it.
    pub fn terms(&self) -> impl Iterator<Item = (CodeIndex, &'a str, TermKind)> {
        let titles =
            self.codes.iter().filter_map(|index| Some((index, self.codes.entry_at(index)?.title()?, TermKind::Title)));
        let phrases = self.tabulars.iter().enumerate().flat_map(move |(number, tabular)| {
            let newer = self.tabulars.get(number + 1..).unwrap_or_default();
            tabular.code_notes().filter_map(move |(code, note)| {
                let kind = match note.kind {
                    NoteKind::InclusionTerm => TermKind::Inclusion,
                    NoteKind::Includes => TermKind::Includes,
                    _ => return None,
                };
                let superseded = newer.iter().any(|list| list.has(code));
                if superseded { None } else { Some((self.codes.index_of(code)?, note.text, kind)) }
            })
        });
        titles.chain(phrases)
    }
}
