//! The tables under `data/`: one header line, tab-separated fields, no quoting, days as `2025-10-01`, an empty field for "none".

use core::fmt::Write as _;

use cleanclaim_codes::{CodeKind, Extent, MceFlags, NoteKind, Row, Set};
use jiff::civil::Date;

use crate::position::Position;

/// What is wrong with a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TsvProblem {
    /// The first line names other columns.
    #[error("expected the header {expected:?}")]
    Header {
        /// The columns, separated by spaces.
        expected: &'static str,
    },
    /// A line has more or fewer fields than the header.
    #[error("expected {expected} fields, found {found}")]
    Fields {
        /// Columns of the table.
        expected: usize,
        /// Fields of the line.
        found: usize,
    },
    /// Not a day.
    #[error("expected a day like 2025-10-01")]
    Day,
    /// Not a word that may stand there.
    #[error("expected {expected}")]
    Word {
        /// What may stand there.
        expected: &'static str,
    },
    /// Not a code.
    #[error("expected a code of 1 to 8 upper-case letters and digits")]
    Code,
    /// Not UTF-8.
    #[error("expected UTF-8 text")]
    Utf8,
}

/// A field that cannot be read, and where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{at}: {problem}")]
pub struct TsvError {
    /// Line, and field of the line.
    pub at: Position,
    /// What is wrong.
    pub problem: TsvProblem,
}

/// Columns of a table of dated codes.
pub const CODES: [&str; 6] = ["code", "from", "to", "kind", "flags", "title"];
/// Columns of a table of replacements.
pub const REPLACEMENTS: [&str; 3] = ["old", "new", "from"];
/// Columns of a tabular list: where, what it is, text.
pub const TABULAR: [&str; 3] = ["at", "kind", "text"];
/// Columns of the table of editions. The last may be missing from a table whose editions all have the whole of their sets.
pub const EDITIONS: [&str; 7] = ["set", "edition", "from", "to", "source", "licence", "extent"];

/// A line of a table of replacements.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Replacement<'t> {
    /// The code that ended.
    pub old: &'t str,
    /// What took its place.
    pub new: &'t str,
    /// From this day on.
    pub from: Date,
}

/// What a line of a tabular list says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TabularKind {
    /// Starts a chapter, with its title.
    Chapter,
    /// Starts a block, with its title.
    Block,
    /// A code with its title.
    Code,
    /// A note.
    Note(NoteKind),
}

impl TabularKind {
    /// The word in the table.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Chapter => "chapter",
            Self::Block => "block",
            Self::Code => "code",
            Self::Note(kind) => kind.name(),
        }
    }

    fn named(name: &str) -> Option<Self> {
        match name {
            "chapter" => Some(Self::Chapter),
            "block" => Some(Self::Block),
            "code" => Some(Self::Code),
            other => NoteKind::named(other).map(Self::Note),
        }
    }
}

/// A line of a tabular list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TabularRow<'t> {
    /// Chapter number, block (`A00-A09`) or code without dot.
    pub at: &'t str,
    /// What the line says.
    pub kind: TabularKind,
    /// Title or note.
    pub text: &'t str,
}

/// A line of the table of editions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EditionRow<'t> {
    /// The set.
    pub set: Set,
    /// The edition's name.
    pub edition: &'t str,
    /// First day in force.
    pub from: Date,
    /// Last day in force.
    pub to: Option<Date>,
    /// Where the facts come from.
    pub source: &'t str,
    /// The licence of that source.
    pub licence: &'t str,
    /// How much of the set it has.
    pub extent: Extent,
}

/// One line with as many fields as the header.
struct Line<'t, const N: usize> {
    row: usize,
    fields: [&'t str; N],
}

impl<'t, const N: usize> Line<'t, N> {
    fn error(&self, column: usize, problem: TsvProblem) -> TsvError {
        TsvError { at: Position { row: self.row, column: column + 1 }, problem }
    }

    fn code(&self, column: usize) -> Result<&'t str, TsvError> {
        let text = self.fields[column];
        let valid = (1..=8).contains(&text.len())
            && text.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase());
        if valid { Ok(text) } else { Err(self.error(column, TsvProblem::Code)) }
    }

    fn day(&self, column: usize) -> Result<Date, TsvError> {
        let text = self.fields[column];
        // Other lengths are other notations, which this table does not use.
        let day = if text.len() == 10 { text.parse().ok() } else { None };
        day.ok_or_else(|| self.error(column, TsvProblem::Day))
    }

    fn day_or_none(&self, column: usize) -> Result<Option<Date>, TsvError> {
        if self.fields[column].is_empty() { Ok(None) } else { self.day(column).map(Some) }
    }

    fn word<T>(&self, column: usize, read: Option<T>, expected: &'static str) -> Result<T, TsvError> {
        read.ok_or_else(|| self.error(column, TsvProblem::Word { expected }))
    }
}

fn lines<'t, const N: usize>(
    bytes: &'t [u8],
    columns: [&'static str; N],
    header: &'static str,
) -> Result<impl Iterator<Item = Result<Line<'t, N>, TsvError>>, TsvError> {
    let text = core::str::from_utf8(bytes)
        .map_err(|error| TsvError { at: Position::at(bytes, error.valid_up_to()), problem: TsvProblem::Utf8 })?;
    let mut all = text.lines().zip(1..);
    let first = all.next().map(|(line, _)| line);
    if !first.is_some_and(|line| line.split('\t').eq(columns)) {
        return Err(TsvError { at: Position { row: 1, column: 1 }, problem: TsvProblem::Header { expected: header } });
    }
    Ok(all.map(|(line, row)| {
        let mut fields = [""; N];
        let mut found = 0;
        for field in line.split('\t') {
            if let Some(slot) = fields.get_mut(found) {
                *slot = field;
            }
            found += 1;
        }
        let at = Position { row, column: found.min(N) + usize::from(found > N) };
        if found == N {
            Ok(Line { row, fields })
        } else {
            Err(TsvError { at, problem: TsvProblem::Fields { expected: N, found } })
        }
    }))
}

/// Reads a table of dated codes.
///
/// # Errors
/// When the header is another; then, line by line, for fields that cannot be read.
pub fn codes(bytes: &[u8]) -> Result<impl Iterator<Item = Result<Row<'_>, TsvError>>, TsvError> {
    let rows = lines(bytes, CODES, "code from to kind flags title")?;
    Ok(rows.map(|line| {
        let line = line?;
        let kind = match line.fields[3] {
            "billable" => Some(CodeKind::Billable),
            "header" => Some(CodeKind::Header),
            _ => None,
        };
        let mut flags = MceFlags::NONE;
        for name in line.fields[4].split(',').filter(|name| !name.is_empty()) {
            flags = flags | line.word(4, MceFlags::named(name), "names of edit flags, separated by commas")?;
        }
        Ok(Row {
            code: line.code(0)?,
            from: line.day(1)?,
            to: line.day_or_none(2)?,
            kind: line.word(3, kind, "billable or header")?,
            flags,
            title: Some(line.fields[5]).filter(|title| !title.is_empty()),
        })
    }))
}

/// Reads a table of replacements.
///
/// # Errors
/// As [`codes`].
pub fn replacements(bytes: &[u8]) -> Result<impl Iterator<Item = Result<Replacement<'_>, TsvError>>, TsvError> {
    let rows = lines(bytes, REPLACEMENTS, "old new from")?;
    Ok(rows.map(|line| {
        let line = line?;
        Ok(Replacement { old: line.code(0)?, new: line.code(1)?, from: line.day(2)? })
    }))
}

/// Reads a tabular list.
///
/// # Errors
/// As [`codes`].
pub fn tabular(bytes: &[u8]) -> Result<impl Iterator<Item = Result<TabularRow<'_>, TsvError>>, TsvError> {
    let rows = lines(bytes, TABULAR, "at kind text")?;
    Ok(rows.map(|line| {
        let line = line?;
        let kind = line.word(1, TabularKind::named(line.fields[1]), "chapter, block, code or a kind of note")?;
        match kind {
            TabularKind::Chapter => {
                line.word(0, line.fields[0].parse::<u8>().ok(), "a chapter number")?;
            }
            TabularKind::Code => {
                line.code(0)?;
            }
            TabularKind::Block | TabularKind::Note(_) => {}
        }
        Ok(TabularRow { at: line.fields[0], kind, text: line.fields[2] })
    }))
}

/// Reads the table of editions.
///
/// # Errors
/// As [`codes`].
pub fn editions(bytes: &[u8]) -> Result<impl Iterator<Item = Result<EditionRow<'_>, TsvError>>, TsvError> {
    let [set, edition, from, to, source, licence, _] = EDITIONS;
    let short = lines(bytes, [set, edition, from, to, source, licence], "set edition from to source licence");
    let (short, long) = match short {
        Ok(rows) => (Some(rows), None),
        Err(_) => (None, Some(lines(bytes, EDITIONS, "set edition from to source licence extent")?)),
    };
    let short = short.into_iter().flatten().map(|line| edition_row(&line?, Extent::Whole));
    let long = long.into_iter().flatten().map(|line| {
        let line = line?;
        let extent = Some(line.fields[6]).filter(|name| !name.is_empty()).map_or(Some(Extent::Whole), Extent::named);
        edition_row(&line, line.word(6, extent, "whole, open-ended, part or nothing")?)
    });
    Ok(short.chain(long))
}

fn edition_row<'t, const N: usize>(line: &Line<'t, N>, extent: Extent) -> Result<EditionRow<'t>, TsvError> {
    Ok(EditionRow {
        set: line.word(0, Set::named(line.fields[0]), "the name of a set")?,
        edition: line.fields[1],
        from: line.day(2)?,
        to: line.day_or_none(3)?,
        source: line.fields[4],
        licence: line.fields[5],
        extent,
    })
}

/// A table being written. Tabs and line ends inside a field become spaces: no text of ours needs them.
#[derive(Debug, Clone)]
pub struct Writer {
    text: String,
}

impl Writer {
    /// Starts a table with its header.
    #[must_use]
    pub fn new(columns: &[&str]) -> Self {
        let mut writer = Self { text: String::new() };
        writer.line(columns);
        writer
    }

    /// Adds a line.
    pub fn line(&mut self, fields: &[&str]) {
        for (field, index) in fields.iter().zip(0..) {
            if 0 < index {
                self.text.push('\t');
            }
            self.text.extend(field.chars().map(|c| if matches!(c, '\t' | '\n' | '\r') { ' ' } else { c }));
        }
        self.text.push('\n');
    }

    /// Adds a dated code.
    pub fn code(&mut self, row: &Row<'_>) {
        let kind = match row.kind {
            CodeKind::Billable => "billable",
            CodeKind::Header => "header",
        };
        let mut flags = String::new();
        for name in row.flags.names() {
            let comma = if flags.is_empty() { "" } else { "," };
            // Writing to a String cannot fail.
            let _ = write!(flags, "{comma}{name}");
        }
        let to = row.to.map(|to| to.to_string()).unwrap_or_default();
        self.line(&[row.code, &row.from.to_string(), &to, kind, &flags, row.title.unwrap_or_default()]);
    }

    /// The table.
    #[must_use]
    pub fn finish(self) -> String {
        self.text
    }
}
