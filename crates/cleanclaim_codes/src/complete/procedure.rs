//! Meanings of the characters of ICD-10-PCS.

use std::borrow::Cow;
use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{Choice, LENGTH_MAX, Meaning};
use crate::axes::AxisValue;
use crate::code_sets::CodeSets;
use crate::key::{AnyCode, Key};
use crate::set::Set;
use crate::table::{CodeTable, Entry};

/// Characters after which the titles of the codes below are few enough to compare: section, body system and root operation.
const TABLE: usize = 3;
/// Words before a device or a qualifier that belong to the sentence, not to its name.
const JOINTS: [&str; 6] = ["with", "using", "to", "from", "into", "via"];

impl<'a> CodeSets<'a> {
    /// What the position after these characters is called in its section.
    pub(super) fn axis_name(&self, prefix: &str, on: Date) -> Option<&'a str> {
        if LENGTH_MAX <= prefix.len() {
            return None;
        }
        let published = self.axes(on).and_then(|axes| axes.next_axis(prefix)).map(|axis| axis.name);
        published.or_else(|| self.character(prefix, "", on))
    }

    pub(super) fn describe_procedure(
        &self,
        table: &CodeTable<'a, AnyCode>,
        prefix: &str,
        on: Date,
        choices: &mut [Choice<'a>],
    ) {
        let mut from_titles = None;
        let published: Vec<AxisValue<'a>> = self.axes(on).map(|axes| axes.values(prefix).collect()).unwrap_or_default();
        for choice in choices.iter_mut() {
            let mut character = [0; 4];
            let label = published.iter().find(|value| value.character == choice.character).map(|value| value.label);
            let known = label.or_else(|| self.character(prefix, choice.character.encode_utf8(&mut character), on));
            let known = known.map(Cow::Borrowed);
            let meaning = known.or_else(|| {
                let titles = from_titles.get_or_insert_with(|| differences(table, prefix, on));
                titles.remove(&choice.character).map(Cow::Owned)
            });
            choice.meaning = meaning.map_or(Meaning::NotLoaded, Meaning::Known);
        }
    }

    /// The meaning of a character after these ones, or without a character the name of its axis, from the tables of characters.
    /// Their keys are `AXIS CHARACTER / SECTION BODY-SYSTEM ROOT-OPERATION`, without spaces, `*` for any; the narrowest counts.
    fn character(&self, prefix: &str, character: &str, on: Date) -> Option<&'a str> {
        let axis = prefix.len() + 1;
        let at = |index: usize| prefix.get(index..=index).unwrap_or("*");
        let (section, system, operation) = (at(0), at(1), at(2));
        let narrowest_first = [
            [section, system, operation],
            [section, "*", operation],
            [section, system, "*"],
            [section, "*", "*"],
            ["*"; 3],
        ];
        narrowest_first.into_iter().find_map(|[section, system, operation]| {
            let key = format!("{axis}{character}/{section}{system}{operation}");
            let in_force = |from: Date, to: Option<Date>| from <= on && to.is_none_or(|to| on <= to);
            let tables = self.record_editions(Set::PcsCharacters).rev();
            tables.filter(|table| in_force(table.edition().from, table.edition().to)).find_map(|table| {
                let meaning = table.column("meaning")?;
                table.on(&key, on).find_map(|record| record.text(meaning))
            })
        })
    }
}

/// What the titles of the codes after a prefix say differently for each next character. Codes that differ in that character only
/// are laid side by side; what all of them begin and end with is left out. A character whose groups disagree is left out.
fn differences(table: &CodeTable<'_, AnyCode>, prefix: &str, on: Date) -> BTreeMap<char, String> {
    let mut found: BTreeMap<char, Vec<String>> = BTreeMap::new();
    if prefix.len() < TABLE {
        return BTreeMap::new();
    }
    for group in groups(table, prefix, on).values().filter(|group| 1 < group.len()) {
        let words: Vec<Vec<&str>> = group.iter().map(|(_, title)| words(title)).collect();
        let Some(first) = words.first() else { continue };
        let shortest = words.iter().map(Vec::len).min().unwrap_or(0);
        let begin = (0..shortest).take_while(|n| words.iter().all(|other| other.get(*n) == first.get(*n))).count();
        let end = (0..shortest - begin)
            .take_while(|n| words.iter().all(|other| other.iter().nth_back(*n) == first.iter().nth_back(*n)))
            .count();
        for ((character, _), words) in group.iter().zip(&words) {
            let own = whole(words, begin, words.len() - end);
            found.entry(*character).or_default().push(phrase(own));
        }
    }
    found.into_iter().filter_map(|(character, phrases)| Some((character, agreed(&phrases)?))).collect()
}

/// Next character and title of the codes after a prefix, by what follows that character.
fn groups<'a>(table: &CodeTable<'a, AnyCode>, prefix: &str, on: Date) -> BTreeMap<String, Vec<(char, &'a str)>> {
    let mut groups: BTreeMap<String, Vec<(char, &'a str)>> = BTreeMap::new();
    let Some(key) = Key::of(prefix) else { return groups };
    let mut last = None;
    while let Some(entry) = table.first_billable(key, last, on) {
        let Entry { code, .. } = entry;
        let next = Key::of(code.as_str());
        // In a damaged image codes may stand out of order.
        if next <= last {
            break;
        }
        last = next;
        let mut rest = code.as_str().get(prefix.len()..).unwrap_or_default().chars();
        if let (Some(character), Some(title)) = (rest.next(), entry.title()) {
            groups.entry(rest.as_str().to_owned()).or_default().push((character, title));
        }
    }
    groups
}

/// Words and commas, apart.
fn words(title: &str) -> Vec<&str> {
    let mut words = Vec::new();
    for word in title.split_whitespace() {
        match word.strip_suffix(',') {
            Some(word) => words.extend([word, ","]),
            None => words.push(word),
        }
    }
    words
}

/// The words from `begin` to `end` with those around them that belong to the same name: up to a comma or a small word, and not the
/// root operation that the title begins with. Nothing stays nothing.
fn whole<'w, 't>(words: &'w [&'t str], mut begin: usize, mut end: usize) -> &'w [&'t str] {
    let ends = |at: usize| words.get(at).is_none_or(|word| *word == "," || *word == "of" || JOINTS.contains(word));
    if begin < end {
        while 1 < begin && !ends(begin - 1) {
            begin -= 1;
        }
        while !ends(end) {
            end += 1;
        }
    }
    words.get(begin..end).unwrap_or_default()
}

/// Words as a phrase, without the commas and small words around it.
fn phrase(words: &[&str]) -> String {
    let is_joint = |word: &&&str| **word == "," || JOINTS.contains(*word);
    let leading = words.iter().take_while(is_joint).count();
    let trailing = words.iter().skip(leading).rev().take_while(is_joint).count();
    let mut phrase = String::new();
    for word in words.get(leading..words.len() - trailing).unwrap_or_default() {
        if !phrase.is_empty() && *word != "," {
            phrase.push(' ');
        }
        phrase.push_str(word);
    }
    phrase
}

/// The longest phrase, when it contains all the others and is not empty.
fn agreed(phrases: &[String]) -> Option<String> {
    let longest = phrases.iter().max_by_key(|phrase| phrase.len())?;
    let padded = format!(" {longest} ");
    let within = |phrase: &String| {
        phrase.is_empty() || padded.contains(&format!(" {phrase} ")) || padded.contains(&format!(" {phrase}, "))
    };
    (!longest.is_empty() && phrases.iter().all(within)).then(|| longest.clone())
}
