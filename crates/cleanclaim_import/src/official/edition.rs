//! Which edition a file is, and from when to when it counts.

use jiff::ToSpan as _;
use jiff::civil::Date;

/// An edition's name and days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditionDays {
    /// Its name: `FY2026`, `2024-04`, `2025-10`.
    pub name: String,
    /// First day in force.
    pub from: Date,
    /// Last day in force; `None` while open: until a newer edition is loaded.
    pub to: Option<Date>,
}

impl EditionDays {
    /// From a day on, named by its year and month.
    #[must_use]
    pub fn since(from: Date) -> Self {
        Self { name: format!("{:04}-{:02}", from.year(), from.month()), from, to: None }
    }

    /// A fiscal year: 1 October of the year before to 30 September.
    #[must_use]
    pub fn fiscal(year: i16) -> Option<Self> {
        let from = Date::new(year - 1, 10, 1).ok()?;
        Some(Self { name: format!("FY{year}"), from, to: Date::new(year, 9, 30).ok() })
    }

    /// A fiscal year, or the update in a later month of it: only names of files and folders tell an update, by the month beside
    /// the year (`icd10cm-table-index-April-2025.zip`).
    #[must_use]
    pub(crate) fn fiscal_or_update(year: i16, path: &str) -> Option<Self> {
        let whole = Self::fiscal(year)?;
        let Some(month) = month_in(path, year).filter(|month| *month != 10) else { return Some(whole) };
        let from = Date::new(if month < 10 { year } else { year - 1 }, month, 1).ok()?;
        Some(Self { name: format!("FY{year}-{month:02}"), from, to: whole.to })
    }

    /// A calendar year.
    #[must_use]
    pub fn calendar(year: i16) -> Option<Self> {
        Some(Self { name: year.to_string(), from: Date::new(year, 1, 1).ok()?, to: Date::new(year, 12, 31).ok() })
    }

    /// The quarter that begins on a day: to the end of its third month.
    #[must_use]
    pub fn quarter(from: Date) -> Self {
        let to = from.checked_add(3.months()).and_then(Date::yesterday).ok();
        Self { to, ..Self::since(from) }
    }
}

/// The day that a text writes: `2025-10-01`, `20251001`, `10/01/2025`, `10/1/25`, `01-OCT-2025`, `October 1, 2025`.
pub(crate) fn day_in(text: &str) -> Option<Date> {
    let text = text.trim().trim_matches('"');
    let text = if text.as_bytes().get(10) == Some(&b'T') { &text[..10] } else { text };
    if text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Date::new(text[..4].parse().ok()?, text[4..6].parse().ok()?, text[6..].parse().ok()?).ok();
    }
    let parts: Vec<&str> = text.split(['-', '/', ' ', ',']).filter(|part| !part.is_empty()).collect();
    let [a, b, c] = *parts.get(..3)? else { return None };
    if a.len() == 4 {
        return Date::new(a.parse().ok()?, month(b)?, c.parse().ok()?).ok();
    }
    let year = |text: &str| -> Option<i16> {
        let year: i16 = text.parse().ok()?;
        // Two digits: publishers write them for this century, and for the nineties.
        Some(if text.len() == 2 { if year < 70 { 2000 + year } else { 1900 + year } } else { year })
    };
    if a.bytes().all(|byte| byte.is_ascii_digit()) && !b.bytes().all(|byte| byte.is_ascii_digit()) {
        return Date::new(year(c)?, month(b)?, a.parse().ok()?).ok();
    }
    Date::new(year(c)?, month(a)?, b.parse().ok()?).ok()
}

/// The month that a word or number names.
pub(crate) fn month(text: &str) -> Option<i8> {
    if let Ok(number) = text.parse::<i8>() {
        return (1..=12).contains(&number).then_some(number);
    }
    let text = text.to_lowercase();
    let names = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    names.iter().zip(1..).find(|(name, _)| text.starts_with(**name)).map(|(_, number)| number)
}

/// The month that a path names in letters, beside the year.
fn month_in(path: &str, year: i16) -> Option<i8> {
    let year = year.to_string();
    path.split(['/', '\\']).filter(|part| part.contains(&year)).find_map(|part| {
        let words = part.split(|c: char| !c.is_ascii_alphabetic()).filter(|word| 3 <= word.len());
        words.filter_map(|word| month(word).filter(|_| is_month(word))).next()
    })
}

/// A month in full or its first three letters: "decimal" is none.
pub(crate) fn is_month(word: &str) -> bool {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    MONTHS
        .iter()
        .any(|name| name.eq_ignore_ascii_case(word) || name.get(..3).is_some_and(|s| s.eq_ignore_ascii_case(word)))
}

/// The first number of four digits from 1990 to 2099 in a text, as a year.
pub(crate) fn year_in(text: &str) -> Option<i16> {
    let digits = |byte: &u8| byte.is_ascii_digit();
    let bytes = text.as_bytes();
    (0..bytes.len().saturating_sub(3)).find_map(|at| {
        let alone = (at == 0 || !digits(&bytes[at - 1])) && bytes.get(at + 4).is_none_or(|byte| !digits(byte));
        let year: i16 = text.get(at..at + 4).filter(|_| alone)?.parse().ok()?;
        (1990..2100).contains(&year).then_some(year)
    })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn days_are_read_as_publishers_write_them() {
        for text in
            ["2025-10-01", "20251001", "10/01/2025", "10/1/25", "01-OCT-2025", "October 1, 2025", "2025-10-01T00:00"]
        {
            assert_eq!(day_in(text), Some(date(2025, 10, 1)), "{text}");
        }
        assert_eq!(day_in("*"), None);
        assert_eq!(year_in("icd10cm-index-2025.xml"), Some(2025));
        assert_eq!(year_in("rvu25d"), None);
        assert_eq!(EditionDays::quarter(date(2024, 4, 1)).to, Some(date(2024, 6, 30)));
    }
}
