//! How each Rust type stands in a column, and the JSON text that carries many rows in one parameter.

use core::fmt::{Display, Write as _};

use cleanclaim_model::state::{Adjudication, Balance, Dispute, Transport, Work};
use cleanclaim_model::{
    ChargeId, ClaimId, ClaimKind, Date, EncounterId, EntryId, EventId, FileId, PatientId, Phi, RemittanceId, Setting,
    SubmissionId, Text, UserId,
};
use jiff::Timestamp;
use sqlx::Row as _;
use sqlx::any::AnyRow;

use crate::backend::Kind;

/// A value of a column.
pub(crate) trait Cell: Sized {
    const KIND: Kind;
    fn write(&self, out: &mut RowWriter);
    /// `None` when the stored value cannot be one of these.
    fn read(row: &AnyRow, index: usize) -> Option<Self>;
}

/// Rows as one JSON text: an array of arrays.
#[derive(Debug, Default)]
pub struct RowWriter {
    json: String,
    first_cell: bool,
}

impl RowWriter {
    pub(crate) fn begin_row(&mut self) {
        self.json.push_str(if self.json.is_empty() { "[[" } else { ",[" });
        self.first_cell = true;
    }

    pub(crate) fn end_row(&mut self) {
        self.json.push(']');
    }

    pub(crate) fn size_bytes(&self) -> usize {
        self.json.len()
    }

    /// The finished text; the writer is empty afterwards.
    pub(crate) fn take(&mut self) -> String {
        let mut json = core::mem::take(&mut self.json);
        json.push_str(if json.is_empty() { "[]" } else { "]" });
        json
    }

    pub(crate) fn cell<C: Cell>(&mut self, cell: &C) {
        if !self.first_cell {
            self.json.push(',');
        }
        self.first_cell = false;
        cell.write(self);
    }

    fn text(&mut self, text: &str) {
        push_json_text(&mut self.json, text);
    }

    fn bigint(&mut self, value: i64) {
        // Writing into memory cannot fail.
        let _ = write!(self.json, "{value}");
    }

    fn null(&mut self) {
        self.json.push_str("null");
    }
}

/// Texts as one JSON array.
pub(crate) fn json_texts<T: Display>(texts: impl IntoIterator<Item = T>) -> String {
    let mut json = String::from("[");
    for text in texts {
        if json.len() > 1 {
            json.push(',');
        }
        push_json_text(&mut json, &text.to_string());
    }
    json.push(']');
    json
}

/// Appends a JSON string. NUL becomes U+FFFD: PostgreSQL's text cannot hold it, and both databases shall store the same.
fn push_json_text(json: &mut String, text: &str) {
    json.push('"');
    let mut rest = text;
    while let Some(at) = rest.find(|found: char| found < ' ' || found == '"' || found == '\\') {
        let (plain, special) = rest.split_at(at);
        json.push_str(plain);
        let mut characters = special.chars();
        match characters.next() {
            Some('\0') | None => json.push('\u{fffd}'),
            Some('"') => json.push_str("\\\""),
            Some('\\') => json.push_str("\\\\"),
            Some('\n') => json.push_str("\\n"),
            Some('\r') => json.push_str("\\r"),
            Some('\t') => json.push_str("\\t"),
            Some(control) => {
                let _ = write!(json, "\\u{:04x}", u32::from(control));
            }
        }
        rest = characters.as_str();
    }
    json.push_str(rest);
    json.push('"');
}

fn text(row: &AnyRow, index: usize) -> Option<String> {
    row.try_get::<String, _>(index).ok()
}

fn bigint(row: &AnyRow, index: usize) -> Option<i64> {
    row.try_get::<i64, _>(index).ok()
}

/// Types that print to text and are read from it.
macro_rules! text_cell {
    ($($type:ty: $value:ident => $as_text:expr, $parse:expr;)*) => {$(
        impl Cell for $type {
            const KIND: Kind = Kind::Text;
            fn write(&self, out: &mut RowWriter) {
                let $value = self;
                out.text(&$as_text);
            }
            fn read(row: &AnyRow, index: usize) -> Option<Self> {
                let $value = text(row, index)?;
                $parse
            }
        }
    )*};
}

text_cell! {
    String: value => *value, Some(value);
    Text: value => *value, Some(Text::from(value));
    Date: value => value.to_string(), value.parse().ok();
    ClaimKind: value => value.as_str(), ClaimKind::parse(&value);
    Setting: value => value.as_str(), Setting::parse(&value);
    Work: value => value.as_str(), Work::parse(&value);
    Transport: value => value.as_str(), Transport::parse(&value);
    Adjudication: value => value.as_str(), Adjudication::parse(&value);
    Balance: value => value.as_str(), Balance::parse(&value);
    Dispute: value => value.as_str(), Dispute::parse(&value);
    PatientId: value => value.to_string(), value.parse().ok();
    EncounterId: value => value.to_string(), value.parse().ok();
    ChargeId: value => value.to_string(), value.parse().ok();
    ClaimId: value => value.to_string(), value.parse().ok();
    SubmissionId: value => value.to_string(), value.parse().ok();
    RemittanceId: value => value.to_string(), value.parse().ok();
    FileId: value => value.to_string(), value.parse().ok();
    EntryId: value => value.to_string(), value.parse().ok();
    EventId: value => value.to_string(), value.parse().ok();
    UserId: value => value.to_string(), value.parse().ok();
}

/// Types that are a 64-bit integer.
macro_rules! bigint_cell {
    ($($type:ty: $value:ident => $as_bigint:expr, $parse:expr;)*) => {$(
        impl Cell for $type {
            const KIND: Kind = Kind::Bigint;
            fn write(&self, out: &mut RowWriter) {
                let $value = self;
                out.bigint($as_bigint);
            }
            fn read(row: &AnyRow, index: usize) -> Option<Self> {
                let $value = bigint(row, index)?;
                $parse
            }
        }
    )*};
}

bigint_cell! {
    i64: value => *value, Some(value);
    u32: value => i64::from(*value), u32::try_from(value).ok();
    u16: value => i64::from(*value), u16::try_from(value).ok();
    cleanclaim_model::Cents: value => value.get(), Some(cleanclaim_model::Cents::new(value));
    cleanclaim_model::Quantity: value => value.get(), Some(cleanclaim_model::Quantity::thousandths(value));
    Timestamp: value => value.as_microsecond(), Timestamp::from_microsecond(value).ok();
}

impl<C: Cell> Cell for Option<C> {
    const KIND: Kind = C::KIND;

    fn write(&self, out: &mut RowWriter) {
        match self {
            Some(value) => value.write(out),
            None => out.null(),
        }
    }

    fn read(row: &AnyRow, index: usize) -> Option<Self> {
        let is_null = match C::KIND {
            Kind::Text => row.try_get::<Option<String>, _>(index).ok()?.is_none(),
            Kind::Bigint => row.try_get::<Option<i64>, _>(index).ok()?.is_none(),
        };
        if is_null { Some(None) } else { C::read(row, index).map(Some) }
    }
}

impl<C: Cell> Cell for Phi<C> {
    const KIND: Kind = C::KIND;

    fn write(&self, out: &mut RowWriter) {
        self.expose().write(out);
    }

    fn read(row: &AnyRow, index: usize) -> Option<Self> {
        C::read(row, index).map(Phi::new)
    }
}

/// An enum that stands in a column by its name.
macro_rules! named {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $text:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name { $($(#[$variant_doc])* $variant,)* }

        impl $name {
            /// Every value.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// Its name in the database and JSON.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)* }
            }

            /// Reads its name.
            #[must_use]
            pub fn parse(text: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.as_str() == text)
            }
        }

        impl crate::cell::Cell for $name {
            const KIND: crate::backend::Kind = crate::backend::Kind::Text;
            fn write(&self, out: &mut crate::cell::RowWriter) {
                crate::cell::Cell::write(&cleanclaim_model::Text::const_new(self.as_str()), out);
            }
            fn read(row: &sqlx::any::AnyRow, index: usize) -> Option<Self> {
                <String as crate::cell::Cell>::read(row, index).and_then(|text| Self::parse(&text))
            }
        }
    };
}
pub(crate) use named;

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn texts_survive_json(texts in prop::collection::vec("(\\PC|[\u{0}-\u{1f}\"\\\\\u{7f}\u{2028}])*", 0..5)) {
            let expected: Vec<String> = texts.iter().map(|text| text.replace('\0', "\u{fffd}")).collect();
            prop_assert_eq!(serde_json::from_str::<Vec<String>>(&json_texts(&texts)).unwrap(), expected);
        }
    }

    #[test]
    fn rows_are_arrays_of_cells() {
        let mut rows = RowWriter::default();
        for number in [1_i64, -2] {
            rows.begin_row();
            rows.cell(&number);
            rows.cell(&Some(Text::from("a\"b")));
            rows.cell(&None::<i64>);
            rows.end_row();
        }
        assert_eq!(rows.take(), r#"[[1,"a\"b",null],[-2,"a\"b",null]]"#);
        assert_eq!(rows.take(), "[]");
    }
}
