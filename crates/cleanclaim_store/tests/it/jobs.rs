//! The outbox and control numbers.

use std::collections::BTreeSet;

use cleanclaim_model::PracticeId;
use cleanclaim_store::*;

use crate::both::on_both;
use crate::sample::*;

async fn take(store: &Store, now: i64, limit: u32) -> Vec<String> {
    let mut tx = store.begin().await.unwrap();
    let jobs = tx.take_jobs(at(now), at(now + 10), limit).await.unwrap();
    tx.commit().await.unwrap();
    jobs.into_iter().map(|job| format!("{} {}", job.row.idempotency_key, job.row.attempts)).collect()
}

#[test]
fn a_job_is_done_once_and_taken_again_when_its_worker_is_gone() {
    on_both(async |database| {
        let store = &database.store;
        let mut tx = store.begin().await.unwrap();
        assert_eq!(tx.enqueue(PRACTICE, &[job("b", 2), job("a", 1), job("later", 100)]).await.unwrap(), 3);
        assert_eq!(tx.enqueue(PRACTICE, &[job("a", 1)]).await.unwrap(), 0);
        assert_eq!(tx.enqueue(OTHER_PRACTICE, &[job("a", 3)]).await.unwrap(), 1);
        tx.commit().await.unwrap();
        assert_eq!(take(store, 5, 2).await, ["a 1", "b 1"]);
        assert_eq!(take(store, 5, 2).await, ["a 1"], "the other practice's");
        assert!(take(store, 6, 9).await.is_empty(), "leased or not due");
        let mut tx = store.begin().await.unwrap();
        tx.finish_job(PRACTICE, "a", JobOutcome::Done).await.unwrap();
        tx.finish_job(PRACTICE, "b", JobOutcome::Retry(at(50), text("no answer"))).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(take(store, 20, 9).await, ["a 2"], "the other practice's lease ran out");
        assert_eq!(take(store, 60, 9).await, ["a 3", "b 2"]);
        let mut tx = store.begin().await.unwrap();
        tx.finish_job(PRACTICE, "b", JobOutcome::Failed(text("given up"))).await.unwrap();
        let rows: Vec<JobRow> = tx.by(PRACTICE, "idempotency_key", ["a", "b"]).await.unwrap();
        assert_eq!(rows.iter().map(|row| row.state.as_str()).collect::<Vec<_>>(), ["done", "failed"]);
    });
}

#[test]
fn workers_never_share_a_job() {
    on_both(async |database| {
        let jobs: Vec<JobRow> = (0..100).map(|number| job(&format!("{number:03}"), 0)).collect();
        let mut tx = database.store.begin().await.unwrap();
        tx.enqueue(PRACTICE, &jobs).await.unwrap();
        tx.commit().await.unwrap();
        let workers: Vec<_> = (0..4)
            .map(|_| {
                let store = database.store.clone();
                tokio::spawn(async move {
                    let mut taken = Vec::new();
                    loop {
                        let batch = take(&store, 1, 7).await;
                        if batch.is_empty() {
                            return taken;
                        }
                        taken.extend(batch);
                    }
                })
            })
            .collect();
        let mut all = Vec::new();
        for worker in workers {
            all.extend(worker.await.unwrap());
        }
        assert_eq!(all.len(), 100);
        assert_eq!(all.into_iter().collect::<BTreeSet<_>>().len(), 100);
    });
}

#[test]
fn control_numbers_never_repeat() {
    on_both(async |database| {
        let take = async |practice: PracticeId, kind: &str, count| {
            let mut tx = database.store.begin().await.unwrap();
            let first = tx.take_control_numbers(practice, kind, count).await.unwrap();
            tx.commit().await.unwrap();
            first
        };
        assert_eq!(take(PRACTICE, "interchange", 1).await, 1);
        assert_eq!(take(PRACTICE, "interchange", 5).await, 2);
        assert_eq!(take(PRACTICE, "interchange", 1).await, 7);
        assert_eq!(take(PRACTICE, "group", 1).await, 1);
        assert_eq!(take(OTHER_PRACTICE, "interchange", 1).await, 1);
        // What is rolled back was never given out.
        let mut tx = database.store.begin().await.unwrap();
        assert_eq!(tx.take_control_numbers(PRACTICE, "interchange", 1).await.unwrap(), 8);
        drop(tx);
        assert_eq!(take(PRACTICE, "interchange", 1).await, 8);
        let tasks: Vec<_> = (0..20)
            .map(|_| {
                let store = database.store.clone();
                tokio::spawn(async move {
                    let mut tx = store.begin().await.unwrap();
                    let first = tx.take_control_numbers(PRACTICE, "set", 3).await.unwrap();
                    tx.commit().await.unwrap();
                    first
                })
            })
            .collect();
        let mut firsts = BTreeSet::new();
        for task in tasks {
            firsts.insert(task.await.unwrap());
        }
        assert_eq!(firsts.into_iter().collect::<Vec<_>>(), (0..20).map(|index| 1 + 3 * index).collect::<Vec<_>>());
    });
}
