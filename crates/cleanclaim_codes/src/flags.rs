//! What the Medicare Code Editor knows of a code.

use core::fmt;

use jiff::civil::{Date, date};

/// Which patients' sex the editor accepts for a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SexOnly {
    /// Male patients only.
    Male,
    /// Female patients only.
    Female,
}

/// The first day on which the maternity group ran from 9 to 64 years; before it was 12 to 55.
const MATERNITY_WIDENED: Date = date(2019, 10, 1);

/// The age group that the editor accepts for a code. Ages are whole years on admission.
///
/// Source: CMS, Definitions of Medicare Code Edits, edit 4 "Age conflict".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AgeGroup {
    /// Newborns: age 0.
    Newborn,
    /// Ages 0 to 17.
    Pediatric,
    /// Ages 9 to 64; before 2019-10-01, ages 12 to 55.
    Maternity,
    /// Ages 15 to 124.
    Adult,
}

impl AgeGroup {
    /// First and last age in years, both included, on a date.
    #[must_use]
    pub fn years(self, on: Date) -> (u16, u16) {
        match self {
            Self::Newborn => (0, 0),
            Self::Pediatric => (0, 17),
            Self::Maternity if on < MATERNITY_WIDENED => (12, 55),
            Self::Maternity => (9, 64),
            Self::Adult => (15, 124),
        }
    }

    /// Whether a patient of this age belongs to the group on a date.
    #[must_use]
    pub fn admits(self, age_years: u16, on: Date) -> bool {
        let (first, last) = self.years(on);
        (first..=last).contains(&age_years)
    }
}

/// Edit flags of a code during one span of dates, as the Medicare Code Editor's tables carry them.
///
/// They change over time: the editor dropped its sex edit for diagnoses on 2024-10-01, so a code that was `MALE_ONLY` until
/// then carries no such flag later. [`crate::Icd10Cm::flags_ever`] gives what a code carried on any date.
///
/// Source: CMS, Definitions of Medicare Code Edits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct MceFlags(u32);

macro_rules! flags {
    ($($(#[$doc:meta])* $name:ident = $bit:literal, $text:literal;)*) => {
        impl MceFlags {
            $($(#[$doc])* pub const $name: Self = Self(1 << $bit);)*

            /// Every flag with its name in the reference tables.
            pub const ALL: &'static [(Self, &'static str)] = &[$((Self::$name, $text)),*];
        }
    };
}

flags! {
    /// Male patients only.
    MALE_ONLY = 0, "male";
    /// Female patients only.
    FEMALE_ONLY = 1, "female";
    /// Age 0.
    NEWBORN = 2, "newborn";
    /// Ages 0 to 17.
    PEDIATRIC = 3, "pediatric";
    /// The maternity age group: see [`AgeGroup::Maternity`].
    MATERNITY = 4, "maternity";
    /// Ages 15 to 124.
    ADULT = 5, "adult";
    /// Describes the manifestation of a disease, not the disease: never principal or first-listed.
    MANIFESTATION = 6, "manifestation";
    /// A circumstance, not a current illness: unacceptable as principal diagnosis.
    UNACCEPTABLE_PRINCIPAL = 7, "unacceptable";
    /// Unacceptable as principal diagnosis unless a secondary diagnosis is present.
    REQUIRES_SECONDARY = 8, "reqsdx";
    /// Not sufficient justification for an acute-care admission.
    QUESTIONABLE_ADMISSION = 9, "qadm";
    /// An external cause of injury: never principal.
    EXTERNAL_CAUSE = 10, "ecodepdx";
    /// Laterality left unspecified although a more specific code exists.
    UNSPECIFIED = 11, "unspecified";
    /// A wrong procedure was performed (wrong person, side or operation).
    WRONG_PROCEDURE = 12, "wrngproc";
    /// An outcome of delivery.
    DELIVERY_OUTCOME = 13, "delout";
    /// Examination of a participant in a clinical trial.
    CLINICAL_TRIAL = 14, "clintrial";
    /// Type 1 diabetes, for the pancreas-transplant edit.
    DIABETES_TYPE_1 = 15, "diabtypei";
    /// Non-covered procedure.
    NONCOVERED = 16, "noncovered";
    /// Limited-coverage procedure.
    LIMITED_COVERAGE = 17, "lcov";
    /// Cesarean section.
    CESAREAN = 18, "csect";
    /// Vaginal delivery.
    VAGINAL_DELIVERY = 19, "vagdel";
    /// Edited by length of stay.
    LENGTH_OF_STAY = 20, "los";
    /// Kidney transplant, for the non-covered procedure edit.
    KIDNEY_TRANSPLANT = 21, "kidneyxp";
    /// Limited coverage: implantation of a total artificial heart, first member of the pair.
    ARTIFICIAL_HEART_A = 22, "lcov_artheartxpa";
    /// Limited coverage: implantation of a total artificial heart, second member of the pair.
    ARTIFICIAL_HEART_B = 23, "lcov_artheartxpb";
    /// Non-covered procedure unless Z30.2 (sterilization) is absent.
    NONCOVERED_WITH_STERILIZATION = 24, "ncov_z302";
    /// Non-covered list 4 and 5.
    NONCOVERED_4_5 = 25, "ncov45";
    /// Non-covered list 6.
    NONCOVERED_6 = 26, "ncov6";
    /// Non-covered list 7.
    NONCOVERED_7 = 27, "ncov7";
    /// Non-covered lists 1 and 2, for patients over 60.
    NONCOVERED_1_2_OVER_60 = 28, "ncov12agele60";
}

impl MceFlags {
    /// No flag.
    pub const NONE: Self = Self(0);

    /// No loaded edition says which flags the code carries on the date: not checked, which is not the same as none.
    pub const NOT_LOADED: Self = Self(1 << 31);

    /// Whether a loaded edition says which flags the code carries.
    #[must_use]
    pub const fn are_known(self) -> bool {
        !self.contains(Self::NOT_LOADED)
    }

    /// The flags in an image's row, which are always known.
    pub(crate) const fn from_bits(bits: u32) -> Self {
        Self(bits & !Self::NOT_LOADED.0)
    }

    pub(crate) const fn bits(self) -> u32 {
        self.0
    }

    /// Whether all of `other` are set.
    #[must_use]
    pub const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Whether none is set, as far as known: see [`MceFlags::are_known`].
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 & !Self::NOT_LOADED.0 == 0
    }

    /// Both sets of flags together; known when both are.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The flag with this name in the reference tables.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, text)| text.eq_ignore_ascii_case(name)).map(|(flag, _)| *flag)
    }

    /// The names of the flags that are set.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        Self::ALL.iter().filter(move |(flag, _)| self.contains(*flag)).map(|(_, name)| *name)
    }

    /// The only sex that the code is for, if there is one.
    #[must_use]
    pub fn sex(self) -> Option<SexOnly> {
        if self.contains(Self::MALE_ONLY) {
            Some(SexOnly::Male)
        } else if self.contains(Self::FEMALE_ONLY) {
            Some(SexOnly::Female)
        } else {
            None
        }
    }

    /// The age groups that the code is for; none means any age. A few codes carry more than one.
    pub fn age_groups(self) -> impl Iterator<Item = AgeGroup> {
        [
            (Self::NEWBORN, AgeGroup::Newborn),
            (Self::PEDIATRIC, AgeGroup::Pediatric),
            (Self::MATERNITY, AgeGroup::Maternity),
            (Self::ADULT, AgeGroup::Adult),
        ]
        .into_iter()
        .filter(move |(flag, _)| self.contains(*flag))
        .map(|(_, group)| group)
    }
}

impl core::ops::BitOr for MceFlags {
    type Output = Self;
    fn bitor(self, other: Self) -> Self {
        self.union(other)
    }
}

impl fmt::Debug for MceFlags {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unknown = (!self.are_known()).then_some("not loaded");
        f.debug_set().entries(self.names().chain(unknown)).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_read_back() {
        for (flag, name) in MceFlags::ALL {
            assert_eq!(MceFlags::named(name), Some(*flag));
        }
        let flags = MceFlags::MALE_ONLY | MceFlags::ADULT;
        assert_eq!(flags.names().collect::<Vec<_>>(), ["male", "adult"]);
        assert_eq!(flags.sex(), Some(SexOnly::Male));
        assert_eq!(flags.age_groups().collect::<Vec<_>>(), [AgeGroup::Adult]);
        assert!(AgeGroup::Maternity.admits(9, date(2026, 1, 1)) && !AgeGroup::Maternity.admits(65, date(2026, 1, 1)));
        assert!(!AgeGroup::Maternity.admits(9, date(2019, 9, 30)) && AgeGroup::Maternity.admits(55, date(2019, 9, 30)));
    }
}
