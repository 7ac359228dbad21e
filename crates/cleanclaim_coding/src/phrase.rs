//! From a title of the code set to the phrases that people write for it.

/// How a phrase came about. The lower, the more it is to be trusted; between two codes the lower wins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Origin {
    /// Our own list of synonyms and abbreviations.
    Synonym,
    /// The title of a billable code.
    Title,
    /// An inclusion term of the tabular list.
    Inclusion,
    /// What a category includes.
    Includes,
    /// The title of a category or subcategory.
    HeaderTitle,
    /// A title without the words that only say that something is unspecified.
    WithoutUnspecified,
    /// A title without what the condition comes without.
    WithoutAbsent,
}

impl Origin {
    /// In words, for the steps of a suggestion.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Synonym => "synonym",
            Self::Title => "title",
            Self::Inclusion => "inclusion term",
            Self::Includes => "includes note",
            Self::HeaderTitle => "category title",
            Self::WithoutUnspecified => "title without its unspecified part",
            Self::WithoutAbsent => "title without its absent part",
        }
    }

    /// How far a match by such a phrase is trusted, in millionths.
    pub(crate) const fn score_e6(self) -> u32 {
        match self {
            Self::Title => 950_000,
            Self::Synonym => 930_000,
            Self::Inclusion => 900_000,
            Self::Includes | Self::HeaderTitle | Self::WithoutUnspecified => 860_000,
            Self::WithoutAbsent => 780_000,
        }
    }
}

/// A phrase for a title; `is_upper` for an abbreviation that counts only in capitals.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Phrase {
    pub(crate) text: String,
    pub(crate) origin: Origin,
    pub(crate) is_upper: bool,
}

/// Words that leave open what another code says; a part of a title that has one can be left out.
const UNSPECIFIED: &[&str] =
    &["unspecified", "not elsewhere classified", "not specified", "uncomplicated", "so stated", "nos", "nec"];

/// The phrases for a title. `origin` is that of the title itself.
pub(crate) fn phrases(title: &str, origin: Origin, with_variants: bool) -> Vec<Phrase> {
    let mut phrases = Vec::new();
    abbreviations(title, origin, &mut phrases);
    let title = title.to_lowercase();
    let bare = without_brackets(&title);
    add(&mut phrases, without_nos(&bare), origin);
    if title.contains('(') {
        // Words in round brackets may be there or not.
        let inside = title.replace(['(', ')'], " ");
        add(&mut phrases, without_nos(&without_square(&inside)), origin);
    }
    let base = phrases.last().map(|phrase| phrase.text.clone()).unwrap_or_default();
    for text in [bare, base] {
        if let Some(cancer) = cancer(&text) {
            add(&mut phrases, without_unspecified_words(&cancer), Origin::WithoutUnspecified);
            add(&mut phrases, cancer, origin);
        }
    }
    if with_variants {
        variants(&mut phrases);
    }
    phrases
}

fn variants(phrases: &mut Vec<Phrase>) {
    let exact: Vec<Phrase> = phrases.iter().filter(|phrase| !phrase.is_upper).cloned().collect();
    for phrase in exact {
        let later = phrase.origin.max(Origin::WithoutUnspecified);
        add(phrases, without_unspecified_segments(&phrase.text), later);
        add(phrases, without_unspecified_words(&phrase.text), later);
        let sided = phrase.text.contains("right") || phrase.text.contains("left") || phrase.text.contains("bilateral");
        if sided {
            add(
                phrases,
                without_words(
                    &phrase.text,
                    &["unilateral", "primary", "unspecified site of", "unspecified part of", "female"],
                ),
                later,
            );
        }
        if let Some(cut) = phrase.text.find(" without ") {
            let head = phrase.text[..cut].trim_end_matches(',');
            add(phrases, without_unspecified_segments(head), Origin::WithoutAbsent);
        }
    }
}

fn add(phrases: &mut Vec<Phrase>, text: String, origin: Origin) {
    let known = phrases.iter().any(|phrase| phrase.text == text && phrase.origin <= origin);
    if !text.is_empty() && !known {
        phrases.push(Phrase { text, origin, is_upper: false });
    }
}

/// Takes abbreviations that stand in brackets, such as `(NSTEMI)` and `[AIDS]`.
fn abbreviations(title: &str, origin: Origin, phrases: &mut Vec<Phrase>) {
    for part in title.split(['(', '[']).skip(1) {
        let Some((inside, _)) = part.split_once([')', ']']) else { continue };
        let is_abbreviation = (3..=6).contains(&inside.len()) && inside.bytes().all(|byte| byte.is_ascii_uppercase());
        if is_abbreviation {
            phrases.push(Phrase { text: inside.to_owned(), origin, is_upper: true });
        }
    }
}

/// Without what stands in round or square brackets.
fn without_brackets(text: &str) -> String {
    cut_between(&cut_between(text, '(', ')'), '[', ']')
}

fn without_square(text: &str) -> String {
    cut_between(text, '[', ']')
}

fn cut_between(text: &str, open: char, close: char) -> String {
    if !text.contains(open) {
        return tidy(text);
    }
    let mut depth = 0_u32;
    let mut kept = String::with_capacity(text.len());
    for character in text.chars() {
        if character == open {
            depth += 1;
        } else if character == close {
            depth = depth.saturating_sub(1);
        } else if depth == 0 {
            kept.push(character);
        }
    }
    tidy(&kept)
}

/// Without a closing NOS or NEC: such a term is the code's own by definition.
fn without_nos(text: &str) -> String {
    let text = text.trim();
    let cut = text.strip_suffix(" nos").or_else(|| text.strip_suffix(" nec")).unwrap_or(text);
    tidy(cut.trim_end_matches(','))
}

/// `malignant neoplasm of breast` is what people call breast cancer.
fn cancer(text: &str) -> Option<String> {
    let rest = text.strip_prefix("malignant neoplasm of ")?;
    let (site, more) = rest.split_once(',').map_or((rest, ""), |(site, more)| (site, more));
    Some(tidy(&format!("{site} cancer, {more}")))
}

/// Without the parts between commas that only leave something open.
fn without_unspecified_segments(text: &str) -> String {
    let mut kept: Vec<String> = Vec::new();
    for (index, segment) in text.split(',').enumerate() {
        let open =
            UNSPECIFIED.iter().any(|word| has_word(segment, word)) || segment.trim_start().starts_with("without ");
        if index == 0 {
            kept.push(without_unspecified_words(segment));
        } else if !open {
            kept.push(segment.trim().to_owned());
        }
    }
    kept.retain(|segment| !segment.is_empty());
    kept.join(", ")
}

fn without_unspecified_words(text: &str) -> String {
    without_words(
        text,
        &["unspecified site of", "unspecified part of", "unspecified", "not elsewhere classified", "uncomplicated"],
    )
}

fn without_words(text: &str, words: &[&str]) -> String {
    if !words.iter().any(|word| text.contains(word)) {
        return tidy(text);
    }
    let mut text = format!(" {text} ");
    for word in words {
        text = text.replace(&format!(" {word} "), " ").replace(&format!(" {word},"), ",");
    }
    tidy(&text)
}

fn has_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + word.len()..].chars().next();
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    })
}

/// Single spaces, no comma at either end.
fn tidy(text: &str) -> String {
    let is_tidy =
        !text.contains("  ") && !text.contains(" ,") && !text.starts_with([' ', ',']) && !text.ends_with([' ', ',']);
    if is_tidy {
        return text.to_owned();
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").replace(" ,", ",").trim_matches([',', ' ']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(title: &str, origin: Origin) -> String {
        let lines: Vec<String> = phrases(title, origin, true)
            .into_iter()
            .map(|phrase| {
                format!("{:?}{}: {}", phrase.origin, if phrase.is_upper { " capitals" } else { "" }, phrase.text)
            })
            .collect();
        lines.join("\n")
    }

    #[test]
    fn titles_become_what_people_write() {
        insta::assert_snapshot!(check("Pneumonia, unspecified organism", Origin::Title), @"
        Title: pneumonia, unspecified organism
        WithoutUnspecified: pneumonia
        WithoutUnspecified: pneumonia, organism
        ");
        insta::assert_snapshot!(check("Unspecified asthma, uncomplicated", Origin::Title), @"
        Title: unspecified asthma, uncomplicated
        WithoutUnspecified: asthma
        ");
        insta::assert_snapshot!(check("Type 2 diabetes mellitus without complications", Origin::Title), @"
        Title: type 2 diabetes mellitus without complications
        WithoutAbsent: type 2 diabetes mellitus
        ");
        insta::assert_snapshot!(check("Unilateral primary osteoarthritis, right knee", Origin::Title), @"
        Title: unilateral primary osteoarthritis, right knee
        WithoutUnspecified: osteoarthritis, right knee
        ");
        insta::assert_snapshot!(check("Malignant neoplasm of unspecified site of right female breast", Origin::Title), @"
        Title: malignant neoplasm of unspecified site of right female breast
        WithoutUnspecified: right female breast cancer
        Title: unspecified site of right female breast cancer
        WithoutUnspecified: malignant neoplasm of right female breast
        WithoutUnspecified: malignant neoplasm of right breast
        WithoutUnspecified: right breast cancer
        ");
        insta::assert_snapshot!(check("Non-ST elevation (NSTEMI) myocardial infarction", Origin::Title), @"
        Title capitals: NSTEMI
        Title: non-st elevation myocardial infarction
        Title: non-st elevation nstemi myocardial infarction
        ");
        insta::assert_snapshot!(check("Coronary (artery) disease", Origin::Inclusion), @"
        Inclusion: coronary disease
        Inclusion: coronary artery disease
        ");
        insta::assert_snapshot!(check("Depression NOS", Origin::Inclusion), @"Inclusion: depression");
    }
}
