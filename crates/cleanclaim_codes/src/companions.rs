//! What must come first, may or must come with a code, and what must not: one question for all such notes.

use cleanclaim_model::Icd10;
use jiff::civil::Date;

use crate::code_sets::{Edition, Icd10Cm};
use crate::tabular::{Note, NoteKind};

/// The notes that speak of other codes beside a code: at the code itself and at everything above it, nearest first. Each says
/// where it stands ([`Note::at`]) and which codes it names ([`Note::targets`]).
///
/// Source: ICD-10-CM Official Guidelines, sections I.A.12, I.A.13 and I.A.17.
#[derive(Debug, Clone)]
pub struct Companions<'a> {
    /// What comes before the code.
    pub code_first: Vec<Note<'a>>,
    /// What comes after the code.
    pub use_additional: Vec<Note<'a>>,
    /// What may be needed too, in any order.
    pub code_also: Vec<Note<'a>>,
    /// What is not reported together with the code.
    pub excludes1: Vec<Note<'a>>,
    /// What the code does not include and may be reported beside it.
    pub excludes2: Vec<Note<'a>>,
    /// The tabular list that says so.
    pub edition: Edition<'a>,
}

impl<'a> Icd10Cm<'a> {
    /// What must come first or with a code on a date; `None` when no tabular list is loaded for the date: not checked.
    #[must_use]
    pub fn companions(&self, code: Icd10, on: Date) -> Option<Companions<'a>> {
        let tabular = self.tabular(on)?;
        let (mut code_first, mut use_additional, mut code_also) = (Vec::new(), Vec::new(), Vec::new());
        let (mut excludes1, mut excludes2) = (Vec::new(), Vec::new());
        for note in tabular.notes(code) {
            match note.kind {
                NoteKind::CodeFirst => code_first.push(note),
                NoteKind::UseAdditional => use_additional.push(note),
                NoteKind::CodeAlso => code_also.push(note),
                NoteKind::Excludes1 => excludes1.push(note),
                NoteKind::Excludes2 => excludes2.push(note),
                NoteKind::Includes
                | NoteKind::InclusionTerm
                | NoteKind::General
                | NoteKind::SeventhCharacterNote
                | NoteKind::SeventhCharacter => {}
            }
        }
        let edition = tabular.edition();
        Some(Companions { code_first, use_additional, code_also, excludes1, excludes2, edition })
    }
}
