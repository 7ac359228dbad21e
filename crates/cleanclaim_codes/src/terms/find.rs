//! From words to a term: main term first, then sub-terms as far as the words lead.

use super::{LEVELS_MAX, Term, TermIndex};
use crate::folding::{is_akin, same_initial, same_word, words};

/// Words of one question; what stands beyond is not looked at.
const WORDS_MAX: usize = 24;
/// Titles compared for one question: bounds the search in a hostile image, and is far above what a real index needs.
const COMPARISONS_MAX: usize = 200_000;

/// What words lead to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found<'t, 'a> {
    /// The term that the words lead to, as far down as they do.
    pub term: Term<'t, 'a>,
    /// How many of the words (small ones like "of" aside) lead nowhere below that term.
    pub words_left: usize,
}

impl<'a> TermIndex<'a> {
    /// The term that one means by these words: main term first or inverted ("Pain, abdominal", "abdominal pain"). Case, accents,
    /// plurals, small words and nonessential modifiers do not matter. `None` when no word is a main term.
    #[must_use]
    pub fn find(&self, text: &str) -> Option<Found<'_, 'a>> {
        let text = Words::of(text);
        let in_order = self.reach(&text, Order::Given, 0);
        if let Some(reach) = in_order.filter(|reach| text.left(reach.used) == 0) {
            return Some(Found { term: reach.term, words_left: 0 });
        }
        let any_order = (0..text.len()).filter_map(|first| self.reach(&text, Order::Any, first));
        let by_part = || (0..text.len()).filter_map(|first| self.reach_part(&text, first));
        // A main term that begins so, only when none is called so: "Ménière's syndrome" of "Ménière's disease, syndrome or vertigo".
        let best = any_order.chain(in_order).reduce(Reach::better).or_else(|| by_part().reduce(Reach::better))?;
        Some(Found { term: best.term, words_left: text.left(best.used) })
    }

    /// The main term whose title begins with the word at `first` and has most of the others.
    fn reach_part<'t>(&'t self, text: &Words<'_>, first: usize) -> Option<Reach<'t, 'a>> {
        let word = text.word(first)?;
        let mains = self.main_terms_called(stem(word)).take(COMPARISONS_MAX / WORDS_MAX);
        let beginning = mains.filter(|main| words(main.title()).next().is_some_and(|start| same_word(start, word)));
        let reaches = beginning.map(|term| {
            let is_there = |word: &Word<'_>| words(term.title()).any(|found| same_word(found, word.text));
            let there = text.words.iter().enumerate().filter(|(_, word)| is_there(word));
            Reach { term, used: there.fold(0, |used, (number, _)| used | 1 << number), looseness: 9 }
        });
        reaches.reduce(Reach::better)
    }

    /// The best way from a main term whose name holds the word at `first`.
    pub(super) fn reach<'t>(&'t self, text: &Words<'_>, order: Order, first: usize) -> Option<Reach<'t, 'a>> {
        let word = text.word(first)?;
        let mut walk = Walk { text, order, comparisons: COMPARISONS_MAX };
        let mut best: Option<Reach<'t, 'a>> = None;
        for main in self.main_terms_called(stem(word)) {
            let Some(taken) = walk.take_at(main.title(), 0, first) else { continue };
            let reach = walk.down(Reach { term: main, used: taken.used, looseness: taken.looseness }, LEVELS_MAX);
            best = Some(best.map_or(reach, |best| best.better(reach)));
            if walk.comparisons == 0 || best.as_ref().is_some_and(|best| walk.is_perfect(best)) {
                break;
            }
        }
        best
    }
}

impl<'t, 'a> Term<'t, 'a> {
    /// The term below this one that the words lead to: a site below "Neoplasm", a form below a drug.
    #[must_use]
    pub fn find_below(&self, text: &str) -> Option<Found<'t, 'a>> {
        let text = Words::of(text);
        let best =
            [Order::Given, Order::Any].map(|order| self.reach_below(&text, order)).into_iter().reduce(Reach::better)?;
        (best.term != *self).then_some(Found { term: best.term, words_left: text.left(best.used) })
    }

    pub(super) fn reach_below(&self, text: &Words<'_>, order: Order) -> Reach<'t, 'a> {
        let mut walk = Walk { text, order, comparisons: COMPARISONS_MAX };
        walk.down(Reach { term: *self, used: 0, looseness: 0 }, LEVELS_MAX)
    }
}

/// The beginning that all forms of a word share: "angin" of "angina", "anginal", "anginas".
fn stem(word: &str) -> &str {
    const ENDING_MAX: usize = 4;
    const STEM_MIN: usize = 5;
    let length = word.chars().count();
    let plural = if word.ends_with('s') && 3 < length { 1 } else { 0 };
    let keep = length.saturating_sub(ENDING_MAX).max(STEM_MIN.min(length - plural));
    word.char_indices().nth(keep).and_then(|(end, _)| word.get(..end)).unwrap_or(word)
}

/// In which order words are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    /// One after the other, as references are printed.
    Given,
    /// Any, as people speak.
    Any,
}

/// A question in words. A set of them is a number with a bit a word.
#[derive(Debug)]
pub(super) struct Words<'q> {
    text: &'q str,
    words: Vec<Word<'q>>,
}

#[derive(Debug)]
struct Word<'q> {
    text: &'q str,
    offset: usize,
    /// A comma or the end follows.
    ends_part: bool,
    /// Says nothing by itself: "of", "with", "NEC".
    is_small: bool,
}

/// Small words: they may stand in a title or be missing from it.
fn is_small(word: &str) -> bool {
    const SMALL: [&str; 18] = [
        "a", "an", "and", "as", "at", "by", "due", "for", "from", "in", "into", "nec", "nos", "of", "on", "the", "to",
        "with",
    ];
    SMALL.iter().any(|small| small.eq_ignore_ascii_case(word))
}

fn is_filler(word: &str) -> bool {
    word.eq_ignore_ascii_case("NEC") || word.eq_ignore_ascii_case("NOS")
}

impl<'q> Words<'q> {
    /// The words of a text, what stands in parentheses left out.
    pub(super) fn of(text: &'q str) -> Self {
        let mut found = Vec::new();
        for word in words(text) {
            if found.len() == WORDS_MAX {
                break;
            }
            // `words` gives slices of the text, so the offset is the distance from its start.
            let offset = word.as_ptr().addr().saturating_sub(text.as_ptr().addr());
            let (before, after) = text.split_at_checked(offset).unwrap_or((text, ""));
            let open = before.rfind('(').is_some_and(|open| !before.get(open..).unwrap_or_default().contains(')'));
            if open && after.contains(')') {
                continue;
            }
            let after = after.get(word.len()..).unwrap_or_default().trim_start();
            let ends_part = after.is_empty() || after.starts_with([',', '(']);
            found.push(Word { text: word, offset, ends_part, is_small: is_small(word) });
        }
        Self { text, words: found }
    }

    /// The words before the one at `number`, as if the text ended there.
    pub(super) fn before(text: &'q str, number: usize) -> Self {
        let mut all = Self::of(text);
        all.words.truncate(number);
        if let Some(last) = all.words.last_mut() {
            last.ends_part = true;
        }
        all
    }

    pub(super) fn len(&self) -> usize {
        self.words.len()
    }

    pub(super) fn word(&self, number: usize) -> Option<&'q str> {
        self.words.get(number).map(|word| word.text)
    }

    /// Where the word stands, to the end of the text.
    pub(super) fn text_from(&self, number: usize) -> &'q str {
        self.words.get(number).and_then(|word| self.text.get(word.offset..)).unwrap_or_default()
    }

    /// The first word that is not used, small ones included.
    pub(super) fn first_left(&self, used: u32) -> Option<usize> {
        (0..self.words.len()).find(|number| used >> number & 1 == 0)
    }

    /// How many words that say something are not used.
    pub(super) fn left(&self, used: u32) -> usize {
        self.words.iter().enumerate().filter(|(number, word)| used >> number & 1 == 0 && !word.is_small).count()
    }
}

/// How far words lead.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reach<'t, 'a> {
    pub(super) term: Term<'t, 'a>,
    pub(super) used: u32,
    /// How loosely titles were matched: 0 is word by word.
    pub(super) looseness: u32,
}

impl Reach<'_, '_> {
    fn better(self, other: Self) -> Self {
        if other.is_better_than(&self) { other } else { self }
    }

    /// More words, else closer to the printed titles, else the main term with more below it: it is the usual one.
    fn is_better_than(&self, other: &Self) -> bool {
        let merit = |reach: &Self| (reach.used.count_ones(), core::cmp::Reverse(reach.looseness));
        let size = |reach: &Self| reach.term.upward().last().map_or(0, |main| main.end().saturating_sub(main.number()));
        let (mine, others) = (merit(self), merit(other));
        others < mine || (others == mine && size(other) < size(self))
    }
}

struct Taken {
    used: u32,
    looseness: u32,
}

struct Walk<'w, 'q> {
    text: &'w Words<'q>,
    order: Order,
    comparisons: usize,
}

impl Walk<'_, '_> {
    fn is_perfect(&self, reach: &Reach<'_, '_>) -> bool {
        reach.looseness == 0 && self.text.first_left(reach.used).is_none()
    }

    /// The best way down from a term.
    fn down<'t, 'a>(&mut self, from: Reach<'t, 'a>, levels: usize) -> Reach<'t, 'a> {
        let mut best = from;
        if levels == 0 || self.is_perfect(&from) {
            return from;
        }
        for child in from.term.children() {
            if self.comparisons == 0 {
                break;
            }
            self.comparisons -= 1;
            let reach = match self.take(child.title(), from.used) {
                Some(taken) => {
                    let next = Reach { term: child, used: taken.used, looseness: from.looseness + taken.looseness };
                    self.down(next, levels - 1)
                }
                // "With", "in", "due to" only group what stands below them.
                None if words(child.title()).all(|word| is_small(word) || word.eq_ignore_ascii_case("or")) => {
                    let inside = self.down(Reach { term: child, looseness: from.looseness + 1, ..from }, levels - 1);
                    if inside.used == from.used { from } else { inside }
                }
                None => continue,
            };
            best = best.better(reach);
            if self.is_perfect(&best) {
                return best;
            }
        }
        // Words that change nothing here, but may stand in the question.
        let skipped = self.skip(from.term, from.used);
        if skipped != from.used {
            let reach = self.down(Reach { used: skipped, looseness: from.looseness + 1, ..from }, levels - 1);
            best = best.better(reach);
        }
        best
    }

    /// Marks words that the term's modifiers have, and small ones.
    fn skip(&self, term: Term<'_, '_>, used: u32) -> u32 {
        let is_modifier = |word: &str| {
            term.modifiers().is_some_and(|modifiers| words(modifiers).any(|modifier| same_word(modifier, word)))
        };
        let mut used = used;
        for (number, word) in self.text.words.iter().enumerate() {
            if used >> number & 1 == 1 {
                continue;
            }
            if word.is_small || is_modifier(word.text) {
                used |= 1 << number;
            } else if self.order == Order::Given {
                break;
            }
        }
        used
    }

    /// The words that a title, or a part of it between commas, takes.
    fn take(&mut self, title: &str, used: u32) -> Option<Taken> {
        let last = match self.order {
            Order::Given => self.text.first_left(used).map(|first| first + 1),
            Order::Any => Some(self.text.len()),
        }?;
        let first = self.text.first_left(used)?;
        (first..last)
            .filter(|start| used >> start & 1 == 0)
            .filter_map(|start| self.take_at(title, used, start))
            .reduce(|best, other| {
                let merit = |taken: &Taken| (taken.used.count_ones(), core::cmp::Reverse(taken.looseness));
                if merit(&best) < merit(&other) { other } else { best }
            })
    }

    /// The words from `start` on that a title takes: all of it, its first part, another part, a part in other forms of its words,
    /// its beginning.
    fn take_at(&mut self, title: &str, used: u32, start: usize) -> Option<Taken> {
        self.comparisons = self.comparisons.saturating_sub(1);
        let first = self.text.word(start)?;
        if !title.split(',').filter_map(|part| words(part).next()).any(|word| same_initial(word, first)) {
            return None;
        }
        if let Some(used) = self.same_words(title, used, start, same_word) {
            return Some(Taken { used, looseness: 0 });
        }
        let parts = || title.split(',').zip([1].into_iter().chain(core::iter::repeat(2)));
        let longest = |same: fn(&str, &str) -> bool, more: u32| {
            let taken = parts().filter_map(|(part, looseness)| {
                let used = self.same_words(part, used, start, same)?;
                Some(Taken { used, looseness: looseness + more })
            });
            taken.reduce(|best, other| if best.used.count_ones() < other.used.count_ones() { other } else { best })
        };
        longest(same_word, 0).or_else(|| longest(is_akin, 2)).or_else(|| {
            let used = self.begins_title(title, used, start).filter(|_| self.order == Order::Given)?;
            Some(Taken { used, looseness: 5 })
        })
    }

    /// Marks the words from `start` on that are the words of a title, all of them and in order.
    fn same_words(&self, title: &str, used: u32, start: usize, same: fn(&str, &str) -> bool) -> Option<u32> {
        let mut used = used;
        let mut next = start;
        let skip_fillers = |used: &mut u32, next: &mut usize| {
            while self.text.word(*next).is_some_and(is_filler) {
                *used |= 1 << *next;
                *next += 1;
            }
        };
        let mut wanted = words(title).filter(|word| !is_filler(word)).peekable();
        wanted.peek()?;
        for word in wanted {
            skip_fillers(&mut used, &mut next);
            let found = self.text.word(next).filter(|_| used >> next & 1 == 0)?;
            if !same_word(found, word) && !same(found, word) {
                return None;
            }
            used |= 1 << next;
            next += 1;
        }
        skip_fillers(&mut used, &mut next);
        Some(used)
    }

    /// Marks the words up to the next comma, when a title begins with them and goes on.
    fn begins_title(&self, title: &str, used: u32, start: usize) -> Option<u32> {
        let mut used = used;
        let mut wanted = words(title);
        for (number, word) in self.text.words.iter().enumerate().skip(start) {
            if !is_filler(word.text) && !wanted.next().is_some_and(|wanted| same_word(word.text, wanted)) {
                return None;
            }
            used |= 1 << number;
            if word.ends_part {
                return Some(used);
            }
        }
        None
    }
}
