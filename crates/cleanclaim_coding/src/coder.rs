//! The coder: from a note to suggestions, each with the place that supports it and the steps that led to it.

use core::ops::Range;
use std::collections::BTreeMap;
use std::sync::OnceLock;

use cleanclaim_codes::CodeSets;
use cleanclaim_model::{CodeSuggestion, CodeSystem, Date, Icd10, Setting, Text, Tier, Why};

use crate::assertion::{Assertion, Assertions};
use crate::combine::combinations;
use crate::dictionary::{Dictionary, Meaning, PHRASE_WORDS_MAX};
use crate::note::{NoteReading, SectionKind, Sentence};
use crate::phrase::Origin;
use crate::resolve::{Outcome, Resolved, Side, resolve};
use crate::words::{Gap, Token, is_filler, words_of};

/// What a note supports.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Proposal {
    /// Codes, best first; each is billable on the date.
    pub suggestions: Vec<CodeSuggestion>,
    /// Conditions that the note names, but not closely enough for a code.
    pub queries: Vec<CodeQuery>,
}

/// A question to the provider about a condition that got no code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeQuery {
    /// The category that the note names.
    pub category: Text,
    /// Byte ranges of the note.
    pub spans: Vec<(u32, u32)>,
    /// The question; it leads to no answer.
    pub question: String,
}

/// Suggests codes from notes. The dictionary is built when the first note comes.
#[derive(Debug)]
pub struct Coder<'a> {
    sets: CodeSets<'a>,
    assertions: Assertions,
    dictionary: OnceLock<Dictionary>,
}

/// How near to the statement of a diagnosis a sentence stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Nearness {
    /// The list of diagnoses, or the heading of a problem in the assessment.
    Statement,
    /// Elsewhere in assessment, plan or hospital course.
    Discussion,
    /// Elsewhere in a note that has none of these.
    Elsewhere,
}

/// Where a match stands.
#[derive(Debug, Clone, Copy)]
struct Place {
    nearness: Nearness,
    /// What a score is multiplied by, in thousandths.
    weight_e3: u32,
    /// In words, for the explanation.
    name: &'static str,
}

/// Some words of a sentence that name a code.
#[derive(Debug, Clone)]
struct Match {
    tokens: Range<usize>,
    words: usize,
    meaning: Meaning,
}

/// Evidence for one code, collected over the note.
#[derive(Debug, Clone)]
struct Draft {
    nearness: Nearness,
    score_e6: u32,
    first_byte: usize,
    spans: Vec<(u32, u32)>,
    why: Vec<Why>,
    query: Option<String>,
    is_default: bool,
    is_affirmed: bool,
}

/// A score from which a code may be accepted without a person, where the site's policy says so.
const AUTO_SCORE_E6: u32 = 700_000;

impl<'a> Coder<'a> {
    /// A coder for these code sets.
    #[must_use]
    pub fn new(sets: &CodeSets<'a>) -> Self {
        Self { sets: sets.clone(), assertions: Assertions::new(), dictionary: OnceLock::new() }
    }

    /// The dictionary; built now if no note came before.
    pub fn dictionary(&self) -> &Dictionary {
        self.dictionary.get_or_init(|| Dictionary::build(&self.sets))
    }

    /// Suggests diagnoses, best first. The same note gives the same answer, to the byte.
    #[must_use]
    pub fn suggest(&self, note: &str, on: Date, setting: Setting) -> Vec<CodeSuggestion> {
        self.propose(note, on, setting).suggestions
    }

    /// Suggests diagnoses and asks about those that the note leaves open.
    #[must_use]
    pub fn propose(&self, note: &str, on: Date, setting: Setting) -> Proposal {
        let reading = NoteReading::new(note);
        let outline = Outline::of(&reading);
        let mut drafts: BTreeMap<Icd10, Draft> = BTreeMap::new();
        let mut queries: BTreeMap<Icd10, CodeQuery> = BTreeMap::new();
        for sentence in reading.sentences() {
            let Some(place) = outline.place(reading.kind_of(sentence), sentence.is_problem) else { continue };
            for found in self.matches(&reading, sentence) {
                self.weigh(&reading, sentence, place, &found, (on, setting), &mut drafts, &mut queries);
            }
        }
        self.combine(&mut drafts, on);
        self.settle(&mut drafts, on);
        queries.retain(|category, _| !drafts.keys().any(|code| code.as_str().starts_with(&category.as_str()[..3])));
        Proposal { suggestions: ranked(drafts), queries: queries.into_values().collect() }
    }

    /// The phrases in a sentence; where they overlap, the one with more words.
    fn matches(&self, reading: &NoteReading<'_>, sentence: &Sentence) -> Vec<Match> {
        let dictionary = self.dictionary();
        let tokens = &reading.tokens;
        let known: Vec<(usize, Option<u32>)> = sentence
            .tokens
            .clone()
            .filter(|index| !is_filler(tokens.normal(*index)))
            .map(|index| (index, dictionary.word(tokens.normal(index))))
            .collect();
        let mut found = Vec::new();
        let mut key: Vec<u32> = Vec::with_capacity(PHRASE_WORDS_MAX);
        for start in 0..known.len() {
            key.clear();
            for end in start..known.len().min(start + PHRASE_WORDS_MAX) {
                let (index, word) = known[end];
                let Some(word) = word else { break };
                if start < end && parted(tokens.all(), known[end - 1].0, index) {
                    break;
                }
                let at = key.partition_point(|before| *before <= word);
                key.insert(at, word);
                let Some(meaning) = dictionary.meaning(&key) else { continue };
                let range = known[start].0..index + 1;
                let in_capitals = range.clone().all(|index| tokens.all()[index].is_upper);
                if !meaning.is_upper || in_capitals {
                    found.push(Match { tokens: range, words: key.len(), meaning: *meaning });
                }
            }
        }
        longest(found)
    }

    /// Takes a match as evidence for a code, as a question, or not at all.
    #[expect(clippy::too_many_arguments, reason = "one call; the two maps are what it fills")]
    fn weigh(
        &self,
        reading: &NoteReading<'_>,
        sentence: &Sentence,
        place: Place,
        found: &Match,
        (on, setting): (Date, Setting),
        drafts: &mut BTreeMap<Icd10, Draft>,
        queries: &mut BTreeMap<Icd10, CodeQuery>,
    ) {
        let triggers = self.assertions.find(&reading.tokens, sentence.tokens.clone());
        let (assertion, trigger) = self.assertions.of(&reading.tokens, &triggers, &found.tokens);
        let Some(certainty) = certainty(assertion, trigger, setting) else { return };
        let all = reading.tokens.all();
        let span = all[found.tokens.start].span.start..all[found.tokens.end - 1].span.end;
        let spans = span_of(&span);
        let outcome = resolve(self.sets.icd10cm(), found.meaning.code, on, side_in(reading, sentence));
        let resolved = match outcome {
            Outcome::Code(resolved) => resolved,
            Outcome::Open(question) if place.nearness == Nearness::Statement => {
                let category = found.meaning.code;
                let query = queries.entry(category).or_insert_with(|| CodeQuery {
                    category: Text::from(category.as_str()),
                    spans: Vec::new(),
                    question,
                });
                query.spans.extend(spans);
                return;
            }
            Outcome::Open(_) | Outcome::Nothing => return,
        };
        let draft = self.draft(place, found, certainty, resolved.clone(), on, span.start, spans);
        match drafts.get_mut(&resolved.code) {
            Some(before) => before.join(draft),
            None => drop(drafts.insert(resolved.code, draft)),
        }
    }

    #[expect(clippy::too_many_arguments, reason = "one call; each is one fact of the evidence")]
    fn draft(
        &self,
        place: Place,
        found: &Match,
        certainty: Certainty,
        resolved: Resolved,
        on: Date,
        first_byte: usize,
        spans: Option<(u32, u32)>,
    ) -> Draft {
        let Resolved { code, is_default, why: steps, query } = resolved;
        let meaning = &found.meaning;
        let mut why = vec![named(meaning, self.title(meaning.code, on))];
        why.extend(steps);
        why.push(Why { rule: "place", note: place.name.to_owned() });
        why.extend(certainty.why);
        let mut score = scaled(meaning.origin.score_e6(), place.weight_e3);
        if is_default {
            score = scaled(score, 900);
        }
        score = scaled(score, certainty.weight_e3);
        if code.as_str().starts_with('R') {
            score = scaled(score, 900);
        }
        Draft {
            nearness: place.nearness,
            score_e6: score,
            first_byte,
            spans: spans.into_iter().collect(),
            why,
            query,
            is_default: is_default || meaning.origin >= Origin::WithoutAbsent,
            is_affirmed: certainty.weight_e3 == 1_000,
        }
    }

    fn title(&self, code: Icd10, on: Date) -> Option<&'a str> {
        let table = self.sets.icd10cm();
        let valid = table.lookup(code, on).valid().and_then(|entry| entry.title);
        valid.or_else(|| table.entry_at(table.codes().index_of(code)?)?.title)
    }

    /// Replaces codes that the classification combines.
    fn combine(&self, drafts: &mut BTreeMap<Icd10, Draft>, on: Date) {
        let codes: Vec<Icd10> = drafts.iter().filter(|(_, draft)| draft.is_affirmed).map(|(code, _)| *code).collect();
        for combination in combinations(self.sets.icd10cm(), &codes, on) {
            let base = combination.base;
            let draft = if combination.stays { drafts.get(&base).cloned() } else { drafts.remove(&base) };
            let Some(mut draft) = draft else { continue };
            let title = self.title(combination.code, on).unwrap_or("title not loaded");
            let becomes = if combination.stays { "calls for" } else { "becomes" };
            let note = format!(
                "guideline {}: presumed linked, so {base} {becomes} {} {title}",
                combination.guideline, combination.code
            );
            draft.why.push(Why { rule: "combination", note });
            draft.score_e6 = scaled(draft.score_e6, 900);
            let others = drafts
                .iter()
                .filter(|(code, _)| combination.with.iter().any(|prefix| code.as_str().starts_with(prefix)));
            draft.spans.extend(others.flat_map(|(_, other)| other.spans.iter().copied()));
            // It comes after the code that calls for it.
            draft.first_byte += usize::from(combination.stays);
            // A person must see whether the note says that the two are unrelated.
            draft.is_affirmed = false;
            match drafts.get_mut(&combination.code) {
                Some(before) => before.join(draft),
                None => drop(drafts.insert(combination.code, draft)),
            }
        }
    }

    /// Drops what something more specific or a diagnosis makes needless.
    ///
    /// Source: ICD-10-CM Official Guidelines, sections I.B.2 (detail), I.B.5 and IV.D (symptoms integral to a diagnosis).
    fn settle(&self, drafts: &mut BTreeMap<Icd10, Draft>, on: Date) {
        let has_diagnosis = drafts
            .iter()
            .any(|(code, draft)| draft.nearness == Nearness::Statement && !code.as_str().starts_with(['R', 'Z']));
        let titles: Vec<(Icd10, Vec<String>)> =
            drafts.keys().filter_map(|code| Some((*code, words_of(self.title(*code, on)?)))).collect();
        let said_closer = |code: &Icd10, draft: &Draft| {
            let own = titles.iter().find(|(other, _)| other == code).map(|(_, words)| words.as_slice());
            let others =
                titles.iter().filter(|(other, _)| other != code && other.as_str().starts_with(&code.as_str()[..3]));
            others.into_iter().any(|(other, words)| {
                let exact = drafts.get(other).is_some_and(|draft| !draft.is_default);
                (draft.is_default && exact) || own.is_some_and(|own| is_open_part(own, words))
            })
        };
        let needless: Vec<Icd10> = drafts
            .iter()
            .filter(|(code, draft)| {
                let symptom = code.as_str().starts_with('R') && draft.nearness > Nearness::Statement && has_diagnosis;
                symptom || said_closer(code, draft)
            })
            .map(|(code, _)| *code)
            .collect();
        for code in needless {
            drafts.remove(&code);
        }
    }
}

/// Whether a title says that something is unspecified, or absent, and all else that it says stands in another title too.
fn is_open_part(own: &[String], other: &[String]) -> bool {
    let is_open = |words: &[String]| words.iter().any(|word| OPEN_WORDS[..2].contains(&word.as_str()));
    // `without complications` cannot stand beside the same condition with one.
    let is_plain = |words: &[String]| words.ends_with(&["without".to_owned(), "complication".to_owned()]);
    let content = own.iter().filter(|word| !OPEN_WORDS.contains(&word.as_str()) && !is_filler(word));
    let says_less = (is_open(own) && !is_open(other)) || (is_plain(own) && !is_plain(other));
    says_less && content.into_iter().all(|word| other.contains(word))
}

/// Words of a title that leave something open; the first two show that it does.
const OPEN_WORDS: &[&str] = &[
    "unspecified",
    "uncomplicated",
    "site",
    "part",
    "organism",
    "not",
    "specified",
    "without",
    "complication",
    "side",
];

/// Which sections a note has, as far as that decides where codes are looked for.
#[derive(Debug, Clone, Copy, Default)]
struct Outline {
    has_diagnoses: bool,
    has_assessment: bool,
    has_plan: bool,
}

impl Outline {
    fn of(reading: &NoteReading<'_>) -> Self {
        let mut outline = Self::default();
        for sentence in reading.sentences() {
            match reading.kind_of(sentence) {
                SectionKind::Diagnoses => outline.has_diagnoses = true,
                SectionKind::Assessment => outline.has_assessment = true,
                SectionKind::Plan | SectionKind::HospitalCourse => outline.has_plan = true,
                _ => {}
            }
        }
        outline
    }

    /// Where a sentence stands, or `None` where codes are not looked for.
    fn place(self, kind: SectionKind, is_problem: bool) -> Option<Place> {
        use Nearness::{Discussion, Elsewhere, Statement};
        let place = |nearness, weight_e3, name| Some(Place { nearness, weight_e3, name });
        let stated = self.has_diagnoses || self.has_assessment;
        match kind {
            SectionKind::Diagnoses => place(Statement, 1_000, "list of diagnoses"),
            SectionKind::Assessment if is_problem => place(Statement, 1_000, "heading of a problem in the assessment"),
            SectionKind::Assessment => place(Discussion, 800, "assessment"),
            SectionKind::Plan if is_problem && !stated => place(Statement, 950, "heading of a problem in the plan"),
            SectionKind::Plan if is_problem => place(Discussion, 800, "heading of a problem in the plan"),
            SectionKind::Plan => place(Discussion, 600, "plan"),
            SectionKind::HospitalCourse if is_problem => {
                place(Discussion, 850, "heading of a problem in the hospital course")
            }
            SectionKind::HospitalCourse => place(Discussion, 650, "hospital course"),
            SectionKind::EarlierDiagnoses if !stated => {
                place(Discussion, 800, "diagnosis before the procedure or on admission")
            }
            SectionKind::Present | SectionKind::Unnamed if !stated && !self.has_plan => {
                place(Elsewhere, 650, "note without an assessment")
            }
            SectionKind::Results | SectionKind::Procedure if !stated && !self.has_plan => {
                place(Elsewhere, 500, "results or procedure of a note without an assessment")
            }
            _ => None,
        }
    }
}

/// What an assertion leaves of a match.
#[derive(Debug, Clone)]
struct Certainty {
    weight_e3: u32,
    why: Option<Why>,
}

/// `None` where the condition is not coded.
///
/// Source: ICD-10-CM Official Guidelines, sections II.H and III.C (uncertain diagnoses at discharge of inpatients are coded as if they
/// existed), III (conditions treated during a stay) and IV.H (uncertain diagnoses of outpatients are not coded).
fn certainty(assertion: Assertion, trigger: Option<&'static str>, setting: Setting) -> Option<Certainty> {
    match (assertion, setting) {
        (Assertion::Affirmed, _) => Some(Certainty { weight_e3: 1_000, why: None }),
        (Assertion::Uncertain, Setting::Inpatient) => {
            let trigger = trigger.unwrap_or_default();
            let note =
                format!("uncertain (\"{trigger}\"); of inpatients coded as if it existed, guidelines II.H and III.C");
            Some(Certainty { weight_e3: 600, why: Some(Why { rule: "assertion", note }) })
        }
        (Assertion::Resolved, Setting::Inpatient) => {
            let note = "resolved; of inpatients coded where it was treated during the stay, guideline III".to_owned();
            Some(Certainty { weight_e3: 900, why: Some(Why { rule: "assertion", note }) })
        }
        _ => None,
    }
}

/// Whether something between two words keeps them from being one phrase.
fn parted(tokens: &[Token], before: usize, after: usize) -> bool {
    tokens.get(before + 1..=after).is_none_or(|between| between.iter().any(|token| token.gap >= Gap::Wall))
}

/// Of overlapping matches the one with more words, then the earlier; in order.
fn longest(mut found: Vec<Match>) -> Vec<Match> {
    found.sort_by_key(|one| (core::cmp::Reverse(one.words), one.tokens.start));
    let mut kept: Vec<Match> = Vec::new();
    for one in found {
        let overlaps = |other: &Match| other.tokens.start < one.tokens.end && one.tokens.start < other.tokens.end;
        if !kept.iter().any(overlaps) {
            kept.push(one);
        }
    }
    kept.sort_by_key(|one| one.tokens.start);
    kept
}

/// The side that a sentence names, if it names one only.
fn side_in(reading: &NoteReading<'_>, sentence: &Sentence) -> Option<Side> {
    let mut sides = sentence.tokens.clone().filter_map(|index| Side::of(reading.tokens.normal(index)));
    let first = sides.next()?;
    sides.all(|side| side == first).then_some(first)
}

fn span_of(span: &Range<usize>) -> Option<(u32, u32)> {
    Some((u32::try_from(span.start).ok()?, u32::try_from(span.end).ok()?))
}

fn scaled(score_e6: u32, by_e3: u32) -> u32 {
    u32::try_from(u64::from(score_e6) * u64::from(by_e3) / 1_000).unwrap_or(u32::MAX)
}

fn named(meaning: &Meaning, title: Option<&str>) -> Why {
    let title = title.unwrap_or("title not loaded");
    let note = match meaning.reason() {
        Some(reason) => format!("{} {title} ({reason})", meaning.code),
        None => format!("{} {title}", meaning.code),
    };
    Why { rule: meaning.origin.as_str(), note }
}

impl Draft {
    /// Takes up further evidence for the same code.
    fn join(&mut self, other: Self) {
        self.first_byte = self.first_byte.min(other.first_byte);
        let mut spans = core::mem::take(&mut self.spans);
        if (other.nearness, core::cmp::Reverse(other.score_e6)) < (self.nearness, core::cmp::Reverse(self.score_e6)) {
            spans.splice(0..0, other.spans);
            *self = Self { spans, first_byte: self.first_byte, ..other };
        } else {
            spans.extend(other.spans);
            self.spans = spans;
        }
    }
}

/// Numbers the drafts: statements first, in the order of the note; an encounter for chemotherapy before all.
///
/// Source: ICD-10-CM Official Guidelines, sections I.C.2.e.2 and IV.G.
fn ranked(drafts: BTreeMap<Icd10, Draft>) -> Vec<CodeSuggestion> {
    let mut drafts: Vec<(Icd10, Draft)> = drafts.into_iter().collect();
    let is_treatment = |code: &Icd10| code.as_str().starts_with("Z511");
    drafts.sort_by_key(|(code, draft)| (!is_treatment(code), draft.nearness, draft.first_byte, *code));
    let suggestion = |(rank, (code, draft)): (u16, (Icd10, Draft))| CodeSuggestion {
        system: CodeSystem::Icd10Cm,
        code: Text::from(code.as_str()),
        rank,
        tier: draft.tier(),
        score_e6: draft.score_e6,
        spans: draft.spans,
        why: draft.why,
        query: draft.query,
    };
    (1_u16..).zip(drafts).map(suggestion).collect()
}

impl Draft {
    fn tier(&self) -> Tier {
        let sure = self.is_affirmed && self.query.is_none() && self.nearness == Nearness::Statement;
        if sure && AUTO_SCORE_E6 <= self.score_e6 { Tier::Auto } else { Tier::Review }
    }
}
