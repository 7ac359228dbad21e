//! The ICD-10-PCS definitions: `section` with `axis`, and in each axis `terms` with a `title`, perhaps a `definition` and an
//! `explanation`, and what the term `includes`.

use cleanclaim_codes::{Cell, ColumnKind, RECORD_KEY_BYTES_MAX, Set};

use super::xml::{Element, Problem, Visitor, error};
use super::{Member, Reader, Reading, edition, has_root, tell, walk};
use crate::official::reading::OpenEdition;

const ROOT: &str = "ICD10PCS.definitions";
/// Columns of the records; the key is section, position and title: `0.3.EXCISION`.
const COLUMNS: [(&str, ColumnKind); 7] = [
    ("section", ColumnKind::Text),
    ("position", ColumnKind::Number { scale: 0 }),
    ("axis", ColumnKind::Text),
    ("title", ColumnKind::Text),
    ("definition", ColumnKind::Text),
    ("explanation", ColumnKind::Text),
    ("includes", ColumnKind::Text),
];

/// Reads the definitions.
pub(super) struct Definitions;

impl Reader for Definitions {
    fn kind(&self) -> &'static str {
        "ICD-10-PCS definitions"
    }

    fn recognises(&self, member: &Member) -> bool {
        has_root(member, ROOT)
    }

    fn read(&self, member: &Member, reading: &mut Reading<'_>) {
        let source = "CMS, ICD-10-PCS definitions";
        let edition = reading.edition(Set::Icd10PcsDefinitions, edition(member), source, "public domain");
        if !reading.is_first_copy(&edition) {
            return;
        }
        let mut visitor =
            DefinitionVisitor { reading, edition: &edition, section: String::new(), terms: Terms::default(), rows: 0 };
        let problems = walk(member, ROOT, &mut visitor);
        let rows = visitor.rows;
        tell(reading, problems);
        if rows == 0 {
            reading.error((0, 0), "no definition found: expected section, axis, terms and title elements");
        }
    }
}

#[derive(Debug, Default)]
struct Terms {
    axis: String,
    title: String,
    definition: String,
    explanation: String,
    includes: Vec<String>,
}

struct DefinitionVisitor<'v, 'r> {
    reading: &'v mut Reading<'r>,
    edition: &'v OpenEdition,
    section: String,
    terms: Terms,
    rows: usize,
}

impl Visitor for DefinitionVisitor<'_, '_> {
    fn start(&mut self, _: &[Element], element: &Element) -> Result<(), Problem> {
        match element.name.as_str() {
            "section" => self.section.clear(),
            "axis" => self.terms = Terms::default(),
            "terms" => self.terms = Terms { axis: core::mem::take(&mut self.terms.axis), ..Terms::default() },
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self, above: &[Element], element: &Element) -> Result<(), Problem> {
        let parent = above.last().map_or("", |parent| parent.name.as_str());
        match (element.name.as_str(), parent) {
            ("title", "section") => self.section = element.text(),
            ("title", "axis") => self.terms.axis = element.text(),
            ("title", "terms") => self.terms.title = element.text(),
            ("definition", "terms") => self.terms.definition = element.text(),
            ("explanation", "terms") => self.terms.explanation = element.text(),
            ("includes", "terms") => self.terms.includes.push(element.text()),
            ("terms", "axis") => return self.record(above),
            _ => {}
        }
        Ok(())
    }
}

impl DefinitionVisitor<'_, '_> {
    fn record(&mut self, above: &[Element]) -> Result<(), Problem> {
        let attribute = |element: &str, name: &str| {
            let element = above.iter().rev().find(|open| open.name == element)?;
            element.attribute(name).filter(|value| value.len() == 1)
        };
        let (Some(section), Some(position)) = (attribute("section", "code"), attribute("axis", "pos")) else {
            return error("expected the attributes code of the section and pos of the axis, one character each");
        };
        let Some(number) = position.parse::<i64>().ok().filter(|number| (1..=7).contains(number)) else {
            return error(format!("the attribute pos {position:?} of an axis: expected 1 to 7"));
        };
        if self.terms.title.is_empty() {
            return error("terms without a title");
        }
        let key = format!("{section}.{position}.{}", self.terms.title.to_uppercase());
        let end = (0..=RECORD_KEY_BYTES_MAX.min(key.len())).rev().find(|end| key.is_char_boundary(*end)).unwrap_or(0);
        let includes = self.terms.includes.join("; ");
        let text = |text| if str::is_empty(text) { Cell::Empty } else { Cell::Text(text) };
        let cells = [
            text(&self.section),
            Cell::Number(number),
            text(&self.terms.axis),
            text(&self.terms.title),
            text(&self.terms.definition),
            text(&self.terms.explanation),
            text(&includes),
        ];
        self.reading.record(self.edition, &COLUMNS, key.get(..end).unwrap_or_default(), (None, None), &cells);
        self.rows += 1;
        Ok(())
    }
}
