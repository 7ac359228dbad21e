//! One edition of the ICD-10-CM tabular list: chapters, blocks, codes, and the notes at each of them.

use core::fmt;

use cleanclaim_model::Icd10;

use crate::code_sets::Edition;
use crate::image::{Heap, Image, Rows, Table, u16_at, u32_at};
use crate::key::{Key, code_of, key_of};
use crate::reference::{TARGET_BYTES, Target};
use crate::set::Set;
use crate::table::NONE;

pub(crate) const NODE_BYTES: usize = 36;
pub(crate) const NOTE_BYTES: usize = 20;
/// Levels from a code up to its chapter, and some to spare: bounds the walk in a damaged image.
const LEVELS_MAX: usize = 16;

/// What a note says about the codes at its place. In the order of [`NoteKind::ALL`], which images depend on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum NoteKind {
    /// What the category contains.
    Includes,
    /// Another phrase for the code at exactly this place; not inherited.
    InclusionTerm,
    /// "Not coded here": never together with the codes named.
    Excludes1,
    /// "Not included here": may be reported together.
    Excludes2,
    /// The codes named come before this one.
    CodeFirst,
    /// The codes named come after this one.
    UseAdditional,
    /// Both may be needed, in any order.
    CodeAlso,
    /// Any other note.
    General,
    /// What the seventh characters are for.
    SeventhCharacterNote,
    /// One seventh character: the character, a space, its meaning.
    SeventhCharacter,
}

impl NoteKind {
    /// Every kind.
    pub const ALL: [Self; 10] = [
        Self::Includes,
        Self::InclusionTerm,
        Self::Excludes1,
        Self::Excludes2,
        Self::CodeFirst,
        Self::UseAdditional,
        Self::CodeAlso,
        Self::General,
        Self::SeventhCharacterNote,
        Self::SeventhCharacter,
    ];

    /// The name in the reference tables.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Includes => "includes",
            Self::InclusionTerm => "inclusion_term",
            Self::Excludes1 => "excludes1",
            Self::Excludes2 => "excludes2",
            Self::CodeFirst => "code_first",
            Self::UseAdditional => "use_additional",
            Self::CodeAlso => "code_also",
            Self::General => "note",
            Self::SeventhCharacterNote => "seventh_character_note",
            Self::SeventhCharacter => "seventh_character",
        }
    }

    /// The kind with this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// The number in an image: the position in [`Self::ALL`].
    pub(crate) const fn id(self) -> u8 {
        self as u8
    }

    /// Whether the codes that such a note names are kept apart, for questions about pairs of codes.
    #[must_use]
    pub const fn has_targets(self) -> bool {
        matches!(self, Self::Excludes1 | Self::Excludes2 | Self::CodeFirst | Self::UseAdditional | Self::CodeAlso)
    }

    const fn is_inherited(self) -> bool {
        !matches!(self, Self::InclusionTerm)
    }
}

/// A place in the tabular list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Place {
    /// A chapter by its number.
    Chapter(u8),
    /// A block of categories.
    Block {
        /// First category.
        first: Icd10,
        /// Last category.
        last: Icd10,
    },
    /// A category, subcategory or code.
    Code(Icd10),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Chapter(number) => write!(f, "chapter {number}"),
            Self::Block { first, last } => write!(f, "{first}-{last}"),
            Self::Code(code) => match code.as_str().split_at_checked(3) {
                Some((category, rest)) if !rest.is_empty() => write!(f, "{category}.{rest}"),
                _ => write!(f, "{code}"),
            },
        }
    }
}

/// A note with the place where it stands.
#[derive(Clone, Copy)]
pub struct Note<'a> {
    /// What it says about the codes there.
    pub kind: NoteKind,
    /// Its text.
    pub text: &'a str,
    /// Where it stands: applies to every code below.
    pub at: Place,
    targets: Rows<'a, TARGET_BYTES>,
    first_target: usize,
    target_count: usize,
}

impl<'a> Note<'a> {
    /// The codes that it names; none for notes in words only ("code first underlying disease").
    pub fn targets(&self) -> impl Iterator<Item = Target> + use<'a> {
        let rows = self.targets;
        (self.first_target..self.first_target.saturating_add(self.target_count))
            .map_while(move |index| rows.get(index))
            .filter_map(Target::read)
    }
}

impl fmt::Debug for Note<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at {}: {}", self.kind.name(), self.at, self.text)
    }
}

/// Two codes that an Excludes1 note keeps apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExclusionHit<'a> {
    /// The code, of the two, that stands under the note.
    pub holder: Icd10,
    /// The code, of the two, that the note names.
    pub excluded: Icd10,
    /// Where the note stands.
    pub listed_at: Place,
    /// The note.
    pub text: &'a str,
    /// The codes named, of which `excluded` is one.
    pub target: Target,
}

/// One edition of the tabular list.
#[derive(Debug, Clone)]
pub struct Tabular<'a> {
    edition: Edition<'a>,
    heap: Heap<'a>,
    /// Codes in order, then blocks, then chapters.
    nodes: Rows<'a, NODE_BYTES>,
    code_count: usize,
    notes: Rows<'a, NOTE_BYTES>,
    targets: Rows<'a, TARGET_BYTES>,
}

/// The kind byte of a node.
pub(crate) const NODE_CODE: u8 = 0;
pub(crate) const NODE_BLOCK: u8 = 1;
pub(crate) const NODE_CHAPTER: u8 = 2;

#[derive(Clone, Copy)]
struct Node<'a>(&'a [u8; NODE_BYTES]);

impl Node<'_> {
    fn key(self, at: usize) -> Key {
        let bytes = self.0.get(at..at + 8).and_then(|bytes| bytes.try_into().ok()).unwrap_or([0; 8]);
        Key(u64::from_be_bytes(bytes))
    }
    fn place(self) -> Option<Place> {
        match self.0[16] {
            NODE_CODE => Some(Place::Code(code_of(self.key(0))?)),
            NODE_BLOCK => Some(Place::Block { first: code_of(self.key(0))?, last: code_of(self.key(8))? }),
            NODE_CHAPTER => Some(Place::Chapter(self.0[17])),
            _ => None,
        }
    }
    /// Whether the code stands below a code's or a block's node. Chapters hold no range: their notes name other chapters.
    fn holds(self, key: Key) -> bool {
        self.0[16] != NODE_CHAPTER && self.key(0) <= key && key <= self.key(8).end_of_prefix()
    }
    fn parent(self) -> Option<usize> {
        u32_at(self.0, 20).filter(|parent| *parent != NONE).map(|parent| parent as usize)
    }
}

impl<'a> Tabular<'a> {
    pub(crate) fn new(image: &Image<'a>, ordinal: u32, edition: Edition<'a>) -> Self {
        let section = |table| image.section(Some(Set::Icd10CmTabular), table, ordinal);
        let nodes = Rows::<NODE_BYTES>::new(section(Table::Nodes));
        let (mut low, mut high) = (0, nodes.len());
        while low < high {
            let middle = low + (high - low) / 2;
            if nodes.get(middle).is_some_and(|node| node[16] == NODE_CODE) { low = middle + 1 } else { high = middle }
        }
        Self {
            edition,
            heap: image.heap(),
            nodes,
            code_count: low,
            notes: Rows::new(section(Table::Notes)),
            targets: Rows::new(section(Table::Targets)),
        }
    }

    /// The edition, with its source.
    #[must_use]
    pub fn edition(&self) -> Edition<'a> {
        self.edition
    }

    fn node(&self, index: usize) -> Option<Node<'a>> {
        self.nodes.get(index).map(Node)
    }

    /// The node of the code, or of the nearest code above it: codes with a seventh character have no node of their own.
    fn node_above(&self, key: Key) -> Option<usize> {
        let (mut low, mut high) = (0, self.code_count);
        while low < high {
            let middle = low + (high - low) / 2;
            if self.node(middle)?.key(0) <= key { low = middle + 1 } else { high = middle }
        }
        let mut index = low.checked_sub(1)?;
        for _ in 0..LEVELS_MAX {
            let node = self.node(index)?;
            if node.0[16] != NODE_CODE {
                return None;
            }
            if key.starts_with(node.key(0)) {
                return Some(index);
            }
            index = node.parent()?;
        }
        None
    }

    /// The node and everything above it, nearest first.
    fn upward(&self, key: Key) -> impl Iterator<Item = (Node<'a>, usize)> {
        let start = self.node_above(key);
        core::iter::successors(start, move |index| self.node(*index)?.parent())
            .take(LEVELS_MAX)
            .filter_map(move |index| Some((self.node(index)?, index)))
    }

    /// The rows of the notes at a node.
    fn note_rows(&self, node: Node<'a>) -> impl Iterator<Item = &'a [u8; NOTE_BYTES]> + use<'a> {
        let first = u32_at(node.0, 28).unwrap_or(0) as usize;
        let count = u16_at(node.0, 32).unwrap_or(0);
        let notes = self.notes;
        (first..first.saturating_add(usize::from(count))).map_while(move |index| notes.get(index))
    }

    fn notes_at(&self, node: Node<'a>) -> impl Iterator<Item = Note<'a>> + use<'a> {
        let (targets, heap, at) = (self.targets, self.heap, node.place());
        self.note_rows(node).filter_map(move |row| {
            Some(Note {
                kind: *NoteKind::ALL.get(usize::from(row[0]))?,
                text: heap.text(u32_at(row, 8)?, u16_at(row, 12)?)?,
                at: at?,
                targets,
                first_target: u32_at(row, 4)? as usize,
                target_count: usize::from(u16_at(row, 2)?),
            })
        })
    }

    /// Whether the list has this very code.
    #[must_use]
    pub fn has(&self, code: Icd10) -> bool {
        let key = key_of(code);
        self.node_above(key).and_then(|index| self.node(index)).is_some_and(|node| node.key(0) == key)
    }

    /// The title at a place on the way up from a code: of the code itself, of its block, of its chapter.
    pub fn titles(&self, code: Icd10) -> impl Iterator<Item = (Place, &'a str)> {
        self.upward(key_of(code))
            .filter_map(|(node, _)| Some((node.place()?, self.heap.text(u32_at(node.0, 24)?, u16_at(node.0, 18)?)?)))
    }

    /// All notes that apply to a code: its own first, then those it inherits, nearest first.
    pub fn notes(&self, code: Icd10) -> impl Iterator<Item = Note<'a>> {
        let key = key_of(code);
        self.upward(key).flat_map(move |(node, _)| {
            let own = node.key(0) == key && node.0[16] == NODE_CODE;
            self.notes_at(node).filter(move |note| own || note.kind.is_inherited())
        })
    }

    /// The notes that order codes: code first, use additional, code also. A note in words only has no targets.
    pub fn sequencing(&self, code: Icd10) -> impl Iterator<Item = Note<'a>> {
        let orders = |kind| matches!(kind, NoteKind::CodeFirst | NoteKind::UseAdditional | NoteKind::CodeAlso);
        self.notes(code).filter(move |note| orders(note.kind))
    }

    /// The meanings of the seventh characters that apply to a code, from the nearest place that defines any.
    pub fn seventh_characters(&self, code: Icd10) -> impl Iterator<Item = (char, &'a str)> {
        let nearest = self
            .upward(key_of(code))
            .find(|(node, _)| self.notes_at(*node).any(|note| note.kind == NoteKind::SeventhCharacter));
        nearest.into_iter().flat_map(|(node, _)| self.notes_at(node)).filter_map(|note| {
            let (character, meaning) = note.text.split_once(' ')?;
            (note.kind == NoteKind::SeventhCharacter).then_some((character.chars().next()?, meaning))
        })
    }

    /// The Excludes1 note that keeps two codes apart, if there is one: a note above either that names the other. The
    /// guidelines let a coder override it when the two conditions are unrelated.
    ///
    /// Source: ICD-10-CM Official Guidelines, section I.A.12.a.
    #[must_use]
    pub fn excludes1(&self, a: Icd10, b: Icd10) -> Option<ExclusionHit<'a>> {
        self.excluded_by(a, b).or_else(|| self.excluded_by(b, a))
    }

    fn excluded_by(&self, holder: Icd10, excluded: Icd10) -> Option<ExclusionHit<'a>> {
        let (holder_key, excluded_key) = (key_of(holder), key_of(excluded));
        // A note that names a code below its own place, or its own holder, speaks of parts of its category and separates nothing.
        let names = |target: &Target| target.contains_key(excluded_key) && !target.contains_key(holder_key);
        self.upward(holder_key).filter(|(node, _)| !node.holds(excluded_key)).find_map(|(node, _)| {
            // Every pair of a claim's codes asks this, and few find anything: text is read for a hit only.
            self.note_rows(node).filter(|row| row[0] == NoteKind::Excludes1.id()).find_map(|row| {
                let first = u32_at(row, 4)? as usize;
                let targets = first..first.saturating_add(usize::from(u16_at(row, 2)?));
                let rows = targets.map_while(|index| self.targets.get(index));
                let target = rows.filter_map(Target::read).find(names)?;
                let text = self.heap.text(u32_at(row, 8)?, u16_at(row, 12)?)?;
                Some(ExclusionHit { holder, excluded, listed_at: node.place()?, text, target })
            })
        })
    }

    /// Every note at every code (not at blocks and chapters), in order.
    pub fn code_notes(&self) -> impl Iterator<Item = (Icd10, Note<'a>)> {
        (0..self.code_count).filter_map(move |index| self.node(index)).flat_map(move |node| {
            let code = code_of(node.key(0));
            self.notes_at(node).filter_map(move |note| Some((code?, note)))
        })
    }

    /// Every note of the list: those at codes, in order, then those at blocks and chapters.
    pub(crate) fn all_notes(&self) -> impl Iterator<Item = Note<'a>> {
        (0..self.nodes.len()).filter_map(|index| self.node(index)).flat_map(|node| self.notes_at(node))
    }

    /// Whether the list has this code, block or chapter.
    pub(crate) fn has_place(&self, place: Place) -> bool {
        match place {
            Place::Code(code) => self.has(code),
            Place::Block { .. } | Place::Chapter(_) => {
                let groups = (self.code_count..self.nodes.len()).filter_map(|index| self.node(index)?.place());
                groups.into_iter().any(|group| group == place)
            }
        }
    }

    /// Every code of the list with its title, in order: what the list heads and what it spells out.
    pub fn codes(&self) -> impl Iterator<Item = (Icd10, Option<&'a str>)> {
        (0..self.code_count).filter_map(move |index| {
            let node = self.node(index)?;
            Some((code_of(node.key(0))?, self.heap.text(u32_at(node.0, 24)?, u16_at(node.0, 18)?)))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_keep_their_numbers_and_names() {
        for (kind, id) in NoteKind::ALL.into_iter().zip(0..) {
            assert_eq!(kind.id(), id);
            assert_eq!(NoteKind::named(kind.name()), Some(kind));
        }
    }
}
