//! Terms of disease ontologies, and their mappings to ICD-10-CM.
//!
//! Source: Disease Ontology (CC0), reports `HumanDO.tsv` and `allXREFinDO.tsv`; Mondo (CC BY 4.0), mappings in SSSOM.

use cleanclaim_codes::{Cell, ColumnKind, Set};

use super::table;
use crate::official::edition::{EditionDays, day_in};
use crate::official::{Member, Reader, Reading};

const TEXT: ColumnKind = ColumnKind::Text;

/// The days that a release counts from: the first one that a text of the file writes.
fn release(texts: &[String]) -> Option<EditionDays> {
    let words = texts.iter().flat_map(|text| text.split(['/', ' ', '"']));
    words.filter(|word| word.len() == 10).find_map(day_in).map(EditionDays::since)
}

/// Terms with the terms above them.
pub(super) struct Terms;

const TERMS: [&str; 3] = ["id", "label", "subclassof"];
const TERM_COLUMNS: [(&str, ColumnKind); 2] = [("label", TEXT), ("parent", TEXT)];
const DISEASE_ONTOLOGY: (&str, &str) = ("Disease Ontology", "CC0 1.0");

/// `PREFIX:NUMBER`.
fn is_identifier(text: &str) -> bool {
    text.split_once(':').is_some_and(|(prefix, number)| !prefix.is_empty() && !number.is_empty())
        && !text.contains(char::is_whitespace)
}

impl Reader for Terms {
    fn kind(&self) -> &'static str {
        "Disease Ontology terms"
    }

    fn recognises(&self, member: &Member) -> bool {
        table(member, &TERMS).is_some()
    }

    fn read(&self, member: &Member, reading: &mut Reading<'_>) {
        let Some((grid, header)) = table(member, &TERMS) else { return };
        let [Some(id), Some(label), Some(parent)] = TERMS.map(|name| header.column(&[name])) else { return };
        let edition = reading.edition(Set::DiseaseTerms, None, DISEASE_ONTOLOGY.0, DISEASE_ONTOLOGY.1);
        if !reading.is_first_copy(&edition) {
            return;
        }
        for row in grid.rows().filter(|row| header.row < row.number && !row.is_blank()) {
            if !is_identifier(row.cell(id)) {
                let message = format!("found {:?}, expected an identifier like DOID:4", row.cell(id));
                reading.error((row.number, id + 1), message);
            } else if row.cell(label).is_empty() {
                reading.error((row.number, label + 1), format!("{} has no label", row.cell(id)));
            } else {
                let above = if row.cell(parent).is_empty() { Cell::Empty } else { Cell::Text(row.cell(parent)) };
                let cells = [Cell::Text(row.cell(label)), above];
                reading.record(&edition, &TERM_COLUMNS, row.cell(id), (None, None), &cells);
            }
        }
    }
}

/// Of a code or range of codes (the key): the term, its label, how it maps, and which ontology says so.
const CODE_COLUMNS: [(&str, ColumnKind); 4] = [("term", TEXT), ("label", TEXT), ("mapping", TEXT), ("ontology", TEXT)];

/// The code of a reference to ICD-10-CM, without its dot; a range keeps its hyphen.
fn icd10cm(reference: &str) -> Option<Result<String, ()>> {
    let code = reference.trim().strip_prefix("ICD10CM:")?.replace('.', "");
    let is_code = |code: &str| {
        (3..=7).contains(&code.len())
            && code.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase())
            && code.starts_with(|letter: char| letter.is_ascii_uppercase())
    };
    Some(if code.split('-').count() <= 2 && code.split('-').all(is_code) { Ok(code) } else { Err(()) })
}

/// References of the Disease Ontology to other vocabularies.
pub(super) struct References;

const REFERENCES: [&str; 3] = ["id", "label", "xref"];

impl Reader for References {
    fn kind(&self) -> &'static str {
        "Disease Ontology references"
    }

    fn recognises(&self, member: &Member) -> bool {
        table(member, &REFERENCES).is_some()
    }

    fn read(&self, member: &Member, reading: &mut Reading<'_>) {
        let Some((grid, header)) = table(member, &REFERENCES) else { return };
        let [Some(id), Some(label), Some(xref)] = REFERENCES.map(|name| header.column(&[name])) else { return };
        let edition = reading.edition(Set::DiseaseCodes, None, DISEASE_ONTOLOGY.0, DISEASE_ONTOLOGY.1);
        let mut others = 0;
        for row in grid.rows().filter(|row| header.row < row.number && !row.is_blank()) {
            if !is_identifier(row.cell(id)) {
                let message = format!("found {:?}, expected an identifier like DOID:4", row.cell(id));
                reading.error((row.number, id + 1), message);
                continue;
            }
            match icd10cm(row.cell(xref)) {
                None => others += 1,
                Some(Err(())) => {
                    let message = format!("found {:?}, expected ICD10CM: and a code", row.cell(xref));
                    reading.error((row.number, xref + 1), message);
                }
                Some(Ok(code)) => {
                    let cells = [row.cell(id), row.cell(label), "xref", DISEASE_ONTOLOGY.0].map(Cell::Text);
                    reading.record(&edition, &CODE_COLUMNS, &code, (None, None), &cells);
                }
            }
        }
        reading.note(format!("{others} references to other vocabularies than ICD-10-CM: not read"));
    }
}

/// Mappings in SSSOM.
pub(super) struct Mappings;

const MAPPINGS: [&str; 4] = ["subject_id", "subject_label", "predicate_id", "object_id"];

impl Reader for Mappings {
    fn kind(&self) -> &'static str {
        "disease mappings (SSSOM)"
    }

    fn recognises(&self, member: &Member) -> bool {
        table(member, &MAPPINGS).is_some()
    }

    fn read(&self, member: &Member, reading: &mut Reading<'_>) {
        let Some((grid, header)) = table(member, &MAPPINGS) else { return };
        let [Some(id), Some(label), Some(how), Some(object)] = MAPPINGS.map(|name| header.column(&[name])) else {
            return;
        };
        let known = release(&header.above).map(|days| EditionDays { name: format!("mondo-{}", days.from), ..days });
        let edition = reading.edition(Set::DiseaseCodes, known, "Mondo Disease Ontology", "CC BY 4.0");
        if !reading.is_first_copy(&edition) {
            return;
        }
        for row in grid.rows().filter(|row| header.row < row.number && !row.is_blank()) {
            let mapping = row.cell(how).rsplit(':').next().unwrap_or_default();
            match icd10cm(row.cell(object)) {
                Some(Ok(code)) if is_identifier(row.cell(id)) => {
                    let cells = [row.cell(id), row.cell(label), mapping, "Mondo"].map(Cell::Text);
                    reading.record(&edition, &CODE_COLUMNS, &code, (None, None), &cells);
                }
                Some(Ok(_)) => {
                    let message = format!("found {:?}, expected an identifier like MONDO:1", row.cell(id));
                    reading.error((row.number, id + 1), message);
                }
                _ => {
                    let message = format!("found {:?}, expected ICD10CM: and a code", row.cell(object));
                    reading.error((row.number, object + 1), message);
                }
            }
        }
    }
}
