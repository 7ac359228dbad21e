//! From the words of a query to what is looked for: the ways to read each word, and what each reading is worth.

use super::index::Index;
use super::spelling;
use super::text::{self, DENIED, Token};

/// Words of a query that count; more say nothing.
const SLOTS_MAX: usize = 12;
/// Ways to match a word that one query may have.
const CLASSES_MAX: usize = 64;
/// Terms of the glossary have at most so many words that count.
const TERM_WORDS_MAX: usize = 5;
/// Letters that a last word, or any other, needs to stand for all words that begin so.
const PREFIX_LETTERS_MIN: usize = 2;
const INNER_PREFIX_LETTERS_MIN: usize = 4;
/// Words begun by a last word, or close to a misspelt one, that are looked up in the glossary.
const VARIANTS_MAX: usize = 4;
/// Combinations of variants tried for one run of words.
const COMBINATIONS_MAX: usize = 16;
/// The weight of a word that stands in no title and no phrase: a term of the glossary, or a word that nobody knows.
const TERM_WEIGHT: u32 = 8;
const WEIGHT_MAX: u32 = 12;

/// What a reading is worth, of 100.
mod quality {
    pub(super) const EXACT: u32 = 100;
    pub(super) const JOINED: u32 = 98;
    pub(super) const SYNONYM: u32 = 95;
    /// The beginning of a word, when nothing is spelt so.
    pub(super) const BEGUN: u32 = 95;
    /// The beginning of a longer word, when the word itself is known.
    pub(super) const LONGER: u32 = 60;
    pub(super) const ONE_EDIT: u32 = 88;
    pub(super) const TWO_EDITS: u32 = 75;
}

/// Which words of a vocabulary match.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Class {
    /// The word with this stem.
    Stem(String),
    /// The words that begin so, without the one with the stem of the beginning.
    Beginning {
        /// The beginning.
        prefix: String,
        /// The stem that another class matches.
        except: String,
    },
}

impl Class {
    fn text(&self) -> &str {
        match self {
            Self::Stem(stem) => stem,
            Self::Beginning { prefix, .. } => prefix,
        }
    }
}

/// One way to read some of the query's words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reading {
    /// The classes that a title or phrase must have, as bits.
    pub(crate) needs: u64,
    /// The words of the query that are then matched, as bits.
    pub(crate) covers: u32,
    /// What that is worth, of 100.
    pub(crate) quality: u32,
}

/// What to look for.
#[derive(Debug, Clone, Default)]
pub(crate) struct Plan {
    pub(crate) classes: Vec<Class>,
    /// How much each class says: rare words say more.
    class_weights: Vec<u32>,
    readings: Vec<Reading>,
    slot_weights: Vec<u32>,
    /// The classes that count as words of a title.
    counting: u64,
}

/// Which words of the query may be misspelt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Spelling {
    /// Only those that no vocabulary has.
    Unknown,
    /// All.
    Any,
}

impl Plan {
    pub(crate) fn new(query: &str, indexes: &[Index<'_>], spelling: Spelling) -> Self {
        let mut tokens: Vec<Token> = text::tokens(query);
        tokens.truncate(2 * SLOTS_MAX);
        let joined: Vec<Token> = tokens.iter().filter(|token| token.joined).cloned().collect();
        tokens.retain(|token| !token.joined);
        tokens.truncate(SLOTS_MAX);
        let mut plan = Self::default();
        let mut variants: Vec<Vec<(String, u32)>> = Vec::new();
        for (slot, token) in tokens.iter().enumerate() {
            let is_last = slot + 1 == tokens.len();
            plan.slot_weights.push(0);
            variants.push(plan.read_word(slot, token, is_last, indexes, spelling));
        }
        plan.read_joined(&tokens, &joined, indexes);
        plan.read_terms(&variants, indexes);
        for weight in plan.slot_weights.iter_mut().filter(|weight| **weight == 0) {
            *weight = TERM_WEIGHT;
        }
        plan.counting = plan.counting();
        plan
    }

    /// What is usual, and two words joined when both are looked for themselves, add nothing to what matched.
    fn counting(&self) -> u64 {
        let stems: Vec<&str> = self.classes.iter().map(Class::text).collect();
        let is_joined = |stem: &str| {
            (1..stem.len())
                .filter_map(|at| stem.split_at_checked(at))
                .any(|(a, b)| stems.contains(&a) && stems.contains(&b))
        };
        let counts = |class: &Class| match class {
            Class::Stem(stem) => !text::is_usual(stem) && !is_joined(stem),
            Class::Beginning { .. } => true,
        };
        let counting = self.classes.iter().enumerate().filter(|(_, class)| counts(class));
        counting.fold(0, |bits, (at, _)| bits | 1 << at)
    }

    /// How many words of a title with these classes the query has.
    pub(crate) fn matched(&self, mask: u64) -> u32 {
        (mask & self.counting).count_ones()
    }

    /// Whether nothing of the query is known.
    pub(crate) fn is_empty(&self) -> bool {
        self.classes.is_empty()
    }

    /// The readings of a single word, and the stems under which the glossary may have it.
    fn read_word(
        &mut self,
        slot: usize,
        token: &Token,
        is_last: bool,
        indexes: &[Index<'_>],
        spelling: Spelling,
    ) -> Vec<(String, u32)> {
        let covers = 1 << slot;
        let mut variants = Vec::new();
        let is_known = indexes.iter().any(|index| index.word(&token.stem).is_some());
        if is_known {
            let frequency = frequency_of(&token.stem, indexes);
            if 0 < frequency {
                self.slot_weights[slot] = weight(frequency, indexes);
                self.read(&[Class::Stem(token.stem.clone())], covers, quality::EXACT, indexes);
            }
            variants.push((token.stem.clone(), quality::EXACT));
        }
        let prefix =
            if token.stem.starts_with(DENIED) { format!("{DENIED}{}", token.word) } else { token.word.clone() };
        let letters_min = if is_last { PREFIX_LETTERS_MIN } else { INNER_PREFIX_LETTERS_MIN };
        let longer: Vec<String> = if letters_min <= token.word.len() && (is_last || !is_known) {
            beginnings(&prefix, &token.stem, indexes)
        } else {
            Vec::new()
        };
        if !longer.is_empty() {
            let quality = if is_known { quality::LONGER } else { quality::BEGUN };
            let class = Class::Beginning { prefix, except: token.stem.clone() };
            let frequency = longer.iter().map(|stem| frequency_of(stem, indexes)).sum();
            if !is_known {
                self.slot_weights[slot] = weight(frequency, indexes);
                variants.extend(longer.into_iter().take(VARIANTS_MAX).map(|stem| (stem, quality::BEGUN)));
            }
            self.read(&[class], covers, quality, indexes);
        }
        if variants.is_empty() || spelling == Spelling::Any {
            let near = spelling::near(&token.word, indexes);
            for (stem, distance) in near {
                let quality = if distance < 2 { quality::ONE_EDIT } else { quality::TWO_EDITS };
                let stem = if token.stem.starts_with(DENIED) { format!("{DENIED}{stem}") } else { stem };
                let frequency = frequency_of(&stem, indexes);
                if 0 < frequency {
                    self.slot_weights[slot] = self.slot_weights[slot].max(weight(frequency, indexes));
                    self.read(&[Class::Stem(stem.clone())], covers, quality, indexes);
                }
                variants.push((stem, quality));
            }
        }
        variants
    }

    /// "gastro-esophageal" is one word too, and so may be two words side by side.
    fn read_joined(&mut self, tokens: &[Token], joined: &[Token], indexes: &[Index<'_>]) {
        for (slot, pair) in tokens.windows(2).enumerate() {
            let word = format!("{}{}", pair[0].word, pair[1].word);
            let by_hyphen = joined.iter().find(|token| token.word == word);
            let stem = by_hyphen.map_or_else(|| text::stem(&word), |token| token.stem.clone());
            if 0 < frequency_of(&stem, indexes) {
                self.read(&[Class::Stem(stem)], 3 << slot, quality::JOINED, indexes);
            }
        }
    }

    /// Terms of the glossary among the words: runs of them, and any two.
    fn read_terms(&mut self, variants: &[Vec<(String, u32)>], indexes: &[Index<'_>]) {
        let runs = (0..variants.len())
            .flat_map(|first| (1..=TERM_WORDS_MAX.min(variants.len() - first)).map(move |count| (first, count)));
        let runs = runs.map(|(first, count)| (first..first + count).collect::<Vec<_>>());
        let apart =
            (0..variants.len()).flat_map(|first| (first + 2..variants.len()).map(move |second| vec![first, second]));
        for slots in runs.chain(apart) {
            let covers = slots.iter().fold(0_u32, |covers, slot| covers | 1 << slot);
            for (key, worth) in combinations(&slots, variants) {
                let meanings: Vec<&str> =
                    indexes.iter().flat_map(|index| index.meanings(&key, true)).map(|(_, meaning)| meaning).collect();
                for meaning in meanings {
                    let classes: Vec<Class> = meaning.split(' ').map(|stem| Class::Stem(stem.to_owned())).collect();
                    self.read(&classes, covers, quality::SYNONYM * worth / 100, indexes);
                }
            }
        }
    }

    fn read(&mut self, classes: &[Class], covers: u32, quality: u32, indexes: &[Index<'_>]) {
        let mut needs = 0;
        for class in classes {
            let at = match self.classes.iter().position(|known| known == class) {
                Some(at) => at,
                None if self.classes.len() < CLASSES_MAX => {
                    self.classes.push(class.clone());
                    self.class_weights.push(match class {
                        Class::Stem(stem) if stem.starts_with(DENIED) => 1,
                        Class::Stem(stem) => weight(frequency_of(stem, indexes), indexes),
                        Class::Beginning { .. } => TERM_WEIGHT,
                    });
                    self.classes.len() - 1
                }
                None => return,
            };
            needs |= 1 << at;
        }
        let reading = Reading { needs, covers, quality };
        if !self.readings.contains(&reading) {
            self.readings.push(reading);
        }
    }

    /// How much of the query a title with these classes has, of 1,000.
    pub(crate) fn coverage(&self, mask: u64) -> u32 {
        let mut best = [0_u32; SLOTS_MAX];
        for reading in &self.readings {
            let worth = self.worth(reading, mask);
            if worth == 0 {
                continue;
            }
            for (slot, best) in best.iter_mut().enumerate() {
                if reading.covers & (1 << slot) != 0 {
                    *best = (*best).max(worth);
                }
            }
        }
        let total: u32 = self.slot_weights.iter().sum();
        let found: u32 = self.slot_weights.iter().zip(best).map(|(weight, worth)| weight * worth).sum();
        (found * 10).checked_div(total).unwrap_or(0)
    }

    /// What a reading is worth when only some of what it needs is there: half or less is worth nothing.
    fn worth(&self, reading: &Reading, mask: u64) -> u32 {
        let found = reading.needs & mask;
        if found == reading.needs {
            return reading.quality;
        }
        if found == 0 {
            return 0;
        }
        let weigh = |bits: u64| -> u32 {
            self.class_weights
                .iter()
                .enumerate()
                .filter(|(at, _)| bits & (1 << at) != 0)
                .map(|(_, weight)| weight)
                .sum()
        };
        let (found, all) = (weigh(found), weigh(reading.needs).max(1));
        let share = found * 100 / all;
        if share <= 50 { 0 } else { reading.quality * share / 100 * share / 100 * 9 / 10 }
    }
}

/// The keys that the variants of some words make, with what they are worth.
fn combinations(slots: &[usize], variants: &[Vec<(String, u32)>]) -> Vec<(String, u32)> {
    let mut found: Vec<(Vec<&str>, u32)> = vec![(Vec::new(), 100)];
    for slot in slots {
        let mut next = Vec::new();
        for (stems, worth) in &found {
            for (stem, quality) in variants.get(*slot).into_iter().flatten() {
                let mut stems = stems.clone();
                stems.push(stem);
                next.push((stems, worth * quality / 100));
            }
        }
        next.truncate(COMBINATIONS_MAX);
        found = next;
    }
    let join = |(mut stems, worth): (Vec<&str>, u32)| {
        stems.sort_unstable();
        (stems.join(" "), worth)
    };
    found.into_iter().map(join).collect()
}

/// Stems that begin so, those of short words first, then those of frequent ones.
fn beginnings(prefix: &str, except: &str, indexes: &[Index<'_>]) -> Vec<String> {
    let mut found: Vec<(usize, String)> = Vec::new();
    for index in indexes {
        for word in index.words_with(prefix).take(WORDS_LOOKED_AT_MAX) {
            let stem = String::from_utf8_lossy(index.stem(word)).into_owned();
            if stem != except {
                found.push((stem.len(), stem));
            }
        }
    }
    found.sort_unstable();
    found.dedup();
    found.into_iter().map(|(_, stem)| stem).collect()
}

/// Words of one beginning that are looked at.
const WORDS_LOOKED_AT_MAX: usize = 1024;

/// In how many titles and phrases a word stands.
fn frequency_of(stem: &str, indexes: &[Index<'_>]) -> u32 {
    let counts = indexes.iter().filter_map(|index| {
        let word = index.word(stem)?;
        Some(index.codes_with(word).len().saturating_add(index.phrases_with(word).len()))
    });
    counts.fold(0, u32::saturating_add)
}

fn weight(frequency: u32, indexes: &[Index<'_>]) -> u32 {
    let all: usize = indexes.iter().map(|index| index.document_count().saturating_add(index.phrase_count())).sum();
    let all = u32::try_from(all).unwrap_or(u32::MAX);
    (all / frequency.saturating_add(1)).checked_ilog2().map_or(1, |bits| bits + 1).min(WEIGHT_MAX)
}
