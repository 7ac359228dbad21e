//! Which documents of one index match a plan, and how well.
//!
//! The documents are gone through in blocks: for each block, the postings of every word are gathered into one mask a document,
//! and the mask is weighed. Nothing grows with the index but the masks of its phrases.

use core::cmp::Reverse;
use core::ops::Range;
use std::collections::BinaryHeap;

use super::index::{Index, PhraseKind, Postings};
use super::plan::{Class, Plan};
use super::text::WHOLE;

/// Documents a block: their masks fit the processor's nearest cache.
const BLOCK: usize = 4096;
/// Words that one beginning stands for, the most frequent of them.
const WORDS_MAX: usize = 256;
/// Numbers read from the lists of one query: more than any whole index of ours has.
const POSTINGS_MAX: usize = 8_000_000;
/// Phrases, the best of all, that lend their words to the codes they head.
const PHRASES_MAX: usize = 300;
/// Codes that all phrases of a query may lend to.
const HEADED_MAX: usize = 100_000;
/// Documents with less of the query than this, of 1,000, do not answer it.
const COVERAGE_MIN: u32 = 300;

/// Points. What the query says is worth [`COVERED`] a thousandth; the rest decides among equals.
mod points {
    pub(super) const COVERED: i32 = 12;
    /// For each half word that the title or phrase has and the query has not.
    pub(super) const EXTRA: i32 = 45;
    pub(super) const EXTRAS_MAX: i32 = 40;
    pub(super) const TIERS: [i32; 4] = [0, 600, 450, 300];
    pub(super) const HEADER: i32 = 700;
    pub(super) const INCLUSION: i32 = 60;
    pub(super) const INCLUDES: i32 = 300;
    pub(super) const INDEX: i32 = 40;
    /// Nothing missing and nothing more.
    pub(super) const EXACT: i32 = 250;
}

/// What a header loses against a billable code.
pub(crate) const HEADER_POINTS: i32 = points::HEADER;

/// A document that matches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Scored {
    pub(crate) score: i32,
    /// Lower numbers first among equals.
    pub(crate) document: Reverse<u32>,
    /// The phrase that matched; [`TITLE`] for the title.
    pub(crate) phrase: u32,
}

/// Stands for "the title matched".
pub(crate) const TITLE: u32 = u32::MAX;

/// Which documents may answer.
#[derive(Debug, Clone)]
pub(crate) struct Allowed {
    /// Apart and rising.
    pub(crate) ranges: Vec<Range<u32>>,
}

struct Cursor<'a> {
    bit: u64,
    list: Postings<'a>,
    next: Option<u32>,
}

/// A phrase that lends its words to the documents it heads.
struct Lent {
    first: u32,
    end: u32,
    number: u32,
    mask: u64,
    extras: i32,
    kind: PhraseKind,
    /// Half words that the query does not have in the title of the code where the phrase stands.
    own_extras: Option<i32>,
}

/// The best documents, at most `count`, best first.
pub(crate) fn best(index: &Index<'_>, plan: &Plan, allowed: &Allowed, count: usize) -> Vec<Scored> {
    let mut run = Run { index, plan, memo: vec![(0, 0); MEMO], budget: POSTINGS_MAX };
    let words = run.words();
    let mut lent = run.lent(&words);
    let mut cursors = run.cursors(&words, |word| index.codes_with(word));
    let mut heap: BinaryHeap<Reverse<Scored>> = BinaryHeap::with_capacity(count + 1);
    let mut masks = vec![0_u64; BLOCK];
    let mut scores = vec![(i32::MIN, TITLE); BLOCK];
    let end = allowed.ranges.last().map_or(0, |range| range.end);
    let mut start = 0_u32;
    while start < end {
        let block = start..end.min(start.saturating_add(BLOCK as u32));
        masks.fill(0);
        scores.fill((i32::MIN, TITLE));
        run.gather(&mut cursors, &block, &mut masks);
        for range in &allowed.ranges {
            let (from, to) = (range.start.max(block.start), range.end.min(block.end));
            for document in from..to {
                let at = (document - block.start) as usize;
                if masks[at] != 0 {
                    scores[at].0 = run.title_score(document, masks[at]);
                }
            }
        }
        run.lend(&mut lent, &block, &masks, &mut scores);
        for range in &allowed.ranges {
            let (from, to) = (range.start.max(block.start), range.end.min(block.end));
            for document in from..to {
                let (score, phrase) = scores[(document - block.start) as usize];
                if score == i32::MIN || (heap.len() == count && heap.peek().is_some_and(|worst| score < worst.0.score))
                {
                    continue;
                }
                heap.push(Reverse(Scored { score, document: Reverse(document), phrase }));
                if count < heap.len() {
                    heap.pop();
                }
            }
        }
        start = block.end;
    }
    let mut best: Vec<Scored> = heap.into_iter().map(|Reverse(scored)| scored).collect();
    best.sort_unstable_by_key(|scored| Reverse(*scored));
    best
}

const MEMO: usize = 256;

struct Run<'r, 'a> {
    index: &'r Index<'a>,
    plan: &'r Plan,
    /// The coverage of masks seen before: most documents share a few.
    memo: Vec<(u64, u32)>,
    budget: usize,
}

impl<'a> Run<'_, 'a> {
    /// The words of this index that each class matches.
    fn words(&self) -> Vec<(u64, Vec<u32>)> {
        let words_of = |class: &Class| match class {
            Class::Stem(stem) => self.index.word(stem).into_iter().collect(),
            Class::Beginning { prefix, except } => {
                let words = self.index.words_with(prefix);
                let words = words.filter(|word| self.index.stem(*word) != except.as_bytes());
                let mut words: Vec<u32> = words.collect();
                if WORDS_MAX < words.len() {
                    words.sort_by_key(|word| (Reverse(self.index.codes_with(*word).len()), *word));
                    words.truncate(WORDS_MAX);
                }
                words
            }
        };
        self.plan.classes.iter().enumerate().map(|(at, class)| (1 << at, words_of(class))).collect()
    }

    fn cursors(&self, words: &[(u64, Vec<u32>)], list: impl Fn(u32) -> Postings<'a>) -> Vec<Cursor<'a>> {
        let words = words.iter().flat_map(|(bit, words)| words.iter().map(move |word| (*bit, *word)));
        let cursors = words.map(|(bit, word)| {
            let mut list = list(word);
            let next = list.next();
            Cursor { bit, list, next }
        });
        cursors.filter(|cursor| cursor.next.is_some()).collect()
    }

    /// Adds the bits of all lists to the masks of a block.
    fn gather(&mut self, cursors: &mut [Cursor<'_>], block: &Range<u32>, masks: &mut [u64]) {
        for cursor in cursors {
            while let Some(number) = cursor.next.filter(|number| *number < block.end) {
                if let Some(mask) = number.checked_sub(block.start).and_then(|at| masks.get_mut(at as usize)) {
                    *mask |= cursor.bit;
                }
                cursor.next = cursor.list.next();
                match self.budget.checked_sub(1) {
                    Some(left) => self.budget = left,
                    None => cursor.next = None,
                }
            }
        }
    }

    fn coverage(&mut self, mask: u64) -> u32 {
        let at = (mask.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 56) as usize % MEMO;
        let (known, coverage) = self.memo[at];
        if known == mask {
            return coverage;
        }
        let coverage = self.plan.coverage(mask);
        self.memo[at] = (mask, coverage);
        coverage
    }

    fn title_score(&mut self, document: u32, mask: u64) -> i32 {
        let coverage = self.coverage(mask);
        if coverage < COVERAGE_MIN {
            return i32::MIN;
        }
        let length = self.index.document(document).map_or(0, |document| document.length);
        let extras = self.extras(length, mask);
        self.score(document, coverage, extras)
    }

    /// Half words of a title or phrase that the query does not have.
    fn extras(&self, length: u8, mask: u64) -> i32 {
        (i32::from(length) - i32::from(WHOLE) * self.plan.matched(mask) as i32).max(0)
    }

    fn score(&self, document: u32, coverage: u32, extras: i32) -> i32 {
        let Some(document) = self.index.document(document) else { return i32::MIN };
        let mut score = coverage as i32 * points::COVERED - extras.min(points::EXTRAS_MAX) * points::EXTRA;
        score += points::TIERS[usize::from(document.tier) % points::TIERS.len()];
        if extras == 0 && 900 <= coverage {
            score += points::EXACT;
        }
        if !document.billable {
            score -= points::HEADER;
        }
        score
    }

    /// The phrases that match best, by the document where they stand.
    fn lent(&mut self, words: &[(u64, Vec<u32>)]) -> Vec<Lent> {
        let index = self.index;
        let mut masks = vec![0_u64; index.phrase_count()];
        let mut cursors = self.cursors(words, |word| index.phrases_with(word));
        let all = 0..u32::try_from(masks.len()).unwrap_or(u32::MAX);
        self.gather(&mut cursors, &all, &mut masks);
        let mut found: Vec<(Reverse<u32>, i32, u32)> = Vec::new();
        for (mask, number) in masks.iter().zip(0..).filter(|(mask, _)| **mask != 0) {
            let coverage = self.coverage(*mask);
            if 0 < coverage {
                found.push((Reverse(coverage), self.extras(index.phrase_length(number), *mask), number));
            }
        }
        if PHRASES_MAX < found.len() {
            found.select_nth_unstable(PHRASES_MAX);
            found.truncate(PHRASES_MAX);
        }
        found.sort_unstable();
        let mut headed = 0_usize;
        let mut lent: Vec<Lent> = Vec::new();
        for (_, extras, number) in found {
            let Some((first, end, kind)) = index.phrase_place(number) else { continue };
            headed = headed.saturating_add(end.saturating_sub(first) as usize);
            if HEADED_MAX < headed {
                break;
            }
            let mask = masks.get(number as usize).copied().unwrap_or(0);
            lent.push(Lent { first, end, number, mask, extras, kind, own_extras: None });
        }
        lent.sort_unstable_by_key(|phrase| (phrase.first, phrase.number));
        lent
    }

    /// Raises the scores of a block's documents by the phrases that stand at them or above them.
    fn lend(&mut self, lent: &mut [Lent], block: &Range<u32>, masks: &[u64], scores: &mut [(i32, u32)]) {
        for phrase in lent.iter_mut().take_while(|phrase| phrase.first < block.end) {
            for document in phrase.first.max(block.start)..phrase.end.min(block.end) {
                let at = (document - block.start) as usize;
                let title = masks.get(at).copied().unwrap_or(0);
                let Some(known) = self.index.document(document) else { break };
                let title_extras = self.extras(known.length, title);
                let own_extras = *phrase.own_extras.get_or_insert(title_extras);
                let coverage = self.coverage(title | phrase.mask);
                if coverage < COVERAGE_MIN {
                    continue;
                }
                // What the title says beyond that of the phrase's own code, and the query does not.
                let more = (title_extras - own_extras).max(0);
                let field = match phrase.kind {
                    PhraseKind::Inclusion => points::INCLUSION,
                    PhraseKind::Includes => points::INCLUDES,
                    PhraseKind::Index => points::INDEX,
                };
                let score = self.score(document, coverage, phrase.extras + more) - field;
                if let Some(best) = scores.get_mut(at).filter(|best| best.0 < score) {
                    *best = (score, phrase.number);
                }
            }
        }
    }
}
