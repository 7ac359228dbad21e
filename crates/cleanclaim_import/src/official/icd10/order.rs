//! Order files: every header and code with its order number, whether it may be reported, and two titles.
//!
//! Source: CMS, ICD-10-CM and ICD-10-PCS order files (`icd10OrderFiles.pdf`): columns 1-5 order number, 7-13 code, 15 "0" for a
//! header and "1" for a code that may be reported, 17-76 short title, 78 on long title.

use std::collections::HashMap;

use cleanclaim_codes::CodeKind;

use super::{Classification, LICENCE, edition_of};
use crate::official::fixed::{columns, raw_columns};
use crate::official::{Fullness, Member, Reader, Reading};

pub(super) struct OrderFile;

/// The columns that tell an order line from all else.
fn is_order_line(line: &str) -> bool {
    let blank = |column| raw_columns(line, column, column) == " ";
    raw_columns(line, 1, 5).bytes().all(|byte| byte.is_ascii_digit())
        && 15 <= line.len()
        && blank(6)
        && blank(14)
        && matches!(raw_columns(line, 15, 15), "0" | "1")
}

fn lines(member: &Member) -> impl Iterator<Item = (usize, &str)> + Clone {
    let text = member.text().unwrap_or_default();
    (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty())
}

fn code_and_flag(line: &str) -> (&str, bool) {
    (columns(line, 7, 13), columns(line, 15, 15) == "1")
}

impl Reader for OrderFile {
    fn kind(&self) -> &'static str {
        "ICD-10 order file"
    }

    fn recognises(&self, member: &Member) -> bool {
        let head = || member.head().filter(|line| !line.trim().is_empty());
        let orders = head().filter(|line| is_order_line(line)).count();
        0 < orders && head().count() <= orders * 2
    }

    fn read(&self, member: &Member, reading: &mut Reading<'_>) {
        let codes = lines(member).map(|(_, line)| code_and_flag(line));
        let Some(classification) = Classification::of(codes, member) else {
            return reading.error((0, 0), "no line has a code of ICD-10-CM or ICD-10-PCS in columns 7 to 13");
        };
        let known = edition_of(&member.path);
        let edition = reading.edition(classification.set(), known, classification.source(), LICENCE);
        if !reading.is_fullest(&edition, Fullness::ALL) {
            return;
        }
        let mut seen: HashMap<&str, usize> = HashMap::new();
        for (number, line) in lines(member) {
            if !is_order_line(line) {
                reading.error((number, 1), "expected an order number, a code in columns 7-13 and 0 or 1 in column 15");
                continue;
            }
            let (code, billable) = code_and_flag(line);
            if !classification.admits(code, billable) {
                reading.error((number, 7), format!("found {code:?}, expected {}", classification.shape()));
                continue;
            }
            if let Some(first) = seen.insert(code, number) {
                reading.error((number, 7), format!("{code} stands in row {first} already"));
                continue;
            }
            let title = [columns(line, 78, usize::MAX), columns(line, 17, 76)];
            let Some(title) = title.into_iter().find(|title| !title.is_empty()) else {
                reading.error((number, 17), format!("{code} has no title"));
                continue;
            };
            let kind = if billable { CodeKind::Billable } else { CodeKind::Header };
            reading.code(&edition, code, (None, None), kind, Some(title));
        }
    }
}
