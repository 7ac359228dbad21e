//! Numbers as publishers write them.

/// More digits than any number that is kept has, leading zeros included.
const KEPT_DIGITS_MAX: i32 = 64;

/// A number with at most `scale` digits after the point, as a whole number of 10^-scale: `$1,234.50` at scale 2 is 123450.
/// Digits beyond the scale round half away from zero (workbooks carry 0.30000000000000004). `None` when it is no number.
#[must_use]
pub(crate) fn scaled(text: &str, scale: u8) -> Option<i64> {
    let text = text.trim().trim_start_matches('$').trim_end_matches('%');
    let (negative, text) = match text.strip_prefix('-').or_else(|| text.strip_prefix('(')) {
        Some(rest) => (true, rest.trim_end_matches(')')),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (text, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
        None => (text, 0),
    };
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let whole = whole.replace(',', "");
    if (whole.is_empty() && part.is_empty()) || !whole.bytes().chain(part.bytes()).all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let digits = format!("{whole}{part}");
    let keep = i32::try_from(whole.len()).ok()?.checked_add(exponent)?.checked_add(i32::from(scale))?;
    if KEPT_DIGITS_MAX < keep {
        return None;
    }
    let number = if keep < 0 {
        0
    } else {
        let keep = usize::try_from(keep).ok()?;
        let kept: i64 = match digits.get(..keep) {
            Some("") => 0,
            Some(kept) => kept.parse().ok()?,
            None => format!("{digits:0<keep$}").parse().ok()?,
        };
        let up = digits.as_bytes().get(keep).is_some_and(|digit| b'5' <= *digit);
        kept.checked_add(i64::from(up))?
    };
    Some(if negative { -number } else { number })
}

#[cfg(test)]
mod tests {
    use super::scaled;

    #[test]
    fn publishers_numbers_become_whole_numbers() {
        for (text, scale, expected) in [
            ("$1,234.50", 2, Some(123_450)),
            ("0.8690000000000001", 3, Some(869)),
            (".5", 2, Some(50)),
            ("-3", 1, Some(-30)),
            ("(3.25)", 2, Some(-325)),
            ("1.5e-3", 4, Some(15)),
            ("2.345", 2, Some(235)),
            ("NA", 2, None),
            ("", 2, None),
            (".", 2, None),
            ("99999999999999999999", 2, None),
            ("1e2000000000", 2, None),
            ("1e-2147483640", 2, Some(0)),
        ] {
            assert_eq!(scaled(text, scale), expected, "{text}");
        }
    }
}
