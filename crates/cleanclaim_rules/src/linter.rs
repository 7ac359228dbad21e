//! Runs the rules that can apply to a claim and counts what they found and what could not be checked.

use cleanclaim_model::{Claim, Finding, FindingSink, Severity};
use jiff::civil::Date;

use crate::resolved::Buffers;
use crate::rule::{Rule, RuleMeta};
use crate::{Context, Needs, PayerProfile};

/// What came of one claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[must_use]
pub struct Outcome {
    /// Findings at error level.
    pub errors: u32,
    /// Findings at warning level.
    pub warnings: u32,
    /// Findings worth knowing.
    pub infos: u32,
    /// Rules that apply to the claim but lacked something they need.
    pub not_checked: u32,
}

impl Outcome {
    /// Whether the claim must not go like this.
    #[must_use]
    pub fn has_errors(self) -> bool {
        0 < self.errors
    }

    /// Whether nothing at error or warning level was found *and* every rule that applies was checked.
    #[must_use]
    pub fn is_clean(self) -> bool {
        self.errors == 0 && self.warnings == 0 && self.not_checked == 0
    }
}

/// A rule that could not be checked on some claims, and what it lacked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotChecked {
    /// The rule's name.
    pub rule: &'static str,
    /// What was not there: a code set or an item of the payer's profile.
    pub need: &'static str,
    /// The earliest coding date among these claims; `None` when none of them has a date.
    pub from: Option<Date>,
    /// The latest one.
    pub to: Option<Date>,
    /// How many claims.
    pub claims: u64,
}

/// What came of all claims of a run.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Summary {
    /// Claims linted.
    pub claims: u64,
    /// Claims without a finding at error level.
    pub claims_without_error: u64,
    /// Findings at error level.
    pub errors: u64,
    /// Findings at warning level.
    pub warnings: u64,
    /// Findings worth knowing.
    pub infos: u64,
    /// How many times a rule was run on a claim.
    pub rules_run: u64,
    /// What could not be checked, once for each rule and need.
    pub not_checked: Vec<NotChecked>,
}

impl Summary {
    /// Adds what another linter counted: for claims linted in parallel.
    pub fn merge(&mut self, other: &Self) {
        self.claims += other.claims;
        self.claims_without_error += other.claims_without_error;
        self.errors += other.errors;
        self.warnings += other.warnings;
        self.infos += other.infos;
        self.rules_run += other.rules_run;
        for row in &other.not_checked {
            match self.not_checked.iter_mut().find(|mine| mine.rule == row.rule && mine.need == row.need) {
                Some(mine) => {
                    mine.from = earlier(mine.from, row.from);
                    mine.to = mine.to.max(row.to);
                    mine.claims += row.claims;
                }
                None => self.not_checked.push(*row),
            }
        }
    }
}

fn earlier(a: Option<Date>, b: Option<Date>) -> Option<Date> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

/// Claims that one rule could not check for want of one thing.
#[derive(Debug, Clone, Copy, Default)]
struct Unchecked {
    claims: u64,
    from: Option<Date>,
    to: Option<Date>,
}

struct Planned {
    rule: &'static dyn Rule,
    meta: &'static RuleMeta,
    unchecked: [Unchecked; Needs::COUNT],
}

/// Lints claims one after another and keeps the counts of the run. One for each thread; it makes no allocation for a clean claim.
pub struct Linter {
    plan: Vec<Planned>,
    buffers: Buffers,
    counts: Summary,
}

impl Default for Linter {
    fn default() -> Self {
        Self::new()
    }
}

impl core::fmt::Debug for Linter {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Linter").field("rules", &self.plan.len()).field("counts", &self.counts).finish_non_exhaustive()
    }
}

impl Linter {
    /// With every rule.
    #[must_use]
    pub fn new() -> Self {
        Self::with_rules(crate::rules())
    }

    /// With these rules, run in this order.
    #[must_use]
    pub fn with_rules(rules: impl IntoIterator<Item = &'static dyn Rule>) -> Self {
        let planned = |rule: &'static dyn Rule| Planned {
            rule,
            meta: rule.meta(),
            unchecked: [Unchecked::default(); Needs::COUNT],
        };
        Self { plan: rules.into_iter().map(planned).collect(), buffers: Buffers::default(), counts: Summary::default() }
    }

    /// Checks one claim.
    pub fn lint(&mut self, claim: &Claim, cx: &Context<'_>, sink: &mut dyn FindingSink) -> Outcome {
        let resolved = self.buffers.resolve(claim, cx);
        let available = cx.available(&resolved);
        let mut reporter = Reporter { claim, profile: cx.profile, sink, outcome: Outcome::default() };
        for planned in &mut self.plan {
            if !planned.meta.applies.matches(resolved.facets) {
                continue;
            }
            let missing = planned.meta.needs.missing(available);
            if missing.is_empty() {
                planned.rule.check(&resolved, cx, &mut reporter);
                self.counts.rules_run += 1;
            } else {
                reporter.outcome.not_checked += 1;
                planned.note_unchecked(missing, resolved.coding_date);
            }
        }
        let outcome = reporter.outcome;
        self.counts.claims += 1;
        self.counts.claims_without_error += u64::from(!outcome.has_errors());
        self.counts.errors += u64::from(outcome.errors);
        self.counts.warnings += u64::from(outcome.warnings);
        self.counts.infos += u64::from(outcome.infos);
        outcome
    }

    /// What came of all claims so far.
    #[must_use]
    pub fn summary(&self) -> Summary {
        let not_checked = self.plan.iter().flat_map(|planned| {
            let named = planned.unchecked.iter().zip(Needs::ALL).filter(|(unchecked, _)| 0 < unchecked.claims);
            named.map(|(unchecked, (_, need))| NotChecked {
                rule: planned.meta.name,
                need,
                from: unchecked.from,
                to: unchecked.to,
                claims: unchecked.claims,
            })
        });
        Summary { not_checked: not_checked.collect(), ..self.counts.clone() }
    }
}

impl Planned {
    fn note_unchecked(&mut self, missing: Needs, coding_date: Option<Date>) {
        for (position, _) in missing.each() {
            let Some(unchecked) = self.unchecked.get_mut(position) else { continue };
            unchecked.claims += 1;
            unchecked.from = earlier(unchecked.from, coding_date);
            unchecked.to = unchecked.to.max(coding_date);
        }
    }
}

/// Puts on every finding what the rule need not know: the claim's number and the severity that the payer's profile sets.
struct Reporter<'a> {
    claim: &'a Claim,
    profile: &'a PayerProfile,
    sink: &'a mut dyn FindingSink,
    outcome: Outcome,
}

impl FindingSink for Reporter<'_> {
    fn emit(&mut self, mut finding: Finding) {
        if let Some(severity) = self.profile.severity_of(&finding.rule) {
            finding.severity = severity;
        }
        if !self.claim.control_number.is_empty() {
            finding.claim = Some(self.claim.control_number.clone());
        }
        match finding.severity {
            Severity::Error => self.outcome.errors += 1,
            Severity::Warning => self.outcome.warnings += 1,
            Severity::Info => self.outcome.infos += 1,
        }
        self.sink.emit(finding);
    }
}
