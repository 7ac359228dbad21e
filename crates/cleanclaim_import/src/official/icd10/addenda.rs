//! Addenda: what changed since the edition before. The order file of an edition has the changes applied, so an addendum adds
//! nothing to it; it is compared with the order file that is imported together with it, and its changes are told.
//!
//! Source: CMS, ICD-10-CM and ICD-10-PCS addenda files: `Add:`, `Delete:`, `Revise from:` and `Revise to:`, each followed by an
//! order number in some years, 0 or 1 for header or code, the code, and titles.

use std::collections::HashSet;

use cleanclaim_codes::CodeKind;

use super::{Classification, edition_of};
use crate::official::{Member, Reader, Reading};

pub(super) struct Addenda;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Change {
    Add,
    Delete,
    ReviseFrom,
    ReviseTo,
    None,
}

struct Line<'l> {
    change: Change,
    code: &'l str,
    kind: Option<CodeKind>,
}

const CHANGES: [(&str, Change); 5] = [
    ("add", Change::Add),
    ("delete", Change::Delete),
    ("revise from", Change::ReviseFrom),
    ("revise to", Change::ReviseTo),
    ("no change", Change::None),
];

fn change_in(line: &str) -> Option<(Change, &str)> {
    let line = line.trim_start();
    CHANGES.iter().find_map(|(word, change)| {
        let begins = line.get(..word.len())?.eq_ignore_ascii_case(word);
        let rest = line.get(word.len()..)?;
        let ends = rest.starts_with([':', ' ', '\t']);
        (begins && ends).then(|| (*change, rest.trim_start_matches(':')))
    })
}

fn is_code(text: &str) -> bool {
    [Classification::Diagnoses, Classification::Procedures].iter().any(|one| one.admits(text, false))
}

fn line(text: &str) -> Option<Line<'_>> {
    let (change, rest) = change_in(text)?;
    let mut kind = None;
    for word in rest.split_whitespace().take(3) {
        match word {
            "0" => kind = Some(CodeKind::Header),
            "1" => kind = Some(CodeKind::Billable),
            word if word.len() == 5 && word.bytes().all(|byte| byte.is_ascii_digit()) => {}
            word if is_code(word) => return Some(Line { change, code: word, kind }),
            _ => return None,
        }
    }
    None
}

impl Reader for Addenda {
    fn kind(&self) -> &'static str {
        "ICD-10 addenda"
    }

    fn recognises(&self, member: &Member) -> bool {
        let head = || member.head().filter(|text| !text.trim().is_empty());
        // Some years have a heading above the changes.
        let changes = head().filter(|text| line(text).is_some()).count();
        0 < changes && head().count() <= changes * 2
    }

    fn read(&self, member: &Member, reading: &mut Reading<'_>) {
        let mut lines: Vec<(usize, Line<'_>)> = Vec::new();
        for (number, text) in (1..).zip(member.text().unwrap_or_default().lines()) {
            match line(text) {
                Some(line) => lines.push((number, line)),
                None if change_in(text).is_some() => reading.warn((number, 1), "expected a code after the change"),
                // A heading.
                None => {}
            }
        }
        let all = |one: Classification| lines.iter().all(|(_, line)| one.admits(line.code, false));
        let set =
            if all(Classification::Diagnoses) { Classification::Diagnoses } else { Classification::Procedures }.set();
        let count = |change| lines.iter().filter(|(_, line)| line.change == change).count();
        let told = format!(
            "would add {}, delete {} and revise {} codes",
            count(Change::Add),
            count(Change::Delete),
            count(Change::ReviseTo)
        );
        let order_file = edition_of(&member.path).map(|days| days.name).filter(|name| reading.has_edition(set, name));
        let Some(name) = order_file else {
            return reading.note(format!("{told}; not read: the order file of the edition has these changes in it"));
        };
        let added: HashSet<(&str, CodeKind)> = lines
            .iter()
            .filter(|(_, line)| line.change == Change::Add)
            .filter_map(|(_, line)| Some((line.code, line.kind?)))
            .collect();
        let mut differing = 0;
        for (number, line) in &lines {
            let found = reading.kind_of(set, &name, line.code);
            let agrees = match line.change {
                Change::Delete => found.is_none_or(|kind| added.contains(&(line.code, kind))),
                Change::Add | Change::ReviseTo => found.is_some() && (line.kind.is_none() || line.kind == found),
                Change::ReviseFrom | Change::None => true,
            };
            if !agrees {
                differing += 1;
                let stands = if found.is_some() { "another" } else { "no" };
                reading.warn((*number, 1), format!("the order file of {name} has {stands} {}", line.code));
            }
        }
        reading.note(if differing == 0 {
            format!("{told}; the order file of {name} has them all")
        } else {
            format!("{told}; the order file of {name} differs in {differing}")
        });
    }
}
