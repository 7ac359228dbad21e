//! Values of TOML files that must have a certain form, so that an error points at the value.

use cleanclaim_model::{
    Adjustment, Carc, Cents, ClaimKind, DiagnosisRole, EntityType, FormCode, Frequency, GroupCode, Hcpcs, Icd10,
    Icd10Pcs, Modifier, Npi, PlaceOfService, PresentOnAdmission, Quantity, Responsibility, RevenueCode, Severity, Sex,
    Taxonomy, UnitBasis,
};
use jiff::civil::Date;
use serde::de::{Deserialize, Deserializer, Error as _};

use crate::CodePattern;

/// Why TOML is not what it should be: a payer profile, or an example.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}, column {column}: {message}")]
pub struct TomlError {
    /// Line from 1.
    pub line: usize,
    /// Character of the line from 1.
    pub column: usize,
    /// What is wrong there.
    pub message: String,
}

impl TomlError {
    fn locate(text: &str, error: &toml::de::Error) -> Self {
        let at = error.span().map_or(0, |span| span.start).min(text.len());
        let before = text.get(..at).unwrap_or_default();
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        Self {
            line: before.matches('\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
            message: error.message().to_owned(),
        }
    }
}

pub(crate) fn read_toml<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, TomlError> {
    toml::from_str(text).map_err(|error| TomlError::locate(text, &error))
}

/// A value that is written as text of a certain form.
pub(crate) trait Form: Sized {
    const EXPECTED: &'static str;
    fn read(text: &str) -> Option<Self>;
}

/// The name of a rule that there is.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct RuleName(pub(crate) &'static str);

macro_rules! forms {
    ($($type:ty, $expected:literal, $read:expr;)*) => {$(
        impl Form for $type {
            const EXPECTED: &'static str = $expected;
            fn read(text: &str) -> Option<Self> {
                let read: fn(&str) -> Option<Self> = $read;
                read(text)
            }
        }
    )*};
}

forms! {
    CodePattern, "a procedure code, a beginning such as J9*, or a range such as J0100-J0199", CodePattern::parse;
    Modifier, "a modifier of two letters or digits", |text| Modifier::parse(text).ok();
    PlaceOfService, "a place of service of two digits", |text| PlaceOfService::parse(text).ok();
    Taxonomy, "a taxonomy code of ten letters or digits", |text| Taxonomy::parse(text).ok();
    RuleName, "the name of a rule", |text| crate::find(text).map(|rule| RuleName(rule.meta().name));
    Severity, "error, warning or info", |text| {
        [Severity::Error, Severity::Warning, Severity::Info].into_iter().find(|severity| severity.as_str() == text)
    };
    Icd10, "an ICD-10-CM code", |text| Icd10::parse(text).ok();
    Icd10Pcs, "an ICD-10-PCS code", |text| Icd10Pcs::parse(text).ok();
    Hcpcs, "a procedure code of five letters or digits", |text| Hcpcs::parse(text).ok();
    RevenueCode, "a revenue code of four digits", |text| RevenueCode::parse(text).ok();
    FormCode, "a code of one to three letters or digits", |text| FormCode::parse(text).ok();
    Npi, "an NPI with its check digit", |text| Npi::parse(text).ok();
    Cents, "an amount such as \"100.00\"", |text| Cents::parse(text).ok();
    Quantity, "a quantity such as \"1.5\"", Quantity::parse;
    ClaimKind, "professional, institutional or dental", ClaimKind::parse;
    Frequency, "a letter or a digit", Frequency::parse;
    Responsibility, "P, S, T or another letter", Responsibility::parse;
    Sex, "F, M or U", Sex::parse;
    PresentOnAdmission, "Y, N, U, W or 1", PresentOnAdmission::parse;
    UnitBasis, "UN, MJ or DA", UnitBasis::parse;
    EntityType, "person or organization", |text| match text {
        "person" => Some(EntityType::Person),
        "organization" => Some(EntityType::Organization),
        _ => None,
    };
    DiagnosisRole, "principal, other, admitting, reason-for-visit or external-cause", |text| match text {
        "principal" => Some(DiagnosisRole::Principal),
        "other" => Some(DiagnosisRole::Other),
        "admitting" => Some(DiagnosisRole::Admitting),
        "reason-for-visit" => Some(DiagnosisRole::ReasonForVisit),
        "external-cause" => Some(DiagnosisRole::ExternalCause),
        _ => None,
    };
    Adjustment, "group, reason and amount, such as \"CO-45 20.00\"", |text| {
        let (codes, amount) = text.split_once(' ')?;
        let (group, carc) = codes.split_once('-')?;
        Some(Adjustment {
            group: GroupCode::parse(group)?,
            carc: Carc::parse(carc).ok()?,
            amount: Cents::parse(amount).ok()?,
            quantity: None,
        })
    };
}

/// Text that has its form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Formed<T>(pub(crate) T);

impl<'de, T: Form> Deserialize<'de> for Formed<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let read = T::read(&text).map(Self);
        read.ok_or_else(|| D::Error::custom(format_args!("expected {}, found {text:?}", T::EXPECTED)))
    }
}

/// Reads a list of such texts.
pub(crate) fn list<'de, T: Form, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<T>, D::Error> {
    Ok(Vec::<Formed<T>>::deserialize(deserializer)?.into_iter().map(|formed| formed.0).collect())
}

/// Text that has its form, or `""` for "none there".
#[derive(Debug, Clone, Copy)]
pub(crate) struct Clear<T>(pub(crate) Option<T>);

impl<'de, T: Form> Deserialize<'de> for Clear<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let read = if text.is_empty() { Some(None) } else { T::read(&text).map(Some) };
        read.map(Self).ok_or_else(|| D::Error::custom(format_args!("expected {} or \"\", found {text:?}", T::EXPECTED)))
    }
}

#[derive(serde::Deserialize)]
#[serde(untagged, expecting = "expected a date such as 2026-05-04, without quotation marks")]
enum DayText {
    Date(toml::value::Datetime),
    Text(String),
}

/// A TOML date, or `""` for "none there".
#[derive(Debug, Clone, Copy)]
pub(crate) struct ClearDay(pub(crate) Option<Date>);

impl<'de> Deserialize<'de> for ClearDay {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let date = match DayText::deserialize(deserializer)? {
            DayText::Text(text) if text.is_empty() => return Ok(Self(None)),
            DayText::Text(_) => None,
            DayText::Date(moment) => moment.date.filter(|_| moment.time.is_none()).and_then(|date| {
                let (month, day) = (i8::try_from(date.month).ok()?, i8::try_from(date.day).ok()?);
                Date::new(i16::try_from(date.year).ok()?, month, day).ok()
            }),
        };
        let read = date.map(|date| Self(Some(date)));
        read.ok_or_else(|| D::Error::custom("expected a date such as 2026-05-04, without quotation marks"))
    }
}

/// A TOML date that must be there.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Day(pub(crate) Date);

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let read = ClearDay::deserialize(deserializer)?.0.map(Self);
        read.ok_or_else(|| D::Error::custom("expected a date"))
    }
}
