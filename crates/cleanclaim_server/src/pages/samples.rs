//! Hand-made views for the tests of templates. Every text that comes from outside tries to become markup.

use cleanclaim_engine::views::{
    AdjustmentView, AgingBucket, Axes, ClaimFilter, ClaimPage, ClaimRow, ClaimView, Dashboard, DiagnosisView,
    EventView, FileView, FindingView, LineView, PayerTally, PostingView, Tally,
};
use cleanclaim_engine::{Role, User};
use cleanclaim_model::state::{Adjudication, Balance, Dispute, Transport, Work};
use cleanclaim_model::{Cents, ClaimId, ClaimKind, FileId, Phi, PracticeId, UserId};
use jiff::Timestamp;
use jiff::civil::date;

use crate::access::CurrentUser;
use crate::form::FormToken;
use crate::pages::{Frame, Section};

/// What would run if one place forgot to escape.
pub(crate) const HOSTILE: &str = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>";

pub(crate) fn frame(role: Role) -> Frame {
    let user = User {
        id: UserId::new(1),
        name: format!("dana {HOSTILE}"),
        practice: PracticeId::new(1),
        practice_name: format!("Sample practice {HOSTILE}"),
        role,
    };
    Frame::new(CurrentUser { user, token: FormToken::for_test() }, Section::Claims)
}

pub(crate) fn row() -> ClaimRow {
    ClaimRow {
        id: ClaimId::new(42),
        control_number: format!("SAMPLE1{HOSTILE}"),
        kind: ClaimKind::Professional,
        payer: format!("Payer {HOSTILE}"),
        patient: Phi::new(format!("Testa, {HOSTILE}")),
        service_from: Some(date(2026, 11, 4)),
        charge: Cents::new(31_250),
        paid: Cents::new(12_500),
        insurer_open: Cents::new(9_375),
        patient_open: Cents::new(3_000),
        axes: Axes {
            work: Work::Ready,
            transport: Transport::PayerAccepted,
            adjudication: Adjudication::PartlyPaid,
            balance: Balance::Credit,
            dispute: Dispute::Appealed,
        },
        errors: 1,
        warnings: 2,
    }
}

pub(crate) fn claims(total: u64) -> ClaimPage {
    let rows = if total == 0 { Vec::new() } else { vec![row()] };
    ClaimPage { rows, total, total_charge: Cents::new(31_250), payers: vec!["Other payer".to_owned()] }
}

pub(crate) fn filter() -> ClaimFilter {
    ClaimFilter {
        control_number: Some(HOSTILE.to_owned()),
        payer: Some(format!("Payer {HOSTILE}")),
        transport: Some(Transport::InDoubt),
        page: 1,
        ..ClaimFilter::default()
    }
}

fn tally(name: &str, count: u64, cents: i64) -> Tally {
    Tally { name: name.to_owned(), count, amount: Cents::new(cents) }
}

pub(crate) fn dashboard() -> Dashboard {
    let bucket = |days: &str, insurer, patient| AgingBucket {
        days: days.to_owned(),
        insurer: Cents::new(insurer),
        patient: Cents::new(patient),
    };
    Dashboard {
        as_of: Some(date(2026, 11, 23)),
        claims: 1_000,
        clean_claim_rate_e6: Some(953_000),
        denial_rate_e6: Some(118_000),
        days_in_receivable_e1: Some(512),
        net_collection_rate_e6: None,
        charges: Cents::new(123_456_789),
        ledger_balanced: true,
        by_transport: vec![tally("in-doubt", 3, 500)],
        denials: vec![tally(&format!("CO-16 {HOSTILE}"), 44, 211_340)],
        aging: vec![bucket("0-30", 60_000, 20_000), bucket("over-120", 15_000, 5_000)],
        payers: vec![PayerTally { name: format!("Payer {HOSTILE}"), claims: 7, ..PayerTally::default() }],
        remittances_held: tally("held", 1, 412_200),
        ..Dashboard::default()
    }
}

fn line() -> LineView {
    LineView {
        number: 1,
        code: "G0101".to_owned(),
        modifiers: HOSTILE.to_owned(),
        from: Some(date(2026, 11, 4)),
        units: "1".to_owned(),
        diagnoses: vec!["E11.9".to_owned(), HOSTILE.to_owned()],
        charge: Cents::new(31_250),
        paid: Cents::new(12_500),
        expected: Some(Cents::new(15_000)),
        adjustments: vec![AdjustmentView {
            group: "CO".to_owned(),
            carc: "16".to_owned(),
            amount: Cents::new(9_375),
            remarks: format!("N290 {HOSTILE}"),
            treatment: format!("Sent to the denial queue {HOSTILE}"),
        }],
    }
}

pub(crate) fn claim() -> ClaimView {
    let at = Timestamp::from_second(1_795_430_820).unwrap();
    let hostile = || HOSTILE.to_owned();
    let finding = |rule: &str, severity| FindingView {
        rule: rule.to_owned(),
        severity,
        field: "Line(2)".to_owned(),
        form_box: "17b".to_owned(),
        message: format!("a test of {rule} {HOSTILE}"),
        expected: hostile(),
        source: format!("a manual, chapter 26 {HOSTILE}"),
    };
    ClaimView {
        row: row(),
        submission: None,
        payer_control_number: hostile(),
        billing_provider: hostile(),
        rendering_provider: hostile(),
        member_id: Phi::new(format!("TST000 {HOSTILE}")),
        birth_date: Phi::new(Some(date(1961, 4, 9))),
        diagnoses: vec![DiagnosisView {
            position: 1,
            code: "E11.9".to_owned(),
            title: None,
            role: "principal",
            evidence: vec![Phi::new("diabetes".to_owned())],
        }],
        lines: vec![line()],
        findings: vec![finding("a-warning", "warning"), finding("an-error", "error")],
        events: vec![EventView {
            at,
            axis: "transport".to_owned(),
            from: "none".to_owned(),
            to: "sent".to_owned(),
            actor: hostile(),
            reason: format!("handed to the channel {HOSTILE}"),
            evidence: Some(FileId::new(7)),
        }],
        files: vec![FileView {
            id: FileId::new(7),
            direction: "sent".to_owned(),
            kind: "837P".to_owned(),
            name: format!("batch.edi {HOSTILE}"),
            size_bytes: 81_234,
            at,
            excerpt: Phi::new(format!("CLM*SAMPLE1*312.5~\nNTE*ADD*{HOSTILE}~")),
        }],
        postings: vec![PostingView {
            date: date(2026, 11, 4),
            entry: "charge".to_owned(),
            account: hostile(),
            amount: Cents::new(-31_250),
        }],
        note: Phi::new(format!("Seen for diabetes.\n{HOSTILE}")),
    }
}

/// What a reader sees of a page: no tags, single spaces. Fails where a text became markup, or markup that the content security policy
/// would not run is there at all.
pub(crate) fn visible(html: &str) -> String {
    for forbidden in ["<img", "alert(1)</script>", " style=", "<style", " onclick", " onload", "javascript:"] {
        assert!(!html.contains(forbidden), "{forbidden} in\n{html}");
    }
    let inline = html.match_indices("<script").filter(|(at, _)| !html[*at..].starts_with("<script src=\"/static/"));
    assert_eq!(inline.count(), 0, "inline script in\n{html}");
    let (mut text, mut is_tag) = (String::new(), false);
    for c in html.chars() {
        match c {
            '<' => {
                is_tag = true;
                text.push(' ');
            }
            '>' => is_tag = false,
            c if !is_tag => text.push(c),
            _ => {}
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Fails with the whole text when one of the parts is missing.
#[track_caller]
pub(crate) fn shows(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "{part:?} is missing in\n{text}");
    }
}
