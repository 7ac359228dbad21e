//! Writes the inverted index of an image: the words of all its titles and phrases, and the synonyms of its glossary.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::{BuildError, Placed, RecordsBuilder, Section, SetRows, Strings};
use crate::image::Table;
use crate::key::Key;
use crate::search::index::{BILLABLE, PhraseKind, TIER_MASK};
use crate::search::text::{self, Token};
use crate::set::Set;
use crate::table::CodeKind;

/// The kinds of a glossary term that stand for other words; parts of words do not.
const SYNONYM_KINDS: [&str; 2] = ["abbreviation", "lay"];

/// A phrase of a code beside its titles.
pub(super) struct OtherPhrase {
    pub(super) set: Set,
    pub(super) key: Key,
    pub(super) kind: PhraseKind,
    /// Its number among the strings.
    pub(super) text: u32,
    /// Words that may be there or not, and say nothing.
    pub(super) modifiers: String,
}

/// A word while the index is written.
#[derive(Debug, Default)]
struct Word {
    /// How the word is written most often comes first; of equals, the shortest.
    forms: BTreeMap<String, u32>,
    codes: Vec<u32>,
    phrases: Vec<u32>,
}

#[derive(Debug, Default)]
struct Words {
    numbers: HashMap<String, usize>,
    words: Vec<(String, Word)>,
}

impl Words {
    fn of(&mut self, token: &Token) -> &mut Word {
        let at = match self.numbers.get(&token.stem) {
            Some(at) => *at,
            None => {
                self.numbers.insert(token.stem.clone(), self.words.len());
                self.words.push((token.stem.clone(), Word::default()));
                self.words.len() - 1
            }
        };
        let word = &mut self.words[at].1;
        if !token.joined {
            *word.forms.entry(token.word.clone()).or_default() += 1;
        }
        word
    }
}

/// What the rows of other sections say of codes, gathered for the index.
pub(super) struct Sources<'b> {
    pub(super) sets: &'b BTreeMap<Set, SetRows>,
    pub(super) strings: &'b Strings,
    pub(super) records: &'b [RecordsBuilder],
    /// Inclusion terms, "includes" terms and index entries.
    pub(super) phrases: Vec<OtherPhrase>,
}

/// The documents of one set.
struct Group {
    set: Set,
    first: u32,
    keys: Vec<Key>,
    /// Whether the image has no table of these codes, so that the index keeps them.
    is_own: bool,
}

impl Group {
    fn document(&self, key: Key) -> Option<u32> {
        let at = self.keys.binary_search(&key).ok()?;
        u32::try_from(at).ok()?.checked_add(self.first)
    }

    /// One past the last document below a code.
    fn end(&self, key: Key, document: u32) -> u32 {
        if !self.set.is_hierarchical() {
            return document + 1;
        }
        let below = self.keys.partition_point(|other| *other <= key.end_of_prefix());
        u32::try_from(below).unwrap_or(u32::MAX).saturating_add(self.first)
    }
}

impl Sources<'_> {
    /// Writes the sections of the index; none when the image has neither codes nor phrases nor synonyms.
    pub(super) fn write(&self, placed: &Placed, sections: &mut Vec<Section>) -> Result<(), BuildError> {
        let groups = self.groups()?;
        let mut words = Words::default();
        let synonyms = self.synonyms(&mut words);
        if groups.is_empty() && synonyms.is_empty() {
            return Ok(());
        }
        let documents = self.add_titles(&groups, &mut words);
        let phrases = self.add_phrases(&groups, placed, &mut words);
        let mut push = |table, bytes| sections.push((Some(Set::SearchWords), table, 0, bytes));
        let Vocabulary { rows, mut texts, postings } = vocabulary(words)?;
        let synonyms = synonym_rows(&synonyms, &mut texts)?;
        let (groups, keys) = group_rows(&groups);
        push(Table::Vocabulary, rows);
        push(Table::WordTexts, texts);
        push(Table::Postings, postings);
        push(Table::SearchGroups, groups);
        push(Table::SearchKeys, keys);
        push(Table::SearchDocuments, documents);
        push(Table::Phrases, phrases);
        push(Table::Synonyms, synonyms);
        Ok(())
    }

    fn groups(&self) -> Result<Vec<Group>, BuildError> {
        let mut groups = Vec::new();
        let mut first = 0_u32;
        let mut named: BTreeMap<Set, Vec<Key>> = BTreeMap::new();
        for phrase in self.phrases.iter().filter(|phrase| !self.sets.contains_key(&phrase.set)) {
            named.entry(phrase.set).or_default().push(phrase.key);
        }
        let own = self.sets.iter().map(|(set, rows)| (*set, rows.codes.keys().copied().collect::<Vec<_>>(), false));
        let named = named.into_iter().map(|(set, mut keys)| {
            keys.sort_unstable();
            keys.dedup();
            (set, keys, true)
        });
        for (set, keys, is_own) in own.chain(named).filter(|(_, keys, _)| !keys.is_empty()) {
            let count = super::count(keys.len(), "codes")?;
            groups.push(Group { set, first, keys, is_own });
            first = first.checked_add(count).ok_or(BuildError::TooLarge { what: "codes" })?;
        }
        Ok(groups)
    }

    /// The rows of the documents.
    fn add_titles(&self, groups: &[Group], words: &mut Words) -> Vec<u8> {
        let tiers = self.tiers();
        let mut documents = Vec::new();
        for group in groups {
            for (key, document) in group.keys.iter().zip(group.first..) {
                let spans = self.sets.get(&group.set).and_then(|rows| rows.codes.get(key));
                let mut seen: HashSet<u32> = HashSet::new();
                let mut length = 0;
                let titles = spans.into_iter().flatten().filter_map(|span| span.title);
                for title in titles.filter(|title| seen.insert(*title)) {
                    let tokens = text::tokens(self.strings.at(title));
                    length = length_of(&tokens);
                    for token in &tokens {
                        let codes = &mut words.of(token).codes;
                        if codes.last() != Some(&document) {
                            codes.push(document);
                        }
                    }
                }
                let billable = spans.and_then(|spans| spans.last()).is_some_and(|span| span.kind == CodeKind::Billable);
                let tier = tiers.get(&(group.set, *key)).copied().unwrap_or(0);
                documents.extend([length, tier & TIER_MASK | if billable { BILLABLE } else { 0 }]);
            }
        }
        documents
    }

    /// The rows of the phrases, by document.
    fn add_phrases(&self, groups: &[Group], placed: &Placed, words: &mut Words) -> Vec<u8> {
        let mut known: Vec<(u32, u32, PhraseKind, u32, &str)> = Vec::new();
        for phrase in &self.phrases {
            let group = groups.iter().find(|group| group.set == phrase.set);
            if let Some((group, document)) = group.and_then(|group| Some((group, group.document(phrase.key)?))) {
                let end = group.end(phrase.key, document);
                known.push((document, end, phrase.kind, phrase.text, &phrase.modifiers));
            }
        }
        known.sort_unstable();
        known.dedup();
        let mut rows = Vec::new();
        for ((document, end, kind, text, modifiers), number) in known.iter().zip(0_u32..) {
            let tokens = text::tokens(self.strings.at(*text));
            let modifiers = text::tokens(modifiers);
            for token in tokens.iter().chain(&modifiers) {
                let phrases = &mut words.of(token).phrases;
                if phrases.last() != Some(&number) {
                    phrases.push(number);
                }
            }
            let (offset, length) = placed.at(Some(*text));
            rows.extend(document.to_le_bytes());
            rows.extend(end.to_le_bytes());
            rows.extend(offset.to_le_bytes());
            rows.extend(length.to_le_bytes());
            rows.extend([kind.id(), length_of(&tokens)]);
        }
        rows
    }

    /// The codes that practices use most.
    fn tiers(&self) -> HashMap<(Set, Key), u8> {
        let mut tiers = HashMap::new();
        for records in self.records.iter().filter(|records| records.edition().0 == Set::Usual) {
            for (key, tier) in records.numbers_of("tier") {
                let code = key.split_once('/').and_then(|(set, code)| Some((Set::named(set)?, Key::of(code)?)));
                if let (Some(code), Ok(tier @ 1..=3)) = (code, u8::try_from(tier)) {
                    tiers.insert(code, tier);
                }
            }
        }
        tiers
    }

    /// Terms of the glossary, as sorted stems, with what they mean, as stems. Their words can be misspelt too, so they stand in
    /// the vocabulary, with or without codes.
    fn synonyms(&self, words: &mut Words) -> Vec<(String, String)> {
        let mut synonyms = Vec::new();
        for records in self.records.iter().filter(|records| records.edition().0 == Set::Glossary) {
            for (key, [kind, meaning, search]) in records.texts_of(["kind", "meaning", "search"]) {
                if !kind.is_some_and(|kind| SYNONYM_KINDS.contains(&kind)) {
                    continue;
                }
                let mut stems = |text: &str| -> Vec<String> {
                    let tokens = text::tokens(text).into_iter().filter(|token| !token.joined);
                    tokens
                        .map(|token| {
                            words.of(&token);
                            token.stem
                        })
                        .collect()
                };
                let mut key = stems(key);
                key.sort_unstable();
                let meaning = search.or(meaning).map(&mut stems).unwrap_or_default();
                if !key.is_empty() && !meaning.is_empty() {
                    synonyms.push((key.join(" "), meaning.join(" ")));
                }
            }
        }
        synonyms.sort_unstable();
        synonyms.dedup();
        synonyms
    }
}

fn length_of(tokens: &[Token]) -> u8 {
    let mut seen: HashSet<&str> = HashSet::new();
    let fresh = tokens.iter().filter(|token| seen.insert(&token.stem));
    fresh.fold(0_u8, |length, token| length.saturating_add(token.weight))
}

/// The vocabulary as it is written.
struct Vocabulary {
    rows: Vec<u8>,
    texts: Vec<u8>,
    postings: Vec<u8>,
}

fn vocabulary(words: Words) -> Result<Vocabulary, BuildError> {
    let too_large = |_| BuildError::TooLarge { what: "words" };
    let mut words = words.words;
    words.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
    let (mut rows, mut texts, mut postings) = (Vec::new(), Vec::new(), Vec::new());
    for (stem, word) in &words {
        let display = display_form(word).filter(|display| display != stem).unwrap_or_default();
        let (Ok(stem_length), Ok(display_length)) = (u8::try_from(stem.len()), u8::try_from(display.len())) else {
            return Err(BuildError::TooLarge { what: "one word" });
        };
        let shown = if display.is_empty() { stem.as_str() } else { display };
        rows.extend(u32::try_from(texts.len()).map_err(too_large)?.to_le_bytes());
        rows.extend([stem_length, display_length, 0, 0]);
        rows.extend(text::letters(shown).to_le_bytes());
        texts.extend_from_slice(stem.as_bytes());
        texts.extend_from_slice(display.as_bytes());
        for list in [&word.codes, &word.phrases] {
            rows.extend(u32::try_from(postings.len()).map_err(too_large)?.to_le_bytes());
            write_list(list, &mut postings)?;
        }
    }
    Ok(Vocabulary { rows, texts, postings })
}

fn display_form(word: &Word) -> Option<&str> {
    let forms = word.forms.iter().max_by_key(|(form, count)| (**count, core::cmp::Reverse(form.len())));
    forms.map(|(form, _)| form.as_str())
}

fn write_list(numbers: &[u32], out: &mut Vec<u8>) -> Result<(), BuildError> {
    varint(super::count(numbers.len(), "codes of one word")?, out);
    let mut last = 0;
    for number in numbers {
        varint(number - last, out);
        last = *number;
    }
    Ok(())
}

fn varint(mut value: u32, out: &mut Vec<u8>) {
    while 0x7f < value {
        out.extend([(value & 0x7f) as u8 | 0x80]);
        value >>= 7;
    }
    out.extend([(value & 0x7f) as u8]);
}

fn synonym_rows(synonyms: &[(String, String)], texts: &mut Vec<u8>) -> Result<Vec<u8>, BuildError> {
    let mut rows = Vec::new();
    for (key, meaning) in synonyms {
        let mut lengths = Vec::new();
        for text in [key, meaning] {
            let start = u32::try_from(texts.len()).map_err(|_| BuildError::TooLarge { what: "words" })?;
            let length = u16::try_from(text.len()).map_err(|_| BuildError::TooLarge { what: "one term" })?;
            rows.extend(start.to_le_bytes());
            lengths.extend(length.to_le_bytes());
            texts.extend_from_slice(text.as_bytes());
        }
        rows.extend(lengths);
    }
    Ok(rows)
}

fn group_rows(groups: &[Group]) -> (Vec<u8>, Vec<u8>) {
    let (mut rows, mut keys) = (Vec::new(), Vec::new());
    for group in groups {
        rows.extend(group.set.id().to_le_bytes());
        rows.extend(u16::from(group.is_own).to_le_bytes());
        // `groups()` has counted them.
        let (count, first_key) = (group.keys.len() as u32, (keys.len() / 8) as u32);
        for number in [group.first, count, first_key, 0] {
            rows.extend(number.to_le_bytes());
        }
        if group.is_own {
            keys.extend(group.keys.iter().flat_map(|key| key.0.to_be_bytes()));
        }
    }
    (rows, keys)
}
