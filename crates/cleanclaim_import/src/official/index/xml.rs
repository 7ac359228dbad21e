//! A walk through an XML file, element by element, that goes on after a problem inside of one.

use quick_xml::events::{BytesStart, Event};

use crate::position::Position;
use crate::tabular::{XmlProblem, resolve};

/// Deeper nesting than any index has.
const DEPTH_MAX: usize = 40;
/// A longer text than any of them has.
const TEXT_BYTES_MAX: usize = 16 << 10;
/// Problems after which a walk ends: the file is not what it was taken for.
const PROBLEMS_MAX: usize = 50;

/// An element, with the text that stands directly inside of it.
#[derive(Debug)]
pub(super) struct Element {
    pub(super) name: String,
    attributes: Vec<(String, String)>,
    text: String,
    /// Where it begins.
    offset: u64,
}

impl Element {
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The text, white space folded.
    pub(super) fn text(&self) -> String {
        self.text.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// Something wrong inside of an element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Problem {
    Error(String),
    Warning(String),
}

pub(super) fn error<T>(message: impl Into<String>) -> Result<T, Problem> {
    Err(Problem::Error(message.into()))
}

pub(super) fn warning<T>(message: impl Into<String>) -> Result<T, Problem> {
    Err(Problem::Warning(message.into()))
}

/// A problem and its place.
#[derive(Debug)]
pub(super) struct Placed {
    pub(super) at: Position,
    pub(super) problem: Problem,
}

/// Sees every element twice. `above` are the elements around it, the root first.
pub(super) trait Visitor {
    fn start(&mut self, above: &[Element], element: &Element) -> Result<(), Problem>;
    fn end(&mut self, above: &[Element], element: &Element) -> Result<(), Problem>;
}

/// Walks through a file whose root element is `root`, and gives what was wrong, in order. Ends at the first place where the file is
/// not XML.
pub(super) fn walk(text: &str, root: &str, visitor: &mut dyn Visitor) -> Vec<Placed> {
    let mut problems = Vec::new();
    let mut xml = quick_xml::Reader::from_str(text);
    let mut walk = Walk { visitor, root, seen_root: false, open: Vec::new() };
    let place = |offset: u64| Position::at(text.as_bytes(), usize::try_from(offset).unwrap_or(usize::MAX));
    while problems.len() < PROBLEMS_MAX {
        let start = xml.buffer_position();
        let event = match xml.read_event() {
            Ok(event) => event,
            Err(error) => {
                let problem = Problem::Error(XmlProblem::Syntax(error.to_string()).to_string());
                problems.push(Placed { at: place(xml.error_position()), problem });
                return problems;
            }
        };
        if matches!(event, Event::Eof) {
            if !walk.open.is_empty() || !walk.seen_root {
                let problem = Problem::Error(XmlProblem::Truncated.to_string());
                problems.push(Placed { at: place(start), problem });
            }
            return problems;
        }
        match walk.event(&event, start) {
            Ok(()) => {}
            Err(Stop::Here(offset, problem)) => problems.push(Placed { at: place(offset), problem }),
            Err(Stop::ForGood(problem)) => {
                problems.push(Placed { at: place(start), problem: Problem::Error(problem) });
                return problems;
            }
        }
    }
    problems
}

enum Stop {
    /// A problem of the element that begins at this offset.
    Here(u64, Problem),
    ForGood(String),
}

impl From<XmlProblem> for Stop {
    fn from(problem: XmlProblem) -> Self {
        Self::ForGood(problem.to_string())
    }
}

struct Walk<'w> {
    visitor: &'w mut dyn Visitor,
    root: &'w str,
    seen_root: bool,
    open: Vec<Element>,
}

impl Walk<'_> {
    fn event(&mut self, event: &Event<'_>, offset: u64) -> Result<(), Stop> {
        match event {
            Event::Start(element) => self.start(element, offset),
            Event::Empty(element) => {
                let started = self.start(element, offset);
                let ended = self.end();
                started.and(ended)
            }
            Event::End(_) => self.end(),
            Event::Text(text) => self.push(&text.xml10_content()),
            Event::CData(text) => self.push(&text.xml10_content()),
            Event::GeneralRef(reference) => {
                let character = resolve(reference)?;
                self.push(character.encode_utf8(&mut [0; 4]))
            }
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) | Event::Eof => Ok(()),
        }
    }

    fn push(&mut self, text: &str) -> Result<(), Stop> {
        let Some(element) = self.open.last_mut() else { return Ok(()) };
        element.text.push_str(text);
        if TEXT_BYTES_MAX < element.text.len() {
            // Indentation between the elements of a long list is no text.
            element.text = element.text();
        }
        if TEXT_BYTES_MAX < element.text.len() { Err(XmlProblem::Limit { what: "a text" }.into()) } else { Ok(()) }
    }

    fn start(&mut self, element: &BytesStart<'_>, offset: u64) -> Result<(), Stop> {
        let name = element.name();
        let name: &str = name.as_ref();
        if self.open.is_empty() {
            if self.seen_root || name != self.root {
                return Err(Stop::ForGood(format!("expected the root element {}", self.root)));
            }
            self.seen_root = true;
        }
        if DEPTH_MAX <= self.open.len() {
            return Err(XmlProblem::Limit { what: "the nesting of elements" }.into());
        }
        let mut attributes = Vec::new();
        for attribute in element.attributes() {
            let attribute = attribute.map_err(|error| XmlProblem::Syntax(error.to_string()))?;
            let key: &str = attribute.key.as_ref();
            attributes.push((key.to_owned(), attribute.value.trim().to_owned()));
        }
        let element = Element { name: name.to_owned(), attributes, text: String::new(), offset };
        let seen = self.visitor.start(&self.open, &element);
        self.open.push(element);
        seen.map_err(|problem| Stop::Here(offset, problem))
    }

    fn end(&mut self) -> Result<(), Stop> {
        let Some(element) = self.open.pop() else { return Ok(()) };
        self.visitor.end(&self.open, &element).map_err(|problem| Stop::Here(element.offset, problem))
    }
}
