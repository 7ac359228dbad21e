//! Code files: every code that may be reported, and its title; no headers.
//!
//! Source: CMS, ICD-10-CM and ICD-10-PCS code files (`icd10cmCodesFile.pdf`): columns 1-7 code, 9 on title.

use std::collections::{BTreeMap, BTreeSet};

use cleanclaim_codes::CodeKind;

use super::{Classification, LICENCE, edition_of};
use crate::official::{Fullness, Member, Reader, Reading};

/// Less than the order file, which has headers.
const CODES: Fullness = Fullness(0);

pub(super) struct CodesFile;

fn split(line: &str) -> Option<(&str, &str)> {
    let (code, title) = line.split_once(' ')?;
    Some((code, title.trim())).filter(|(_, title)| !title.is_empty() && !line.contains('\t'))
}

fn is_code_line(line: &str) -> bool {
    split(line).is_some_and(|(code, _)| {
        [Classification::Diagnoses, Classification::Procedures].iter().any(|one| one.admits(code, true))
    })
}

fn lines(member: &Member) -> impl Iterator<Item = (usize, &str)> + Clone {
    let text = member.text().unwrap_or_default();
    (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty())
}

impl Reader for CodesFile {
    fn kind(&self) -> &'static str {
        "ICD-10 code file"
    }

    fn recognises(&self, member: &Member) -> bool {
        let head: Vec<&str> = member.head().filter(|line| !line.trim().is_empty()).collect();
        // One damaged line in ten does not hide what the file is.
        let codes = head.iter().filter(|line| is_code_line(line)).count();
        0 < codes && head.len() * 9 <= codes * 10
    }

    fn read(&self, member: &Member, reading: &mut Reading<'_>) {
        let codes = lines(member).filter_map(|(_, line)| Some((split(line)?.0, true)));
        let Some(classification) = Classification::of(codes, member) else {
            return reading.error((0, 0), "no line begins with a code of ICD-10-CM or ICD-10-PCS");
        };
        let known = edition_of(&member.path);
        let edition = reading.edition(classification.set(), known, classification.source(), LICENCE);
        if !reading.is_fullest(&edition, CODES) {
            return;
        }
        let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
        for (number, line) in lines(member) {
            let Some((code, title)) = split(line) else {
                reading.error((number, 1), "expected a code, blanks, and its title");
                continue;
            };
            if !classification.admits(code, true) {
                reading.error((number, 1), format!("found {code:?}, expected {}", classification.shape()));
                continue;
            }
            if let Some(first) = seen.insert(code, number) {
                reading.error((number, 1), format!("{code} stands in row {first} already"));
                continue;
            }
            reading.code(&edition, code, (None, None), CodeKind::Billable, Some(title));
        }
        let headers: BTreeSet<&str> = seen.keys().flat_map(|code| headers_above(classification, code)).collect();
        for header in headers.into_iter().filter(|header| !seen.contains_key(header)) {
            reading.code(&edition, header, (None, None), CodeKind::Header, None);
        }
        reading.note("a code file has no headers: they follow from the codes, without titles; the order file has them");
    }
}

/// The headers that the structure of a code implies: procedure codes stand in a table of three characters; diagnoses under every
/// shorter code, but for those whose last character only fills a place before the seventh.
fn headers_above(classification: Classification, code: &str) -> impl Iterator<Item = &str> {
    let longest = match classification {
        Classification::Procedures => 3,
        Classification::Diagnoses => code.len().saturating_sub(1),
    };
    (3..=longest).filter_map(move |length| {
        let (header, rest) = code.split_at_checked(length)?;
        let fills_a_place = header.ends_with('X') && (length == 6 || rest.starts_with('X'));
        (!fills_a_place || classification == Classification::Procedures).then_some(header)
    })
}

#[cfg(test)]
mod tests {
    use super::{Classification, headers_above};

    #[test]
    fn headers_follow_from_codes() {
        let check = |classification, code, expected: &[&str]| {
            assert_eq!(headers_above(classification, code).collect::<Vec<_>>(), expected, "{code}");
        };
        check(Classification::Diagnoses, "S52501A", &["S52", "S525", "S5250", "S52501"]);
        check(Classification::Diagnoses, "T07XXXA", &["T07"]);
        check(Classification::Diagnoses, "T3991XA", &["T39", "T399", "T3991"]);
        check(Classification::Diagnoses, "T360X1A", &["T36", "T360", "T360X", "T360X1"]);
        check(Classification::Diagnoses, "I10", &[]);
        check(Classification::Procedures, "0DTJ4ZZ", &["0DT"]);
    }
}
