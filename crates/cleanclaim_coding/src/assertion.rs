//! What a note says about a condition that it names: that the patient has it, has not, had it, may have it, or somebody else has.
//!
//! The method is that of trigger words with a direction and a reach: W. Chapman et al., "A simple algorithm for identifying negated
//! findings and diseases in discharge summaries", J Biomed Inform 34 (2001); H. Harkema et al., "ConText", J Biomed Inform 42 (2009).

use core::ops::Range;
use std::collections::HashMap;

use crate::words::{Gap, Tokens, words_of};

/// How a named condition stands to the patient today.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Assertion {
    /// The patient has it.
    Affirmed,
    /// The patient has it not.
    Negated,
    /// A relative has or had it.
    Family,
    /// Spoken of as a risk, a goal, a side effect, or something to watch or screen for.
    Hypothetical,
    /// Was there before.
    Historical,
    /// Was treated and is over.
    Resolved,
    /// Possible, probable, suspected or to be ruled out.
    Uncertain,
}

impl Assertion {
    /// In words, for the steps of a suggestion.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Affirmed => "affirmed",
            Self::Negated => "negated",
            Self::Family => "of a relative",
            Self::Hypothetical => "hypothetical",
            Self::Historical => "historical",
            Self::Resolved => "resolved",
            Self::Uncertain => "uncertain",
        }
    }
}

/// Which side of the trigger the condition stands on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Direction {
    /// `no fever`
    Before,
    /// `fever is ruled out`
    After,
}

/// How many words a trigger reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// So many words.
    Words(usize),
    /// To the end of the clause.
    Clause,
}

/// Triggers as people write them, parted by commas. Where several reach a condition, the first list wins.
const TRIGGERS: &[(Assertion, Direction, Reach, &str)] = &[
    (
        Assertion::Negated,
        Direction::Before,
        Reach::Clause,
        "no, denies, denied, denying, without, w/o, negative for, no evidence of, no sign of, no signs of, \
         free of, absence of, absent, not have, not had, does not have, rules out, ruled out for, never had, \
         no history of, doubt, none of, neither, nor, lack of, not consistent with, not suggestive of, \
         no longer has",
    ),
    (Assertion::Negated, Direction::Before, Reach::Words(3), "not, non, isn't, wasn't"),
    (
        Assertion::Negated,
        Direction::After,
        Reach::Words(4),
        "ruled out, is ruled out, was ruled out, has been ruled out, negative, unlikely, is unlikely, absent, \
         not present, not seen",
    ),
    (
        Assertion::Family,
        Direction::Before,
        Reach::Clause,
        "family history of, family history, family hx, fhx, mother, father, sister, brother, maternal, paternal, \
         grandmother, grandfather, aunt, uncle, cousin, runs in the family",
    ),
    (
        Assertion::Family,
        Direction::After,
        Reach::Words(6),
        "in his mother, in her mother, in his father, in her father, runs in the family, in the family",
    ),
    (
        Assertion::Hypothetical,
        Direction::Before,
        Reach::Clause,
        "if, return for, call for, risk of, risk for, risks of, at risk, risk factors for, in case of, \
         to prevent, prevention of, prevent, prevents, screening for, screen for, screened for, monitor for, \
         watch for, signs of, symptoms of, side effects, side effect, adverse effects, should, avoid, \
         prophylaxis, prophylaxis for, vaccine for, vaccination for, vaccinate, educated on, education on, \
         precautions, complications such as, risks include, including risks, unless, evaluate for, test for, \
         testing for, check for, workup for, work up for, work-up for, assess for, look for, allergic to, \
         allergy to",
    ),
    (
        Assertion::Hypothetical,
        Direction::After,
        Reach::Words(3),
        "prophylaxis, screening, precautions, prevention, risk, vaccine, vaccination",
    ),
    (
        Assertion::Historical,
        Direction::Before,
        Reach::Words(6),
        "history of, h/o, hx of, previous, prior, remote, past, status post, s/p, previously had, had a, \
         childhood, in the past, former",
    ),
    (Assertion::Historical, Direction::After, Reach::Words(4), "in the past, years ago, as a child"),
    (Assertion::Resolved, Direction::Before, Reach::Words(3), "resolved, resolution of"),
    (
        Assertion::Resolved,
        Direction::After,
        Reach::Words(4),
        "resolved, has resolved, have resolved, is resolved, now resolved",
    ),
    (
        Assertion::Uncertain,
        Direction::Before,
        Reach::Words(8),
        "possible, possibly, probable, probably, suspected, suspect, suspicion for, suspicion of, \
         suspicious for, likely, likely due to, likely secondary to, probably secondary to, questionable, \
         concern for, concerning for, concerned about, rule out, r/o, versus, vs, cannot exclude, \
         cannot rule out, consistent with, c/w, compatible with, indicative of, suggestive of, comparable with, \
         appears to be, working diagnosis, differential includes, differential diagnosis, differential, \
         presumed, presumptive, may have, may be, might be, could be, think, thought to be, query, impending, \
         borderline, equivocal for",
    ),
    (Assertion::Uncertain, Direction::After, Reach::Words(1), "versus, vs"),
    (
        Assertion::Uncertain,
        Direction::After,
        Reach::Words(4),
        "is suspected, was suspected, is possible, is likely, cannot be ruled out, \
         cannot be excluded, not ruled out, to be ruled out, is questionable",
    ),
];

/// Phrases that look like triggers and are none.
const NO_TRIGGERS: &str = "no change, no changes, no increase, no further, not only, no longer, without difficulty, not drain, \
         no known, no significant change, not certain, as if, with history, present illness, \
         history of present illness, should continue, no need, no questions, no issues, without issues, \
         not well controlled, not controlled, not at goal, not improved, not improving, risk stratification, \
         high risk, past medical history";

/// Words that end what a trigger reaches.
const ENDS: &str = "but, however, although, though, except, which, who, because, since, secondary, presents, presented, \
         presenting, reports, reported, complains, endorses, admits, positive, started, continue, will";

/// Finds what triggers say about a range of words.
#[derive(Debug)]
pub(crate) struct Assertions {
    triggers: Vec<Trigger>,
    /// First word of a trigger -> triggers, longest first.
    by_first_word: HashMap<String, Vec<usize>>,
    ends: Vec<String>,
}

#[derive(Debug)]
struct Trigger {
    words: Vec<String>,
    /// `None` for phrases that only look like triggers.
    meaning: Option<(Assertion, Direction, Reach)>,
    /// Place of its list: the lower wins.
    order: usize,
    /// As written in the lists, for the explanation.
    text: &'static str,
}

/// A trigger that stands in a sentence.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    trigger: usize,
    words: Range<usize>,
}

impl Assertions {
    pub(crate) fn new() -> Self {
        let mut triggers = Vec::new();
        for (order, (assertion, direction, reach, texts)) in TRIGGERS.iter().enumerate() {
            for text in texts.split(", ") {
                let meaning = Some((*assertion, *direction, *reach));
                triggers.push(Trigger { words: words_of(text), meaning, order, text });
            }
        }
        for text in NO_TRIGGERS.split(", ") {
            triggers.push(Trigger { words: words_of(text), meaning: None, order: usize::MAX, text });
        }
        let mut by_first_word: HashMap<String, Vec<usize>> = HashMap::new();
        for (index, trigger) in triggers.iter().enumerate() {
            if let Some(first) = trigger.words.first() {
                by_first_word.entry(first.clone()).or_default().push(index);
            }
        }
        for list in by_first_word.values_mut() {
            list.sort_by_key(|index| core::cmp::Reverse(triggers[*index].words.len()));
        }
        let ends = ENDS.split(", ").flat_map(words_of).collect();
        Self { triggers, by_first_word, ends }
    }

    /// The triggers of a sentence, in order; the longest at each place.
    pub(crate) fn find(&self, tokens: &Tokens, sentence: Range<usize>) -> Vec<Found> {
        let mut found = Vec::new();
        let mut index = sentence.start;
        while index < sentence.end {
            let here = self.by_first_word.get(tokens.normal(index)).into_iter().flatten().copied();
            let fits = |trigger: &usize| {
                let words = &self.triggers[*trigger].words;
                index + words.len() <= sentence.end
                    && words.iter().enumerate().all(|(offset, word)| tokens.normal(index + offset) == word)
            };
            // Several lists may hold the same words: before and after.
            let longest = here.clone().filter(fits).map(|trigger| self.triggers[trigger].words.len()).max();
            let Some(length) = longest else {
                index += 1;
                continue;
            };
            let same_length = here.filter(|trigger| self.triggers[*trigger].words.len() == length).filter(fits);
            found.extend(same_length.map(|trigger| Found { trigger, words: index..index + length }));
            index += length;
        }
        found
    }

    /// What the triggers say about the words of a match, and the trigger that says so.
    pub(crate) fn of(
        &self,
        tokens: &Tokens,
        found: &[Found],
        words: &Range<usize>,
    ) -> (Assertion, Option<&'static str>) {
        let mut best: Option<&Trigger> = None;
        for place in found {
            let trigger = &self.triggers[place.trigger];
            let Some((_, direction, reach)) = trigger.meaning else { continue };
            let between = match direction {
                Direction::Before if place.words.end <= words.start => place.words.end..words.start,
                Direction::After if words.end <= place.words.start => words.end..place.words.start,
                _ => continue,
            };
            let near = match reach {
                Reach::Words(limit) => between.len() <= limit,
                Reach::Clause => true,
            };
            if near && !self.is_broken(tokens, &between, words) && best.is_none_or(|best| trigger.order < best.order) {
                best = Some(trigger);
            }
        }
        match best.and_then(|trigger| Some((trigger.meaning?.0, trigger.text))) {
            Some((assertion, text)) => (assertion, Some(text)),
            None => (Assertion::Affirmed, None),
        }
    }

    /// Whether something between trigger and match ends the reach.
    fn is_broken(&self, tokens: &Tokens, between: &Range<usize>, words: &Range<usize>) -> bool {
        let ended = between.clone().any(|index| self.ends.iter().any(|end| end == tokens.normal(index)));
        let joints = between.start..=between.end.max(words.start).min(tokens.len().saturating_sub(1));
        let walls = joints.filter(|index| tokens.all().get(*index).is_some_and(|token| token.gap == Gap::Wall)).count();
        // One bracket or colon may stand between (`negative for: fever`), a second closes the aside.
        ended || walls > 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Asserts on the words between asterisks.
    fn check(text: &str, expected: Assertion) {
        let bare = text.replace('*', "");
        let start = text.find('*').unwrap();
        let end = text.rfind('*').unwrap() - 1;
        let mut tokens = Tokens::default();
        tokens.push_text(&bare, 0);
        let inside = |index: &usize| {
            let span = &tokens.all()[*index].span;
            start <= span.start && span.end <= end
        };
        let words: Vec<usize> = (0..tokens.len()).filter(inside).collect();
        let words = words[0]..words[words.len() - 1] + 1;
        let assertions = Assertions::new();
        let found = assertions.find(&tokens, 0..tokens.len());
        assert_eq!(assertions.of(&tokens, &found, &words).0, expected, "{text}");
    }

    #[test]
    fn negation_reaches_through_a_list_and_stops_at_but() {
        check("No fever, chills, or *cough*", Assertion::Negated);
        check("Denies chest pain but reports *dyspnea*", Assertion::Affirmed);
        check("*Pulmonary embolism* was ruled out", Assertion::Negated);
        check("No change in her *asthma*", Assertion::Affirmed);
        check("Negative for: *fever*", Assertion::Negated);
        check("*Pneumonia* is unlikely", Assertion::Negated);
        check("*Hypertension*, not well controlled", Assertion::Affirmed);
    }

    #[test]
    fn others_and_other_times_are_told_apart() {
        check("Mother had *breast cancer*", Assertion::Family);
        check("history of *stroke* in 2019", Assertion::Historical);
        check("*Cellulitis* has resolved", Assertion::Resolved);
        check("Return if *fever* develops", Assertion::Hypothetical);
        check("Aspirin to prevent *stroke*", Assertion::Hypothetical);
        check("Likely *pneumonia*", Assertion::Uncertain);
        check("*gastritis* vs ulcer", Assertion::Uncertain);
        check("*Chest pain*, suspect gastritis vs ulcer", Assertion::Affirmed);
        check("No history of *stroke*", Assertion::Negated);
        check("Follow up for *hypertension*", Assertion::Affirmed);
        check("risks include infection and *deep vein thrombosis*", Assertion::Hypothetical);
        check("pain likely due to *gastritis*", Assertion::Uncertain);
    }
}
