//! Indexes and tables of terms: of ICD-10-CM (`mainTerm`, `term`, `title`, `nemod`, `code`, `manif`, `see`, `seeAlso`, `seecat`,
//! `subcat`, `cell`) and of ICD-10-PCS (`codes`, `tab` and `use` besides).

use cleanclaim_codes::{Behavior, Intent, ReferenceKind, Set, TermColumn, TermHandle, TermsBuilder};

use super::xml::{Element, Problem, Visitor, error, warning};
use super::{Member, Reader, Reading, edition, has_root, head, tell, walk};

const CM_ROOT: &str = "ICD10CM.index";
const PCS_ROOT: &str = "ICD10PCS.index";

/// Reads all of them: what a file holds stands before its first term.
pub(super) struct Terms;

impl Reader for Terms {
    fn kind(&self) -> &'static str {
        "ICD-10 index or table of terms"
    }

    fn recognises(&self, member: &Member) -> bool {
        has_root(member, CM_ROOT) || has_root(member, PCS_ROOT)
    }

    fn read(&self, member: &Member, reading: &mut Reading<'_>) {
        let is_pcs = has_root(member, PCS_ROOT);
        let set = if is_pcs { Set::Icd10PcsIndex } else { set_of(member) };
        let (root, source) = if is_pcs { (PCS_ROOT, "CMS") } else { (CM_ROOT, "CDC/NCHS") };
        let edition = reading.edition(set, edition(member), &format!("{source}, {}", set.label()), "public domain");
        if !reading.is_first_copy(&edition) {
            return;
        }
        let Some(name) = reading.days_of(&edition).map(|days| days.name) else { return };
        let Some(builder) = reading.builder(&edition) else { return };
        let terms = builder.terms(set, &name);
        let mut visitor = TermVisitor::new(terms, is_pcs);
        let problems = walk(member, root, &mut visitor);
        let rows = visitor.terms.len();
        reading.count(&edition, rows);
        tell(reading, problems);
        if rows == 0 {
            reading.error((0, 0), "no term found: expected letter, mainTerm and title elements");
        }
    }
}

/// Which of the ICD-10-CM files it is: tables say so in their headings, indexes in their titles.
fn set_of(member: &Member) -> Set {
    let head = head(member).to_ascii_lowercase();
    let before_terms = head.split("<mainterm").next().unwrap_or_default();
    let name = member.file_name();
    let has = |word: &str| before_terms.contains(word);
    if has("<head") && (has("substance") || has("poisoning")) {
        Set::Icd10CmDrugs
    } else if has("<head") && (has("neoplasm") || has("malignant")) {
        Set::Icd10CmNeoplasms
    } else if has("external cause") || name.contains("eindex") || name.contains("e-index") {
        Set::Icd10CmExternalIndex
    } else {
        Set::Icd10CmIndex
    }
}

struct TermVisitor<'b> {
    terms: &'b mut TermsBuilder,
    is_pcs: bool,
    /// A term an element that is open; `None` until its title is read, or when it has none.
    open: Vec<Option<TermHandle>>,
    /// Modifiers of the title that is open, and where in it they stand.
    modifiers: Option<(String, usize)>,
    /// The code inside a reference that is open.
    reference_code: Option<String>,
    columns: Vec<(String, TermColumn)>,
}

impl Visitor for TermVisitor<'_> {
    fn start(&mut self, above: &[Element], element: &Element) -> Result<(), Problem> {
        let parent = above.last().map_or("", |parent| parent.name.as_str());
        match element.name.as_str() {
            "mainTerm" => {
                self.open.clear();
                self.open.push(None);
                if parent == "letter" {
                    Ok(())
                } else {
                    error(format!("a main term inside of {parent:?}: expected letter"))
                }
            }
            "term" => {
                let level = self.open.len();
                self.open.push(None);
                if !is_term(parent) {
                    return error(format!("a term inside of {parent:?}: expected mainTerm or term"));
                }
                match element.attribute("level") {
                    Some(stated) if stated != level.to_string() => {
                        warning(format!("the term says level {stated}: it stands at level {level}, which counts"))
                    }
                    _ => Ok(()),
                }
            }
            "title" => {
                self.modifiers = None;
                Ok(())
            }
            "see" | "seeAlso" | "use" => {
                self.reference_code = None;
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn end(&mut self, above: &[Element], element: &Element) -> Result<(), Problem> {
        let parent = above.last().map_or("", |parent| parent.name.as_str());
        let in_term = is_term(parent);
        match element.name.as_str() {
            "mainTerm" | "term" => self.end_of_term(element),
            "title" if in_term => self.title(element),
            "nemod" if parent == "title" => {
                let place = above.last().map_or(0, |title| title.text().len());
                match &mut self.modifiers {
                    Some((modifiers, _)) => *modifiers = format!("{modifiers} {}", element.text()),
                    None => self.modifiers = Some((element.text(), place)),
                }
                Ok(())
            }
            "code" | "codes" | "tab" if in_term => self.code(element),
            "code" | "codes" | "tab" if matches!(parent, "see" | "seeAlso" | "use") => {
                self.reference_code = Some(element.text()).filter(|code| !code.is_empty());
                Ok(())
            }
            "manif" if in_term => self.manifestation(element),
            "see" if in_term => self.reference(ReferenceKind::See, "", element),
            "seeAlso" if in_term => self.reference(ReferenceKind::SeeAlso, "", element),
            "use" if in_term => self.reference(ReferenceKind::Use, "", element),
            "seecat" if in_term => self.reference(ReferenceKind::See, "category ", element),
            "subcat" if in_term => self.reference(ReferenceKind::See, "subcategory ", element),
            "cell" if in_term => self.cell(element),
            "head" => self.heading(element),
            _ => Ok(()),
        }
    }
}

fn is_term(element: &str) -> bool {
    matches!(element, "mainTerm" | "term")
}

impl<'b> TermVisitor<'b> {
    fn new(terms: &'b mut TermsBuilder, is_pcs: bool) -> Self {
        let (open, columns) = (Vec::new(), Vec::new());
        Self { terms, is_pcs, open, modifiers: None, reference_code: None, columns }
    }

    /// The term that is open; of ICD-10-PCS perhaps the one above, for its index lists values without a title of their own.
    fn term(&self) -> Result<TermHandle, Problem> {
        let nearest = match self.open.last() {
            Some(None) if self.is_pcs => self.open.iter().rev().flatten().next(),
            last => last.and_then(Option::as_ref),
        };
        nearest.copied().ok_or_else(|| Problem::Error("expected a title before it".to_owned()))
    }

    fn title(&mut self, element: &Element) -> Result<(), Problem> {
        let level = self.open.iter().rev().skip(1).flatten().count();
        let title = element.text();
        if title.is_empty() && self.modifiers.is_none() {
            return error("an empty title");
        }
        let term = self.terms.term(level, &title);
        if let Some((modifiers, place)) = &self.modifiers {
            self.terms.modifiers(term, modifiers, *place);
        }
        match self.open.last_mut() {
            Some(open @ None) => {
                *open = Some(term);
                Ok(())
            }
            _ => error("a second title"),
        }
    }

    fn end_of_term(&mut self, element: &Element) -> Result<(), Problem> {
        let is_untitled = matches!(self.open.pop(), Some(None)) && (!self.is_pcs || element.name == "mainTerm");
        if is_untitled { error(format!("a {} without a title", element.name)) } else { Ok(()) }
    }

    fn code(&mut self, element: &Element) -> Result<(), Problem> {
        let (term, code) = (self.term()?, element.text());
        if code.is_empty() {
            return error(format!("an empty {}", element.name));
        }
        self.terms.code(term, &code);
        let (fits, expected) = if self.is_pcs {
            (is_pcs_code(&code), "one to seven letters and digits")
        } else {
            (is_cm_code(&code), "a code such as E11.9 or S72.00-")
        };
        if fits { Ok(()) } else { error(format!("{code:?}: expected {expected}")) }
    }

    fn manifestation(&mut self, element: &Element) -> Result<(), Problem> {
        let (term, text) = (self.term()?, element.text());
        let code = text.trim_matches(['[', ']']);
        if is_cm_code(code) {
            self.terms.manifestation(term, code);
        } else if let Some((modifiers, place)) = &self.modifiers {
            // The publisher marks words in brackets like codes in brackets.
            self.terms.modifiers(term, &format!("{modifiers} [{code}]"), *place);
        } else {
            self.terms.modifiers(term, &format!("[{code}]"), usize::from(u16::MAX));
        }
        Ok(())
    }

    fn reference(&mut self, kind: ReferenceKind, before: &str, element: &Element) -> Result<(), Problem> {
        let (term, text) = (self.term()?, element.text());
        let code = self.reference_code.take();
        match (text.is_empty(), code) {
            (true, None) => error(format!("an empty {}", element.name)),
            (true, Some(code)) => {
                self.terms.code(term, &code);
                Ok(())
            }
            (false, code) => {
                self.terms.reference(term, kind, &format!("{before}{text}"), code.as_deref());
                match code {
                    Some(code) if !is_pcs_code(&code) => {
                        error(format!("{code:?}: expected one to seven letters and digits"))
                    }
                    _ => Ok(()),
                }
            }
        }
    }

    fn cell(&mut self, element: &Element) -> Result<(), Problem> {
        let (term, code) = (self.term()?, element.text());
        let number = element.attribute("col").unwrap_or_default();
        let Some((_, column)) = self.columns.iter().find(|(known, _)| known == number) else {
            return error(format!("a cell of column {number:?}, which has no heading"));
        };
        if code.is_empty() || code.bytes().all(|byte| byte == b'-') {
            return Ok(());
        }
        self.terms.cell(term, *column, &code);
        if is_cm_code(&code) { Ok(()) } else { error(format!("{code:?}: expected a code such as E11.9, or dashes")) }
    }

    fn heading(&mut self, element: &Element) -> Result<(), Problem> {
        let number = element.attribute("col").unwrap_or_default();
        let heading = element.text().to_lowercase();
        let has = |word: &str| heading.contains(word);
        let column = if has("substance") || heading == "neoplasm" {
            return Ok(());
        } else if has("secondary") {
            TermColumn::Behavior(Behavior::MalignantSecondary)
        } else if has("malignant") || has("primary") {
            TermColumn::Behavior(Behavior::MalignantPrimary)
        } else if has("in situ") {
            TermColumn::Behavior(Behavior::InSitu)
        } else if has("benign") {
            TermColumn::Behavior(Behavior::Benign)
        } else if has("uncertain") {
            TermColumn::Behavior(Behavior::Uncertain)
        } else if has("unspecified") {
            TermColumn::Behavior(Behavior::Unspecified)
        } else if has("self-harm") || has("self harm") {
            TermColumn::Intent(Intent::SelfHarm)
        } else if has("accidental") {
            TermColumn::Intent(Intent::Accidental)
        } else if has("assault") {
            TermColumn::Intent(Intent::Assault)
        } else if has("undetermined") {
            TermColumn::Intent(Intent::Undetermined)
        } else if has("adverse") {
            TermColumn::Intent(Intent::AdverseEffect)
        } else if has("underdosing") {
            TermColumn::Intent(Intent::Underdosing)
        } else {
            return error(format!("the heading {heading:?}: expected one of a table of drugs or neoplasms"));
        };
        self.columns.push((number.to_owned(), column));
        Ok(())
    }
}

/// `E11`, `E11.9`, `S72.00-`, `C50.-`.
fn is_cm_code(text: &str) -> bool {
    let bare = text.strip_suffix('-').unwrap_or(text);
    let (category, rest) = bare.split_once('.').unwrap_or((bare, ""));
    let is_part = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase());
    category.len() == 3
        && category.starts_with(|c: char| c.is_ascii_uppercase())
        && is_part(category)
        && rest.len() <= 4
        && is_part(rest)
        && (bare.contains('.') != rest.is_empty() || text.ends_with(".-"))
}

fn is_pcs_code(text: &str) -> bool {
    (1..=7).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_as_indexes_print_them() {
        for code in ["E11", "E11.9", "S72.00-", "C50.-", "I10-", "C7A.1", "Z3A.00"] {
            assert!(is_cm_code(code), "{code}");
        }
        for text in ["", "E1", "E11.", "e11.9", "E11.12345", "--", "E11-.", "category"] {
            assert!(!is_cm_code(text), "{text}");
        }
        assert!(is_pcs_code("0DTJ") && !is_pcs_code("0DTJ0ZZZ") && !is_pcs_code("0d"));
    }
}
