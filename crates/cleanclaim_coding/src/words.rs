//! Words: text cut into tokens, each with its byte range and a normal form in which phrases of the code set and of notes meet.

use core::ops::Range;

/// What stands between a token and the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Gap {
    /// White space or a hyphen: one phrase.
    Space,
    /// A comma: one phrase at most in another order.
    Comma,
    /// A bracket, slash, colon or dash: phrases do not reach across, clauses do.
    Wall,
    /// The end of a sentence or clause.
    End,
}

/// One word or number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Token {
    /// Byte range in the text.
    pub(crate) span: Range<usize>,
    /// Byte range of the normal form in the buffer.
    normal: Range<usize>,
    /// What stands before it.
    pub(crate) gap: Gap,
    /// Two or more letters, all capitals.
    pub(crate) is_upper: bool,
}

/// The tokens of a text.
#[derive(Debug, Default)]
pub(crate) struct Tokens {
    buffer: String,
    tokens: Vec<Token>,
}

impl Tokens {
    /// Cuts the text, whose first byte has the offset `base`.
    pub(crate) fn push_text(&mut self, text: &str, base: usize) {
        let mut gap = Gap::End;
        let mut chars = text.char_indices().peekable();
        while let Some((start, character)) = chars.next() {
            if !character.is_alphanumeric() {
                gap = gap.max(gap_of(text, start, character));
                continue;
            }
            let mut end = start + character.len_utf8();
            while let Some(&(index, next)) = chars.peek() {
                let inside = next.is_alphanumeric() || joins(text, start, index, next);
                if !inside {
                    break;
                }
                end = index + next.len_utf8();
                chars.next();
            }
            self.push_word(&text[start..end], base + start, gap);
            gap = Gap::Space;
        }
    }

    /// Adds one written word; a hyphenated one becomes one token or several.
    fn push_word(&mut self, word: &str, start: usize, gap: Gap) {
        let mut gap = gap;
        let mut offset = start;
        for part in word.split('-') {
            let span = offset..offset + part.len();
            offset = span.end + 1;
            if part.is_empty() {
                continue;
            }
            let from = self.buffer.len();
            let joined = gap == Gap::Space && span.start > start && self.join_prefix(part);
            if joined {
                if let Some(last) = self.tokens.last_mut() {
                    last.span.end = span.end;
                    last.normal.end = self.buffer.len();
                    last.is_upper = false;
                }
                continue;
            }
            let previous =
                self.tokens.last().filter(|_| gap == Gap::Space).map(|last| &self.buffer[last.normal.clone()]);
            let normal = normal_form(part, previous);
            self.buffer.push_str(&normal);
            let is_upper = part.len() > 1 && part.chars().all(|character| !character.is_lowercase());
            let is_upper = is_upper && part.chars().any(char::is_alphabetic);
            self.tokens.push(Token { span, normal: from..self.buffer.len(), gap, is_upper });
            gap = Gap::Space;
        }
    }

    /// Joins `gastro-` and `esophageal` into one word where the first part is such a prefix.
    fn join_prefix(&mut self, part: &str) -> bool {
        let Some(last) = self.tokens.last() else { return false };
        let prefix = &self.buffer[last.normal.clone()];
        let joins = (prefix.len() > 3 && prefix.ends_with('o')) || PREFIXES.contains(&prefix);
        if joins {
            let normal = normal_form(part, None);
            self.buffer.push_str(&normal);
        }
        joins
    }

    pub(crate) fn len(&self) -> usize {
        self.tokens.len()
    }

    pub(crate) fn all(&self) -> &[Token] {
        &self.tokens
    }

    /// The normal form of a token.
    pub(crate) fn normal(&self, index: usize) -> &str {
        self.tokens.get(index).map_or("", |token| &self.buffer[token.normal.clone()])
    }
}

/// The normal forms of a phrase, for dictionaries and triggers.
pub(crate) fn words_of(phrase: &str) -> Vec<String> {
    let mut tokens = Tokens::default();
    tokens.push_text(phrase, 0);
    (0..tokens.len()).map(|index| tokens.normal(index).to_owned()).collect()
}

/// Prefixes that are written with or without a hyphen.
const PREFIXES: &[&str] =
    &["non", "post", "pre", "anti", "peri", "sub", "hyper", "hypo", "multi", "semi", "un", "co", "re"];

/// Words that say nothing in a phrase: `pain in the knee` is `knee pain`.
pub(crate) fn is_filler(word: &str) -> bool {
    matches!(
        word,
        "of" | "the" | "a" | "an" | "in" | "on" | "at" | "mellitus" | "sided" | "so" | "due" | "to" | "is" | "and"
    )
}

/// Characters that stay inside a word: an apostrophe, a decimal point, a hyphen, the slash of `s/p`.
fn joins(text: &str, start: usize, index: usize, character: char) -> bool {
    let before = text[start..index].chars().next_back();
    let after = text[index + character.len_utf8()..].chars().next();
    let (Some(before), Some(after)) = (before, after) else { return false };
    match character {
        '\'' | '\u{2019}' => after.is_alphabetic(),
        '.' => before.is_ascii_digit() && after.is_ascii_digit(),
        '-' => before.is_alphanumeric() && after.is_alphanumeric(),
        // Only single letters: s/p, h/o, r/o, w/o; `HTN/HLD` is two words.
        '/' => {
            index - start == 1 && before.is_ascii_alphabetic() && after.is_ascii_alphabetic() && {
                let rest = &text[index + 1..];
                rest.chars().nth(1).is_none_or(|next| !next.is_alphanumeric())
            }
        }
        _ => false,
    }
}

fn gap_of(text: &str, index: usize, character: char) -> Gap {
    let after = text[index + character.len_utf8()..].chars().next();
    match character {
        ',' => Gap::Comma,
        '-' => match after {
            // A dash between spaces parts phrases.
            Some(next) if next.is_whitespace() => Gap::Wall,
            _ => Gap::Space,
        },
        '(' | ')' | '[' | ']' | '{' | '}' | '/' | ':' | '\u{2013}' | '\u{2014}' | '|' | '+' | '=' | '<' | '>'
        | '\t' => Gap::Wall,
        '.' if !after.is_none_or(char::is_whitespace) => Gap::Space,
        '.' if ends_sentence(text, index) => Gap::End,
        '.' => Gap::Space,
        '!' | '?' | ';' | '\u{2022}' => Gap::End,
        _ => Gap::Space,
    }
}

/// Whether the full stop at this place ends a sentence; not after `Dr`, nor in `E. coli`.
pub(crate) fn ends_sentence(text: &str, index: usize) -> bool {
    let before = text[..index].rsplit(|character: char| !character.is_alphanumeric()).next().unwrap_or_default();
    let titles = ["dr", "mr", "mrs", "ms", "vs", "pt", "hx", "approx", "st", "jr", "sr", "dx", "prof"];
    if titles.iter().any(|title| title.eq_ignore_ascii_case(before)) {
        return false;
    }
    let is_letter = before.chars().count() == 1 && before.chars().all(char::is_uppercase);
    let goes_on = text[index + 1..].trim_start().starts_with(char::is_lowercase);
    !(is_letter && goes_on)
}

/// Lower case, without accents and possessive, American spelling, singular, and one word for words that mean the same in code titles.
fn normal_form(word: &str, previous: Option<&str>) -> String {
    let mut normal = String::with_capacity(word.len());
    for character in word.chars().flat_map(char::to_lowercase) {
        match character {
            '\'' | '\u{2019}' => normal.push('\''),
            'á' | 'à' | 'â' | 'ä' | 'ã' => normal.push('a'),
            'é' | 'è' | 'ê' | 'ë' => normal.push('e'),
            'í' | 'ì' | 'î' | 'ï' => normal.push('i'),
            'ó' | 'ò' | 'ô' | 'ö' => normal.push('o'),
            'ú' | 'ù' | 'û' | 'ü' => normal.push('u'),
            'ñ' => normal.push('n'),
            other => normal.push(other),
        }
    }
    if let Some(at) = normal.find('\'') {
        // Crohn's, and the rare l'hermitte.
        if normal[at..].len() <= 2 {
            normal.truncate(at);
        } else {
            normal.remove(at);
        }
    }
    let may_be_british = normal.contains("ae") || normal.contains("oe") || normal.contains("our");
    for (british, american) in
        [("aemi", "emi"), ("haem", "hem"), ("oedem", "edem"), ("oesoph", "esoph"), ("tumour", "tumor")]
    {
        if may_be_british && normal.contains(british) {
            normal = normal.replace(british, american);
        }
    }
    singular(&mut normal);
    if let Some(number) = numeral(&normal, previous) {
        return number.to_owned();
    }
    match SAME_WORDS.binary_search_by_key(&normal.as_str(), |(word, _)| word) {
        Ok(index) => SAME_WORDS[index].1.to_owned(),
        Err(_) => normal,
    }
}

/// Roman numerals and number words, where the word before shows that they count.
fn numeral(word: &str, previous: Option<&str>) -> Option<&'static str> {
    if !matches!(previous?, "type" | "stage" | "grade" | "class" | "bipolar" | "degree" | "diabete") {
        return None;
    }
    Some(match word {
        "i" | "one" => "1",
        "ii" | "two" => "2",
        "iii" | "three" => "3",
        "iiia" => "3a",
        "iiib" => "3b",
        "iv" | "four" => "4",
        "v" | "five" => "5",
        _ => return None,
    })
}

/// Whether a written word may be a numeral, which depends on the word before it.
pub(crate) fn is_numeral(written: &str) -> bool {
    let bare = written.trim_matches(|character: char| !character.is_alphanumeric());
    // The longest is `three`.
    bare.len() <= 5 && numeral(&bare.to_lowercase(), Some("type")).is_some()
}

fn singular(word: &mut String) {
    let length = word.len();
    if length < 4 || !word.is_ascii() || !word.ends_with('s') {
        return;
    }
    if ["ss", "us", "is"].iter().any(|end| word.ends_with(end)) {
        return;
    }
    if length > 4 && word.ends_with("ies") {
        word.truncate(length - 3);
        word.push('y');
    } else if ["sses", "ches", "shes", "xes"].iter().any(|end| word.ends_with(end)) {
        word.truncate(length - 2);
    } else {
        word.truncate(length - 1);
    }
}

/// Words that stand for one another in code titles and notes, sorted; the second is used for both.
const SAME_WORDS: &[(&str, &str)] = &[
    ("abdomen", "abdominal"),
    ("adenocarcinoma", "cancer"),
    ("anaemia", "anemia"),
    ("bleed", "hemorrhage"),
    ("bleeding", "hemorrhage"),
    ("carcinoma", "cancer"),
    ("cardiac", "heart"),
    ("colonic", "colon"),
    ("dm", "diabete"),
    ("exacerbated", "exacerbation"),
    ("gastric", "stomach"),
    ("gi", "gastrointestinal"),
    ("hepatic", "liver"),
    ("hx", "history"),
    ("infarct", "infarction"),
    ("lt", "left"),
    ("malignancy", "cancer"),
    ("prostatic", "prostate"),
    ("renal", "kidney"),
    ("rt", "right"),
    ("stone", "calculus"),
    ("w/o", "without"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(text: &str, expected: &str) {
        assert_eq!(words_of(text).join(" "), expected, "{text}");
    }

    #[test]
    fn words_meet_in_their_normal_form() {
        check("Gastro-esophageal reflux", "gastroesophageal reflux");
        check("Diabetes Type II", "diabete type 2");
        check("type II diabetes; I see", "type 2 diabete i see");
        check("Crohn's disease, kidney stones", "crohn disease kidney calculus");
        check("s/p CABG, HTN/HLD", "s/p cabg htn hld");
        check("A1c 7.2%", "a1c 7.2");
        check("COVID-19 post-traumatic x-ray", "covid 19 posttraumatic x ray");
        check("Charcôt's joints", "charcot joint");
        check("pansinusitis fracture status", "pansinusitis fracture status");
    }

    #[test]
    fn same_words_are_sorted() {
        assert!(SAME_WORDS.is_sorted_by_key(|(word, _)| *word));
    }

    #[test]
    fn sentences_end_where_they_end() {
        let mut tokens = Tokens::default();
        tokens.push_text("Dr. A. Testa saw 1.5 cm. No pain (left), fine: ok; end", 0);
        let gaps: Vec<(&str, Gap)> =
            (0..tokens.len()).map(|index| (tokens.normal(index), tokens.all()[index].gap)).collect();
        insta::assert_debug_snapshot!(gaps, @r#"
        [
            (
                "dr",
                End,
            ),
            (
                "a",
                Space,
            ),
            (
                "testa",
                End,
            ),
            (
                "saw",
                Space,
            ),
            (
                "1.5",
                Space,
            ),
            (
                "cm",
                Space,
            ),
            (
                "no",
                End,
            ),
            (
                "pain",
                Space,
            ),
            (
                "left",
                Wall,
            ),
            (
                "fine",
                Wall,
            ),
            (
                "ok",
                Wall,
            ),
            (
                "end",
                End,
            ),
        ]
        "#);
    }

    proptest! {
        #[test]
        fn tokens_lie_on_character_boundaries(text in "\\PC{0,60}|[a-zA-Z'\u{2019}./ -]{0,40}") {
            let mut tokens = Tokens::default();
            tokens.push_text(&text, 0);
            let mut end = 0;
            for token in tokens.all() {
                prop_assert!(end <= token.span.start && token.span.start < token.span.end);
                prop_assert!(text.get(token.span.clone()).is_some());
                end = token.span.end;
            }
        }
    }
}
