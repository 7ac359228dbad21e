//! Acknowledge: TA1, 999 and 277CA are evidence; each moves exactly the transport of what it names, in whatever order it comes.

use std::collections::HashMap;
use std::ops::ControlFlow;

use cleanclaim_interop::json::AcknowledgementJson;
use cleanclaim_model::state::{Transport, Work};
use cleanclaim_model::{
    Acknowledgement, ClaimAck, ClaimId, Discard, EventId, FileId, ImplementationAck, InterchangeAck, PracticeId,
    SubmissionId, Text,
};
use cleanclaim_store::{AcknowledgementRow, Axis, ClaimMatch, EventRow, SubmissionRow, Tx};
use cleanclaim_x12::{Transaction, read_transactions};

use crate::engine::{ACTOR, Engine};
use crate::error::{EngineError, Result};
use crate::life::{advance, of_claim_statuses, of_group_ack, of_interchange_ack, of_set_ack};
use crate::setup::to_json;

/// What became of a file of acknowledgements.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Acknowledged {
    /// TA1 segments.
    pub interchanges: u64,
    /// 999 transaction sets.
    pub groups: u64,
    /// Claims named by 277CA.
    pub claims: u64,
    /// Submissions that moved.
    pub moved: u64,
    /// Submissions that were refused.
    pub rejected: u64,
    /// Acknowledgements of something that we did not send.
    pub unmatched: u64,
    /// 1 when the same file came before; nothing is done again.
    pub repeats: u64,
}

impl Acknowledged {
    /// Adds another file's counts.
    pub fn add(&mut self, other: &Self) {
        self.interchanges += other.interchanges;
        self.groups += other.groups;
        self.claims += other.claims;
        self.moved += other.moved;
        self.rejected += other.rejected;
        self.unmatched += other.unmatched;
        self.repeats += other.repeats;
    }
}

/// A file's evidence as it is gathered, and where every submission stands by now.
struct Evidence {
    file: FileId,
    events: Vec<EventRow>,
    rows: Vec<AcknowledgementRow>,
    states: HashMap<SubmissionId, Transport>,
    payer_numbers: Vec<(ClaimId, Text)>,
    counts: Acknowledged,
}

impl Engine {
    /// Reads a file of acknowledgements and moves what they prove. The file is kept; the same bytes a second time move nothing.
    ///
    /// # Errors
    /// When the bytes are no X12, or the database refuses.
    pub async fn acknowledge(&self, practice: PracticeId, name: &str, bytes: &[u8]) -> Result<Acknowledged> {
        let acknowledgements = read(name, bytes)?;
        let kind = acknowledgements.first().map_or("ACK", kind_of);
        let mut tx = self.store().begin().await?;
        let received = self.receive(&mut tx, practice, kind, name, bytes).await?;
        let mut evidence = Evidence {
            file: received.file,
            events: Vec::new(),
            rows: Vec::new(),
            states: HashMap::new(),
            payer_numbers: Vec::new(),
            counts: Acknowledged { repeats: u64::from(received.is_repeat), ..Acknowledged::default() },
        };
        if !received.is_repeat {
            self.gather(&mut tx, practice, &acknowledgements, &mut evidence).await?;
            self.reopen_rejected(&mut tx, practice, &mut evidence).await?;
        }
        tx.insert(practice, &evidence.rows).await?;
        tx.record_events(practice, &evidence.events).await?;
        tx.set_payer_control_numbers(practice, &evidence.payer_numbers).await?;
        tx.commit().await?;
        Ok(evidence.counts)
    }

    async fn gather(
        &self,
        tx: &mut Tx,
        practice: PracticeId,
        acknowledgements: &[Acknowledgement],
        evidence: &mut Evidence,
    ) -> Result<()> {
        let interchanges = acknowledgements.iter().filter_map(|ack| match ack {
            Acknowledgement::Interchange(ack) => Some(&ack.interchange_control_number),
            _ => None,
        });
        let by_interchange =
            group_by(tx.by::<SubmissionRow>(practice, "interchange_control_number", interchanges).await?, |row| {
                row.interchange_control_number.clone()
            });
        let groups = acknowledgements.iter().filter_map(|ack| match ack {
            Acknowledgement::Implementation(ack) => Some(&ack.group_control_number),
            _ => None,
        });
        let by_group = group_by(tx.by::<SubmissionRow>(practice, "group_control_number", groups).await?, |row| {
            row.group_control_number.clone()
        });
        let by_claim = self.submissions_of_claims(tx, practice, acknowledgements).await?;
        for acknowledgement in acknowledgements {
            match acknowledgement {
                Acknowledgement::Interchange(ack) => {
                    let found = by_interchange.get(&ack.interchange_control_number);
                    self.one_interchange(acknowledgement, ack, found.map_or(&[], Vec::as_slice), evidence)?;
                }
                Acknowledgement::Implementation(ack) => {
                    let found = by_group.get(&ack.group_control_number);
                    self.one_group(acknowledgement, ack, found.map_or(&[], Vec::as_slice), evidence)?;
                }
                Acknowledgement::Claim(ack) => {
                    let found = by_claim.get(&ack.control_number);
                    self.one_claim(acknowledgement, ack, found.map_or(&[], Vec::as_slice), evidence)?;
                }
            }
        }
        Ok(())
    }

    /// Submissions by CLM01, for the claims that 277CA names.
    async fn submissions_of_claims(
        &self,
        tx: &mut Tx,
        practice: PracticeId,
        acknowledgements: &[Acknowledgement],
    ) -> Result<HashMap<Text, Vec<SubmissionRow>>> {
        let numbers = acknowledgements.iter().filter_map(|ack| match ack {
            Acknowledgement::Claim(ack) => Some(&ack.control_number),
            _ => None,
        });
        let claims = tx.match_claims(practice, numbers).await?;
        let number_of: HashMap<ClaimId, Text> = claims.into_iter().map(|row| (row.id, row.control_number)).collect();
        let submissions = tx.by::<SubmissionRow>(practice, "claim_id", number_of.keys()).await?;
        Ok(group_by(submissions, |row| number_of.get(&row.claim_id).cloned().unwrap_or_default()))
    }

    fn one_interchange(
        &self,
        whole: &Acknowledgement,
        ack: &InterchangeAck,
        submissions: &[SubmissionRow],
        evidence: &mut Evidence,
    ) -> Result<()> {
        evidence.counts.interchanges += 1;
        self.row(whole, submissions, evidence)?;
        let note = format!("TA1 {} {}", ack.code, ack.note);
        for submission in submissions {
            self.prove(submission, of_interchange_ack(ack), &note, evidence);
        }
        Ok(())
    }

    fn one_group(
        &self,
        whole: &Acknowledgement,
        ack: &ImplementationAck,
        submissions: &[SubmissionRow],
        evidence: &mut Evidence,
    ) -> Result<()> {
        evidence.counts.groups += 1;
        self.row(whole, submissions, evidence)?;
        for submission in submissions {
            let set = ack.sets.iter().find(|set| set.set_control_number == submission.set_control_number);
            let (proof, note) = match set {
                Some(set) => (of_set_ack(set), format!("999 set {} {}", set.code, set.error_codes.join(" "))),
                None => (of_group_ack(ack), format!("999 group {}", ack.code)),
            };
            self.prove(submission, proof, note.trim_end(), evidence);
        }
        Ok(())
    }

    fn one_claim(
        &self,
        whole: &Acknowledgement,
        ack: &ClaimAck,
        submissions: &[SubmissionRow],
        evidence: &mut Evidence,
    ) -> Result<()> {
        evidence.counts.claims += 1;
        // A batch reference tells which of several submissions is meant; else it is the latest.
        let named = submissions.iter().find(|row| row.interchange_control_number == ack.batch_reference);
        let submission = named.or_else(|| submissions.iter().max_by_key(|row| row.attempt));
        self.row(whole, submission.map_or(&[], std::slice::from_ref), evidence)?;
        let Some(submission) = submission else { return Ok(()) };
        let from_payer = ack.source_entity == "PR";
        let statuses: Vec<String> =
            ack.statuses.iter().map(|status| format!("{}:{}", status.category, status.status)).collect();
        let proof = of_claim_statuses(&ack.statuses, ack.rejected, from_payer);
        self.prove(submission, proof, &format!("277CA {}", statuses.join(" ")), evidence);
        if !ack.payer_control_number.is_empty() {
            evidence.payer_numbers.push((submission.claim_id, ack.payer_control_number.clone()));
        }
        Ok(())
    }

    /// Moves a submission, if the evidence moves it.
    fn prove(&self, submission: &SubmissionRow, proof: Option<Transport>, note: &str, evidence: &mut Evidence) {
        let current = evidence.states.get(&submission.id).copied().unwrap_or(submission.transport);
        let Some(state) = proof.and_then(|proof| advance(current, proof)) else { return };
        evidence.states.insert(submission.id, state);
        evidence.counts.moved += 1;
        evidence.counts.rejected += u64::from(state.is_rejected());
        evidence.events.push(EventRow {
            id: self.new_id(EventId::next),
            claim_id: submission.claim_id,
            submission_id: Some(submission.id),
            axis: Axis::Transport,
            from_state: Text::const_new(current.as_str()),
            to_state: Text::const_new(state.as_str()),
            at: self.now(),
            actor: Text::const_new(ACTOR),
            file_id: Some(evidence.file),
            segment_index: None,
            note: Text::from(note),
        });
    }

    fn row(&self, ack: &Acknowledgement, submissions: &[SubmissionRow], evidence: &mut Evidence) -> Result<()> {
        evidence.counts.unmatched += u64::from(submissions.is_empty());
        // One submission is named; an acknowledgement of many names their interchange or group.
        let only = match submissions {
            [only] => Some(only),
            _ => None,
        };
        let mut row = AcknowledgementRow {
            file_id: evidence.file,
            position: u32::try_from(evidence.rows.len() + 1).unwrap_or(u32::MAX),
            kind: Text::const_new(kind_of(ack)),
            interchange_control_number: Text::default(),
            group_control_number: Text::default(),
            set_control_number: Text::default(),
            control_number: Text::default(),
            code: Text::default(),
            claim_id: only.map(|submission| submission.claim_id),
            submission_id: only.map(|submission| submission.id),
            received_at: self.now(),
            content: to_json(&AcknowledgementJson::from(ack))?,
        };
        match ack {
            Acknowledgement::Interchange(ack) => {
                row.interchange_control_number = ack.interchange_control_number.clone();
                row.code = ack.code.clone();
            }
            Acknowledgement::Implementation(ack) => {
                row.group_control_number = ack.group_control_number.clone();
                row.code = ack.code.clone();
            }
            Acknowledgement::Claim(ack) => {
                row.control_number = ack.control_number.clone();
                row.code = ack.statuses.first().map(|status| status.category.clone()).unwrap_or_default();
            }
        }
        evidence.rows.push(row);
        Ok(())
    }

    /// A rejected claim never entered adjudication: it goes back to a person, to be mended and sent as original.
    async fn reopen_rejected(&self, tx: &mut Tx, practice: PracticeId, evidence: &mut Evidence) -> Result<()> {
        let rejected: Vec<ClaimId> = evidence
            .events
            .iter()
            .filter(|event| Transport::parse(&event.to_state).is_some_and(Transport::is_rejected))
            .map(|event| event.claim_id)
            .collect();
        for row in tx.by::<ClaimMatch>(practice, "id", &rejected).await? {
            evidence.events.push(EventRow {
                id: self.new_id(EventId::next),
                claim_id: row.id,
                submission_id: None,
                axis: Axis::Work,
                from_state: Text::const_new(row.work.as_str()),
                to_state: Text::const_new(Work::Review.as_str()),
                at: self.now(),
                actor: Text::const_new(ACTOR),
                file_id: Some(evidence.file),
                segment_index: None,
                note: Text::const_new("rejected before adjudication: mend it and send it as an original"),
            });
        }
        Ok(())
    }
}

fn group_by(rows: Vec<SubmissionRow>, key: impl Fn(&SubmissionRow) -> Text) -> HashMap<Text, Vec<SubmissionRow>> {
    let mut groups: HashMap<Text, Vec<SubmissionRow>> = HashMap::new();
    for row in rows {
        groups.entry(key(&row)).or_default().push(row);
    }
    groups
}

fn read(name: &str, bytes: &[u8]) -> Result<Vec<Acknowledgement>> {
    let mut acknowledgements = Vec::new();
    let outcome = read_transactions(bytes, &mut Discard, |transaction| {
        if let Transaction::Acknowledgement(ack, _) = transaction {
            acknowledgements.push(ack.clone());
        }
        ControlFlow::<()>::Continue(())
    });
    match outcome {
        Ok(_) => Ok(acknowledgements),
        Err(error) => Err(EngineError::NotX12 { name: name.to_owned(), reason: error.to_string() }),
    }
}

const fn kind_of(ack: &Acknowledgement) -> &'static str {
    match ack {
        Acknowledgement::Interchange(_) => "TA1",
        Acknowledgement::Implementation(_) => "999",
        Acknowledgement::Claim(_) => "277CA",
    }
}
