//! One cell: how text becomes a value. Every reason is a sentence without the cell's text.

use cleanclaim_model::{
    Cents, Date, Hcpcs, Icd10, Icd10Pcs, Modifier, Modifiers, Npi, PresentOnAdmission, Quantity, Setting, Sex, Text,
    parse_ccyymmdd,
};

use super::LIST_MAX;

/// What parts of a list are separated by.
const SEPARATORS: &[char] = &[';', ',', '|', ' '];

/// Why a cell cannot be read.
pub(super) type Reason = String;

pub(super) fn text(cell: &str) -> Result<Text, Reason> {
    if cell.chars().any(char::is_control) {
        return Err("expected text without control characters".into());
    }
    Ok(Text::from(cell))
}

pub(super) fn date(cell: &str) -> Result<Date, Reason> {
    let digits: Option<String> = match cell.as_bytes() {
        [_, _, _, _, b'-', _, _, b'-', _, _] => Some(cell.replace('-', "")),
        [_, _, b'/', _, _, b'/', year @ ..] if year.len() == 4 => {
            let mut parts = cell.split('/');
            match (parts.next(), parts.next(), parts.next()) {
                (Some(month), Some(day), Some(year)) => Some(format!("{year}{month}{day}")),
                _ => None,
            }
        }
        _ => Some(cell.to_owned()),
    };
    digits
        .and_then(|digits| parse_ccyymmdd(&digits).ok())
        .filter(|date| date.year() > 0)
        .ok_or_else(|| "expected a day of the calendar as 2026-01-31".into())
}

pub(super) fn hour(cell: &str) -> Result<Text, Reason> {
    let number = |range| cell.get(range).and_then(|digits: &str| digits.parse::<u8>().ok());
    let digits = cell.len() == 4 && cell.bytes().all(|byte| byte.is_ascii_digit());
    let fits = number(0..2).is_some_and(|hour| hour < 24) && number(2..4).is_some_and(|minute| minute < 60);
    if digits && fits { Ok(Text::from(cell)) } else { Err("expected an hour and minute as HHMM".into()) }
}

pub(super) fn cents(cell: &str) -> Result<Cents, Reason> {
    Cents::parse(cell).map_err(|error| error.to_string())
}

pub(super) fn quantity(cell: &str) -> Result<Quantity, Reason> {
    Quantity::parse(cell).ok_or_else(|| "expected a number with at most three decimals".into())
}

pub(super) fn sex(cell: &str) -> Result<Sex, Reason> {
    Sex::parse(&cell.to_ascii_uppercase()).ok_or_else(|| "expected F, M or U".into())
}

pub(super) fn setting(cell: &str) -> Result<Setting, Reason> {
    Setting::parse(&cell.to_ascii_lowercase()).ok_or_else(|| "expected outpatient or inpatient".into())
}

pub(super) fn npi(cell: &str) -> Result<Npi, Reason> {
    Npi::parse(cell).map_err(|error| error.to_string())
}

pub(super) fn zip(cell: &str) -> Result<Text, Reason> {
    text(cell).map(|zip| match zip.as_bytes() {
        [a @ .., b'-', _, _, _, _] if a.len() == 5 => zip.chars().filter(|character| *character != '-').collect(),
        _ => zip,
    })
}

/// A value of one of the model's code types.
pub(super) fn code<T: core::str::FromStr<Err = cleanclaim_model::CodeError>>(cell: &str) -> Result<T, Reason> {
    cell.parse().map_err(|error: cleanclaim_model::CodeError| error.to_string())
}

pub(super) fn diagnoses(cell: &str) -> Result<Vec<Icd10>, Reason> {
    list(cell, code)
}

pub(super) fn modifiers(cell: &str) -> Result<Modifiers, Reason> {
    let parts: Vec<Modifier> = list(cell, code)?;
    if parts.len() > Modifiers::MAX {
        return Err(format!("expected at most {} modifiers, found {}", Modifiers::MAX, parts.len()));
    }
    Ok(parts.into_iter().collect())
}

pub(super) fn pointers(cell: &str) -> Result<[u8; 4], Reason> {
    let parts: Vec<u8> = list(cell, |part| {
        let digits = part.bytes().all(|byte| byte.is_ascii_digit());
        part.parse().ok().filter(|_| digits).ok_or_else(|| "expected a position from 1 to 255".to_owned())
    })?;
    let mut pointers = [0; 4];
    if parts.len() > pointers.len() {
        return Err(format!("expected at most 4 positions, found {}", parts.len()));
    }
    pointers[..parts.len()].copy_from_slice(&parts);
    Ok(pointers)
}

pub(super) fn poa(cell: &str) -> Result<Vec<Option<PresentOnAdmission>>, Reason> {
    list(cell, |part| match part {
        "-" => Ok(None),
        _ => PresentOnAdmission::parse(part).map(Some).ok_or_else(|| "expected Y, N, U, W, 1 or -".into()),
    })
}

pub(super) fn procedures(cell: &str) -> Result<Vec<(Icd10Pcs, Date)>, Reason> {
    list(cell, |part| {
        let (procedure, day) = part.split_once('@').ok_or("expected CODE@2026-01-31")?;
        Ok((code(procedure)?, date(day)?))
    })
}

pub(super) fn procedure(cell: &str) -> Result<Hcpcs, Reason> {
    code(cell)
}

/// The parts of a list; the reason names the part that cannot be read by its position.
fn list<T>(cell: &str, parse: impl Fn(&str) -> Result<T, Reason>) -> Result<Vec<T>, Reason> {
    let mut values = Vec::new();
    for (index, part) in cell.split(SEPARATORS).filter(|part| !part.is_empty()).enumerate() {
        if index == LIST_MAX {
            return Err(format!("expected at most {LIST_MAX} values"));
        }
        values.push(parse(part).map_err(|reason| format!("value {}: {reason}", index + 1))?);
    }
    Ok(values)
}
