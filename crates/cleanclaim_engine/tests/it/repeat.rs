//! Verbs take what waits for them: doing one twice does nothing the second time; another practice's rows are not there.

use cleanclaim_engine::views::ClaimFilter;
use cleanclaim_model::Finding;

use crate::practice::{Practice, setup};

#[tokio::test]
async fn a_verb_done_twice_does_nothing_the_second_time() {
    let practice = Practice::with_a_queued_claim().await;
    let engine = &practice.engine;
    let before = engine.ledger_proof(practice.id).await.unwrap();
    let mut findings: Vec<Finding> = Vec::new();
    let imported = engine.import_encounters(practice.id, practice.folder.path(), &mut findings).await.unwrap();
    assert_eq!((imported.encounters, imported.known), (0, 1));
    assert_eq!(engine.code_encounters(practice.id).await.unwrap().encounters, 0);
    assert_eq!(engine.capture_charges(practice.id).await.unwrap().charges, 0);
    assert_eq!(engine.assemble_claims(practice.id).await.unwrap().claims, 0);
    assert_eq!(engine.scrub_claims(practice.id).await.unwrap().ready, 0);
    assert_eq!(engine.submit_claims(practice.id).await.unwrap().claims, 0);
    assert_eq!(engine.ledger_proof(practice.id).await.unwrap(), before);
    assert_eq!(engine.claims(practice.id, &ClaimFilter::default()).await.unwrap().total, 1);
}

#[tokio::test]
async fn another_practice_sees_nothing() {
    let practice = Practice::with_a_queued_claim().await;
    let engine = &practice.engine;
    let other = engine.create_practice(&setup("Another Clinic")).await.unwrap();
    let claim = practice.claim().await;
    assert!(engine.claim(other, claim.row.id).await.unwrap().is_none());
    assert!(engine.file(other, claim.files[0].id).await.unwrap().is_none());
    assert_eq!(engine.claims(other, &ClaimFilter::default()).await.unwrap().total, 0);
    assert_eq!(engine.dashboard(other).await.unwrap().claims, 0);
}

#[tokio::test]
async fn an_encounter_of_an_unknown_payer_is_refused_by_name() {
    let practice = Practice::new().await;
    let path = practice.folder.path().join("encounters.csv");
    let text = std::fs::read_to_string(&path).unwrap().replace(",sample,", ",nobody,");
    std::fs::write(&path, text).unwrap();
    let mut findings: Vec<Finding> = Vec::new();
    let imported = practice.engine.import_encounters(practice.id, practice.folder.path(), &mut findings).await.unwrap();
    assert_eq!((imported.encounters, imported.refused), (0, 1));
    assert_eq!(findings[0].rule, "unknown-payer");
    assert!(!findings[0].message.contains("Testa"));
}
