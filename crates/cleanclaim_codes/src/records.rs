//! Rows of named columns under a key: fee schedules, edit values, crosswalks, lists. One table is one edition of one set.
//!
//! ```text
//! schema   key width u8, columns u8, row bytes u16, then a row a column: name offset u32, name length u16, kind u8, scale u8
//! texts    6 bytes a text: offset u32, length u16
//! rows     key (NUL-padded), from u32, to u32, cells; sorted by key and first day
//! cells    text: u32 number of the text; number: i64; day: u32
//! ```

use core::fmt;

use jiff::civil::Date;

use crate::code_sets::Edition;
use crate::image::{Heap, Image, Rows, Table, u16_at, u32_at};
use crate::table::{NONE, date_of, day_number};

pub(crate) const SCHEMA_HEADER_BYTES: usize = 4;
pub(crate) const COLUMN_BYTES: usize = 8;
pub(crate) const TEXT_BYTES: usize = 6;
/// Days of a row, after its key.
pub(crate) const DAYS_BYTES: usize = 8;
/// Stands for "no number".
pub(crate) const NO_NUMBER: i64 = i64::MIN;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ColumnKind {
    /// Text.
    Text,
    /// A whole number of 10^-scale: scale 2 holds 12.34 as 1234.
    Number {
        /// Digits after the point.
        scale: u8,
    },
    /// A day.
    Day,
}

impl ColumnKind {
    pub(crate) const fn bytes(self) -> usize {
        match self {
            Self::Text | Self::Day => 4,
            Self::Number { .. } => 8,
        }
    }

    pub(crate) const fn id(self) -> (u8, u8) {
        match self {
            Self::Text => (0, 0),
            Self::Number { scale } => (1, scale),
            Self::Day => (2, 0),
        }
    }

    fn from_id(kind: u8, scale: u8) -> Option<Self> {
        match kind {
            0 => Some(Self::Text),
            1 => Some(Self::Number { scale }),
            2 => Some(Self::Day),
            _ => None,
        }
    }
}

/// A number as published: `mantissa` times 10^-`scale`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Decimal {
    /// All digits.
    pub mantissa: i64,
    /// How many of them stand after the point.
    pub scale: u8,
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.mantissa.unsigned_abs().to_string();
        let scale = usize::from(self.scale);
        let padded = format!("{digits:0>width$}", width = scale + 1);
        let (whole, part) = padded.split_at(padded.len() - scale);
        let sign = if self.mantissa < 0 { "-" } else { "" };
        if part.is_empty() { write!(f, "{sign}{whole}") } else { write!(f, "{sign}{whole}.{part}") }
    }
}

/// A column of one table: find it once by name, then read many rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column<'a> {
    /// Its name: lower case, words joined by `_`.
    pub name: &'a str,
    /// What it holds.
    pub kind: ColumnKind,
    /// Where its cells stand in a row.
    offset: usize,
}

/// What stands in a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Value<'a> {
    /// Text.
    Text(&'a str),
    /// A number.
    Number(Decimal),
    /// A day.
    Day(Date),
}

impl fmt::Display for Value<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Number(number) => number.fmt(f),
            Self::Day(day) => day.fmt(f),
        }
    }
}

/// One edition of a set of records.
#[derive(Debug, Clone)]
pub struct RecordTable<'a> {
    edition: Edition<'a>,
    columns: Vec<Column<'a>>,
    heap: Heap<'a>,
    texts: Rows<'a, TEXT_BYTES>,
    rows: &'a [u8],
    row_bytes: usize,
    key_bytes: usize,
}

impl<'a> RecordTable<'a> {
    /// The table of an edition; empty when its schema cannot be read.
    pub(crate) fn new(image: &Image<'a>, ordinal: u32, edition: Edition<'a>) -> Self {
        let schema = image.section(Some(edition.set), Table::Schema, ordinal);
        let heap = image.heap();
        let mut table = Self {
            edition,
            columns: Vec::new(),
            heap,
            texts: Rows::new(image.section(Some(edition.set), Table::Texts, ordinal)),
            rows: image.section(Some(edition.set), Table::Records, ordinal),
            row_bytes: 0,
            key_bytes: 0,
        };
        if table.read_schema(schema).is_none() {
            (table.rows, table.row_bytes) = (&[], 0);
        }
        table
    }

    fn read_schema(&mut self, schema: &'a [u8]) -> Option<()> {
        let (header, columns) = schema.split_first_chunk::<SCHEMA_HEADER_BYTES>()?;
        self.key_bytes = usize::from(header[0]);
        let mut offset = self.key_bytes + DAYS_BYTES;
        let columns = Rows::<COLUMN_BYTES>::new(columns);
        for index in 0..usize::from(header[1]) {
            let row = columns.get(index)?;
            let kind = ColumnKind::from_id(row[6], row[7])?;
            let name = self.heap.text(u32_at(row, 0)?, u16_at(row, 4)?)?;
            self.columns.push(Column { name, kind, offset });
            offset += kind.bytes();
        }
        self.row_bytes = usize::from(u16_at(header, 2)?);
        (offset == self.row_bytes && 0 < self.key_bytes).then_some(())
    }

    /// The edition that these rows are.
    #[must_use]
    pub fn edition(&self) -> &Edition<'a> {
        &self.edition
    }

    /// Every column, in the publisher's order.
    #[must_use]
    pub fn columns(&self) -> &[Column<'a>] {
        &self.columns
    }

    /// The column of this name.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<Column<'a>> {
        self.columns.iter().find(|column| column.name == name).copied()
    }

    /// How many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len().checked_div(self.row_bytes).unwrap_or(0)
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The row at a number below [`RecordTable::len`].
    #[must_use]
    pub fn at(&self, index: usize) -> Option<Record<'_, 'a>> {
        let start = index.checked_mul(self.row_bytes)?;
        let bytes = self.rows.get(start..start.checked_add(self.row_bytes)?)?;
        if bytes.is_empty() { None } else { Some(Record { table: self, bytes }) }
    }

    /// Every row, by key.
    pub fn iter(&self) -> impl Iterator<Item = Record<'_, 'a>> {
        (0..self.len()).filter_map(|index| self.at(index))
    }

    /// The rows under a key, of all days, oldest first. Keys are compared as they are published, in upper case.
    pub fn under<'t>(&'t self, key: &str) -> impl Iterator<Item = Record<'t, 'a>> {
        (self.first_at_least(key.as_bytes())..self.len())
            .map_while(|index| self.at(index))
            .take_while(move |record| record.key() == key)
    }

    /// The rows under a key that are in force on a day.
    pub fn on<'t>(&'t self, key: &str, day: Date) -> impl Iterator<Item = Record<'t, 'a>> {
        self.under(key).filter(move |record| record.is_in_force(day))
    }

    /// The rows whose key begins with these characters.
    pub fn starting_with<'t>(&'t self, prefix: &str) -> impl Iterator<Item = Record<'t, 'a>> {
        (self.first_at_least(prefix.as_bytes())..self.len())
            .map_while(|index| self.at(index))
            .take_while(move |record| record.key().starts_with(prefix))
    }

    fn first_at_least(&self, key: &[u8]) -> usize {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low + (high - low) / 2;
            let below = self.at(middle).is_some_and(|record| record.key().as_bytes() < key);
            if below { low = middle + 1 } else { high = middle }
        }
        low
    }
}

/// One row.
#[derive(Clone, Copy)]
pub struct Record<'t, 'a> {
    table: &'t RecordTable<'a>,
    bytes: &'a [u8],
}

impl<'a> Record<'_, 'a> {
    /// The key: a code, a code with its modifier, a locality.
    #[must_use]
    pub fn key(&self) -> &'a str {
        let padded = self.bytes.get(..self.table.key_bytes).unwrap_or_default();
        let length = padded.iter().position(|byte| *byte == 0).unwrap_or(padded.len());
        padded.get(..length).and_then(|key| core::str::from_utf8(key).ok()).unwrap_or_default()
    }

    /// First day of the row; `None` when the publisher gives none: the edition's days count.
    #[must_use]
    pub fn from(&self) -> Option<Date> {
        u32_at(self.bytes, self.table.key_bytes).filter(|day| *day != 0).and_then(date_of)
    }

    /// Last day of the row; `None` while it is open.
    #[must_use]
    pub fn to(&self) -> Option<Date> {
        u32_at(self.bytes, self.table.key_bytes + 4).filter(|day| *day != NONE).and_then(date_of)
    }

    /// Whether the row counts on a day of its edition.
    #[must_use]
    pub fn is_in_force(&self, day: Date) -> bool {
        let day = day_number(day);
        let from = u32_at(self.bytes, self.table.key_bytes).unwrap_or(0);
        let to = u32_at(self.bytes, self.table.key_bytes + 4).unwrap_or(NONE);
        (from..=to).contains(&day)
    }

    /// The text in a column; `None` when the cell is empty or holds no text.
    #[must_use]
    pub fn text(&self, column: Column<'_>) -> Option<&'a str> {
        let number = u32_at(self.bytes, column.offset).filter(|_| column.kind == ColumnKind::Text)?;
        let place = self.table.texts.get(number as usize)?;
        self.table.heap.text(u32_at(place, 0)?, u16_at(place, 4)?)
    }

    /// The number in a column; `None` when the cell is empty or holds no number.
    #[must_use]
    pub fn number(&self, column: Column<'_>) -> Option<Decimal> {
        let ColumnKind::Number { scale } = column.kind else { return None };
        let bytes = self.bytes.get(column.offset..column.offset + 8)?;
        let mantissa = i64::from_le_bytes(bytes.try_into().ok()?);
        (mantissa != NO_NUMBER).then_some(Decimal { mantissa, scale })
    }

    /// The day in a column; `None` when the cell is empty or holds no day.
    #[must_use]
    pub fn day(&self, column: Column<'_>) -> Option<Date> {
        u32_at(self.bytes, column.offset).filter(|_| column.kind == ColumnKind::Day).and_then(date_of)
    }

    /// Whatever stands in a column.
    #[must_use]
    pub fn value(&self, column: Column<'_>) -> Option<Value<'a>> {
        match column.kind {
            ColumnKind::Text => self.text(column).map(Value::Text),
            ColumnKind::Number { .. } => self.number(column).map(Value::Number),
            ColumnKind::Day => self.day(column).map(Value::Day),
        }
    }

    /// Every column that is not empty, with what stands in it.
    pub fn values(&self) -> impl Iterator<Item = (Column<'a>, Value<'a>)> {
        let columns = &self.table.columns;
        columns.iter().filter_map(|column| Some((*column, self.value(*column)?)))
    }
}

impl fmt::Debug for Record<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_map();
        shown.entry(&"key", &self.key());
        self.values().for_each(|(column, value)| {
            shown.entry(&column.name, &value);
        });
        shown.finish()
    }
}
