//! What a table with a header row looks like, as data: one [`Layout`] a table, read by one reader.

use cleanclaim_codes::{ColumnKind, Set};

use super::period::Period;

/// Shorthand for columns of text.
pub(super) const TEXT: ColumnKind = ColumnKind::Text;
/// Shorthand for columns of days.
pub(super) const DAY: ColumnKind = ColumnKind::Day;

/// Shorthand for columns of numbers with so many digits after the point.
pub(super) const fn number(scale: u8) -> ColumnKind {
    ColumnKind::Number { scale }
}

/// The licence of what the US government writes alone.
pub(super) const PUBLIC: &str = "public domain (US government work)";
/// The licence of its tables that describe CPT codes.
pub(in crate::official) const WITH_CPT: &str =
    "public domain, with CPT descriptors of the American Medical Association: for the user's own data folder only";

/// Where the rows of a table go: a set and its columns. Several tables may fill one set, each some of its columns.
pub(super) struct Target {
    pub(super) set: Set,
    /// Every column of the set, in order.
    pub(super) columns: &'static [(&'static str, ColumnKind)],
    /// The column that names the table that a row stood in, where a set has several.
    pub(super) part_column: Option<&'static str>,
    pub(super) source: &'static str,
    pub(super) licence: &'static str,
}

/// How a cell of text is written, and what it must look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// Any text.
    Text,
    /// A HCPCS or CPT code: five letters and digits.
    Hcpcs,
    /// At most so many letters and digits, without dots, in upper case.
    Code(usize),
    /// Digits, filled up with zeros from the left: workbooks lose them.
    Digits(usize),
    /// Filled up with zeros where it is digits, otherwise any text.
    Padded(usize),
    /// A national drug code: 5-4-2 digits with or without hyphens becomes eleven digits. Products without one stay as
    /// published.
    Ndc,
    /// A national provider identifier with its check digit.
    Npi,
    /// A number that is a percentage: `20.5%`, or 0.205 in a workbook.
    Percent,
    /// Text with these characters before it.
    Prefixed(&'static str),
}

/// Where a cell comes from.
#[derive(Debug, Clone, Copy)]
pub(super) enum From {
    /// The column with one of these headers.
    Header(&'static [&'static str]),
    /// The same, and where the cell is blank, what stood in it in the row above, up to a blank row.
    Carried(&'static [&'static str]),
    /// Every filled column whose header begins so and goes on with a number, joined by spaces; with the second name,
    /// only those whose column of that name and number says `Y`.
    Numbered(&'static str, Option<&'static str>),
}

/// A column of ours and where it comes from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Field {
    /// Our name: one of the target's columns.
    pub(super) column: &'static str,
    pub(super) from: From,
    pub(super) shape: Shape,
}

/// A column of ours from the column with one of these headers.
pub(super) const fn field(column: &'static str, headers: &'static [&'static str]) -> Field {
    Field { column, from: From::Header(headers), shape: Shape::Text }
}

/// The same, of a certain shape.
pub(super) const fn shaped(column: &'static str, headers: &'static [&'static str], shape: Shape) -> Field {
    Field { column, from: From::Header(headers), shape }
}

/// What rows are found by.
#[derive(Debug, Clone, Copy)]
pub(super) enum Key {
    /// Cells joined by `-`, blank ones left out; the first may not be blank.
    Cells(&'static [(&'static [&'static str], Shape)]),
    /// The row's number below the header.
    Ordinal,
}

/// Days that stand in the rows.
#[derive(Debug, Clone, Copy)]
pub(super) enum OwnDays {
    /// None: the edition's days count.
    No,
    /// First and last day of the row: the first of these columns that is filled.
    OfRow(&'static [&'static str], &'static [&'static str]),
    /// First and last day of the edition that the row belongs to: the file holds several.
    OfEdition(&'static [&'static str], &'static [&'static str]),
}

/// How many rows the header takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum HeaderRows {
    /// One.
    One,
    /// Several: the words of a column's header stand under each other.
    Stacked,
}

/// What a row without a key is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Keyless {
    /// An error.
    Wrong,
    /// More text of the row above.
    Continues,
}

/// One table of a publisher. Headers are written as [`super::matching::plain_name`] gives them; a `*` at the end of one
/// stands for anything.
pub(super) struct Layout {
    pub(super) target: &'static Target,
    /// Which of the set's tables this is; empty where there is one.
    pub(super) part: &'static str,
    /// Tables of one layout that only the file's title or name tells apart: a word of it, and the part.
    pub(super) variants: &'static [(&'static str, &'static str)],
    /// Headers that must be there, each with its alternatives.
    pub(super) signature: &'static [&'static [&'static str]],
    /// One of these must stand above the header, or in the name of sheet or file, where the headers do not tell.
    pub(super) titled: &'static [&'static str],
    pub(super) header: HeaderRows,
    pub(super) key: Key,
    pub(super) fields: &'static [Field],
    pub(super) period: Period,
    pub(super) own_days: OwnDays,
    /// What the publisher writes into a cell that is empty, in lower case.
    pub(super) blanks: &'static [&'static str],
    /// How notes and footers begin, in lower case: such rows are skipped.
    pub(super) skip: &'static [&'static str],
    pub(super) keyless: Keyless,
    /// A set of codes that the key and the column with one of these headers, as title, go into as well.
    pub(super) titles: Option<(Set, &'static [&'static str])>,
}

/// How copyright lines, notes and footers begin.
pub(super) const NOTES: &[&str] =
    &["*", "note", "cpt codes and descriptions", "dental codes", "mac assignments", "source:"];

/// A layout without anything special, to be filled in.
pub(super) const fn plain(target: &'static Target) -> Layout {
    Layout {
        target,
        part: "",
        variants: &[],
        signature: &[],
        titled: &[],
        header: HeaderRows::One,
        key: Key::Ordinal,
        fields: &[],
        period: Period::Unknown,
        own_days: OwnDays::No,
        blanks: &["na", "n/a", ".", "-"],
        skip: NOTES,
        keyless: Keyless::Wrong,
        titles: None,
    }
}
