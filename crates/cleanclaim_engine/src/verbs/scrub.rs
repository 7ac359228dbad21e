//! Scrub: claims meet the rules; clean ones are ready, the others wait for a person.

use cleanclaim_interop::json::{ClaimJson, FindingContext, FindingJson};
use cleanclaim_model::state::Work;
use cleanclaim_model::{Claim, ClaimId, EventId, Finding, PracticeId, Text};
use cleanclaim_rules::{Context, Linter, Outcome, Summary};
use cleanclaim_store::{Axis, ClaimRow, EventRow, FindingRow};
use rayon::prelude::*;

use super::BATCH_ROWS;
use crate::engine::{ACTOR, Engine};
use crate::error::Result;
use crate::reference::code_sets;
use crate::setup::{Practice, from_json, stored, to_json};

/// Claims that one linter takes at a time.
const CLAIMS_PER_TASK: usize = 250;

/// What became of scrubbing.
#[derive(Debug, Clone, Default)]
pub struct Scrubbed {
    /// Claims without a finding at error level: ready.
    pub ready: u64,
    /// Claims that wait for a person.
    pub review: u64,
    /// What the linters counted.
    pub summary: Summary,
    /// How often each rule found something, most often first.
    pub by_rule: Vec<(Text, u64)>,
}

impl Scrubbed {
    /// Claims without an error at first lint, in millionths of all; `None` when there were none.
    #[must_use]
    pub fn clean_claim_rate_e6(&self) -> Option<u64> {
        let claims = self.ready + self.review;
        (self.ready * 1_000_000 + claims / 2).checked_div(claims)
    }
}

/// A claim and what the rules said.
struct Linted<'a> {
    row: &'a ClaimRow,
    claim: Claim,
    findings: Vec<Finding>,
    outcome: Outcome,
}

impl Engine {
    /// Lints every draft claim and moves it to ready or review.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn scrub_claims(&self, practice: PracticeId) -> Result<Scrubbed> {
        let mut tx = self.store().read().await?;
        let setup = self.load_practice(&mut tx, practice).await?;
        let rows = tx.by::<ClaimRow>(practice, "work", [Work::Draft.as_str()]).await?;
        drop(tx);
        let mut scrubbed = Scrubbed::default();
        for batch in rows.chunks(BATCH_ROWS) {
            self.scrub_batch(practice, &setup, batch, &mut scrubbed).await?;
        }
        scrubbed.by_rule.sort_by(|left, right| right.1.cmp(&left.1).then_with(|| left.0.cmp(&right.0)));
        Ok(scrubbed)
    }

    async fn scrub_batch(
        &self,
        practice: PracticeId,
        setup: &Practice,
        rows: &[ClaimRow],
        scrubbed: &mut Scrubbed,
    ) -> Result<()> {
        let today = self.today();
        let tasks: Vec<Result<(Vec<Linted<'_>>, Summary)>> =
            rows.par_chunks(CLAIMS_PER_TASK).map(|chunk| lint(setup, chunk, today)).collect();
        let mut findings = Vec::new();
        let mut events = Vec::with_capacity(rows.len());
        for task in tasks {
            let (linted, summary) = task?;
            scrubbed.summary.merge(&summary);
            for item in &linted {
                findings.extend(finding_rows(item)?);
                events.push(self.work_event(item));
                match item.outcome.has_errors() {
                    true => scrubbed.review += 1,
                    false => scrubbed.ready += 1,
                }
            }
        }
        for finding in &findings {
            count(&mut scrubbed.by_rule, &finding.rule);
        }
        let claims: Vec<ClaimId> = rows.iter().map(|row| row.id).collect();
        let mut tx = self.store().begin().await?;
        tx.replace_findings(practice, &claims, &findings).await?;
        tx.record_events(practice, &events).await?;
        Ok(tx.commit().await?)
    }

    fn work_event(&self, item: &Linted<'_>) -> EventRow {
        let (state, note) = if item.outcome.has_errors() {
            (Work::Review, format!("{} errors, {} warnings", item.outcome.errors, item.outcome.warnings))
        } else {
            (Work::Ready, format!("no errors, {} warnings", item.outcome.warnings))
        };
        EventRow {
            id: self.new_id(EventId::next),
            claim_id: item.row.id,
            submission_id: None,
            axis: Axis::Work,
            from_state: Text::const_new(item.row.work.as_str()),
            to_state: Text::const_new(state.as_str()),
            at: self.now(),
            actor: Text::const_new(ACTOR),
            file_id: None,
            segment_index: None,
            note: Text::from(note),
        }
    }
}

fn lint<'a>(
    setup: &Practice,
    rows: &'a [ClaimRow],
    today: cleanclaim_model::Date,
) -> Result<(Vec<Linted<'a>>, Summary)> {
    let codes = code_sets()?;
    let mut linter = Linter::new();
    let mut linted = Vec::with_capacity(rows.len());
    for row in rows {
        let claim = read_claim(row)?;
        let context = Context::new(codes, &setup.payer(&row.payer_id)?.profile, today);
        let mut findings = Vec::new();
        let outcome = linter.lint(&claim, &context, &mut findings);
        linted.push(Linted { row, claim, findings, outcome });
    }
    Ok((linted, linter.summary()))
}

fn finding_rows(item: &Linted<'_>) -> Result<Vec<FindingRow>> {
    let context = FindingContext { kind: Some(item.claim.kind), ..FindingContext::default() };
    let row = |(finding, position): (&Finding, u32)| {
        Ok(FindingRow {
            claim_id: item.row.id,
            position,
            rule: Text::from(finding.rule.as_ref()),
            severity: Text::const_new(finding.severity.as_str()),
            field: finding.field.map(|field| Text::from(field.to_string())).unwrap_or_default(),
            message: Text::from(finding.message.as_ref()),
            content: to_json(&FindingJson::new(finding, &context))?,
        })
    };
    item.findings.iter().zip(1..).map(row).collect()
}

fn count(by_rule: &mut Vec<(Text, u64)>, rule: &Text) {
    match by_rule.iter_mut().find(|(name, _)| name == rule) {
        Some((_, count)) => *count += 1,
        None => by_rule.push((rule.clone(), 1)),
    }
}

/// The claim that a row holds.
pub(crate) fn read_claim(row: &ClaimRow) -> Result<Claim> {
    let json: ClaimJson = from_json("claim", row.content.expose())?;
    Claim::try_from(json).map_err(|error| stored("claim", error))
}
