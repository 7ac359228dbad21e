//! The closing report, as JSON and for people.

use std::io::Write as _;

use anyhow::Result;
use cleanclaim_engine::views::{Axes, Dashboard};
use cleanclaim_engine::{ClaimOutcome, PostedRemittance, Proof, RemittanceState, Scrubbed};
use cleanclaim_model::Cents;
use cleanclaim_model::state::{Adjudication, Transport};
use comfy_table::{CellAlignment, LineStyle, Table, presets};
use serde::Serialize;

use super::DEMO_LOGIN;
use super::folder::DemoFolder;
use crate::output::stdout;

/// What the steps noted on their way.
#[derive(Debug, Clone, Default)]
pub(super) struct Facts {
    pub(super) seed: u64,
    pub(super) encounters: u64,
    pub(super) encounters_refused: u64,
    pub(super) suggestions: u64,
    pub(super) unpriced: u64,
    pub(super) claims: u64,
    pub(super) submitted: u64,
    pub(super) lost: u64,
}

/// The demo's result.
#[derive(Debug, Serialize)]
pub(crate) struct Report {
    seed: u64,
    encounters: u64,
    /// Encounters that the import refused, each with a finding.
    encounters_refused: u64,
    suggestions: u64,
    unpriced: u64,
    claims: u64,
    lint_errors: u64,
    lint_warnings: u64,
    clean_claim_rate: Option<f64>,
    /// Claims that wait for a person to mend them.
    in_review: u64,
    submitted: u64,
    rejected: u64,
    paid: u64,
    /// Of those paid, the ones with a denied line.
    partly_paid: u64,
    denied: u64,
    waiting: u64,
    waiting_claims: Vec<WaitingClaim>,
    remittances: u64,
    duplicates_held: u64,
    held: u64,
    exceptions: u64,
    /// Remittances that the simulated payers made and never sent.
    lost: u64,
    accepted_bpr_cents: i64,
    posted_cents: i64,
    expected_cents: i64,
    charge_cents: i64,
    insurer_open_cents: i64,
    patient_open_cents: i64,
    ledger_balanced: bool,
    ledger_entries: u64,
    ledger_postings: u64,
    days_in_receivable: Option<f64>,
    net_collection_rate: Option<f64>,
    denial_rate: Option<f64>,
    by_work: Vec<Count>,
    by_transport: Vec<Count>,
    by_adjudication: Vec<Count>,
    denials: Vec<Count>,
    aging: Vec<Aging>,
    pub(super) seconds: f64,
}

#[derive(Debug, Serialize)]
struct Count {
    name: String,
    count: u64,
    amount_cents: i64,
}

#[derive(Debug, Serialize)]
struct Aging {
    days: String,
    insurer_cents: i64,
    patient_cents: i64,
}

#[derive(Debug, Serialize)]
struct WaitingClaim {
    claim: String,
    reason: &'static str,
}

/// How a submitted claim ended.
enum End {
    Paid,
    PartlyPaid,
    Denied,
    Rejected,
    Waiting(&'static str),
}

fn end(axes: &Axes) -> End {
    match axes.adjudication {
        Adjudication::Paid | Adjudication::Forwarded | Adjudication::Predetermined => End::Paid,
        Adjudication::PartlyPaid => End::PartlyPaid,
        Adjudication::Denied => End::Denied,
        Adjudication::Unprocessable => End::Waiting("came back unprocessable: a new claim is due"),
        Adjudication::Reversed => End::Waiting("payment taken back, nothing in its place yet"),
        Adjudication::InformationRequested => End::Waiting("the payer asks for information"),
        Adjudication::Pending => End::Waiting("the payer works on it"),
        Adjudication::None if axes.transport.is_rejected() => End::Rejected,
        Adjudication::None => End::Waiting("accepted, no remittance posted yet"),
    }
}

impl Report {
    pub(super) fn new(
        facts: &Facts,
        scrubbed: &Scrubbed,
        posted: &[PostedRemittance],
        outcomes: &[ClaimOutcome],
        dashboard: &Dashboard,
        proof: Proof,
    ) -> Self {
        let in_state = |state| posted.iter().filter(|one| one.state == state).count() as u64;
        let accepted =
            posted.iter().filter(|one| !matches!(one.state, RemittanceState::Held | RemittanceState::Duplicate));
        let tallies = |tallies: &[cleanclaim_engine::views::Tally]| tallies.iter().map(Count::new).collect();
        let mut report = Self {
            seed: facts.seed,
            encounters: facts.encounters,
            encounters_refused: facts.encounters_refused,
            suggestions: facts.suggestions,
            unpriced: facts.unpriced,
            claims: facts.claims,
            lint_errors: scrubbed.summary.errors,
            lint_warnings: scrubbed.summary.warnings,
            clean_claim_rate: scrubbed.clean_claim_rate_e6().map(millionths),
            in_review: scrubbed.review,
            submitted: 0,
            rejected: 0,
            paid: 0,
            partly_paid: 0,
            denied: 0,
            waiting: 0,
            waiting_claims: Vec::new(),
            remittances: posted.len() as u64,
            duplicates_held: in_state(RemittanceState::Duplicate),
            held: in_state(RemittanceState::Held),
            exceptions: posted.iter().map(|one| one.exceptions.len() as u64).sum(),
            lost: facts.lost,
            accepted_bpr_cents: accepted.map(|one| one.amount).sum::<Cents>().get(),
            posted_cents: dashboard.cash.get(),
            expected_cents: dashboard.expected.get(),
            charge_cents: dashboard.charges.get(),
            insurer_open_cents: dashboard.insurer_open.get(),
            patient_open_cents: dashboard.patient_open.get(),
            ledger_balanced: proof.balanced(),
            ledger_entries: proof.entries,
            ledger_postings: proof.postings,
            days_in_receivable: dashboard.days_in_receivable_e1.map(|tenths| tenths as f64 / 10.0),
            net_collection_rate: dashboard.net_collection_rate_e6.map(millionths),
            denial_rate: dashboard.denial_rate_e6.map(millionths),
            by_work: tallies(&dashboard.by_work),
            by_transport: tallies(&dashboard.by_transport),
            by_adjudication: tallies(&dashboard.by_adjudication),
            denials: tallies(&dashboard.denials),
            aging: dashboard.aging.iter().map(Aging::new).collect(),
            seconds: 0.0,
        };
        for outcome in outcomes.iter().filter(|outcome| outcome.axes.transport != Transport::None) {
            report.count(outcome);
        }
        report
    }

    fn count(&mut self, outcome: &ClaimOutcome) {
        self.submitted += 1;
        match end(&outcome.axes) {
            End::Paid => self.paid += 1,
            End::PartlyPaid => {
                self.paid += 1;
                self.partly_paid += 1;
            }
            End::Denied => self.denied += 1,
            End::Rejected => self.rejected += 1,
            End::Waiting(reason) => {
                self.waiting += 1;
                self.waiting_claims.push(WaitingClaim { claim: outcome.control_number.clone(), reason });
            }
        }
    }
}

fn millionths(rate_e6: u64) -> f64 {
    rate_e6 as f64 / 1_000_000.0
}

impl Count {
    fn new(tally: &cleanclaim_engine::views::Tally) -> Self {
        Self { name: tally.name.clone(), count: tally.count, amount_cents: tally.amount.get() }
    }
}

impl Aging {
    fn new(bucket: &cleanclaim_engine::views::AgingBucket) -> Self {
        Self { days: bucket.days.clone(), insurer_cents: bucket.insurer.get(), patient_cents: bucket.patient.get() }
    }
}

/// Denial reasons shown at most.
const DENIALS_SHOWN: usize = 6;

/// Prints the report for people, and what to try next.
pub(super) fn print(report: &Report, folder: &DemoFolder) -> Result<()> {
    let mut out = stdout();
    writeln!(out, "\nWhere every submitted claim ended\n{}", outcome_table(report))?;
    writeln!(out, "\nMoney\n{}", money_table(report))?;
    writeln!(out, "\nAging from the day of service\n{}", aging_table(report))?;
    writeln!(out, "\nDenied lines by reason\n{}", denial_table(report))?;
    writeln!(out, "\nEvery file written and read lies in {}:", folder.shown())?;
    for (name, what) in FILES {
        writeln!(out, "  {name:<16} {what}")?;
    }
    let (login, password) = DEMO_LOGIN;
    let database = folder.shown_database();
    writeln!(out, "\nTry next:")?;
    writeln!(out, "  cleanclaim serve --db {database}")?;
    writeln!(out, "      the web application on this practice: sign in as {login} with {password}")?;
    writeln!(out, "  cleanclaim report ledger-proof --db {database}")?;
    writeln!(out, "  cleanclaim x12 json {}/inbox/FILE", folder.shown())?;
    writeln!(out, "  cleanclaim rules list")?;
    out.flush()?;
    Ok(())
}

const FILES: [(&str, &str); 6] = [
    ("encounters/", "what the practice exported: two CSV files and the notes"),
    ("payers/", "one file a payer: what it wants, how it is addressed, what it should pay"),
    ("outbox/", "the 837 files that were sent"),
    ("inbox/", "the TA1, 999, 277CA and 835 files that came back"),
    ("cleanclaim.db", "the practice's database"),
    ("report.json", "this report"),
];

fn table(header: &[&str]) -> Table {
    let mut table = Table::new();
    // Rules around the header and nothing between the rows: these are short lists.
    let style = presets::UTF8_HORIZONTAL_ONLY.row_separator(LineStyle::none());
    table.load_style(style).set_header(header);
    table
}

/// Numbers stand to the right.
fn align(table: &mut Table) {
    for column in table.column_iter_mut().skip(1) {
        column.set_cell_alignment(CellAlignment::Right);
    }
}

fn outcome_table(report: &Report) -> Table {
    let mut table = table(&["", "claims", "share"]);
    let share = |count: u64| match report.submitted {
        0 => String::new(),
        submitted => format!("{:.1} %", count as f64 * 100.0 / submitted as f64),
    };
    let rows = [
        ("paid", report.paid),
        ("  with a denied line", report.partly_paid),
        ("denied", report.denied),
        ("rejected before adjudication", report.rejected),
        ("still waiting", report.waiting),
        ("submitted", report.submitted),
    ];
    for (name, count) in rows {
        table.add_row([name.to_owned(), count.to_string(), share(count)]);
    }
    align(&mut table);
    table
}

fn money_table(report: &Report) -> Table {
    let mut table = table(&["", "amount"]);
    let dollars = |cents: i64| Cents::new(cents).dollars();
    let rate = |rate: Option<f64>| rate.map_or_else(String::new, |rate| format!("{:.1} %", rate * 100.0));
    let rows = [
        ("charges", dollars(report.charge_cents)),
        ("expected for decided claims", dollars(report.expected_cents)),
        ("cash posted", dollars(report.posted_cents)),
        ("payments (BPR02) of accepted remittances", dollars(report.accepted_bpr_cents)),
        ("open with insurers", dollars(report.insurer_open_cents)),
        ("open with patients", dollars(report.patient_open_cents)),
        ("clean claim rate", rate(report.clean_claim_rate)),
        ("denial rate", rate(report.denial_rate)),
        ("net collection rate", rate(report.net_collection_rate)),
        ("days in A/R", report.days_in_receivable.map_or_else(String::new, |days| format!("{days:.1}"))),
        ("ledger", if report.ledger_balanced { "balanced".to_owned() } else { "NOT BALANCED".to_owned() }),
    ];
    for (name, value) in rows {
        table.add_row([name.to_owned(), value]);
    }
    align(&mut table);
    table
}

fn aging_table(report: &Report) -> Table {
    let mut table = table(&["days", "insurers", "patients"]);
    for bucket in &report.aging {
        let dollars = |cents: i64| Cents::new(cents).dollars();
        table.add_row([bucket.days.clone(), dollars(bucket.insurer_cents), dollars(bucket.patient_cents)]);
    }
    align(&mut table);
    table
}

fn denial_table(report: &Report) -> Table {
    let mut table = table(&["reason", "lines", "amount"]);
    for denial in report.denials.iter().take(DENIALS_SHOWN) {
        let amount = Cents::new(denial.amount_cents).dollars();
        table.add_row([denial.name.clone(), denial.count.to_string(), amount]);
    }
    align(&mut table);
    table
}
