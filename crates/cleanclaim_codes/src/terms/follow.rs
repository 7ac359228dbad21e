//! From a reference ("see", "see also") to where it leads.

use super::find::{Order, Reach, Words};
use super::{Behavior, Intent, Reference, ReferenceKind, Term, TermColumn, TermIndex};
use crate::folding::same_word;
use crate::reference::{Target, targets_in};

/// Where a reference leads.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Destination<'t, 'a> {
    /// A term, perhaps of another index, and in a table of drugs or neoplasms its column.
    Term {
        /// The term.
        term: Term<'t, 'a>,
        /// The column, when the reference names one.
        column: Option<TermColumn>,
        /// What the reference leaves to the reader: `by site`, `by type, with coma`.
        rest: Option<&'a str>,
    },
    /// No term matches all words; this one matches the first of them.
    Nearest {
        /// The term.
        term: Term<'t, 'a>,
        /// The words that lead nowhere below it.
        rest: &'a str,
    },
    /// A table of drugs, at what the reader looks for: `Table of Drugs and Chemicals, by drug, adverse effect`.
    Table {
        /// The table.
        table: &'t TermIndex<'a>,
        /// The column, when the reference names one.
        column: Option<TermColumn>,
    },
    /// Codes of the tabular list: `category Z57`, `E08-E13 with .21`.
    Codes(Vec<Target>),
    /// A code, or the beginning of a table, of ICD-10-PCS.
    PcsCode(&'a str),
    /// ICD-10-PCS: a value of an axis, by its label.
    AxisValue(&'a str),
    /// What the reader should do: look under the condition that the record names, not under this word.
    Instruction(&'a str),
    /// Leads into an index that is not loaded, or nowhere.
    Unresolved,
}

/// The indexes that refer to each other, of one date.
#[derive(Debug, Clone, Copy)]
pub struct Indexes<'t, 'a> {
    /// Diseases and injuries.
    pub diseases: Option<&'t TermIndex<'a>>,
    /// External causes.
    pub external: Option<&'t TermIndex<'a>>,
    /// Drugs and chemicals.
    pub drugs: Option<&'t TermIndex<'a>>,
    /// Neoplasms.
    pub neoplasms: Option<&'t TermIndex<'a>>,
    /// Procedures (ICD-10-PCS).
    pub procedures: Option<&'t TermIndex<'a>>,
}

impl<'t, 'a> Indexes<'t, 'a> {
    /// Where a reference of a term leads.
    #[must_use]
    pub fn follow(&self, from: Term<'t, 'a>, reference: &Reference<'a>) -> Destination<'t, 'a> {
        if reference.kind == ReferenceKind::Use {
            return Destination::AxisValue(reference.text);
        }
        let (text, from) = self.elsewhere(reference.text, from);
        if begins(text, &["condition"]) {
            return Destination::Instruction(text);
        }
        if begins(text, &["Table", "of", "Drugs"]) {
            return self.drug(text, 5);
        }
        let within = self.in_indexes(from, text);
        if let Some(full) = within.filter(|reach| reach.rest.is_none_or(is_choice)) {
            return Destination::Term { term: full.term, column: None, rest: full.rest };
        }
        let neoplasm = if begins(text, &["Table", "of", "Neoplasms"]) { Some(3) } else { None };
        if let Some(skip) = neoplasm.or_else(|| begins(text, &["Neoplasm"]).then_some(1)) {
            return self.neoplasm(text, skip);
        }
        if let Some(code) = reference.code {
            return Destination::PcsCode(code);
        }
        let codes = codes_of(from, text);
        if !codes.is_empty() {
            return Destination::Codes(codes);
        }
        match within {
            _ if is_instruction(text) => Destination::Instruction(text),
            Some(part) => self.nearest(part.term, part.rest.unwrap_or_default()),
            None => Destination::Unresolved,
        }
    }

    /// Takes from a text the words that name another index or say "see" twice, and gives a term of the index that is meant.
    fn elsewhere(&self, text: &'a str, from: Term<'t, 'a>) -> (&'a str, Term<'t, 'a>) {
        let text = text.trim();
        if let Some(rest) = text.strip_prefix("also ") {
            return (rest, from);
        }
        let Some((name, rest)) = text.split_once(',').filter(|(name, _)| begins(name, &["Index", "to"])) else {
            return (text, from);
        };
        let index = if name.contains("xternal") { self.external } else { self.diseases };
        (rest.trim(), index.and_then(|index| index.at(0)).unwrap_or(from))
    }

    /// A term that does not lead on may itself refer to the table of drugs: "Poisoning, mercury".
    fn nearest(&self, term: Term<'t, 'a>, rest: &'a str) -> Destination<'t, 'a> {
        let to_drugs = |reference: Reference<'a>| begins(reference.text, &["Table", "of", "Drugs"]);
        let drugs = self.drugs.filter(|_| term.references().any(to_drugs));
        match drugs.and_then(|drugs| way(drugs, rest)) {
            Some(Way { term, rest: None, .. }) => Destination::Term { term, column: None, rest: None },
            _ => Destination::Nearest { term, rest },
        }
    }

    /// The neoplasm of a site: its row in the table. `site` may be empty: the row of an unspecified site.
    #[must_use]
    pub fn neoplasm_of(&self, site: &str) -> Option<Term<'t, 'a>> {
        let main = self.neoplasms?.main_terms().next()?;
        if Words::of(site).len() == 0 {
            return Some(main);
        }
        main.find_below(site).filter(|found| found.words_left == 0).map(|found| found.term)
    }

    fn in_indexes(&self, from: Term<'t, 'a>, text: &'a str) -> Option<Way<'t, 'a>> {
        let others = [self.diseases, self.external, self.neoplasms, self.drugs];
        let others = if self.procedures.is_some_and(|procedures| core::ptr::eq(procedures, from.index())) {
            [None; 4]
        } else {
            others
        };
        let indexes = others.into_iter().flatten().filter(|index| !core::ptr::eq(*index, from.index()));
        let mut best: Option<Way<'t, 'a>> = None;
        for index in core::iter::once(from.index()).chain(indexes) {
            let Some(way) = way(index, text) else { continue };
            if way.rest.is_none_or(is_choice) {
                return Some(way);
            }
            if best.is_none_or(|best| best.words < way.words) {
                best = Some(way);
            }
        }
        let in_any_order = best.and_then(|best| way_in_any_order(best.term.index(), text));
        in_any_order.or(best)
    }

    fn neoplasm(&self, text: &'a str, skip: usize) -> Destination<'t, 'a> {
        let Some(main) = self.neoplasms.and_then(|table| table.main_terms().next()) else {
            return Destination::Unresolved;
        };
        let named = Named::of(text, skip, behavior_at);
        let Some(site) = named.words else {
            return Destination::Term { term: main, column: named.column, rest: named.rest };
        };
        let words = Words::of(site);
        let in_order = main.reach_below(&words, Order::Given);
        let reach = if words.left(in_order.used) == 0 { in_order } else { main.reach_below(&words, Order::Any) };
        match words.first_left(reach.used) {
            Some(first) if 0 < words.left(reach.used) => {
                Destination::Nearest { term: reach.term, rest: words.text_from(first) }
            }
            _ => Destination::Term { term: reach.term, column: named.column, rest: named.rest },
        }
    }

    fn drug(&self, text: &'a str, skip: usize) -> Destination<'t, 'a> {
        let Some(table) = self.drugs else { return Destination::Unresolved };
        let named = Named::of(text, skip, intent_at);
        let Some(substance) = named.words else { return Destination::Table { table, column: named.column } };
        match way(table, substance) {
            Some(Way { term, rest: None, .. }) => Destination::Term { term, column: named.column, rest: named.rest },
            // "Categories T36-T50, with final character 6" chooses a column by its codes.
            _ => Destination::Table { table, column: named.column },
        }
    }
}

/// A way from a main term.
#[derive(Debug, Clone, Copy)]
struct Way<'t, 'a> {
    term: Term<'t, 'a>,
    words: u32,
    rest: Option<&'a str>,
}

fn way<'t, 'a>(index: &'t TermIndex<'a>, text: &'a str) -> Option<Way<'t, 'a>> {
    let whole = Words::of(text);
    let of = |words: &Words<'a>, reach: Reach<'t, 'a>| {
        let rest = words.first_left(reach.used).filter(|_| 0 < words.left(reach.used));
        Way { term: reach.term, words: reach.used.count_ones(), rest: rest.map(|first| words.text_from(first)) }
    };
    let direct = index.reach(&whole, Order::Given, 0).map(|reach| of(&whole, reach));
    if direct.is_some_and(|way| way.rest.is_none()) {
        return direct;
    }
    // From "by" on, the reader chooses.
    let by = (1..whole.len()).find(|number| whole.word(*number).is_some_and(|word| word.eq_ignore_ascii_case("by")));
    let Some(by) = by else { return direct };
    let cut = Words::before(text, by);
    let reach = index.reach(&cut, Order::Given, 0).filter(|reach| cut.left(reach.used) == 0);
    let chosen = reach.map(|reach| Way { rest: Some(whole.text_from(by)), ..of(&cut, reach) });
    chosen.or(direct)
}

/// A way whose sub-terms stand in another order than the reference names them: "Defect, reduction, upper limb".
fn way_in_any_order<'t, 'a>(index: &'t TermIndex<'a>, text: &'a str) -> Option<Way<'t, 'a>> {
    let words = Words::of(text);
    let reach = index.reach(&words, Order::Any, 0).filter(|reach| words.left(reach.used) == 0)?;
    Some(Way { term: reach.term, words: reach.used.count_ones(), rest: None })
}

/// Whether the rest of a reference only says what the reader chooses by.
fn is_choice(rest: &str) -> bool {
    ["by", "if"].iter().any(|word| begins(rest, &[word]))
}

fn is_instruction(text: &str) -> bool {
    ["specified", "specific", "substance", "by", "note", "nature"].iter().any(|word| begins(text, &[word]))
}

fn begins(text: &str, start: &[&str]) -> bool {
    let mut words = crate::folding::words(text);
    start.iter().all(|wanted| words.next().is_some_and(|word| same_word(word, wanted)))
}

/// The codes that a reference names; "category" alone means the code that stands beside it.
fn codes_of(from: Term<'_, '_>, text: &str) -> Vec<Target> {
    let mut targets = targets_in(text);
    if targets.is_empty() && (begins(text, &["category"]) || starts_with_code(text)) {
        targets = targets_in(&format!("({text})"));
    }
    if !targets.is_empty() {
        return targets;
    }
    let alone = ["category", "subcategory", "note at"].contains(&text.trim().to_lowercase().as_str());
    let code = from.code().filter(|_| alone);
    code.map(|code| targets_in(&format!("({})", code.code))).unwrap_or_default()
}

fn starts_with_code(text: &str) -> bool {
    let category = text.as_bytes().get(..3).unwrap_or_default();
    matches!(category, [letter, second, third] if letter.is_ascii_uppercase() && second.is_ascii_digit() && third.is_ascii_alphanumeric())
}

/// A reference into a table, taken apart.
struct Named<'a> {
    /// The site or substance, up to the words that name the column.
    words: Option<&'a str>,
    column: Option<TermColumn>,
    rest: Option<&'a str>,
}

impl<'a> Named<'a> {
    /// Skips the table's own name, and finds the column wherever it stands among the parts between commas.
    fn of(text: &'a str, skip: usize, column_at: fn(&str) -> Option<TermColumn>) -> Self {
        let after = Words::of(text).text_from(skip);
        let mut named = Self { words: None, column: None, rest: None };
        let (mut start, mut end) = (None, 0);
        let mut offset = 0;
        for part in after.split(',') {
            let (from, to) = (offset, offset + part.len());
            offset = to + 1;
            if let Some(column) = column_at(part) {
                // "Malignant, secondary": the later word is the narrower one.
                named.column = Some(column);
            } else if is_choice(part) || begins(part, &["categories"]) {
                named.rest.get_or_insert(part.trim());
            } else if !part.trim().is_empty() && named.rest.is_none() && named.column.is_none() {
                start.get_or_insert(from);
                end = to;
            } else if !part.trim().is_empty() && start.is_none() {
                start = Some(from);
                end = to;
            }
        }
        named.words = start.and_then(|start| after.get(start..end)).map(str::trim).filter(|words| !words.is_empty());
        named
    }
}

fn behavior_at(part: &str) -> Option<TermColumn> {
    let behavior = match part.trim().to_ascii_lowercase().as_str() {
        "malignant" | "primary" | "malignant primary" => Behavior::MalignantPrimary,
        "secondary" | "malignant secondary" | "metastatic" => Behavior::MalignantSecondary,
        "in situ" | "ca in situ" => Behavior::InSitu,
        "benign" => Behavior::Benign,
        "uncertain" | "uncertain behavior" => Behavior::Uncertain,
        "unspecified" | "unspecified behavior" => Behavior::Unspecified,
        _ => return None,
    };
    Some(TermColumn::Behavior(behavior))
}

fn intent_at(part: &str) -> Option<TermColumn> {
    let intent = match part.trim().to_ascii_lowercase().as_str() {
        "poisoning" | "accidental" => Intent::Accidental,
        "self-harm" | "intentional self-harm" => Intent::SelfHarm,
        "assault" => Intent::Assault,
        "undetermined" => Intent::Undetermined,
        "adverse effect" | "with 6th character 5" => Intent::AdverseEffect,
        "underdosing" | "with final character 6" => Intent::Underdosing,
        _ => return None,
    };
    Some(TermColumn::Intent(intent))
}
