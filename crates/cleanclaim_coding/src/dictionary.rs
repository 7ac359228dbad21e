//! Every phrase that names a diagnosis, built once from the code set and our synonyms, looked up by its words in any order.
//!
//! A phrase is the sorted list of its words in normal form, without fillers. So `knee pain, right` meets `Pain in right knee`, and a
//! look-up is one hash of a few numbers for each run of words in a note. Automata over characters were weighed: they know no word
//! order and take longer to build than all notes of a day take to read.

use core::cmp::Ordering;
use std::collections::hash_map::Entry as MapEntry;
use std::collections::{HashMap, HashSet};

use cleanclaim_codes::{CodeKind, CodeSets, TermKind};
use cleanclaim_model::Icd10;

use crate::phrase::{Origin, Phrase, phrases};
use crate::words::{is_filler, is_numeral, words_of};

/// The most words of a phrase; nobody writes longer ones as the code set does.
pub const PHRASE_WORDS_MAX: usize = 8;

/// The most words of a title that is looked at: fillers and what is left out of it come off.
const TITLE_WORDS_MAX: usize = 14;

/// Our synonyms: phrase, code, reason.
const SYNONYMS: &str = include_str!("../data/synonyms.tsv");

/// Single words that are titles or inclusion terms and mean something else in most notes.
const STOP_WORDS: &str = "allergy, arrest, astragalus, atlas, attack, axis, burn, caffeine, calculus, cancer, chill, contracture, \
         corrosion, death, denticle, dish, donor, ecmo, ecstasy, effusion, falling, fistula, flushing, fracture, \
         growth, hanging, hemorrhage, her2, hostility, illness, immersion, infestation, injury, litigation, \
         malleus, marijuana, neoplasm, nervousness, nihss, nsaid, overactivity, pain, papa, picc, pile, \
         pregnancy, prosecution, screaming, shock, sighing, thrombosis, trap, tumor, vain, vldl, worm, worry, \
         wound, zona";

/// What a phrase means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Meaning {
    /// The code, billable or header.
    pub(crate) code: Icd10,
    /// Where the phrase comes from.
    pub(crate) origin: Origin,
    /// Counts only where the note writes it in capitals.
    pub(crate) is_upper: bool,
    /// Why this code, for synonyms: line of the list.
    reason: Option<u16>,
}

/// How big a dictionary is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DictionarySize {
    /// Phrases that lead to one code.
    pub phrases: usize,
    /// Phrases that lead to codes of several categories, and therefore to none.
    pub ambiguous: usize,
    /// Different words.
    pub words: usize,
    /// Bytes held, without the allocator's own.
    pub bytes: usize,
}

/// All phrases.
#[derive(Debug)]
pub struct Dictionary {
    words: HashMap<Box<str>, u32>,
    phrases: HashMap<Box<[u32]>, Meaning>,
    ambiguous: usize,
}

impl Dictionary {
    /// Builds the dictionary of ICD-10-CM: titles, inclusion terms, what categories include, and our synonyms.
    #[must_use]
    pub fn build(sets: &CodeSets<'_>) -> Self {
        let mut building = Building::default();
        building.add_synonyms();
        let table = sets.icd10cm();
        for (index, text, kind) in table.terms() {
            let Some(entry) = table.entry_at(index) else { continue };
            let origin = match (kind, entry.kind) {
                (TermKind::Inclusion, _) => Origin::Inclusion,
                (TermKind::Includes, _) => Origin::Includes,
                (TermKind::Title, CodeKind::Billable) => Origin::Title,
                (TermKind::Title, CodeKind::Header) => Origin::HeaderTitle,
            };
            building.add_term(entry.code, text, origin);
        }
        building.done()
    }

    /// How big it is.
    #[must_use]
    pub fn size(&self) -> DictionarySize {
        let word_bytes: usize = self.words.keys().map(|word| word.len()).sum();
        let phrase_bytes: usize = self.phrases.keys().map(|words| words.len() * size_of::<u32>()).sum();
        let table_bytes = self.words.capacity() * size_of::<(Box<str>, u32)>()
            + self.phrases.capacity() * size_of::<(Box<[u32]>, Meaning)>();
        DictionarySize {
            phrases: self.phrases.len(),
            ambiguous: self.ambiguous,
            words: self.words.len(),
            bytes: word_bytes + phrase_bytes + table_bytes,
        }
    }

    /// The number of a word in normal form.
    pub(crate) fn word(&self, normal: &str) -> Option<u32> {
        self.words.get(normal).copied()
    }

    /// What a run of words means; `words` must be sorted.
    pub(crate) fn meaning(&self, words: &[u32]) -> Option<&Meaning> {
        self.phrases.get(words)
    }
}

impl Meaning {
    /// Why this code, for synonyms.
    pub(crate) fn reason(&self) -> Option<&'static str> {
        synonyms().nth(usize::from(self.reason?)).map(|(_, _, reason)| reason)
    }
}

/// The synonyms as phrase, code and reason.
fn synonyms() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    SYNONYMS.lines().filter(|line| !line.starts_with('#')).filter_map(|line| {
        let mut cells = line.split('\t');
        Some((cells.next()?, cells.next()?, cells.next()?))
    })
}

/// What a phrase may mean while the dictionary is built.
#[derive(Debug)]
enum Candidate {
    One(Meaning),
    /// Codes of several categories, by phrases of this origin.
    Several(Origin),
}

#[derive(Debug, Default)]
struct Building {
    words: HashMap<Box<str>, u32>,
    phrases: HashMap<Box<[u32]>, Candidate>,
    /// Words that may be a phrase of their own.
    stands_alone: HashSet<u32>,
    /// What stands between white space -> its words: most titles repeat them.
    chunks: HashMap<String, Vec<u32>>,
    /// The words of the phrase at hand.
    key: Vec<u32>,
}

impl Building {
    fn add_synonyms(&mut self) {
        for (number, (text, code, _)) in (0_u16..).zip(synonyms()) {
            let Ok(code) = Icd10::parse(code) else { continue };
            let is_upper = !text.chars().any(char::is_lowercase);
            self.add(text, Meaning { code, origin: Origin::Synonym, is_upper, reason: Some(number) });
        }
    }

    fn add_term(&mut self, code: Icd10, text: &str, origin: Origin) {
        let Some(with_variants) = use_of(code, text) else { return };
        for Phrase { text, origin, is_upper } in phrases(text, origin, with_variants) {
            self.add(&text, Meaning { code, origin, is_upper, reason: None });
        }
    }

    fn add(&mut self, text: &str, meaning: Meaning) {
        self.key_of(text);
        let is_synonym = meaning.origin == Origin::Synonym;
        let lone = self.key.len() == 1;
        let usable = (1..=PHRASE_WORDS_MAX).contains(&self.key.len())
            && text.bytes().any(|byte| byte.is_ascii_alphabetic())
            && (is_synonym || !lone || self.key.iter().all(|word| self.stands_alone.contains(word)));
        if !usable {
            return;
        }
        self.key.sort_unstable();
        let key = self.key.clone();
        match self.phrases.entry(key.into_boxed_slice()) {
            MapEntry::Vacant(vacant) => {
                vacant.insert(Candidate::One(meaning));
            }
            MapEntry::Occupied(mut occupied) => {
                let joined = joined(occupied.get(), meaning);
                if let Some(candidate) = joined {
                    occupied.insert(candidate);
                }
            }
        }
    }

    /// Fills `key` with the words of a text but for fillers.
    fn key_of(&mut self, text: &str) {
        self.key.clear();
        let mut before = "";
        for chunk in text.split_whitespace() {
            // A numeral is known by the word before it; all other words mean the same everywhere.
            if is_numeral(chunk) {
                let words = words_of(&format!("{before} {chunk}"));
                if let Some(number) = words.into_iter().next_back().filter(|word| !is_filler(word)) {
                    let number = self.word(number);
                    self.key.push(number);
                }
            } else {
                if !self.chunks.contains_key(chunk) {
                    let words: Vec<u32> = words_of(chunk)
                        .into_iter()
                        .filter(|word| !is_filler(word))
                        .map(|word| self.word(word))
                        .collect();
                    self.chunks.insert(chunk.to_owned(), words);
                }
                self.key.extend(self.chunks.get(chunk).into_iter().flatten());
            }
            before = chunk;
        }
    }

    fn word(&mut self, word: String) -> u32 {
        let next = u32::try_from(self.words.len()).unwrap_or(u32::MAX);
        let stands_alone = word.len() > 3 && !STOP_WORDS.split(", ").any(|stop| stop == word);
        let number = *self.words.entry(word.into_boxed_str()).or_insert(next);
        if number == next && stands_alone {
            self.stands_alone.insert(number);
        }
        number
    }

    fn done(self) -> Dictionary {
        let all = self.phrases.len();
        let phrases: HashMap<Box<[u32]>, Meaning> = self
            .phrases
            .into_iter()
            .filter_map(|(words, candidate)| match candidate {
                Candidate::One(meaning) => Some((words, meaning)),
                Candidate::Several(_) => None,
            })
            .collect();
        Dictionary { words: self.words, ambiguous: all - phrases.len(), phrases }
    }
}

/// What becomes of a phrase that has a meaning and gets another; `None` where it stays.
fn joined(before: &Candidate, new: Meaning) -> Option<Candidate> {
    let before = match before {
        Candidate::Several(origin) => return (new.origin < *origin).then_some(Candidate::One(new)),
        Candidate::One(before) => before,
    };
    if before.code == new.code {
        return (new.origin < before.origin).then_some(Candidate::One(new));
    }
    match new.origin.cmp(&before.origin) {
        Ordering::Less => Some(Candidate::One(new)),
        Ordering::Greater => None,
        Ordering::Equal => Some(match common_header(before.code, new.code) {
            Some(code) => Candidate::One(Meaning { code, ..*before }),
            None => Candidate::Several(new.origin),
        }),
    }
}

/// The nearest code above two codes of one category: its default is looked for on the service date.
fn common_header(a: Icd10, b: Icd10) -> Option<Icd10> {
    let same = a.as_str().bytes().zip(b.as_str().bytes()).take_while(|(a, b)| a == b).count();
    if same < 3 { None } else { Icd10::parse(&a.as_str()[..same]).ok() }
}

/// Whether a term is used, and with variants. External causes, poisonings and codes that name the encounter of an injury are left
/// to people; what is about pregnancy, birth and contact with services must be named in full.
fn use_of(code: Icd10, text: &str) -> Option<bool> {
    let code = code.as_str();
    let is_poisoning = code.starts_with('T') && ("T36".."T66").contains(&&code[..3]);
    let is_encounter = code.len() == 7 && code.starts_with(['M', 'S', 'T']);
    // No variant of a title of so many words is short enough.
    let is_long = text.bytes().filter(|byte| *byte == b' ').count() > TITLE_WORDS_MAX;
    if code.starts_with(['V', 'W', 'X', 'Y']) || is_poisoning || is_encounter || is_long {
        return None;
    }
    Some(!code.starts_with(['O', 'P', 'Z']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_synonym_has_three_cells_and_a_code() {
        for line in SYNONYMS.lines().filter(|line| !line.starts_with('#')) {
            let cells: Vec<&str> = line.split('\t').collect();
            assert_eq!(cells.len(), 3, "{line}");
            assert!(Icd10::parse(cells[1]).is_ok() && !cells[2].is_empty(), "{line}");
        }
    }

    #[test]
    fn the_more_trusted_phrase_wins_and_categories_are_not_guessed() {
        let meaning =
            |code: &str, origin| Meaning { code: Icd10::parse(code).unwrap(), origin, is_upper: false, reason: None };
        let mut building = Building::default();
        building.add("testing fever", meaning("A010", Origin::WithoutUnspecified));
        building.add("fever, testing", meaning("B010", Origin::Title));
        building.add("cold spot", meaning("A010", Origin::Title));
        building.add("cold spot", meaning("B010", Origin::Title));
        building.add("warm spot", meaning("A010", Origin::Title));
        building.add("warm spot", meaning("A019", Origin::Title));
        let dictionary = building.done();
        let code = |text: &str| {
            let mut words: Vec<u32> = words_of(text).iter().filter_map(|word| dictionary.word(word)).collect();
            words.sort_unstable();
            dictionary.meaning(&words).map(|meaning| meaning.code.as_str().to_owned())
        };
        assert_eq!(code("fever testing").as_deref(), Some("B010"));
        assert_eq!(code("cold spot"), None);
        assert_eq!(code("warm spot").as_deref(), Some("A01"));
    }
}
