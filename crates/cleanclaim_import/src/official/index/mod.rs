//! The ICD-10-CM indexes and tables of drugs and neoplasms, the ICD-10-PCS index, tables and definitions.
//!
//! Source: CDC/NCHS, ICD-10-CM index to diseases and injuries, index to external causes, table of drugs and chemicals, table of
//! neoplasms (root element `ICD10CM.index`); CMS, ICD-10-PCS index, tables and definitions (`ICD10PCS.index`, `ICD10PCS.tabular`,
//! `ICD10PCS.definitions`).

mod definitions;
mod tables;
mod terms;
mod xml;

use super::edition::{EditionDays, year_in};
use super::{Member, Reader, Reading};
use definitions::Definitions;
use tables::Tables;
use terms::Terms;
use xml::{Problem, Visitor};

pub(super) const READERS: &[&dyn Reader] = &[&Terms, &Tables, &Definitions];

/// What stands before the first term of such a file, and more.
const HEAD_BYTES: usize = 8 << 10;

/// The beginning of a member's text.
fn head(member: &Member) -> &str {
    let text = member.text().unwrap_or_default();
    let end = (0..=HEAD_BYTES.min(text.len())).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
    text.get(..end).unwrap_or_default()
}

/// Whether the root element is this one.
fn has_root(member: &Member, root: &str) -> bool {
    let head = head(member);
    let first = head.find(|c: char| !c.is_whitespace()).and_then(|start| head.get(start..));
    first.is_some_and(|text| text.starts_with('<'))
        && head
            .split('<')
            .any(|element| element.strip_prefix(root).is_some_and(|rest| rest.starts_with(['>', ' ', '\n', '\r'])))
}

/// The edition that a file is: its fiscal year stands in `version`; whether it is the one of October or a later month of that year,
/// only names tell (`icd10cm-table-index-April-2025.zip`).
fn edition(member: &Member) -> Option<EditionDays> {
    let version = head(member).split_once("<version>")?.1.split('<').next()?;
    EditionDays::fiscal_or_update(year_in(version.trim())?, &member.path)
}

/// Tells what a walk through a file found wrong.
fn tell(reading: &mut Reading<'_>, problems: Vec<xml::Placed>) {
    for problem in problems {
        let place = (problem.at.row, problem.at.column);
        match problem.problem {
            Problem::Error(message) => reading.error(place, message),
            Problem::Warning(message) => reading.warn(place, message),
        }
    }
}

/// Walks a member's text.
fn walk(member: &Member, root: &str, visitor: &mut dyn Visitor) -> Vec<xml::Placed> {
    xml::walk(member.text().unwrap_or_default(), root, visitor)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::official::Content;

    #[test]
    fn the_edition_stands_in_the_file_and_its_month_in_a_name() {
        let edition_of = |path: &str| {
            let content = Content::Text("<ICD10CM.index><version>2025</version>".to_owned());
            edition(&Member { path: path.to_owned(), content }).unwrap()
        };
        let april = edition_of("icd10cm-table-index-April-2025.zip/icd10cm-index-2025.xml");
        assert_eq!((april.name.as_str(), april.from.to_string()), ("FY2025-04", "2025-04-01".to_owned()));
        assert_eq!(april.to, EditionDays::fiscal(2025).unwrap().to);
        for path in ["icd10cm-index-2025.xml", "April/icd10cm-index-2025.xml", "index-octal-marching-2025.xml"] {
            assert_eq!(edition_of(path), EditionDays::fiscal(2025).unwrap(), "{path}");
        }
    }
}
