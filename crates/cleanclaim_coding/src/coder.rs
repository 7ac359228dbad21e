//! The coder: from a note to suggestions, each with the place that supports it and the steps that led to it.

use core::ops::Range;
use std::collections::BTreeMap;
use std::sync::OnceLock;

use cleanclaim_codes::CodeSets;
use cleanclaim_model::{CodeSuggestion, Date, Icd10, Setting, Text, Why};

use crate::assertion::{Assertion, Assertions, Found};
use crate::dictionary::{Dictionary, Meaning, PHRASE_WORDS_MAX};
use crate::draft::{Draft, Drafts, Nearness, scaled};
use crate::note::{NoteReading, SectionKind, Sentence};
use crate::phrase::Origin;
use crate::resolve::{Outcome, Resolved, Side, resolve};
use crate::words::{Gap, Token, is_filler};

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
///
/// ```
/// use cleanclaim_coding::Coder;
/// use cleanclaim_model::{Date, Setting};
/// # use cleanclaim_codes::{Builder, CodeSets, Image, Set};
/// # let mut builder = Builder::new();
/// # builder.edition(Set::Icd10Cm, "FY2026", Date::constant(2025, 10, 1), None);
/// # builder.billable(Set::Icd10Cm, "J189", "Pneumonia, unspecified organism");
/// # let bytes = builder.finish()?;
/// # let sets = CodeSets::new(&[Image::from_bytes(&bytes)?]);
/// let coder = Coder::new(&sets);
/// let note = "ASSESSMENT\nPneumonia. No evidence of sepsis.";
/// let suggestions = coder.suggest(note, Date::constant(2026, 1, 15), Setting::Outpatient);
/// assert_eq!(suggestions.len(), 1);
/// assert_eq!(suggestions[0].code, "J189");
/// let (start, end) = suggestions[0].spans[0];
/// assert_eq!(&note[start as usize..end as usize], "Pneumonia");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Coder<'a> {
    sets: CodeSets<'a>,
    assertions: Assertions,
    dictionary: OnceLock<Dictionary>,
}

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
        let mut session = Session {
            coder: self,
            reading: &reading,
            on,
            setting,
            drafts: Drafts::new(self.sets.icd10cm(), on),
            queries: BTreeMap::new(),
        };
        for sentence in reading.sentences() {
            if let Some(place) = outline.place(reading.kind_of(sentence), sentence.is_problem) {
                session.sentence(sentence, place);
            }
        }
        let Session { drafts, mut queries, .. } = session;
        let suggestions = drafts.suggestions();
        // A question is needless where something of its category got a code.
        queries.retain(|category, _| {
            !suggestions.iter().any(|suggestion| suggestion.code.starts_with(&category.as_str()[..3]))
        });
        Proposal { suggestions, queries: queries.into_values().collect() }
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
}

/// Some words of a sentence that name a code.
#[derive(Debug, Clone)]
struct Match {
    tokens: Range<usize>,
    words: usize,
    meaning: Meaning,
}

/// One note on its way through the coder.
struct Session<'s, 'a> {
    coder: &'s Coder<'a>,
    reading: &'s NoteReading<'s>,
    on: Date,
    setting: Setting,
    drafts: Drafts<'s, 'a>,
    queries: BTreeMap<Icd10, CodeQuery>,
}

impl Session<'_, '_> {
    fn sentence(&mut self, sentence: &Sentence, place: Place) {
        let found = self.coder.matches(self.reading, sentence);
        if found.is_empty() {
            return;
        }
        let triggers = self.coder.assertions.find(&self.reading.tokens, sentence.tokens.clone());
        let side = side_in(self.reading, sentence);
        for one in found {
            self.weigh(&one, place, &triggers, side);
        }
    }

    /// Takes a match as evidence for a code, as a question, or not at all.
    fn weigh(&mut self, found: &Match, place: Place, triggers: &[Found], side: Option<Side>) {
        let (assertion, trigger) = self.coder.assertions.of(&self.reading.tokens, triggers, &found.tokens);
        let Some(certainty) = certainty(assertion, trigger, self.setting) else { return };
        let all = self.reading.tokens.all();
        let span = all[found.tokens.start].span.start..all[found.tokens.end - 1].span.end;
        let category = found.meaning.code;
        match resolve(self.coder.sets.icd10cm(), category, self.on, side) {
            Outcome::Code(resolved) => self.evidence(found, place, certainty, resolved, &span),
            Outcome::Open(question) if place.nearness == Nearness::Statement => {
                let query = self.queries.entry(category).or_insert_with(|| CodeQuery {
                    category: Text::from(category.as_str()),
                    spans: Vec::new(),
                    question,
                });
                query.spans.extend(span_of(&span));
            }
            Outcome::Open(_) | Outcome::Nothing => {}
        }
    }

    fn evidence(&mut self, found: &Match, place: Place, certainty: Certainty, resolved: Resolved, span: &Range<usize>) {
        let Resolved { code, is_default, why: steps, query } = resolved;
        let meaning = &found.meaning;
        let mut why = vec![named(meaning, self.drafts.title(meaning.code))];
        why.extend(steps);
        why.push(Why { rule: "place", note: place.name.to_owned() });
        why.extend(certainty.why);
        let default_e3 = if is_default { 900 } else { 1_000 };
        let symptom_e3 = if code.as_str().starts_with('R') { 900 } else { 1_000 };
        let weights = [place.weight_e3, certainty.weight_e3, default_e3, symptom_e3];
        let draft = Draft {
            nearness: place.nearness,
            score_e6: weights.into_iter().fold(meaning.origin.score_e6(), scaled),
            first_byte: span.start,
            spans: span_of(span).into_iter().collect(),
            why,
            query,
            is_default: is_default || Origin::WithoutAbsent <= meaning.origin,
            is_affirmed: certainty.weight_e3 == 1_000,
        };
        self.drafts.add(code, draft);
    }
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
        let stated = self.has_diagnoses || self.has_assessment;
        let anywhere = !stated && !self.has_plan;
        let (nearness, weight_e3, name) = match kind {
            SectionKind::Diagnoses => (Statement, 1_000, "list of diagnoses"),
            SectionKind::Assessment if is_problem => (Statement, 1_000, "heading of a problem in the assessment"),
            SectionKind::Assessment => (Discussion, 800, "assessment"),
            SectionKind::Plan if is_problem && !stated => (Statement, 950, "heading of a problem in the plan"),
            SectionKind::Plan if is_problem => (Discussion, 800, "heading of a problem in the plan"),
            SectionKind::Plan => (Discussion, 600, "plan"),
            SectionKind::HospitalCourse if is_problem => {
                (Discussion, 850, "heading of a problem in the hospital course")
            }
            SectionKind::HospitalCourse => (Discussion, 650, "hospital course"),
            SectionKind::EarlierDiagnoses if !stated => {
                (Discussion, 800, "diagnosis before the procedure or on admission")
            }
            SectionKind::Present | SectionKind::Unnamed if anywhere => (Elsewhere, 650, "note without an assessment"),
            SectionKind::Results | SectionKind::Procedure if anywhere => {
                (Elsewhere, 500, "results or procedure of a note without an assessment")
            }
            _ => return None,
        };
        Some(Place { nearness, weight_e3, name })
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

fn named(meaning: &Meaning, title: Option<&str>) -> Why {
    let title = title.unwrap_or("title not loaded");
    let note = match meaning.reason() {
        Some(reason) => format!("{} {title} ({reason})", meaning.code),
        None => format!("{} {title}", meaning.code),
    };
    Why { rule: meaning.origin.as_str(), note }
}
