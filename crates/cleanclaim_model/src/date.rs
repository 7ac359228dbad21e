//! Dates as X12 writes them.

use core::fmt::Write as _;

use jiff::civil::Date;

use crate::Text;

/// Why text is not a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected a date as CCYYMMDD that exists in the calendar")]
pub struct DateError;

/// Reads `CCYYMMDD` (qualifier D8).
///
/// # Errors
/// When these are not eight digits or no such day exists.
pub fn parse_ccyymmdd(text: &str) -> Result<Date, DateError> {
    let bytes: &[u8; 8] = text.as_bytes().try_into().map_err(|_| DateError)?;
    if !bytes.iter().all(u8::is_ascii_digit) {
        return Err(DateError);
    }
    let number = |range: core::ops::Range<usize>| {
        bytes[range].iter().fold(0_i16, |value, byte| value * 10 + i16::from(byte - b'0'))
    };
    let month = i8::try_from(number(4..6)).map_err(|_| DateError)?;
    let day = i8::try_from(number(6..8)).map_err(|_| DateError)?;
    Date::new(number(0..4), month, day).map_err(|_| DateError)
}

/// Reads `CCYYMMDD-CCYYMMDD` (qualifier RD8).
///
/// # Errors
/// When either date is none. The order of the two is not checked.
pub fn parse_date_range(text: &str) -> Result<(Date, Date), DateError> {
    let (from, thru) = text.split_once('-').ok_or(DateError)?;
    Ok((parse_ccyymmdd(from)?, parse_ccyymmdd(thru)?))
}

/// Writes `CCYYMMDD`.
#[must_use]
pub fn ccyymmdd(date: Date) -> Text {
    let mut text = Text::default();
    // Writing into memory cannot fail.
    let _ = write!(text, "{:04}{:02}{:02}", date.year(), date.month(), date.day());
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn reads_and_writes() {
        assert_eq!(parse_ccyymmdd("20240229"), Ok(date(2024, 2, 29)));
        assert_eq!(parse_ccyymmdd("20230229"), Err(DateError));
        assert_eq!(parse_ccyymmdd("2024022"), Err(DateError));
        assert_eq!(parse_date_range("20240101-20240131"), Ok((date(2024, 1, 1), date(2024, 1, 31))));
        assert_eq!(ccyymmdd(date(2024, 2, 9)), "20240209");
    }
}
