//! Deliver: files of the outbox go out through a channel, each at most once.

use cleanclaim_model::state::Transport;
use cleanclaim_model::{EventId, FileId, PracticeId, SubmissionId, Text};
use cleanclaim_store::{Axis, EventRow, Job, JobOutcome, SubmissionRow, Tx};
use jiff::SignedDuration;

use super::submit::SEND_FILE;
use crate::channel::{Channel, Delivery};
use crate::engine::{ACTOR, Engine};
use crate::error::Result;
use crate::life::advance;
use crate::setup::stored;

/// How long a file may take; after that another process may ask what became of it.
const LEASE: SignedDuration = SignedDuration::from_mins(10);
/// How long a file that did not leave waits for its next try.
const RETRY_AFTER: SignedDuration = SignedDuration::from_mins(5);
/// Jobs taken at a time.
const JOBS_MAX: u32 = 16;

/// What became of delivering.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Delivered {
    /// Files that went out.
    pub sent: u64,
    /// Files that did not leave and will be tried again.
    pub not_sent: u64,
    /// Files of which nobody knows: their submissions wait for evidence or a person.
    pub in_doubt: u64,
}

impl Engine {
    /// Hands every file of the outbox that is due to the channel. What crashed half-way is looked up in the channel, or becomes in-doubt.
    ///
    /// # Errors
    /// When the database refuses; what was handed over before is on record or will be looked up.
    pub async fn deliver(&self, channel: &mut dyn Channel) -> Result<Delivered> {
        let mut delivered = Delivered::default();
        loop {
            let now = self.now();
            let mut tx = self.store().begin().await?;
            let jobs = tx.take_jobs(now, now.saturating_add(LEASE).unwrap_or(now), JOBS_MAX).await?;
            tx.commit().await?;
            if jobs.is_empty() {
                return Ok(delivered);
            }
            for job in jobs.iter().filter(|job| job.row.kind == SEND_FILE) {
                self.deliver_file(job, channel, &mut delivered).await?;
            }
        }
    }

    async fn deliver_file(&self, job: &Job, channel: &mut dyn Channel, delivered: &mut Delivered) -> Result<()> {
        let id: FileId = job.row.payload.parse().map_err(|error| stored("job", error))?;
        let Some(file) = self.file(job.practice, id).await? else {
            return Err(stored("job", "its file is not there"));
        };
        // A job whose last taking did not end, because the process died, may have left.
        let ended = format!("{}: ", attempt(job.row.attempts.saturating_sub(1)));
        let is_first = job.row.attempts <= 1 || job.row.error.starts_with(&ended);
        let delivery = match is_first {
            true => channel.send(&file.name, &file.bytes),
            false => match channel.has_sent(&file.name, &file.bytes) {
                Some(true) => Delivery::Sent,
                Some(false) => channel.send(&file.name, &file.bytes),
                None => Delivery::InDoubt { reason: "the channel cannot tell whether it left".to_owned() },
            },
        };
        let mut tx = self.store().begin().await?;
        let key = job.row.idempotency_key.as_str();
        match &delivery {
            Delivery::Sent => {
                delivered.sent += 1;
                self.mark(&mut tx, job.practice, id, Transport::Sent, "handed to the channel").await?;
                tx.finish_job(job.practice, key, JobOutcome::Done).await?;
            }
            Delivery::NotSent { reason } => {
                delivered.not_sent += 1;
                let now = self.now();
                let again = now.saturating_add(RETRY_AFTER).unwrap_or(now);
                tx.finish_job(
                    job.practice,
                    key,
                    JobOutcome::Retry(again, Text::from(format!("{}: {reason}", attempt(job.row.attempts)))),
                )
                .await?;
            }
            Delivery::InDoubt { reason } => {
                delivered.in_doubt += 1;
                self.mark(&mut tx, job.practice, id, Transport::InDoubt, reason).await?;
                tx.finish_job(job.practice, key, JobOutcome::Failed(Text::from(reason.as_str()))).await?;
            }
        }
        Ok(tx.commit().await?)
    }

    async fn mark(&self, tx: &mut Tx, practice: PracticeId, file: FileId, to: Transport, note: &str) -> Result<()> {
        let at = self.now();
        let submissions = tx.by::<SubmissionRow>(practice, "file_id", [file]).await?;
        let moved: Vec<&SubmissionRow> =
            submissions.iter().filter(|submission| advance(submission.transport, to).is_some()).collect();
        let events: Vec<EventRow> = moved
            .iter()
            .map(|submission| EventRow {
                id: self.new_id(EventId::next),
                claim_id: submission.claim_id,
                submission_id: Some(submission.id),
                axis: Axis::Transport,
                from_state: Text::const_new(submission.transport.as_str()),
                to_state: Text::const_new(to.as_str()),
                at,
                actor: Text::const_new(ACTOR),
                file_id: Some(file),
                segment_index: None,
                note: Text::from(note),
            })
            .collect();
        tx.record_events(practice, &events).await?;
        if to == Transport::Sent {
            let ids: Vec<SubmissionId> = submissions.iter().map(|submission| submission.id).collect();
            tx.set_sent(practice, &ids, at).await?;
        }
        Ok(())
    }
}

/// What the reason of a job begins with when this attempt ended and left nothing.
fn attempt(number: u32) -> String {
    format!("attempt {number} did not leave")
}
