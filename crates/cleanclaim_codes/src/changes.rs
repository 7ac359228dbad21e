//! What changed: between two days in a whole set, and over time for one code.

use core::fmt;
use std::borrow::Cow;
use std::collections::HashSet;

use jiff::civil::Date;

use crate::code_sets::CodeSets;
use crate::flags::MceFlags;
use crate::key::AnyCode;
use crate::set::Set;
use crate::table::between::OnBoth;
use crate::table::{CodeKind, Entry};
use crate::tabular::{NoteKind, Place, Tabular};

/// In which way a code differs between two days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum ChangeKind {
    /// Valid on the second day only.
    New,
    /// Valid on the first day only.
    Deleted,
    /// Billable on one day and a header on the other. A code that became a header is gone as a code to report.
    Kind,
    /// Valid on both days, under another title.
    Title,
    /// Valid on both days, but not without a break, or with other ends.
    Dates,
    /// A note of the tabular list that only one of the two lists has.
    Notes,
}

impl ChangeKind {
    /// The word that commands use.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Deleted => "deleted",
            Self::Kind => "kind",
            Self::Title => "title",
            Self::Dates => "dates",
            Self::Notes => "notes",
        }
    }
}

/// What changed: a code, or a group of codes of the tabular list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ChangedAt {
    /// A code.
    Code(AnyCode),
    /// A block or chapter, whose notes changed.
    Group(Place),
}

impl fmt::Display for ChangedAt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Code(code) => code.fmt(f),
            Self::Group(place) => place.fmt(f),
        }
    }
}

/// One difference between two days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change<'a> {
    /// Where.
    pub at: ChangedAt,
    /// In which way.
    pub kind: ChangeKind,
    /// Billable or header: on the second day, or on the first if it is gone. `None` for notes.
    pub code_kind: Option<CodeKind>,
    /// What was: a title, `billable` or `header`, days, or a note (`excludes1: ...`). `None` when there was nothing, or no title.
    pub old: Option<Cow<'a, str>>,
    /// What is now, in the same way.
    pub new: Option<Cow<'a, str>>,
}

fn kind_name(kind: CodeKind) -> &'static str {
    match kind {
        CodeKind::Billable => "billable",
        CodeKind::Header => "header",
    }
}

fn days<C>(entry: &Entry<'_, C>) -> Cow<'static, str> {
    let from = entry.from;
    Cow::Owned(entry.to.map_or_else(|| format!("from {from}"), |to| format!("{from} to {to}")))
}

fn changes_of<'a>(both: &OnBoth<'a, AnyCode>) -> impl Iterator<Item = Change<'a>> + use<'a> {
    let change = |kind, code_kind, old, new| {
        let at = ChangedAt::Code(both.code);
        Some(Change { at, kind, code_kind: Some(code_kind), old, new })
    };
    let title = |entry: &Entry<'a, AnyCode>| entry.title().map(Cow::Borrowed);
    let changes = match (&both.a, &both.b) {
        (None, Some(new)) => [change(ChangeKind::New, new.kind, None, title(new)), None, None],
        (Some(old), None) => [change(ChangeKind::Deleted, old.kind, title(old), None), None, None],
        (Some(old), Some(new)) => {
            let kinds = (old.kind != new.kind).then(|| [old.kind, new.kind].map(|kind| Some(kind_name(kind).into())));
            let titled = old.title().is_some() && new.title().is_some() && old.title() != new.title();
            // Each image knows the days of its own editions only: between two images they say nothing.
            let moved = both.one_image && kinds.is_none() && (old.from, old.to) != (new.from, new.to);
            [
                kinds.and_then(|[before, after]| change(ChangeKind::Kind, new.kind, before, after)),
                titled.then(|| change(ChangeKind::Title, new.kind, title(old), title(new))).flatten(),
                moved.then(|| change(ChangeKind::Dates, new.kind, Some(days(old)), Some(days(new)))).flatten(),
            ]
        }
        (None, None) => [None, None, None],
    };
    changes.into_iter().flatten()
}

/// The notes that only one of two lists has, at places that both have.
fn note_changes<'a>(a: &Tabular<'a>, b: &Tabular<'a>) -> Vec<Change<'a>> {
    let facts = |list: &Tabular<'a>| -> HashSet<(Place, NoteKind, &'a str)> {
        list.all_notes().map(|note| (note.at, note.kind, note.text)).collect()
    };
    let (before, after) = (facts(a), facts(b));
    let one_sided = |list: &Tabular<'a>, other: &Tabular<'a>, known: &HashSet<_>, is_new: bool| -> Vec<Change<'a>> {
        let notes = list.all_notes().filter(|note| !known.contains(&(note.at, note.kind, note.text)));
        let notes = notes.filter(|note| other.has_place(note.at));
        let changes = notes.map(|note| {
            let text = Some(Cow::Owned(format!("{}: {}", note.kind.name(), note.text)));
            let at = match note.at {
                Place::Code(code) => AnyCode::parse(code.as_str()).map_or(ChangedAt::Group(note.at), ChangedAt::Code),
                group => ChangedAt::Group(group),
            };
            let (old, new) = if is_new { (None, text) } else { (text, None) };
            Change { at, kind: ChangeKind::Notes, code_kind: None, old, new }
        });
        changes.collect()
    };
    let mut changes = one_sided(a, b, &after, false);
    changes.extend(one_sided(b, a, &before, true));
    // What went stands before what came; groups come after codes.
    changes
        .sort_by_key(|change| (matches!(change.at, ChangedAt::Group(_)), change.at.to_string(), change.new.is_some()));
    changes
}

/// What happened to a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Event<'a> {
    /// It became valid.
    Began {
        /// As what.
        kind: CodeKind,
        /// Under which title, if one is loaded.
        title: Option<&'a str>,
    },
    /// This was its last day.
    Ended,
    /// It became a header, or billable.
    Kind {
        /// What it is from this day on.
        kind: CodeKind,
    },
    /// It has another title from this day on. The day is that of the first loaded edition with the title, which may be later
    /// than the publisher's revision.
    Retitled {
        /// Until the day before.
        old: &'a str,
        /// From this day on.
        new: &'a str,
    },
    /// It carries other edit flags from this day on.
    Flags {
        /// Until the day before.
        old: MceFlags,
        /// From this day on.
        new: MceFlags,
    },
    /// This code counts in its place from this day on.
    ReplacedBy(AnyCode),
    /// From this day on it counts in the place of this code.
    Replaces(AnyCode),
}

impl fmt::Display for Event<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Began { kind, title } => {
                write!(f, "valid as {}: {}", kind_name(*kind), title.unwrap_or("title not loaded"))
            }
            Self::Ended => f.write_str("last day"),
            Self::Kind { kind } => write!(f, "is now {}", kind_name(*kind)),
            Self::Retitled { old, new } => write!(f, "title was {old:?}, is now {new:?}"),
            Self::Flags { old, new } => write!(f, "edit flags were {old:?}, are now {new:?}"),
            Self::ReplacedBy(code) => write!(f, "replaced by {code}"),
            Self::Replaces(code) => write!(f, "replaces {code}"),
        }
    }
}

impl<'a> CodeSets<'a> {
    /// How a set of dated codes differs between two days: codes in order, then, for ICD-10-CM, the notes of its tabular lists.
    /// `None` when the set is not loaded or no edition covers one of the days: not checked.
    ///
    /// Headers are compared too; [`Change::code_kind`] tells them from codes to report. Titles are compared where both days have
    /// one. Notes are compared between the lists that answer on the two days ([`crate::Icd10Cm::tabular`]), at places that both
    /// lists have; a day before the oldest list compares none.
    #[must_use]
    pub fn diff(&self, set: Set, a: Date, b: Date) -> Option<impl Iterator<Item = Change<'a>> + use<'a, '_>> {
        let codes = self.codes(set)?.on_both(a, b)?.flat_map(|both| changes_of(&both));
        let lists = (self.icd10cm().tabular(a), self.icd10cm().tabular(b));
        let notes = match lists {
            (Some(a), Some(b)) if set == Set::Icd10Cm && a.edition() != b.edition() => note_changes(a, b),
            _ => Vec::new(),
        };
        Some(codes.chain(notes))
    }

    /// All that happened to one code, oldest first; empty when the set does not know it. Of several images the last one that has
    /// the code tells.
    #[must_use]
    pub fn history(&self, set: Set, code: AnyCode) -> Vec<(Date, Event<'a>)> {
        let Some(table) = self.codes(set) else { return Vec::new() };
        let mut events = Vec::new();
        let mut before: Option<(Option<Date>, Entry<'a, AnyCode>)> = None;
        for (from, to, entry) in table.index_of(code).into_iter().flat_map(|index| table.spans(index)) {
            match before {
                Some((Some(last), old)) if last.tomorrow().is_ok_and(|next| next == from) => {
                    if old.kind != entry.kind {
                        events.push((from, Event::Kind { kind: entry.kind }));
                    }
                    if let (Some(old), Some(new)) = (old.title(), entry.title())
                        && old != new
                    {
                        events.push((from, Event::Retitled { old, new }));
                    }
                    if old.flags != entry.flags {
                        events.push((from, Event::Flags { old: old.flags, new: entry.flags }));
                    }
                }
                _ => {
                    events.extend(before.and_then(|(last, _)| last).map(|last| (last, Event::Ended)));
                    events.push((from, Event::Began { kind: entry.kind, title: entry.title() }));
                }
            }
            before = Some((to, entry));
        }
        events.extend(before.and_then(|(last, _)| last).map(|last| (last, Event::Ended)));
        events.extend(table.replaced(code).map(|(old, on)| (on, Event::Replaces(old))));
        events.extend(table.replacements(code).map(|(new, on)| (on, Event::ReplacedBy(new))));
        events.sort_by_key(|(on, _)| *on);
        events
    }
}
