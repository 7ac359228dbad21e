//! Reads the rows of a table whose layout is known.

use std::borrow::Cow;

use cleanclaim_codes::{Cell, CodeKind, ColumnKind, RECORD_KEY_BYTES_MAX};

use super::cell::{Kept, clean, day_of, short};
use super::layout::{Field, From, Key, Keyless, Layout, OwnDays, Shape};
use super::matching::{Match, names_one_of};
use super::period;
use crate::official::edition::EditionDays;
use crate::official::numbers::scaled;
use crate::official::reading::OpenEdition;
use crate::official::sheet::{Grid, GridRow};
use crate::official::{Days, Reading};

/// The longest text of a cell in bytes.
const TEXT_BYTES_MAX: usize = u16::MAX as usize;
/// More editions than any file holds.
const EDITIONS_MAX: usize = 64;
/// Digits beyond a column's scale that are looked at: what stands after them is how computers write 0.1.
const NOISE_DIGITS: u8 = 5;

/// A row that may still go on in the next one.
struct Row {
    edition: usize,
    key: String,
    days: Days,
    cells: Vec<Kept>,
    title: Option<String>,
}

/// An edition that rows of this table go into; no handle when another member already was this table.
struct Target {
    days: Option<EditionDays>,
    open: Option<OpenEdition>,
    titles: Option<OpenEdition>,
}

/// Where a field's cells stand.
struct Place {
    field: &'static Field,
    index: usize,
    kind: ColumnKind,
    columns: Vec<usize>,
    /// For numbered columns: where each says `Y`.
    marks: Vec<Option<usize>>,
}

/// Reads a table: rows below the header until the end.
pub(super) fn read(grid: &Grid<'_>, found: &Match, path: &str, reading: &mut Reading<'_>) {
    let mut table = Table::new(found, grid.name, path, reading);
    for row in grid.rows().filter(|row| found.row < row.number) {
        table.row(&row);
    }
    table.flush();
}

struct Table<'t, 'r> {
    layout: &'static Layout,
    reading: &'t mut Reading<'r>,
    /// Before messages about a workbook: which sheet.
    sheet: String,
    part: String,
    places: Vec<Place>,
    part_index: Option<usize>,
    key: Vec<(Option<usize>, Shape)>,
    from: Vec<usize>,
    to: Vec<usize>,
    title: Option<usize>,
    targets: Vec<Target>,
    carried: Vec<String>,
    ordinal: usize,
    kept: Option<Row>,
    /// The edition that the table as a whole is.
    days: Option<EditionDays>,
    /// Columns of the header.
    width: usize,
}

impl<'t, 'r> Table<'t, 'r> {
    fn new(found: &Match, sheet: &str, path: &str, reading: &'t mut Reading<'r>) -> Self {
        let layout = found.layout;
        let all = |wanted: &[&str]| wanted.iter().filter_map(|name| found.column(&[name])).collect::<Vec<_>>();
        let key = match layout.key {
            Key::Cells(parts) => parts.iter().map(|(names, shape)| (found.column(names), *shape)).collect(),
            Key::Ordinal => Vec::new(),
        };
        let (from, to) = match layout.own_days {
            OwnDays::No => (Vec::new(), Vec::new()),
            OwnDays::OfRow(from, to) | OwnDays::OfEdition(from, to) => (all(from), all(to)),
        };
        let places: Vec<Place> = layout.fields.iter().filter_map(|field| place_of(field, layout, found)).collect();
        let part_index = layout.target.part_column.and_then(|name| column_index(layout, name));
        Self {
            part: part_of(found, sheet, path),
            sheet: if sheet.is_empty() { String::new() } else { format!("sheet {sheet:?}: ") },
            carried: vec![String::new(); places.len()],
            title: layout.titles.and_then(|(_, names)| found.column(names)),
            layout,
            reading,
            places,
            part_index,
            key,
            from,
            to,
            targets: Vec::new(),
            ordinal: 0,
            kept: None,
            days: period::edition_of(found, sheet, path),
            width: found.names.len(),
        }
    }

    /// Begins an edition, or finds the one begun before.
    fn begin(&mut self, days: Option<EditionDays>) -> usize {
        if let Some(at) = self.targets.iter().position(|target| target.days == days) {
            return at;
        }
        let target = self.layout.target;
        let edition = self.reading.edition(target.set, days.clone(), target.source, target.licence);
        let open = self.reading.is_first_copy_of(&edition, &format!("{}:{}", self.layout.part, self.part));
        let titles = match self.layout.titles {
            Some((set, _)) if open => Some(self.reading.edition(set, days.clone(), target.source, target.licence)),
            _ => None,
        };
        self.targets.push(Target { days, open: open.then_some(edition), titles });
        self.targets.len() - 1
    }

    fn error(&mut self, at: (usize, usize), message: impl AsRef<str>) {
        self.reading.error(at, format!("{}{}", self.sheet, message.as_ref()));
    }

    fn warn(&mut self, at: (usize, usize), message: impl AsRef<str>) {
        self.reading.warn(at, format!("{}{}", self.sheet, message.as_ref()));
    }

    fn row(&mut self, row: &GridRow<'_>) {
        if row.cells.iter().all(|cell| clean(cell).is_empty()) {
            self.carried.iter_mut().for_each(String::clear);
            return;
        }
        if self.targets.iter().all(|target| target.open.is_none()) && !self.targets.is_empty() {
            return;
        }
        let first = row.cells.iter().map(|cell| clean(cell)).find(|cell| !cell.is_empty()).unwrap_or_default();
        let first = first.to_lowercase();
        if self.layout.skip.iter().any(|start| first.starts_with(start)) {
            return;
        }
        self.ordinal += 1;
        let Some(edition) = self.edition(row) else { return };
        self.beyond(row);
        let Some(key) = self.key(row) else { return };
        let Some(days) = self.days(row) else { return };
        let cells = self.cells(row);
        if key.is_empty() {
            self.go_on(row, &cells);
            return;
        }
        let title = self.title.map(|column| clean(row.cell(column)).to_owned()).filter(|title| !title.is_empty());
        self.flush();
        self.kept = Some(Row { edition, key, days, cells, title });
    }

    /// Cells to the right of the last header: the row has slipped.
    fn beyond(&mut self, row: &GridRow<'_>) {
        let beyond = row.cells.iter().enumerate().skip(self.width).find(|(_, cell)| !clean(cell).is_empty());
        if let Some((column, cell)) = beyond {
            let message =
                format!("found {:?}, expected nothing: the header has {} columns", short(clean(cell)), self.width);
            self.error((row.number, column + 1), message);
        }
    }

    /// Which edition the row belongs to.
    fn edition(&mut self, row: &GridRow<'_>) -> Option<usize> {
        if !matches!(self.layout.own_days, OwnDays::OfEdition(..)) {
            return Some(if self.targets.is_empty() { self.begin(self.days.clone()) } else { 0 });
        }
        let column = |columns: &[usize]| columns.first().copied();
        let Some(from) = column(&self.from).and_then(|column| day_of(row.cell(column))) else {
            let at = (row.number, column(&self.from).map_or(0, |column| column + 1));
            self.error(at, "found no day, expected the first day of the edition");
            return None;
        };
        let mut days = EditionDays::quarter(from);
        if let Some(column) = column(&self.to) {
            let text = clean(row.cell(column));
            days.to = day_of(text);
            if days.to.is_some_and(|to| to < from) || (days.to.is_none() && !text.is_empty()) {
                let message = format!("found {:?}, expected a day from {from} on", short(text));
                self.error((row.number, column + 1), message);
                return None;
            }
        }
        let is_new = !self.targets.iter().any(|target| target.days.as_ref() == Some(&days));
        if is_new && !self.targets.is_empty() {
            let options = self.reading.options();
            if options.edition.is_some() || options.from.is_some() || options.to.is_some() {
                let message = "the file holds several editions: neither a name nor days can be given for all of them";
                self.error((row.number, 0), message);
                return None;
            }
            if EDITIONS_MAX <= self.targets.len() {
                self.error((row.number, 0), format!("more than {EDITIONS_MAX} editions in one file"));
                return None;
            }
        }
        Some(self.begin(Some(days)))
    }

    /// The row's key; empty when its first part is blank; `None` when it has not the shape that it must have.
    fn key(&mut self, row: &GridRow<'_>) -> Option<String> {
        if self.key.is_empty() {
            return Some(format!("{:02}", self.ordinal));
        }
        let mut key = String::new();
        for at in 0..self.key.len() {
            let Some((column, shape)) = self.key.get(at).copied() else { continue };
            let text = column.map_or("", |column| clean(row.cell(column)));
            if text.is_empty() {
                if at == 0 {
                    return Some(key);
                }
                continue;
            }
            let part = match shape.of(text) {
                Ok(part) if key.len() + part.len() < RECORD_KEY_BYTES_MAX => part,
                Ok(_) => {
                    let message = format!("expected a key of at most {RECORD_KEY_BYTES_MAX} bytes");
                    self.error((row.number, column.map_or(0, |column| column + 1)), message);
                    return None;
                }
                Err(expected) => {
                    let message = format!("found {:?}, expected {expected}", short(text));
                    self.error((row.number, column.map_or(0, |column| column + 1)), message);
                    return None;
                }
            };
            if !key.is_empty() {
                key.push('-');
            }
            key.push_str(&part);
        }
        Some(key)
    }

    /// The row's own days; `None` when it was never in force.
    fn days(&mut self, row: &GridRow<'_>) -> Option<Days> {
        if !matches!(self.layout.own_days, OwnDays::OfRow(..)) {
            return Some((None, None));
        }
        let filled = |columns: &[usize]| columns.iter().copied().find(|column| !self.is_nothing(row.cell(*column)));
        let mut days = [None, None];
        for (day, column) in days.iter_mut().zip([filled(&self.from), filled(&self.to)]) {
            let Some(column) = column else { continue };
            *day = day_of(row.cell(column));
            if day.is_none() {
                let message = format!("found {:?}, expected a day", short(row.cell(column)));
                self.error((row.number, column + 1), message);
                return None;
            }
        }
        let [from, to] = days;
        if let (Some(from), Some(to)) = (from, to)
            && to < from
        {
            let message = format!("ends on {to}, before its first day {from}: never in force, not taken");
            self.warn((row.number, 0), message);
            return None;
        }
        Some((from, to))
    }

    fn is_nothing(&self, text: &str) -> bool {
        let text = clean(text);
        text.is_empty() || self.layout.blanks.iter().any(|blank| blank.eq_ignore_ascii_case(text))
    }

    fn cells(&mut self, row: &GridRow<'_>) -> Vec<Kept> {
        let mut cells = vec![Kept::Empty; self.layout.target.columns.len()];
        if let Some(cell) = self.part_index.and_then(|index| cells.get_mut(index))
            && !self.part.is_empty()
        {
            *cell = Kept::Text(self.part.clone());
        }
        for at in 0..self.places.len() {
            let Some(place) = self.places.get(at) else { continue };
            let text: Cow<'_, str> = match place.field.from {
                From::Header(_) => Cow::Borrowed(place.columns.first().map_or("", |column| clean(row.cell(*column)))),
                From::Numbered(..) => Cow::Owned(numbered(place, row)),
                From::Carried(_) => {
                    let text = place.columns.first().map_or("", |column| clean(row.cell(*column)));
                    let Some(carried) = self.carried.get_mut(at) else { continue };
                    if !text.is_empty() {
                        text.clone_into(carried);
                    }
                    Cow::Owned(carried.clone())
                }
            };
            let (index, column) = (place.index, place.columns.first().map_or(0, |column| column + 1));
            let kept = self.kept(place.kind, place.field.shape, &text, (row.number, column));
            if let Some(cell) = cells.get_mut(index) {
                *cell = kept;
            }
        }
        cells
    }

    fn kept(&mut self, kind: ColumnKind, shape: Shape, text: &str, at: (usize, usize)) -> Kept {
        if text.is_empty() {
            return Kept::Empty;
        }
        match kind {
            ColumnKind::Text => match shape.of(text) {
                Ok(text) if text.len() <= TEXT_BYTES_MAX => Kept::Text(text.into_owned()),
                Ok(_) => {
                    self.error(at, format!("expected a text of at most {TEXT_BYTES_MAX} bytes"));
                    Kept::Empty
                }
                Err(expected) => {
                    self.error(at, format!("found {:?}, expected {expected}", short(text)));
                    Kept::Empty
                }
            },
            _ if self.is_nothing(text) => Kept::Empty,
            ColumnKind::Day => day_of(text).map_or_else(
                || {
                    self.error(at, format!("found {:?}, expected a day", short(text)));
                    Kept::Empty
                },
                Kept::Day,
            ),
            // Workbooks keep a percentage as a fraction.
            ColumnKind::Number { scale } if shape == Shape::Percent && !text.contains('%') => {
                self.number(&format!("{text}e2"), scale, at)
            }
            ColumnKind::Number { scale } => self.number(text, scale, at),
        }
    }

    fn number(&mut self, text: &str, scale: u8, at: (usize, usize)) -> Kept {
        let Some(number) = scaled(text, scale) else {
            self.error(at, format!("found {:?}, expected a number", short(text)));
            return Kept::Empty;
        };
        let is_longer = text.split_once('.').is_some_and(|(_, part)| usize::from(scale) < part.len());
        let finer = if is_longer { scaled(text, scale + NOISE_DIGITS) } else { None };
        if finer.is_some_and(|finer| Some(finer) != number.checked_mul(10_i64.pow(u32::from(NOISE_DIGITS)))) {
            let message = format!("found {:?}, expected at most {scale} digits after the point: rounded", short(text));
            self.warn(at, message);
        }
        Kept::Number(number)
    }

    /// A row without a key: more text of the row above, or an error.
    fn go_on(&mut self, row: &GridRow<'_>, cells: &[Kept]) {
        match (&mut self.kept, self.layout.keyless) {
            (Some(kept), Keyless::Continues) => {
                for (above, more) in kept.cells.iter_mut().zip(cells) {
                    let Kept::Text(more) = more else { continue };
                    match above {
                        Kept::Text(text) if text.len() + more.len() < TEXT_BYTES_MAX && text != more => {
                            text.push('\n');
                            text.push_str(more);
                        }
                        Kept::Empty => *above = Kept::Text(more.clone()),
                        _ => {}
                    }
                }
            }
            _ => {
                let column = self.key.first().and_then(|(column, _)| *column).map_or(0, |column| column + 1);
                self.error((row.number, column), "found nothing, expected what the row is about");
            }
        }
    }

    fn flush(&mut self) {
        let Some(row) = self.kept.take() else { return };
        let Some(target) = self.targets.get(row.edition) else { return };
        let Some(edition) = &target.open else { return };
        let cells: Vec<Cell<'_>> = row.cells.iter().map(Kept::cell).collect();
        self.reading.record(edition, self.layout.target.columns, &row.key, row.days, &cells);
        if let Some(titles) = &target.titles {
            self.reading.code(titles, &row.key, (None, None), CodeKind::Billable, row.title.as_deref());
        }
    }
}

fn column_index(layout: &Layout, name: &str) -> Option<usize> {
    layout.target.columns.iter().position(|(column, _)| *column == name)
}

fn place_of(field: &'static Field, layout: &Layout, found: &Match) -> Option<Place> {
    let index = column_index(layout, field.column)?;
    let (_, kind) = *layout.target.columns.get(index)?;
    let (columns, marks) = match field.from {
        From::Header(names) | From::Carried(names) => (found.column(names).into_iter().collect::<Vec<_>>(), Vec::new()),
        From::Numbered(start, mark) => {
            let numbers = found.names.iter().enumerate().filter_map(|(column, name)| {
                let number = name.strip_prefix(start)?;
                number.bytes().all(|byte| byte.is_ascii_digit()).then_some((column, number))
            });
            numbers
                .map(|(column, number)| (column, mark.and_then(|mark| found.column(&[&format!("{mark}{number}")]))))
                .unzip()
        }
    };
    (!columns.is_empty()).then_some(Place { field, index, kind, columns, marks })
}

/// Which of the set's tables this is, by the name of sheet or file, else by the title.
fn part_of(found: &Match, sheet: &str, path: &str) -> String {
    let file = path.rsplit(['/', '\\']).next().unwrap_or(path);
    let title = found.above.first().map_or("", String::as_str);
    let variants = found.layout.variants;
    let variant = |texts: &[&str]| variants.iter().find(|(word, _)| names_one_of(texts.iter().copied(), &[word]));
    variant(&[sheet, file]).or_else(|| variant(&[title])).map_or(found.layout.part, |(_, part)| part).to_owned()
}

fn numbered(place: &Place, row: &GridRow<'_>) -> String {
    let only_marked = matches!(place.field.from, From::Numbered(_, Some(_)));
    let marks = place.marks.iter().copied().chain(core::iter::repeat(None));
    let cells =
        place.columns.iter().zip(marks).filter(|(_, mark)| {
            !only_marked || mark.is_some_and(|mark| clean(row.cell(mark)).eq_ignore_ascii_case("y"))
        });
    let texts: Vec<&str> = cells.map(|(column, _)| clean(row.cell(*column))).filter(|text| !text.is_empty()).collect();
    texts.join(" ")
}
