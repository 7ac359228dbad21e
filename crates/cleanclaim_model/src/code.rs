//! Codes as they stand in claims: inline, fixed size, checked for shape only.
//!
//! A value of these types has the right *shape*. Whether the code exists, and on which dates, is what `cleanclaim_codes` knows.

use core::fmt;

/// Why text is not a code of the wanted kind. Carries no part of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CodeError {
    /// Too short or too long.
    #[error("expected {expected} characters, found {found}")]
    Length {
        /// The lengths allowed, in words.
        expected: &'static str,
        /// Characters found after dots and surrounding spaces were removed.
        found: usize,
    },
    /// A character that this code system never uses in this place.
    #[error("character {position} is not allowed there; expected {expected}")]
    Character {
        /// Position from 1.
        position: usize,
        /// What may stand there.
        expected: &'static str,
    },
}

/// Up to `N` upper-case ASCII characters, kept inline and padded with NUL.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Inline<const N: usize>([u8; N]);

impl<const N: usize> Inline<N> {
    /// Copies `text` in upper case without dots and surrounding white space; `None` when it does not fit or is not ASCII.
    fn copy(text: &str) -> Result<Self, usize> {
        let mut bytes = [0; N];
        let mut length = 0;
        for byte in text.trim().bytes().filter(|byte| *byte != b'.') {
            if length < N {
                bytes[length] = byte.to_ascii_uppercase();
            }
            length += 1;
        }
        if length <= N { Ok(Self(bytes)) } else { Err(length) }
    }

    fn len(&self) -> usize {
        self.0.iter().position(|byte| *byte == 0).unwrap_or(N)
    }

    fn as_str(&self) -> &str {
        // Every constructor admits ASCII only, so this never falls back.
        core::str::from_utf8(&self.0[..self.len()]).unwrap_or_default()
    }
}

macro_rules! code_type {
    ($(#[$doc:meta])* $name:ident[$size:literal], $lengths:expr, $expected:literal, $shape:expr) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Inline<$size>);

        impl $name {
            /// Reads the code; case, dots and surrounding spaces do not matter.
            ///
            /// # Errors
            /// When the length or a character cannot be one of this code system.
            pub fn parse(text: &str) -> Result<Self, CodeError> {
                let code = Inline::<$size>::copy(text).map_err(|found| CodeError::Length { expected: $expected, found })?;
                let length = code.len();
                if !$lengths.contains(&length) {
                    return Err(CodeError::Length { expected: $expected, found: length });
                }
                let shape: fn(usize, u8) -> Result<(), &'static str> = $shape;
                for (index, byte) in code.0[..length].iter().enumerate() {
                    shape(index, *byte).map_err(|expected| CodeError::Character { position: index + 1, expected })?;
                }
                Ok(Self(code))
            }

            /// The code as it stands in X12: upper case, no dot.
            #[must_use]
            pub fn as_str(&self) -> &str {
                self.0.as_str()
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl core::str::FromStr for $name {
            type Err = CodeError;
            fn from_str(text: &str) -> Result<Self, CodeError> {
                Self::parse(text)
            }
        }
    };
}

fn alphanumeric(_: usize, byte: u8) -> Result<(), &'static str> {
    if byte.is_ascii_alphanumeric() { Ok(()) } else { Err("a letter or a digit") }
}

fn digit(_: usize, byte: u8) -> Result<(), &'static str> {
    if byte.is_ascii_digit() { Ok(()) } else { Err("a digit") }
}

fn letter_first(index: usize, byte: u8) -> Result<(), &'static str> {
    if index > 0 {
        alphanumeric(index, byte)
    } else if byte.is_ascii_alphabetic() {
        Ok(())
    } else {
        Err("a letter")
    }
}

code_type! {
    /// An ICD-10-CM diagnosis: a letter and 2 to 6 more characters, without the dot.
    ///
    /// Source: ICD-10-CM Official Guidelines for Coding and Reporting, section I.A.2.
    Icd10[8], 3..=7, "3 to 7 characters", letter_first
}

code_type! {
    /// An ICD-10-PCS procedure: seven characters, digits and letters without I and O.
    ///
    /// Source: ICD-10-PCS Official Guidelines, A1 and A2.
    Icd10Pcs[8], 7..=7, "7 characters", |index, byte| {
        alphanumeric(index, byte)?;
        if matches!(byte, b'I' | b'O') { Err("a digit, or a letter other than I and O") } else { Ok(()) }
    }
}

code_type! {
    /// A five-character procedure, supply or drug code: CPT or HCPCS Level II.
    ///
    /// Source: 45 CFR 162.1002.
    Hcpcs[5], 5..=5, "5 characters", alphanumeric
}

code_type! {
    /// A two-character modifier.
    Modifier[2], 2..=2, "2 characters", alphanumeric
}

code_type! {
    /// An NUBC revenue code with its leading zero (UB-04 locator 42).
    RevenueCode[4], 4..=4, "4 digits", digit
}

code_type! {
    /// A CMS place-of-service code (CMS-1500 box 24B).
    PlaceOfService[2], 2..=2, "2 digits", digit
}

code_type! {
    /// A claim adjustment reason code (CAS02).
    Carc[5], 1..=5, "1 to 5 characters", alphanumeric
}

code_type! {
    /// A remittance advice remark code (LQ02, MIA05, MOA03).
    Rarc[5], 2..=5, "2 to 5 characters", alphanumeric
}

code_type! {
    /// A health care provider taxonomy code (PRV03), ten characters.
    Taxonomy[10], 10..=10, "10 characters", alphanumeric
}

code_type! {
    /// A code of a short list of the claim forms: condition, occurrence, value, patient status, admission type or source.
    FormCode[3], 1..=3, "1 to 3 characters", alphanumeric
}

/// Type of bill (UB-04 locator 4) without its leading zero: facility and bill classification; the frequency stands in the claim.
///
/// Source: CMS Medicare Claims Processing Manual, chapter 25, section 75.1, FL 4.
pub type FacilityCode = FormCode;

/// Up to four modifiers in the order they are sent.
#[derive(Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct Modifiers {
    slots: [Option<Modifier>; 4],
}

impl Modifiers {
    /// How many a service line carries at most (SV101-3 to SV101-6, SV202-3 to SV202-6).
    pub const MAX: usize = 4;

    /// Adds one at the end; gives it back when four stand there already.
    ///
    /// # Errors
    /// The modifier, when there is no room.
    pub fn push(&mut self, modifier: Modifier) -> Result<(), Modifier> {
        match self.slots.iter_mut().find(|slot| slot.is_none()) {
            Some(slot) => {
                *slot = Some(modifier);
                Ok(())
            }
            None => Err(modifier),
        }
    }

    /// The modifiers in order.
    pub fn iter(&self) -> impl Iterator<Item = Modifier> + '_ {
        self.slots.iter().flatten().copied()
    }

    /// Whether this two-character modifier is among them.
    #[must_use]
    pub fn contains(&self, modifier: &str) -> bool {
        self.iter().any(|present| present.as_str() == modifier)
    }

    /// How many there are, 0 to 4.
    #[must_use]
    pub fn len(&self) -> usize {
        self.iter().count()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.slots[0].is_none()
    }
}

impl fmt::Debug for Modifiers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

impl FromIterator<Modifier> for Modifiers {
    /// Keeps the first four.
    fn from_iter<I: IntoIterator<Item = Modifier>>(iter: I) -> Self {
        let mut modifiers = Self::default();
        for modifier in iter.into_iter().take(Self::MAX) {
            // Four slots and at most four modifiers: there is always room.
            let _ = modifiers.push(modifier);
        }
        modifiers
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dots_case_and_spaces_do_not_matter() {
        assert_eq!(Icd10::parse(" e11.9 ").unwrap().as_str(), "E119");
        assert_eq!(Icd10::parse("E119").unwrap(), Icd10::parse("e11.9").unwrap());
    }

    #[test]
    fn shapes_are_checked() {
        assert_eq!(Icd10::parse("11.9"), Err(CodeError::Character { position: 1, expected: "a letter" }));
        assert_eq!(Icd10::parse("E1"), Err(CodeError::Length { expected: "3 to 7 characters", found: 2 }));
        assert!(Icd10Pcs::parse("0DTJ4ZZ").is_ok());
        assert!(Icd10Pcs::parse("0DTO4ZZ").is_err());
        assert!(Hcpcs::parse("9921é").is_err());
        assert_eq!(PlaceOfService::parse("02").unwrap().as_str(), "02");
    }

    #[test]
    fn four_modifiers_and_no_fifth() {
        let mut modifiers: Modifiers =
            ["25", "LT", "59", "GT"].iter().map(|text| Modifier::parse(text).unwrap()).collect();
        assert!(modifiers.contains("LT"));
        assert!(modifiers.push(Modifier::parse("RT").unwrap()).is_err());
    }
}
