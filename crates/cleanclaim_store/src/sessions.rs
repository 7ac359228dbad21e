//! Web sessions, kept by the hash of their token: who reads the database cannot take one over.

use jiff::Timestamp;

use crate::query::Query;
use crate::table::RowReader;
use crate::{StoreError, Tx};

/// A session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionRow {
    /// Hash of the token, in text.
    pub id_hash: String,
    /// What the server remembers, as text.
    pub data: String,
    /// When it ends.
    pub expires_at: Timestamp,
}

impl Tx {
    /// Keeps a session, in place of one with the same hash.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn save_session(&mut self, session: &SessionRow) -> Result<(), StoreError> {
        let mut query = Query::new(
            "insert into session (id_hash, data, expires_at) values ($1, $2, $3) \
             on conflict (id_hash) do update set data = excluded.data, expires_at = excluded.expires_at",
        );
        query.bind_text(&session.id_hash).bind_text(&session.data).bind_bigint(session.expires_at.as_microsecond());
        self.write(query).await.map(drop)
    }

    /// Keeps a new session; says whether its hash was new.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn create_session(&mut self, session: &SessionRow) -> Result<bool, StoreError> {
        let mut query =
            Query::new("insert into session (id_hash, data, expires_at) values ($1, $2, $3) on conflict do nothing");
        query.bind_text(&session.id_hash).bind_text(&session.data).bind_bigint(session.expires_at.as_microsecond());
        Ok(self.write(query).await? == 1)
    }

    /// The session with that hash, if it has not ended.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn load_session(&mut self, id_hash: &str, now: Timestamp) -> Result<Option<SessionRow>, StoreError> {
        let mut query = Query::new("select id_hash, data, expires_at from session where id_hash = ");
        query.text(id_hash).push(" and expires_at > ").bigint(now.as_microsecond());
        let rows = self.rows(query).await?;
        let Some(row) = rows.first() else { return Ok(None) };
        let reader = RowReader::new(row, "session");
        Ok(Some(SessionRow {
            id_hash: reader.cell(0, "id_hash")?,
            data: reader.cell(1, "data")?,
            expires_at: reader.cell(2, "expires_at")?,
        }))
    }

    /// Ends a session.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn delete_session(&mut self, id_hash: &str) -> Result<(), StoreError> {
        let mut query = Query::new("delete from session where id_hash = ");
        query.text(id_hash);
        self.write(query).await.map(drop)
    }

    /// Forgets sessions that have ended and says how many.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn delete_expired_sessions(&mut self, now: Timestamp) -> Result<u64, StoreError> {
        let mut query = Query::new("delete from session where expires_at <= ");
        query.bigint(now.as_microsecond());
        self.write(query).await
    }
}
