//! From text to words that can be compared: the index and the queries go through the same steps.
//!
//! A word is folded (case, accents, possessives and dots go), cut to a light stem (plural and inflection, British spelling), and
//! weighed: what a coder leaves unsaid ("unspecified", "initial encounter", "not elsewhere classified") weighs nothing, so that
//! codes which say only that stand before those that say more. A word that the phrase denies ("without aura") is another word:
//! it begins with [`DENIED`].

use crate::folding::without_accent;

/// Stands before a word that the phrase denies.
pub(crate) const DENIED: char = '!';
/// The weight of an ordinary word: twice that of a nonessential one.
pub(crate) const WHOLE: u8 = 2;
/// The weight of a word in parentheses, which may be there or not.
const NONESSENTIAL: u8 = 1;
/// Words longer than this are cut: no term of the field comes near.
const WORD_BYTES_MAX: usize = 48;

/// A word of a phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Token {
    /// The stem, with [`DENIED`] before it where the phrase denies it.
    pub stem: String,
    /// The folded word as it was written.
    pub word: String,
    /// How much the word says, in half words; 0 for what is usual.
    pub weight: u8,
    /// Whether it is two words joined by a hyphen, each of which stands there too.
    pub joined: bool,
}

/// What stands between a word and the next one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum After {
    Space,
    Hyphen,
    Comma,
    Stop,
}

#[derive(Debug, Clone)]
struct Word {
    text: String,
    in_parentheses: bool,
    after: After,
}

/// Words that say nothing by themselves.
const STOP_WORDS: [&str; 30] = [
    "a", "an", "and", "are", "as", "at", "be", "by", "due", "for", "from", "has", "have", "having", "in", "into", "is",
    "it", "its", "my", "of", "on", "or", "that", "the", "this", "to", "was", "with", "your",
];
/// Words that say only that nothing was said, or what is the rule.
const USUAL_WORDS: [&str; 10] =
    ["unspecified", "initial", "encounter", "closed", "nos", "nec", "approach", "otherwise", "routine", "healing"];
/// What is unspecified, when it is only a question of detail.
const DETAILS: [&str; 18] = [
    "site",
    "sites",
    "part",
    "severity",
    "type",
    "organism",
    "stage",
    "trimester",
    "side",
    "laterality",
    "duration",
    "cause",
    "degree",
    "origin",
    "episode",
    "complication",
    "complications",
    "degrees",
];
const DENIALS: [&str; 5] = ["without", "not", "no", "excluding", "except"];
/// These words are never denied, and end what is.
const ASSERTIONS: [&str; 9] = ["with", "in", "due", "left", "right", "bilateral", "initial", "subsequent", "sequela"];
/// After these, `of` belongs to what is denied: "without loss of consciousness".
const BEFORE_OF: [&str; 6] = ["loss", "mention", "evidence", "use", "history", "status"];

/// Whether a stem is of a word that says only that nothing was said.
pub(crate) fn is_usual(stem: &str) -> bool {
    stem.starts_with(DENIED) || USUAL_WORDS.iter().any(|word| self::stem(word) == stem)
}

/// Whether a folded word is left out of the index.
pub(crate) fn is_stop_word(word: &str) -> bool {
    STOP_WORDS.contains(&word)
}

/// The words of a phrase or a query, in order.
pub(crate) fn tokens(text: &str) -> Vec<Token> {
    let words = split(text);
    let mut tokens: Vec<Token> = Vec::with_capacity(words.len());
    let mut denied = false;
    for (index, word) in words.iter().enumerate() {
        let before = index.checked_sub(1).and_then(|before| words.get(before));
        let text = word.text.as_str();
        if denied && ends_denial(&words, index) {
            denied = false;
        }
        let elsewhere = matches!(text, "elsewhere" | "classified") && words.iter().any(|word| word.text == "not");
        if DENIALS.contains(&text) {
            denied = words.get(index + 1).is_none_or(|next| next.text != "elsewhere");
            continue;
        }
        if is_stop_word(text) {
            continue;
        }
        let detail = DETAILS.contains(&text) && before.is_some_and(|before| before.text == "unspecified");
        let open_approach = text == "open" && words.get(index + 1).is_some_and(|next| next.text == "approach");
        let usual = denied || elsewhere || detail || open_approach || USUAL_WORDS.contains(&text);
        let weight = match (usual, word.in_parentheses) {
            (true, _) => 0,
            (false, true) => NONESSENTIAL,
            (false, false) => WHOLE,
        };
        tokens.push(token(text, weight, denied));
        if let Some(before) = before.filter(|before| before.after == After::Hyphen) {
            let mut joined = token(&format!("{}{text}", before.text), 0, denied);
            joined.joined = true;
            tokens.push(joined);
        }
    }
    tokens
}

fn token(word: &str, weight: u8, denied: bool) -> Token {
    let stem = stem(word);
    let stem = if denied { format!("{DENIED}{stem}") } else { stem };
    Token { stem, word: word.to_owned(), weight, joined: false }
}

/// Whether the word at `index` no longer belongs to what was denied before it.
fn ends_denial(words: &[Word], index: usize) -> bool {
    let (Some(word), Some(before)) = (words.get(index), index.checked_sub(1).and_then(|before| words.get(before)))
    else {
        return true;
    };
    if word.text == "of" {
        return !BEFORE_OF.contains(&before.text.as_str());
    }
    match before.after {
        After::Stop => true,
        // "without A, B, and C" denies all three.
        After::Comma => !words[index..].iter().any(|word| matches!(word.text.as_str(), "and" | "or")),
        After::Space | After::Hyphen => ASSERTIONS.contains(&word.text.as_str()),
    }
}

/// Folded words with what follows each.
fn split(text: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut current = String::new();
    let mut depth = 0_usize;
    let mut letters_since_dot = 0_usize;
    let mut chars = text.chars().peekable();
    while let Some(character) = chars.next() {
        match character {
            '\'' | '\u{2019}' => {
                // A possessive goes with its apostrophe.
                if matches!(chars.peek(), Some('s' | 'S')) {
                    let mut rest = chars.clone();
                    rest.next();
                    if rest.peek().is_none_or(|next| !next.is_alphanumeric()) {
                        chars.next();
                    }
                }
            }
            // "s.o.b." is one word; "h.pylori" is two.
            '.' if letters_since_dot == 1 && starts_with_one_letter(chars.clone()) => letters_since_dot = 0,
            _ if character.is_alphanumeric() => {
                letters_since_dot += 1;
                if current.len() < WORD_BYTES_MAX {
                    fold(character, &mut current);
                }
            }
            _ => {
                let after = match character {
                    '-' | '\u{2013}' if chars.peek().is_some_and(|next| next.is_alphanumeric()) => After::Hyphen,
                    ',' => After::Comma,
                    ';' | ':' | '(' | ')' | '[' | ']' => After::Stop,
                    _ => After::Space,
                };
                end_word(&mut words, &mut current, depth, after);
                letters_since_dot = 0;
                match character {
                    '(' => depth += 1,
                    ')' => depth = depth.saturating_sub(1),
                    _ => {}
                }
            }
        }
    }
    end_word(&mut words, &mut current, depth, After::Stop);
    words
}

fn starts_with_one_letter(mut rest: impl Iterator<Item = char>) -> bool {
    rest.next().is_some_and(char::is_alphabetic) && !rest.next().is_some_and(char::is_alphanumeric)
}

fn end_word(words: &mut Vec<Word>, current: &mut String, depth: usize, after: After) {
    if current.is_empty() {
        // "mass, (benign)": the comma counts, not the blank behind it.
        if let Some(last) = words.last_mut()
            && after != After::Space
        {
            last.after = after;
        }
        return;
    }
    let text = match current.as_str() {
        "ii" => "2".to_owned(),
        "iii" => "3".to_owned(),
        _ => std::mem::take(current),
    };
    current.clear();
    words.push(Word { text, in_parentheses: 0 < depth, after });
}

/// Adds a letter or digit in lower case without its accent.
fn fold(character: char, out: &mut String) {
    match without_accent(character) {
        Some(plain) => out.push_str(plain),
        None => out.extend(character.to_lowercase()),
    }
}

/// British spellings and what they become.
const SPELLINGS: [(&str, &str); 19] = [
    ("aemi", "emi"),
    ("haem", "hem"),
    ("rrhoe", "rrhe"),
    ("foet", "fet"),
    ("coeli", "celi"),
    ("paed", "ped"),
    ("anaes", "anes"),
    ("caec", "cec"),
    ("faec", "fec"),
    ("gynaec", "gynec"),
    ("orthopaed", "orthoped"),
    ("tumour", "tumor"),
    ("colour", "color"),
    ("fibre", "fiber"),
    ("centre", "center"),
    ("caesar", "cesar"),
    ("sulph", "sulf"),
    ("aluminium", "aluminum"),
    ("oxaem", "oxem"),
];

/// The part of a folded word that its inflections share: "fractures", "fractured" and "fracture" give one stem.
pub(crate) fn stem(word: &str) -> String {
    if word.len() < 4 || !word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return word.to_owned();
    }
    let mut stem = word.to_owned();
    if stem.starts_with("oe") {
        stem.remove(0);
    }
    for (british, plain) in SPELLINGS {
        if stem.contains(british) {
            stem = stem.replace(british, plain);
        }
    }
    if stem.ends_with("sis") && 5 < stem.len() {
        stem.truncate(stem.len() - 2);
        return stem;
    }
    if stem.ends_with('s') && !stem.ends_with("ss") && !stem.ends_with("us") && !stem.ends_with("is") {
        stem.pop();
    }
    for ending in ["ing", "ed"] {
        if let Some(rest) = stem.strip_suffix(ending)
            && 3 <= rest.len()
            && rest.bytes().any(|byte| matches!(byte, b'a' | b'e' | b'i' | b'o' | b'u' | b'y'))
            && !rest.ends_with('e')
        {
            stem.truncate(rest.len());
            let bytes = stem.as_bytes();
            if let [.., before, last] = bytes
                && before == last
                && !matches!(last, b's' | b'l' | b'e' | b'o')
            {
                stem.pop();
            }
            break;
        }
    }
    if stem.ends_with('e') && 4 < stem.len() {
        stem.pop();
        if stem.ends_with('i') && stem.len() < 6 {
            stem.pop();
            stem.push('y');
        }
    }
    // "delivery", "deliveries" and "delivered" are one word; "vaginally" and "vaginal" too.
    if stem.ends_with("ally") && 6 < stem.len() {
        stem.truncate(stem.len() - 2);
    } else if let Some(rest) = stem.strip_suffix(|last| matches!(last, 'y' | 'i'))
        && 5 <= rest.len()
    {
        stem.truncate(rest.len());
    }
    stem
}

/// The letters of a word as a set: two words of a small distance differ in few of them.
pub(crate) fn letters(word: &str) -> u32 {
    word.bytes().fold(0, |set, byte| {
        set | match byte {
            b'a'..=b'z' => 1 << (byte - b'a'),
            b'0'..=b'9' => 1 << 26,
            _ => 1 << 27,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let shown: Vec<String> = tokens(text)
            .iter()
            .map(|token| match token.weight {
                WHOLE => token.stem.clone(),
                weight => format!("{}/{weight}", token.stem),
            })
            .collect();
        assert_eq!(shown.join(" "), expected, "{text}");
    }

    #[test]
    fn words_are_folded() {
        check("Parkinson's DISEASE", "parkinson diseas");
        check("Ménière\u{2019}s", "menier");
        check("s.o.b. and E. coli, h.pylori", "sob e coli h pylor");
        check("Gastro-esophageal reflux", "gastro esophageal gastroesophageal/0 reflux");
        check("Essential (primary) hypertension", "essential primar/1 hypertension");
        check("Type II", "type 2");
        check("", "");
    }

    #[test]
    fn inflections_share_a_stem() {
        for (one, other) in [
            ("fractures", "fracture"),
            ("fractured", "fracture"),
            ("bruised", "bruise"),
            ("allergies", "allergy"),
            ("metastases", "metastasis"),
            ("knees", "knee"),
            ("toes", "toe"),
            ("bones", "bone"),
            ("vertebrae", "vertebra"),
            ("anaemia", "anemia"),
            ("oesophagus", "esophagus"),
            ("diarrhoea", "diarrhea"),
            ("swelling", "swell"),
            ("biopsies", "biopsy"),
            ("bodies", "body"),
            ("deliveries", "delivered"),
            ("injured", "injury"),
            ("vaginally", "vaginal"),
            ("surgery", "surgeries"),
        ] {
            assert_eq!(stem(one), stem(other), "{one} {other}");
        }
    }

    #[test]
    fn what_is_denied_is_another_word() {
        check("Migraine without aura, not intractable", "migrain !aura/0 !intractabl/0");
        check("Laceration without foreign body of left hand", "laceration !foreign/0 !body/0 left hand");
        check(
            "Concussion without loss of consciousness, initial encounter",
            "concussion !loss/0 !consciousness/0 initial/0 encounter/0",
        );
        check(
            "Dementia without mood disturbance, psychotic disturbance, and anxiety",
            "dementia !mood/0 !disturbanc/0 !psychotic/0 !disturbanc/0 !anxiet/0",
        );
        check("Anemia, not elsewhere classified", "anemia elsewher/0 classif/0");
    }

    #[test]
    fn what_is_usual_weighs_nothing() {
        check(
            "Burn of unspecified degree of unspecified hand, initial encounter",
            "burn unspecif/0 degre/0 unspecif/0 hand initial/0 encounter/0",
        );
        check("Resection of Appendix, Open Approach", "resection appendix open/0 approach/0");
    }

    #[test]
    fn stems_are_never_empty() {
        for word in ["eees", "ssss", "iing", "sis", "aeing", "yyyy", "ingeding"] {
            assert!(!stem(word).is_empty(), "{word}");
        }
    }
}
