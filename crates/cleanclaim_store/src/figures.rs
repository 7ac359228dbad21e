//! The sums behind the dashboard and the closing report.

use cleanclaim_model::{Cents, Date, PracticeId, Text};

use crate::query::Query;
use crate::table::{RowReader, view};
use crate::{StoreError, Tx};

/// Days in each aging bucket but the last.
const AGING_STEP_DAYS: i64 = 30;

view! {
    /// Claims that stand alike on four axes.
    StateCount = "claim", key [] {
        /// Axis work, by name.
        work: Text,
        /// Axis transport, by name.
        transport: Text,
        /// Axis adjudication, by name.
        adjudication: Text,
        /// Axis balance, by name.
        balance: Text,
        /// How many.
        claims: i64,
        /// Their charges, in cents.
        charge_cents: Cents,
        /// What payers paid, in cents.
        paid_cents: Cents,
        /// What payers owe, in cents.
        insurer_cents: Cents,
        /// What patients owe, in cents.
        patient_cents: Cents,
    }
}

view! {
    /// Denials of one payer for one reason.
    DenialFigure = "denial", key [] {
        /// The payer's [`crate::PayerRow::id`].
        payer_id: Text,
        /// CAS01.
        group_code: Text,
        /// The reason.
        carc: Text,
        /// `denial` or `reduction`.
        nature: Text,
        /// How many lines.
        lines: i64,
        /// How many claims.
        claims: i64,
        /// How much, in cents.
        amount_cents: Cents,
    }
}

/// How old a balance is, counted from the first day of service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum AgingBucket {
    /// Up to 30 days, and what lies in the future.
    Days0To30,
    /// 31 to 60.
    Days31To60,
    /// 61 to 90.
    Days61To90,
    /// 91 to 120.
    Days91To120,
    /// More, and claims without a day of service.
    Over120,
}

impl AgingBucket {
    /// Every bucket, youngest first.
    pub const ALL: [Self; 5] = [Self::Days0To30, Self::Days31To60, Self::Days61To90, Self::Days91To120, Self::Over120];

    /// `0-30`, `31-60`, `61-90`, `91-120` or `120+`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Days0To30 => "0-30",
            Self::Days31To60 => "31-60",
            Self::Days61To90 => "61-90",
            Self::Days91To120 => "91-120",
            Self::Over120 => "120+",
        }
    }
}

/// What is owed in one bucket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AgingRow {
    /// How old.
    pub bucket: AgingBucket,
    /// Claims with something open.
    pub claims: u64,
    /// By payers, in cents.
    pub insurer_cents: Cents,
    /// By patients, what must not be billed to them included, in cents.
    pub patient_cents: Cents,
}

/// Sums over all claims and money of a practice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Figures {
    /// Encounters read in.
    pub encounters: u64,
    /// Claim versions.
    pub claims: u64,
    /// Claim versions without a finding at error level in their last scrub.
    pub clean_claims: u64,
    /// Their charges, in cents.
    pub charge_cents: Cents,
    /// What payers owe, in cents.
    pub insurer_cents: Cents,
    /// What patients owe, in cents.
    pub patient_cents: Cents,
    /// Patients' shares that must not be billed, in cents.
    pub held_cents: Cents,
    /// What was expected of the claims that payers decided on, in cents; claims without an expectation are left out.
    pub expected_cents: Cents,
    /// What payers paid for those same claims, in cents.
    pub paid_of_expected_cents: Cents,
    /// What patients owe or owed of those same claims: the cost share that payers' decisions left them, in cents.
    pub patient_of_expected_cents: Cents,
    /// Charges booked in the days asked for, in cents: what days in A/R divides by.
    pub charges_in_period_cents: Cents,
    /// Cash posted: the account cash, in cents.
    pub cash_cents: Cents,
    /// Cash of payments that match nothing, in cents.
    pub unapplied_cents: Cents,
    /// Cash in suspense, in cents.
    pub suspense_cents: Cents,
    /// Remittances posted, with or without exceptions.
    pub remittances_posted: u64,
    /// Remittances held.
    pub remittances_held: u64,
    /// Duplicate remittances.
    pub remittances_duplicate: u64,
    /// The sum of BPR02 over posted remittances, in cents; equal to the cash posted.
    pub remittances_posted_cents: Cents,
    /// Posting exceptions that wait for a person.
    pub open_exceptions: u64,
}

impl Tx {
    /// Claims counted by how they stand.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn state_counts(&mut self, practice: PracticeId) -> Result<Vec<StateCount>, StoreError> {
        let mut query = Query::new(
            "select work, transport, adjudication, balance, count(*), cast(sum(charge_cents) as bigint), \
             cast(sum(paid_cents) as bigint), cast(sum(insurer_cents) as bigint), cast(sum(patient_cents) as bigint) \
             from claim where tenant_id = ",
        );
        query
            .text(practice)
            .push(" group by work, transport, adjudication, balance order by work, transport, adjudication, balance");
        self.fetch(query).await
    }

    /// Denials counted by payer and reason, the largest amounts first. A reversal's negative amounts are in the sums.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn denial_figures(&mut self, practice: PracticeId) -> Result<Vec<DenialFigure>, StoreError> {
        let mut query = Query::new(
            "select payer_id, group_code, carc, nature, count(*), count(distinct claim_id), \
             cast(sum(amount_cents) as bigint) as amount_cents from denial where tenant_id = ",
        );
        query.text(practice).push(
            " group by payer_id, group_code, carc, nature order by amount_cents desc, payer_id, group_code, carc, nature",
        );
        self.fetch(query).await
    }

    /// What is owed by age of service on that day.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn aging(&mut self, practice: PracticeId, as_of: Date) -> Result<Vec<AgingRow>, StoreError> {
        let mut query = Query::new("select case");
        for (bucket, days) in [(0_i64, 1_i64), (1, 2), (2, 3), (3, 4)] {
            let oldest = as_of.saturating_sub(jiff::Span::new().days(days * AGING_STEP_DAYS));
            query.push(" when service_from >= ").text(oldest).push(" then ").bigint(bucket);
        }
        query.push(
            " else 4 end as bucket, count(*), cast(sum(insurer_cents) as bigint), \
             cast(sum(patient_cents + held_cents) as bigint) from claim where tenant_id = ",
        );
        query.text(practice).push(" and (insurer_cents <> 0 or patient_cents <> 0 or held_cents <> 0) group by bucket");
        let rows = self.rows(query).await?;
        let mut aging = AgingBucket::ALL.map(|bucket| AgingRow {
            bucket,
            claims: 0,
            insurer_cents: Cents::ZERO,
            patient_cents: Cents::ZERO,
        });
        for row in &rows {
            let reader = RowReader::new(row, "claim");
            let bucket: i64 = reader.cell(0, "bucket")?;
            let Some(figure) = usize::try_from(bucket).ok().and_then(|index| aging.get_mut(index)) else { continue };
            figure.claims = u64::try_from(reader.cell::<i64>(1, "count")?).unwrap_or_default();
            figure.insurer_cents = reader.cell(2, "insurer_cents")?;
            figure.patient_cents = reader.cell(3, "patient_cents")?;
        }
        Ok(aging.to_vec())
    }

    /// Sums over everything; charges booked from `period_from` to `period_thru`, both included.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn figures(
        &mut self,
        practice: PracticeId,
        period_from: Date,
        period_thru: Date,
    ) -> Result<Figures, StoreError> {
        let claims = self.sums::<9>(practice, CLAIM_SUMS, &[]).await?;
        let remittances = self.sums::<4>(practice, REMITTANCE_SUMS, &[]).await?;
        let accounts = self.sums::<3>(practice, ACCOUNT_SUMS, &[]).await?;
        let charges = self.sums::<1>(practice, CHARGE_SUM, &[period_from.to_string(), period_thru.to_string()]).await?;
        let counts = self.sums::<2>(practice, COUNTS, &[]).await?;
        let count = |number: i64| u64::try_from(number).unwrap_or_default();
        Ok(Figures {
            encounters: count(counts[0]),
            open_exceptions: count(counts[1]),
            claims: count(claims[0]),
            clean_claims: count(claims[1]),
            charge_cents: Cents::new(claims[2]),
            insurer_cents: Cents::new(claims[3]),
            patient_cents: Cents::new(claims[4]),
            held_cents: Cents::new(claims[5]),
            expected_cents: Cents::new(claims[6]),
            paid_of_expected_cents: Cents::new(claims[7]),
            patient_of_expected_cents: Cents::new(claims[8]),
            charges_in_period_cents: Cents::new(charges[0]),
            cash_cents: Cents::new(accounts[0]),
            // Both are liabilities: a credit balance is money that waits.
            unapplied_cents: -Cents::new(accounts[1]),
            suspense_cents: -Cents::new(accounts[2]),
            remittances_posted: count(remittances[0]),
            remittances_posted_cents: Cents::new(remittances[1]),
            remittances_held: count(remittances[2]),
            remittances_duplicate: count(remittances[3]),
        })
    }

    /// One row of integers.
    async fn sums<const N: usize>(
        &mut self,
        practice: PracticeId,
        sql: &'static str,
        more: &[String],
    ) -> Result<[i64; N], StoreError> {
        let mut query = Query::new(sql);
        query.bind_text(practice);
        for value in more {
            query.bind_text(value);
        }
        let rows = self.rows(query).await?;
        let row = rows.first().ok_or(StoreError::Unreadable { table: "figures", column: "count" })?;
        let reader = RowReader::new(row, "figures");
        let mut sums = [0; N];
        for (index, sum) in sums.iter_mut().enumerate() {
            *sum = reader.cell(index, "sum")?;
        }
        Ok(sums)
    }
}

/// States in which a payer has decided what it pays.
macro_rules! decided {
    ($column:literal) => {
        concat!(
            "cast(coalesce(sum(case when expected_cents is not null and adjudication in \
             ('paid', 'partly-paid', 'denied', 'unprocessable') then ",
            $column,
            " else 0 end), 0) as bigint)"
        )
    };
}

const CLAIM_SUMS: &str = concat!(
    "select count(*), cast(coalesce(sum(case when finding_errors = 0 then 1 else 0 end), 0) as bigint), \
     cast(coalesce(sum(charge_cents), 0) as bigint), cast(coalesce(sum(insurer_cents), 0) as bigint), \
     cast(coalesce(sum(patient_cents), 0) as bigint), cast(coalesce(sum(held_cents), 0) as bigint), ",
    decided!("expected_cents"),
    ", ",
    decided!("paid_cents"),
    ", ",
    decided!("patient_cents + held_cents"),
    " from claim where tenant_id = $1"
);

const REMITTANCE_SUMS: &str = "select \
    cast(coalesce(sum(case when state in ('posted', 'posted-with-exceptions') then 1 else 0 end), 0) as bigint), \
    cast(coalesce(sum(case when state in ('posted', 'posted-with-exceptions') then amount_cents else 0 end), 0) as bigint), \
    cast(coalesce(sum(case when state = 'held' then 1 else 0 end), 0) as bigint), \
    cast(coalesce(sum(case when state = 'duplicate' then 1 else 0 end), 0) as bigint) from remittance where tenant_id = $1";

const ACCOUNT_SUMS: &str = "select \
    cast(coalesce(sum(case when account = 'cash' then amount_cents else 0 end), 0) as bigint), \
    cast(coalesce(sum(case when account = 'unapplied-cash' then amount_cents else 0 end), 0) as bigint), \
    cast(coalesce(sum(case when account = 'suspense' then amount_cents else 0 end), 0) as bigint) \
    from ledger_posting where tenant_id = $1 and account in ('cash', 'unapplied-cash', 'suspense')";

const CHARGE_SUM: &str = "select cast(coalesce(-sum(ledger_posting.amount_cents), 0) as bigint) from ledger_entry \
    join ledger_posting on ledger_posting.tenant_id = ledger_entry.tenant_id and ledger_posting.entry_id = ledger_entry.id \
    where ledger_entry.tenant_id = $1 and ledger_entry.entry_date >= $2 and ledger_entry.entry_date <= $3 \
    and ledger_posting.account = 'revenue'";

const COUNTS: &str = "select (select count(*) from encounter where tenant_id = $1), \
    (select count(*) from posting_exception where tenant_id = $1 and state = 'open')";
