//! Reading values of a profile, so that an error points at the value.

use std::collections::BTreeMap;

use cleanclaim_model::{Modifier, PlaceOfService, Severity, Taxonomy};
use serde::de::{Deserialize, Deserializer, Error as _};

use crate::CodePattern;

/// Why text is not a payer profile.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}, column {column}: {message}")]
pub struct ProfileError {
    /// Line from 1.
    pub line: usize,
    /// Character of the line from 1.
    pub column: usize,
    /// What is wrong there.
    pub message: String,
}

impl ProfileError {
    pub(crate) fn locate(text: &str, error: &toml::de::Error) -> Self {
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

/// Text that must have a certain form.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Formed<T>(T);

trait Form: Sized {
    const EXPECTED: &'static str;
    fn read(text: &str) -> Option<Self>;
}

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

/// The name of a rule that there is.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct RuleName(&'static str);

forms! {
    CodePattern, "a procedure code, a beginning such as J9*, or a range such as J0100-J0199", CodePattern::parse;
    Modifier, "a modifier of two letters or digits", |text| Modifier::parse(text).ok();
    PlaceOfService, "a place of service of two digits", |text| PlaceOfService::parse(text).ok();
    Taxonomy, "a taxonomy code of ten letters or digits", |text| Taxonomy::parse(text).ok();
    Severity, "error, warning or info", |text| match text {
        "error" => Some(Severity::Error),
        "warning" => Some(Severity::Warning),
        "info" => Some(Severity::Info),
        _ => None,
    };
    RuleName, "the name of a rule", |text| crate::find(text).map(|rule| RuleName(rule.meta().name));
}

impl<'de, T: Form> Deserialize<'de> for Formed<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let read = T::read(&text).map(Self);
        read.ok_or_else(|| D::Error::custom(format_args!("expected {}, found {text:?}", T::EXPECTED)))
    }
}

fn list<'de, T: Form, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<T>, D::Error> {
    Ok(Vec::<Formed<T>>::deserialize(deserializer)?.into_iter().map(|formed| formed.0).collect())
}

pub(super) fn patterns<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<CodePattern>, D::Error> {
    list(deserializer)
}

pub(super) fn modifiers<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Modifier>, D::Error> {
    list(deserializer)
}

pub(super) fn places<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<PlaceOfService>, D::Error> {
    list(deserializer)
}

pub(super) fn taxonomies<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Taxonomy>, D::Error> {
    list(deserializer)
}

pub(super) fn severities<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<BTreeMap<&'static str, Severity>, D::Error> {
    let read = BTreeMap::<Formed<RuleName>, Formed<Severity>>::deserialize(deserializer)?;
    Ok(read.into_iter().map(|(rule, severity)| (rule.0.0, severity.0)).collect())
}
