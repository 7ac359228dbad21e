//! Fixtures hold nobody's data: what identifies a person is made so that it cannot be real.

use crate::tree::{File, files, none};

/// The number on the publisher's own sample card, in its two printings.
/// Source: CMS, "Understanding the Medicare Beneficiary Identifier (MBI) Format".
const SAMPLE_CARDS: [&str; 2] = ["1EG4TE5MK73", "1EG4TE5MK72"];

/// The family names that most people in the United States bear: a fixture with one of them could be about somebody.
/// Source: US Census Bureau, frequently occurring surnames, 2010.
#[rustfmt::skip]
const COMMON_NAMES: [&str; 50] = [
    "SMITH", "JOHNSON", "WILLIAMS", "BROWN", "JONES", "GARCIA", "MILLER", "DAVIS", "RODRIGUEZ", "MARTINEZ",
    "HERNANDEZ", "LOPEZ", "GONZALEZ", "WILSON", "ANDERSON", "THOMAS", "TAYLOR", "MOORE", "JACKSON", "MARTIN",
    "LEE", "PEREZ", "THOMPSON", "WHITE", "HARRIS", "SANCHEZ", "CLARK", "RAMIREZ", "LEWIS", "ROBINSON",
    "WALKER", "YOUNG", "ALLEN", "KING", "WRIGHT", "SCOTT", "TORRES", "NGUYEN", "HILL", "FLORES",
    "GREEN", "ADAMS", "NELSON", "BAKER", "HALL", "RIVERA", "CAMPBELL", "MITCHELL", "CARTER", "ROBERTS",
];

/// An SSN can have been issued unless its area is 000, 666 or 900 to 999, its group 00 or its serial 0000.
/// Source: SSA, POMS RM 10201.035.
fn can_be_issued(ssn: &str) -> bool {
    let (area, group, serial) = (&ssn[..3], &ssn[3..5], &ssn[5..]);
    !(area == "000" || area == "666" || area >= "900" || group == "00" || serial == "0000")
}

/// Words of the shape `###-##-####`, without their hyphens.
fn hyphenated_ssns(line: &str) -> impl Iterator<Item = String> {
    let words = line.split(|c: char| !(c.is_ascii_digit() || c == '-'));
    words.filter_map(|word| {
        let parts: Vec<&str> = word.split('-').collect();
        let lengths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
        (lengths == [3, 2, 4]).then(|| parts.concat())
    })
}

/// Whether a word has the form of a Medicare number: positions are digits (`9`), letters without S, L, O, I, B, Z (`A`), or
/// either (`*`), and the first is not zero.
fn is_medicare_number(word: &str) -> bool {
    let letter = |c: char| c.is_ascii_uppercase() && !"SLOIBZ".contains(c);
    let fits = |(c, place): (char, char)| match place {
        '9' => c.is_ascii_digit(),
        'A' => letter(c),
        _ => c.is_ascii_digit() || letter(c),
    };
    word.len() == 11 && !word.starts_with('0') && word.chars().zip("9A*9A*9AA99".chars()).all(fits)
}

fn medicare_numbers(line: &str) -> impl Iterator<Item = String> {
    let words = line.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-')).map(|word| word.replace('-', ""));
    words.filter(|word| is_medicare_number(word) && !SAMPLE_CARDS.contains(&word.as_str()))
}

/// Family names of persons in a line: after `NM1*..*1*`, or as `"last"` of our JSON.
fn family_names(line: &str) -> impl Iterator<Item = &str> {
    let end = |c: char| !(c.is_alphabetic() || " -'".contains(c));
    let segments = line.split("NM1*").skip(1).filter_map(|rest| rest.split_once("*1*")).filter_map(|(entity, rest)| {
        // The entity code is two or three characters; a later `*1*` belongs to something else.
        (entity.len() <= 3).then_some(rest)
    });
    let objects = line.split("\"last\":").skip(1).filter_map(|rest| rest.trim_start().strip_prefix('"'));
    segments.chain(objects).filter_map(move |rest| rest.split(end).next())
}

fn is_common(name: &str) -> bool {
    COMMON_NAMES.contains(&name.to_uppercase().as_str())
}

/// The segments of a file that begins with ISA, as elements.
fn segments(text: &str) -> Vec<Vec<&str>> {
    let text = text.trim_start_matches('\u{feff}').trim_start();
    let (Some(element), Some(terminator)) = (text.chars().nth(3), text.chars().nth(105)) else {
        return Vec::new();
    };
    if !text.starts_with("ISA") {
        return Vec::new();
    }
    text.split(terminator).map(|segment| segment.trim().split(element).collect()).collect()
}

/// Area 555 is not assigned, and 555-0100 to 555-0199 are kept for fiction in every area.
/// Source: ATIS-0300115, NXX 555 line number guidelines.
fn is_fiction(telephone: &str) -> bool {
    telephone.starts_with("555") || telephone.get(3..8) == Some("55501")
}

/// What in a segment could lead to a person: an SSN, a telephone number that somebody may have, a mail address.
fn leads_to_a_person(segment: &[&str]) -> Option<String> {
    let at = |index: usize| segment.get(index).copied().unwrap_or_default();
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let ssn = |text: &str| text.len() == 9 && digits(text).len() == 9 && can_be_issued(text);
    match at(0) {
        "REF" if at(1) == "SY" && ssn(at(2)) => Some("REF SY: a number that can be somebody's SSN".to_owned()),
        "NM1" if at(8) == "34" && ssn(at(9)) => Some("NM1 34: a number that can be somebody's SSN".to_owned()),
        "PER" => (3..9).step_by(2).find_map(|index| match at(index) {
            "TE" | "FX" | "HP" | "WP" if !is_fiction(&digits(at(index + 1))) => {
                Some("PER: a telephone number outside area 555 and 555-0100 to 555-0199".to_owned())
            }
            "EM" if !at(index + 1).to_lowercase().contains("example") => {
                Some("PER: a mail address outside the example domains".to_owned())
            }
            _ => None,
        }),
        _ => None,
    }
}

/// Written by hand or by our generators: what tests read, and what a reader copies from.
fn can_hold_people(file: &&File) -> bool {
    !file.path.ends_with("Cargo.lock") && !file.path.contains("/vendor/") && !file.path.starts_with("data/")
}

#[test]
fn no_number_could_be_somebodys() {
    let mut found = Vec::new();
    for file in files().iter().filter(can_hold_people) {
        for (number, line) in file.text.lines().enumerate() {
            // The values stay out of the message.
            let ssns = hyphenated_ssns(line).filter(|ssn| can_be_issued(ssn)).map(|_| "an SSN that can be issued");
            let cards = medicare_numbers(line).map(|_| "the form of a Medicare number");
            let names =
                family_names(line).filter(|name| is_common(name)).map(|_| "a family name that many people bear");
            found.extend(ssns.chain(cards).chain(names).map(|what| format!("{}:{}: {what}", file.path, number + 1)));
        }
    }
    none("numbers that can belong to somebody", found);
}

#[test]
fn no_fixture_leads_to_a_person() {
    let mut found = Vec::new();
    let fixtures = files().iter().filter(|file| file.path.starts_with("fixtures/") || file.path.contains("/tests/"));
    for file in fixtures.filter(|file| !file.path.ends_with(".rs")) {
        let wrong = segments(&file.text).into_iter().enumerate();
        found.extend(wrong.filter_map(|(index, segment)| {
            Some(format!("{}: segment {}: {}", file.path, index + 1, leads_to_a_person(&segment)?))
        }));
    }
    none("fixtures with what may be a person's", found);
}

#[test]
fn numbers_are_told_apart() {
    let ssns = |line: &str| hyphenated_ssns(line).filter(|ssn| can_be_issued(ssn)).count();
    assert_eq!(ssns(&format!("a {}-45-6789.", 123)), 1);
    assert_eq!(ssns("000-12-3456 666-12-3456 900-12-3456 123-00-4567 123-45-0000 2026-11-23 1234-56-7890"), 0);
    // Taken apart, so that the other test does not find it here.
    let number = ["1AC2", "DE3", "FG45"];
    assert!(is_medicare_number(&number.concat()));
    assert_eq!(medicare_numbers(&number.join("-")).count(), 1);
    assert!(
        !is_medicare_number("1SC2DE3FG45") && !is_medicare_number("0AC2DE3FG45") && !is_medicare_number("12345678901")
    );
    assert_eq!(medicare_numbers("1EG4-TE5-MK73").count(), 0);
}

#[test]
fn family_names_are_found() {
    let check = |line: &str, expected: &[&str]| assert_eq!(family_names(line).collect::<Vec<_>>(), expected, "{line}");
    check("NM1*IL*1*ALDERQUIST*ANN~NM1*PR*2*PAYER*1*X~NM1*82*1*O'TEST", &["ALDERQUIST", "O'TEST"]);
    check("{\"last\": \"Foxgrove-Pell\", \"first\":\"Ann\"}", &["Foxgrove-Pell"]);
    check("NM1*85*2*CLINIC", &[]);
    assert!(is_common("Garcia") && !is_common("Alderquist"));
}

#[test]
fn segments_that_lead_to_a_person_are_told_apart() {
    let check = |segment: &str, wrong: bool| {
        let elements: Vec<&str> = segment.split('*').collect();
        assert_eq!(leads_to_a_person(&elements).is_some(), wrong, "{segment}");
    };
    check("REF*SY*900123456", false);
    check(&format!("REF*SY*{}456789", 123), true);
    check("PER*IC*BILLING*TE*6145550123*EM*billing@clinic.example", false);
    check("PER*IC*BILLING*TE*6145551234", true);
    check("PER*IC*BILLING*TE*5550100002", false);
    check("PER*IC*BILLING*EM*billing@clinic.test", true);
    check("NM1*IL*1*DOE*JANE****MI*X1", false);
}
