//! Search over the words of all loaded sets: by code, by title, by the phrases of the tabular list, by abbreviation and everyday
//! word, as you type.
//!
//! Every image brings its own index, written when the image was; [`Search`] asks all of them. What is found is looked up on the
//! date before it is shown, so a code that an image of another year answers for is judged by that image.

pub(crate) mod index;
mod plan;
mod score;
mod spelling;
pub(crate) mod text;

use core::cmp::Reverse;
use std::collections::HashMap;

use jiff::civil::Date;

use crate::code_sets::CodeSets;
use crate::key::{AnyCode, Code, Key, code_of};
use crate::set::Set;
use crate::table::Entry;
use index::Index;
use plan::{Plan, Spelling};
use score::{Allowed, HEADER_POINTS, Scored, TITLE};

/// The longest query that is read, in characters; the rest is ignored.
pub const QUERY_CHARS_MAX: usize = 300;
/// The most hits of one query.
pub const HITS_MAX: usize = 1000;
/// Documents taken from each index before they are looked up on the date.
const CANDIDATES_MIN: usize = 128;
/// The score of the code that was typed in full; everything found by words stands below.
const TYPED_CODE: i32 = 1_000_000;

/// What to search for.
#[derive(Debug, Clone, Copy)]
pub struct Query<'q> {
    /// Words in any order, the last one perhaps not finished, or the beginning of a code.
    pub text: &'q str,
    /// The day on which codes must be valid.
    pub on: Date,
    /// Only these sets; empty for all.
    pub sets: &'q [Set],
    /// Only codes from the first to the last of these, both with all that begin so: a chapter, a block, a category.
    pub between: Option<(&'q str, &'q str)>,
    /// Only codes that may stand on a claim.
    pub billable_only: bool,
    /// How many hits; at most [`HITS_MAX`].
    pub limit: usize,
}

impl<'q> Query<'q> {
    /// A query over all sets, for ten hits.
    #[must_use]
    pub const fn new(text: &'q str, on: Date) -> Self {
        Self { text, on, sets: &[], between: None, billable_only: false, limit: 10 }
    }
}

/// A code that answers a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hit<'a> {
    /// The set.
    pub set: Set,
    /// The code, without dot.
    pub code: AnyCode,
    /// Its title on the date; `None` when it is not loaded.
    pub title: Option<&'a str>,
    /// Whether it may stand on a claim.
    pub billable: bool,
    /// Higher is better; compares only with other hits of the same query.
    pub score: i32,
    /// The phrase that matched: the title, a term of the tabular list or the index; for a typed code, the title or nothing.
    pub matched: &'a str,
}

/// What may come next while somebody types.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Completion<'a> {
    /// A word, with the number of titles that have it.
    Word {
        /// The word.
        word: &'a str,
        /// Titles and phrases that have it.
        count: u32,
    },
    /// A code, as it stands in its last span.
    Code {
        /// The set.
        set: Set,
        /// The code.
        code: AnyCode,
        /// Its title, if known.
        title: Option<&'a str>,
    },
}

/// The words of all loaded images. Cheap to make; answers in place.
#[derive(Debug, Clone)]
pub struct Search<'s, 'a> {
    sets: &'s CodeSets<'a>,
    indexes: Vec<Index<'a>>,
}

impl<'a> CodeSets<'a> {
    /// Search over everything that is loaded.
    #[must_use]
    pub fn search(&self) -> Search<'_, 'a> {
        Search { sets: self, indexes: self.images().iter().filter_map(Index::new).collect() }
    }
}

impl<'a> Search<'_, 'a> {
    /// The codes that answer best, best first; only codes that are valid on the day.
    #[must_use]
    pub fn find(&self, query: &Query<'_>) -> Vec<Hit<'a>> {
        let limit = query.limit.min(HITS_MAX);
        if limit == 0 {
            return Vec::new();
        }
        let text: String = query.text.chars().take(QUERY_CHARS_MAX).collect();
        let mut hits = self.typed_codes(&text, query, limit);
        let mut found = self.by_words(&text, query, limit, Spelling::Unknown);
        if found.is_empty() && hits.is_empty() {
            found = self.by_words(&text, query, limit, Spelling::Any);
        }
        found.retain(|hit| !hits.iter().any(|typed| (typed.set, typed.code) == (hit.set, hit.code)));
        hits.append(&mut found);
        hits.truncate(limit);
        hits
    }

    /// Codes that begin with what was typed, the shortest first.
    fn typed_codes(&self, text: &str, query: &Query<'_>, limit: usize) -> Vec<Hit<'a>> {
        let text = text.trim();
        let Some(typed) = AnyCode::parse(text).filter(|_| !text.contains(' ')) else { return Vec::new() };
        if !typed.as_str().bytes().any(|byte| byte.is_ascii_digit()) {
            return Vec::new();
        }
        let mut hits = Vec::new();
        for set in self.sets_of(query) {
            let Some(table) = self.sets.codes(set) else { continue };
            let below = table.starting_with(typed.as_str()).take(CODES_LOOKED_AT_MAX);
            let codes = below.filter_map(|index| table.entry_at(index)).map(|entry| entry.code);
            let mut of_set: Vec<Hit<'a>> = codes
                .filter_map(|code| {
                    let entry = table.lookup(code, query.on).valid()?;
                    let more = i32::try_from(code.as_str().len() - typed.as_str().len()).unwrap_or(0);
                    let hit = hit_of(set, entry, TYPED_CODE - 1000 * more, None);
                    is_wanted(query, &hit).then_some(hit)
                })
                .collect();
            of_set.sort_by_key(|hit| Reverse(hit.score));
            of_set.truncate(limit);
            hits.extend(of_set);
        }
        hits.sort_by_key(|hit| Reverse(hit.score));
        hits.truncate(limit);
        hits
    }

    fn by_words(&self, text: &str, query: &Query<'_>, limit: usize, spelling: Spelling) -> Vec<Hit<'a>> {
        let plan = Plan::new(text, &self.indexes, spelling);
        if plan.is_empty() {
            return Vec::new();
        }
        let mut count = CANDIDATES_MIN.max(2 * limit);
        loop {
            let mut is_all = true;
            let mut best: HashMap<(Set, Key), Hit<'a>> = HashMap::new();
            for index in &self.indexes {
                let allowed = self.allowed(index, query);
                let scored = score::best(index, &plan, &allowed, count);
                is_all &= scored.len() < count;
                for (key, hit) in scored.iter().filter_map(|scored| self.hit(index, scored, query)) {
                    let known = best.entry((hit.set, key)).or_insert(hit);
                    if known.score < hit.score {
                        *known = hit;
                    }
                }
            }
            // Most candidates may be codes of other years: look further down, but not without end.
            if limit <= best.len() || is_all || CANDIDATES_MAX <= count {
                let mut hits: Vec<_> = best.into_iter().collect();
                hits.sort_unstable_by_key(|((set, key), hit)| (Reverse(hit.score), *set, *key));
                return mixed(hits.into_iter().map(|(_, hit)| hit).collect(), limit);
            }
            count *= 16;
        }
    }

    fn hit(&self, index: &Index<'a>, scored: &Scored, query: &Query<'_>) -> Option<(Key, Hit<'a>)> {
        let document = scored.document.0;
        let group = index.group_of(document)?;
        let key = group.key(document)?;
        let entry = self.sets.codes(group.set)?.lookup(code_of::<AnyCode>(key)?, query.on).valid()?;
        let was_billable = index.document(document)?.billable;
        let correction = match (was_billable, entry.is_billable()) {
            (true, false) => -HEADER_POINTS,
            (false, true) => HEADER_POINTS,
            _ => 0,
        };
        let phrase = if scored.phrase == TITLE { None } else { index.phrase_text(scored.phrase) };
        let hit = hit_of(group.set, entry, scored.score + correction, phrase);
        is_wanted(query, &hit).then_some((key, hit))
    }

    /// The documents that may answer: of the wanted sets that have an edition for the day, the codes between the bounds.
    fn allowed(&self, index: &Index<'_>, query: &Query<'_>) -> Allowed {
        let is_asked = |set: Set| {
            (query.sets.is_empty() || query.sets.contains(&set))
                && self.sets.codes(set).is_some_and(|table| table.covers(query.on))
        };
        let mut ranges: Vec<core::ops::Range<u32>> = index
            .groups
            .iter()
            .filter(|group| is_asked(group.set))
            .map(|group| bounds(query).map_or(group.first..group.end(), |(first, last)| group.between(first, last)))
            .filter(|range| range.start < range.end)
            .collect();
        ranges.sort_unstable_by_key(|range| range.start);
        Allowed { ranges }
    }

    fn sets_of(&self, query: &Query<'_>) -> impl Iterator<Item = Set> {
        let wanted = query.sets.to_vec();
        Set::of_codes().filter(move |set| wanted.is_empty() || wanted.contains(set))
    }

    /// Words that begin with the last word of the text, the most frequent first, and codes that begin with the whole text; at
    /// most `limit` of each.
    #[must_use]
    pub fn complete(&self, text: &str, limit: usize) -> Vec<Completion<'a>> {
        let text: String = text.chars().take(QUERY_CHARS_MAX).collect();
        let limit = limit.min(HITS_MAX);
        let mut completions = self.code_completions(text.trim(), limit);
        let Some(last) = text::tokens(&text).pop() else { return completions };
        let mut words: Vec<(u32, &'a str)> = Vec::new();
        for index in &self.indexes {
            let mut of_index: Vec<(Reverse<u32>, u32)> = Vec::new();
            let range = index.words_with(&last.word);
            let whole = index.word(&last.stem).filter(|word| !range.contains(word));
            for word in range.chain(whole).take(WORDS_COMPLETED_MAX) {
                let count = index.codes_with(word).len().saturating_add(index.phrases_with(word).len());
                of_index.push((Reverse(count), word));
            }
            if limit < of_index.len() {
                of_index.select_nth_unstable(limit);
                of_index.truncate(limit);
            }
            words.extend(of_index.into_iter().map(|(Reverse(count), word)| (count, index.display(word))));
        }
        words.sort_unstable_by_key(|(count, word)| (*word, Reverse(*count)));
        words.dedup_by_key(|(_, word)| *word);
        words.sort_by_key(|(count, _)| Reverse(*count));
        words.truncate(limit);
        completions.extend(words.into_iter().map(|(count, word)| Completion::Word { word, count }));
        completions
    }

    fn code_completions(&self, text: &str, limit: usize) -> Vec<Completion<'a>> {
        let Some(typed) = AnyCode::parse(text).filter(|_| !text.contains(' ')) else { return Vec::new() };
        let mut completions = Vec::new();
        for set in Set::of_codes() {
            let Some(table) = self.sets.codes(set) else { continue };
            let entries = table.starting_with(typed.as_str()).take(limit).filter_map(|index| table.entry_at(index));
            completions.extend(entries.map(|entry| Completion::Code { set, code: entry.code, title: entry.title() }));
        }
        completions.truncate(limit);
        completions
    }
}

/// Of hits that stand best first, the best `limit`; when the first of them are all of one set, another set that answers nearly
/// as well gets places among them: who types "hemodialysis" may mean the procedure or the status.
fn mixed(mut hits: Vec<Hit<'_>>, limit: usize) -> Vec<Hit<'_>> {
    let Some(best) = hits.first().copied() else { return hits };
    if OTHERS_AT < limit && hits.iter().take(limit.min(FIRST)).all(|hit| hit.set == best.set) {
        let others = hits.iter().enumerate().skip(OTHERS_AT);
        let near = others.filter(|(_, hit)| hit.set != best.set && best.score - hit.score <= NEARLY_AS_WELL);
        let near: Vec<usize> = near.map(|(at, _)| at).take(limit.min(FIRST) - OTHERS_AT).collect();
        for (at, place) in near.into_iter().zip(OTHERS_AT..) {
            hits[place..=at].rotate_right(1);
        }
    }
    hits.truncate(limit);
    hits
}

/// The hits that are seen first, and the place among them from which other sets are let in.
const FIRST: usize = 5;
const OTHERS_AT: usize = 3;
/// Points by which the best of another set may stand below the best of all.
const NEARLY_AS_WELL: i32 = 2000;

/// Codes below a typed beginning that are looked at: "S" begins half a set.
const CODES_LOOKED_AT_MAX: usize = 2000;
/// The furthest that a search looks down its candidates.
const CANDIDATES_MAX: usize = 1 << 16;
/// Words of one beginning that a completion looks at.
const WORDS_COMPLETED_MAX: usize = 8192;

fn hit_of<'a>(set: Set, entry: Entry<'a, AnyCode>, score: i32, phrase: Option<&'a str>) -> Hit<'a> {
    let matched = phrase.or(entry.title()).unwrap_or_default();
    Hit { set, code: entry.code, title: entry.title(), billable: entry.is_billable(), score, matched }
}

fn is_wanted(query: &Query<'_>, hit: &Hit<'_>) -> bool {
    let inside = bounds(query).is_none_or(|(first, last)| {
        Key::of(hit.code.text()).is_some_and(|key| first <= key && key <= last.end_of_prefix())
    });
    inside && (hit.billable || !query.billable_only)
}

/// The first and the last code that a query allows; a bound that is no code allows nothing.
fn bounds(query: &Query<'_>) -> Option<(Key, Key)> {
    let (first, last) = query.between?;
    let key = |text: &str| AnyCode::parse(text).and_then(|code| Key::of(code.as_str()));
    Some(key(first).zip(key(last)).unwrap_or((Key(u64::MAX), Key(1))))
}
