//! The outbox and the numbers that never repeat.

use cleanclaim_model::{PracticeId, Text};
use jiff::Timestamp;

use crate::query::Query;
use crate::store::first_cell;
use crate::table::{RowReader, column_list};
use crate::{Backend, JobRow, JobState, OnConflict, StoreError, Tx, View};

/// A job that was taken to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    /// Whose it is.
    pub practice: PracticeId,
    /// What it is.
    pub row: JobRow,
}

/// How a job ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JobOutcome {
    /// Done.
    Done,
    /// To be tried again at that moment, for that reason.
    Retry(Timestamp, Text),
    /// Given up for that reason.
    Failed(Text),
}

impl Tx {
    /// Queues jobs; one whose idempotency key is there already is not queued again. Says how many were new.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn enqueue(&mut self, practice: PracticeId, jobs: &[JobRow]) -> Result<u64, StoreError> {
        self.write_rows(practice, jobs, OnConflict::Keep).await
    }

    /// Takes up to `limit` jobs of any practice that are due, for this worker alone until `leased_until`. A job whose lease ran out is
    /// taken again.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn take_jobs(
        &mut self,
        now: Timestamp,
        leased_until: Timestamp,
        limit: u32,
    ) -> Result<Vec<Job>, StoreError> {
        let skip_locked = match self.backend() {
            Backend::Sqlite => "",
            Backend::Postgres => " for update skip locked",
        };
        let mut query = Query::new(format!(
            "update job set state = 'running', attempts = attempts + 1, leased_until = $1 \
             where (tenant_id, idempotency_key) in (select tenant_id, idempotency_key from job \
             where (state = 'queued' and run_at <= $2) or (state = 'running' and leased_until < $2) \
             order by run_at, tenant_id, idempotency_key limit $3{skip_locked}) returning {}, tenant_id",
            column_list::<JobRow>()
        ));
        query.bind_bigint(leased_until.as_microsecond());
        query.bind_bigint(now.as_microsecond()).bind_bigint(i64::from(limit));
        let rows = self.write_returning(query).await?;
        let mut jobs = Vec::with_capacity(rows.len());
        for row in &rows {
            let reader = RowReader::new(row, JobRow::NAME);
            let tenant: String = reader.cell(JobRow::COLUMNS.len(), "tenant_id")?;
            let practice =
                tenant.parse().map_err(|_| StoreError::Unreadable { table: JobRow::NAME, column: "tenant_id" })?;
            jobs.push(Job { practice, row: JobRow::read(&reader)? });
        }
        jobs.sort_by(|left, right| {
            (left.row.run_at, &left.row.idempotency_key).cmp(&(right.row.run_at, &right.row.idempotency_key))
        });
        Ok(jobs)
    }

    /// Says how a taken job ended.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn finish_job(
        &mut self,
        practice: PracticeId,
        idempotency_key: &str,
        outcome: JobOutcome,
    ) -> Result<(), StoreError> {
        let (state, run_at, error) = match outcome {
            JobOutcome::Done => (JobState::Done, None, Text::default()),
            JobOutcome::Retry(run_at, error) => (JobState::Queued, Some(run_at), error),
            JobOutcome::Failed(error) => (JobState::Failed, None, error),
        };
        let mut query = Query::new("update job set leased_until = null, state = ");
        query.text(state.as_str()).push(", error = ").text(&error);
        if let Some(run_at) = run_at {
            query.push(", run_at = ").bigint(run_at.as_microsecond());
        }
        query.push(" where tenant_id = ").text(practice).push(" and idempotency_key = ").text(idempotency_key);
        self.write(query).await.map(drop)
    }

    /// Takes `count` numbers of a kind and gives the first. Numbers begin at 1 and never repeat; those of a transaction that is rolled
    /// back are given out again.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn take_control_numbers(
        &mut self,
        practice: PracticeId,
        kind: &str,
        count: u32,
    ) -> Result<i64, StoreError> {
        let mut query = Query::new(
            "insert into control_number (tenant_id, kind, next) values ($1, $2, 1 + $3) \
             on conflict (tenant_id, kind) do update set next = control_number.next + $3 returning next - $3",
        );
        query.bind_text(practice).bind_text(kind).bind_bigint(i64::from(count));
        let rows = self.write_returning(query).await?;
        first_cell(&rows, "control_number", "next")
    }
}
