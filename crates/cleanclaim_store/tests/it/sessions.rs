//! Web sessions.

use cleanclaim_store::*;

use crate::both::on_both;
use crate::sample::at;

fn session(id_hash: &str, data: &str, expires: i64) -> SessionRow {
    SessionRow { id_hash: id_hash.to_owned(), data: data.to_owned(), expires_at: at(expires) }
}

#[test]
fn a_session_lives_until_it_ends() {
    on_both(async |database| {
        let mut tx = database.store.begin().await.unwrap();
        assert!(tx.create_session(&session("a", "one", 10)).await.unwrap());
        assert!(!tx.create_session(&session("a", "stolen", 99)).await.unwrap());
        assert_eq!(tx.load_session("a", at(9)).await.unwrap(), Some(session("a", "one", 10)));
        assert_eq!(tx.load_session("a", at(10)).await.unwrap(), None);
        assert_eq!(tx.load_session("b", at(0)).await.unwrap(), None);
        tx.save_session(&session("a", "two", 20)).await.unwrap();
        tx.save_session(&session("b", "other", 5)).await.unwrap();
        assert_eq!(tx.load_session("a", at(15)).await.unwrap(), Some(session("a", "two", 20)));
        assert_eq!(tx.delete_expired_sessions(at(5)).await.unwrap(), 1);
        tx.delete_session("a").await.unwrap();
        assert_eq!(tx.load_session("a", at(0)).await.unwrap(), None);
    });
}
