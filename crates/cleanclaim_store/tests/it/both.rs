//! Runs a test on SQLite, and on PostgreSQL where one is at hand.

use std::hash::{BuildHasher as _, Hasher as _, RandomState};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::OnceLock;

use cleanclaim_store::{Backend, Store};
use sqlx::{AssertSqlSafe, Connection as _, Executor as _};

/// A database made for one test: the store, and its URL for whoever wants to meddle with it from outside.
pub(crate) struct Database {
    pub(crate) store: Store,
    pub(crate) url: String,
}

impl Database {
    /// Runs SQL from outside the store, as somebody with the database's password could.
    pub(crate) async fn outside(&self, sqlite: &str, postgres: &str) -> Result<(), sqlx::Error> {
        let sql = match self.store.backend() {
            Backend::Sqlite => sqlite,
            Backend::Postgres => postgres,
        };
        let mut connection = sqlx::AnyConnection::connect(&self.url).await?;
        connection.execute(sqlx::raw_sql(AssertSqlSafe(sql.to_owned()))).await?;
        connection.close().await
    }
}

/// Runs the test on a new database of each kind.
pub(crate) fn on_both(test: impl AsyncFn(Database)) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("cleanclaim test.db").display());
    runtime.block_on(async {
        let store = Store::open(&url).await.unwrap();
        let url = url.replace(' ', "%20");
        test(Database { store, url }).await;
    });
    on_postgres(&runtime, test);
}

fn on_postgres(runtime: &tokio::runtime::Runtime, test: impl AsyncFn(Database)) {
    let Some(admin) = postgres() else { return };
    let name = format!("cleanclaim_test_{:016x}", RandomState::new().build_hasher().finish());
    let url = format!("{}/{name}", admin.rsplit_once('/').unwrap().0);
    let as_admin = |sql: String| {
        runtime.block_on(async {
            sqlx::any::install_default_drivers();
            let mut connection = sqlx::AnyConnection::connect(&admin).await.unwrap();
            connection.execute(sqlx::raw_sql(AssertSqlSafe(sql))).await.unwrap();
        });
    };
    as_admin(format!("create database {name}"));
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        runtime.block_on(async {
            let store = Store::open(&url).await.unwrap();
            test(Database { store, url: url.clone() }).await;
        });
    }));
    as_admin(format!("drop database {name} with (force)"));
    if let Err(panic) = outcome {
        resume_unwind(panic);
    }
}

fn postgres() -> Option<String> {
    static SAID: OnceLock<()> = OnceLock::new();
    if let Ok(url) = std::env::var("CLEANCLAIM_TEST_POSTGRES") {
        return Some(url);
    }
    let all = std::env::var("CLEANCLAIM_TEST_ALL").is_ok_and(|value| value == "1");
    assert!(!all, "CLEANCLAIM_TEST_ALL is 1 and CLEANCLAIM_TEST_POSTGRES names no PostgreSQL");
    SAID.get_or_init(|| eprintln!("skipped: PostgreSQL half, because CLEANCLAIM_TEST_POSTGRES is not set"));
    None
}
