//! Reading claims: the list with filters, one claim with everything about it, and look-ups for acknowledgements and remittances.

use cleanclaim_ledger::Entry;
use cleanclaim_model::state::{Adjudication, Balance, Dispute, Transport, Work};
use cleanclaim_model::{Cents, ClaimId, ClaimKind, Date, PatientId, Phi, PracticeId, SubmissionId, Text};
use jiff::Timestamp;

use crate::query::Query;
use crate::store::first_cell;
use crate::table::{select, view};
use crate::{
    AcknowledgementRow, AdjustmentRow, ClaimLineRow, ClaimPaymentRow, ClaimRow, DenialRow, EventRow, FileRow,
    FindingRow, PostingExceptionRow, StoreError, SubmissionRow, Tx,
};

view! {
    /// A claim as the list shows it: everything but its content.
    ClaimSummary = "claim", key ["id"] {
        /// Identifier.
        id: ClaimId,
        /// CLM01.
        control_number: Text,
        /// Professional, institutional or dental.
        kind: ClaimKind,
        /// The patient's name.
        patient_name: Phi<Text>,
        /// The payer's [`crate::PayerRow::id`].
        payer_id: Text,
        /// The payer's name.
        payer_name: Text,
        /// CLM02, in cents.
        charge_cents: Cents,
        /// What the payer's profile lets one expect, in cents.
        expected_cents: Option<Cents>,
        /// First day of service.
        service_from: Option<Date>,
        /// Axis work.
        work: Work,
        /// Axis transport.
        transport: Transport,
        /// Axis adjudication.
        adjudication: Adjudication,
        /// Axis balance.
        balance: Balance,
        /// Axis dispute.
        dispute: Dispute,
        /// Findings at error level.
        finding_errors: u32,
        /// Findings at warning level.
        finding_warnings: u32,
        /// What payers paid, in cents.
        paid_cents: Cents,
        /// What payers owe, in cents.
        insurer_cents: Cents,
        /// What the patient owes, in cents.
        patient_cents: Cents,
        /// When it was assembled.
        created_at: Timestamp,
    }
}

view! {
    /// What posting and acknowledging must know of a claim: no content.
    ClaimMatch = "claim", key ["id"] {
        /// Identifier.
        id: ClaimId,
        /// CLM01.
        control_number: Text,
        /// The payer's number, where known.
        payer_control_number: Text,
        /// The payer's [`crate::PayerRow::id`].
        payer_id: Text,
        /// `P`, `S`, `T` ...
        responsibility: Text,
        /// The patient.
        patient_id: Option<PatientId>,
        /// CLM02, in cents.
        charge_cents: Cents,
        /// First day of service.
        service_from: Option<Date>,
        /// Axis work.
        work: Work,
        /// Axis transport.
        transport: Transport,
        /// Axis adjudication.
        adjudication: Adjudication,
        /// Axis balance.
        balance: Balance,
        /// What payers owe, in cents.
        insurer_cents: Cents,
        /// What the patient owes, in cents.
        patient_cents: Cents,
    }
}

/// A submission with its claim's number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubmissionMatch {
    /// The submission.
    pub submission: SubmissionRow,
    /// CLM01.
    pub control_number: Text,
}

/// What the claim list orders by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ClaimSort {
    /// First day of service.
    #[default]
    ServiceDate,
    /// When it was assembled.
    Created,
    /// Charge.
    Charge,
    /// CLM01.
    ControlNumber,
    /// Payer's name.
    Payer,
    /// What payers owe.
    InsurerBalance,
}

/// Which way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SortDirection {
    /// Smallest first.
    #[default]
    Ascending,
    /// Largest first.
    Descending,
}

/// Which claims the list shows. Every condition that is set must hold.
#[derive(Debug, Clone, Default)]
pub struct ClaimFilter {
    /// Axis work.
    pub work: Option<Work>,
    /// Axis transport.
    pub transport: Option<Transport>,
    /// Axis adjudication.
    pub adjudication: Option<Adjudication>,
    /// Axis balance.
    pub balance: Option<Balance>,
    /// Axis dispute.
    pub dispute: Option<Dispute>,
    /// The payer's [`crate::PayerRow::id`].
    pub payer_id: Option<Text>,
    /// First day of service not before.
    pub service_from: Option<Date>,
    /// First day of service not after.
    pub service_thru: Option<Date>,
    /// Begins a control number or the payer's number, or stands in the patient's name; case does not matter.
    pub text: Option<Phi<Text>>,
    /// Whether the last scrub found errors.
    pub with_errors: Option<bool>,
    /// Order.
    pub sort: ClaimSort,
    /// Which way.
    pub direction: SortDirection,
    /// How many to leave out.
    pub offset: u32,
    /// How many to show.
    pub limit: u32,
}

/// A page of the claim list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimPage {
    /// The claims.
    pub claims: Vec<ClaimSummary>,
    /// How many fit the filter.
    pub total: u64,
    /// The sum of their charges.
    pub charge_cents: Cents,
    /// The sum of what payers owe for them.
    pub insurer_cents: Cents,
}

/// A claim with everything about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimDetail {
    /// The claim.
    pub claim: ClaimRow,
    /// Service lines.
    pub lines: Vec<ClaimLineRow>,
    /// Events, oldest first.
    pub events: Vec<EventRow>,
    /// Findings of the last scrub.
    pub findings: Vec<FindingRow>,
    /// Submissions.
    pub submissions: Vec<SubmissionRow>,
    /// Acknowledgements.
    pub acknowledgements: Vec<AcknowledgementRow>,
    /// Payments.
    pub payments: Vec<ClaimPaymentRow>,
    /// Their adjustments.
    pub adjustments: Vec<AdjustmentRow>,
    /// Denials.
    pub denials: Vec<DenialRow>,
    /// What waits for a person.
    pub exceptions: Vec<PostingExceptionRow>,
    /// Ledger entries.
    pub entries: Vec<Entry>,
    /// The files that it was sent in and that its acknowledgements and payments came in.
    pub files: Vec<FileRow>,
}

impl Tx {
    /// A page of claims.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn claim_page(&mut self, practice: PracticeId, filter: &ClaimFilter) -> Result<ClaimPage, StoreError> {
        let mut totals = Query::new(
            "select count(*), cast(coalesce(sum(charge_cents), 0) as bigint), cast(coalesce(sum(insurer_cents), 0) as bigint) from claim",
        );
        push_filter(&mut totals, practice, filter);
        let rows = self.rows(totals).await?;
        let total: i64 = first_cell(&rows, "claim", "count")?;
        let row = rows.first().ok_or(StoreError::Unreadable { table: "claim", column: "count" })?;
        let reader = crate::RowReader::new(row, "claim");
        let (charge_cents, insurer_cents) = (reader.cell(1, "charge_cents")?, reader.cell(2, "insurer_cents")?);

        let mut page = Query::new(select::<ClaimSummary>());
        push_filter(&mut page, practice, filter);
        page.push(order(filter.sort, filter.direction));
        page.push(" limit ").bigint(i64::from(filter.limit)).push(" offset ").bigint(i64::from(filter.offset));
        let claims = self.fetch(page).await?;
        Ok(ClaimPage { claims, total: u64::try_from(total).unwrap_or_default(), charge_cents, insurer_cents })
    }

    /// One claim with everything about it; `None` when the practice has no such claim.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn claim_detail(
        &mut self,
        practice: PracticeId,
        claim: ClaimId,
    ) -> Result<Option<ClaimDetail>, StoreError> {
        let only = [claim];
        let Some(row) = self.by::<ClaimRow>(practice, "id", only).await?.pop() else { return Ok(None) };
        let mut events = self.by::<EventRow>(practice, "claim_id", only).await?;
        events.sort_by_key(|event| (event.at, event.id));
        let submissions = self.by::<SubmissionRow>(practice, "claim_id", only).await?;
        let acknowledgements = self.by::<AcknowledgementRow>(practice, "claim_id", only).await?;
        let payments = self.by::<ClaimPaymentRow>(practice, "claim_id", only).await?;
        let remittances = self
            .by::<crate::RemittanceRow>(practice, "id", payments.iter().map(|payment| payment.remittance_id))
            .await?;
        let mut file_ids: Vec<_> = submissions
            .iter()
            .filter_map(|submission| submission.file_id)
            .chain(acknowledgements.iter().map(|acknowledgement| acknowledgement.file_id))
            .chain(remittances.iter().map(|remittance| remittance.file_id))
            .chain(events.iter().filter_map(|event| event.file_id))
            .collect();
        file_ids.sort_unstable();
        file_ids.dedup();
        let mut files = self.by::<FileRow>(practice, "id", file_ids).await?;
        files.sort_by_key(|file| (file.at, file.id));
        Ok(Some(ClaimDetail {
            lines: self.by(practice, "claim_id", only).await?,
            findings: self.by(practice, "claim_id", only).await?,
            adjustments: self.by(practice, "claim_id", only).await?,
            denials: self.by(practice, "claim_id", only).await?,
            exceptions: self.by(practice, "claim_id", only).await?,
            entries: self.entries_of_claims(practice, &only).await?,
            claim: row,
            events,
            submissions,
            acknowledgements,
            payments,
            files,
        }))
    }

    /// Claims by their control numbers (CLM01, CLP01), without their content.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn match_claims(
        &mut self,
        practice: PracticeId,
        control_numbers: impl IntoIterator<Item: core::fmt::Display>,
    ) -> Result<Vec<ClaimMatch>, StoreError> {
        self.by(practice, "control_number", control_numbers).await
    }

    /// Claims by the payers' numbers (CLP07), without their content. One number may belong to claims of several payers.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn match_claims_by_payer_number(
        &mut self,
        practice: PracticeId,
        payer_control_numbers: impl IntoIterator<Item: core::fmt::Display>,
    ) -> Result<Vec<ClaimMatch>, StoreError> {
        self.by(practice, "payer_control_number", payer_control_numbers).await
    }

    /// Claims that stand so on the axes work and transport, oldest first, with their content.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn claims_in_state(
        &mut self,
        practice: PracticeId,
        work: Work,
        transport: Transport,
        limit: u32,
    ) -> Result<Vec<ClaimRow>, StoreError> {
        let mut query = Query::new(select::<ClaimRow>());
        query.push(" where tenant_id = ").text(practice).push(" and work = ").text(work);
        query.push(" and transport = ").text(transport).push(" order by id limit ").bigint(i64::from(limit));
        self.fetch(query).await
    }

    /// Submissions that went out under this interchange control number (ISA13), with their claims' numbers; what TA1, 999 and 277CA name.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn submissions_of_interchange(
        &mut self,
        practice: PracticeId,
        interchange_control_number: &str,
    ) -> Result<Vec<SubmissionMatch>, StoreError> {
        self.match_submissions(practice, "interchange_control_number", [interchange_control_number]).await
    }

    /// Submissions that went out under this functional group control number (GS06).
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn submissions_of_group(
        &mut self,
        practice: PracticeId,
        group_control_number: &str,
    ) -> Result<Vec<SubmissionMatch>, StoreError> {
        self.match_submissions(practice, "group_control_number", [group_control_number]).await
    }

    /// Submissions of these claims.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn submissions_of_claims(
        &mut self,
        practice: PracticeId,
        claims: &[ClaimId],
    ) -> Result<Vec<SubmissionMatch>, StoreError> {
        self.match_submissions(practice, "claim_id", claims).await
    }

    async fn match_submissions(
        &mut self,
        practice: PracticeId,
        column: &'static str,
        keys: impl IntoIterator<Item: core::fmt::Display>,
    ) -> Result<Vec<SubmissionMatch>, StoreError> {
        let submissions = self.by::<SubmissionRow>(practice, column, keys).await?;
        let claims: std::collections::BTreeSet<ClaimId> = submissions.iter().map(|row| row.claim_id).collect();
        let matches = self.by::<ClaimMatch>(practice, "id", claims).await?;
        let number_of = |claim: ClaimId| {
            // What is read comes in the order of the key's text, which is the order of the identifiers.
            let found = matches.binary_search_by_key(&claim, |found| found.id).ok()?;
            matches.get(found).map(|found| found.control_number.clone())
        };
        Ok(submissions
            .into_iter()
            .map(|submission| SubmissionMatch {
                control_number: number_of(submission.claim_id).unwrap_or_default(),
                submission,
            })
            .collect())
    }

    /// One submission.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn submission(
        &mut self,
        practice: PracticeId,
        submission: SubmissionId,
    ) -> Result<Option<SubmissionRow>, StoreError> {
        Ok(self.by(practice, "id", [submission]).await?.pop())
    }
}

fn push_filter(query: &mut Query, practice: PracticeId, filter: &ClaimFilter) {
    query.push(" where tenant_id = ").text(practice);
    let states = [
        (" and work = ", filter.work.map(Work::as_str)),
        (" and transport = ", filter.transport.map(Transport::as_str)),
        (" and adjudication = ", filter.adjudication.map(Adjudication::as_str)),
        (" and balance = ", filter.balance.map(Balance::as_str)),
        (" and dispute = ", filter.dispute.map(Dispute::as_str)),
        (" and payer_id = ", filter.payer_id.as_deref()),
    ];
    for (condition, value) in states {
        if let Some(value) = value {
            query.push(condition).text(value);
        }
    }
    if let Some(date) = filter.service_from {
        query.push(" and service_from >= ").text(date);
    }
    if let Some(date) = filter.service_thru {
        query.push(" and service_from <= ").text(date);
    }
    match filter.with_errors {
        Some(true) => query.push(" and finding_errors > 0"),
        Some(false) => query.push(" and finding_errors = 0"),
        None => query,
    };
    if let Some(text) = filter.text.as_ref().map(|text| text.expose().trim()).filter(|text| !text.is_empty()) {
        let begins = format!("{}%", like_escaped(text));
        query.push(" and (lower(control_number) like ").text(&begins).push(" escape '!'");
        query.push(" or lower(payer_control_number) like ").text(&begins).push(" escape '!'");
        query.push(" or lower(patient_name) like ").text(format!("%{begins}")).push(" escape '!')");
    }
}

/// Text in lower case in which no character stands for others.
fn like_escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.to_lowercase().chars() {
        if matches!(character, '%' | '_' | '!') {
            escaped.push('!');
        }
        escaped.push(character);
    }
    escaped
}

const fn order(sort: ClaimSort, direction: SortDirection) -> &'static str {
    match (sort, direction) {
        (ClaimSort::ServiceDate, SortDirection::Ascending) => " order by coalesce(service_from, ''), id",
        (ClaimSort::ServiceDate, SortDirection::Descending) => " order by coalesce(service_from, '') desc, id desc",
        (ClaimSort::Created, SortDirection::Ascending) => " order by created_at, id",
        (ClaimSort::Created, SortDirection::Descending) => " order by created_at desc, id desc",
        (ClaimSort::Charge, SortDirection::Ascending) => " order by charge_cents, id",
        (ClaimSort::Charge, SortDirection::Descending) => " order by charge_cents desc, id desc",
        (ClaimSort::ControlNumber, SortDirection::Ascending) => " order by control_number",
        (ClaimSort::ControlNumber, SortDirection::Descending) => " order by control_number desc",
        (ClaimSort::Payer, SortDirection::Ascending) => " order by payer_name, id",
        (ClaimSort::Payer, SortDirection::Descending) => " order by payer_name desc, id desc",
        (ClaimSort::InsurerBalance, SortDirection::Ascending) => " order by insurer_cents, id",
        (ClaimSort::InsurerBalance, SortDirection::Descending) => " order by insurer_cents desc, id desc",
    }
}
