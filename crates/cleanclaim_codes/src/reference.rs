//! The codes that a note of the tabular list names: "(T36-T50 with fifth or sixth character 5)".

use core::fmt;

use cleanclaim_model::Icd10;

use crate::image::u64_at;
use crate::key::{Key, key_of};

pub(crate) const TARGET_BYTES: usize = 28;
/// Codes that one note may name: a bound, far above the longest note.
const TARGETS_MAX: usize = 256;

/// Letters and digits as a set: bits 0-9 are the digits, 10-35 the letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Characters(u64);

impl Characters {
    fn bit(byte: u8) -> u64 {
        match byte {
            b'0'..=b'9' => 1 << (byte - b'0'),
            b'A'..=b'Z' => 1 << (byte - b'A' + 10),
            _ => 0,
        }
    }

    /// Whether the set has this character.
    #[must_use]
    pub fn contains(self, byte: u8) -> bool {
        self.0 & Self::bit(byte) != 0
    }
}

/// What a code in a target's range must look like besides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Constraint {
    /// Nothing more.
    None,
    /// "With fifth or sixth character": the sixth, or the fifth where the sixth is the placeholder X.
    FifthOrSixth(Characters),
    /// "With sixth character", "with 7th character": position from 1.
    At(u8, Characters),
    /// "With .22": what follows the dot begins so. Upper-case, NUL-padded.
    AfterDot([u8; 4]),
    /// "With final characters -23".
    EndsWith([u8; 4]),
}

fn trimmed(text: &[u8; 4]) -> &[u8] {
    let length = text.iter().position(|byte| *byte == 0).unwrap_or(4);
    &text[..length]
}

impl Constraint {
    fn allows(self, code: Key) -> bool {
        let bytes = code.bytes();
        let code = &bytes[..code.len()];
        match self {
            Self::None => true,
            Self::FifthOrSixth(allowed) => {
                let place = if code.get(5) == Some(&b'X') { 4 } else { 5 };
                code.get(place).is_some_and(|byte| allowed.contains(*byte))
            }
            Self::At(position, allowed) => usize::from(position)
                .checked_sub(1)
                .and_then(|at| code.get(at))
                .is_some_and(|byte| allowed.contains(*byte)),
            Self::AfterDot(text) => code.get(3..).is_some_and(|rest| rest.starts_with(trimmed(&text))),
            Self::EndsWith(text) => code.ends_with(trimmed(&text)),
        }
    }
}

/// Codes that a note names: one code with all below it, or a range of them.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Target {
    first: Key,
    last: Key,
    constraint: Constraint,
}

impl Target {
    /// Whether the code is among those named.
    #[must_use]
    pub fn contains(&self, code: Icd10) -> bool {
        self.contains_key(key_of(code))
    }

    pub(crate) fn contains_key(&self, key: Key) -> bool {
        self.first <= key && key <= self.last.end_of_prefix() && self.constraint.allows(key)
    }

    /// What is asked of a code besides the range.
    #[must_use]
    pub fn constraint(&self) -> Constraint {
        self.constraint
    }

    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        let (kind, position, payload) = match self.constraint {
            Constraint::None => (0, 0, 0),
            Constraint::FifthOrSixth(set) => (1, 0, set.0),
            Constraint::At(position, set) => (2, position, set.0),
            Constraint::AfterDot(text) => (3, 0, u64::from(u32::from_le_bytes(text))),
            Constraint::EndsWith(text) => (4, 0, u64::from(u32::from_le_bytes(text))),
        };
        out.extend(self.first.0.to_be_bytes());
        out.extend(self.last.0.to_be_bytes());
        out.extend([kind, position, 0, 0]);
        out.extend(u64::to_le_bytes(payload));
    }

    pub(crate) fn read(row: &[u8; TARGET_BYTES]) -> Option<Self> {
        let key = |at: usize| Some(Key(u64::from_be_bytes(row.get(at..at + 8)?.try_into().ok()?)));
        let payload = u64_at(row, 20)?;
        let text = || u32::try_from(payload & u64::from(u32::MAX)).map(u32::to_le_bytes).ok();
        let constraint = match row[16] {
            0 => Constraint::None,
            1 => Constraint::FifthOrSixth(Characters(payload)),
            2 => Constraint::At(row[17], Characters(payload)),
            3 => Constraint::AfterDot(text()?),
            4 => Constraint::EndsWith(text()?),
            _ => return None,
        };
        Some(Self { first: key(0)?, last: key(8)?, constraint })
    }
}

fn write_key(f: &mut fmt::Formatter<'_>, key: Key) -> fmt::Result {
    let bytes = key.bytes();
    let text = core::str::from_utf8(&bytes[..key.len()]).unwrap_or_default();
    match text.split_at_checked(3) {
        Some((category, rest)) if !rest.is_empty() => write!(f, "{category}.{rest}"),
        _ => f.write_str(text),
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_key(f, self.first)?;
        if self.first != self.last {
            f.write_str("-")?;
            write_key(f, self.last)?;
        }
        let characters = |f: &mut fmt::Formatter<'_>, set: Characters| -> fmt::Result {
            (b'0'..=b'9')
                .chain(b'A'..=b'Z')
                .filter(|byte| set.contains(*byte))
                .try_for_each(|byte| write!(f, "{}", char::from(byte)))
        };
        match self.constraint {
            Constraint::None => Ok(()),
            Constraint::FifthOrSixth(set) => {
                f.write_str(" with fifth or sixth character ").and_then(|()| characters(f, set))
            }
            Constraint::At(position, set) => write!(f, " with character {position} ").and_then(|()| characters(f, set)),
            Constraint::AfterDot(text) => write!(f, " with .{}", String::from_utf8_lossy(trimmed(&text))),
            Constraint::EndsWith(text) => write!(f, " ending in {}", String::from_utf8_lossy(trimmed(&text))),
        }
    }
}

impl fmt::Debug for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Target({self})")
    }
}

/// The codes that a note's text names. Codes in parentheses count; without any, those in the running text that are clearly
/// codes ("as classified in M75-M77"). A condition that is not understood ("with ketoacidosis") drops its codes, because a
/// target that is too wide would flag claims that are right.
#[must_use]
pub fn targets_in(text: &str) -> Vec<Target> {
    let mut targets = Vec::new();
    let mut grouped = false;
    for group in parentheses(text) {
        let codes = code_tokens(group);
        if !codes.is_empty() {
            grouped = true;
            collect(group, &codes, &mut targets);
        }
    }
    if !grouped {
        let codes = code_tokens(text);
        let marked = text.contains("categor") || text.contains("code from ");
        if marked || codes.iter().any(|code| code.range_end.is_some() || code.dotted) {
            collect(text, &codes, &mut targets);
        }
    }
    targets.truncate(TARGETS_MAX);
    targets
}

fn parentheses(text: &str) -> impl Iterator<Item = &str> {
    text.split('(').skip(1).map(|rest| rest.split(')').next().unwrap_or(rest))
}

/// A code as written, with the end of its range if it begins one.
#[derive(Debug, Clone, Copy)]
struct Token {
    first: Key,
    range_end: Option<Key>,
    dotted: bool,
    /// Where the text goes on.
    end: usize,
}

/// One code at `at`: letter, digit, letter or digit, and up to four more after a dot; then perhaps a dash for "and below".
fn code_at(text: &str, at: usize) -> Option<(Key, bool, usize)> {
    let bytes = text.as_bytes();
    let upper_or_digit = |byte: &u8| byte.is_ascii_digit() || byte.is_ascii_uppercase();
    let category = bytes.get(at..at + 3)?;
    // QA0 is the first category with a letter in the second place; two letters and no digit are a word.
    let second = category[1].is_ascii_digit() || (category[1].is_ascii_uppercase() && category[2].is_ascii_digit());
    if !category[0].is_ascii_uppercase() || !second || !upper_or_digit(&category[2]) {
        return None;
    }
    let mut code: Vec<u8> = category.to_vec();
    let mut end = at + 3;
    let dotted = bytes.get(end) == Some(&b'.');
    if dotted {
        let rest = bytes.get(end + 1..)?.iter().take_while(|byte| upper_or_digit(byte)).take(5);
        code.extend(rest);
        end += code.len() - 2;
    }
    let followed_by_word = bytes.get(end).is_some_and(u8::is_ascii_alphanumeric) && !text[end..].starts_with("with");
    if followed_by_word || 7 < code.len() {
        return None;
    }
    Some((Key::of(core::str::from_utf8(&code).ok()?)?, dotted, end))
}

/// Skips a dash that means "and all below", and finds the end of a range: "A15-A19", "C7A.- C7B", "A00 to B99".
fn range_end_at(text: &str, end: usize) -> (Option<Key>, bool, usize) {
    let rest = text.get(end..).unwrap_or_default();
    let after_dash = rest.trim_start().strip_prefix('-').or_else(|| rest.strip_prefix(" to "));
    let Some(after_dash) = after_dash else { return (None, false, end) };
    let start = text.len() - after_dash.trim_start().len();
    match code_at(text, start) {
        Some((last, _, end)) => {
            let end = if text[end..].starts_with('-') { end + 1 } else { end };
            (Some(last), true, end)
        }
        None if rest.starts_with('-') => (None, true, end + 1),
        None => (None, false, end),
    }
}

fn code_tokens(text: &str) -> Vec<Token> {
    let bytes = text.as_bytes();
    let mut tokens = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let inside_word = 0 < at && bytes[at - 1].is_ascii_alphanumeric();
        match code_at(text, at).filter(|_| !inside_word) {
            Some((first, dotted, end)) => {
                let (range_end, dash, end) = range_end_at(text, end);
                let range_end = range_end.filter(|last| first <= *last);
                tokens.push(Token { first, range_end, dotted: dotted || dash, end });
                at = end;
            }
            None => at += 1,
        }
    }
    tokens
}

fn collect(text: &str, codes: &[Token], targets: &mut Vec<Target>) {
    let Some(last) = codes.last() else { return };
    if text.contains("except") {
        return;
    }
    let condition = text.get(last.end..).unwrap_or_default().trim_start_matches([',', ' ', '.']);
    let constraints = match condition.strip_prefix("with ") {
        Some(words) => constraints_in(words),
        None => vec![Constraint::None],
    };
    for code in codes {
        for constraint in &constraints {
            targets.push(Target {
                first: code.first,
                last: code.range_end.unwrap_or(code.first),
                constraint: *constraint,
            });
        }
    }
}

/// What follows "with": nothing when it is not understood.
fn constraints_in(words: &str) -> Vec<Constraint> {
    let lower = words.to_ascii_lowercase();
    let position = |name: &str| match name {
        "fourth" | "4th" => Some(4),
        "fifth" | "5th" => Some(5),
        "sixth" | "six" | "6th" => Some(6),
        "seventh" | "7th" => Some(7),
        _ => None,
    };
    if lower.contains("to indicate intent") {
        return vec![Constraint::None];
    }
    if let Some(rest) =
        ["fifth or sixth character ", "fifth or six character "].iter().find_map(|start| lower.strip_prefix(start))
    {
        return characters_in(rest).map(Constraint::FifthOrSixth).into_iter().collect();
    }
    // The place of intent again, before the encounter's seventh character.
    if let Some(set) = lower.strip_prefix("final character ").and_then(characters_in) {
        return vec![Constraint::FifthOrSixth(set)];
    }
    if let Some(rest) = lower.strip_prefix("fifth to sixth characters ") {
        return suffixes(rest, Constraint::EndsWith);
    }
    if let Some(rest) = lower.strip_prefix("final character").map(|rest| rest.trim_start_matches('s').trim_start()) {
        return if rest.starts_with('.') {
            suffixes(rest, Constraint::AfterDot)
        } else {
            suffixes(rest, Constraint::EndsWith)
        };
    }
    // ".x59": any fourth character.
    if let Some(rest) = lower.strip_prefix(".x").filter(|rest| rest.bytes().all(|byte| byte.is_ascii_digit())) {
        return suffixes(rest, Constraint::EndsWith);
    }
    if lower.starts_with('.') {
        return suffixes(&lower, Constraint::AfterDot);
    }
    let (first, rest) = lower.split_once([' ', '-']).unwrap_or((&lower, ""));
    match (position(first), rest.strip_prefix("character ")) {
        (Some(position), Some(rest)) => {
            characters_in(rest.trim_start_matches('.')).map(|set| Constraint::At(position, set)).into_iter().collect()
        }
        _ => Vec::new(),
    }
}

/// "1-4", "1-4 or 6", "B or C".
fn characters_in(text: &str) -> Option<Characters> {
    let mut set = 0;
    for part in text.split(" or ").flat_map(|part| part.split(',')) {
        match part.trim().to_ascii_uppercase().as_bytes() {
            [one] if one.is_ascii_alphanumeric() => set |= Characters::bit(*one),
            [first, b'-', last] if first <= last && first.is_ascii_alphanumeric() && last.is_ascii_alphanumeric() => {
                set |= (*first..=*last).fold(0, |bits, byte| bits | Characters::bit(byte));
            }
            _ => return None,
        }
    }
    Some(Characters(set))
}

/// ".17, .27", ".51-.52", "-23", ".62-".
fn suffixes(text: &str, make: fn([u8; 4]) -> Constraint) -> Vec<Constraint> {
    let mut found = Vec::new();
    for part in text.split([',', ' ']).map(str::trim).filter(|part| !part.is_empty() && *part != "or") {
        let pieces: Vec<&str> = part.split(['-', '.']).filter(|piece| !piece.is_empty()).collect();
        let upper: Vec<[u8; 4]> = pieces.iter().filter_map(|piece| suffix(piece)).collect();
        if upper.len() != pieces.len() || upper.is_empty() {
            return Vec::new();
        }
        match (upper.as_slice(), part.contains("-.")) {
            ([first, last], true) => found.extend((first[1]..=last[1]).map(|digit| make([first[0], digit, 0, 0]))),
            (all, _) => found.extend(all.iter().map(|one| make(*one))),
        }
    }
    found
}

fn suffix(text: &str) -> Option<[u8; 4]> {
    let mut padded = [0; 4];
    padded.get_mut(..text.len())?.copy_from_slice(text.to_ascii_uppercase().as_bytes());
    text.bytes().all(|byte| byte.is_ascii_alphanumeric()).then_some(padded)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let found: Vec<String> = targets_in(text).iter().map(ToString::to_string).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn notes_as_the_publisher_writes_them() {
        check("type 1 diabetes mellitus (E10.-)", &["E10"]);
        check("infections specific to the perinatal period (P35-P39)", &["P35-P39"]);
        check("hypertension (I10-I1A)", &["I10-I1A"]);
        check("injury (S00.0-, S01.1-, T07)", &["S00.0", "S01.1", "T07"]);
        check("syphilis (A50.-A53)", &["A50-A53"]);
        check("neonatal (P00 - P96)", &["P00-P96"]);
        check("any (A00 to B99)", &["A00-B99"]);
        check("weeks of gestation (Z3A.-)", &["Z3A"]);
        check("congenital malformations (Q00-QA0), human immunodeficiency virus (HIV) disease", &["Q00-QA0"]);
        check(
            "adverse effect, if applicable (T36-T50 with fifth or sixth character 5)",
            &["T36-T50 with fifth or sixth character 5"],
        );
        check(
            "poisoning (T36-T50 with fifth or sixth character 1-4 or 6)",
            &["T36-T50 with fifth or sixth character 12346"],
        );
        check("burn (T20.0- with 7th character B or C)", &["T20.0 with character 7 BC"]);
        check("diabetes (E08-E13 with .51-.52)", &["E08-E13 with .51", "E08-E13 with .52"]);
        check("diabetes (E08-E13, with .17, .27, .97)", &["E08-E13 with .17", "E08-E13 with .27", "E08-E13 with .97"]);
        check("underdosing (T36-T50 with final character 6)", &["T36-T50 with fifth or sixth character 6"]);
        check("poisoning (T51-T65 with fifth or sixth character to indicate intent)", &["T51-T65"]);
        check("drug psychosis (F11-F19 with fifth to sixth characters 51)", &["F11-F19 ending in 51"]);
        check("lupus (N00-N07 with fourth character .8)", &["N00-N07 with character 4 8"]);
        check("drug psychosis (F11-F19 with .x59)", &["F11-F19 ending in 59"]);
        check("maternal (O33.7 with final characters -23)", &["O33.7 ending in 23"]);
    }

    #[test]
    fn running_text_counts_only_when_clearly_codes() {
        check("injury to visual cortex S04.04-", &["S04.04"]);
        check("tendinitis as classified in M75-M77", &["M75-M77"]);
        check("code from category O08 to identify it", &["O08"]);
        check("anemia unresponsive to vitamin B12 or folate", &[]);
        check("certain localized infections - see chapters", &[]);
        check("diabetic acidosis - see categories E08-E10, E11, E13 with ketoacidosis", &[]);
        check("any condition (A00-B99 except A15)", &[]);
    }

    #[test]
    fn intent_stands_in_the_fifth_place_only_before_a_placeholder() {
        let adverse = targets_in("(T36-T50 with fifth or sixth character 5)")[0];
        let contains = |code: &str| adverse.contains(Icd10::parse(code).unwrap());
        assert!(contains("T36.0X5A") && contains("T36.95XA"));
        assert!(!contains("T43.651A") && !contains("T36.0X1A") && !contains("S00.0X5A"));
    }
}
