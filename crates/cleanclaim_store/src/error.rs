//! Why the store could not do something. No message carries a stored value.

use cleanclaim_ledger::EntryError;

/// What the store could not do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The URL is of no database that we know.
    #[error("expected sqlite://PATH or postgres://USER@HOST:PORT/NAME as the database")]
    Url,
    /// The SQLite file or its folder could not be made.
    #[error("could not create the database file")]
    Create(#[source] std::io::Error),
    /// No connection.
    #[error("could not connect to the database")]
    Connect(#[source] sqlx::Error),
    /// The schema could not be brought up to date, or is newer than this program.
    #[error("could not bring the database's schema up to date")]
    Migrate(#[source] sqlx::migrate::MigrateError),
    /// A row with that key is there already.
    #[error("a row with that key is there already ({constraint})")]
    Exists {
        /// The constraint, or the columns, as the database names them.
        constraint: String,
    },
    /// Another writer held the database for too long, or two of them stood in each other's way.
    #[error("another writer holds the database; try again")]
    Busy,
    /// The database refused a statement.
    #[error("the database refused a statement (code {code}): {message}")]
    Refused {
        /// SQLSTATE on PostgreSQL, result code on SQLite.
        code: String,
        /// What it said, left out where it may quote a value.
        message: String,
    },
    /// The connection broke. Whether a commit took place is then unknown: repeat the verb, every write has its key.
    #[error("the connection to the database broke")]
    Connection(#[source] sqlx::Error),
    /// A stored value is not what its column holds.
    #[error("{table}.{column} holds a value that this program cannot read")]
    Unreadable {
        /// The table.
        table: &'static str,
        /// The column.
        column: &'static str,
    },
    /// A stored entry is no entry.
    #[error("a stored ledger entry does not balance")]
    Entry(#[from] EntryError),
    /// A write within a transaction that was begun for reading.
    #[error("this transaction was begun for reading only")]
    ReadOnly,
    /// The audit trail was changed from outside.
    #[error("the audit trail is broken at row {sequence}")]
    AuditBroken {
        /// The first row that does not follow from the one before it.
        sequence: i64,
    },
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        let sqlx::Error::Database(refusal) = &error else {
            return Self::Connection(error);
        };
        let code = refusal.code().map(|code| code.into_owned()).unwrap_or_default();
        if refusal.is_unique_violation() {
            let constraint = refusal.constraint().map_or_else(|| refusal.message().to_owned(), str::to_owned);
            return Self::Exists { constraint };
        }
        if is_busy(&code) {
            return Self::Busy;
        }
        // PostgreSQL's class 22 (data exception) quotes the value that it could not take.
        let message = if code.starts_with("22") { String::new() } else { refusal.message().to_owned() };
        Self::Refused { code, message }
    }
}

/// SQLite's primary result codes 5 (busy) and 6 (locked), in the lowest byte of the extended code; PostgreSQL's serialization failure,
/// deadlock and lock not available.
fn is_busy(code: &str) -> bool {
    let sqlite = code.len() < 5 && code.parse::<u32>().is_ok_and(|code| matches!(code & 0xff, 5 | 6));
    sqlite || matches!(code, "40001" | "40P01" | "55P03")
}

#[cfg(test)]
mod tests {
    use super::is_busy;

    #[test]
    fn busy_is_told_from_refused() {
        for code in ["5", "517", "6", "262", "40001", "40P01"] {
            assert!(is_busy(code), "{code}");
        }
        for code in ["", "13", "2067", "23505", "00005", "22P02"] {
            assert!(!is_busy(code), "{code}");
        }
    }
}
