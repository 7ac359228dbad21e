//! The key figures of a practice: the dashboard and the closing report.

use cleanclaim_ledger::Proof;
use cleanclaim_model::{Cents, PracticeId, Text};
use cleanclaim_store::{
    ClaimSummary, Figures, PayerFigure, PostingExceptionRow, RemittanceRow, RemittanceState, StateCount, Tx,
};
use jiff::Span;

use crate::engine::Engine;
use crate::error::Result;
use crate::views::{AgingBucket, Axes, Dashboard, PayerTally, Tally};

/// Days of charges that days in A/R looks back on.
const PERIOD_DAYS: i64 = 90;
/// Exceptions that a dashboard adds up.
const EXCEPTIONS_MAX: u32 = 10_000;

/// Where a claim stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimOutcome {
    /// CLM01.
    pub control_number: String,
    /// The five axes.
    pub axes: Axes,
}

impl Engine {
    /// The key figures as of today, or of the day on which a synthetic practice stands still.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn dashboard(&self, practice: PracticeId) -> Result<Dashboard> {
        let mut tx = self.store().read().await?;
        let today = self.report_day(&mut tx, practice).await?;
        let from = today.saturating_sub(Span::new().days(PERIOD_DAYS - 1));
        let figures = tx.figures(practice, from, today).await?;
        let states = tx.state_counts(practice).await?;
        let payers = tx.payer_figures(practice).await?;
        let aging = tx.aging(practice, today).await?;
        let proof = tx.ledger_proof(practice).await?;
        let held = tx.by::<RemittanceRow>(practice, "state", [RemittanceState::Held.as_str()]).await?;
        let exceptions = tx.open_exceptions(practice, EXCEPTIONS_MAX).await?;
        let open = figures.insurer_cents + figures.patient_cents + figures.held_cents;
        Ok(Dashboard {
            as_of: Some(today),
            claims: figures.claims,
            clean_claim_rate_e6: ratio(figures.clean_claims, figures.claims, 1_000_000),
            denial_rate_e6: denial_rate(&states),
            days_in_receivable_e1: days_in_receivable(open, figures.charges_in_period_cents),
            net_collection_rate_e6: net_collection(&figures),
            charges: figures.charge_cents,
            cash: figures.cash_cents,
            expected: figures.expected_cents,
            insurer_open: figures.insurer_cents,
            patient_open: figures.patient_cents + figures.held_cents,
            by_work: tally(&states, |row| &row.work),
            by_transport: tally(&states, |row| &row.transport),
            by_adjudication: tally(&states, |row| &row.adjudication),
            denials: denials(&mut tx, practice).await?,
            aging: aging
                .iter()
                .map(|row| AgingBucket {
                    days: row.bucket.as_str().to_owned(),
                    insurer: row.insurer_cents,
                    patient: row.patient_cents,
                })
                .collect(),
            payers: payers.iter().map(payer_tally).collect(),
            ledger_balanced: proof.balanced(),
            remittances_held: Tally {
                name: "held".to_owned(),
                count: held.len() as u64,
                amount: held.iter().map(|row| row.amount_cents).sum(),
            },
            exceptions: exception_tally(&exceptions),
        })
    }

    /// Where every claim stands, by control number.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn outcomes(&self, practice: PracticeId) -> Result<Vec<ClaimOutcome>> {
        let mut tx = self.store().read().await?;
        let mut rows: Vec<ClaimSummary> = tx.all(practice, u32::MAX, 0).await?;
        rows.sort_by(|left, right| left.control_number.cmp(&right.control_number));
        let outcome = |row: &ClaimSummary| ClaimOutcome {
            control_number: row.control_number.to_string(),
            axes: Axes {
                work: row.work,
                transport: row.transport,
                adjudication: row.adjudication,
                balance: row.balance,
                dispute: row.dispute,
            },
        };
        Ok(rows.iter().map(outcome).collect())
    }

    /// The proof that the books add up.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn ledger_proof(&self, practice: PracticeId) -> Result<Proof> {
        let mut tx = self.store().read().await?;
        Ok(tx.ledger_proof(practice).await?)
    }
}

async fn denials(tx: &mut Tx, practice: PracticeId) -> Result<Vec<Tally>> {
    let mut tallies: Vec<Tally> = Vec::new();
    for row in tx.denial_figures(practice).await?.iter().filter(|row| row.nature == "denial") {
        let name = format!("{}-{}", row.group_code, row.carc);
        let count = u64::try_from(row.lines).unwrap_or_default();
        match tallies.iter_mut().find(|tally| tally.name == name) {
            Some(tally) => {
                tally.count += count;
                tally.amount += row.amount_cents;
            }
            None => tallies.push(Tally { name, count, amount: row.amount_cents }),
        }
    }
    tallies.sort_by(|left, right| right.amount.cmp(&left.amount).then_with(|| left.name.cmp(&right.name)));
    Ok(tallies)
}

/// Open receivables over the average charge a day, in tenths of a day.
fn days_in_receivable(open: Cents, charges_in_period: Cents) -> Option<u64> {
    let days = open.mul_div_half_up(PERIOD_DAYS * 10, charges_in_period.get())?;
    u64::try_from(days.get()).ok()
}

/// What payers paid over what was expected of them: the fee less the patient's share, in millionths.
fn net_collection(figures: &Figures) -> Option<u64> {
    let due = figures.expected_cents - figures.patient_of_expected_cents;
    let rate = figures.paid_of_expected_cents.mul_div_half_up(1_000_000, due.get())?;
    u64::try_from(rate.get()).ok()
}

/// Claims denied wholly or partly over claims decided, in millionths.
fn denial_rate(states: &[StateCount]) -> Option<u64> {
    let count = |names: &[&str]| -> u64 {
        let fits = states.iter().filter(|row| names.contains(&row.adjudication.as_str()));
        fits.map(|row| u64::try_from(row.claims).unwrap_or_default()).sum()
    };
    ratio(count(&["denied", "partly-paid"]), count(&["denied", "partly-paid", "paid", "unprocessable"]), 1_000_000)
}

fn ratio(part: u64, whole: u64, scale: u64) -> Option<u64> {
    (part * scale + whole / 2).checked_div(whole)
}

fn tally(states: &[StateCount], name: impl Fn(&StateCount) -> &Text) -> Vec<Tally> {
    let mut tallies: Vec<Tally> = Vec::new();
    for row in states {
        let count = u64::try_from(row.claims).unwrap_or_default();
        match tallies.iter_mut().find(|tally| tally.name == name(row).as_str()) {
            Some(tally) => {
                tally.count += count;
                tally.amount += row.charge_cents;
            }
            None => tallies.push(Tally { name: name(row).to_string(), count, amount: row.charge_cents }),
        }
    }
    tallies
}

fn payer_tally(row: &PayerFigure) -> PayerTally {
    PayerTally {
        name: row.payer_name.to_string(),
        claims: u64::try_from(row.claims).unwrap_or_default(),
        charge: row.charge_cents,
        paid: row.paid_cents,
        denied: row.denied_cents,
        open: row.insurer_cents,
    }
}

fn exception_tally(rows: &[PostingExceptionRow]) -> Tally {
    Tally {
        name: "open".to_owned(),
        count: rows.len() as u64,
        amount: rows.iter().map(|row| row.difference_cents.abs()).sum(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_in_receivable_are_tenths_of_days() {
        assert_eq!(days_in_receivable(Cents::new(100_000), Cents::new(300_000)), Some(300));
        assert_eq!(days_in_receivable(Cents::new(1), Cents::ZERO), None);
    }

    #[test]
    fn a_ratio_of_nothing_is_none() {
        assert_eq!(ratio(0, 0, 1_000_000), None);
        assert_eq!(ratio(1, 3, 1_000_000), Some(333_333));
    }
}
