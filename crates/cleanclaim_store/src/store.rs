//! Opening a database, and transactions.

use core::time::Duration;
use std::path::{Path, PathBuf};

use cleanclaim_model::PracticeId;
use sqlx::any::{AnyPoolOptions, AnyRow};
use sqlx::migrate::{MigrateError, Migration, MigrationType, Migrator};
use sqlx::{AnyConnection, AnyPool, AssertSqlSafe, Executor as _, SqlSafeStr as _, Transaction};

use crate::backend::Backend;
use crate::query::Query;
use crate::table::{RowReader, select};
use crate::{StoreError, View};

/// Connections to one database at most. SQLite has one writer at a time anyway; the others read.
const CONNECTIONS_MAX: u32 = 8;
/// How long a writer waits for another on SQLite, in milliseconds.
const BUSY_TIMEOUT_MS: u32 = 30_000;
/// How long one waits for a connection.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(30);
/// How often another process's migration is waited for on SQLite, which has no lock for it.
const MIGRATE_ATTEMPTS: u32 = 5;

macro_rules! migrations {
    ($backend:literal: $($version:literal $name:literal),* $(,)?) => {
        [$(($version, $name, include_str!(concat!("../migrations/", $backend, "/", $name, ".sql")))),*]
    };
}

/// Version, name and text; the same numbers on both databases.
static SQLITE_MIGRATIONS: &[(i64, &str, &str)] = &migrations!("sqlite": 1 "0001_practice_to_ledger");
static POSTGRES_MIGRATIONS: &[(i64, &str, &str)] = &migrations!("postgres": 1 "0001_practice_to_ledger");

/// A migrated database.
#[derive(Debug, Clone)]
pub struct Store {
    pool: AnyPool,
    backend: Backend,
}

impl Store {
    /// Opens `sqlite://PATH` or `postgres://...` and brings its schema up to date. A missing SQLite file is made, readable by its owner
    /// only.
    ///
    /// # Errors
    /// When the URL is neither, the database cannot be reached, or its schema is newer than this program.
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        sqlx::any::install_default_drivers();
        let (backend, url) = match url.strip_prefix("sqlite:") {
            Some(rest) => (Backend::Sqlite, sqlite_url(rest)?),
            None if url.starts_with("postgres://") || url.starts_with("postgresql://") => {
                (Backend::Postgres, url.to_owned())
            }
            None => return Err(StoreError::Url),
        };
        let pool = AnyPoolOptions::new()
            .max_connections(CONNECTIONS_MAX)
            .acquire_timeout(ACQUIRE_TIMEOUT)
            .after_connect(move |connection, _| Box::pin(prepare_connection(connection, backend)))
            .connect(&url)
            .await
            .map_err(StoreError::Connect)?;
        migrate(&pool, backend).await?;
        Ok(Self { pool, backend })
    }

    /// Which database it is.
    #[must_use]
    pub const fn backend(&self) -> Backend {
        self.backend
    }

    /// Begins a transaction that writes. Nothing of it stays unless it is committed.
    ///
    /// # Errors
    /// When no connection is to be had, or another writer holds SQLite for too long.
    pub async fn begin(&self) -> Result<Tx, StoreError> {
        let inner = self.pool.begin_with(self.backend.begin_write()).await?;
        Ok(Tx { inner, backend: self.backend, mode: Mode::Write })
    }

    /// Begins a transaction that only reads, all of it from one moment.
    ///
    /// # Errors
    /// When no connection is to be had.
    pub async fn read(&self) -> Result<Tx, StoreError> {
        let inner = self.pool.begin_with(self.backend.begin_read()).await?;
        Ok(Tx { inner, backend: self.backend, mode: Mode::Read })
    }

    /// Closes every connection and, on SQLite, moves the write-ahead log into the file.
    pub async fn close(self) {
        self.pool.close().await;
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    Read,
    Write,
}

/// A transaction. Dropped without [`Tx::commit`], it leaves nothing behind.
#[derive(Debug)]
pub struct Tx {
    inner: Transaction<'static, sqlx::Any>,
    backend: Backend,
    mode: Mode,
}

impl Tx {
    /// Makes everything written durable.
    ///
    /// # Errors
    /// When the database refuses. When the connection breaks, nobody knows whether it took place: repeat the verb, its keys make it
    /// happen once.
    pub async fn commit(self) -> Result<(), StoreError> {
        Ok(self.inner.commit().await?)
    }

    /// Which database it is.
    #[must_use]
    pub const fn backend(&self) -> Backend {
        self.backend
    }

    /// Every row of a table, in the order of its key, `limit` of them after the first `offset`.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn all<R: View>(&mut self, practice: PracticeId, limit: u32, offset: u32) -> Result<Vec<R>, StoreError> {
        let mut query = Query::new(select::<R>());
        query.push(" where tenant_id = ").text(practice);
        query.push(&order_by::<R>());
        query.push(" limit ").bigint(i64::from(limit)).push(" offset ").bigint(i64::from(offset));
        self.fetch(query).await
    }

    /// The rows whose `column` is one of `keys`, in the order of the table's key.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn by<R: View>(
        &mut self,
        practice: PracticeId,
        column: &'static str,
        keys: impl IntoIterator<Item: core::fmt::Display>,
    ) -> Result<Vec<R>, StoreError> {
        let known = R::COLUMNS.iter().any(|known| known.name == column);
        assert!(known, "{} has no column {column}", R::NAME);
        let mut query = Query::new(select::<R>());
        query.push(" where tenant_id = ").text(practice);
        // The list of keys is always parameter $2.
        query.push(&format!(" and {column} in {}", self.backend.json_texts()));
        query.bind_text(crate::cell::json_texts(keys));
        query.push(&order_by::<R>());
        self.fetch(query).await
    }

    /// How many rows of a table the practice has.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn count<R: View>(&mut self, practice: PracticeId) -> Result<u64, StoreError> {
        let mut query = Query::new(format!("select count(*) from {}", R::NAME));
        query.push(" where tenant_id = ").text(practice);
        let rows = self.rows(query).await?;
        let count: i64 = first_cell(&rows, R::NAME, "count")?;
        Ok(u64::try_from(count).unwrap_or_default())
    }

    pub(crate) async fn fetch<R: View>(&mut self, query: Query) -> Result<Vec<R>, StoreError> {
        let rows = self.rows(query).await?;
        rows.iter().map(|row| R::read(&RowReader::new(row, R::NAME))).collect()
    }

    pub(crate) async fn rows(&mut self, query: Query) -> Result<Vec<AnyRow>, StoreError> {
        let (sql, arguments) = query.finish()?;
        Ok(sqlx::query_with(AssertSqlSafe(sql), arguments).fetch_all(&mut *self.inner).await?)
    }

    /// Runs a statement that writes, and says how many rows it touched.
    pub(crate) async fn write(&mut self, query: Query) -> Result<u64, StoreError> {
        self.check_writable()?;
        let (sql, arguments) = query.finish()?;
        Ok(sqlx::query_with(AssertSqlSafe(sql), arguments).execute(&mut *self.inner).await?.rows_affected())
    }

    /// Runs a statement that writes and returns rows.
    pub(crate) async fn write_returning(&mut self, query: Query) -> Result<Vec<AnyRow>, StoreError> {
        self.check_writable()?;
        self.rows(query).await
    }

    fn check_writable(&self) -> Result<(), StoreError> {
        match self.mode {
            Mode::Write => Ok(()),
            Mode::Read => Err(StoreError::ReadOnly),
        }
    }
}

/// The first column of the first row.
pub(crate) fn first_cell<C: crate::cell::Cell>(
    rows: &[AnyRow],
    table: &'static str,
    column: &'static str,
) -> Result<C, StoreError> {
    let row = rows.first().ok_or(StoreError::Unreadable { table, column })?;
    RowReader::new(row, table).cell(0, column)
}

fn order_by<R: View>() -> String {
    if R::KEY.is_empty() { String::new() } else { format!(" order by {}", R::KEY.join(", ")) }
}

async fn prepare_connection(connection: &mut AnyConnection, backend: Backend) -> Result<(), sqlx::Error> {
    if backend == Backend::Sqlite {
        // Full: a commit that was answered survives a power cut. Temporary tables stay in memory, so that no patient's data are left
        // behind in a folder that is everybody's.
        let pragmas = format!(
            "pragma busy_timeout = {BUSY_TIMEOUT_MS}; pragma journal_mode = wal; pragma synchronous = full; \
             pragma foreign_keys = on; pragma cache_size = -16000; pragma temp_store = memory;"
        );
        connection.execute(sqlx::raw_sql(AssertSqlSafe(pragmas))).await?;
    }
    Ok(())
}

async fn migrate(pool: &AnyPool, backend: Backend) -> Result<(), StoreError> {
    let files = match backend {
        Backend::Sqlite => SQLITE_MIGRATIONS,
        Backend::Postgres => POSTGRES_MIGRATIONS,
    };
    let migrations = files
        .iter()
        .map(|(version, name, sql)| {
            Migration::new(*version, (*name).into(), MigrationType::Simple, sql.into_sql_str(), false)
        })
        .collect();
    let migrator = Migrator::with_migrations(migrations);
    let mut attempt = 1;
    loop {
        match migrator.run(pool).await {
            Ok(()) => return Ok(()),
            // Another process may just be at it; what it finished is not done again.
            Err(MigrateError::Execute(_) | MigrateError::ExecuteMigration(..))
                if attempt < MIGRATE_ATTEMPTS && backend == Backend::Sqlite =>
            {
                attempt += 1;
                tokio::time::sleep(Duration::from_millis(200)).await;
            }
            Err(error) => return Err(StoreError::Migrate(error)),
        }
    }
}

/// The URL that sqlx wants for a path: absolute, each unusual byte escaped; and the file, made if it is missing.
fn sqlite_url(rest: &str) -> Result<String, StoreError> {
    let path = rest.strip_prefix("//").unwrap_or(rest);
    if path.is_empty() || path.contains('?') || path.starts_with(':') {
        return Err(StoreError::Url);
    }
    let path = std::path::absolute(PathBuf::from(path)).map_err(StoreError::Create)?;
    create_private(&path).map_err(StoreError::Create)?;
    let mut url = String::from("sqlite://");
    for byte in path.as_os_str().as_encoded_bytes() {
        if byte.is_ascii_alphanumeric() || b"/-_.".contains(byte) {
            url.push(char::from(*byte));
        } else {
            url.push_str(&format!("%{byte:02X}"));
        }
    }
    Ok(url)
}

/// Patients' data are for the owner's eyes only; SQLite gives its journal files the same permissions.
fn create_private(path: &Path) -> std::io::Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let mut options = std::fs::OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop)
}
