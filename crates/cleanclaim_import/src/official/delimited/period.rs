//! From when to when a table counts, as its title, its headers, the sheet and the file say.

use jiff::civil::Date;

use super::matching::{Match, is_month};
use crate::official::edition::{EditionDays, day_in, month, year_in};

/// For how long editions of a table count.
#[derive(Clone, Copy)]
pub(super) enum Period {
    /// The table does not say.
    Unknown,
    /// Three months from the month that is named; a calendar year when none is.
    Quarter,
    /// A calendar year.
    Calendar,
    /// A fiscal year from October on.
    Fiscal,
    /// As this publisher writes it into the file's name.
    Name(fn(&str) -> Option<EditionDays>),
}

/// A year, and a month if one is named.
type When = (i16, Option<i8>);

/// The edition's days; `None` when the table says nothing.
pub(super) fn edition_of(found: &Match, sheet: &str, path: &str) -> Option<EditionDays> {
    let file = path.rsplit(['/', '\\']).next().unwrap_or(path).to_lowercase();
    match found.layout.period {
        Period::Unknown => None,
        Period::Name(read) => read(&file),
        Period::Calendar => EditionDays::calendar(when(found, sheet, path, &file)?.0),
        Period::Fiscal => EditionDays::fiscal(when(found, sheet, path, &file)?.0),
        Period::Quarter => {
            if let Some(days) = found.above.iter().find_map(|line| effective(line)) {
                return Some(days);
            }
            match when(found, sheet, path, &file)? {
                (year, Some(month)) => Some(EditionDays::quarter(Date::new(year, month, 1).ok()?)),
                (year, None) => EditionDays::calendar(year),
            }
        }
    }
}

/// `Effective October 1, 2025 through December 31, 2025`, with or without the end.
fn effective(line: &str) -> Option<EditionDays> {
    let lower = line.to_lowercase();
    let (_, after) = lower.split_once("effective")?;
    let words: Vec<&str> = after.split([' ', ',', '\u{a0}']).filter(|word| !word.is_empty()).collect();
    let mut days = words.windows(3).filter(|three| is_month(three[0]) || three[0] == "may");
    let mut next = || days.next().and_then(|three| day_in(&three.join(" ")));
    let quarter = EditionDays::quarter(next()?);
    let to = next().filter(|to| quarter.from <= *to).or(quarter.to);
    Some(EditionDays { to, ..quarter })
}

/// The year and month that the headers, the title, the sheet, the file or the archive around it names, in this order:
/// the first of them that names a year and a month, else the first year and the first month.
fn when(found: &Match, sheet: &str, path: &str, file: &str) -> Option<When> {
    let titles = found.above.iter().filter(|line| !line.to_lowercase().contains("copyright"));
    let texts = found.header.iter().chain(titles).map(String::as_str).chain([sheet, file, path]);
    let read: Vec<(Option<i16>, Option<i8>)> = texts.map(year_and_month).collect();
    if let Some((year, month)) = read.iter().find_map(|(year, month)| Some(((*year)?, (*month)?))) {
        return Some((year, Some(month)));
    }
    let year = read.iter().find_map(|(year, _)| *year).or_else(|| short_year(file))?;
    Some((year, read.iter().find_map(|(_, month)| *month)))
}

fn year_and_month(text: &str) -> (Option<i16>, Option<i8>) {
    if let Some((year, month)) = release(text) {
        return (Some(year), Some(month));
    }
    let lower = text.to_lowercase();
    let words = lower.split(|letter: char| !letter.is_ascii_alphabetic());
    let named = words.filter(|word| is_month(word)).find_map(month);
    let year = year_in(&lower);
    // Names of files write `2026_04`.
    let numbered = year.and_then(|year| {
        let (_, after) = lower.split_once(&year.to_string())?;
        let digits = after.strip_prefix(['_', '-'])?.get(..2)?;
        let ends = !after.as_bytes().get(3).is_some_and(u8::is_ascii_digit);
        digits.parse::<i8>().ok().filter(|month| ends && (1..=12).contains(month))
    });
    // Only the first months of quarters begin an edition; others are days of release.
    (year, named.or(numbered).filter(|month| month % 3 == 1))
}

/// The fee schedule's releases: `rvu25d` is the fourth of 2025.
fn release(text: &str) -> Option<(i16, i8)> {
    let lower = text.to_lowercase();
    lower.match_indices("rvu").find_map(|(at, _)| {
        let name = lower.get(at + 3..at + 6)?;
        let year: i16 = name.get(..2)?.parse().ok()?;
        let quarter =
            ["a", "b", "c", "d"].iter().zip([1, 4, 7, 10]).find(|(letter, _)| name.get(2..) == Some(**letter))?;
        Some((2000 + year, quarter.1))
    })
}

/// The year of names like `25LOCCO` and `PPRRVU24_JAN`: two digits beside a letter.
fn short_year(file: &str) -> Option<i16> {
    let runs = file.split(|letter: char| !letter.is_ascii_digit());
    let beside_a_letter = |run: &str| {
        let at = file.find(run).unwrap_or(0);
        let before = at.checked_sub(1).and_then(|at| file.as_bytes().get(at));
        [before, file.as_bytes().get(at + 2)].into_iter().flatten().any(u8::is_ascii_alphabetic)
    };
    let year: i16 = runs.filter(|run| run.len() == 2).find(|run| beside_a_letter(run))?.parse().ok()?;
    (10..70).contains(&year).then_some(2000 + year)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn years_and_months_are_read_where_publishers_write_them() {
        assert_eq!(
            year_and_month("2025 National Fee Schedule Relative Value File October Release"),
            (Some(2025), Some(10))
        );
        assert_eq!(year_and_month("July CY 2020 Payment Rate"), (Some(2020), Some(7)));
        assert_eq!(year_and_month("addendum_b_2026_04.csv"), (Some(2026), Some(4)));
        assert_eq!(year_and_month("rvu25d.zip/oppscap_oct.csv"), (Some(2025), Some(10)));
        assert_eq!(year_and_month("2025 nfrm addendum d1.10242024.txt"), (Some(2025), None));
        assert_eq!(year_and_month("updated 14 November 2024"), (Some(2024), None));
        assert_eq!(short_year("25locco.csv"), Some(2025));
        assert_eq!(short_year("pprrvu24_jan.txt"), Some(2024));
        assert_eq!(short_year("prices 121924.csv"), None);
        let days = effective("Effective October 1, 2025 through December 31, 2025").unwrap();
        assert_eq!((days.name.as_str(), days.from, days.to), ("2025-10", date(2025, 10, 1), Some(date(2025, 12, 31))));
        assert_eq!(effective("effective January 1, 2025").unwrap().to, Some(date(2025, 3, 31)));
        assert_eq!(effective("effective when published"), None);
    }
}
