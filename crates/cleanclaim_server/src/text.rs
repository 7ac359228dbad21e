//! How values read on a page: amounts, dates, ratios, states.
//!
//! Templates pass what a field holds by reference and what a method returns by value; `Borrow` takes both.

use std::borrow::Borrow;

use askama::Template;
use askama::filters::HtmlSafe;
use cleanclaim_engine::views::{Axes, FindingView};
use cleanclaim_model::state::{Adjudication, Balance, Dispute, Transport, Work};
use cleanclaim_model::{Cents, ClaimKind, Date};
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// What stands where there is no value.
const NOTHING: &str = "–";

/// `$1,234.56`.
pub(crate) fn money(amount: impl Borrow<Cents>) -> String {
    amount.borrow().dollars()
}

/// `$1,234.56`, and a dash for nothing: in a column of mostly zeros the others are found at a glance.
pub(crate) fn money_or_dash(amount: impl Borrow<Cents>) -> String {
    let amount = amount.borrow();
    if amount.is_zero() { NOTHING.to_owned() } else { amount.dollars() }
}

/// `$1.2M`, `$345k`, `$6`, for axes of charts and narrow places.
pub(crate) fn money_short(amount: impl Borrow<Cents>) -> String {
    let amount = amount.borrow();
    let sign = if amount.is_negative() { "-" } else { "" };
    let dollars = amount.abs().get() / 100;
    match dollars {
        0..=9_999 => format!("{sign}${}", grouped(dollars.unsigned_abs())),
        10_000..=999_999 => format!("{sign}${}k", (dollars + 500) / 1_000),
        _ => {
            let tenths = (dollars + 50_000) / 100_000;
            format!("{sign}${}.{}M", grouped((tenths / 10).unsigned_abs()), tenths % 10)
        }
    }
}

/// `12,345`.
pub(crate) fn count(number: impl Borrow<u64>) -> String {
    grouped(*number.borrow())
}

fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `95.3%`, rounded half up, from millionths.
pub(crate) fn percent(millionths: &u64) -> String {
    let tenths = (millionths + 500) / 1_000;
    format!("{}.{}%", grouped(tenths / 10), tenths % 10)
}

/// `34.2`, from tenths.
pub(crate) fn tenths(number: &u64) -> String {
    format!("{}.{}", grouped(number / 10), number % 10)
}

/// `11/23/2026`, the order that forms in the United States use.
pub(crate) fn day(date: &Date) -> String {
    format!("{:02}/{:02}/{:04}", date.month(), date.day(), date.year())
}

/// The day, or a dash.
pub(crate) fn day_or_dash(date: &Option<Date>) -> String {
    date.as_ref().map_or_else(|| NOTHING.to_owned(), day)
}

/// `11/23/2026 10:47 UTC`.
pub(crate) fn moment(at: &Timestamp) -> String {
    let at = at.to_zoned(TimeZone::UTC);
    format!("{} {:02}:{:02} UTC", day(&at.date()), at.hour(), at.minute())
}

/// `812 bytes`, `14 kB`, `2.3 MB`.
pub(crate) fn size(bytes: &u64) -> String {
    match *bytes {
        0..=999 => format!("{bytes} bytes"),
        1_000..=999_499 => format!("{} kB", (bytes + 500) / 1_000),
        _ => {
            let tenths = (bytes + 50_000) / 100_000;
            format!("{}.{} MB", grouped(tenths / 10), tenths % 10)
        }
    }
}

/// `syntax-accepted` as `Syntax accepted`.
pub(crate) fn words(name: &str) -> String {
    sentence(&name.replace(['-', '_'], " "))
}

/// With a capital at its beginning: messages are written to stand after a colon.
pub(crate) fn sentence(text: &str) -> String {
    let mut text = text.to_owned();
    if let Some(first) = text.get_mut(0..1) {
        first.make_ascii_uppercase();
    }
    text
}

/// The kind of a claim with its transaction.
pub(crate) const fn kind(kind: &ClaimKind) -> &'static str {
    match kind {
        ClaimKind::Professional => "Professional (837P)",
        ClaimKind::Institutional => "Institutional (837I)",
        ClaimKind::Dental => "Dental (837D)",
    }
}

/// Who an adjustment's group makes responsible, in our words.
pub(crate) fn group(code: &str) -> &'static str {
    match code {
        "CO" => "Provider’s to bear under the contract",
        "PR" => "Patient’s to pay",
        "OA" => "Neither’s: settled elsewhere",
        "PI" => "Payer’s own reduction",
        "CR" => "Correction of an earlier decision",
        _ => "Group not known",
    }
}

/// How a state looks. Its words say the same, so that nobody needs the colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tone {
    Plain,
    Info,
    Good,
    Warn,
    Bad,
}

impl Tone {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Info => "info",
            Self::Good => "good",
            Self::Warn => "warn",
            Self::Bad => "bad",
        }
    }
}

/// A word with a tone.
#[derive(Debug, Clone, Template)]
#[template(path = "badge.html")]
pub(crate) struct Badge {
    tone: Tone,
    text: String,
}

/// Its template escapes the text.
impl HtmlSafe for Badge {}

impl Badge {
    fn new(tone: Tone, text: &str) -> Self {
        Self { tone, text: text.to_owned() }
    }

    pub(crate) fn text(&self) -> &str {
        &self.text
    }
}

pub(crate) fn work(state: &Work) -> Badge {
    let tone = match state {
        Work::Draft | Work::Coding | Work::Coded => Tone::Plain,
        Work::Review | Work::Hold => Tone::Warn,
        Work::Ready => Tone::Good,
    };
    Badge::new(tone, &words(state.as_str()))
}

pub(crate) fn transport(state: &Transport) -> Badge {
    let (tone, text) = match state {
        Transport::None => (Tone::Plain, "Not sent"),
        Transport::Queued => (Tone::Info, "Queued"),
        Transport::Sent => (Tone::Info, "Sent"),
        Transport::Received => (Tone::Info, "Received"),
        Transport::SyntaxAccepted => (Tone::Info, "Syntax accepted"),
        Transport::SyntaxAcceptedWithErrors => (Tone::Warn, "Accepted, with errors"),
        Transport::ClearinghouseAccepted => (Tone::Info, "Clearinghouse accepted"),
        Transport::PayerAccepted => (Tone::Good, "Payer accepted"),
        Transport::SyntaxRejected => (Tone::Bad, "Syntax rejected"),
        Transport::ClearinghouseRejected => (Tone::Bad, "Clearinghouse rejected"),
        Transport::PayerRejected => (Tone::Bad, "Payer rejected"),
        Transport::InDoubt => (Tone::Warn, "In doubt"),
    };
    Badge::new(tone, text)
}

pub(crate) fn adjudication(state: &Adjudication) -> Badge {
    let (tone, text) = match state {
        Adjudication::None => (Tone::Plain, "No decision"),
        Adjudication::Pending => (Tone::Info, "Pending"),
        Adjudication::InformationRequested => (Tone::Warn, "Information requested"),
        Adjudication::Paid => (Tone::Good, "Paid"),
        Adjudication::PartlyPaid => (Tone::Warn, "Partly paid"),
        Adjudication::Denied => (Tone::Bad, "Denied"),
        Adjudication::Unprocessable => (Tone::Bad, "Unprocessable"),
        Adjudication::Forwarded => (Tone::Info, "Forwarded"),
        Adjudication::Predetermined => (Tone::Info, "Predetermined"),
        Adjudication::Reversed => (Tone::Warn, "Reversed"),
    };
    Badge::new(tone, text)
}

pub(crate) fn balance(state: &Balance) -> Badge {
    let tone = match state {
        Balance::Open => Tone::Info,
        Balance::Settled => Tone::Good,
        Balance::Credit => Tone::Warn,
        Balance::WrittenOff => Tone::Plain,
        Balance::Collections => Tone::Bad,
    };
    Badge::new(tone, &words(state.as_str()))
}

pub(crate) fn dispute(state: &Dispute) -> Badge {
    let (tone, text) = match state {
        Dispute::None => (Tone::Plain, "No dispute"),
        Dispute::Appealed => (Tone::Info, "Appealed"),
        Dispute::Overturned => (Tone::Good, "Overturned"),
        Dispute::Upheld => (Tone::Bad, "Upheld"),
    };
    Badge::new(tone, text)
}

/// The axes with their names, in the order in which a claim meets them.
pub(crate) fn axes(axes: &Axes) -> [(&'static str, Badge); 5] {
    [
        ("Work", work(&axes.work)),
        ("Transport", transport(&axes.transport)),
        ("Decision", adjudication(&axes.adjudication)),
        ("Balance", balance(&axes.balance)),
        ("Dispute", dispute(&axes.dispute)),
    ]
}

/// A state named in text, as its axis shows it; other words stay as they are.
pub(crate) fn state(axis: &str, name: &str) -> Badge {
    let known = match axis {
        "work" => Work::parse(name).as_ref().map(work),
        "transport" => Transport::parse(name).as_ref().map(transport),
        "adjudication" => Adjudication::parse(name).as_ref().map(adjudication),
        "balance" => Balance::parse(name).as_ref().map(balance),
        "dispute" => Dispute::parse(name).as_ref().map(dispute),
        _ => None,
    };
    known.unwrap_or_else(|| Badge::new(Tone::Plain, &words(name)))
}

/// The axis as pages call it.
pub(crate) fn axis(name: &str) -> String {
    if name == "adjudication" { "Decision".to_owned() } else { words(name) }
}

pub(crate) fn severity(finding: &FindingView) -> Badge {
    let tone = match finding.severity {
        "error" => Tone::Bad,
        "warning" => Tone::Warn,
        _ => Tone::Info,
    };
    Badge::new(tone, &words(finding.severity))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_read_at_a_glance() {
        let check = |cents: i64, expected: &str| assert_eq!(money_short(Cents::new(cents)), expected);
        check(0, "$0");
        check(650, "$6");
        check(999_900, "$9,999");
        check(-1_250_000, "-$13k");
        check(123_456_789, "$1.2M");
        check(123_456_789_012, "$1,234.6M");
    }

    #[test]
    fn ratios_are_rounded_half_up() {
        let check = |millionths: u64, expected: &str| assert_eq!(percent(&millionths), expected);
        check(953_499, "95.3%");
        check(953_500, "95.4%");
        check(0, "0.0%");
        check(1_000_000, "100.0%");
    }

    #[test]
    fn sizes_and_days() {
        assert_eq!(size(&999), "999 bytes");
        assert_eq!(size(&14_499), "14 kB");
        assert_eq!(size(&2_349_999), "2.3 MB");
        assert_eq!(size(&999_600), "1.0 MB");
        assert_eq!(moment(&Timestamp::from_second(1_795_430_820).unwrap()), "11/23/2026 10:47 UTC");
    }

    #[test]
    fn each_state_has_its_words() {
        let all = Transport::ALL.iter().map(transport).chain(Adjudication::ALL.iter().map(adjudication));
        for badge in all {
            assert!(!badge.text.is_empty() && !badge.text.contains('-'), "{}", badge.text);
        }
        assert_eq!(state("transport", "none").text, "Not sent");
        assert_eq!(state("transport", "lost-at-sea").text, "Lost at sea");
        assert_eq!(state("balance", "<b>").render().unwrap(), "<span class=\"badge plain\">&#60;b&#62;</span>");
    }
}
