//! A statement made of literal pieces with numbered placeholders and its values. (sqlx's own `QueryBuilder<Any>` writes wrong placeholders.)

use core::fmt::{Display, Write as _};

use sqlx::Arguments as _;
use sqlx::any::AnyArguments;

use crate::StoreError;

#[derive(Debug)]
enum Value {
    Text(String),
    Bigint(i64),
    Bytes(Vec<u8>),
}

/// A statement in the making.
#[derive(Debug)]
pub(crate) struct Query {
    sql: String,
    values: Vec<Value>,
}

impl Query {
    pub(crate) fn new(sql: impl Into<String>) -> Self {
        Self { sql: sql.into(), values: Vec::new() }
    }

    /// Adds literal SQL, never anything from outside.
    pub(crate) fn push(&mut self, sql: &str) -> &mut Self {
        self.sql.push_str(sql);
        self
    }

    /// Adds a placeholder for a text.
    pub(crate) fn text(&mut self, value: impl Display) -> &mut Self {
        self.bind_text(value);
        self.placeholder()
    }

    /// Adds a placeholder for an integer.
    pub(crate) fn bigint(&mut self, value: i64) -> &mut Self {
        self.bind_bigint(value);
        self.placeholder()
    }

    /// Adds a value for a placeholder that stands in the text already. NUL becomes U+FFFD, which PostgreSQL can hold.
    pub(crate) fn bind_text(&mut self, value: impl Display) -> &mut Self {
        let text = value.to_string();
        self.values.push(Value::Text(if text.contains('\0') { text.replace('\0', "\u{fffd}") } else { text }));
        self
    }

    /// Adds a value for a placeholder that stands in the text already.
    pub(crate) fn bind_bigint(&mut self, value: i64) -> &mut Self {
        self.values.push(Value::Bigint(value));
        self
    }

    /// Adds a value for a placeholder that stands in the text already.
    pub(crate) fn bind_bytes(&mut self, value: &[u8]) -> &mut Self {
        self.values.push(Value::Bytes(value.to_vec()));
        self
    }

    fn placeholder(&mut self) -> &mut Self {
        // Writing into memory cannot fail.
        let _ = write!(self.sql, "${}", self.values.len());
        self
    }

    pub(crate) fn finish(self) -> Result<(String, AnyArguments), StoreError> {
        let mut arguments = AnyArguments::default();
        for value in self.values {
            let added = match value {
                Value::Text(text) => arguments.add(text),
                Value::Bigint(number) => arguments.add(number),
                Value::Bytes(bytes) => arguments.add(bytes),
            };
            added.map_err(|error| StoreError::from(sqlx::Error::Encode(error)))?;
        }
        Ok((self.sql, arguments))
    }
}
