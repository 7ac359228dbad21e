//! The tables of ICD-10-PCS: which values each of the seven axes of a code may take, together with those chosen before.
//!
//! ```text
//! rows     seven axes: name offset u32, name length u16, number of values u16, first value u32; by the first three characters
//! values   character u8, 0, label length u16, label offset u32, definition length u16, 0 0, definition offset u32
//! ```
//!
//! Source: ICD-10-PCS Official Guidelines, A1 to A5 and A9: a valid code takes characters 4 to 7 from one row of its table.

use cleanclaim_model::Icd10Pcs;

use crate::code_sets::Edition;
use crate::image::{Heap, Image, Rows, Table, u16_at, u32_at};

pub(crate) const AXES: usize = 7;
pub(crate) const AXIS_BYTES: usize = 12;
pub(crate) const AXIS_ROW_BYTES: usize = AXES * AXIS_BYTES;
pub(crate) const AXIS_VALUE_BYTES: usize = 16;
/// Axes that name a table: section, body system, operation.
pub(crate) const TABLE_AXES: usize = 3;
/// Digits and letters: no axis has more values.
pub(crate) const CHARACTERS: usize = 36;

/// An axis of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Axis<'a> {
    /// Which character of a code it is, from 1.
    pub position: u8,
    /// What it is about: `Body Part`, `Approach`.
    pub name: &'a str,
}

/// A value of an axis.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AxisValue<'a> {
    /// The character of the code.
    pub character: char,
    /// What it means.
    pub label: &'a str,
    /// What the publisher says of it, for operations.
    pub definition: Option<&'a str>,
}

/// One edition of the tables.
#[derive(Debug, Clone)]
pub struct AxisTable<'a> {
    edition: Edition<'a>,
    heap: Heap<'a>,
    rows: Rows<'a, AXIS_ROW_BYTES>,
    values: Rows<'a, AXIS_VALUE_BYTES>,
}

impl<'a> AxisTable<'a> {
    pub(crate) fn new(image: &Image<'a>, ordinal: u32, edition: Edition<'a>) -> Self {
        let section = |table| image.section(Some(edition.set), table, ordinal);
        Self {
            edition,
            heap: image.heap(),
            rows: Rows::new(section(Table::AxisRows)),
            values: Rows::new(section(Table::AxisValues)),
        }
    }

    /// The edition, with its source.
    #[must_use]
    pub fn edition(&self) -> &Edition<'a> {
        &self.edition
    }

    /// How many rows all tables have together.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The axis that comes next after the characters chosen so far (none to six of them, upper case); `None` when no row allows
    /// them, or when there are seven.
    #[must_use]
    pub fn next_axis(&self, chosen: &str) -> Option<Axis<'a>> {
        let position = chosen.len();
        let row = self.rows_allowing(chosen).next()?;
        self.axis(row, position)
    }

    /// The values that the next axis may take after the characters chosen so far, by character: those that some row allows
    /// together with all of them.
    pub fn values(&self, chosen: &str) -> impl Iterator<Item = AxisValue<'a>> + use<'a> {
        let mut found: [Option<AxisValue<'a>>; CHARACTERS] = [None; CHARACTERS];
        for row in self.rows_allowing(chosen) {
            for value in self.values_of(row, chosen.len()) {
                let place = value.first().and_then(|character| char::from(*character).to_digit(36));
                if let Some(place) =
                    place.and_then(|place| found.get_mut(place as usize)).filter(|place| place.is_none())
                {
                    *place = self.value(value);
                }
            }
        }
        found.into_iter().flatten()
    }

    /// What the characters chosen so far mean, one after the other; empty when no row allows them.
    pub fn meanings(&self, chosen: &str) -> impl Iterator<Item = (Axis<'a>, AxisValue<'a>)> {
        let characters = *chosen.as_bytes().first_chunk::<AXES>().unwrap_or(&padded(chosen));
        let row = self.rows_allowing(chosen).next();
        (0..chosen.len().min(AXES)).map_while(move |position| {
            let row = row?;
            let value = self.values_of(row, position).find(|value| value[0] == characters[position])?;
            Some((self.axis(row, position)?, self.value(value)?))
        })
    }

    /// Whether some row allows these characters together. None at all are allowed.
    #[must_use]
    pub fn allows(&self, chosen: &str) -> bool {
        self.rows_allowing(chosen).next().is_some()
    }

    /// Whether seven characters are a code that the tables make.
    #[must_use]
    pub fn is_valid(&self, code: Icd10Pcs) -> bool {
        self.allows(code.as_str())
    }

    /// How many codes the tables make: the publisher states the number for each row.
    #[must_use]
    pub fn code_count(&self) -> u64 {
        let codes = |row: &'a [u8; AXIS_ROW_BYTES]| {
            (0..AXES).map(|position| self.values_of(row, position).count() as u64).fold(1, u64::saturating_mul)
        };
        (0..self.rows.len()).filter_map(|row| self.rows.get(row)).map(codes).fold(0, u64::saturating_add)
    }

    fn rows_allowing<'c>(&self, chosen: &'c str) -> impl Iterator<Item = &'a [u8; AXIS_ROW_BYTES]> + use<'_, 'a, 'c> {
        let (chosen, first) = (chosen.as_bytes(), self.first_row(chosen.as_bytes()));
        let end = if AXES < chosen.len() { first } else { self.rows.len() };
        let table = chosen.get(..TABLE_AXES).unwrap_or(chosen);
        (first..end)
            .filter_map(|row| self.rows.get(row))
            .take_while(|row| self.table_of(row).is_some_and(|found| found.starts_with(table)))
            .filter(|row| {
                chosen
                    .iter()
                    .enumerate()
                    .skip(TABLE_AXES)
                    .all(|(position, character)| self.values_of(row, position).any(|value| value[0] == *character))
            })
    }

    /// The first row of the tables that begin with these characters.
    fn first_row(&self, chosen: &[u8]) -> usize {
        let table = chosen.get(..TABLE_AXES).unwrap_or(chosen);
        let (mut low, mut high) = (0, self.rows.len());
        while low < high {
            let middle = low + (high - low) / 2;
            let below = self.rows.get(middle).and_then(|row| self.table_of(row)).is_none_or(|found| &found[..] < table);
            if below { low = middle + 1 } else { high = middle }
        }
        low
    }

    /// The three characters that name a row's table.
    fn table_of(&self, row: &'a [u8; AXIS_ROW_BYTES]) -> Option<[u8; TABLE_AXES]> {
        let mut table = [0; TABLE_AXES];
        for (position, character) in table.iter_mut().enumerate() {
            *character = self.values_of(row, position).next()?[0];
        }
        Some(table)
    }

    fn axis(&self, row: &'a [u8; AXIS_ROW_BYTES], position: usize) -> Option<Axis<'a>> {
        let at = position.checked_mul(AXIS_BYTES)?;
        let name = self.heap.text(u32_at(row, at)?, u16_at(row, at + 4)?)?;
        Some(Axis { position: u8::try_from(position + 1).ok()?, name })
    }

    fn values_of(
        &self,
        row: &'a [u8; AXIS_ROW_BYTES],
        position: usize,
    ) -> impl Iterator<Item = &'a [u8; AXIS_VALUE_BYTES]> + use<'a> {
        let at = position.saturating_mul(AXIS_BYTES);
        let count = u16_at(row, at + 6).map_or(0, usize::from).min(CHARACTERS);
        let first = u32_at(row, at + 8).map_or(0, |first| first as usize);
        let values = self.values;
        (first..first.saturating_add(count)).map_while(move |value| values.get(value))
    }

    fn value(&self, row: &'a [u8; AXIS_VALUE_BYTES]) -> Option<AxisValue<'a>> {
        Some(AxisValue {
            character: char::from(row[0]),
            label: self.heap.text(u32_at(row, 4)?, u16_at(row, 2)?)?,
            definition: self.heap.text(u32_at(row, 12)?, u16_at(row, 8)?),
        })
    }
}

/// The characters, NUL behind them.
fn padded(chosen: &str) -> [u8; AXES] {
    let mut characters = [0; AXES];
    characters.iter_mut().zip(chosen.bytes()).for_each(|(place, byte)| *place = byte);
    characters
}
