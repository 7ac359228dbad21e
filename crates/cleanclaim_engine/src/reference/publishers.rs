//! What `codes update` knows of publishers: which files there are, where each newest edition stands, and its licence.

use jiff::ToSpan as _;
use jiff::civil::Date;
use serde::Deserialize;

use crate::error::{EngineError, Result};

/// `data/publishers.toml` as it ships.
const SHIPPED: &str = include_str!("../../../../data/publishers.toml");

/// How often an edition comes out, and so which names the newest ones may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Rhythm {
    /// From 1 October.
    FiscalYear,
    /// From 1 January.
    CalendarYear,
    /// From the first day of January, April, July, October.
    Quarter,
    /// From the first day of a month.
    Month,
    /// One address for the newest edition.
    Fixed,
}

/// A publisher's file that can be fetched.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Publication {
    /// The name that `codes update NAME` takes.
    pub name: String,
    /// What it is, for a person.
    pub title: String,
    /// Sets that it fills.
    pub sets: Vec<String>,
    /// Who publishes it.
    pub publisher: String,
    /// Address patterns, most likely first. `{fy}` `{year}` `{yy}` `{month}` `{mm}` `{quarter}` `{letter}` `{version}` stand for
    /// parts of an edition's first day.
    addresses: Vec<String>,
    rhythm: Rhythm,
    /// The licence, in a few words.
    pub licence: String,
    /// Where the licence stands when a person must accept it before fetching; `None` when nobody must.
    #[serde(default)]
    pub accept: Option<String>,
}

/// All publications.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Publishers {
    /// In the order of the file.
    #[serde(rename = "publication")]
    pub publications: Vec<Publication>,
}

/// An edition that may be out, and where it would be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Candidate {
    /// The edition's first day; `None` for an address that always gives the newest.
    pub(crate) from: Option<Date>,
    pub(crate) address: String,
}

/// Editions older than the newest possible one that are still asked for.
const EDITIONS_BACK: usize = 6;

impl Publishers {
    /// Those that ship.
    ///
    /// # Errors
    /// Never on a program that passed its tests: they read the file.
    pub fn shipped() -> Result<Self> {
        Self::parse("publishers.toml", SHIPPED)
    }

    /// Reads a file of publications.
    ///
    /// # Errors
    /// When it is no TOML of this shape; the message has line and column.
    pub fn parse(name: &str, text: &str) -> Result<Self> {
        toml::from_str(text)
            .map_err(|error| EngineError::Publishers { name: name.to_owned(), message: error.to_string() })
    }

    /// The publications of these names; all when none is named.
    ///
    /// # Errors
    /// When there is no publication of a name.
    pub fn named(&self, names: &[String]) -> Result<Vec<&Publication>> {
        if names.is_empty() {
            return Ok(self.publications.iter().collect());
        }
        let find = |name: &String| {
            self.publications.iter().find(|publication| publication.name == *name).ok_or_else(|| EngineError::Missing {
                what: "publication",
                name: name.clone(),
                hint: format!("there is {}", self.names().join(", ")),
            })
        };
        names.iter().map(find).collect()
    }

    fn names(&self) -> Vec<&str> {
        self.publications.iter().map(|publication| publication.name.as_str()).collect()
    }
}

impl Publication {
    /// Where the newest editions would be, newest first. The next edition is asked for a while before its first day, as
    /// publishers put files out early.
    pub(crate) fn candidates(&self, today: Date) -> Vec<Candidate> {
        let at = |from: Date| self.addresses.iter().map(move |pattern| (from, pattern));
        let expand = |(from, pattern): (Date, &String)| Candidate { from: Some(from), address: fill(pattern, from) };
        match self.rhythm {
            Rhythm::Fixed => {
                let fixed = |pattern: &String| Candidate { from: None, address: fill(pattern, today) };
                self.addresses.iter().map(fixed).collect()
            }
            rhythm => first_days(rhythm, today).into_iter().flat_map(at).map(expand).collect(),
        }
    }
}

/// First days of editions, newest first, beginning with the one after today's.
fn first_days(rhythm: Rhythm, today: Date) -> Vec<Date> {
    let (months, start) = match rhythm {
        Rhythm::FiscalYear => (12, Date::new(today.year(), 10, 1)),
        Rhythm::CalendarYear => (12, Date::new(today.year() + 1, 1, 1)),
        Rhythm::Quarter => (3, Date::new(today.year(), (today.month() - 1) / 3 * 3 + 1, 1)),
        Rhythm::Month | Rhythm::Fixed => (1, Date::new(today.year(), today.month(), 1)),
    };
    let Ok(mut day) = start else { return Vec::new() };
    if day <= today {
        day = day.checked_add(months.months()).unwrap_or(day);
    }
    let mut days = Vec::with_capacity(EDITIONS_BACK);
    for _ in 0..EDITIONS_BACK {
        days.push(day);
        match day.checked_sub(months.months()) {
            Ok(before) => day = before,
            Err(_) => break,
        }
    }
    days
}

/// NCCI's first version stood in 1996 with number 2: the year's number is the year less 1994.
const NCCI_YEAR_ZERO: i16 = 1994;

fn fill(pattern: &str, from: Date) -> String {
    let fiscal = from.year() + i16::from(10 <= from.month());
    let quarter = (from.month() - 1) / 3;
    let month = from.strftime("%B").to_string().to_lowercase();
    let letter = ["a", "b", "c", "d"].get(usize::try_from(quarter).unwrap_or(0)).copied().unwrap_or("a");
    pattern
        .replace("{fy}", &fiscal.to_string())
        .replace("{year}", &from.year().to_string())
        .replace("{yy}", &format!("{:02}", from.year() % 100))
        .replace("{month}", &month)
        .replace("{mm}", &format!("{:02}", from.month()))
        .replace("{quarter}", &(quarter + 1).to_string())
        .replace("{letter}", letter)
        .replace("{version}", &format!("{}{}", from.year() - NCCI_YEAR_ZERO, quarter))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn the_shipped_file_is_read_and_its_sets_exist() {
        let publishers = Publishers::shipped().unwrap();
        for publication in &publishers.publications {
            assert!(!publication.addresses.is_empty() && !publication.licence.is_empty(), "{}", publication.name);
            for address in publication.candidates(date(2026, 11, 23)) {
                assert!(
                    address.address.starts_with("https://") && !address.address.contains(['{', '}']),
                    "{address:?}"
                );
            }
            for set in &publication.sets {
                assert!(cleanclaim_codes::Set::named(set).is_some(), "{}: {set}", publication.name);
            }
        }
        let names: std::collections::BTreeSet<_> = publishers.names().into_iter().collect();
        assert_eq!(names.len(), publishers.publications.len(), "a name stands twice");
    }

    #[test]
    fn the_newest_editions_come_first() {
        assert_eq!(first_days(Rhythm::FiscalYear, date(2026, 11, 23))[..2], [date(2027, 10, 1), date(2026, 10, 1)]);
        assert_eq!(first_days(Rhythm::Quarter, date(2026, 11, 23))[..2], [date(2027, 1, 1), date(2026, 10, 1)]);
        assert_eq!(first_days(Rhythm::CalendarYear, date(2026, 1, 1))[..2], [date(2027, 1, 1), date(2026, 1, 1)]);
        let pattern = "{fy}-{year}-{yy}-{month}-{mm}-q{quarter}-rvu{yy}{letter}-v{version}r0";
        assert_eq!(fill(pattern, date(2024, 4, 1)), "2024-2024-24-april-04-q2-rvu24b-v301r0");
        assert_eq!(fill("{fy}", date(2024, 10, 1)), "2025");
    }
}
