//! Writes tables of records.

use jiff::civil::Date;

use crate::builder::head::Head;
use crate::builder::{BuildError, Placed, Section, Strings};
use crate::image::Table;
use crate::records::{ColumnKind, DAYS_BYTES, NO_NUMBER};
use crate::set::Set;
use crate::table::{NONE, day_number};

/// The longest key of a record in bytes.
pub const RECORD_KEY_BYTES_MAX: usize = 120;

/// What goes into a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cell<'t> {
    /// Nothing.
    Empty,
    /// Text.
    Text(&'t str),
    /// All digits of a number; the column says how many stand after the point.
    Number(i64),
    /// A day.
    Day(Date),
}

#[derive(Debug)]
struct RecordRow {
    key: String,
    from: u32,
    to: u32,
    cells: Vec<u8>,
}

/// One edition of a set of records, being written.
#[derive(Debug)]
pub struct RecordsBuilder {
    head: Head,
    columns: Vec<(String, ColumnKind)>,
    rows: Vec<RecordRow>,
    texts: Strings,
}

impl RecordsBuilder {
    pub(super) fn new(set: Set, edition: &str, columns: &[(&str, ColumnKind)]) -> Self {
        let columns = columns.iter().map(|(name, kind)| ((*name).to_owned(), *kind)).collect();
        Self { head: Head::new(set, edition), columns, rows: Vec::new(), texts: Strings::default() }
    }

    /// Adds a row. Without days of its own it counts on all days of the edition. Cells that are missing are empty.
    pub fn row(&mut self, key: &str, (from, to): (Option<Date>, Option<Date>), cells: &[Cell<'_>]) -> &mut Self {
        if key.is_empty() || RECORD_KEY_BYTES_MAX < key.len() || key.contains('\0') {
            return self.fail(BuildError::Key { set: self.head.set, text: key.to_owned() });
        }
        if let (Some(from), Some(to)) = (from, to)
            && to < from
        {
            return self.fail(BuildError::Dates { set: self.head.set, code: key.to_owned(), from });
        }
        let mut bytes = Vec::new();
        for (index, (name, kind)) in self.columns.iter().enumerate() {
            let cell = cells.get(index).copied().unwrap_or(Cell::Empty);
            match (kind, cell) {
                (ColumnKind::Text | ColumnKind::Day, Cell::Empty) => bytes.extend(NONE.to_le_bytes()),
                (ColumnKind::Number { .. }, Cell::Empty) => bytes.extend(NO_NUMBER.to_le_bytes()),
                (ColumnKind::Text, Cell::Text(text)) => bytes.extend(self.texts.number(text).to_le_bytes()),
                (ColumnKind::Day, Cell::Day(day)) => bytes.extend(day_number(day).to_le_bytes()),
                (ColumnKind::Number { .. }, Cell::Number(number)) => bytes.extend(number.to_le_bytes()),
                _ => return self.fail(BuildError::Cell { set: self.head.set, column: name.clone() }),
            }
        }
        if self.columns.len() < cells.len() {
            return self.fail(BuildError::Cell { set: self.head.set, column: "one too many".to_owned() });
        }
        let (from, to) = (from.map_or(0, day_number), to.map_or(NONE, day_number));
        self.rows.push(RecordRow { key: key.to_owned(), from, to, cells: bytes });
        self
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

    /// The keys with the numbers in a column; nothing when no column of this name holds numbers.
    pub(super) fn numbers_of(&self, column: &str) -> impl Iterator<Item = (&str, i64)> {
        let at = self.cell_at(column).filter(|(_, kind)| matches!(kind, ColumnKind::Number { .. })).map(|(at, _)| at);
        self.rows.iter().filter_map(move |row| {
            let bytes = row.cells.get(at?..)?.first_chunk::<8>()?;
            Some((row.key.as_str(), i64::from_le_bytes(*bytes))).filter(|(_, number)| *number != NO_NUMBER)
        })
    }

    /// The keys with the texts in some columns.
    pub(super) fn texts_of<const N: usize>(
        &self,
        columns: [&str; N],
    ) -> impl Iterator<Item = (&str, [Option<&str>; N])> {
        let texts: Vec<&str> = self.texts.iter().collect();
        let places = columns.map(|column| self.cell_at(column).filter(|(_, kind)| *kind == ColumnKind::Text));
        self.rows.iter().map(move |row| {
            let cells = places.map(|place| {
                let number = u32::from_le_bytes(*row.cells.get(place?.0..)?.first_chunk::<4>()?);
                texts.get(number as usize).copied()
            });
            (row.key.as_str(), cells)
        })
    }

    /// Where the cells of a column stand in a row.
    fn cell_at(&self, column: &str) -> Option<(usize, ColumnKind)> {
        let mut at = 0;
        for (name, kind) in &self.columns {
            if name == column {
                return Some((at, *kind));
            }
            at += kind.bytes();
        }
        None
    }

    pub(super) fn intern(&self, strings: &mut Strings) {
        self.columns.iter().map(|(name, _)| name.as_str()).for_each(|name| {
            strings.number(name);
        });
        self.texts.intern(strings);
    }

    pub(super) fn write(
        &mut self,
        ordinal: u32,
        strings: &mut Strings,
        placed: &Placed,
        sections: &mut Vec<Section>,
    ) -> Result<u32, BuildError> {
        self.head.sound()?;
        let too_large = |what| move |_| BuildError::TooLarge { what };
        let key_bytes = self.rows.iter().map(|row| row.key.len()).max().unwrap_or(1);
        let row_bytes = key_bytes + DAYS_BYTES + self.columns.iter().map(|(_, kind)| kind.bytes()).sum::<usize>();
        let mut schema = vec![u8::try_from(key_bytes).map_err(too_large("a key"))?];
        schema.push(u8::try_from(self.columns.len()).map_err(too_large("columns"))?);
        schema.extend(u16::try_from(row_bytes).map_err(too_large("columns"))?.to_le_bytes());
        for (name, kind) in &self.columns {
            let (offset, length) = placed.at(Some(strings.number(name)));
            let (kind, scale) = kind.id();
            schema.extend(offset.to_le_bytes());
            schema.extend(length.to_le_bytes());
            schema.extend([kind, scale]);
        }
        let mut texts = Vec::new();
        for (offset, length) in self.texts.places(strings, placed) {
            texts.extend(offset.to_le_bytes());
            texts.extend(length.to_le_bytes());
        }
        // Rows of one key and day keep the publisher's order.
        self.rows.sort_by(|a, b| (&a.key, a.from).cmp(&(&b.key, b.from)));
        let mut rows = Vec::with_capacity(self.rows.len() * row_bytes);
        for row in &self.rows {
            rows.extend_from_slice(row.key.as_bytes());
            rows.resize(rows.len() + key_bytes - row.key.len(), 0);
            rows.extend(row.from.to_le_bytes());
            rows.extend(row.to.to_le_bytes());
            rows.extend_from_slice(&row.cells);
        }
        sections.push((Some(self.head.set), Table::Schema, ordinal, schema));
        sections.push((Some(self.head.set), Table::Texts, ordinal, texts));
        sections.push((Some(self.head.set), Table::Records, ordinal, rows));
        u32::try_from(self.rows.len()).map_err(too_large("rows"))
    }
}
