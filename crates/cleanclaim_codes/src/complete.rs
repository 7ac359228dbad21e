//! A code character by character: what the next one may be on a date, and what each choice means.

mod diagnosis;
mod procedure;

use std::borrow::Cow;

use jiff::civil::Date;

use crate::code_sets::CodeSets;
use crate::key::{AnyCode, Key};
use crate::set::Set;
use crate::table::{CodeTable, Entry};

/// The longest code that is completed.
const LENGTH_MAX: usize = 7;
/// Characters that codes are made of.
const CHARACTERS: &[u8] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/// Why there is nothing to choose from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CompleteError {
    /// Only ICD-10-CM and ICD-10-PCS are built character by character.
    #[error("codes of {} are not built character by character", .set.name())]
    Set {
        /// The set asked for.
        set: Set,
    },
    /// No loaded edition covers the date: not checked.
    #[error("no edition of {} covers {on}", .set.name())]
    NoEdition {
        /// The set asked for.
        set: Set,
        /// The day asked for.
        on: Date,
    },
    /// Not the beginning of a code.
    #[error("expected up to {LENGTH_MAX} letters and digits")]
    Prefix,
}

/// What a choice means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Meaning<'a> {
    /// These words.
    Known(Cow<'a, str>),
    /// The letter X, which only fills the place: the code needs a character further on.
    Placeholder,
    /// No loaded source says: "meaning not loaded".
    NotLoaded,
}

/// A side of the body, as a choice's words name it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Laterality {
    /// The right side.
    Right,
    /// The left side.
    Left,
    /// Both sides.
    Bilateral,
    /// A side that is not said, where other choices say it.
    Unspecified,
}

/// One character that may come next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice<'a> {
    /// The character.
    pub character: char,
    /// What it means here.
    pub meaning: Meaning<'a>,
    /// The side of the body that it stands for, if it does.
    pub laterality: Option<Laterality>,
    /// The code that it makes complete, if it does.
    pub completes: Option<Entry<'a, AnyCode>>,
    /// Whether longer codes go on from here.
    pub goes_on: bool,
}

/// The next step on the way to a code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step<'a> {
    /// The characters so far, upper case, without dot.
    pub prefix: String,
    /// Which character comes next, from 1.
    pub position: usize,
    /// What that position stands for: "Category", "Approach". `None` when nothing can follow, or no source names the axis.
    pub axis: Option<&'a str>,
    /// The code that the characters so far are, if they are one that may be reported.
    pub complete: Option<Entry<'a, AnyCode>>,
    /// What may come next, in order; empty after a complete code that has none below it, and after characters that begin no code.
    pub choices: Vec<Choice<'a>>,
    /// Where the characters lead with every placeholder that must follow filled in: the prefix itself, or longer.
    pub leads_to: String,
}

impl<'a> CodeSets<'a> {
    /// What may follow the first characters of an ICD-10-CM or ICD-10-PCS code on a date, with the meaning of each choice. Dots,
    /// spaces and case do not matter; no characters at all ask for the first one.
    ///
    /// A choice is offered when a code that may be reported on the date begins so. Meanings of ICD-10-CM are titles, those of the
    /// tabular list's notes for a seventh character, and the groups that the first two characters stand for; of ICD-10-PCS the
    /// tables of the axes, else the meanings that ship, else what distinguishes the titles of the codes, where that is unambiguous.
    ///
    /// # Errors
    /// [`CompleteError`] when the set is another, the date is covered by no edition, or the text is no beginning of a code.
    pub fn complete(&self, set: Set, prefix: &str, on: Date) -> Result<Step<'a>, CompleteError> {
        if !matches!(set, Set::Icd10Cm | Set::Icd10Pcs) {
            return Err(CompleteError::Set { set });
        }
        let table = self.codes(set).filter(|table| table.covers(on)).ok_or(CompleteError::NoEdition { set, on })?;
        let prefix = clean(prefix)?;
        let mut choices = choices_after(table, &prefix, on);
        let axis = match set {
            Set::Icd10Pcs => {
                self.describe_procedure(table, &prefix, on, &mut choices);
                self.axis_name(&prefix, on)
            }
            _ => {
                self.describe_diagnosis(table, &prefix, on, &mut choices);
                diagnosis::axis_name(prefix.len())
            }
        };
        let complete = billable(table, &prefix, on);
        let leads_to = if set == Set::Icd10Cm { fill(table, &prefix, on) } else { prefix.clone() };
        let axis = axis.filter(|_| !choices.is_empty());
        Ok(Step { position: prefix.len() + 1, prefix, axis, complete, choices, leads_to })
    }
}

fn clean(prefix: &str) -> Result<String, CompleteError> {
    let text: String = prefix.chars().filter(|c| !matches!(c, '.' | ' ')).map(|c| c.to_ascii_uppercase()).collect();
    let valid = text.len() <= LENGTH_MAX && text.bytes().all(|byte| CHARACTERS.contains(&byte));
    if valid { Ok(text) } else { Err(CompleteError::Prefix) }
}

fn billable<'a>(table: &CodeTable<'a, AnyCode>, text: &str, on: Date) -> Option<Entry<'a, AnyCode>> {
    let code = AnyCode::parse(text)?;
    table.lookup(code, on).valid().filter(Entry::is_billable)
}

/// The characters after which a code is valid, without meanings.
fn choices_after<'a>(table: &CodeTable<'a, AnyCode>, prefix: &str, on: Date) -> Vec<Choice<'a>> {
    let choice = |byte: &u8| {
        let text = format!("{prefix}{}", char::from(*byte));
        let key = Key::of(&text)?;
        let first = table.first_billable(key, None, on)?;
        let completes = Some(first).filter(|entry| entry.code.as_str() == text);
        let goes_on = completes.is_none() || {
            // The next code after a complete one begins with it too, or none does.
            let below = CHARACTERS.iter().filter_map(|byte| Key::of(&format!("{text}{}", char::from(*byte))));
            below.into_iter().any(|key| table.first_billable(key, None, on).is_some())
        };
        let (meaning, laterality) = (Meaning::NotLoaded, None);
        Some(Choice { character: char::from(*byte), meaning, laterality, completes, goes_on })
    };
    if prefix.len() < LENGTH_MAX { CHARACTERS.iter().filter_map(choice).collect() } else { Vec::new() }
}

/// Adds the placeholders that must follow.
fn fill(table: &CodeTable<'_, AnyCode>, prefix: &str, on: Date) -> String {
    let mut text = prefix.to_owned();
    while diagnosis::may_be_placeholder(text.len()) && billable(table, &text, on).is_none() {
        match choices_after(table, &text, on).as_slice() {
            [only] if only.character == 'X' => text.push('X'),
            _ => break,
        }
    }
    text
}
