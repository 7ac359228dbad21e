//! Evidence gathered over a note, and what becomes of it: joined by code, combined, freed of what is needless, ranked.

use core::cmp::Reverse;
use std::collections::BTreeMap;

use cleanclaim_codes::Icd10Cm;
use cleanclaim_model::{CodeSuggestion, CodeSystem, Date, Icd10, Text, Tier, Why};

use crate::combine::{Combination, combinations};
use crate::words::{is_filler, words_of};

/// A score from which a code may be accepted without a person, where the site's policy says so.
const AUTO_SCORE_E6: u32 = 700_000;

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

/// How near to the statement of a diagnosis something stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Nearness {
    /// The list of diagnoses, or the heading of a problem in the assessment.
    Statement,
    /// Elsewhere in assessment, plan or hospital course.
    Discussion,
    /// Elsewhere in a note that has none of these.
    Elsewhere,
}

/// Evidence for one code.
#[derive(Debug, Clone)]
pub(crate) struct Draft {
    pub(crate) nearness: Nearness,
    pub(crate) score_e6: u32,
    pub(crate) first_byte: usize,
    pub(crate) spans: Vec<(u32, u32)>,
    pub(crate) why: Vec<Why>,
    pub(crate) query: Option<String>,
    /// The note names something more general than the code.
    pub(crate) is_default: bool,
    pub(crate) is_affirmed: bool,
}

impl Draft {
    /// Takes up further evidence for the same code; the better of the two explains it.
    fn join(&mut self, other: Self) {
        let first_byte = self.first_byte.min(other.first_byte);
        let order = |draft: &Self| (draft.nearness, Reverse(draft.score_e6));
        if order(&other) < order(self) {
            let earlier = core::mem::replace(self, other);
            self.spans.extend(earlier.spans);
        } else {
            self.spans.extend(other.spans);
        }
        self.first_byte = first_byte;
    }

    fn tier(&self) -> Tier {
        let sure = self.is_affirmed && self.query.is_none() && self.nearness == Nearness::Statement;
        if sure && AUTO_SCORE_E6 <= self.score_e6 { Tier::Auto } else { Tier::Review }
    }
}

/// The score times so many thousandths.
pub(crate) fn scaled(score_e6: u32, by_e3: u32) -> u32 {
    u32::try_from(u64::from(score_e6) * u64::from(by_e3) / 1_000).unwrap_or(u32::MAX)
}

/// The evidence of one note, by code.
#[derive(Debug)]
pub(crate) struct Drafts<'s, 'a> {
    table: &'s Icd10Cm<'a>,
    on: Date,
    by_code: BTreeMap<Icd10, Draft>,
}

impl<'s, 'a> Drafts<'s, 'a> {
    pub(crate) fn new(table: &'s Icd10Cm<'a>, on: Date) -> Self {
        Self { table, on, by_code: BTreeMap::new() }
    }

    pub(crate) fn add(&mut self, code: Icd10, draft: Draft) {
        match self.by_code.get_mut(&code) {
            Some(before) => before.join(draft),
            None => drop(self.by_code.insert(code, draft)),
        }
    }

    /// The title of a code on the day, or its latest one.
    pub(crate) fn title(&self, code: Icd10) -> Option<&'a str> {
        let valid = self.table.lookup(code, self.on).valid().and_then(|entry| entry.title());
        valid.or_else(|| self.table.entry_at(self.table.codes().index_of(code)?)?.title())
    }

    /// The suggestions, best first.
    pub(crate) fn suggestions(mut self) -> Vec<CodeSuggestion> {
        self.combine();
        for code in self.needless() {
            self.by_code.remove(&code);
        }
        ranked(self.by_code)
    }

    /// Replaces codes that the classification combines with others, or puts the combined code beside them.
    fn combine(&mut self) {
        let affirmed: Vec<Icd10> =
            self.by_code.iter().filter(|(_, draft)| draft.is_affirmed).map(|(code, _)| *code).collect();
        for combination in combinations(self.table, &affirmed, self.on) {
            let Combination { base, stays, code, with, guideline } = combination;
            let draft = if stays { self.by_code.get(&base).cloned() } else { self.by_code.remove(&base) };
            let Some(mut draft) = draft else { continue };
            let title = self.title(code).unwrap_or("title not loaded");
            let becomes = if stays { "calls for" } else { "becomes" };
            let note = format!("guideline {guideline}: presumed linked, so {base} {becomes} {code} {title}");
            draft.why.push(Why { rule: "combination", note });
            draft.score_e6 = scaled(draft.score_e6, 900);
            let others =
                self.by_code.iter().filter(|(code, _)| with.iter().any(|prefix| code.as_str().starts_with(prefix)));
            draft.spans.extend(others.flat_map(|(_, other)| other.spans.iter().copied()));
            // It comes after the code that calls for it.
            draft.first_byte += usize::from(stays);
            // A person must see whether the note says that the two are unrelated.
            draft.is_affirmed = false;
            self.add(code, draft);
        }
    }

    /// What something more specific, or a diagnosis, makes needless.
    ///
    /// Source: ICD-10-CM Official Guidelines, sections I.B.2 (detail), I.B.5 and IV.D (symptoms integral to a diagnosis).
    fn needless(&self) -> Vec<Icd10> {
        let has_diagnosis = self
            .by_code
            .iter()
            .any(|(code, draft)| draft.nearness == Nearness::Statement && !code.as_str().starts_with(['R', 'Z']));
        let titles: Vec<(Icd10, Vec<String>)> =
            self.by_code.keys().filter_map(|code| Some((*code, words_of(self.title(*code)?)))).collect();
        let is_needless = |code: Icd10, draft: &Draft| {
            let symptom = code.as_str().starts_with('R') && Nearness::Statement < draft.nearness && has_diagnosis;
            symptom || self.is_said_closer(code, draft, &titles)
        };
        self.by_code.iter().filter(|(code, draft)| is_needless(**code, draft)).map(|(code, _)| *code).collect()
    }

    /// Whether another code of the category says the same more closely.
    fn is_said_closer(&self, code: Icd10, draft: &Draft, titles: &[(Icd10, Vec<String>)]) -> bool {
        let own = titles.iter().find(|(other, _)| *other == code).map(|(_, words)| words.as_slice());
        let category = &code.as_str()[..3];
        let others = titles.iter().filter(|(other, _)| *other != code && other.as_str().starts_with(category));
        others.into_iter().any(|(other, words)| {
            let is_exact = self.by_code.get(other).is_some_and(|draft| !draft.is_default);
            (draft.is_default && is_exact) || own.is_some_and(|own| is_open_part(own, words))
        })
    }
}

/// Whether a title says that something is unspecified, or absent, and all else that it says stands in another title too.
fn is_open_part(own: &[String], other: &[String]) -> bool {
    let is_open = |words: &[String]| words.iter().any(|word| OPEN_WORDS[..2].contains(&word.as_str()));
    // `without complications` cannot stand beside the same condition with one.
    let is_plain = |words: &[String]| words.ends_with(&["without".to_owned(), "complication".to_owned()]);
    let says_less = (is_open(own) && !is_open(other)) || (is_plain(own) && !is_plain(other));
    let mut content = own.iter().filter(|word| !OPEN_WORDS.contains(&word.as_str()) && !is_filler(word));
    says_less && content.all(|word| other.contains(word))
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
