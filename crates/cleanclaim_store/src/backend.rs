//! The few places where the two databases want other words.

/// Which database it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Backend {
    /// SQLite 3.
    Sqlite,
    /// PostgreSQL 15 or newer.
    Postgres,
}

/// The two kinds of column that rows are made of; files' bytes go their own way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Text.
    Text,
    /// A 64-bit integer: money in cents, moments in microseconds, counts.
    Bigint,
}

impl Backend {
    /// The rows of a JSON array in parameter `$2`, as a table `j` with a column `value`.
    pub(crate) const fn json_rows(self) -> &'static str {
        match self {
            Self::Sqlite => "json_each($2) as j",
            Self::Postgres => "jsonb_array_elements($2::jsonb) as j(value)",
        }
    }

    /// Element `index` of `j.value`, which is an array.
    pub(crate) fn json_cell(self, index: usize, kind: Kind) -> String {
        match (self, kind) {
            (Self::Sqlite, _) | (Self::Postgres, Kind::Text) => format!("j.value ->> {index}"),
            (Self::Postgres, Kind::Bigint) => format!("(j.value ->> {index})::bigint"),
        }
    }

    /// A subquery of the texts of a JSON array in parameter `$2`.
    pub(crate) const fn json_texts(self) -> &'static str {
        match self {
            Self::Sqlite => "(select value from json_each($2))",
            Self::Postgres => "(select jsonb_array_elements_text($2::jsonb))",
        }
    }

    /// What begins a transaction that will write.
    pub(crate) const fn begin_write(self) -> &'static str {
        match self {
            // A deferred transaction that turns into a writer fails at once when another one wrote meanwhile.
            Self::Sqlite => "begin immediate",
            Self::Postgres => "begin",
        }
    }

    /// What begins a transaction that only reads, from one snapshot.
    pub(crate) const fn begin_read(self) -> &'static str {
        match self {
            Self::Sqlite => "begin deferred",
            Self::Postgres => "begin isolation level repeatable read, read only",
        }
    }
}
