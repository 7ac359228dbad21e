//! CSV for spreadsheets: reports that people open in a program which runs formulas.

use std::borrow::Cow;
use std::io::Write;

use cleanclaim_model::{Cents, Date};

/// The text with an apostrophe before it where a spreadsheet would take it for a formula.
///
/// Source: OWASP, "CSV Injection": cells that begin with `=`, `+`, `-`, `@`, tab or carriage return.
///
/// ```
/// use cleanclaim_interop::csv::spreadsheet_safe;
/// assert_eq!(spreadsheet_safe("=1+1"), "'=1+1");
/// assert_eq!(spreadsheet_safe("1+1"), "1+1");
/// ```
#[must_use]
pub fn spreadsheet_safe(text: &str) -> Cow<'_, str> {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// A cell of a report. Only text can be a formula: amounts and counts keep their sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportCell<'a> {
    /// Text from anywhere.
    Text(&'a str),
    /// An amount, written in dollars with two decimals.
    Cents(Cents),
    /// A count.
    Count(i64),
    /// A day, written as ISO text.
    Date(Date),
    /// Nothing.
    Empty,
}

/// Writes a report as CSV.
#[derive(Debug)]
pub struct ExportWriter<W: Write> {
    writer: csv::Writer<W>,
}

impl<W: Write> ExportWriter<W> {
    /// A writer that has written the header row.
    ///
    /// # Errors
    /// When the destination does not take it.
    pub fn new(destination: W, header: &[&str]) -> Result<Self, std::io::Error> {
        let mut export = Self { writer: csv::Writer::from_writer(destination) };
        let cells: Vec<ExportCell<'_>> = header.iter().map(|name| ExportCell::Text(name)).collect();
        export.row(&cells)?;
        Ok(export)
    }

    /// Writes one row.
    ///
    /// # Errors
    /// When the destination does not take it, or the row has another number of cells than the header.
    pub fn row(&mut self, cells: &[ExportCell<'_>]) -> Result<(), std::io::Error> {
        self.writer.write_record(cells.iter().map(|cell| cell_text(*cell).into_owned())).map_err(std::io::Error::other)
    }

    /// Writes what is left and gives the destination back.
    ///
    /// # Errors
    /// When the destination does not take it.
    pub fn finish(self) -> Result<W, std::io::Error> {
        self.writer.into_inner().map_err(|error| std::io::Error::other(error.error().to_string()))
    }
}

fn cell_text(cell: ExportCell<'_>) -> Cow<'_, str> {
    match cell {
        ExportCell::Text(text) => spreadsheet_safe(text),
        ExportCell::Cents(amount) => {
            let sign = if amount.is_negative() { "-" } else { "" };
            let cents = amount.get().unsigned_abs();
            Cow::Owned(format!("{sign}{}.{:02}", cents / 100, cents % 100))
        }
        ExportCell::Count(count) => Cow::Owned(count.to_string()),
        ExportCell::Date(date) => Cow::Owned(date.to_string()),
        ExportCell::Empty => Cow::Borrowed(""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn text_never_becomes_a_formula_and_amounts_stay_numbers() {
        let mut export = ExportWriter::new(Vec::new(), &["a", "b", "c", "d", "e"]).unwrap();
        let text = ExportCell::Text("@sum, \"x\"");
        let row = [
            text,
            ExportCell::Cents(Cents::new(-5)),
            ExportCell::Count(-2),
            ExportCell::Date(date(2026, 1, 2)),
            ExportCell::Empty,
        ];
        export.row(&row).unwrap();
        let bytes = export.finish().unwrap();
        insta::assert_snapshot!(String::from_utf8(bytes).unwrap(), @r#"
        a,b,c,d,e
        "'@sum, ""x""",-0.05,-2,2026-01-02,
        "#);
    }

    #[test]
    fn each_dangerous_beginning_is_made_harmless() {
        for text in ["=a", "+a", "-a", "@a", "\ta", "\ra"] {
            assert_eq!(spreadsheet_safe(text), format!("'{text}"));
        }
        assert_eq!(spreadsheet_safe(""), "");
    }
}
