//! From a code as an index or a person writes it to the codes that may be reported: what it is on a date, and which characters are
//! still needed.
//!
//! Source: ICD-10-CM Official Guidelines, sections I.A.4 (placeholder), I.A.5 (7th characters), I.B.1 and I.B.2 (a dash in the
//! index stands for more characters).

use cleanclaim_model::Icd10;
use jiff::civil::Date;

use crate::code_sets::Icd10Cm;
use crate::table::{Entry, Lookup, OtherDates};

/// What a code that was written down is on a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WrittenCode<'a> {
    /// It may be reported as it stands.
    Billable(Entry<'a, Icd10>),
    /// More characters are needed.
    Incomplete {
        /// The category or subcategory, when it has an entry of its own.
        header: Option<Entry<'a, Icd10>>,
        /// Which.
        needed: Needed,
    },
    /// Valid on other dates only.
    OtherDates(OtherDates<'a, Icd10>),
    /// In no loaded edition, and nothing begins so.
    Unknown,
    /// No loaded edition covers the date: not checked.
    NoEdition,
    /// Not the shape of a code.
    NotACode,
}

/// The characters that a code still lacks, by position from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Needed {
    /// The first one that is missing.
    pub first: u8,
    /// The last one of the shortest code that begins so.
    pub least: u8,
    /// The last one of the longest code that begins so.
    pub most: u8,
}

impl<'a> Icd10Cm<'a> {
    /// What a code is on a date; a dash at its end ("more characters are needed"), its dot and its case do not matter.
    #[must_use]
    pub fn resolve(&self, text: &str, on: Date) -> WrittenCode<'a> {
        let Ok(code) = Icd10::parse(text.trim().trim_end_matches(['-', '.'])) else { return WrittenCode::NotACode };
        match self.lookup(code, on) {
            Lookup::Billable(entry) => WrittenCode::Billable(entry),
            Lookup::Header(entry) => self.incomplete(code, Some(entry), on).unwrap_or(WrittenCode::Unknown),
            Lookup::OtherDates(other) => WrittenCode::OtherDates(other),
            Lookup::Unknown => self.incomplete(code, None, on).unwrap_or(WrittenCode::Unknown),
            Lookup::NoEdition => WrittenCode::NoEdition,
        }
    }

    fn incomplete(&self, code: Icd10, header: Option<Entry<'a, Icd10>>, on: Date) -> Option<WrittenCode<'a>> {
        let position = |length: usize| u8::try_from(length).unwrap_or(u8::MAX);
        let lengths = self.billable_below(code.as_str(), on).map(|entry| entry.code.as_str().len());
        let (least, most) = lengths.fold(None, |found: Option<(usize, usize)>, length| {
            Some(found.map_or((length, length), |(least, most)| (least.min(length), most.max(length))))
        })?;
        let needed = Needed { first: position(code.as_str().len() + 1), least: position(least), most: position(most) };
        Some(WrittenCode::Incomplete { header, needed })
    }

    /// Every code that begins so and may be reported on a date, in order.
    pub fn billable_below(&self, prefix: &str, on: Date) -> impl Iterator<Item = Entry<'a, Icd10>> {
        let codes = self.codes();
        codes.starting_with(prefix).filter_map(move |index| codes.entry_on(index, on)).filter(Entry::is_billable)
    }
}

impl WrittenCode<'_> {
    /// Whether something may be reported: the code itself, or one that begins so.
    #[must_use]
    pub fn leads_to_a_code(&self) -> bool {
        matches!(self, Self::Billable(_) | Self::Incomplete { .. })
    }
}
