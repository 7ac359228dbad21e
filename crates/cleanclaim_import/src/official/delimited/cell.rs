//! Single cells: what they hold, in which shape, and how publishers write days and drug codes.

use std::borrow::Cow;

use cleanclaim_codes::Cell;
use cleanclaim_model::Npi;
use jiff::civil::Date;

use super::layout::Shape;
use crate::official::edition::day_in;

/// What goes into a cell, kept until its row is complete.
#[derive(Debug, Clone)]
pub(super) enum Kept {
    Empty,
    Text(String),
    Number(i64),
    Day(Date),
}

impl Kept {
    pub(super) fn cell(&self) -> Cell<'_> {
        match self {
            Self::Empty => Cell::Empty,
            Self::Text(text) => Cell::Text(text),
            Self::Number(number) => Cell::Number(*number),
            Self::Day(day) => Cell::Day(*day),
        }
    }
}

impl Shape {
    /// The text in this shape, or what was expected.
    pub(super) fn of(self, text: &str) -> Result<Cow<'_, str>, &'static str> {
        let is_digits = text.bytes().all(|byte| byte.is_ascii_digit());
        let padded = |width: usize| Cow::Owned(format!("{text:0>width$}"));
        match self {
            Self::Text | Self::Percent => Ok(Cow::Borrowed(text)),
            Self::Hcpcs => {
                let is = text.len() == 5 && text.bytes().all(|byte| byte.is_ascii_alphanumeric());
                if is { Ok(Cow::Owned(text.to_ascii_uppercase())) } else { Err("a code of five letters and digits") }
            }
            Self::Code(most) => {
                let code: String = text.chars().filter(|letter| *letter != '.').collect();
                let is =
                    code.len() <= most && code.bytes().all(|byte| byte.is_ascii_alphanumeric()) && !code.is_empty();
                if is { Ok(Cow::Owned(code.to_ascii_uppercase())) } else { Err("a code of letters and digits") }
            }
            Self::Digits(width) if is_digits && text.len() <= width => Ok(padded(width)),
            Self::Digits(_) => Err("digits, no more than the column has"),
            Self::Padded(width) if is_digits => Ok(padded(width)),
            Self::Padded(_) => Ok(Cow::Borrowed(text)),
            Self::Ndc => Ok(Cow::Owned(ndc(text))),
            Self::Npi => match Npi::parse(text) {
                Ok(_) => Ok(Cow::Borrowed(text)),
                Err(_) => Err("a national provider identifier: ten digits with a check digit that fits"),
            },
            Self::Prefixed(before) => Ok(Cow::Owned(format!("{before}{text}"))),
        }
    }
}

/// A national drug code as eleven digits, 5-4-2, as claims write it; other product numbers as they are published.
fn ndc(text: &str) -> String {
    let parts: Vec<&str> = text.split('-').collect();
    let is_digits = parts.iter().all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()));
    match *parts.as_slice() {
        [labeler, product, package] if is_digits && labeler.len() <= 5 && product.len() <= 4 && package.len() <= 2 => {
            format!("{labeler:0>5}{product:0>4}{package:0>2}")
        }
        [digits] if is_digits && digits.len() <= 11 => format!("{digits:0>11}"),
        _ => text.to_owned(),
    }
}

/// Days as publishers write them, whole months (`2026-04`: their first day), and the numbers of days since 1970 that
/// flattened copies have.
pub(super) fn day_of(text: &str) -> Option<Date> {
    let text = clean(text);
    let since = || {
        let (days, rest) = text.split_once('.').unwrap_or((text, ""));
        let days: i32 =
            if rest.bytes().all(|byte| byte == b'0') && days.len() == 5 { days.parse().ok()? } else { return None };
        jiff::civil::date(1970, 1, 1).checked_add(jiff::Span::new().try_days(days).ok()?).ok()
    };
    let month = || {
        let (year, month) = text.split_once('-')?;
        if year.len() == 4 && month.len() == 2 {
            Date::new(year.parse().ok()?, month.parse().ok()?, 1).ok()
        } else {
            None
        }
    };
    day_in(text).or_else(month).or_else(since)
}

/// A cell without white space and control characters (such as the mark at the end of old files) around it; `ÿ` is what
/// a no-break space became on its way through old code pages.
pub(super) fn clean(text: &str) -> &str {
    let is_space =
        |letter: char| letter.is_whitespace() || letter.is_control() || matches!(letter, '\u{ff}' | '\u{feff}');
    text.trim_matches(is_space)
}

/// As much of a cell as a message can show.
pub(super) fn short(text: &str) -> String {
    text.chars().take(60).collect()
}
