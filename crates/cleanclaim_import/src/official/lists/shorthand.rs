//! Institutional codes as FHIR Shorthand.
//!
//! Source: HL7, FHIR Shorthand 3.0, "Defining code systems": `CodeSystem: NAME`, `KEYWORD: value`, and a line `* #CODE "DISPLAY"`
//! for every code; the code systems are those of CMS for its claims data.

use std::collections::HashMap;

use cleanclaim_codes::{CodeKind, Set};

use crate::official::{Member, Reader, Reading};

pub(super) struct CodeSystem;

/// The code systems by their `Id`.
const SYSTEMS: [(&str, Set); 5] = [
    ("BENE-PTNT-STUS-CD", Set::PatientStatus),
    ("CLM-ADMSN-SRC-CD", Set::AdmissionSource),
    ("CLM-ADMSN-TYPE-CD", Set::AdmissionType),
    ("CLM-REV-CNTR-CD", Set::RevenueCode),
    ("CLM-RLT-COND-CD", Set::ConditionCode),
];

/// Stands in the claims data for a value that is missing: not a code.
const MISSING: &str = "~";

fn keyword<'l>(line: &'l str, name: &str) -> Option<&'l str> {
    Some(line.strip_prefix(name)?.strip_prefix(':')?.trim())
}

fn id(member: &Member) -> Option<&str> {
    member.head().find_map(|line| keyword(line, "Id"))
}

/// The code and what follows its number sign: `* #01 "DISPLAY"`, `* #"A B" "DISPLAY"`.
fn code_line(line: &str) -> Option<(&str, &str)> {
    let rest = line.trim().strip_prefix('*')?.trim_start().strip_prefix('#')?;
    match rest.strip_prefix('"') {
        Some(quoted) => quoted.split_once('"'),
        None => Some(rest.split_once(char::is_whitespace).unwrap_or((rest, ""))),
    }
}

/// The first text in quotation marks, with its escapes undone; `None` when it does not end.
fn quoted(text: &str) -> Option<String> {
    let mut letters = text.trim_start().strip_prefix('"')?.chars();
    let mut found = String::new();
    loop {
        match letters.next()? {
            '"' => return Some(found),
            '\\' => found.push(letters.next()?),
            letter => found.push(letter),
        }
    }
}

/// Whether a display says that nobody has given the code a meaning, for any kind of patient.
fn is_reserved(display: &str) -> bool {
    display.split('/').all(|part| part.trim().to_uppercase().starts_with("RESERVED"))
}

impl Reader for CodeSystem {
    fn kind(&self) -> &'static str {
        "code system in FHIR Shorthand"
    }

    fn recognises(&self, member: &Member) -> bool {
        let mut head = member.head().filter(|line| !line.trim().is_empty() && !line.starts_with("//"));
        head.next().is_some_and(|line| keyword(line, "CodeSystem").is_some())
            && member.head().any(|line| code_line(line).is_some())
    }

    fn read(&self, member: &Member, reading: &mut Reading<'_>) {
        let id = id(member).unwrap_or_default();
        let Some((_, set)) = SYSTEMS.iter().find(|(known, _)| *known == id) else {
            return reading.note(format!("the code system {id:?} is none of the sets here: not read"));
        };
        let licence = "AHA (NUBC): the user's own licence";
        let edition = reading.edition(*set, None, "CMS, code systems of claims data, FHIR Shorthand", licence);
        if !reading.is_first_copy(&edition) {
            return;
        }
        let (mut seen, mut reserved) = (HashMap::new(), 0);
        for (number, line) in (1..).zip(member.text().unwrap_or_default().lines()) {
            let Some((code, rest)) = code_line(line) else {
                // Other lines are keywords, properties (`* ^`) and descriptions, which may run over lines.
                if line.starts_with('*') && !line.trim_start_matches('*').trim_start().starts_with('^') {
                    reading.error((number, 1), "expected * # and a code, or * ^ and a property");
                }
                continue;
            };
            let column = line.chars().count() - rest.chars().count() + 1;
            let upper = code.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase());
            if code == MISSING {
                continue;
            }
            if code.is_empty() || 4 < code.len() || !upper {
                let message = format!("found {code:?}, expected a code of up to four letters and digits");
                reading.error((number, 4), message);
            } else if let Some(first) = seen.insert(code, number) {
                reading.error((number, 4), format!("{code} stands in row {first} already"));
            } else {
                match quoted(rest) {
                    None => reading.error((number, column), format!("{code}: expected a text in quotation marks")),
                    Some(display) if is_reserved(&display) => reserved += 1,
                    Some(display) => {
                        reading.code(&edition, code, (None, None), CodeKind::Billable, Some(&display));
                    }
                }
            }
        }
        reading.note(format!("{reserved} codes are reserved for assignment: they are no codes yet"));
    }
}
