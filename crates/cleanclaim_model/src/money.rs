//! Money: integer cents, read from and written to X12 text exactly.

use core::fmt;
use core::iter::Sum;
use core::ops::{Add, AddAssign, Neg, Sub, SubAssign};

/// An amount in US cents.
///
/// Text above [`Cents::LIMIT`] is refused, and arithmetic saturates far above that limit: a sum of hostile amounts can never wrap around
/// into a plausible one, so every balance check on it fails.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Cents(i64);

/// Why text is not an amount. Carries no part of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AmountError {
    /// No digit.
    #[error("expected an amount such as 100 or 100.25, found no digit")]
    Empty,
    /// Something else than digits, one sign and one decimal point.
    #[error("expected digits, a leading minus and one decimal point; character {position} is something else")]
    Character {
        /// Position from 1.
        position: usize,
    },
    /// A fraction of a cent.
    #[error("expected at most two decimals")]
    FractionOfCent,
    /// Above ten billion dollars either way.
    #[error("amount is beyond {limit}", limit = Cents::LIMIT)]
    TooLarge,
}

impl Cents {
    /// Nothing.
    pub const ZERO: Self = Self(0);
    /// The largest amount read from text: ten billion dollars.
    pub const LIMIT: Self = Self(1_000_000_000_000);

    /// An amount of so many cents.
    #[must_use]
    pub const fn new(cents: i64) -> Self {
        Self(cents)
    }

    /// The number of cents.
    #[must_use]
    pub const fn get(self) -> i64 {
        self.0
    }

    /// Reads X12 decimal text (type R): `100`, `100.5`, `-.75`, `0100.00`.
    ///
    /// # Errors
    /// When it is no such text, has a fraction of a cent, or is beyond [`Cents::LIMIT`].
    ///
    /// Source: ASC X12.6, decimal data element (R): sign only when negative, decimal point only when needed.
    pub fn parse(text: &str) -> Result<Self, AmountError> {
        let (negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let sign_length = usize::from(negative);
        let mut cents: i64 = 0;
        let mut decimals: Option<u32> = None;
        let mut any_digit = false;
        for (index, byte) in digits.bytes().enumerate() {
            match byte {
                b'0'..=b'9' => {
                    any_digit = true;
                    let digit = i64::from(byte - b'0');
                    match &mut decimals {
                        Some(2) if digit == 0 => continue,
                        Some(2) => return Err(AmountError::FractionOfCent),
                        Some(count) => *count += 1,
                        None => {}
                    }
                    cents = cents.saturating_mul(10).saturating_add(digit);
                }
                b'.' if decimals.is_none() => decimals = Some(0),
                _ => return Err(AmountError::Character { position: index + 1 + sign_length }),
            }
            if cents > Self::LIMIT.0 {
                return Err(AmountError::TooLarge);
            }
        }
        if !any_digit {
            return Err(AmountError::Empty);
        }
        let missing_decimals = 2 - decimals.unwrap_or(0);
        let cents = cents.saturating_mul(10_i64.pow(missing_decimals));
        if cents > Self::LIMIT.0 {
            return Err(AmountError::TooLarge);
        }
        Ok(Self(if negative { -cents } else { cents }))
    }

    /// The amount without its sign.
    #[must_use]
    pub const fn abs(self) -> Self {
        Self(self.0.saturating_abs())
    }

    /// Whether it is below zero.
    #[must_use]
    pub const fn is_negative(self) -> bool {
        self.0 < 0
    }

    /// Whether it is nothing.
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// The sum, or `None` where it would leave `i64`.
    #[must_use]
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }

    /// The amount times `numerator` / `denominator`, rounded half away from zero.
    ///
    /// `None` when the denominator is not positive or the result leaves `i64`.
    #[must_use]
    pub fn mul_div_half_up(self, numerator: i64, denominator: i64) -> Option<Self> {
        if denominator <= 0 {
            return None;
        }
        let product = i128::from(self.0) * i128::from(numerator);
        let half = i128::from(denominator) / 2;
        let rounded = if product < 0 { product - half } else { product + half } / i128::from(denominator);
        i64::try_from(rounded).ok().map(Self)
    }

    /// `$1,234.56`, for people.
    #[must_use]
    pub fn dollars(self) -> String {
        let whole = (self.0.unsigned_abs() / 100).to_string();
        let mut grouped = String::with_capacity(whole.len() + whole.len() / 3 + 5);
        if self.0 < 0 {
            grouped.push('-');
        }
        grouped.push('$');
        for (index, digit) in whole.chars().enumerate() {
            if index > 0 && (whole.len() - index).is_multiple_of(3) {
                grouped.push(',');
            }
            grouped.push(digit);
        }
        let cents = self.0.unsigned_abs() % 100;
        grouped.push_str(&format!(".{cents:02}"));
        grouped
    }
}

/// X12 text: no trailing zeros, no decimal point for whole dollars, a sign only when negative.
impl fmt::Display for Cents {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let dollars = self.0.unsigned_abs() / 100;
        let cents = self.0.unsigned_abs() % 100;
        if cents == 0 {
            write!(f, "{sign}{dollars}")
        } else if cents.is_multiple_of(10) {
            write!(f, "{sign}{dollars}.{}", cents / 10)
        } else {
            write!(f, "{sign}{dollars}.{cents:02}")
        }
    }
}

impl fmt::Debug for Cents {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl Add for Cents {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Sub for Cents {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl Neg for Cents {
    type Output = Self;
    fn neg(self) -> Self {
        Self(self.0.saturating_neg())
    }
}

impl AddAssign for Cents {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl SubAssign for Cents {
    fn sub_assign(&mut self, other: Self) {
        *self = *self - other;
    }
}

impl Sum for Cents {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(text: &str, expected: Result<i64, AmountError>) {
        assert_eq!(Cents::parse(text).map(Cents::get), expected, "{text}");
    }

    #[test]
    fn reads_x12_decimals() {
        check("100", Ok(10_000));
        check("100.5", Ok(10_050));
        check("-.75", Ok(-75));
        check("0100.00", Ok(10_000));
        check("7.", Ok(700));
        check("1.230", Ok(123));
        check("1.234", Err(AmountError::FractionOfCent));
        check("", Err(AmountError::Empty));
        check("-", Err(AmountError::Empty));
        check("1,000", Err(AmountError::Character { position: 2 }));
        check("-1+", Err(AmountError::Character { position: 3 }));
        check("10000000000", Ok(1_000_000_000_000));
        check("10000000000.01", Err(AmountError::TooLarge));
        check("99999999999999999999", Err(AmountError::TooLarge));
    }

    #[test]
    fn prints_for_people() {
        assert_eq!(Cents::new(-123_456_789).dollars(), "-$1,234,567.89");
        assert_eq!(Cents::new(5).dollars(), "$0.05");
    }

    #[test]
    fn rounds_half_away_from_zero() {
        assert_eq!(Cents::new(5).mul_div_half_up(1, 2), Some(Cents::new(3)));
        assert_eq!(Cents::new(-5).mul_div_half_up(1, 2), Some(Cents::new(-3)));
        assert_eq!(Cents::new(5).mul_div_half_up(1, 0), None);
    }

    proptest! {
        #[test]
        fn text_round_trips(cents in -1_000_000_000_000i64..=1_000_000_000_000) {
            prop_assert_eq!(Cents::parse(&Cents::new(cents).to_string()), Ok(Cents::new(cents)));
        }

        #[test]
        fn never_panics(text in "\\PC*") {
            let _ = Cents::parse(&text);
        }
    }
}
