//! Tables of cells, whether they come as delimited text or as a sheet of a workbook.

use std::borrow::Cow;

use super::container::{Content, Member};

/// Rows above the header that publishers fill with titles and licences.
const HEADER_WITHIN: usize = 60;
/// No more text than this is looked at to find a header.
const HEAD_BYTES: usize = 256 << 10;

/// A table of cells.
pub(crate) struct Grid<'m> {
    /// The sheet's name; empty for text.
    pub(crate) name: &'m str,
    source: Source<'m>,
}

enum Source<'m> {
    Text { text: &'m str, delimiter: u8 },
    Rows(&'m [Vec<String>]),
    Fixed { text: &'m str, cuts: &'static [(usize, usize)] },
}

/// A row: its number from 1 as an editor or a workbook shows it, and its cells without white space around them.
pub(crate) struct GridRow<'m> {
    pub(crate) number: usize,
    pub(crate) cells: Vec<Cow<'m, str>>,
}

impl GridRow<'_> {
    /// The cell in a column from 0; empty when the row is shorter.
    pub(crate) fn cell(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", |cell| cell.trim())
    }

    pub(crate) fn is_blank(&self) -> bool {
        self.cells.iter().all(|cell| cell.trim().is_empty())
    }
}

/// The tables of a member.
pub(crate) fn grids(member: &Member) -> Vec<Grid<'_>> {
    match &member.content {
        Content::Text(text) => {
            vec![Grid { name: "", source: Source::Text { text, delimiter: delimiter_of(text) } }]
        }
        Content::Sheets(sheets) => {
            sheets.iter().map(|sheet| Grid { name: &sheet.name, source: Source::Rows(&sheet.rows) }).collect()
        }
        Content::Other => Vec::new(),
    }
}

/// The delimiter that stands most often in the first lines.
fn delimiter_of(text: &str) -> u8 {
    let head: Vec<&str> = text.lines().take(HEADER_WITHIN).collect();
    let count = |wanted: u8| head.iter().map(|line| line.bytes().filter(|byte| *byte == wanted).count()).sum::<usize>();
    let tabs = count(b'\t');
    // Commas stand in prose, too; tabs do not.
    if head.len() / 2 <= tabs && 0 < tabs {
        return b'\t';
    }
    [b',', b';', b'|', b'~', b'^']
        .into_iter()
        .max_by_key(|delimiter| (count(*delimiter), u8::MAX - delimiter))
        .unwrap_or(b',')
}

impl<'m> Grid<'m> {
    /// A table whose columns stand at fixed characters: each from the first, counted from 0, to before the second.
    pub(crate) fn fixed(text: &'m str, cuts: &'static [(usize, usize)]) -> Self {
        Self { name: "", source: Source::Fixed { text, cuts } }
    }

    /// The first rows: those among which a header stands.
    pub(crate) fn head(&self) -> Vec<GridRow<'m>> {
        match self.source {
            Source::Text { text, delimiter } if HEAD_BYTES < text.len() => {
                let end = (0..=HEAD_BYTES).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
                let source = Source::Text { text: text.get(..end).unwrap_or_default(), delimiter };
                Grid { name: self.name, source }.rows().take(HEADER_WITHIN).collect()
            }
            _ => self.rows().take(HEADER_WITHIN).collect(),
        }
    }

    /// Every row in order.
    pub(crate) fn rows(&self) -> Box<dyn Iterator<Item = GridRow<'m>> + 'm> {
        match &self.source {
            Source::Fixed { text, cuts } => {
                let (text, cuts) = (*text, *cuts);
                Box::new(text.lines().zip(1..).map(move |(line, number)| GridRow {
                    number,
                    cells: cuts.iter().map(|cut| cut_of(line, *cut)).collect(),
                }))
            }
            Source::Rows(rows) => Box::new(rows.iter().zip(1..).map(|(row, number)| GridRow {
                number,
                cells: row.iter().map(|cell| Cow::Borrowed(cell.as_str())).collect(),
            })),
            Source::Text { text, delimiter } => {
                let reader = csv::ReaderBuilder::new()
                    .has_headers(false)
                    .flexible(true)
                    .delimiter(*delimiter)
                    .from_reader(text.as_bytes());
                // Text in, UTF-8 out, and rows may have any length: nothing is left that could fail.
                let text = *text;
                Box::new(reader.into_records().map_while(Result::ok).map(move |record| GridRow {
                    number: record.position().map_or(0, |place| line_of(text, place)),
                    cells: record.iter().map(|cell| Cow::Owned(cell.to_owned())).collect(),
                }))
            }
        }
    }

    /// The first row that has all of these headers, with the rows above it. Headers are compared by [`header_name`].
    pub(crate) fn header(&self, wanted: &[&str]) -> Option<Header> {
        let mut above = Vec::new();
        for row in self.head() {
            let names: Vec<String> = row.cells.iter().map(|cell| header_name(cell)).collect();
            if wanted.iter().all(|name| names.iter().any(|found| found == name)) {
                return Some(Header { row: row.number, names, above });
            }
            above.push(
                row.cells.iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty()).collect::<Vec<_>>().join(" "),
            );
        }
        None
    }
}

/// The line on which a record begins. Its reader gives the place where the record before ended, line ends and blank lines
/// not yet passed.
fn line_of(text: &str, place: &csv::Position) -> usize {
    let after = usize::try_from(place.byte()).ok().and_then(|byte| text.as_bytes().get(byte..)).unwrap_or_default();
    let passed = after.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).filter(|byte| **byte == b'\n').count();
    usize::try_from(place.line()).unwrap_or(0).saturating_add(passed)
}

/// Characters of a line, from the first, counted from 0, to before the second.
fn cut_of(line: &str, (from, to): (usize, usize)) -> Cow<'_, str> {
    if line.is_ascii() {
        Cow::Borrowed(line.get(from..to.min(line.len())).unwrap_or_default())
    } else {
        Cow::Owned(line.chars().skip(from).take(to.saturating_sub(from)).collect())
    }
}

/// A header row.
pub(crate) struct Header {
    /// Its number from 1.
    pub(crate) row: usize,
    /// The columns' names by [`header_name`].
    pub(crate) names: Vec<String>,
    /// The rows above it, each as one line of text.
    pub(crate) above: Vec<String>,
}

impl Header {
    /// The first column with one of these names.
    pub(crate) fn column(&self, names: &[&str]) -> Option<usize> {
        names.iter().find_map(|name| self.names.iter().position(|found| found == name))
    }
}

/// A header's name: lower case, everything but letters and digits as one `_`.
pub(crate) fn header_name(text: &str) -> String {
    let mut name = String::with_capacity(text.len());
    for letter in text.trim().chars() {
        if letter.is_alphanumeric() {
            name.extend(letter.to_lowercase());
        } else if !name.is_empty() && !name.ends_with('_') {
            name.push('_');
        }
    }
    name.truncate(name.trim_end_matches('_').len());
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_counted_as_editors_count_lines() {
        for text in ["a,b\r\n\r\nc,\"d\r\ne\"\r\nf,g\r\n", "a,b\n\nc,\"d\ne\"\nf,g\n"] {
            let member = Member { path: "x.csv".to_owned(), content: Content::Text(text.to_owned()) };
            let rows = grids(&member).iter().flat_map(Grid::rows).map(|row| row.number).collect::<Vec<_>>();
            assert_eq!(rows, [1, 3, 5], "{text:?}");
        }
    }
}
