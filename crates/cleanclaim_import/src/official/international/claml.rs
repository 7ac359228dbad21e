//! Classifications in ClaML 2: ICD-10 of the WHO, CIM-10-FR, ICD-10-GM.
//!
//! Source: EN 14463, Classification Markup Language; ClaML 2.0.0 document type: `Title`, `Class` (chapter, block, category) with
//! `SuperClass`, `SubClass`, `ModifiedBy` and `Rubric`s, whose `preferred` one holds the title in its `Label`.

use cleanclaim_codes::{AnyCode, CodeKind, Set};
use quick_xml::Reader as Xml;
use quick_xml::events::{BytesStart, Event};

use crate::official::edition::{EditionDays, year_in};
use crate::official::{Member, Reader, Reading};
use crate::position::Position;
use crate::tabular::{XmlProblem, resolve};

pub(super) struct ClaMl;

/// Deeper nesting than any classification has.
const DEPTH_MAX: usize = 64;
/// A longer title than any class has.
const TITLE_BYTES_MAX: usize = 8 << 10;

/// A category with its title.
#[derive(Debug, Default)]
struct Category {
    offset: usize,
    code: String,
    title: String,
    /// Other categories stand below it.
    is_header: bool,
    /// Modifiers divide it further.
    is_modified: bool,
}

/// What the reader is inside of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Inside {
    Document,
    Title,
    Category,
    Preferred,
    Label,
    Other,
}

#[derive(Debug, Default)]
struct State {
    open: Vec<Inside>,
    /// Name, version and words of the title.
    title: String,
    category: Option<Category>,
    categories: Vec<Category>,
}

fn attribute(element: &BytesStart<'_>, name: &str) -> Result<String, XmlProblem> {
    let found = element.try_get_attribute(name).map_err(|error| XmlProblem::Syntax(error.to_string()))?;
    Ok(found.map(|found| found.value.trim().to_owned()).unwrap_or_default())
}

impl State {
    fn start(&mut self, element: &BytesStart<'_>, offset: usize) -> Result<(), XmlProblem> {
        if DEPTH_MAX <= self.open.len() {
            return Err(XmlProblem::Limit { what: "the nesting of elements" });
        }
        let name = element.name();
        let name: &str = name.as_ref();
        let inside = match (name, self.open.last()) {
            ("ClaML", None) if attribute(element, "version")?.starts_with("2.") => Inside::Document,
            (_, None) => return Err(XmlProblem::Other("expected the root element ClaML of version 2".to_owned())),
            ("Title", Some(Inside::Document)) => {
                self.title = format!("{} {} ", attribute(element, "name")?, attribute(element, "version")?);
                Inside::Title
            }
            ("Class", Some(Inside::Document)) if attribute(element, "kind")? == "category" => {
                self.category = Some(Category { offset, code: attribute(element, "code")?, ..Category::default() });
                Inside::Category
            }
            ("Rubric", Some(Inside::Category)) => {
                let first = self.category.as_ref().is_some_and(|category| category.title.is_empty());
                if first && attribute(element, "kind")? == "preferred" { Inside::Preferred } else { Inside::Other }
            }
            ("Label", Some(Inside::Preferred)) => Inside::Label,
            (_, Some(Inside::Label)) => Inside::Label,
            ("SubClass" | "ModifiedBy", Some(Inside::Category)) => {
                if let Some(category) = &mut self.category {
                    category.is_header = true;
                    category.is_modified |= name == "ModifiedBy";
                }
                Inside::Other
            }
            _ => Inside::Other,
        };
        self.open.push(inside);
        Ok(())
    }

    fn end(&mut self) {
        match self.open.pop() {
            Some(Inside::Category) => self.categories.extend(self.category.take()),
            // Parts of a label are words of their own.
            Some(Inside::Label) => self.text(" "),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        match (self.open.last(), &mut self.category) {
            (Some(Inside::Title), _) => self.title.push_str(text),
            (Some(Inside::Label), Some(category)) => category.title.push_str(text),
            _ => {}
        }
    }

    fn event(&mut self, event: Event<'_>, offset: usize) -> Result<(), XmlProblem> {
        match event {
            Event::Start(element) => self.start(&element, offset)?,
            Event::Empty(element) => {
                self.start(&element, offset)?;
                self.end();
            }
            Event::End(_) => self.end(),
            Event::Text(text) => self.text(&text.xml10_content()),
            Event::CData(text) => self.text(&text.xml10_content()),
            Event::GeneralRef(reference) => {
                let resolved = resolve(&reference)?;
                self.text(resolved.encode_utf8(&mut [0; 4]));
            }
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) | Event::Eof => {}
        }
        let longest = self.category.as_ref().map_or(0, |category| category.title.len()).max(self.title.len());
        if TITLE_BYTES_MAX < longest { Err(XmlProblem::Limit { what: "a title" }) } else { Ok(()) }
    }
}

/// Reads the document; what is wrong with it stands at a byte.
fn read(text: &str) -> Result<State, (usize, XmlProblem)> {
    let mut xml = Xml::from_str(text);
    let mut state = State::default();
    let mut has_root = false;
    loop {
        let offset = |position: u64| usize::try_from(position).unwrap_or(usize::MAX);
        let start = offset(xml.buffer_position());
        let event = xml.read_event();
        let event = event.map_err(|error| (offset(xml.error_position()), XmlProblem::Syntax(error.to_string())))?;
        if matches!(event, Event::Eof) {
            break;
        }
        state.event(event, start).map_err(|problem| (start, problem))?;
        has_root |= !state.open.is_empty();
    }
    if !state.open.is_empty() || !has_root {
        return Err((text.len(), XmlProblem::Truncated));
    }
    Ok(state)
}

/// The set that a classification's title names.
fn set_of(title: &str) -> Option<Set> {
    let title = title.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| title.contains(word));
    match () {
        () if has(&["icd-10-gm", "icd10gm", "german modification"]) => Some(Set::Icd10Gm),
        () if has(&["cim-10", "cim10", "icd-10-fr", "icd10fr"]) => Some(Set::Cim10Fr),
        () if has(&["icd-10", "icd10", "international statistical classification"]) => Some(Set::Icd10Who),
        () => None,
    }
}

/// National modifications count for a calendar year; the WHO's classification until the next.
fn edition_of(set: Set, title: &str, path: &str) -> Option<EditionDays> {
    let year = year_in(title).or_else(|| path.rsplit(['/', '\\']).find_map(year_in))?;
    let days = EditionDays::calendar(year)?;
    Some(if set == Set::Icd10Who { EditionDays { to: None, ..days } } else { days })
}

fn terms_of(set: Set) -> (&'static str, &'static str) {
    match set {
        Set::Icd10Gm => ("BfArM, ICD-10-GM, ClaML", "BfArM: conditions of the download"),
        Set::Cim10Fr => ("ATIH, CIM-10-FR, ClaML", "WHO and ATIH: conditions of the download"),
        _ => ("WHO, ICD-10, ClaML", "WHO: licence of the classification"),
    }
}

impl Reader for ClaMl {
    fn kind(&self) -> &'static str {
        "ClaML classification"
    }

    fn recognises(&self, member: &Member) -> bool {
        member.head().any(|line| line.contains("<ClaML"))
    }

    fn read(&self, member: &Member, reading: &mut Reading<'_>) {
        let text = member.text().unwrap_or_default();
        let place = |offset: usize| {
            let at = Position::at(text.as_bytes(), offset);
            (at.row, at.column)
        };
        let state = match read(text) {
            Ok(state) => state,
            Err((offset, problem)) => return reading.error(place(offset), problem.to_string()),
        };
        let title = state.title.split_whitespace().collect::<Vec<_>>().join(" ");
        let Some(set) = set_of(&title) else {
            return reading
                .error((0, 0), format!("found the title {title:?}, expected ICD-10, ICD-10-GM or CIM-10-FR"));
        };
        let (source, licence) = terms_of(set);
        let edition = reading.edition(set, edition_of(set, &title, &member.path), source, licence);
        if !reading.is_first_copy(&edition) {
            return;
        }
        let mut seen = std::collections::HashMap::new();
        let mut modified = 0;
        for category in &state.categories {
            let Some(code) = AnyCode::parse(&category.code) else {
                let message =
                    format!("found the category {:?}, expected a code of up to eight characters", category.code);
                reading.error(place(category.offset), message);
                continue;
            };
            let title = category.title.split_whitespace().collect::<Vec<_>>().join(" ");
            if title.is_empty() {
                reading.error(place(category.offset), format!("{} has no preferred rubric", category.code));
            } else if seen.insert(code, ()).is_some() {
                reading.error(place(category.offset), format!("{} is defined again", category.code));
            } else {
                let kind = if category.is_header { CodeKind::Header } else { CodeKind::Billable };
                reading.code(&edition, code.as_str(), (None, None), kind, Some(&title));
                modified += usize::from(category.is_modified);
            }
        }
        if 0 < modified {
            reading.warn(
                (0, 0),
                format!("modifiers divide {modified} categories further: those codes are not in the set"),
            );
        }
    }
}
