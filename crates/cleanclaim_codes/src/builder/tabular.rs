//! Writes one edition of the tabular list.

use std::collections::HashMap;

use super::{BuildError, Placed, Section, Strings};
use crate::image::Table;
use crate::key::Key;
use crate::reference::targets_in;
use crate::search::index::PhraseKind;
use crate::set::Set;
use crate::table::NONE;
use crate::tabular::{NODE_BLOCK, NODE_CHAPTER, NODE_CODE, NoteKind};

#[derive(Debug)]
struct Node {
    kind: u8,
    chapter: u8,
    first: Key,
    last: Key,
    title: String,
    notes: Vec<(NoteKind, String)>,
}

/// Collects one edition of the tabular list, in the publisher's order: chapters, their blocks, their codes.
#[derive(Debug)]
pub struct TabularBuilder {
    edition: String,
    nodes: Vec<Node>,
    places: HashMap<String, usize>,
    chapter: u8,
    problem: Option<BuildError>,
}

impl TabularBuilder {
    pub(super) fn new(edition: &str) -> Self {
        Self { edition: edition.to_owned(), nodes: Vec::new(), places: HashMap::new(), chapter: 0, problem: None }
    }

    /// Starts a chapter; notes name it by its number.
    pub fn chapter(&mut self, number: u8, title: &str) -> &mut Self {
        self.chapter = number;
        self.node(&number.to_string(), NODE_CHAPTER, (Key(0), Key(0)), title)
    }

    /// Adds a block of categories to the current chapter; notes name it `A00-A09`.
    pub fn block(&mut self, first: &str, last: &str, title: &str) -> &mut Self {
        match (Key::of(first), Key::of(last)) {
            (Some(first_key), Some(last_key)) => {
                let at = format!("{first}-{last}");
                // A block of one category is named like the category; the category keeps the name.
                self.node(&at, NODE_BLOCK, (first_key, last_key), title)
            }
            _ => self.fail(format!("{first}-{last}")),
        }
    }

    /// Adds a category, subcategory or code (upper case, no dot).
    pub fn code(&mut self, code: &str, title: &str) -> &mut Self {
        match Key::of(code) {
            Some(key) => self.node(code, NODE_CODE, (key, key), title),
            None => self.fail(code.to_owned()),
        }
    }

    /// Adds a note at a chapter number, a block or a code that was added before.
    pub fn note(&mut self, at: &str, kind: NoteKind, text: &str) -> &mut Self {
        match self.places.get(at) {
            Some(index) => {
                self.nodes[*index].notes.push((kind, text.to_owned()));
                self
            }
            None => self.fail(at.to_owned()),
        }
    }

    fn node(&mut self, at: &str, kind: u8, (first, last): (Key, Key), title: &str) -> &mut Self {
        if !self.places.contains_key(at) {
            self.places.insert(at.to_owned(), self.nodes.len());
            let chapter = self.chapter;
            self.nodes.push(Node { kind, chapter, first, last, title: title.to_owned(), notes: Vec::new() });
        }
        self
    }

    fn fail(&mut self, at: String) -> &mut Self {
        let edition = self.edition.clone();
        self.problem.get_or_insert(BuildError::Place { edition, at });
        self
    }

    /// Whether the list has this very code.
    pub(super) fn has_code(&self, key: Key) -> bool {
        core::str::from_utf8(&key.bytes()[..key.len()])
            .ok()
            .and_then(|code| self.nodes.get(*self.places.get(code)?))
            .is_some_and(|node| node.kind == NODE_CODE)
    }

    /// The terms that name codes, once [`Self::intern`] has given them numbers.
    pub(super) fn phrases(&self, strings: &Strings) -> impl Iterator<Item = (Key, PhraseKind, u32)> {
        self.nodes.iter().filter(|node| node.kind == NODE_CODE).flat_map(|node| {
            node.notes.iter().filter_map(|(kind, text)| {
                let kind = match kind {
                    NoteKind::InclusionTerm => PhraseKind::Inclusion,
                    NoteKind::Includes => PhraseKind::Includes,
                    _ => return None,
                };
                Some((node.first, kind, strings.known(text)?))
            })
        })
    }

    pub(super) fn intern(&self, strings: &mut Strings) {
        for node in &self.nodes {
            strings.number(&node.title);
            for (_, text) in &node.notes {
                strings.number(text);
            }
        }
    }

    /// Writes the sections and gives the number of notes.
    pub(super) fn write(
        &self,
        ordinal: u32,
        strings: &mut Strings,
        placed: &Placed,
        sections: &mut Vec<Section>,
    ) -> Result<u32, BuildError> {
        if let Some(problem) = &self.problem {
            return Err(problem.clone());
        }
        let mut order: Vec<&Node> = self.nodes.iter().collect();
        order.sort_by_key(|node| (node.kind, if node.kind == NODE_CODE { node.first } else { Key(0) }));
        let mut text = |text: &str| placed.at(Some(strings.number(text)));
        let (mut nodes, mut notes, mut targets) = (Vec::new(), Vec::new(), Vec::new());
        let (mut note_count, mut target_count) = (0u32, 0u32);
        let parents = parents(&order);
        for (node, parent) in order.iter().zip(parents) {
            let (title, title_length) = text(&node.title);
            nodes.extend(node.first.0.to_be_bytes());
            nodes.extend(node.last.0.to_be_bytes());
            nodes.extend([node.kind, node.chapter]);
            nodes.extend(title_length.to_le_bytes());
            nodes.extend(parent.to_le_bytes());
            nodes.extend(title.to_le_bytes());
            nodes.extend(note_count.to_le_bytes());
            let length =
                u16::try_from(node.notes.len()).map_err(|_| BuildError::TooLarge { what: "notes at one place" })?;
            nodes.extend(length.to_le_bytes());
            nodes.extend([0, 0]);
            note_count += u32::from(length);
            for (kind, note) in &node.notes {
                let named = if kind.has_targets() { targets_in(note) } else { Vec::new() };
                let length =
                    u16::try_from(named.len()).map_err(|_| BuildError::TooLarge { what: "codes in one note" })?;
                let (offset, text_length) = text(note);
                notes.extend([kind.id(), 0]);
                notes.extend(length.to_le_bytes());
                notes.extend(target_count.to_le_bytes());
                notes.extend(offset.to_le_bytes());
                notes.extend(text_length.to_le_bytes());
                notes.extend([0; 6]);
                target_count += u32::from(length);
                for target in named {
                    target.write(&mut targets);
                }
            }
        }
        let set = Some(Set::Icd10CmTabular);
        sections.push((set, Table::Nodes, ordinal, nodes));
        sections.push((set, Table::Notes, ordinal, notes));
        sections.push((set, Table::Targets, ordinal, targets));
        Ok(note_count)
    }
}

/// The row above each node: the nearest shorter code, else the narrowest block around it, else its chapter.
fn parents(order: &[&Node]) -> Vec<u32> {
    let ranges: Vec<(usize, &Node)> = order
        .iter()
        .enumerate()
        .filter(|(_, node)| node.kind != NODE_CODE)
        .map(|(index, node)| (index, *node))
        .collect();
    let mut above: Vec<(Key, usize)> = Vec::new();
    let mut parents = Vec::with_capacity(order.len());
    for (index, node) in order.iter().enumerate() {
        let parent = match node.kind {
            NODE_CODE => {
                while above.last().is_some_and(|(prefix, _)| !node.first.starts_with(*prefix)) {
                    above.pop();
                }
                let code = above.last().map(|(_, index)| *index);
                above.push((node.first, index));
                code.or_else(|| range_around(&ranges, node))
            }
            NODE_BLOCK => range_around(&ranges, node),
            _ => None,
        };
        parents.push(parent.and_then(|parent| u32::try_from(parent).ok()).unwrap_or(NONE));
    }
    parents
}

/// The narrowest block that holds the node and more, else the node's chapter.
fn range_around(ranges: &[(usize, &Node)], node: &Node) -> Option<usize> {
    let holds = |other: &Node| {
        other.kind == NODE_BLOCK
            && other.first <= node.first
            && node.last <= other.last.end_of_prefix()
            // A block of one category holds that category, but no block holds itself.
            && (node.kind == NODE_CODE || (other.first, other.last) != (node.first, node.last))
    };
    let narrowest =
        ranges.iter().filter(|(_, other)| holds(other)).min_by_key(|(_, other)| other.last.0 - other.first.0);
    let chapter = || ranges.iter().find(|(_, other)| other.kind == NODE_CHAPTER && other.chapter == node.chapter);
    narrowest.or_else(chapter).map(|(index, _)| *index)
}
