//! National Provider Identifiers.

use core::fmt;

/// A National Provider Identifier whose check digit has been verified.
///
/// Source: 45 CFR 162.406; check digit by ISO/IEC 7812-1 (Luhn) over the prefix 80840 and the number.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Npi([u8; 10]);

/// Why text is not an NPI.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NpiError {
    /// Not ten digits, or it does not begin with 1 or 2.
    #[error("expected 10 digits beginning with 1 or 2")]
    Shape,
    /// The last digit does not fit the others.
    #[error("the check digit does not fit: expected the number to end in {expected}")]
    CheckDigit {
        /// The digit that the first nine call for.
        expected: u8,
    },
}

impl Npi {
    /// Reads ten digits and verifies the last.
    ///
    /// # Errors
    /// When the shape or the check digit is wrong.
    ///
    /// ```
    /// use cleanclaim_model::{Npi, NpiError};
    /// assert_eq!(Npi::parse("1234567893").unwrap().as_str(), "1234567893");
    /// assert_eq!(Npi::parse("1234567890"), Err(NpiError::CheckDigit { expected: 3 }));
    /// ```
    pub fn parse(text: &str) -> Result<Self, NpiError> {
        let bytes: [u8; 10] = text.as_bytes().try_into().map_err(|_| NpiError::Shape)?;
        if !bytes.iter().all(u8::is_ascii_digit) || !matches!(bytes[0], b'1' | b'2') {
            return Err(NpiError::Shape);
        }
        let expected = check_digit(&bytes[..9]);
        if bytes[9] - b'0' == expected { Ok(Self(bytes)) } else { Err(NpiError::CheckDigit { expected }) }
    }

    /// The number whose first nine digits these are: for makers of synthetic providers.
    ///
    /// # Errors
    /// When these are not nine digits beginning with 1 or 2.
    pub fn from_first_nine(digits: &str) -> Result<Self, NpiError> {
        let nine: [u8; 9] = digits.as_bytes().try_into().map_err(|_| NpiError::Shape)?;
        if !nine.iter().all(u8::is_ascii_digit) {
            return Err(NpiError::Shape);
        }
        let mut bytes = [0; 10];
        bytes[..9].copy_from_slice(&nine);
        bytes[9] = b'0' + check_digit(&nine);
        Self::parse(core::str::from_utf8(&bytes).map_err(|_| NpiError::Shape)?)
    }

    /// The ten digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        // Only digits are ever stored, so this never falls back.
        core::str::from_utf8(&self.0).unwrap_or_default()
    }
}

/// The Luhn digit of the card-issuer prefix 80840 and nine digits; the prefix adds 24.
fn check_digit(nine: &[u8]) -> u8 {
    let mut sum = 24_u32;
    for (index, byte) in nine.iter().enumerate() {
        let digit = u32::from(byte - b'0');
        let doubled = digit * 2;
        sum += if index % 2 == 0 { doubled / 10 + doubled % 10 } else { digit };
    }
    u8::try_from((10 - sum % 10) % 10).unwrap_or_default()
}

impl fmt::Debug for Npi {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for Npi {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
