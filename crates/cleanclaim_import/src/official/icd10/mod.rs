//! ICD-10-CM and ICD-10-PCS code files: order files, code files, tabular lists, addenda, the table of replaced codes.

mod addenda;
mod codes;
mod conversion;
mod order;
mod tabular;

use cleanclaim_codes::Set;

use super::edition::{EditionDays, year_in};
use super::{Member, Reader};

// A code file is recognised last: any list of codes and titles looks like one.
pub(super) const READERS: &[&dyn Reader] =
    &[&tabular::TabularFile, &order::OrderFile, &addenda::Addenda, &conversion::ConversionTable, &codes::CodesFile];

/// Which of the two classifications a file is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Classification {
    Diagnoses,
    Procedures,
}

impl Classification {
    const fn set(self) -> Set {
        match self {
            Self::Diagnoses => Set::Icd10Cm,
            Self::Procedures => Set::Icd10Pcs,
        }
    }

    const fn source(self) -> &'static str {
        match self {
            Self::Diagnoses => "CDC/NCHS and CMS, ICD-10-CM code files",
            Self::Procedures => "CMS, ICD-10-PCS code files",
        }
    }

    const fn shape(self) -> &'static str {
        match self {
            Self::Diagnoses => "an ICD-10-CM code: a letter, a digit, a letter or digit, and up to four more",
            Self::Procedures => "an ICD-10-PCS code: seven digits or letters without I and O, three for a table",
        }
    }

    /// Whether the text has the shape of a code; of a header, which may be shorter, unless `billable`.
    fn admits(self, code: &str, billable: bool) -> bool {
        let bytes = code.as_bytes();
        let upper = bytes.iter().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase());
        match self {
            Self::Diagnoses => {
                (3..=7).contains(&bytes.len()) && upper && bytes[0].is_ascii_uppercase() && bytes[1].is_ascii_digit()
            }
            Self::Procedures => {
                (bytes.len() == 7 || !billable && (3..7).contains(&bytes.len()))
                    && upper
                    && !bytes.iter().any(|byte| matches!(byte, b'I' | b'O'))
            }
        }
    }

    /// What a file with these codes (and whether each is billable) is of. Procedure codes of the first and largest section begin
    /// with a digit, which diagnoses never do; only a part of a file leaves doubt, and then its name decides.
    fn of<'c>(codes: impl Iterator<Item = (&'c str, bool)> + Clone, member: &Member) -> Option<Self> {
        let all = |one: Self| codes.clone().all(|(code, billable)| one.admits(code, billable));
        let named_pcs = member.path.to_lowercase().contains("pcs");
        match (all(Self::Diagnoses), all(Self::Procedures)) {
            (true, true) if named_pcs => Some(Self::Procedures),
            (true, _) => Some(Self::Diagnoses),
            (false, true) => Some(Self::Procedures),
            // Some lines are damaged: what most of them are.
            (false, false) => {
                let count = |one: Self| codes.clone().filter(|(code, billable)| one.admits(code, *billable)).count();
                let (diagnoses, procedures) = (count(Self::Diagnoses), count(Self::Procedures));
                let most = if diagnoses < procedures { Self::Procedures } else { Self::Diagnoses };
                (0 < diagnoses + procedures).then_some(most)
            }
        }
    }
}

const LICENCE: &str = "public domain (US government)";

/// The edition that file and folder names tell: a fiscal year, or the update of April or January in it.
///
/// `icd10cm_order_2024.txt`, `icd10cm-order-April-2025.txt`, `april-1-2025-order.zip/icd10cm_order_2025.txt`.
pub(super) fn edition_of(path: &str) -> Option<EditionDays> {
    EditionDays::fiscal_or_update(path.rsplit(['/', '\\']).find_map(year_in)?, path)
}

#[cfg(test)]
mod tests {
    use super::edition_of;

    #[test]
    fn names_tell_the_edition() {
        for (path, name, from) in [
            ("icd10cm-order-2025.txt", "FY2025", "2024-10-01"),
            ("icd10cm_order_2024.txt", "FY2024", "2023-10-01"),
            ("icd10cm-order-April-2025.txt", "FY2025-04", "2025-04-01"),
            ("april-1-2025-order.zip/icd10cm_order_2025.txt", "FY2025-04", "2025-04-01"),
            ("2021/icd10cm-codes-Jan-2021.txt", "FY2021-01", "2021-01-01"),
            ("icd10pcs_order_2025.txt", "FY2025", "2024-10-01"),
        ] {
            let days = edition_of(path).unwrap();
            assert_eq!((days.name.as_str(), days.from.to_string().as_str()), (name, from), "{path}");
            assert_eq!(days.to.map(|to| (to.month(), to.day())), Some((9, 30)), "{path}");
        }
        assert_eq!(edition_of("order.txt"), None);
    }
}
