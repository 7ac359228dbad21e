//! From the code that a phrase names to one that may be reported on the day: defaults of categories, sides, other editions.

use cleanclaim_codes::{CodeIndex, Entry, Icd10Cm, Lookup};
use cleanclaim_model::{Date, Icd10, Why};

use crate::words::words_of;

/// Which side of the body the words around a match name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Side {
    Right,
    Left,
    Bilateral,
}

impl Side {
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Right => "right",
            Self::Left => "left",
            Self::Bilateral => "bilateral",
        }
    }

    pub(crate) fn of(word: &str) -> Option<Self> {
        [Self::Right, Self::Left, Self::Bilateral].into_iter().find(|side| side.word() == word)
    }
}

/// What a named code comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// A code that may be reported.
    Code(Resolved),
    /// The note leaves open which; the question to ask.
    Open(String),
    /// No edition covers the day, or the code set has nothing for it then.
    Nothing,
}

/// A code that may be reported on the day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Resolved {
    pub(crate) code: Icd10,
    /// The phrase named something more general.
    pub(crate) is_default: bool,
    /// The steps taken.
    pub(crate) why: Vec<Why>,
    /// A question, where the note leaves something open that the code set asks for.
    pub(crate) query: Option<String>,
}

/// The deepest that categories are below one another.
const LEVELS_MAX: usize = 6;

/// Resolves a code on a day.
pub(crate) fn resolve(table: &Icd10Cm<'_>, code: Icd10, on: Date, side: Option<Side>) -> Outcome {
    let mut why = Vec::new();
    let entry = match table.lookup(code, on) {
        Lookup::Billable(entry) | Lookup::Header(entry) => entry,
        Lookup::OtherDates(other) => match stand_in(table, &other.entry, on) {
            Some(entry) => {
                let note = format!("{code} is not valid on {on}; {} stands for it then", entry.code);
                why.push(Why { rule: "other-edition", note });
                entry
            }
            None => return Outcome::Nothing,
        },
        Lookup::Unknown => match nearest_above(table, code, on) {
            Some(entry) => entry,
            None => return Outcome::Nothing,
        },
        Lookup::NoEdition => return Outcome::Nothing,
    };
    let mut is_default = entry.code != code;
    let mut leaf = entry;
    if !leaf.is_billable() {
        match default_leaf(table, leaf.index, on) {
            Some(found) => {
                let note =
                    format!("{} heads several codes; {} is its default: {}", leaf.code, found.code, title(&found));
                why.push(Why { rule: "default-code", note });
                leaf = found;
                is_default = true;
            }
            None => return Outcome::Open(question(&leaf)),
        }
    }
    let query = match sided(table, &leaf, on, side) {
        Sided::Found(found) => {
            let note = format!("{}: {}", found.code, title(&found));
            why.push(Why { rule: "side", note });
            leaf = found;
            is_default = false;
            None
        }
        Sided::Asked => Some(format!(
            "The note names \"{}\" without a side. Please document the side, if it is known: right, left, both, or not known.",
            title(&leaf)
        )),
        Sided::NotAsked => None,
    };
    Outcome::Code(Resolved { code: leaf.code, is_default, why, query })
}

fn title<'a>(entry: &Entry<'a, Icd10>) -> &'a str {
    entry.title().unwrap_or("title not loaded")
}

fn question(header: &Entry<'_, Icd10>) -> String {
    format!(
        "The note names \"{}\", which the code set divides further. Please document what is known of its kind, site or cause.",
        title(header)
    )
}

/// What stands on the day for a code of other days: its replacement, or the code above it.
fn stand_in<'a>(table: &Icd10Cm<'a>, other: &Entry<'a, Icd10>, on: Date) -> Option<Entry<'a, Icd10>> {
    let mut replacements = table.codes().replacements(other.code).filter(|(_, from)| *from <= on).map(|(code, _)| code);
    let replacement = replacements.next().filter(|_| replacements.next().is_none());
    replacement.and_then(|code| table.lookup(code, on).valid()).or_else(|| nearest_above(table, other.code, on))
}

/// The nearest code above that is valid on the day.
fn nearest_above<'a>(table: &Icd10Cm<'a>, code: Icd10, on: Date) -> Option<Entry<'a, Icd10>> {
    let text = code.as_str();
    (3..text.len()).rev().find_map(|length| {
        let above = Icd10::parse(&text[..length]).ok()?;
        table.lookup(above, on).valid()
    })
}

/// The code that a category stands for when nothing more is said.
///
/// Source: ICD-10-CM Official Guidelines, sections I.A.18 (default codes) and I.A.9.b (unspecified codes). The Alphabetic Index
/// names defaults; without it, the one code that says "unspecified" or "without complications" is taken, and no guess is made
/// where there are several.
fn default_leaf<'a>(table: &Icd10Cm<'a>, header: CodeIndex, on: Date) -> Option<Entry<'a, Icd10>> {
    let mut at = header;
    for _ in 0..LEVELS_MAX {
        let below: Vec<Entry<'a, Icd10>> =
            table.codes().children(at).filter_map(|child| table.codes().entry_on(child, on)).collect();
        let next = *only_default(&below)?;
        if next.is_billable() {
            return Some(next);
        }
        at = next.index;
    }
    None
}

fn only_default<'e, 'a>(below: &'e [Entry<'a, Icd10>]) -> Option<&'e Entry<'a, Icd10>> {
    if let [only] = below {
        return Some(only);
    }
    let best = below.iter().map(|entry| openness(entry, below)).max().filter(|openness| *openness > 0)?;
    let mut found = below.iter().filter(|entry| openness(entry, below) == best);
    found.next().filter(|_| found.next().is_none())
}

/// How clearly a title says that nothing more is said; 0 where it does not.
fn openness(entry: &Entry<'_, Icd10>, siblings: &[Entry<'_, Icd10>]) -> u8 {
    let Some(title) = entry.title().map(str::to_lowercase) else { return 0 };
    let plain = ["uncomplicated", "without complication"].iter().any(|words| title.contains(words));
    let open = title.contains("unspecified") && !title.contains("with unspecified");
    let open = open || title.contains("not specified") || title.contains("site unspecified");
    if plain {
        return 4;
    }
    if open {
        // `Other and unspecified asthma` heads what `Unspecified asthma` is below.
        return if title.starts_with("other") { 2 } else { 3 };
    }
    // `... without angina pectoris` beside `... with angina pectoris`.
    let Some((stem, _)) = title.split_once(" without ") else { return 0 };
    let with = format!("{stem} with ");
    let other = siblings.iter().filter(|other| other.code != entry.code).filter_map(|other| other.title());
    u8::from(other.into_iter().any(|other| other.to_lowercase().starts_with(&with)))
}

enum Sided<'a> {
    Found(Entry<'a, Icd10>),
    /// The code set asks for a side and the note names none.
    Asked,
    NotAsked,
}

/// The sibling of an unspecified code that names the side.
fn sided<'a>(table: &Icd10Cm<'a>, leaf: &Entry<'a, Icd10>, on: Date, side: Option<Side>) -> Sided<'a> {
    let Some(open) = leaf.title().and_then(|title| without(title, "unspecified")) else { return Sided::NotAsked };
    let Some(parent) = table.codes().parent(leaf.index) else { return Sided::NotAsked };
    let siblings = || table.codes().children(parent).filter_map(|child| table.codes().entry_on(child, on));
    let names = |entry: &Entry<'a, Icd10>, side: Side| {
        let sided = entry.title().and_then(|title| without(title, side.word()));
        sided.is_some_and(|words| words == open) && entry.is_billable()
    };
    if let Some(found) = side.and_then(|side| siblings().find(|entry| names(entry, side))) {
        return Sided::Found(found);
    }
    if siblings().any(|entry| names(&entry, Side::Right)) { Sided::Asked } else { Sided::NotAsked }
}

/// The title's words, sorted, without one that it must have.
fn without(title: &str, word: &str) -> Option<Vec<String>> {
    let mut words = words_of(title);
    let at = words.iter().position(|found| found == word)?;
    words.remove(at);
    words.sort_unstable();
    Some(words)
}
