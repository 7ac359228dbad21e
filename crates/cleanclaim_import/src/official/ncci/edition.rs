//! What names of NCCI files say: whose edits, for which claims, from which quarter on.

use cleanclaim_codes::Set;
use jiff::civil::Date;

use crate::official::EditionDays;

/// The year of version 0.
const VERSION_YEAR: i16 = 1994;

/// The words of a path: runs of letters and digits, in lower case.
fn words(path: &str) -> Vec<String> {
    let words = path.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}

/// Whose edits a file has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Program {
    Medicare,
    Medicaid,
}

pub(super) fn program_in(path: &str) -> Program {
    let medicaid = words(path).iter().any(|word| word == "mcd" || word == "medicaid");
    if medicaid { Program::Medicaid } else { Program::Medicare }
}

/// Which claims a file of pairs is for, as its name says: nothing in the file does. The file's own name counts before the folders'.
pub(super) fn pairs_in(path: &str) -> Option<Set> {
    let setting = |name: &str| {
        words(name).iter().find_map(|word| match (program_in(path), word.as_str()) {
            (Program::Medicare, "ccipra" | "pra" | "practitioner") => Some(Set::PtpPractitioner),
            (Program::Medicare, "ccioph" | "oph" | "hospital" | "facility") => Some(Set::PtpHospital),
            (Program::Medicaid, "pra" | "practitioner") => Some(Set::PtpMedicaidPractitioner),
            (Program::Medicaid, "oph" | "hospital") => Some(Set::PtpMedicaidHospital),
            (Program::Medicaid, "dme") => Some(Set::PtpMedicaidDme),
            _ => None,
        })
    };
    path.rsplit(['/', '\\']).find_map(setting)
}

/// The quarter that a name or a title line says: `v301r0` (version 30.1), `2024q2`, `Eff_04-01-2024`, `Effective 04/01/2024`.
pub(super) fn quarter_in(text: &str) -> Option<EditionDays> {
    let words = words(text);
    let day = words.windows(4).find_map(|window| {
        let [word, month, day, year] = window else { return None };
        (word.starts_with("eff") && year.len() == 4)
            .then(|| Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok())?
    });
    let from = day.or_else(|| words.iter().find_map(|word| quarter_of(word).or_else(|| version_of(word))))?;
    Some(EditionDays::quarter(from))
}

/// `2024q2` or `v2024q2`.
fn quarter_of(word: &str) -> Option<Date> {
    let (year, quarter) = word.strip_prefix('v').unwrap_or(word).split_once('q')?;
    (year.len() == 4).then_some(())?;
    first_day(year.parse().ok()?, quarter.parse().ok()?)
}

/// `v301r0`: version 30.1, which is the second quarter of 2024.
fn version_of(word: &str) -> Option<Date> {
    let (version, revision) = word.strip_prefix('v')?.split_once('r')?;
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    (digits(version) && digits(revision) && (2..=3).contains(&version.len())).then_some(())?;
    let version: i16 = version.parse().ok()?;
    first_day(VERSION_YEAR + version / 10, i8::try_from(version % 10).ok()? + 1)
}

fn first_day(year: i16, quarter: i8) -> Option<Date> {
    (1..=4).contains(&quarter).then(|| Date::new(year, quarter * 3 - 2, 1).ok())?
}

/// The part of an edition that a file is: `f1` in `ccipra-v301r0-f1`.
pub(super) fn part_in(file_name: &str) -> Option<u8> {
    words(file_name).iter().find_map(|word| word.strip_prefix('f')?.parse().ok())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn names_say_quarter_setting_and_part() {
        let from = |text| quarter_in(text).map(|days| days.from);
        assert_eq!(from("ccipra-v301r0-f1.TXT"), Some(date(2024, 4, 1)));
        assert_eq!(from("ccioph-v313r0-f1.txt"), Some(date(2025, 10, 1)));
        assert_eq!(from("MCR_MUE_PractitionerServices_Eff_04-01-2024.csv"), Some(date(2024, 4, 1)));
        assert_eq!(from("AOC_V2024Q2-MCR.xlsx"), Some(date(2024, 4, 1)));
        assert_eq!(from("MCD_PTP_PRA_EDITS_2025q1.txt"), Some(date(2025, 1, 1)));
        assert_eq!(from("ccipra-v309r0.txt"), None, "there is no tenth quarter");
        assert_eq!(quarter_in("v300r1").and_then(|days| days.to), Some(date(2024, 3, 31)));
        assert_eq!(pairs_in("ccipra-v301r0.zip/ccipra-v301r0-f1.TXT"), Some(Set::PtpPractitioner));
        assert_eq!(pairs_in("ccioph-v301r0.zip/part1.txt"), Some(Set::PtpHospital));
        assert_eq!(pairs_in("medicare-ncci-2024q2-practitioner-ptp-edits.zip/f1.txt"), Some(Set::PtpPractitioner));
        assert_eq!(pairs_in("MCD_PTP_OPH_EDITS_2024Q2.txt"), Some(Set::PtpMedicaidHospital));
        assert_eq!(pairs_in("MCD_PTP_DME_EDITS_2024Q2.txt"), Some(Set::PtpMedicaidDme));
        assert_eq!(pairs_in("edits.txt"), None);
        assert_eq!((part_in("ccipra-v301r0-f4.txt"), part_in("ccipra.txt")), (Some(4), None));
    }
}
