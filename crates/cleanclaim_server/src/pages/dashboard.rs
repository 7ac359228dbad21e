//! The dashboard: how the practice stands today.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use cleanclaim_engine::views::{AgingBucket, ClaimFilter, Dashboard, Tally};
use cleanclaim_model::Cents;
use cleanclaim_model::state::{Adjudication, Transport, Work};

use crate::access::CurrentUser;
use crate::assets;
use crate::chart::{self, AgingChart};
use crate::error::PageError;
use crate::pages::claims::address;
use crate::pages::{Frame, Section, html};
use crate::routes::App;
use crate::text::{self, Tone};

/// The reasons and payers shown; the amounts of the rest are summed in one row.
const ROWS_MAX: usize = 10;

/// A key figure with what it is measured against.
#[derive(Debug)]
struct Figure {
    name: &'static str,
    value: String,
    target: &'static str,
    tone: Tone,
    /// The tone in a word.
    verdict: &'static str,
}

/// Claims counted along one axis.
struct StateTable<'a> {
    title: &'static str,
    axis: &'static str,
    /// The claim list's filter for this axis.
    parameter: &'static str,
    about: &'static str,
    tallies: &'a [Tally],
}

#[derive(Template)]
#[template(path = "dashboard.html")]
struct Page {
    frame: Frame,
    board: Dashboard,
    figures: Vec<Figure>,
    chart: Option<AgingChart>,
    /// What each bar of a table is a part of.
    denied_highest: Cents,
    open_highest: Cents,
    other_denials: usize,
}

impl Page {
    fn new(frame: Frame, mut board: Dashboard) -> Self {
        let other_denials = board.denials.len().saturating_sub(ROWS_MAX);
        board.denials.truncate(ROWS_MAX);
        in_order(&mut board.by_work, Work::ALL);
        in_order(&mut board.by_transport, Transport::ALL);
        in_order(&mut board.by_adjudication, Adjudication::ALL);
        Self {
            figures: figures(&board),
            chart: AgingChart::of(&board.aging),
            denied_highest: board.denials.iter().map(|tally| tally.amount).max().unwrap_or_default(),
            open_highest: board.payers.iter().map(|payer| payer.open).max().unwrap_or_default(),
            other_denials,
            frame,
            board,
        }
    }

    fn insurer_total(&self) -> Cents {
        self.board.aging.iter().map(|bucket| bucket.insurer).sum()
    }

    fn patient_total(&self) -> Cents {
        self.board.aging.iter().map(|bucket| bucket.patient).sum()
    }

    /// The three axes on which claims are counted.
    fn states(&self) -> [StateTable<'_>; 3] {
        let table = |title, axis, parameter, about, tallies| StateTable { title, axis, parameter, about, tallies };
        [
            table("Work", "work", "work", "Claims by where they stand in the practice", &self.board.by_work),
            table("Transport", "transport", "transport", "Claims by how far they were sent", &self.board.by_transport),
            table(
                "Decision",
                "adjudication",
                "decision",
                "Claims by the payer’s decision",
                &self.board.by_adjudication,
            ),
        ]
    }

    fn payer_address(&self, payer: &str) -> String {
        address(&ClaimFilter { payer: Some(payer.to_owned()), ..ClaimFilter::default() })
    }

    fn waiting(&self) -> u64 {
        self.board.remittances_held.count + self.board.exceptions.count
    }
}

/// In the order in which a claim meets the states.
fn in_order<T: ToString>(tallies: &mut [Tally], states: &[T]) {
    let names: Vec<String> = states.iter().map(ToString::to_string).collect();
    tallies.sort_by_key(|tally| names.iter().position(|name| *name == tally.name).unwrap_or(usize::MAX));
}

/// `GET /`.
pub(crate) async fn show(State(app): State<App>, current: CurrentUser) -> Result<Response, PageError> {
    let board = app.engine.dashboard(current.user.practice).await?;
    html(&Page::new(Frame::new(current, Section::Dashboard), board))
}

/// How a figure stands to its target.
#[derive(Debug, Clone, Copy)]
enum Verdict {
    On,
    Near,
    Off,
}

fn at_least(value: u64, target: u64, near: u64) -> Verdict {
    match value {
        _ if target <= value => Verdict::On,
        _ if near <= value => Verdict::Near,
        _ => Verdict::Off,
    }
}

fn at_most(value: u64, target: u64, near: u64) -> Verdict {
    match value {
        _ if value <= target => Verdict::On,
        _ if value <= near => Verdict::Near,
        _ => Verdict::Off,
    }
}

/// The figures by which billing offices judge themselves, and the usual bounds.
fn figures(board: &Dashboard) -> Vec<Figure> {
    let percent = |rate: u64| text::percent(&rate);
    let tenths = |days: u64| text::tenths(&days);
    vec![
        figure("Clean at first check", "Target: 95% or more", board.clean_claim_rate_e6, percent, |rate| {
            at_least(rate, 950_000, 900_000)
        }),
        figure("Denied at first decision", "Target: 5% or less", board.denial_rate_e6, percent, |rate| {
            at_most(rate, 50_000, 118_000)
        }),
        figure("Days in receivables", "Target: 40 or less", board.days_in_receivable_e1, tenths, |days| {
            at_most(days, 400, 500)
        }),
        figure("Net collection", "Target: 95% or more", board.net_collection_rate_e6, percent, |rate| {
            at_least(rate, 950_000, 900_000)
        }),
        figure("Open over 90 days", "Target: 10% or less", old_rate_e6(board), percent, |rate| {
            at_most(rate, 100_000, 150_000)
        }),
    ]
}

fn figure(
    name: &'static str,
    target: &'static str,
    value: Option<u64>,
    show: impl Fn(u64) -> String,
    judge: impl Fn(u64) -> Verdict,
) -> Figure {
    let (tone, verdict) = match value.map(judge) {
        Some(Verdict::On) => (Tone::Good, "On target"),
        Some(Verdict::Near) => (Tone::Warn, "Near target"),
        Some(Verdict::Off) => (Tone::Bad, "Off target"),
        None => (Tone::Plain, "Nothing counted yet"),
    };
    Figure { name, value: value.map_or_else(|| "–".to_owned(), show), target, tone, verdict }
}

/// What is open longer than 90 days, of all that is open, in millionths.
fn old_rate_e6(board: &Dashboard) -> Option<u64> {
    let open = |bucket: &AgingBucket| bucket.insurer + bucket.patient;
    let all: Cents = board.aging.iter().map(open).sum();
    let old: Cents = board.aging.iter().filter(|bucket| is_old(&bucket.days)).map(open).sum();
    if all <= Cents::ZERO {
        return None;
    }
    u64::try_from(i128::from(old.get().max(0)) * 1_000_000 / i128::from(all.get())).ok()
}

/// Whether a bucket such as `91-120` or `120+` begins after 90 days.
fn is_old(days: &str) -> bool {
    let first = days.split(|c: char| !c.is_ascii_digit()).find(|digits| !digits.is_empty());
    first.and_then(|digits| digits.parse::<u32>().ok()).is_some_and(|day| 90 < day)
}

#[cfg(test)]
mod tests {
    use cleanclaim_engine::Role;

    use super::*;
    use crate::pages::samples::{self, shows, visible};

    fn render(board: Dashboard) -> String {
        Page::new(samples::frame(Role::Reader), board).render().unwrap()
    }

    #[test]
    fn figures_are_measured_against_their_targets() {
        let text = visible(&render(samples::dashboard()));
        shows(&text, &["Clean at first check 95.3% On target Target: 95% or more"]);
        shows(&text, &["Denied at first decision 11.8% Near target", "Days in receivables 51.2 Off target"]);
        shows(&text, &["Net collection – Nothing counted yet", "Open over 90 days 20.0% Off target"]);
        shows(&text, &["as of 11/23/2026", "Charges $1,234,567.89", "Ledger In balance", "CO-16", "$2,113.40"]);
        shows(&text, &["0–30 days $600.00 $200.00 $800.00", "All $750.00 $250.00 $1,000.00"]);
        shows(&text, &["Remittances held", "$4,122.00", "In doubt 3 $5.00"]);
    }

    #[test]
    fn old_is_what_began_more_than_90_days_ago() {
        let old = ["0-30", "31-60", "61-90", "91-120", "over-120", "120+", ""].map(is_old);
        assert_eq!(old, [false, false, false, true, true, true, false]);
    }

    #[test]
    fn counts_lead_to_their_claims() {
        let html = render(samples::dashboard());
        shows(&html, &["href=\"/claims?transport=in-doubt\"", "href=\"/claims?payer=Payer+%22%27%3E%3Cscript"]);
    }

    #[test]
    fn an_empty_practice_is_told_what_to_do() {
        let text = visible(&render(Dashboard { ledger_balanced: true, ..Dashboard::default() }));
        shows(&text, &["No claims yet", "cleanclaim demo"]);
    }

    #[test]
    fn a_ledger_out_of_balance_is_named() {
        let board = Dashboard { ledger_balanced: false, ..samples::dashboard() };
        shows(&visible(&render(board)), &["Out of balance"]);
    }
}
