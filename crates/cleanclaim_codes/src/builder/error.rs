//! Why rows do not make an image.

use jiff::civil::Date;

use super::RECORD_KEY_BYTES_MAX;
use crate::set::Set;

/// Why rows do not make an image. Codes are quoted: they are public.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BuildError {
    /// Not one to eight upper-case letters and digits.
    #[error("{text:?} is not a code of {}: expected 1 to 8 letters and digits", .set.name())]
    Code {
        /// The set it was meant for.
        set: Set,
        /// What was given.
        text: String,
    },
    /// A row ends before it begins.
    #[error("{code} of {}: the row from {from} ends before it begins", .set.name())]
    Dates {
        /// The set.
        set: Set,
        /// The code.
        code: String,
        /// First day of the row.
        from: Date,
    },
    /// Two rows of a code share a day.
    #[error("{code} of {}: two rows are in force on {on}", .set.name())]
    Overlap {
        /// The set.
        set: Set,
        /// The code.
        code: String,
        /// A shared day.
        on: Date,
    },
    /// A note stands at a place that the tabular list does not have.
    #[error("tabular list {edition}: a note stands at {at:?}, which the list does not have")]
    Place {
        /// The edition.
        edition: String,
        /// The place as given.
        at: String,
    },
    /// A key of a record that is empty or too long.
    #[error("{text:?} is not a key of {}: expected 1 to {RECORD_KEY_BYTES_MAX} bytes", .set.name())]
    Key {
        /// The set.
        set: Set,
        /// What was given.
        text: String,
    },
    /// A cell that does not fit its column.
    #[error("a row of {} has in column {column} what the column does not hold", .set.name())]
    Cell {
        /// The set.
        set: Set,
        /// The column.
        column: String,
    },
    /// More rows of one pair than a table of pairs can hold.
    #[error("{column_one} with {column_two} of {}: more than {max} rows", .set.name(), max = crate::pairs::SPANS_MAX)]
    Spans {
        /// The set.
        set: Set,
        /// Column one.
        column_one: String,
        /// Column two.
        column_two: String,
    },
    /// A term that stands deeper than the one before it allows.
    #[error("{}: the term {title:?} stands under none", .set.name())]
    Level {
        /// The set.
        set: Set,
        /// The term's title.
        title: String,
    },
    /// A row of a table that does not have seven axes with values, the first three one each.
    #[error("{}: a row of table {table:?} does not have seven axes with values, one each for the first three", .set.name())]
    Axes {
        /// The set.
        set: Set,
        /// The table.
        table: String,
    },
    /// Rows for an edition that was not declared.
    #[error("{} has no edition {edition:?}", .set.name())]
    Edition {
        /// The set.
        set: Set,
        /// The edition.
        edition: String,
    },
    /// More rows or text than the image's numbers can count.
    #[error("too much for one image: {what}")]
    TooLarge {
        /// What there is too much of.
        what: &'static str,
    },
}
