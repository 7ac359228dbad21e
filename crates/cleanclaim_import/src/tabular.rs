//! The ICD-10-CM tabular list as its publisher gives it: `ICD10CM.tabular` XML with chapters, sections and nested `diag`s.
//!
//! Source: CDC/NCHS, ICD-10-CM tabular list of diseases and injuries, XML files.

use std::collections::BTreeMap;

use cleanclaim_codes::{NoteKind, TabularBuilder};
use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};

use crate::position::Position;
use crate::tsv::{TABULAR, TabularKind, Writer};

/// Deeper nesting than any list has: chapter, section, and seven levels of codes with a note in the last.
const DEPTH_MAX: usize = 32;
/// A longer title or note than any list has.
const TEXT_BYTES_MAX: usize = 16 << 10;

/// What is wrong with a tabular list.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum XmlProblem {
    /// The file is not well-formed.
    #[error("not well-formed XML: {0}")]
    Syntax(String),
    /// Not UTF-8.
    #[error("expected UTF-8 text")]
    Utf8,
    /// Another root element.
    #[error("expected the root element ICD10CM.tabular")]
    Root,
    /// The file ends before its elements do.
    #[error("the file ends inside an element")]
    Truncated,
    /// A chapter, section or code without a usable name.
    #[error("expected {expected}")]
    Name {
        /// What should stand there.
        expected: &'static str,
    },
    /// An entity that XML does not define.
    #[error("an entity that XML does not define")]
    Entity,
    /// Anything else that a reader of another XML file expects.
    #[error("{0}")]
    Other(String),
    /// Past a limit of this reader.
    #[error("{what} is past the limit of this reader")]
    Limit {
        /// What is too long or too deep.
        what: &'static str,
    },
}

/// Why a file is not a tabular list, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{at}: {problem}")]
pub struct XmlError {
    /// Line and character.
    pub at: Position,
    /// What is wrong.
    pub problem: XmlProblem,
}

/// One title or note, in the publisher's order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListRow {
    /// Chapter number, block (`A00-A09`) or code without dot.
    pub at: String,
    /// What it is.
    pub kind: TabularKind,
    /// Title or note, white space folded.
    pub text: String,
}

/// A tabular list, read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TabularList {
    /// What the file says of its own edition, for example `2026`.
    pub version: Option<String>,
    /// Titles and notes in the publisher's order.
    pub rows: Vec<ListRow>,
}

/// An element that is open.
#[derive(Debug)]
enum Open {
    /// Chapter, section or code: its place, once named.
    Place { kind: TabularKind, at: String },
    /// `name` of the place around it.
    Name,
    /// `desc` of the place around it.
    Title,
    /// Holds notes.
    Notes(NoteKind),
    /// One note, or one seventh character.
    Note(NoteKind, Option<char>),
    /// `version`.
    Version,
    /// Anything else: passed over.
    Other,
}

/// Reads the XML file.
///
/// # Errors
/// When the file is not well-formed, is no tabular list, or passes a limit of this reader.
pub fn read(bytes: &[u8]) -> Result<TabularList, XmlError> {
    let text = core::str::from_utf8(bytes)
        .map_err(|error| XmlError { at: Position::at(bytes, error.valid_up_to()), problem: XmlProblem::Utf8 })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let bytes = text.as_bytes();
    let mut xml = Reader::from_str(text);
    let mut state = State::default();
    loop {
        let offset = |position: u64| usize::try_from(position).unwrap_or(usize::MAX);
        let start = offset(xml.buffer_position());
        let event = xml.read_event().map_err(|error| XmlError {
            at: Position::at(bytes, offset(xml.error_position())),
            problem: XmlProblem::Syntax(error.to_string()),
        })?;
        if matches!(event, Event::Eof) {
            break;
        }
        state.event(event).map_err(|problem| XmlError { at: Position::at(bytes, start), problem })?;
    }
    let end = XmlError { at: Position::at(bytes, bytes.len()), problem: XmlProblem::Truncated };
    match (state.open.is_empty(), state.root) {
        (false, _) => Err(end),
        (true, false) => Err(XmlError { problem: XmlProblem::Root, ..end }),
        (true, true) => Ok(state.list),
    }
}

/// Adds a title or note to an image's list.
pub(crate) fn add(list: &mut TabularBuilder, at: &str, kind: TabularKind, text: &str) {
    match kind {
        TabularKind::Chapter => list.chapter(at.parse().unwrap_or(0), text),
        TabularKind::Block => {
            let (first, last) = at.split_once('-').unwrap_or((at, at));
            list.block(first, last, text)
        }
        TabularKind::Code => list.code(at, text),
        TabularKind::Note(kind) => list.note(at, kind, text),
    };
}

#[derive(Debug, Default)]
struct State {
    list: TabularList,
    open: Vec<Open>,
    text: String,
    root: bool,
}

impl State {
    fn event(&mut self, event: Event<'_>) -> Result<(), XmlProblem> {
        match event {
            Event::Start(element) => self.start(&element),
            Event::Empty(element) => self.start(&element).and_then(|()| self.end()),
            Event::End(_) => self.end(),
            Event::Text(text) => self.push(&text.xml10_content()),
            Event::CData(text) => self.push(&text.xml10_content()),
            Event::GeneralRef(reference) => {
                let resolved = resolve(&reference)?;
                self.push(resolved.encode_utf8(&mut [0; 4]))
            }
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) | Event::Eof => Ok(()),
        }
    }

    fn push(&mut self, text: &str) -> Result<(), XmlProblem> {
        if matches!(self.open.last(), None | Some(Open::Place { .. } | Open::Notes(_) | Open::Other)) {
            return Ok(());
        }
        self.text.push_str(text);
        if TEXT_BYTES_MAX < self.text.len() { Err(XmlProblem::Limit { what: "a text" }) } else { Ok(()) }
    }

    fn start(&mut self, element: &BytesStart<'_>) -> Result<(), XmlProblem> {
        let name = element.name();
        let name: &str = name.as_ref();
        if self.open.is_empty() {
            if self.root || name != "ICD10CM.tabular" {
                return Err(XmlProblem::Root);
            }
            self.root = true;
        }
        if DEPTH_MAX <= self.open.len() {
            return Err(XmlProblem::Limit { what: "the nesting of elements" });
        }
        self.text.clear();
        let inside_place = matches!(self.open.last(), Some(Open::Place { .. }));
        let opened = match name {
            "chapter" => Open::Place { kind: TabularKind::Chapter, at: String::new() },
            "section" => Open::Place { kind: TabularKind::Block, at: block(&attribute(element, "id")?)? },
            "diag" => Open::Place { kind: TabularKind::Code, at: String::new() },
            "name" if inside_place => Open::Name,
            "desc" if inside_place => Open::Title,
            "version" if self.open.len() == 1 => Open::Version,
            "extension" => match self.open.last() {
                Some(Open::Notes(NoteKind::SeventhCharacter)) => {
                    let character = attribute(element, "char")?.trim().chars().next();
                    Open::Note(NoteKind::SeventhCharacter, character)
                }
                _ => Open::Other,
            },
            "note" => match self.open.last() {
                // A remark inside the definition of seventh characters is about them.
                Some(Open::Notes(NoteKind::SeventhCharacter)) => Open::Note(NoteKind::SeventhCharacterNote, None),
                Some(Open::Notes(kind)) => Open::Note(*kind, None),
                _ => Open::Other,
            },
            other if inside_place => notes_of(other).map_or(Open::Other, Open::Notes),
            _ => Open::Other,
        };
        self.open.push(opened);
        Ok(())
    }

    fn end(&mut self) -> Result<(), XmlProblem> {
        let text = self.text.split_whitespace().collect::<Vec<_>>().join(" ");
        self.text.clear();
        match self.open.pop() {
            Some(Open::Name) => self.name(&text),
            Some(Open::Title) => self.title(text),
            Some(Open::Note(kind, character)) => self.note(kind, character, text),
            Some(Open::Version) => {
                self.list.version = Some(text);
                Ok(())
            }
            Some(Open::Place { .. } | Open::Notes(_) | Open::Other) | None => Ok(()),
        }
    }

    /// The innermost open place with its kind.
    fn place(&self) -> Option<(TabularKind, &str)> {
        self.open.iter().rev().find_map(|open| match open {
            Open::Place { kind, at } => Some((*kind, at.as_str())),
            _ => None,
        })
    }

    fn name(&mut self, text: &str) -> Result<(), XmlProblem> {
        let Some(Open::Place { kind, at }) = self.open.last_mut() else { return Ok(()) };
        *at = match kind {
            TabularKind::Chapter => {
                text.parse::<u8>().map_err(|_| XmlProblem::Name { expected: "a chapter number" })?.to_string()
            }
            _ => code(text)?,
        };
        Ok(())
    }

    fn title(&mut self, text: String) -> Result<(), XmlProblem> {
        let Some((kind, at)) = self.place() else { return Ok(()) };
        if at.is_empty() {
            return Err(XmlProblem::Name { expected: "a name before the title" });
        }
        let at = at.to_owned();
        self.list.rows.push(ListRow { at, kind, text });
        Ok(())
    }

    fn note(&mut self, kind: NoteKind, character: Option<char>, text: String) -> Result<(), XmlProblem> {
        let Some((_, at)) = self.place() else { return Ok(()) };
        if at.is_empty() {
            return Err(XmlProblem::Name { expected: "a name before the notes" });
        }
        let at = at.to_owned();
        let text = match character {
            Some(character) => format!("{character} {text}"),
            None => text,
        };
        if !text.is_empty() {
            self.list.rows.push(ListRow { at, kind: TabularKind::Note(kind), text });
        }
        Ok(())
    }
}

fn notes_of(element: &str) -> Option<NoteKind> {
    Some(match element {
        "includes" => NoteKind::Includes,
        "inclusionTerm" => NoteKind::InclusionTerm,
        "excludes1" => NoteKind::Excludes1,
        "excludes2" => NoteKind::Excludes2,
        "codeFirst" => NoteKind::CodeFirst,
        "useAdditionalCode" => NoteKind::UseAdditional,
        "codeAlso" => NoteKind::CodeAlso,
        "notes" => NoteKind::General,
        "sevenChrNote" => NoteKind::SeventhCharacterNote,
        "sevenChrDef" => NoteKind::SeventhCharacter,
        _ => return None,
    })
}

fn attribute(element: &BytesStart<'_>, name: &'static str) -> Result<String, XmlProblem> {
    let missing = XmlProblem::Name { expected: "the attribute id of a section, char of an extension" };
    let attribute = element.try_get_attribute(name).map_err(|error| XmlProblem::Syntax(error.to_string()))?;
    Ok(attribute.ok_or(missing)?.value.trim().to_owned())
}

fn code(text: &str) -> Result<String, XmlProblem> {
    let code: String = text.chars().filter(|c| *c != '.').collect();
    let fits =
        (3..=8).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase());
    if fits { Ok(code) } else { Err(XmlProblem::Name { expected: "a code" }) }
}

/// `A00-A09`, or one category, which the publisher writes without its end.
fn block(id: &str) -> Result<String, XmlProblem> {
    let (first, last) = id.split_once('-').unwrap_or((id, id));
    Ok(format!("{}-{}", code(first)?, code(last)?))
}

/// The character that a reference stands for.
pub(crate) fn resolve(reference: &BytesRef<'_>) -> Result<char, XmlProblem> {
    if let Some(character) = reference.resolve_char_ref().map_err(|_| XmlProblem::Entity)? {
        return Ok(character);
    }
    match reference.xml10_content().as_ref() {
        "lt" => Ok('<'),
        "gt" => Ok('>'),
        "amp" => Ok('&'),
        "quot" => Ok('"'),
        "apos" => Ok('\''),
        _ => Err(XmlProblem::Entity),
    }
}

impl TabularList {
    /// The list as a table for `data/`.
    #[must_use]
    pub fn to_tsv(&self) -> String {
        let mut writer = Writer::new(&TABULAR);
        for row in &self.rows {
            writer.line(&[&row.at, row.kind.name(), &row.text]);
        }
        writer.finish()
    }

    /// Every code that the list spells out, with its title: codes themselves, and codes completed by a seventh character, whose
    /// title is the code's and the character's meaning, as in the publisher's order file.
    ///
    /// Completing yields some codes that do not exist; a table of validity decides.
    #[must_use]
    pub fn titles(&self) -> BTreeMap<String, String> {
        let mut titles = BTreeMap::new();
        let mut characters: BTreeMap<&str, Vec<(char, &str)>> = BTreeMap::new();
        for row in &self.rows {
            match row.kind {
                TabularKind::Code => {
                    titles.insert(row.at.clone(), row.text.clone());
                }
                TabularKind::Note(NoteKind::SeventhCharacter) => {
                    if let Some((character, meaning)) = row.text.split_once(' ') {
                        characters.entry(&row.at).or_default().extend(character.chars().next().map(|c| (c, meaning)));
                    }
                }
                _ => {}
            }
        }
        let mut completed = Vec::new();
        let mut codes = titles.iter().peekable();
        while let Some((code, title)) = codes.next() {
            let is_leaf = codes.peek().is_none_or(|(next, _)| !next.starts_with(code.as_str()));
            let nearest = (3..=code.len()).rev().find_map(|length| characters.get(&code[..length]));
            if let Some(nearest) = nearest.filter(|_| is_leaf && code.len() < 7) {
                completed.extend(
                    nearest.iter().map(|(c, meaning)| (format!("{code:X<6}{c}"), format!("{title}, {meaning}"))),
                );
            }
        }
        titles.extend(completed);
        titles
    }
}
