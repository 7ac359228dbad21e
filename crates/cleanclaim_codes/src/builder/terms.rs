//! Writes one edition of an index of terms.

use super::head::Head;
use super::{BuildError, Placed, Section, Strings, count};
use crate::folding::folded;
use crate::image::Table;
use crate::key::{AnyCode, Key};
use crate::set::Set;
use crate::table::NONE;
use crate::terms::{LEVELS_MAX, LINKS_MAX, LinkKind, ReferenceKind, TermColumn};

#[derive(Debug)]
struct Node {
    title: u32,
    modifiers: Option<(u32, u16)>,
    level: u8,
    parent: u32,
    end: u32,
}

#[derive(Debug)]
struct Link {
    node: u32,
    kind: LinkKind,
    column: u8,
    text: u32,
}

/// The longest entry of an index that the search reads.
const PHRASE_BYTES_MAX: usize = 400;

/// A code and the words that lead to it.
pub(super) struct TermPhrase {
    pub(super) key: Key,
    pub(super) text: String,
    pub(super) modifiers: String,
}

/// A term while an index is being written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TermHandle(u32);

/// One edition of an index of terms, being written: terms in the publisher's order, each before those below it.
#[derive(Debug)]
pub struct TermsBuilder {
    head: Head,
    nodes: Vec<Node>,
    links: Vec<Link>,
    texts: Strings,
    /// The term of each level that the next one may stand under.
    open: Vec<u32>,
}

impl TermsBuilder {
    pub(super) fn new(set: Set, edition: &str) -> Self {
        Self {
            head: Head::new(set, edition),
            nodes: Vec::new(),
            links: Vec::new(),
            texts: Strings::default(),
            open: Vec::new(),
        }
    }

    /// Begins a term: level 0 is a main term, level 1 stands below the main term before it, and so on.
    pub fn term(&mut self, level: usize, title: &str) -> TermHandle {
        if self.open.len() < level || LEVELS_MAX <= level {
            self.head.fail(BuildError::Level { set: self.head.set, title: title.to_owned() });
        }
        self.open.truncate(level);
        let number = u32::try_from(self.nodes.len()).unwrap_or(NONE);
        self.nodes.push(Node {
            title: self.texts.number(title),
            modifiers: None,
            level: u8::try_from(self.open.len()).unwrap_or(u8::MAX),
            parent: self.open.last().copied().unwrap_or(NONE),
            end: number.saturating_add(1),
        });
        for above in &self.open {
            if let Some(node) = self.nodes.get_mut(*above as usize) {
                node.end = number.saturating_add(1);
            }
        }
        self.open.push(number);
        TermHandle(number)
    }

    /// Gives a term its nonessential modifiers and the byte of the title before which the publisher prints them.
    pub fn modifiers(&mut self, term: TermHandle, modifiers: &str, place: usize) -> &mut Self {
        let text = self.texts.number(modifiers);
        if let Some(node) = self.nodes.get_mut(term.0 as usize) {
            node.modifiers = Some((text, u16::try_from(place).unwrap_or(u16::MAX)));
        }
        self
    }

    /// Gives a term a code as printed, and the second one of a pair.
    pub fn code(&mut self, term: TermHandle, code: &str) -> &mut Self {
        self.link(term, LinkKind::Code, 0, code)
    }

    /// Gives the term's last code its second one: the manifestation.
    pub fn manifestation(&mut self, term: TermHandle, code: &str) -> &mut Self {
        self.link(term, LinkKind::Manifestation, 0, code)
    }

    /// Gives a term a reference, and for ICD-10-PCS the code or table that it leads to.
    pub fn reference(&mut self, term: TermHandle, kind: ReferenceKind, text: &str, code: Option<&str>) -> &mut Self {
        let kind = match kind {
            ReferenceKind::See => LinkKind::See,
            ReferenceKind::SeeAlso => LinkKind::SeeAlso,
            ReferenceKind::Use => LinkKind::Use,
        };
        self.link(term, kind, 0, text);
        if let Some(code) = code {
            self.link(term, LinkKind::ReferenceCode, 0, code);
        }
        self
    }

    /// Puts a code into a column of the term's row.
    pub fn cell(&mut self, term: TermHandle, column: TermColumn, code: &str) -> &mut Self {
        self.link(term, LinkKind::Cell, column.id(), code)
    }

    fn link(&mut self, term: TermHandle, kind: LinkKind, column: u8, text: &str) -> &mut Self {
        let text = self.texts.number(text);
        self.links.push(Link { node: term.0, kind, column, text });
        self
    }

    /// How many terms there are so far.
    #[must_use]
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    pub(super) fn edition(&self) -> (Set, &str) {
        self.head.edition()
    }

    /// What main terms are called: their titles, and parts of titles between commas, folded.
    fn names(&self) -> Vec<(String, u32)> {
        let mut names: Vec<(String, u32)> = Vec::new();
        for (number, node) in (0..).zip(&self.nodes) {
            let title = self.texts.at(node.title);
            if node.level == 0 {
                names.push((folded(title).collect(), number));
                names.extend(title.split(',').skip(1).map(|part| (folded(part).collect(), number)));
            }
        }
        names.retain(|(name, _)| !name.is_empty());
        names.sort();
        names.dedup();
        names
    }

    /// Every code with the words that lead to it, from the main term down, and the nonessential modifiers on the way: for the
    /// search. What is longer than any entry of an index is left out.
    pub(super) fn phrases(&self) -> Vec<TermPhrase> {
        let mut phrases = Vec::new();
        for link in &self.links {
            let column = match link.kind {
                LinkKind::Code | LinkKind::ReferenceCode => None,
                LinkKind::Cell => TermColumn::ALL.get(usize::from(link.column)).copied(),
                LinkKind::Manifestation | LinkKind::See | LinkKind::SeeAlso | LinkKind::Use => continue,
            };
            let code = self.texts.at(link.text).trim_end_matches(['-', '.']);
            let key = AnyCode::parse(code).and_then(|code| Key::of(code.as_str()));
            if let Some((key, (text, modifiers))) = key.zip(self.path(link.node, column)) {
                phrases.push(TermPhrase { key, text, modifiers });
            }
        }
        phrases
    }

    /// The words of a term from the main term down, and their modifiers.
    fn path(&self, node: u32, column: Option<TermColumn>) -> Option<(String, String)> {
        let (mut titles, mut modifiers) = (Vec::new(), String::new());
        let mut next = node;
        let mut length = 0;
        while let Some(node) = self.nodes.get(next as usize) {
            titles.push(self.texts.at(node.title));
            if let Some((text, _)) = node.modifiers {
                modifiers.push(' ');
                modifiers.push_str(self.texts.at(text));
            }
            length += self.texts.at(node.title).len();
            if PHRASE_BYTES_MAX < length.max(modifiers.len()) || LEVELS_MAX < titles.len() {
                return None;
            }
            next = node.parent;
        }
        titles.reverse();
        titles.extend(column.map(TermColumn::words));
        Some((titles.join(", "), modifiers))
    }

    pub(super) fn intern(&self, strings: &mut Strings) {
        self.texts.intern(strings);
        for (name, _) in self.names() {
            strings.number(&name);
        }
    }

    /// Writes the sections and gives the number of terms.
    pub(super) fn write(
        &mut self,
        ordinal: u32,
        strings: &mut Strings,
        placed: &Placed,
        sections: &mut Vec<Section>,
    ) -> Result<u32, BuildError> {
        self.head.sound()?;
        let places = self.texts.places(strings, placed);
        let place = |text: u32| places.get(text as usize).copied().unwrap_or_default();
        self.links.sort_by_key(|link| link.node);
        let mut links = self.links.iter().peekable();
        let (mut node_bytes, mut link_bytes, mut first_link) = (Vec::new(), Vec::new(), 0_u32);
        for (number, node) in (0..).zip(&self.nodes) {
            let mut link_count = 0_u16;
            while let Some(link) = links.next_if(|link| link.node == number) {
                let (offset, length) = place(link.text);
                link_bytes.extend([link.kind as u8, link.column]);
                link_bytes.extend(length.to_le_bytes());
                link_bytes.extend(offset.to_le_bytes());
                link_count = link_count.saturating_add(1);
            }
            if LINKS_MAX < usize::from(link_count) {
                return Err(BuildError::TooLarge { what: "codes and references of one term" });
            }
            let (title, title_length) = place(node.title);
            let (modifiers, modifiers_at) = node.modifiers.map_or((placed.at(None), 0), |(text, at)| (place(text), at));
            node_bytes.extend(title.to_le_bytes());
            node_bytes.extend(title_length.to_le_bytes());
            node_bytes.extend(modifiers_at.to_le_bytes());
            node_bytes.extend(modifiers.0.to_le_bytes());
            node_bytes.extend(modifiers.1.to_le_bytes());
            node_bytes.extend([node.level, 0]);
            node_bytes.extend(node.parent.to_le_bytes());
            node_bytes.extend(node.end.to_le_bytes());
            node_bytes.extend(first_link.to_le_bytes());
            node_bytes.extend(link_count.to_le_bytes());
            node_bytes.extend([0, 0]);
            first_link += u32::from(link_count);
        }
        let mut names = Vec::new();
        for (name, node) in self.names() {
            let (offset, length) = placed.at(Some(strings.number(&name)));
            names.extend(node.to_le_bytes());
            names.extend(offset.to_le_bytes());
            names.extend(length.to_le_bytes());
            names.extend([0, 0]);
        }
        sections.push((Some(self.head.set), Table::TermNodes, ordinal, node_bytes));
        sections.push((Some(self.head.set), Table::TermLinks, ordinal, link_bytes));
        sections.push((Some(self.head.set), Table::TermNames, ordinal, names));
        count(self.nodes.len(), "terms")
    }
}
