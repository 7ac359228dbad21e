//! What a reader writes to: rows of editions, and flaws with their places.

use core::fmt;
use std::collections::{BTreeMap, BTreeSet};

use cleanclaim_codes::{Builder, Cell, CodeKind, ColumnKind, Holds, MceFlags, Row, Set};
use jiff::civil::Date;

use super::{ByEdition, Days, EditionDays, EditionKey, Imported, Member, NewEdition};

/// How many flaws of one member are told; a file with more is not what it was taken for.
const FLAWS_MAX: usize = 50;

/// What the person who imports says.
#[derive(Debug, Clone, Copy)]
pub struct Options<'o> {
    /// The edition's name, when the file's own is not wanted or not known.
    pub edition: Option<&'o str>,
    /// First day in force, when the file does not say.
    pub from: Option<Date>,
    /// Last day in force.
    pub to: Option<Date>,
    /// Today: the first day of an edition about whose days nothing is known at all.
    pub today: Date,
}

impl Options<'_> {
    /// Nothing said.
    #[must_use]
    pub fn on(today: Date) -> Self {
        Self { edition: None, from: None, to: None, today }
    }
}

/// How bad a flaw is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FlawKind {
    /// Worth knowing; the edition is taken.
    Warning,
    /// The edition is refused.
    Error,
}

/// Something wrong in a file, and where. Publishers' files hold no patients, so values are quoted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flaw {
    /// Error or warning.
    pub kind: FlawKind,
    /// The member: see [`Member::path`].
    pub file: String,
    /// Line or row from 1; 0 for the file as a whole.
    pub row: usize,
    /// Column (of a table) or character (of a fixed layout) from 1; 0 for the row as a whole.
    pub column: usize,
    /// What was found and what was expected.
    pub message: String,
}

impl Flaw {
    pub(crate) fn file(path: &str, message: String) -> Self {
        Self { kind: FlawKind::Error, file: path.to_owned(), row: 0, column: 0, message }
    }
}

impl fmt::Display for Flaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if 0 < self.row {
            write!(f, ", row {}", self.row)?;
        }
        if 0 < self.column {
            write!(f, ", column {}", self.column)?;
        }
        write!(f, ": {}", self.message)
    }
}

/// One edition while it is being read: possibly from several members.
#[derive(Debug)]
struct Open {
    days: EditionDays,
    builder: Builder,
    rows: usize,
    refused: bool,
    /// Which member each table of the edition came from: a second one is a copy in another format.
    parts: BTreeMap<String, String>,
    /// The numbers of the members that were read, of an edition that comes in numbered members.
    numbers: BTreeSet<u8>,
    /// How many such members there are.
    numbers_expected: u8,
    /// How much of the edition that member has.
    fullness: Fullness,
}

/// How much of an edition a member has, when several members of one publication hold the same table: the fullest counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Fullness(pub(crate) u8);

impl Fullness {
    /// Everything.
    pub(crate) const ALL: Self = Self(u8::MAX);
}

/// Every edition that is being read.
#[derive(Debug, Default)]
pub(crate) struct Editions {
    open: ByEdition<Open>,
    /// Titles for codes that another member of the same import has without one.
    titles: BTreeMap<(Set, String), String>,
}

impl Editions {
    /// Turns what was read into images.
    pub(crate) fn finish(self, imported: &mut Imported) {
        for ((set, name), mut open) in self.open {
            if let Some(flaw) = parts_missing(set, &name, &open) {
                open.refused |= flaw.kind == FlawKind::Error;
                imported.flaws.push(flaw);
            }
            for ((_, code), title) in self.titles.range((set, String::new())..).take_while(|((of, _), _)| *of == set) {
                open.builder.title(set, code, title);
            }
            let image = if open.refused { None } else { Some(open.builder.finish()) };
            match image {
                Some(Ok(image)) => {
                    imported.editions.push(NewEdition { set, edition: open.days, image, rows: open.rows });
                }
                Some(Err(error)) => {
                    imported.flaws.push(Flaw::file(&format!("{} {name}", set.name()), error.to_string()));
                    imported.refused.push((set, name));
                }
                None => imported.refused.push((set, name)),
            }
        }
    }
}

/// What is wrong with the parts of an edition that comes in parts: a pair in a part that was not given would pass as "no edit".
fn parts_missing(set: Set, name: &str, open: &Open) -> Option<Flaw> {
    let last = *open.numbers.last()?;
    let missing = |to: u8| {
        let missing = (1..=to).filter(|part| !open.numbers.contains(part)).map(|part| format!("f{part}"));
        missing.collect::<Vec<String>>().join(", ")
    };
    let file = format!("{} {name}", set.name());
    let (gap, tail) = (missing(last), missing(open.numbers_expected));
    if !gap.is_empty() {
        return Some(Flaw::file(&file, format!("the edition lacks {gap}: give all parts in one import")));
    }
    let message = format!("the edition lacks {tail}, unless it came in {last} only");
    (!tail.is_empty()).then(|| Flaw { kind: FlawKind::Warning, ..Flaw::file(&file, message) })
}

/// Where a reader writes.
pub struct Reading<'r> {
    path: &'r str,
    options: &'r Options<'r>,
    editions: &'r mut Editions,
    touched: Vec<EditionKey>,
    flaws: Vec<Flaw>,
    note: Option<String>,
    rows: usize,
    failed: bool,
}

impl<'r> Reading<'r> {
    pub(crate) fn new(member: &'r Member, options: &'r Options<'r>, editions: &'r mut Editions) -> Self {
        let (touched, flaws) = (Vec::new(), Vec::new());
        Self { path: &member.path, options, editions, touched, flaws, note: None, rows: 0, failed: false }
    }

    /// What the person who imports said.
    #[must_use]
    pub fn options(&self) -> &Options<'r> {
        self.options
    }

    /// Begins (or goes on with) an edition of a set. `known` is what the file says of itself; what the person said outweighs it;
    /// where both are silent the edition begins today, with a warning.
    pub fn edition(&mut self, set: Set, known: Option<EditionDays>, source: &str, licence: &str) -> OpenEdition {
        let days = self.days(known);
        let key = (set, days.name.clone());
        self.editions.open.entry(key.clone()).or_insert_with(|| {
            let mut builder = Builder::new();
            // Records and notes declare their editions when their tables begin.
            if !matches!(set.holds(), Holds::Records | Holds::Notes) {
                builder.edition_from(set, &days.name, (days.from, days.to), source, licence);
            }
            Open {
                days,
                builder,
                rows: 0,
                refused: false,
                parts: BTreeMap::new(),
                numbers: BTreeSet::new(),
                numbers_expected: 0,
                fullness: Fullness::ALL,
            }
        });
        if !self.touched.contains(&key) {
            self.touched.push(key.clone());
        }
        OpenEdition { key, source: source.to_owned(), licence: licence.to_owned() }
    }

    fn days(&mut self, known: Option<EditionDays>) -> EditionDays {
        let mut days = known.unwrap_or_else(|| {
            let from = self.options.from.unwrap_or(self.options.today);
            if self.options.from.is_none() {
                self.warn(
                    (0, 0),
                    format!("the file does not say from which day on it counts: {from} is taken, --from changes it"),
                );
            }
            EditionDays::since(from)
        });
        if let Some(from) = self.options.from {
            days = EditionDays { from, ..days };
        }
        if let Some(to) = self.options.to {
            days.to = Some(to);
        }
        if let Some(name) = self.options.edition {
            name.clone_into(&mut days.name);
        }
        days
    }

    /// Whether this member has begun no edition so far.
    #[must_use]
    pub fn is_untouched(&self) -> bool {
        self.touched.is_empty()
    }

    /// Says that this member is the whole edition. `false` when another member already was: then there is nothing to read.
    pub fn is_first_copy(&mut self, edition: &OpenEdition) -> bool {
        self.is_first_copy_of(edition, "")
    }

    /// Says that this member is one of the tables that make up the edition. `false` when another member already was that table.
    pub fn is_first_copy_of(&mut self, edition: &OpenEdition, part: &str) -> bool {
        let Some(open) = self.editions.open.get_mut(&edition.key) else { return false };
        let first = open.parts.entry(part.to_owned()).or_insert_with(|| self.path.to_owned());
        if first == self.path {
            return true;
        }
        self.note = Some(format!("the same table as {first}"));
        false
    }

    /// Says that this member is a numbered part, from 1, of an edition that comes in so many. A gap refuses the edition, parts
    /// missing at the end give a warning: newer editions may have fewer.
    pub fn part(&mut self, edition: &OpenEdition, number: u8, expected: u8) {
        if let Some(open) = self.editions.open.get_mut(&edition.key) {
            open.numbers.insert(number);
            open.numbers_expected = expected;
        }
    }

    /// The builder of an edition with the edition's set and name, for tables of many rows.
    pub fn table<'e>(&mut self, edition: &'e OpenEdition) -> Option<(&mut Builder, Set, &'e str)> {
        let (set, name) = &edition.key;
        self.builder(edition).map(|builder| (builder, *set, name.as_str()))
    }

    /// Says that this member is the whole edition. `false` when another member already was that has as much; one that had less
    /// is replaced.
    pub(crate) fn is_fullest(&mut self, edition: &OpenEdition, fullness: Fullness) -> bool {
        let Some(open) = self.editions.open.get_mut(&edition.key) else { return false };
        let before = open.parts.get("").filter(|path| *path != self.path).cloned();
        if let Some(path) = before {
            if fullness <= open.fullness {
                self.note = Some(format!("the same table as {path}"));
                return false;
            }
            self.note = Some(format!("has more than {path}, whose rows it replaces"));
            let (set, days) = (edition.key.0, (open.days.from, open.days.to));
            open.builder = Builder::new();
            open.builder.edition_from(set, &open.days.name, days, &edition.source, &edition.licence);
            open.rows = 0;
        }
        open.parts.insert(String::new(), self.path.to_owned());
        open.fullness = fullness;
        true
    }

    /// Gives a title to a code that another member of the same import has without one.
    pub(crate) fn title(&mut self, set: Set, code: &str, title: &str) {
        self.editions.titles.entry((set, code.to_owned())).or_insert_with(|| title.to_owned());
    }

    /// Whether an edition of a set was begun in this import.
    pub(crate) fn has_edition(&self, set: Set, name: &str) -> bool {
        self.editions.open.contains_key(&(set, name.to_owned()))
    }

    /// The days of an edition of a set that another member of the same import began: for members that do not say theirs.
    pub(crate) fn begun(&self, set: Set) -> Option<EditionDays> {
        let mut editions = self.editions.open.range((set, String::new())..).take_while(|((of, _), _)| *of == set);
        editions.next().map(|(_, open)| open.days.clone())
    }

    /// Whether an edition that was begun in this import has a code, and as what.
    pub(crate) fn kind_of(&self, set: Set, name: &str, code: &str) -> Option<CodeKind> {
        self.editions.open.get(&(set, name.to_owned()))?.builder.kind_of(set, code)
    }

    /// The builder of an edition, for tables that are no codes and no records.
    pub fn builder(&mut self, edition: &OpenEdition) -> Option<&mut Builder> {
        self.editions.open.get_mut(&edition.key).map(|open| &mut open.builder)
    }

    /// The days of an edition.
    #[must_use]
    pub fn days_of(&self, edition: &OpenEdition) -> Option<EditionDays> {
        self.editions.open.get(&edition.key).map(|open| open.days.clone())
    }

    /// Adds a code with its title. Without days of its own it counts from the edition's first day to its last.
    pub fn code(&mut self, edition: &OpenEdition, code: &str, days: Days, kind: CodeKind, title: Option<&str>) {
        let Some(open) = self.editions.open.get_mut(&edition.key) else { return };
        let from = days.0.unwrap_or(open.days.from);
        let to = days.1.or(open.days.to);
        open.builder.row(edition.key.0, Row { code, from, to, kind, flags: MceFlags::NONE, title });
        open.rows += 1;
        self.rows += 1;
    }

    /// Adds a record. `columns` must be the same for every row of an edition.
    pub fn record(
        &mut self,
        edition: &OpenEdition,
        columns: &[(&str, ColumnKind)],
        key: &str,
        days: Days,
        cells: &[Cell<'_>],
    ) {
        let Some(open) = self.editions.open.get_mut(&edition.key) else { return };
        let (source, licence) = (edition.source.as_str(), edition.licence.as_str());
        let in_force = (open.days.from, open.days.to);
        open.builder
            .records_of(edition.key.0, &open.days.name, in_force, (source, licence), columns)
            .row(key, days, cells);
        open.rows += 1;
        self.rows += 1;
    }

    /// Counts rows that were written through [`Reading::builder`].
    pub fn count(&mut self, edition: &OpenEdition, rows: usize) {
        if let Some(open) = self.editions.open.get_mut(&edition.key) {
            open.rows += rows;
        }
        self.rows += rows;
    }

    /// Tells an error: every edition that this member writes to is refused. Place: row and column from 1, 0 for unknown.
    pub fn error(&mut self, (row, column): (usize, usize), message: impl Into<String>) {
        self.failed = true;
        self.flaw(FlawKind::Error, row, column, message.into());
    }

    /// Tells a warning.
    pub fn warn(&mut self, (row, column): (usize, usize), message: impl Into<String>) {
        self.flaw(FlawKind::Warning, row, column, message.into());
    }

    /// Says why a member was not read, or what a person should know of it.
    pub fn note(&mut self, note: impl Into<String>) {
        self.note = Some(note.into());
    }

    fn flaw(&mut self, kind: FlawKind, row: usize, column: usize, message: String) {
        if self.flaws.len() < FLAWS_MAX {
            self.flaws.push(Flaw { kind, file: self.path.to_owned(), row, column, message });
        }
    }

    pub(crate) fn end(self) -> (usize, Option<String>, Vec<Flaw>) {
        if self.failed {
            for key in &self.touched {
                if let Some(open) = self.editions.open.get_mut(key) {
                    open.refused = true;
                }
            }
        }
        (self.rows, self.note, self.flaws)
    }
}

/// A handle to an edition that is being read.
#[derive(Debug, Clone)]
pub struct OpenEdition {
    key: EditionKey,
    source: String,
    licence: String,
}
