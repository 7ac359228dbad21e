//! Many codes at once: lines of a file, each a code and perhaps its date.

use core::fmt;

use jiff::civil::Date;

use crate::code_sets::{CodeSets, Extent};
use crate::key::AnyCode;
use crate::set::Set;
use crate::table::Lookup;

/// What is to be said of one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// May be reported.
    Billable,
    /// A category: more characters are needed.
    Header,
    /// Valid on other days only.
    OtherDates {
        /// First day of that validity.
        from: Date,
        /// Last day of it.
        to: Option<Date>,
        /// What counts in its place.
        replaced_by: Vec<AnyCode>,
    },
    /// Not in the edition in force, and how much of the set that edition has.
    Unknown(Extent),
    /// No edition covers the date.
    NoEdition,
    /// Not written like a code.
    NotACode,
    /// The date of the line is not a day like 2025-10-01.
    NotADay,
}

impl Verdict {
    /// Whether the code is valid; `None` when that was not checked.
    #[must_use]
    pub fn is_valid(&self) -> Option<bool> {
        match self {
            Self::Billable | Self::Header => Some(true),
            Self::OtherDates { .. } | Self::NotACode | Self::Unknown(Extent::Whole) => Some(false),
            Self::Unknown(Extent::OpenEnded | Extent::Part) | Self::NoEdition | Self::NotADay => None,
        }
    }

    /// Whether the code may be reported.
    #[must_use]
    pub fn is_billable(&self) -> bool {
        *self == Self::Billable
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Billable => f.write_str("valid"),
            Self::Header => f.write_str("a category: more characters are needed"),
            Self::OtherDates { from, to, replaced_by } => {
                write!(f, "valid from {from}")?;
                if let Some(to) = to {
                    write!(f, " to {to}")?;
                }
                for (code, before) in
                    replaced_by.iter().zip(core::iter::once(", replaced by ").chain(core::iter::repeat(", ")))
                {
                    write!(f, "{before}{code}")?;
                }
                Ok(())
            }
            Self::Unknown(extent) => f.write_str(extent.of_unknown()),
            Self::NoEdition => f.write_str("no edition of the set covers the date: not checked"),
            Self::NotACode => f.write_str("expected 1 to 8 letters and digits"),
            Self::NotADay => f.write_str("expected a day like 2025-10-01 after the code: not checked"),
        }
    }
}

/// One line that was checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Validated<'t> {
    /// The line from 1.
    pub row: usize,
    /// The code as it stands there.
    pub code: &'t str,
    /// The day it was checked for: the line's own, else the one that was asked for.
    pub on: Date,
    /// The answer.
    pub verdict: Verdict,
}

impl<'a> CodeSets<'a> {
    /// Checks lines of `CODE` or `CODE<TAB>DATE`, those without a date for the day `on`. Empty lines are passed over.
    pub fn validate<'t>(
        &self,
        set: Set,
        on: Date,
        text: &'t str,
    ) -> impl Iterator<Item = Validated<'t>> + use<'a, 't, '_> {
        let rows = text.lines().zip(1..).filter(|(line, _)| !line.trim().is_empty());
        rows.map(move |(line, row)| {
            let (code, day) = line.split_once('\t').map_or((line, ""), |(code, day)| (code, day.trim()));
            let own = if day.is_empty() {
                Some(on)
            } else {
                Some(day).filter(|day| day.len() == 10).and_then(|day| day.parse().ok())
            };
            let verdict = own.map_or(Verdict::NotADay, |on| self.verdict(set, code, on));
            Validated { row, code: code.trim(), on: own.unwrap_or(on), verdict }
        })
    }

    fn verdict(&self, set: Set, code: &str, on: Date) -> Verdict {
        let Some(code) = AnyCode::parse(code.trim()) else { return Verdict::NotACode };
        let Some(table) = self.codes(set) else { return Verdict::NoEdition };
        match table.lookup(code, on) {
            Lookup::Billable(_) => Verdict::Billable,
            Lookup::Header(_) => Verdict::Header,
            Lookup::OtherDates(other) => {
                let replaced_by = table.replacements(code).map(|(new, _)| new).collect();
                Verdict::OtherDates { from: other.from, to: other.to, replaced_by }
            }
            Lookup::Unknown => Verdict::Unknown(self.extent_on(set, on).unwrap_or_default()),
            Lookup::NoEdition => Verdict::NoEdition,
        }
    }
}
