//! Files and their bytes.

use cleanclaim_store::*;

use crate::both::on_both;
use crate::sample::*;

#[test]
fn bytes_are_kept_as_they_came_and_once() {
    on_both(async |database| {
        let bytes: Vec<u8> = (0..=255).cycle().take(100_000).collect();
        let (first, second) = (file(1, Direction::Received, &bytes), file(2, Direction::Received, &bytes));
        let mut tx = database.store.begin().await.unwrap();
        tx.put_file(PRACTICE, &first, &bytes).await.unwrap();
        tx.put_file(PRACTICE, &second, &bytes).await.unwrap();
        tx.put_file(PRACTICE, &file(3, Direction::Received, b""), b"").await.unwrap();
        tx.commit().await.unwrap();
        let mut tx = database.store.read().await.unwrap();
        assert_eq!(tx.file_bytes(PRACTICE, second.id).await.unwrap(), Some(bytes.clone()));
        assert_eq!(tx.file_bytes(PRACTICE, file(3, Direction::Sent, b"").id).await.unwrap(), Some(Vec::new()));
        let same = tx.files_with_digest(PRACTICE, Direction::Received, &first.sha256).await.unwrap();
        assert_eq!(same, [first.clone(), second]);
        assert!(tx.files_with_digest(PRACTICE, Direction::Sent, &first.sha256).await.unwrap().is_empty());
    });
}

#[test]
fn a_file_is_kept_once_under_its_identifier() {
    on_both(async |database| {
        let mut tx = database.store.begin().await.unwrap();
        tx.put_file(PRACTICE, &file(1, Direction::Sent, b"ISA"), b"ISA").await.unwrap();
        let again = tx.put_file(PRACTICE, &file(1, Direction::Sent, b"GS"), b"GS").await;
        assert!(matches!(again, Err(StoreError::Exists { .. })));
    });
}
