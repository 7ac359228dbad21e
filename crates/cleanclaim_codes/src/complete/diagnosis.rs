//! Meanings of the characters of ICD-10-CM.

use std::borrow::Cow;

use cleanclaim_model::Icd10;
use jiff::civil::Date;

use super::{Choice, LENGTH_MAX, Laterality, Meaning};
use crate::code_sets::CodeSets;
use crate::key::{AnyCode, Key};
use crate::table::CodeTable;
use crate::tabular::{Place, Tabular};

/// Characters of a category.
const CATEGORY: usize = 3;
/// Categories looked at for the groups of one choice: more than a letter has.
const CATEGORIES_MAX: usize = 1_000;

/// What the position after so many characters stands for.
///
/// Source: ICD-10-CM Official Guidelines, sections I.A.2 to I.A.5.
pub(super) fn axis_name(length: usize) -> Option<&'static str> {
    match length {
        0..CATEGORY => Some("Category"),
        CATEGORY..6 => Some("Etiology, site, severity"),
        6 => Some("Seventh character"),
        _ => None,
    }
}

/// Whether the letter X after so many characters can only be a placeholder.
pub(super) fn may_be_placeholder(length: usize) -> bool {
    (CATEGORY..LENGTH_MAX - 1).contains(&length)
}

impl<'a> CodeSets<'a> {
    pub(super) fn describe_diagnosis(
        &self,
        table: &CodeTable<'a, AnyCode>,
        prefix: &str,
        on: Date,
        choices: &mut [Choice<'a>],
    ) {
        let lists = self.icd10cm().tabulars();
        // Groups and titles change little: before the oldest list, that one names them.
        let list = self.icd10cm().tabular(on).or(lists.first());
        let above = title_of(table, prefix, on);
        for choice in choices.iter_mut() {
            let text = format!("{prefix}{}", choice.character);
            choice.meaning = if text.len() < CATEGORY {
                list.and_then(|list| groups(table, list, &text, on)).map_or(Meaning::NotLoaded, Meaning::Known)
            } else if choice.character == 'X' && may_be_placeholder(prefix.len()) {
                Meaning::Placeholder
            } else if prefix.len() + 1 == LENGTH_MAX {
                let meaning = list.and_then(|list| seventh(list, &text)).map(Cow::Borrowed);
                meaning
                    .or_else(|| after(title_of(table, &text, on)?, above?))
                    .map_or(Meaning::NotLoaded, Meaning::Known)
            } else {
                let title = title_of(table, &text, on);
                title.map_or(Meaning::NotLoaded, |title| Meaning::Known(Cow::Borrowed(title)))
            };
        }
        mark_sides(choices, above.unwrap_or_default());
    }
}

fn title_of<'a>(table: &CodeTable<'a, AnyCode>, text: &str, on: Date) -> Option<&'a str> {
    table.lookup(AnyCode::parse(text)?, on).valid()?.title()
}

/// The meaning of the last of seven characters.
fn seventh<'a>(list: &Tabular<'a>, text: &str) -> Option<&'a str> {
    let last = text.chars().next_back()?;
    let code = Icd10::parse(text).ok()?;
    list.seventh_characters(code).find(|(character, _)| *character == last).map(|(_, meaning)| meaning)
}

/// What a title says beyond the one above it, else all of it.
fn after<'a>(title: &'a str, above: &str) -> Option<Cow<'a, str>> {
    let rest = title.strip_prefix(above).map_or(title, |rest| rest.trim_start_matches([',', ' ']));
    (!rest.is_empty()).then_some(Cow::Borrowed(rest))
}

/// The chapters (for one character) or blocks (for two) that the categories which begin so stand in.
fn groups<'a>(table: &CodeTable<'a, AnyCode>, list: &Tabular<'a>, text: &str, on: Date) -> Option<Cow<'a, str>> {
    let prefix = Key::of(text)?;
    let mut titles: Vec<&'a str> = Vec::new();
    let mut last = None;
    for _ in 0..CATEGORIES_MAX {
        let Some(entry) = table.first_billable(prefix, last, on) else { break };
        let category = entry.code.as_str().get(..CATEGORY)?;
        last = Key::of(category);
        let Ok(code) = Icd10::parse(category) else { continue };
        let is_group = |place: &Place| match place {
            Place::Chapter(_) => text.len() == 1,
            Place::Block { .. } => 1 < text.len(),
            Place::Code(_) => false,
        };
        let title = list.titles(code).find(|(place, _)| is_group(place)).map(|(_, title)| title);
        titles.extend(title.filter(|title| !titles.contains(title)));
    }
    (!titles.is_empty()).then(|| titles.join("; ").into())
}

/// Marks the choices whose words name a side that the words above do not.
fn mark_sides(choices: &mut [Choice<'_>], above: &str) {
    let names =
        |text: &str, side: &str| text.split(|c: char| !c.is_alphabetic()).any(|word| word.eq_ignore_ascii_case(side));
    for choice in choices.iter_mut() {
        let Meaning::Known(meaning) = &choice.meaning else { continue };
        let newly = |side: &str| names(meaning, side) && !names(above, side);
        choice.laterality = match (newly("bilateral"), newly("right"), newly("left")) {
            (true, _, _) => Some(Laterality::Bilateral),
            (_, true, false) => Some(Laterality::Right),
            (_, false, true) => Some(Laterality::Left),
            _ => None,
        };
    }
    if choices.iter().any(|choice| choice.laterality.is_some()) {
        let unsaid = choices.iter_mut().filter(|choice| choice.laterality.is_none());
        for choice in unsaid {
            if let Meaning::Known(meaning) = &choice.meaning
                && names(meaning, "unspecified")
            {
                choice.laterality = Some(Laterality::Unspecified);
            }
        }
    }
}
