//! Submit: ready claims become 837 files in the outbox, in the same transaction that says so.

use std::collections::BTreeMap;

use cleanclaim_model::state::{Transport, Work};
use cleanclaim_model::{Cents, Claim, ClaimId, ClaimKind, EventId, FileId, PracticeId, SubmissionId, Text};
use cleanclaim_store::{Axis, ClaimRow, Direction, EventRow, JobRow, JobState, SubmissionRow, Tx};
use cleanclaim_x12::{
    AckRequest, ClaimWriter, Delimiters, EnvelopeSettings, LineEnd, Party, SubmissionSettings, Submitter, Usage,
    Written,
};
use jiff::tz::TimeZone;

use super::scrub::read_claim;
use crate::engine::{ACTOR, Engine};
use crate::error::{EngineError, Result};
use crate::payer_file::PayerFile;
use crate::setup::Practice;
use crate::stored_file::file_row;

/// The job that hands a file to its channel.
pub(super) const SEND_FILE: &str = "send-file";

/// Claims in one file at most; more go in several files.
const CLAIMS_PER_FILE_MAX: usize = 5_000;

/// One file in the outbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentFile {
    /// Identifier.
    pub id: FileId,
    /// Its name.
    pub name: String,
    /// The payer it is for, as encounters call it.
    pub payer: Text,
    /// `837P` or `837I`.
    pub kind: &'static str,
    /// Claims in it.
    pub claims: u64,
    /// Their charges.
    pub amount: Cents,
    /// Its size.
    pub size_bytes: u64,
}

/// What became of submitting.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Submitted {
    /// The files.
    pub files: Vec<SentFile>,
    /// Claims in them.
    pub claims: u64,
    /// Claims that X12 cannot carry as they are, by control number, with the reason: they went to review.
    pub refused: Vec<(Text, String)>,
}

/// What one file writes beside its bytes.
#[derive(Default)]
struct Outgoing {
    submissions: Vec<SubmissionRow>,
    events: Vec<EventRow>,
    amount: Cents,
}

impl Engine {
    /// Writes every ready claim that was never submitted into 837 files, one a payer and kind, and queues them. Nothing leaves the house
    /// before [`Engine::deliver`].
    ///
    /// # Errors
    /// When a payer's envelope cannot be written, or the database refuses.
    pub async fn submit_claims(&self, practice: PracticeId) -> Result<Submitted> {
        let mut tx = self.store().begin().await?;
        let setup = self.load_practice(&mut tx, practice).await?;
        let rows = tx.by::<ClaimRow>(practice, "work", [Work::Ready.as_str()]).await?;
        let mut groups: BTreeMap<(Text, &'static str), Vec<ClaimRow>> = BTreeMap::new();
        for row in rows.into_iter().filter(|row| row.transport == Transport::None) {
            groups.entry((row.payer_id.clone(), transaction(row.kind))).or_default().push(row);
        }
        let mut submitted = Submitted::default();
        for ((payer, kind), mut rows) in groups {
            rows.sort_by(|left, right| left.control_number.cmp(&right.control_number));
            for chunk in rows.chunks(CLAIMS_PER_FILE_MAX) {
                self.submit_file(&mut tx, practice, &setup, (&payer, kind), chunk, &mut submitted).await?;
            }
        }
        tx.commit().await?;
        Ok(submitted)
    }

    async fn submit_file(
        &self,
        tx: &mut Tx,
        practice: PracticeId,
        setup: &Practice,
        (payer, kind): (&Text, &'static str),
        rows: &[ClaimRow],
        submitted: &mut Submitted,
    ) -> Result<()> {
        let file = setup.payer(payer)?;
        let interchange = tx.take_control_numbers(practice, "interchange", 1).await?;
        let group = tx.take_control_numbers(practice, "group", 1).await?;
        let settings = self.settings(setup, file, interchange, group)?;
        let mut writer = ClaimWriter::new(Vec::new(), settings).map_err(|error| unwritable(payer, error))?;
        let file_id = self.new_id(FileId::next);
        let mut outgoing = Outgoing::default();
        for row in rows {
            let claim = read_claim(row)?;
            match writer.write(&claim) {
                Ok(written) => self.add_submission(&mut outgoing, row, &claim, file_id, written),
                Err(error) => {
                    outgoing.events.push(self.refused_event(row.id, &error));
                    submitted.refused.push((row.control_number.clone(), error.to_string()));
                }
            }
        }
        let (bytes, _) = writer.finish().map_err(|error| unwritable(payer, error))?;
        if !outgoing.submissions.is_empty() {
            let name = format!("{payer}-{kind}-{interchange:09}.edi");
            let at = self.now();
            let row = file_row(file_id, Direction::Sent, kind, &name, &bytes, at);
            tx.put_file(practice, &row, &bytes).await?;
            tx.insert(practice, &outgoing.submissions).await?;
            tx.enqueue(practice, &[send_job(file_id, at)]).await?;
            let claims = outgoing.submissions.len() as u64;
            submitted.claims += claims;
            let size_bytes = bytes.len() as u64;
            let amount = outgoing.amount;
            submitted.files.push(SentFile {
                id: file_id,
                name,
                payer: payer.clone(),
                kind,
                claims,
                amount,
                size_bytes,
            });
        }
        tx.record_events(practice, &outgoing.events).await?;
        Ok(())
    }

    fn settings(&self, setup: &Practice, file: &PayerFile, interchange: i64, group: i64) -> Result<SubmissionSettings> {
        let envelope = &file.envelope;
        let name = file.profile.name.as_str();
        let wrong = |message: String| EngineError::PayerFile { name: name.to_owned(), message };
        let delimiters = delimiters(&envelope.delimiters).map_err(|error| wrong(error.to_string()))?;
        let number = |value: i64| u32::try_from(value).map_err(|_| wrong("control numbers are used up".to_owned()));
        let billing = &setup.providers.billing;
        let contact =
            if billing.contact.is_empty() { Text::const_new("BILLING OFFICE") } else { billing.contact.clone() };
        let group_party = |own: &Option<String>, interchange_id: &str| {
            Text::from(own.as_deref().unwrap_or_else(|| interchange_id.trim_end()))
        };
        Ok(SubmissionSettings {
            envelope: EnvelopeSettings {
                delimiters,
                line_end: LineEnd::LineFeed,
                sender: party(&envelope.sender_qualifier, &envelope.sender_id),
                receiver: party(&envelope.receiver_qualifier, &envelope.receiver_id),
                group_sender: group_party(&envelope.group_sender, &envelope.sender_id),
                group_receiver: group_party(&envelope.group_receiver, &envelope.receiver_id),
                usage: if envelope.production { Usage::Production } else { Usage::Test },
                ack_request: AckRequest::Yes,
                created: self.now().to_zoned(TimeZone::UTC).datetime(),
                interchange_control_number: number(interchange)?,
                group_control_number: number(group)?,
                set_control_number: 1,
            },
            submitter: Submitter {
                name: Text::from(setup.name.to_uppercase()),
                id: Text::from(envelope.sender_id.trim_end()),
                contact,
                phone: billing.phone.clone(),
            },
            receiver_name: Text::from(envelope.receiver_name.as_str()),
            receiver_id: Text::from(envelope.receiver_number.as_str()),
            batch_reference: Text::from(format!("{interchange:09}")),
            claims_per_set_max: u32::try_from(envelope.claims_per_set_max).unwrap_or(u32::MAX),
        })
    }

    fn add_submission(&self, outgoing: &mut Outgoing, row: &ClaimRow, claim: &Claim, file: FileId, written: Written) {
        let id = self.new_id(SubmissionId::next);
        let at = self.now();
        outgoing.amount += claim.charge;
        outgoing.events.push(EventRow {
            id: self.new_id(EventId::next),
            claim_id: row.id,
            submission_id: Some(id),
            axis: Axis::Transport,
            from_state: Text::const_new(row.transport.as_str()),
            to_state: Text::const_new(Transport::Queued.as_str()),
            at,
            actor: Text::const_new(ACTOR),
            file_id: Some(file),
            segment_index: Some(written.first_segment),
            note: Text::const_new("written into the file and queued"),
        });
        outgoing.submissions.push(SubmissionRow {
            id,
            claim_id: row.id,
            payer_id: row.payer_id.clone(),
            attempt: 1,
            file_id: Some(file),
            interchange_control_number: written.interchange_control_number,
            group_control_number: written.group_control_number,
            set_control_number: written.set_control_number,
            transport: Transport::Queued,
            created_at: at,
            sent_at: None,
        });
    }

    fn refused_event(&self, claim: ClaimId, error: &cleanclaim_x12::WriteError) -> EventRow {
        EventRow {
            id: self.new_id(EventId::next),
            claim_id: claim,
            submission_id: None,
            axis: Axis::Work,
            from_state: Text::const_new(Work::Ready.as_str()),
            to_state: Text::const_new(Work::Review.as_str()),
            at: self.now(),
            actor: Text::const_new(ACTOR),
            file_id: None,
            segment_index: None,
            note: Text::from(error.to_string()),
        }
    }
}

/// What the transaction of a kind of claim is called.
const fn transaction(kind: ClaimKind) -> &'static str {
    match kind {
        ClaimKind::Professional => "837P",
        ClaimKind::Institutional => "837I",
        ClaimKind::Dental => "837D",
    }
}

fn party(qualifier: &str, id: &str) -> Party {
    Party { qualifier: Text::from(qualifier), id: Text::from(id) }
}

/// The four characters of a payer file, whose number is checked when the file is read.
fn delimiters(text: &str) -> std::result::Result<Delimiters, cleanclaim_x12::DelimiterError> {
    let byte = |index: usize| text.as_bytes().get(index).copied().unwrap_or_default();
    Delimiters::new(byte(0), byte(1), byte(2), byte(3))
}

fn unwritable(payer: &str, error: cleanclaim_x12::WriteError) -> EngineError {
    EngineError::PayerFile { name: payer.to_owned(), message: error.to_string() }
}

fn send_job(file: FileId, at: jiff::Timestamp) -> JobRow {
    JobRow {
        idempotency_key: Text::from(format!("{SEND_FILE}:{file}")),
        kind: Text::const_new(SEND_FILE),
        payload: file.to_string(),
        run_at: at,
        state: JobState::Queued,
        attempts: 0,
        leased_until: None,
        error: Text::default(),
    }
}
