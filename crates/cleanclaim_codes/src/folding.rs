//! Words as people type them and as indexes print them, compared without case, accents, apostrophes and plural endings.

/// The words of a text: letters and digits in a row; an apostrophe stands inside of a word.
pub(crate) fn words(text: &str) -> impl Iterator<Item = &str> + Clone {
    text.split(|c: char| !c.is_alphanumeric() && !is_apostrophe(c))
        .filter(|word| word.chars().any(char::is_alphanumeric))
}

/// The characters of a text's words, folded, one space between two words.
pub(crate) fn folded(text: &str) -> impl Iterator<Item = char> + Clone + '_ {
    words(text).enumerate().flat_map(|(number, word)| (0 < number).then_some(' ').into_iter().chain(letters(word)))
}

/// Whether two words begin with the same letter: all words that are compared as equal or akin do.
pub(crate) fn same_initial(a: &str, b: &str) -> bool {
    letters(a).next() == letters(b).next()
}

/// Whether two words are the same, apart from a plural ending of either.
pub(crate) fn same_word(a: &str, b: &str) -> bool {
    const SHORTEST_WITH_PLURAL: usize = 3;
    let (mut a, mut b) = (letters(a), letters(b));
    let mut common = 0;
    loop {
        match (a.next(), b.next()) {
            (None, None) => return true,
            (Some(x), Some(y)) if x == y => common += 1,
            (Some(x), None) => return SHORTEST_WITH_PLURAL <= common && is_plural_ending(x, &mut a),
            (None, Some(y)) => return SHORTEST_WITH_PLURAL <= common && is_plural_ending(y, &mut b),
            (Some(_), Some(_)) => return false,
        }
    }
}

/// Whether two words are forms of one: "retina" and "retinal", "angina" and "anginal", "nephropathy" and "nephropathic".
pub(crate) fn is_akin(a: &str, b: &str) -> bool {
    const SHORTEST_STEM: usize = 5;
    const ENDINGS: [&str; 15] =
        ["", "a", "al", "ar", "ary", "e", "es", "ic", "ical", "is", "ous", "s", "um", "us", "y"];
    let common = letters(a).zip(letters(b)).take_while(|(x, y)| x == y).count();
    // The stem may end before the last letter that both have: retin-a, retin-al.
    [common, common.saturating_sub(1)].into_iter().filter(|stem| SHORTEST_STEM <= *stem).any(|stem| {
        [a, b].into_iter().all(|word| ENDINGS.iter().any(|ending| letters(word).skip(stem).eq(ending.chars())))
    })
}

fn is_plural_ending(first: char, rest: &mut impl Iterator<Item = char>) -> bool {
    matches!((first, rest.next(), rest.next()), ('s', None, _) | ('e', Some('s'), None))
}

fn letters(word: &str) -> impl Iterator<Item = char> + Clone + '_ {
    word.chars().filter(|c| !is_apostrophe(*c)).flat_map(fold)
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '\u{2019}' | '`')
}

/// A letter in lower case, without the accents that eponyms carry.
fn fold(c: char) -> impl Iterator<Item = char> + Clone {
    let plain = without_accent(c);
    let lower = if plain.is_none() { c.to_lowercase().next() } else { None };
    plain.unwrap_or_default().chars().chain(lower)
}

/// What a letter with an accent is without it, in lower case.
pub(crate) fn without_accent(c: char) -> Option<&'static str> {
    Some(match c {
        'À'..='Å' | 'à'..='å' | 'ā' | 'ă' | 'ą' => "a",
        'Ç' | 'ç' | 'ć' | 'č' => "c",
        'È'..='Ë' | 'è'..='ë' | 'ē' | 'ę' | 'ě' => "e",
        'Ì'..='Ï' | 'ì'..='ï' | 'ī' => "i",
        'Ñ' | 'ñ' | 'ń' | 'ň' => "n",
        'Ò'..='Ö' | 'Ø' | 'ò'..='ö' | 'ø' | 'ō' | 'ő' => "o",
        'Ù'..='Ü' | 'ù'..='ü' | 'ū' | 'ů' | 'ű' => "u",
        'Ý' | 'ý' | 'ÿ' => "y",
        'ś' | 'š' | 'ş' => "s",
        'ź' | 'ż' | 'ž' => "z",
        'ł' => "l",
        'ß' => "ss",
        'Æ' | 'æ' => "ae",
        'Œ' | 'œ' => "oe",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_compared_as_people_mean_them() {
        for (a, b) in [("Pains", "pain"), ("Ménière's", "menieres"), ("abscess", "Abscesses"), ("Chagas'", "Chagas")]
        {
            assert!(same_word(a, b) && same_word(b, a), "{a} {b}");
        }
        for (a, b) in [("a", "as"), ("pain", "painful"), ("injury", "injure"), ("", "s")] {
            assert!(!same_word(a, b) && !same_word(b, a), "{a} {b}");
        }
    }

    #[test]
    fn forms_of_one_word_are_akin() {
        for (a, b) in [("retina", "retinal"), ("nephropathy", "nephropathic"), ("arteries", "arteries")] {
            assert!(is_akin(a, b) && is_akin(b, a), "{a} {b}");
        }
        for (a, b) in [("oral", "ora"), ("cardiac", "cardiology"), ("femur", "femoral"), ("pneumonia", "pneumothorax")]
        {
            assert!(!is_akin(a, b) && !is_akin(b, a), "{a} {b}");
        }
    }

    #[test]
    fn texts_are_folded_to_words() {
        assert_eq!(
            words("Alzheimer's type, with (late) ' onset").collect::<Vec<_>>().join("|"),
            "Alzheimer's|type|with|late|onset"
        );
        assert_eq!(folded(" Pain, Ménière's  2,4-D").collect::<String>(), "pain menieres 2 4 d");
    }
}
