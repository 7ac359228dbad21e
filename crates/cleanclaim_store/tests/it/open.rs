//! Opening databases.

use cleanclaim_store::*;

use crate::both::on_both;
use crate::sample::*;

#[test]
fn a_database_opens_again_with_what_it_had() {
    on_both(async |database| {
        with_claims(&database.store, &[claim(1)]).await;
        let url = database.url.replace("%20", " ");
        let again = Store::open(&url).await.unwrap();
        let mut tx = again.read().await.unwrap();
        assert_eq!(tx.count::<ClaimRow>(PRACTICE).await.unwrap(), 1);
        drop(tx);
        again.close().await;
    });
}

#[test]
fn a_schema_from_the_future_is_refused() {
    on_both(async |database| {
        let sql = "insert into _sqlx_migrations (version, description, success, checksum, execution_time) values (9999, 'later', true, ";
        database.outside(&format!("{sql} x'00', 0)"), &format!("{sql} '\\x00'::bytea, 0)")).await.unwrap();
        let opened = Store::open(&database.url.replace("%20", " ")).await;
        assert!(matches!(opened, Err(StoreError::Migrate(_))), "{opened:?}");
    });
}

#[test]
fn several_programs_may_open_a_new_database_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}/new/folder/é %.db", folder.path().display());
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(4).enable_all().build().unwrap();
    runtime.block_on(async {
        let opens: Vec<_> = (0..4)
            .map(|_| {
                let url = url.clone();
                tokio::spawn(async move { Store::open(&url).await.map(|store| store.backend()) })
            })
            .collect();
        for open in opens {
            assert_eq!(open.await.unwrap().unwrap(), Backend::Sqlite);
        }
    });
    let path = folder.path().join("new/folder/é %.db");
    assert!(path.exists());
    #[cfg(unix)]
    {
        let mode = std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(path).unwrap().permissions());
        assert_eq!(mode & 0o777, 0o600, "patients' data are for the owner's eyes only");
    }
}

#[test]
fn other_urls_are_refused() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    for url in ["", "mysql://host/db", "sqlite://", "sqlite::memory:", "cleanclaim.db"] {
        assert!(matches!(runtime.block_on(Store::open(url)), Err(StoreError::Url)), "{url}");
    }
}

/// Tables with their columns, in order.
fn tables(migration: &str) -> Vec<String> {
    let mut tables = Vec::new();
    let mut current = None;
    for line in migration.lines() {
        if let Some(rest) = line.strip_prefix("create table ") {
            current = Some(rest.trim_end_matches(" (").to_owned());
        } else if line.starts_with(')') {
            tables.extend(current.take());
        } else if let Some(table) = &mut current {
            // Only the type differs between the two; keys must not.
            let name = if line.contains(" key (") { line.trim() } else { line.split_whitespace().next().unwrap() };
            let null = if line.contains("not null") { "" } else { "?" };
            table.push_str(&format!(" {name}{null}"));
        }
    }
    tables
}

#[test]
fn both_databases_have_the_same_tables() {
    let folder = |backend: &str| {
        let mut files: Vec<_> = std::fs::read_dir(format!("{}/migrations/{backend}", env!("CARGO_MANIFEST_DIR")))
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .collect();
        files.sort();
        files
    };
    let (sqlite, postgres) = (folder("sqlite"), folder("postgres"));
    assert_eq!(sqlite.len(), postgres.len());
    for (left, right) in sqlite.iter().zip(&postgres) {
        assert_eq!(left.file_name(), right.file_name());
        let (left, right) = (std::fs::read_to_string(left).unwrap(), std::fs::read_to_string(right).unwrap());
        assert!(left.starts_with("-- Why:") && right.starts_with("-- Why:"), "a migration opens with its reason");
        assert_eq!(tables(&left), tables(&right));
    }
}
