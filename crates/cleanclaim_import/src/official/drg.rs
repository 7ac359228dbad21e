//! The MS-DRG Definitions Manual as text: the list of groups (appendix A) and the lists of codes (appendices F to I).
//!
//! Source: CMS, MS-DRG Definitions Manual. Boxes drawn of `:`, `=`, `|`, `+` and `-` hold headings and tables of words; lists are
//! lines of a code and its title, indented or marked with an asterisk.

use cleanclaim_codes::{Cell, CodeKind, ColumnKind, Set};
use jiff::civil::Date;

use super::edition::EditionDays;
use super::fixed::columns;
use super::reading::OpenEdition;
use super::{Member, Reader, Reading};

pub(super) const READERS: &[&dyn Reader] = &[&Groups, &CodeLists];

const SOURCE: &str = "CMS, MS-DRG Definitions Manual";
const LICENCE: &str = "public domain (US government)";

const TEXT: ColumnKind = ColumnKind::Text;

/// Of a group: `list` "drg", its category (MDC) and whether it is medical (`M`) or surgical (`P`). Of a code: the list, the groups
/// or the hospital-acquired condition that it is listed for with its title, its part there, its severity, and its mark.
const COLUMNS: [(&str, ColumnKind); 8] = [
    ("list", TEXT),
    ("mdc", TEXT),
    ("type", TEXT),
    ("listed_for", TEXT),
    ("listed_for_title", TEXT),
    ("part", TEXT),
    ("severity", TEXT),
    ("mark", TEXT),
];

fn cell(text: &str) -> Cell<'_> {
    if text.is_empty() { Cell::Empty } else { Cell::Text(text) }
}

/// The edition of a version of the grouper: 40 came with fiscal year 2023, and 40.1 in its April.
fn edition_of_version(version: &str) -> Option<EditionDays> {
    let (major, minor) = version.split_once('.').unwrap_or((version, "0"));
    // Version 33 was the first on ICD-10; far ahead of today no version is known.
    let year = major.parse::<i16>().ok().filter(|major| (33..=99).contains(major))? + 1983;
    let days = EditionDays::fiscal(year)?;
    match minor {
        "1" => Some(EditionDays { name: format!("FY{year}-04"), from: Date::new(year, 4, 1).ok()?, ..days }),
        _ => Some(days),
    }
}

/// The version that a heading or a file's name tells: `Version 40.0`, `v41.1`.
fn version_in(text: &str) -> Option<EditionDays> {
    let text = text.to_lowercase();
    let numbers = text.match_indices('v').filter_map(|(at, _)| {
        let rest = text.get(at..)?.trim_start_matches(|letter: char| letter.is_alphabetic()).trim_start();
        let digits = rest.find(|letter: char| !letter.is_ascii_digit() && letter != '.').unwrap_or(rest.len());
        rest.get(..digits).filter(|number| number.starts_with(|letter: char| letter.is_ascii_digit()))
    });
    numbers.map(|number| number.trim_end_matches('.')).find_map(edition_of_version)
}

fn heading(line: &str) -> Option<&str> {
    let inner = line.trim().strip_prefix('|')?.strip_suffix('|')?.trim();
    inner.starts_with("Appendix ").then_some(inner)
}

/// The letter of the first appendix in the head, and whether the file is of the manual at all.
fn first_appendix(member: &Member) -> Option<(char, &str)> {
    member.head().filter_map(heading).find_map(|heading| {
        let letter = heading.strip_prefix("Appendix ")?.chars().next()?;
        (letter.is_ascii_uppercase() && heading.get(10..11) == Some(" ")).then_some((letter, heading))
    })
}

/// The list of all groups.
struct Groups;

impl Reader for Groups {
    fn kind(&self) -> &'static str {
        "MS-DRG Definitions Manual, list of groups"
    }

    fn recognises(&self, member: &Member) -> bool {
        first_appendix(member).is_some_and(|(letter, heading)| letter == 'A' && heading.contains("MS-DRG"))
    }

    fn read(&self, member: &Member, reading: &mut Reading<'_>) {
        let days =
            first_appendix(member).and_then(|(_, heading)| version_in(heading)).or_else(|| version_in(&member.path));
        let groups = reading.edition(Set::MsDrg, days.clone(), SOURCE, LICENCE);
        if !reading.is_first_copy(&groups) {
            return;
        }
        let details = reading.edition(Set::MsDrgCodes, days, SOURCE, LICENCE);
        let text = member.text().unwrap_or_default();
        let is_header = |line: &str| line.split_whitespace().eq(["DRG", "MDC", "MS", "Description"]);
        let rows = (1..).zip(text.lines()).skip_while(|(_, line)| !is_header(line)).skip(1);
        let mut seen = std::collections::HashMap::new();
        for (number, line) in rows.filter(|(_, line)| !line.trim().is_empty()) {
            let (drg, mdc, kind) = (columns(line, 1, 3), columns(line, 5, 6), columns(line, 8, 10));
            let title = columns(line, 11, usize::MAX);
            let digits =
                |text: &str, length: usize| text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit());
            if !digits(drg, 3) {
                reading.error((number, 1), format!("found {drg:?}, expected an MS-DRG of three digits"));
            } else if !(mdc.is_empty() || digits(mdc, 2) || mdc == "PR") {
                reading.error((number, 5), format!("found {mdc:?}, expected an MDC of two digits or none"));
            } else if !matches!(kind, "M" | "P" | "") {
                reading.error((number, 9), format!("found {kind:?}, expected M, P or nothing"));
            } else if title.is_empty() {
                reading.error((number, 12), format!("MS-DRG {drg} has no title"));
            } else if let Some(first) = seen.insert(drg, number) {
                reading.error((number, 1), format!("MS-DRG {drg} stands in row {first} already"));
            } else {
                reading.code(&groups, drg, (None, None), CodeKind::Billable, Some(title));
                let cells = [Cell::Text("drg"), cell(mdc), cell(kind)];
                reading.record(&details, &COLUMNS, drg, (None, None), &cells);
            }
        }
    }
}

/// The lists of codes.
struct CodeLists;

/// Where the lines stand.
#[derive(Default)]
struct Place {
    list: String,
    listed_for: String,
    title: String,
    part: &'static str,
    /// Groups that were named since the last list.
    drgs: Vec<String>,
}

struct Listed<'l> {
    code: &'l str,
    severity: &'l str,
    mark: &'l str,
}

/// A code with its title, as lists have it.
fn listed(line: &str) -> Option<Listed<'_>> {
    let mut words = line.split_whitespace();
    let first = words.next()?;
    let code = first.trim_end_matches('*');
    let mark = first.get(code.len()..).unwrap_or("");
    let is_code = (3..=7).contains(&code.len())
        && code.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase())
        && code.bytes().any(|byte| byte.is_ascii_digit());
    let second = words.next().filter(|_| is_code)?;
    Some(Listed { code, severity: if matches!(second, "CC" | "MCC") { second } else { "" }, mark })
}

fn is_indented(line: &str) -> bool {
    line.starts_with(' ')
}

impl Place {
    /// Takes a heading in. `false` when the line is none.
    fn heading(&mut self, line: &str) -> bool {
        let line = line.trim();
        if let Some(heading) = heading(line) {
            let letter = heading.chars().nth("Appendix ".len()).unwrap_or('-').to_ascii_lowercase();
            let list = match letter {
                'f' => "unrelated-or",
                'g' => "cc",
                'h' => "mcc",
                'i' => "hac",
                _ => return self.begin(&format!("appendix-{letter}")),
            };
            return self.begin(list);
        }
        if line.starts_with("Appendix H Part 2") {
            return self.begin("mcc-if-discharged-alive");
        }
        if let Some((number, title)) = line.strip_prefix("HAC ").and_then(|rest| rest.split_once(':')) {
            self.listed_for = format!("HAC {}", number.trim());
            title.trim().clone_into(&mut self.title);
            self.part = "";
            return true;
        }
        if let Some((drg, title)) = line.strip_prefix("DRG ").and_then(|rest| rest.split_once(' ')) {
            if self.drgs.is_empty() {
                title.clone_into(&mut self.title);
            }
            self.drgs.push(drg.to_owned());
            self.listed_for = self.drgs.join(" ");
            return true;
        }
        let parts = [
            ("SECONDARY DIAGNOSIS", "secondary diagnosis"),
            ("PRINCIPAL DIAGNOS", "principal diagnosis"),
            ("PROCEDURES", "procedure"),
            ("OPERATING ROOM PROCEDURES", "procedure"),
            ("ONLY OPERATING ROOM PROCEDURES", "procedure"),
            ("NON-OPERATING ROOM PROCEDURES", "procedure"),
            ("IN ADDITION, MARK THE FOLLOWING SECONDARY", "secondary diagnosis in addition"),
        ];
        match parts.into_iter().find(|(words, _)| line.starts_with(words)) {
            Some((_, part)) => {
                self.part = part;
                true
            }
            None => false,
        }
    }

    fn begin(&mut self, list: &str) -> bool {
        *self = Self { list: list.to_owned(), ..Self::default() };
        true
    }
}

impl Reader for CodeLists {
    fn kind(&self) -> &'static str {
        "MS-DRG Definitions Manual, lists of codes"
    }

    fn recognises(&self, member: &Member) -> bool {
        first_appendix(member).is_some_and(|(letter, _)| ('F'..='J').contains(&letter))
    }

    fn read(&self, member: &Member, reading: &mut Reading<'_>) {
        let in_heading = first_appendix(member).and_then(|(_, heading)| version_in(heading));
        // The appendices do not say their version; the list of groups, imported with them, does.
        let days = in_heading.or_else(|| version_in(&member.path)).or_else(|| reading.begun(Set::MsDrg));
        let edition = reading.edition(Set::MsDrgCodes, days, SOURCE, LICENCE);
        let Some((first, _)) = first_appendix(member) else { return };
        if !reading.is_first_copy_of(&edition, &format!("from appendix {first}")) {
            return;
        }
        let mut place = Place::default();
        for (number, line) in (1..).zip(member.text().unwrap_or_default().lines()) {
            if line.trim().is_empty() || place.heading(line) {
                continue;
            }
            if is_box(line) {
                // A table of words begins the next groups.
                place.drgs.clear();
                continue;
            }
            match listed(line) {
                Some(listed) if is_indented(line) || !listed.mark.is_empty() => {
                    place.drgs.clear();
                    write(reading, &edition, &place, &listed);
                }
                _ if is_indented(line) => {
                    let found = line.split_whitespace().next().unwrap_or_default();
                    let column = line.len() - line.trim_start().len() + 1;
                    reading.error((number, column), format!("found {found:?}, expected a code and its title"));
                }
                // What is not indented is prose.
                _ => {}
            }
        }
    }
}

fn is_box(line: &str) -> bool {
    line.trim_start().starts_with([':', '|', '+'])
}

fn write(reading: &mut Reading<'_>, edition: &OpenEdition, place: &Place, listed: &Listed<'_>) {
    let cells = [
        cell(&place.list),
        Cell::Empty,
        Cell::Empty,
        cell(&place.listed_for),
        cell(&place.title),
        cell(place.part),
        cell(listed.severity),
        cell(listed.mark),
    ];
    reading.record(edition, &COLUMNS, listed.code, (None, None), &cells);
}

#[cfg(test)]
mod tests {
    use super::version_in;

    #[test]
    fn versions_tell_the_fiscal_year() {
        for (text, name) in [
            ("Appendix A List of MS-DRGs Version 40.0", "FY2023"),
            ("Appendix A List of MS-DRGs Version 43.1", "FY2026-04"),
            ("definitions_manual_v44/appendix_A.txt", "FY2027"),
            ("Version 41", "FY2024"),
        ] {
            assert_eq!(version_in(text).map(|days| days.name).as_deref(), Some(name), "{text}");
        }
        assert_eq!(version_in("Appendix G Diagnoses Defined as Complications or Comorbidities"), None);
        assert_eq!(version_in("v9"), None);
    }
}
