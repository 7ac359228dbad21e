//! Writes one edition of the tables of ICD-10-PCS.

use std::collections::HashMap;

use super::head::Head;
use super::{BuildError, Placed, Section, Strings, count};
use crate::axes::{AXES, CHARACTERS};
use crate::image::Table;
use crate::set::Set;

/// A value of an axis, to be written.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct NewAxisValue<'t> {
    /// The character: a digit or an upper-case letter.
    pub character: char,
    /// What it means.
    pub label: &'t str,
    /// What the publisher says of it.
    pub definition: Option<&'t str>,
}

/// An axis of a row, to be written: its name and its values.
pub type NewAxis<'t> = (&'t str, Vec<NewAxisValue<'t>>);

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Value {
    character: u8,
    label: u32,
    definition: Option<u32>,
}

#[derive(Debug)]
struct AxisRow {
    /// The three characters of the table.
    table: [u8; 3],
    axes: Vec<(u32, Vec<Value>)>,
}

/// One edition of the tables, being written.
#[derive(Debug)]
pub struct AxesBuilder {
    head: Head,
    rows: Vec<AxisRow>,
    texts: Strings,
}

impl AxesBuilder {
    pub(super) fn new(set: Set, edition: &str) -> Self {
        Self { head: Head::new(set, edition), rows: Vec::new(), texts: Strings::default() }
    }

    /// Adds a row of a table: seven axes, the first three with one value each.
    pub fn row(&mut self, axes: &[NewAxis<'_>]) -> &mut Self {
        let table: Vec<u8> = axes
            .iter()
            .take(3)
            .filter_map(|(_, values)| match values.as_slice() {
                [only] => u8::try_from(only.character).ok(),
                _ => None,
            })
            .collect();
        let is_value =
            |value: &NewAxisValue<'_>| value.character.is_ascii_digit() || value.character.is_ascii_uppercase();
        let fits = axes.len() == AXES
            && axes.iter().all(|(_, values)| (1..=CHARACTERS).contains(&values.len()) && values.iter().all(is_value));
        let Some(table) = table.first_chunk::<3>().filter(|_| fits) else {
            let table = String::from_utf8_lossy(&table).into_owned();
            self.head.fail(BuildError::Axes { set: self.head.set, table });
            return self;
        };
        let mut written = Vec::with_capacity(AXES);
        for (name, values) in axes {
            let values = values.iter().map(|value| Value {
                character: u8::try_from(value.character).unwrap_or(b'0'),
                label: self.texts.number(value.label),
                definition: value.definition.map(|text| self.texts.number(text)),
            });
            let values = values.collect();
            written.push((self.texts.number(name), values));
        }
        self.rows.push(AxisRow { table: *table, axes: written });
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

    pub(super) fn edition(&self) -> (Set, &str) {
        self.head.edition()
    }

    pub(super) fn intern(&self, strings: &mut Strings) {
        self.texts.intern(strings);
    }

    /// Writes the sections and gives the number of rows.
    pub(super) fn write(
        &mut self,
        ordinal: u32,
        strings: &mut Strings,
        placed: &Placed,
        sections: &mut Vec<Section>,
    ) -> Result<u32, BuildError> {
        self.head.sound()?;
        let places = self.texts.places(strings, placed);
        let place = |text: u32| places.get(text as usize).copied().unwrap_or_default();
        // Rows of one table keep the publisher's order.
        self.rows.sort_by_key(|row| row.table);
        let (mut rows, mut values) = (Vec::new(), Vec::new());
        // Rows share most of their values with others.
        let mut known: HashMap<&[Value], u32> = HashMap::new();
        let mut value_count = 0_usize;
        for row in &self.rows {
            for (name, own) in &row.axes {
                let first = match known.get(own.as_slice()) {
                    Some(first) => *first,
                    None => {
                        let first = count(value_count, "values of axes")?;
                        known.insert(own, first);
                        value_count += own.len();
                        own.iter().for_each(|value| write_value(value, place, placed.at(None), &mut values));
                        first
                    }
                };
                let (offset, length) = place(*name);
                let values_of_axis =
                    u16::try_from(own.len()).map_err(|_| BuildError::TooLarge { what: "values of one axis" })?;
                rows.extend(offset.to_le_bytes());
                rows.extend(length.to_le_bytes());
                rows.extend(values_of_axis.to_le_bytes());
                rows.extend(first.to_le_bytes());
            }
        }
        sections.push((Some(self.head.set), Table::AxisRows, ordinal, rows));
        sections.push((Some(self.head.set), Table::AxisValues, ordinal, values));
        count(self.rows.len(), "rows of tables")
    }
}

fn write_value(value: &Value, place: impl Fn(u32) -> (u32, u16), none: (u32, u16), out: &mut Vec<u8>) {
    let (label, label_length) = place(value.label);
    let (definition, definition_length) = value.definition.map_or(none, place);
    out.extend([value.character, 0]);
    out.extend(label_length.to_le_bytes());
    out.extend(label.to_le_bytes());
    out.extend(definition_length.to_le_bytes());
    out.extend([0, 0]);
    out.extend(definition.to_le_bytes());
}
