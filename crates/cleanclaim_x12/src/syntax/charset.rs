//! Text as X12 can carry it: letters of Latin scripts lose their marks, as payers' systems expect names.

/// The text in ASCII, where every character has an equivalent there.
///
/// Source: ASC X12.6, basic and extended character sets; HIPAA TR3s, appendix B.1.1.2: partners agree on anything beyond.
pub(crate) fn to_ascii(text: &str) -> Option<String> {
    let mut ascii = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            character if character.is_ascii() => ascii.push(character),
            '\u{300}'..='\u{36f}' if !ascii.is_empty() => {}
            '\u{2018}' | '\u{2019}' => ascii.push('\''),
            '\u{201c}' | '\u{201d}' => ascii.push('"'),
            '\u{2010}'..='\u{2014}' => ascii.push('-'),
            '\u{a0}' => ascii.push(' '),
            'ß' => ascii.push_str("ss"),
            character => push_letter(character, &mut ascii)?,
        }
    }
    Some(ascii)
}

fn push_letter(character: char, ascii: &mut String) -> Option<()> {
    let mut upper = character.to_uppercase();
    let base = base_letter(upper.next()?)?;
    if character.is_lowercase() {
        ascii.extend(base.chars().map(|letter| letter.to_ascii_lowercase()));
    } else {
        ascii.push_str(base);
    }
    Some(())
}

const fn base_letter(upper: char) -> Option<&'static str> {
    Some(match upper {
        'À'..='Å' | 'Ā' | 'Ă' | 'Ą' => "A",
        'Æ' => "AE",
        'Ç' | 'Ć' | 'Ĉ' | 'Ċ' | 'Č' => "C",
        'Ð' | 'Ď' | 'Đ' => "D",
        'È'..='Ë' | 'Ē' | 'Ĕ' | 'Ė' | 'Ę' | 'Ě' => "E",
        'Ĝ' | 'Ğ' | 'Ġ' | 'Ģ' => "G",
        'Ĥ' | 'Ħ' => "H",
        'Ì'..='Ï' | 'Ĩ' | 'Ī' | 'Ĭ' | 'Į' | 'İ' => "I",
        'Ĵ' => "J",
        'Ķ' => "K",
        'Ĺ' | 'Ļ' | 'Ľ' | 'Ŀ' | 'Ł' => "L",
        'Ñ' | 'Ń' | 'Ņ' | 'Ň' => "N",
        'Ò'..='Ö' | 'Ø' | 'Ō' | 'Ŏ' | 'Ő' => "O",
        'Œ' => "OE",
        'Ŕ' | 'Ŗ' | 'Ř' => "R",
        'Ś' | 'Ŝ' | 'Ş' | 'Š' | 'Ș' => "S",
        'Ţ' | 'Ť' | 'Ŧ' | 'Ț' => "T",
        'Ù'..='Ü' | 'Ũ' | 'Ū' | 'Ŭ' | 'Ů' | 'Ű' | 'Ų' => "U",
        'Ŵ' => "W",
        'Ý' | 'Ŷ' | 'Ÿ' => "Y",
        'Ź' | 'Ż' | 'Ž' => "Z",
        'Þ' => "TH",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Option<&str>) {
        assert_eq!(to_ascii(text).as_deref(), expected, "{text}");
    }

    #[test]
    fn letters_lose_their_marks_and_nothing_else_is_guessed() {
        check("PEÑA", Some("PENA"));
        check("Müller-Lüdenscheidt", Some("Muller-Ludenscheidt"));
        check("Łódź", Some("Lodz"));
        check("O\u{2019}NEIL", Some("O'NEIL"));
        check("Jose\u{301}", Some("Jose"));
        check("Weiß", Some("Weiss"));
        check("ŒUVRE", Some("OEUVRE"));
        check("山田", None);
        check("ABC", Some("ABC"));
    }
}
