//! Values that JSON carries as text or as a number of cents.

use core::fmt;
use std::borrow::Cow;

use cleanclaim_model::{
    Carc, Cents, ClaimKind, ClaimStatusCode, Date, DiagnosisRole, EntityType, FormCode, Frequency, GroupCode, Hcpcs,
    Icd10, Icd10Pcs, Modifier, Npi, PlaceOfService, PresentOnAdmission, Quantity, Rarc, Responsibility, RevenueCode,
    Setting, Sex, Taxonomy, Text, UnitBasis, parse_ccyymmdd,
};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{Error as _, Unexpected, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A value that JSON carries as text.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub struct Written<T>(pub T);

/// Text of any content.
pub type TextJson = Written<Text>;

impl TextJson {
    /// Whether there is none: such fields are left out.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl From<&Text> for TextJson {
    fn from(text: &Text) -> Self {
        Self(text.clone())
    }
}

/// How a value is written as text and read back.
pub trait WireText: Sized {
    /// Its JSON schema.
    fn schema() -> Schema;

    /// Reads it.
    ///
    /// # Errors
    /// What was expected, in words, without the text.
    fn read(text: &str) -> Result<Self, Cow<'static, str>>;

    /// Writes it.
    ///
    /// # Errors
    /// When the formatter does.
    fn write(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result;
}

impl<T: WireText> fmt::Display for Written<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.write(f)
    }
}

/// Prints nothing of the value: it may be a patient's.
impl<T> fmt::Debug for Written<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("_")
    }
}

impl<T: WireText> Serialize for Written<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de, T: WireText> Deserialize<'de> for Written<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TextVisitor<T>(core::marker::PhantomData<T>);

        impl<T: WireText> Visitor<'_> for TextVisitor<T> {
            type Value = Written<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("text")
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Written<T>, E> {
                T::read(text).map(Written).map_err(E::custom)
            }
        }

        deserializer.deserialize_str(TextVisitor(core::marker::PhantomData))
    }
}

impl<T: WireText> JsonSchema for Written<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        Cow::Borrowed("text")
    }

    fn schema_id() -> Cow<'static, str> {
        Cow::Owned(T::schema().as_value().to_string())
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        T::schema()
    }
}

/// An amount as an integer number of US cents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CentsJson(pub Cents);

impl Serialize for CentsJson {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_i64(self.0.get())
    }
}

impl<'de> Deserialize<'de> for CentsJson {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let cents = Cents::new(i64::deserialize(deserializer)?);
        if Cents::LIMIT < cents.abs() {
            return Err(D::Error::invalid_value(
                Unexpected::Other("an amount"),
                &"at most ten billion dollars in cents",
            ));
        }
        Ok(Self(cents))
    }
}

impl JsonSchema for CentsJson {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        Cow::Borrowed("cents")
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "integer", "minimum": -Cents::LIMIT.get(), "maximum": Cents::LIMIT.get()})
    }
}

impl WireText for Text {
    fn schema() -> Schema {
        json_schema!({"type": "string"})
    }
    fn read(text: &str) -> Result<Self, Cow<'static, str>> {
        Ok(Self::from(text))
    }
    fn write(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self)
    }
}

impl WireText for Date {
    fn schema() -> Schema {
        json_schema!({"type": "string", "format": "date"})
    }
    fn read(text: &str) -> Result<Self, Cow<'static, str>> {
        let digits = match text.as_bytes() {
            [_, _, _, _, b'-', _, _, b'-', _, _] => text.replace('-', ""),
            _ => String::new(),
        };
        parse_ccyymmdd(&digits).map_err(|_| "expected a day of the calendar as 2026-01-31".into())
    }
    fn write(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl WireText for Quantity {
    fn schema() -> Schema {
        json_schema!({"type": "string", "pattern": r"^-?[0-9]{0,9}(\.[0-9]{1,3})?$"})
    }
    fn read(text: &str) -> Result<Self, Cow<'static, str>> {
        Self::parse(text).ok_or_else(|| "expected decimal text with at most three decimals".into())
    }
    fn write(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl WireText for ClaimStatusCode {
    fn schema() -> Schema {
        json_schema!({"type": "string", "pattern": "^[0-9]{1,2}$"})
    }
    fn read(text: &str) -> Result<Self, Cow<'static, str>> {
        Self::parse(text).ok_or_else(|| "expected one or two digits".into())
    }
    fn write(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.get())
    }
}

impl WireText for Responsibility {
    fn schema() -> Schema {
        json_schema!({"type": "string", "pattern": "^[A-Z]$"})
    }
    fn read(text: &str) -> Result<Self, Cow<'static, str>> {
        Self::parse(text).ok_or_else(|| "expected one capital letter: P, S, T, A to H or U".into())
    }
    fn write(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.as_char())
    }
}

impl WireText for Frequency {
    fn schema() -> Schema {
        json_schema!({"type": "string", "pattern": "^[0-9A-Z]$"})
    }
    fn read(text: &str) -> Result<Self, Cow<'static, str>> {
        Self::parse(text).ok_or_else(|| "expected one letter or digit".into())
    }
    fn write(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.as_char())
    }
}

macro_rules! checked_text {
    ($($type:ty: $pattern:literal;)*) => {$(
        impl WireText for $type {
            fn schema() -> Schema {
                json_schema!({"type": "string", "pattern": $pattern})
            }
            fn read(text: &str) -> Result<Self, Cow<'static, str>> {
                Self::parse(text).map_err(|error| Cow::Owned(error.to_string()))
            }
            fn write(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }
    )*};
}

checked_text! {
    Icd10: "^[A-Z][0-9A-Z]{2,6}$";
    Icd10Pcs: "^[0-9A-HJ-NP-Z]{7}$";
    Hcpcs: "^[0-9A-Z]{5}$";
    Modifier: "^[0-9A-Z]{2}$";
    RevenueCode: "^[0-9]{4}$";
    PlaceOfService: "^[0-9]{2}$";
    Carc: "^[0-9A-Z]{1,5}$";
    Rarc: "^[0-9A-Z]{2,5}$";
    Taxonomy: "^[0-9A-Z]{10}$";
    FormCode: "^[0-9A-Z]{1,3}$";
    Npi: "^[12][0-9]{9}$";
}

macro_rules! listed_text {
    ($($type:ty: $($value:expr => $text:literal),*;)*) => {$(
        impl WireText for $type {
            fn schema() -> Schema {
                json_schema!({"type": "string", "enum": [$($text),*]})
            }
            fn read(text: &str) -> Result<Self, Cow<'static, str>> {
                match text {
                    $($text => Ok($value),)*
                    _ => Err(Cow::Borrowed(concat!("expected one of:" $(, " ", $text)*))),
                }
            }
            fn write(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                $(if *self == $value { return f.write_str($text); })*
                Ok(())
            }
        }
    )*};
}

listed_text! {
    ClaimKind:
        Self::Professional => "professional", Self::Institutional => "institutional", Self::Dental => "dental";
    Sex: Self::Female => "F", Self::Male => "M", Self::Unknown => "U";
    Setting: Self::Outpatient => "outpatient", Self::Inpatient => "inpatient";
    EntityType: Self::Person => "person", Self::Organization => "organization";
    UnitBasis: Self::Unit => "UN", Self::Minutes => "MJ", Self::Days => "DA";
    PresentOnAdmission:
        Self::Yes => "Y", Self::No => "N", Self::Unknown => "U", Self::Undetermined => "W", Self::Exempt => "1";
    DiagnosisRole:
        Self::Principal => "principal", Self::Other => "other", Self::Admitting => "admitting",
        Self::ReasonForVisit => "reason_for_visit", Self::ExternalCause => "external_cause";
    GroupCode:
        Self::ContractualObligation => "CO", Self::PatientResponsibility => "PR", Self::OtherAdjustment => "OA",
        Self::PayerInitiated => "PI", Self::CorrectionReversal => "CR";
}
