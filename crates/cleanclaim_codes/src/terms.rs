//! An alphabetic index or table of terms: main terms, the sub-terms below them, the codes they lead to, and what they refer to.
//!
//! ```text
//! nodes   title offset u32, title length u16, place of the modifiers in the title u16, modifiers offset u32, length u16,
//!         level u8, 0, parent u32, end u32, first link u32, number of links u16, 0 0; in the publisher's order, so that
//!         everything below a node stands between it and its end
//! links   kind u8, column u8, text length u16, text offset u32
//! names   node u32, text offset u32, text length u16, 0 0; by text: what main terms are called, folded
//! ```
//!
//! Source: ICD-10-CM Official Guidelines, sections I.A.1, I.A.11, I.A.16 to I.A.18 and I.B.1; ICD-10-PCS Official Guidelines, A7.

mod find;
mod follow;

use core::cmp::Ordering;
use core::fmt;

use crate::code_sets::Edition;
use crate::folding::folded;
use crate::image::{Heap, Image, Rows, Table, u16_at, u32_at};
use crate::table::NONE;

pub use find::Found;
pub use follow::{Destination, Indexes};

pub(crate) const NODE_BYTES: usize = 32;
pub(crate) const LINK_BYTES: usize = 8;
pub(crate) const NAME_BYTES: usize = 12;
/// Levels below a main term: no index has more than nine. Bounds every walk in a damaged image.
pub(crate) const LEVELS_MAX: usize = 24;
/// Codes, cells and references of one term.
pub(crate) const LINKS_MAX: usize = 200;

/// What a link of a term is. The numbers stand in images.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LinkKind {
    Code = 1,
    /// The second code of a pair, in brackets: belongs to the code before it.
    Manifestation = 2,
    See = 3,
    SeeAlso = 4,
    Use = 5,
    /// The code or table that the reference before it leads to.
    ReferenceCode = 6,
    Cell = 7,
}

impl LinkKind {
    fn from_id(id: u8) -> Option<Self> {
        use LinkKind::{Cell, Code, Manifestation, ReferenceCode, See, SeeAlso, Use};
        [Code, Manifestation, See, SeeAlso, Use, ReferenceCode, Cell].into_iter().find(|kind| *kind as u8 == id)
    }
}

/// A column of the table of neoplasms: how the tumor behaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Behavior {
    /// Malignant, primary.
    MalignantPrimary,
    /// Malignant, secondary: a metastasis.
    MalignantSecondary,
    /// Carcinoma in situ.
    InSitu,
    /// Benign.
    Benign,
    /// Of uncertain behavior.
    Uncertain,
    /// Of unspecified behavior.
    Unspecified,
}

/// A column of the table of drugs and chemicals: how the substance came to act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Intent {
    /// Poisoning, accidental (unintentional).
    Accidental,
    /// Poisoning, intentional self-harm.
    SelfHarm,
    /// Poisoning, assault.
    Assault,
    /// Poisoning, undetermined.
    Undetermined,
    /// Adverse effect of a drug that was taken correctly.
    AdverseEffect,
    /// Too little of a drug taken.
    Underdosing,
}

/// A column of a table of terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TermColumn {
    /// Of the table of neoplasms.
    Behavior(Behavior),
    /// Of the table of drugs and chemicals.
    Intent(Intent),
}

impl TermColumn {
    /// Every column, in the publisher's order: neoplasms, then drugs.
    pub const ALL: [Self; 12] = [
        Self::Behavior(Behavior::MalignantPrimary),
        Self::Behavior(Behavior::MalignantSecondary),
        Self::Behavior(Behavior::InSitu),
        Self::Behavior(Behavior::Benign),
        Self::Behavior(Behavior::Uncertain),
        Self::Behavior(Behavior::Unspecified),
        Self::Intent(Intent::Accidental),
        Self::Intent(Intent::SelfHarm),
        Self::Intent(Intent::Assault),
        Self::Intent(Intent::Undetermined),
        Self::Intent(Intent::AdverseEffect),
        Self::Intent(Intent::Underdosing),
    ];

    /// The name that commands use.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Behavior(Behavior::MalignantPrimary) => "malignant-primary",
            Self::Behavior(Behavior::MalignantSecondary) => "malignant-secondary",
            Self::Behavior(Behavior::InSitu) => "in-situ",
            Self::Behavior(Behavior::Benign) => "benign",
            Self::Behavior(Behavior::Uncertain) => "uncertain",
            Self::Behavior(Behavior::Unspecified) => "unspecified",
            Self::Intent(Intent::Accidental) => "accidental",
            Self::Intent(Intent::SelfHarm) => "self-harm",
            Self::Intent(Intent::Assault) => "assault",
            Self::Intent(Intent::Undetermined) => "undetermined",
            Self::Intent(Intent::AdverseEffect) => "adverse-effect",
            Self::Intent(Intent::Underdosing) => "underdosing",
        }
    }

    /// What the column says of a term, in words.
    pub(crate) const fn words(self) -> &'static str {
        match self {
            Self::Behavior(Behavior::MalignantPrimary) => "malignant primary",
            Self::Behavior(Behavior::MalignantSecondary) => "malignant secondary",
            Self::Behavior(Behavior::InSitu) => "carcinoma in situ",
            Self::Behavior(Behavior::Benign) => "benign",
            Self::Behavior(Behavior::Uncertain) => "uncertain behavior",
            Self::Behavior(Behavior::Unspecified) => "unspecified behavior",
            Self::Intent(Intent::Accidental) => "poisoning, accidental",
            Self::Intent(Intent::SelfHarm) => "poisoning, intentional self-harm",
            Self::Intent(Intent::Assault) => "poisoning, assault",
            Self::Intent(Intent::Undetermined) => "poisoning, undetermined",
            Self::Intent(Intent::AdverseEffect) => "adverse effect",
            Self::Intent(Intent::Underdosing) => "underdosing",
        }
    }

    /// The column with this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|column| column.name() == name)
    }

    /// The number in an image: the position in [`Self::ALL`].
    pub(crate) fn id(self) -> u8 {
        Self::ALL.iter().zip(0..).find(|(column, _)| **column == self).map_or(0, |(_, id)| id)
    }
}

/// A code as an index prints it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IndexCode<'a> {
    /// With dot, and with a dash where more characters are needed: `E11.9`, `S72.00-`. For ICD-10-PCS one to seven characters:
    /// a whole code or the beginning of its table.
    pub code: &'a str,
    /// The second code of a pair, in brackets: the manifestation, reported after the first.
    pub manifestation: Option<&'a str>,
}

/// How a term refers to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ReferenceKind {
    /// The other term must be used instead.
    See,
    /// The other term may be more useful.
    SeeAlso,
    /// ICD-10-PCS: the value of an axis that this word stands for.
    Use,
}

/// A reference of a term to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reference<'a> {
    /// How it refers.
    pub kind: ReferenceKind,
    /// As printed: `Pain, abdominal`, `Neoplasm, by site, malignant`, `category Z57`.
    pub text: &'a str,
    /// ICD-10-PCS: the code or the beginning of the table that it leads to.
    pub code: Option<&'a str>,
}

/// One edition of an index.
#[derive(Debug, Clone)]
pub struct TermIndex<'a> {
    edition: Edition<'a>,
    heap: Heap<'a>,
    nodes: Rows<'a, NODE_BYTES>,
    links: Rows<'a, LINK_BYTES>,
    names: Rows<'a, NAME_BYTES>,
}

impl<'a> TermIndex<'a> {
    pub(crate) fn new(image: &Image<'a>, ordinal: u32, edition: Edition<'a>) -> Self {
        let section = |table| image.section(Some(edition.set), table, ordinal);
        Self {
            edition,
            heap: image.heap(),
            nodes: Rows::new(section(Table::TermNodes)),
            links: Rows::new(section(Table::TermLinks)),
            names: Rows::new(section(Table::TermNames)),
        }
    }

    /// The edition, with its source.
    #[must_use]
    pub fn edition(&self) -> &Edition<'a> {
        &self.edition
    }

    /// How many terms there are, of all levels.
    #[must_use]
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The term at a number below [`TermIndex::len`]: numbers are those of the publisher's order and last as long as the edition.
    #[must_use]
    pub fn at(&self, number: usize) -> Option<Term<'_, 'a>> {
        self.nodes.get(number).map(|node| Term { index: self, number, node })
    }

    /// Every term, in the publisher's order.
    pub fn iter(&self) -> impl Iterator<Item = Term<'_, 'a>> {
        (0..self.len()).filter_map(|number| self.at(number))
    }

    /// Every main term, in the publisher's order.
    pub fn main_terms(&self) -> impl Iterator<Item = Term<'_, 'a>> {
        Below { index: self, next: 0, end: self.len() }
    }

    /// The main terms that one calls so: those whose title, or a part of it between commas, begins with this text, by name. Case,
    /// accents, punctuation and nonessential modifiers do not matter.
    pub fn main_terms_called<'t, 'q>(&'t self, text: &'q str) -> impl Iterator<Item = Term<'t, 'a>> + use<'t, 'q, 'a> {
        self.names_from(text).filter_map(|row| self.at(u32_at(row, 0)? as usize))
    }

    /// The names that begin with a text, in order.
    fn names_from<'t, 'q>(&'t self, text: &'q str) -> impl Iterator<Item = &'a [u8; NAME_BYTES]> + use<'t, 'q, 'a> {
        let (mut low, mut high) = (0, self.names.len());
        while low < high {
            let middle = low + (high - low) / 2;
            let below = self.name(middle).is_some_and(|name| name.chars().cmp(folded(text)) == Ordering::Less);
            if below { low = middle + 1 } else { high = middle }
        }
        (low..self.names.len())
            .take_while(|row| self.name(*row).is_some_and(|name| begins_with(name, folded(text))))
            .filter_map(|row| self.names.get(row))
    }

    fn name(&self, row: usize) -> Option<&'a str> {
        let row = self.names.get(row)?;
        self.heap.text(u32_at(row, 4)?, u16_at(row, 8)?)
    }

    /// Every code with the term that leads to it, in the publisher's order: for a dictionary. Codes of tables of drugs and
    /// neoplasms come with their column.
    pub fn phrases(&self) -> impl Iterator<Item = Phrase<'_, 'a>> {
        self.iter().flat_map(|term| {
            term.links().filter_map(move |(kind, column, code)| {
                let column = match kind {
                    LinkKind::Code | LinkKind::Manifestation | LinkKind::ReferenceCode => None,
                    LinkKind::Cell => Some(*TermColumn::ALL.get(usize::from(column))?),
                    LinkKind::See | LinkKind::SeeAlso | LinkKind::Use => return None,
                };
                Some(Phrase { term, code, column, is_default: term.level() == 0 && kind == LinkKind::Code })
            })
        })
    }
}

fn begins_with(name: &str, start: impl Iterator<Item = char>) -> bool {
    let mut name = name.chars();
    start.into_iter().all(|wanted| name.next() == Some(wanted))
}

/// A term and one of its codes.
#[derive(Debug, Clone, Copy)]
pub struct Phrase<'t, 'a> {
    /// The term; [`Term::write_path`] gives its words from the main term down.
    pub term: Term<'t, 'a>,
    /// The code as printed.
    pub code: &'a str,
    /// The column of a table of drugs or neoplasms.
    pub column: Option<TermColumn>,
    /// Whether the code is the main term's own: its default code.
    pub is_default: bool,
}

/// One term of an index.
#[derive(Clone, Copy)]
pub struct Term<'t, 'a> {
    index: &'t TermIndex<'a>,
    number: usize,
    node: &'a [u8; NODE_BYTES],
}

impl<'t, 'a> Term<'t, 'a> {
    /// The index that it is a term of.
    #[must_use]
    pub fn index(&self) -> &'t TermIndex<'a> {
        self.index
    }

    /// Its place: see [`TermIndex::at`].
    #[must_use]
    pub fn number(&self) -> usize {
        self.number
    }

    fn text(&self, offset_at: usize, length_at: usize) -> Option<&'a str> {
        self.index.heap.text(u32_at(self.node, offset_at)?, u16_at(self.node, length_at)?)
    }

    /// The title without its nonessential modifiers: `Pain`, `abdomen, abdominal`.
    #[must_use]
    pub fn title(&self) -> &'a str {
        self.text(0, 4).unwrap_or_default()
    }

    /// Nonessential modifiers, in their parentheses: words that change nothing, whether the record has them or not.
    ///
    /// Source: ICD-10-CM Official Guidelines, section I.A.7.
    #[must_use]
    pub fn modifiers(&self) -> Option<&'a str> {
        self.text(8, 12)
    }

    /// 0 for a main term.
    #[must_use]
    pub fn level(&self) -> usize {
        usize::from(self.node[14])
    }

    /// The term above; `None` for a main term.
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        u32_at(self.node, 16).filter(|parent| *parent != NONE).and_then(|parent| self.index.at(parent as usize))
    }

    /// The term itself and those above it, nearest first.
    pub fn upward(&self) -> impl Iterator<Item = Self> + use<'t, 'a> {
        core::iter::successors(Some(*self), Self::parent).take(LEVELS_MAX)
    }

    fn end(&self) -> usize {
        u32_at(self.node, 20).map_or(0, |end| end as usize).max(self.number.saturating_add(1))
    }

    /// The sub-terms directly below, in order.
    pub fn children(&self) -> impl Iterator<Item = Self> + use<'t, 'a> {
        Below { index: self.index, next: self.number.saturating_add(1), end: self.end() }
    }

    /// Writes the titles from the main term down, a space between two: `Angina unstable`.
    pub fn write_path(&self, out: &mut String) {
        let mut above = [None; LEVELS_MAX];
        let mut count = 0;
        for (place, term) in above.iter_mut().zip(self.upward()) {
            *place = Some(term.title());
            count += 1;
        }
        for (number, title) in above.iter().take(count).rev().flatten().enumerate() {
            if 0 < number {
                out.push(' ');
            }
            out.push_str(title);
        }
    }

    fn links(&self) -> impl Iterator<Item = (LinkKind, u8, &'a str)> + use<'a> {
        let first = u32_at(self.node, 24).map_or(0, |first| first as usize);
        let count = u16_at(self.node, 28).map_or(0, usize::from).min(LINKS_MAX);
        let (links, heap) = (self.index.links, self.index.heap);
        (first..first.saturating_add(count)).map_while(move |link| links.get(link)).filter_map(move |link| {
            Some((LinkKind::from_id(link[0])?, link[1], heap.text(u32_at(link, 4)?, u16_at(link, 2)?)?))
        })
    }

    /// Its codes, in order: mostly one. A main term's is the default code.
    pub fn codes(&self) -> impl Iterator<Item = IndexCode<'a>> + use<'a> {
        let mut links = self.links().peekable();
        core::iter::from_fn(move || {
            loop {
                let (kind, _, code) = links.next()?;
                if kind == LinkKind::Code {
                    let second = links.next_if(|(kind, ..)| *kind == LinkKind::Manifestation);
                    return Some(IndexCode { code, manifestation: second.map(|(.., text)| text) });
                }
            }
        })
    }

    /// Its first code.
    #[must_use]
    pub fn code(&self) -> Option<IndexCode<'a>> {
        self.codes().next()
    }

    /// What it refers to, in order.
    pub fn references(&self) -> impl Iterator<Item = Reference<'a>> + use<'a> {
        let mut links = self.links().peekable();
        core::iter::from_fn(move || {
            loop {
                let (kind, _, text) = links.next()?;
                let kind = match kind {
                    LinkKind::See => ReferenceKind::See,
                    LinkKind::SeeAlso => ReferenceKind::SeeAlso,
                    LinkKind::Use => ReferenceKind::Use,
                    _ => continue,
                };
                let code = links.next_if(|(kind, ..)| *kind == LinkKind::ReferenceCode).map(|(.., code)| code);
                return Some(Reference { kind, text, code });
            }
        })
    }

    /// The cells of its row in a table of drugs or neoplasms; a column without a code has no cell.
    pub fn cells(&self) -> impl Iterator<Item = (TermColumn, &'a str)> + use<'a> {
        self.links()
            .filter(|(kind, ..)| *kind == LinkKind::Cell)
            .filter_map(|(_, column, code)| Some((*TermColumn::ALL.get(usize::from(column))?, code)))
    }

    /// The code in a column of its row: the neoplasm of this site and behavior, the effect of this drug and intent.
    #[must_use]
    pub fn cell(&self, column: TermColumn) -> Option<&'a str> {
        self.cells().find(|(found, _)| *found == column).map(|(_, code)| code)
    }
}

impl PartialEq for Term<'_, '_> {
    fn eq(&self, other: &Self) -> bool {
        core::ptr::eq(self.node, other.node)
    }
}

impl Eq for Term<'_, '_> {}

/// The title with its nonessential modifiers, as the publisher prints it.
impl fmt::Display for Term<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let title = self.title();
        let Some(modifiers) = self.modifiers() else { return f.write_str(title) };
        let place = u16_at(self.node, 6).map_or(title.len(), usize::from);
        let (before, after) = title.split_at_checked(place).unwrap_or((title, ""));
        let space = if before.is_empty() { "" } else { " " };
        write!(f, "{before}{space}{modifiers}{after}")
    }
}

impl fmt::Debug for Term<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut path = String::new();
        self.write_path(&mut path);
        write!(f, "Term({path})")
    }
}

/// Terms of one level, one after the other.
struct Below<'t, 'a> {
    index: &'t TermIndex<'a>,
    next: usize,
    end: usize,
}

impl<'t, 'a> Iterator for Below<'t, 'a> {
    type Item = Term<'t, 'a>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.end <= self.next {
            return None;
        }
        let term = self.index.at(self.next)?;
        self.next = term.end();
        Some(term)
    }
}
