//! Who saw which claim is on record before they see it.

use cleanclaim_store::Store;

use crate::client::Browser;
use crate::practice::Practice;

/// What a practice's audit trail gained: action and subject, oldest first.
async fn gained(practice: &Practice, id: cleanclaim_model::PracticeId, known: usize) -> Vec<(String, String)> {
    let url = format!("sqlite://{}", practice.folder.path().join("practice.db").display());
    let store = Store::open(&url).await.unwrap();
    let mut tx = store.read().await.unwrap();
    let mut rows = tx.latest_audit(id, 10_000).await.unwrap();
    rows.reverse();
    rows.into_iter().skip(known).map(|row| (row.action.to_string(), row.subject.to_string())).collect()
}

#[tokio::test]
async fn every_look_and_every_refusal_is_on_record() {
    let practice = Practice::new().await;
    let (claim, file) = (practice.claim_path(), practice.file_path());
    let mut reader = Browser::signed_in(practice.router(), "rita").await;
    let mut other = Browser::signed_in(practice.router(), "other").await;
    let known = gained(&practice, practice.id, 0).await.len();
    let known_elsewhere = gained(&practice, practice.elsewhere, 0).await.len();
    for path in ["/claims", &claim, &file, "/", "/claims/clm_1"] {
        reader.get(path).await;
    }
    for path in [&claim, &file] {
        other.get(path).await;
    }
    let (claim, file) = (claim.rsplit('/').next().unwrap(), file.rsplit('/').next().unwrap());
    let pairs = |pairs: &[(&str, &str)]| -> Vec<(String, String)> {
        pairs.iter().map(|(action, subject)| ((*action).to_owned(), (*subject).to_owned())).collect()
    };
    let expected = pairs(&[("claim-list", "1 of 1"), ("claim", claim), ("refused", "GET /files/{id}")]);
    assert_eq!(gained(&practice, practice.id, known).await, expected);
    let expected = pairs(&[("claim-not-found", claim), ("file-not-found", file)]);
    assert_eq!(gained(&practice, practice.elsewhere, known_elsewhere).await, expected);
}
