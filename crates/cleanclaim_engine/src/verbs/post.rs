//! Post: each ST-SE of an 835 becomes balanced entries once, or is held with its reason.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};
use std::ops::ControlFlow;

use cleanclaim_interop::json::{ClaimPaymentJson, RemittanceJson};
use cleanclaim_ledger::{
    ClaimContext, ClaimPosting, Entry, HoldReason, PostingPolicy, RemittancePosting, post_remittance,
};
use cleanclaim_model::state::Adjudication;
use cleanclaim_model::{
    Cents, ClaimId, ClaimPayment, EntryId, EventId, FileId, Finding, FindingSink, Phi, PracticeId, Rarc, Remittance,
    RemittanceId, Severity, Text,
};
use cleanclaim_store::{
    AdjustmentRow, Axis, ClaimMatch, ClaimPaymentRow, ClaimRow, DenialRow, DenialState, EventRow, PostingExceptionRow,
    RemittanceRow, RemittanceState, Resolution, Tx,
};
use cleanclaim_x12::{Transaction, read_transactions};

use crate::engine::{ACTOR, Engine};
use crate::error::{EngineError, Result};
use crate::life::{PayerDecision, balance, standing};
use crate::setup::to_json;
use crate::stored_file::sha256_hex;

/// A claim payment that waits for a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostedException {
    /// CLP01.
    pub claim: Text,
    /// By how much.
    pub difference: Cents,
    /// In words.
    pub reason: String,
    /// CLP or SVC, ST being 1.
    pub segment_index: u32,
}

/// What became of one ST-SE.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostedRemittance {
    /// Identifier.
    pub id: RemittanceId,
    /// The file's name.
    pub file: String,
    /// TRN02.
    pub trace: Text,
    /// N1 PR.
    pub payer: Text,
    /// BPR02.
    pub amount: Cents,
    /// CLP segments.
    pub claims: u32,
    /// CLP segments that matched nothing.
    pub unmatched: u32,
    /// Cash posted.
    pub posted: Cents,
    /// What became of it.
    pub state: RemittanceState,
    /// Why, for anything but posted.
    pub reason: String,
    /// The segment that the reason names, ST being 1.
    pub segment_index: Option<u32>,
    /// What waits for a person.
    pub exceptions: Vec<PostedException>,
}

/// What was decided before anything is booked.
struct Verdict {
    state: RemittanceState,
    reason: String,
    segment_index: Option<u32>,
    duplicate_of: Option<RemittanceId>,
}

impl Engine {
    /// Posts every ST-SE of an 835 file, each in a transaction of its own. The file is kept whatever becomes of it.
    ///
    /// # Errors
    /// When the bytes are no X12 or hold no 835, or the database refuses.
    pub async fn post_file(&self, practice: PracticeId, name: &str, bytes: &[u8]) -> Result<Vec<PostedRemittance>> {
        let remittances = read(name, bytes)?;
        let mut tx = self.store().begin().await?;
        let received = self.receive(&mut tx, practice, "835", name, bytes).await?;
        tx.commit().await?;
        let mut posted = Vec::with_capacity(remittances.len());
        for remittance in &remittances {
            posted.push(self.post_one(practice, name, received.file, remittance).await?);
        }
        Ok(posted)
    }

    async fn post_one(
        &self,
        practice: PracticeId,
        name: &str,
        file: FileId,
        read: &ReadRemittance,
    ) -> Result<PostedRemittance> {
        let remittance = &read.remittance;
        let mut tx = self.store().begin().await?;
        let id = self.new_id(RemittanceId::next);
        let digest = content_digest(remittance)?;
        let claims = matching_claims(&mut tx, practice, remittance).await?;
        let contexts: Vec<Option<ClaimContext>> =
            remittance.claims.iter().map(|payment| claims.get(&payment.control_number).map(context)).collect();
        let mut verdict = verdict(&mut tx, practice, remittance, &digest).await?;
        if let (RemittanceState::Posted, Some((reason, segment_index))) = (verdict.state, &read.defect) {
            verdict = Verdict {
                state: RemittanceState::Held,
                reason: reason.clone(),
                segment_index: Some(*segment_index),
                duplicate_of: None,
            };
        }
        let policy = PostingPolicy::default();
        let posting = match verdict.state {
            RemittanceState::Posted => match post_remittance(remittance, id, &contexts, &policy) {
                Ok(posting) => Some(posting),
                Err(hold) => {
                    verdict = held(&hold);
                    None
                }
            },
            _ => None,
        };
        if posting.as_ref().is_some_and(RemittancePosting::has_exceptions) {
            verdict.state = RemittanceState::PostedWithExceptions;
            verdict.reason = "part of it waits for a person".to_owned();
        }
        let unmatched = contexts.iter().filter(|context| context.is_none()).count();
        let row = RemittanceRow {
            id,
            file_id: file,
            set_control_number: remittance.set_control_number.clone(),
            trace_number: remittance.trace_number.clone(),
            payer_trace_id: remittance.payer_trace_id.clone(),
            payer_name: remittance.payer_name.clone(),
            payment_date: remittance.payment_date,
            amount_cents: remittance.amount,
            content_sha256: digest,
            state: verdict.state,
            reason: Text::from(verdict.reason.as_str()),
            segment_index: verdict.segment_index,
            duplicate_of: verdict.duplicate_of,
            claims: small(remittance.claims.len()),
            unmatched: small(unmatched),
            posted_cents: posting.as_ref().map_or(Cents::ZERO, RemittancePosting::cash),
            received_at: self.now(),
        };
        tx.insert(practice, std::slice::from_ref(&row)).await?;
        let mut exceptions = Vec::new();
        if let Some(posting) = &posting {
            self.book(&mut tx, practice, remittance, &row, &contexts, posting).await?;
            exceptions = posting.claims.iter().flat_map(|claim| &claim.exceptions).map(exception).collect();
        }
        tx.commit().await?;
        Ok(report(name, &row, exceptions))
    }

    /// Writes everything that a posted remittance leaves behind.
    async fn book(
        &self,
        tx: &mut Tx,
        practice: PracticeId,
        remittance: &Remittance,
        row: &RemittanceRow,
        contexts: &[Option<ClaimContext>],
        posting: &RemittancePosting,
    ) -> Result<()> {
        let date = self.today();
        let entries = posting.drafts.iter().map(|draft| Entry::new(self.new_id(EntryId::next), date, draft.clone()));
        let entries: std::result::Result<Vec<Entry>, _> = entries.collect();
        tx.insert_entries(practice, &entries.map_err(|error| EngineError::Ledger(error.to_string()))?).await?;
        let policy = PostingPolicy::default();
        let mut detail = Detail::default();
        let parts = remittance.claims.iter().zip(contexts).zip(&posting.claims).zip(1_u32..);
        for (((payment, context), posted), position) in parts {
            detail.add(row.id, position, payment, context.as_ref(), (posted, &policy), self.now())?;
        }
        tx.insert(practice, &detail.payments).await?;
        tx.insert(practice, &detail.adjustments).await?;
        tx.insert(practice, &detail.denials).await?;
        tx.insert(practice, &detail.exceptions).await?;
        tx.set_payer_control_numbers(practice, &detail.payer_numbers).await?;
        let claims: BTreeSet<ClaimId> = detail.payments.iter().filter_map(|payment| payment.claim_id).collect();
        self.project(tx, practice, &claims, row).await
    }

    /// Moves the adjudication and balance of every claim that was touched to what its payments and postings now say.
    async fn project(
        &self,
        tx: &mut Tx,
        practice: PracticeId,
        claims: &BTreeSet<ClaimId>,
        cause: &RemittanceRow,
    ) -> Result<()> {
        let payments = tx.by::<ClaimPaymentRow>(practice, "claim_id", claims).await?;
        let remittances: BTreeSet<RemittanceId> = payments.iter().map(|payment| payment.remittance_id).collect();
        let dates: HashMap<RemittanceId, _> = tx
            .by::<RemittanceRow>(practice, "id", &remittances)
            .await?
            .into_iter()
            .map(|row| (row.id, row.payment_date))
            .collect();
        let mut decisions: HashMap<ClaimId, Vec<PayerDecision>> = HashMap::new();
        for payment in &payments {
            let (Some(claim), Some(adjudication)) = (payment.claim_id, Adjudication::parse(&payment.adjudication))
            else {
                continue;
            };
            let date = dates.get(&payment.remittance_id).copied().flatten();
            let decision = PayerDecision { date, segment_index: payment.segment_index, adjudication };
            decisions.entry(claim).or_default().push(decision);
        }
        let mut events = Vec::new();
        for claim in tx.by::<ClaimRow>(practice, "id", claims).await? {
            let stands = decisions.remove(&claim.id).map(standing);
            if let Some(state) = stands.filter(|state| *state != claim.adjudication) {
                events.push(self.event(&claim, Axis::Adjudication, claim.adjudication.as_str(), state.as_str(), cause));
            }
            let owed = balance(claim.insurer_cents + claim.patient_cents + claim.held_cents);
            if owed != claim.balance {
                events.push(self.event(&claim, Axis::Balance, claim.balance.as_str(), owed.as_str(), cause));
            }
        }
        Ok(tx.record_events(practice, &events).await?)
    }

    fn event(
        &self,
        claim: &ClaimRow,
        axis: Axis,
        from: &'static str,
        to: &'static str,
        cause: &RemittanceRow,
    ) -> EventRow {
        EventRow {
            id: self.new_id(EventId::next),
            claim_id: claim.id,
            submission_id: None,
            axis,
            from_state: Text::const_new(from),
            to_state: Text::const_new(to),
            at: self.now(),
            actor: Text::const_new(ACTOR),
            file_id: Some(cause.file_id),
            segment_index: None,
            note: Text::from(format!("remittance {}", cause.trace_number)),
        }
    }
}

/// The rows of all claim payments of a remittance.
#[derive(Default)]
struct Detail {
    payments: Vec<ClaimPaymentRow>,
    adjustments: Vec<AdjustmentRow>,
    denials: Vec<DenialRow>,
    exceptions: Vec<PostingExceptionRow>,
    payer_numbers: Vec<(ClaimId, Text)>,
}

impl Detail {
    fn add(
        &mut self,
        remittance_id: RemittanceId,
        position: u32,
        payment: &ClaimPayment,
        context: Option<&ClaimContext>,
        (posted, policy): (&ClaimPosting, &PostingPolicy),
        at: jiff::Timestamp,
    ) -> Result<()> {
        let claim_id = context.map(|context| context.claim);
        self.payments.push(ClaimPaymentRow {
            remittance_id,
            position,
            claim_id,
            control_number: payment.control_number.clone(),
            payer_control_number: payment.payer_control_number.clone(),
            status: u16::from(payment.status.get()),
            segment_index: payment.segment_index,
            charge_cents: payment.charge,
            paid_cents: payment.paid,
            patient_cents: payment.patient_responsibility,
            adjudication: posted.adjudication.map(|state| Text::const_new(state.as_str())).unwrap_or_default(),
            content: Phi::new(to_json(&ClaimPaymentJson::from(payment))?),
        });
        self.add_adjustments(remittance_id, position, payment, context, policy);
        if let Some(context) = context {
            self.add_denials(remittance_id, position, context, posted, at);
            if !payment.payer_control_number.is_empty() {
                self.payer_numbers.push((context.claim, payment.payer_control_number.clone()));
            }
        }
        for exception in &posted.exceptions {
            self.exceptions.push(PostingExceptionRow {
                remittance_id,
                position: small(self.exceptions.len() + 1),
                claim_id,
                control_number: exception.control_number.clone(),
                kind: Text::const_new(exception.kind.as_str()),
                reason: Text::const_new(exception.kind.reason()),
                difference_cents: exception.difference,
                segment_index: exception.segment_index,
                state: Resolution::Open,
            });
        }
        Ok(())
    }

    fn add_adjustments(
        &mut self,
        remittance_id: RemittanceId,
        payment_position: u32,
        payment: &ClaimPayment,
        context: Option<&ClaimContext>,
        policy: &PostingPolicy,
    ) {
        let claim_id = context.map(|context| context.claim);
        let payer = context.map(|context| context.payer.as_str()).unwrap_or_default();
        let own = payment.adjustments.iter().map(|adjustment| (None, Text::default(), adjustment));
        let of_services = payment.services.iter().zip(1_u32..).flat_map(|(service, number)| {
            let line = service.line_control_number.clone();
            service.adjustments.iter().map(move |adjustment| (Some(number), line.clone(), adjustment))
        });
        let rows = own.chain(of_services).zip(1_u32..).map(|((service, line_control_number, adjustment), position)| {
            let remarks = payment.remarks.iter().chain(service.map_or(&[][..], |number| remarks_of(payment, number)));
            let decision = policy.decide(payer, adjustment.group, adjustment.carc, remarks.copied());
            AdjustmentRow {
                remittance_id,
                payment_position,
                position,
                claim_id,
                service,
                line_control_number,
                group_code: Text::const_new(adjustment.group.as_str()),
                carc: Text::from(adjustment.carc.as_str()),
                amount_cents: adjustment.amount,
                treatment: Text::const_new(decision.treatment.as_str()),
            }
        });
        self.adjustments.extend(rows);
    }

    fn add_denials(
        &mut self,
        remittance_id: RemittanceId,
        payment_position: u32,
        context: &ClaimContext,
        posted: &ClaimPosting,
        created_at: jiff::Timestamp,
    ) {
        for denied in &posted.denied {
            let mut remarks = Text::default();
            for remark in &denied.remarks {
                if !remarks.is_empty() {
                    remarks.push(' ');
                }
                remarks.push_str(remark.as_str());
            }
            self.denials.push(DenialRow {
                remittance_id,
                position: small(self.denials.len() + 1),
                claim_id: context.claim,
                payment_position,
                line_control_number: denied.line_control_number.clone(),
                payer_id: context.payer.clone(),
                group_code: Text::const_new(denied.group.as_str()),
                carc: Text::from(denied.carc.as_str()),
                remarks,
                amount_cents: denied.amount,
                nature: Text::const_new(denied.nature.as_str()),
                state: DenialState::Open,
                created_at,
            });
        }
    }
}

fn remarks_of(payment: &ClaimPayment, number: u32) -> &[Rarc] {
    payment.services.get(number as usize - 1).map_or(&[], |service| &service.remarks)
}

/// A remittance as it was read, and what makes its amounts unreliable.
struct ReadRemittance {
    remittance: Remittance,
    defect: Option<(String, u32)>,
}

/// Segments whose amounts decide what is posted.
const MONEY_SEGMENTS: [&str; 5] = ["BPR", "CLP", "SVC", "CAS", "PLB"];

/// Keeps the first finding that makes the amounts of a remittance unreliable.
#[derive(Default)]
struct Defects {
    first: RefCell<Option<(String, u32)>>,
}

impl FindingSink for &Defects {
    fn emit(&mut self, finding: Finding) {
        let Some(place) = &finding.place else { return };
        let is_money = finding.severity == Severity::Error && MONEY_SEGMENTS.contains(&place.segment.as_str());
        let mut first = self.first.borrow_mut();
        if is_money && first.is_none() && UNREADABLE.contains(&finding.rule.as_ref()) {
            *first = Some((format!("{}{:02}: {}", place.segment, place.element, finding.message), place.segment_index));
        }
    }
}

/// Findings that mean that an amount could not be read.
const UNREADABLE: [&str; 2] = ["element-value-invalid", "required-element-missing"];

fn read(name: &str, bytes: &[u8]) -> Result<Vec<ReadRemittance>> {
    let not_x12 = |reason: String| EngineError::NotX12 { name: name.to_owned(), reason };
    let mut remittances = Vec::new();
    let defects = Defects::default();
    let outcome = read_transactions(bytes, &mut &defects, |transaction| {
        if let Transaction::Remittance(remittance, origin, _) = transaction {
            let unreadable = defects.first.borrow_mut().take();
            let cut_short = || ("the file ends inside this transaction set".to_owned(), last_segment(remittance));
            let defect = if origin.complete { unreadable } else { Some(unreadable.unwrap_or_else(cut_short)) };
            remittances.push(ReadRemittance { remittance: remittance.clone(), defect });
        }
        ControlFlow::<()>::Continue(())
    });
    let _: ControlFlow<()> = outcome.map_err(|error| not_x12(error.to_string()))?;
    if remittances.is_empty() {
        return Err(not_x12("no 835 of release 005010 in it".to_owned()));
    }
    Ok(remittances)
}

/// The last segment with money that was read; BPR where there is none.
fn last_segment(remittance: &Remittance) -> u32 {
    let services = remittance.claims.iter().flat_map(|claim| &claim.services).map(|service| service.segment_index);
    let claims = remittance.claims.iter().map(|claim| claim.segment_index);
    let adjustments = remittance.provider_adjustments.iter().map(|adjustment| adjustment.segment_index);
    services.chain(claims).chain(adjustments).max().unwrap_or(2)
}

async fn matching_claims(
    tx: &mut Tx,
    practice: PracticeId,
    remittance: &Remittance,
) -> Result<HashMap<Text, ClaimMatch>> {
    let numbers = remittance.claims.iter().map(|payment| &payment.control_number);
    let rows = tx.match_claims(practice, numbers).await?;
    Ok(rows.into_iter().map(|row| (row.control_number.clone(), row)).collect())
}

fn context(row: &ClaimMatch) -> ClaimContext {
    ClaimContext {
        claim: row.id,
        payer: row.payer_id.clone(),
        next_payer: None,
        charge: row.charge_cents,
        prior_impact: Cents::ZERO,
    }
}

/// Looks for the same remittance among those of before. The same trace with the same content is a duplicate, with other content it is held.
async fn verdict(tx: &mut Tx, practice: PracticeId, remittance: &Remittance, digest: &str) -> Result<Verdict> {
    let earlier = tx.remittances_with_trace(practice, &remittance.payer_trace_id, &remittance.trace_number).await?;
    let same_content = earlier.iter().find(|row| row.content_sha256 == digest);
    if let Some(row) = same_content {
        return Ok(Verdict {
            state: RemittanceState::Duplicate,
            reason: format!("the same remittance was received before and is {}", row.state.as_str()),
            segment_index: None,
            duplicate_of: Some(row.id),
        });
    }
    let has_trace = !remittance.trace_number.is_empty();
    if let Some(row) = earlier.first().filter(|_| has_trace) {
        return Ok(Verdict {
            state: RemittanceState::Held,
            reason: "another remittance with this trace number (TRN02) and other content was received before"
                .to_owned(),
            segment_index: Some(TRN_SEGMENT_INDEX),
            duplicate_of: Some(row.id),
        });
    }
    Ok(Verdict { state: RemittanceState::Posted, reason: String::new(), segment_index: None, duplicate_of: None })
}

/// TRN is the third segment of an 835, after ST and BPR.
const TRN_SEGMENT_INDEX: u32 = 3;

fn held(reason: &HoldReason) -> Verdict {
    Verdict {
        state: RemittanceState::Held,
        reason: reason.to_string(),
        segment_index: Some(reason.segment_index()),
        duplicate_of: None,
    }
}

/// The digest of everything between BPR and SE; the set's own number does not count.
fn content_digest(remittance: &Remittance) -> Result<Text> {
    let content = Remittance { set_control_number: Text::default(), ..remittance.clone() };
    Ok(sha256_hex(to_json(&RemittanceJson::from(&content))?.as_bytes()))
}

fn exception(exception: &cleanclaim_ledger::PostingException) -> PostedException {
    PostedException {
        claim: exception.control_number.clone(),
        difference: exception.difference,
        reason: exception.kind.reason().to_owned(),
        segment_index: exception.segment_index,
    }
}

fn report(name: &str, row: &RemittanceRow, exceptions: Vec<PostedException>) -> PostedRemittance {
    PostedRemittance {
        id: row.id,
        file: name.to_owned(),
        trace: row.trace_number.clone(),
        payer: row.payer_name.clone(),
        amount: row.amount_cents,
        claims: row.claims,
        unmatched: row.unmatched,
        posted: row.posted_cents,
        state: row.state,
        reason: row.reason.to_string(),
        segment_index: row.segment_index,
        exceptions,
    }
}

fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
