//! Reading a claim file and answering at once: TA1, 999, 277CA.

use std::sync::Arc;

use cleanclaim_model::{
    AckError, Claim, ClaimField, Discard, Field, Frequency, InterchangeAck, Npi, SetAck, StatusInfo, Text,
};
use cleanclaim_x12::{
    AckedClaim, AckedGroup, AckedProvider, ClaimAckReport, ClaimReader, Envelope, FieldPlace, Origin, Receipt,
    accepted_interchange,
};
use jiff::civil::DateTime;

use super::Payer;
use super::truth::Event;
use crate::error::SimError;

/// TA105: the interchange control number was used before (ASC X12.5, I18).
const DUPLICATE_NUMBER: &str = "025";

/// One transaction set as it was read.
pub(super) struct TakenSet {
    pub envelope: Envelope,
    pub claims: Vec<Claim>,
    /// Where something stands that the payer may remark on without rejecting.
    pub remark: Option<FieldPlace>,
}

/// A file as it was read.
#[derive(Default)]
pub(super) struct Taken {
    pub sets: Vec<TakenSet>,
    pub interchanges: Vec<InterchangeAck>,
    pub groups: Vec<AckedGroup>,
}

/// Reads every claim of the file; `None` when it is no X12.
pub(super) fn take(bytes: &[u8]) -> Option<Taken> {
    let mut reader = ClaimReader::new(bytes);
    let (mut claim, mut origin) = (Claim::default(), Origin::default());
    let receipt = Receipt::read(bytes, &mut Discard).ok()?;
    let mut taken = Taken {
        interchanges: receipt.interchanges().to_vec(),
        groups: receipt.groups().cloned().collect(),
        ..Taken::default()
    };
    loop {
        let more = reader.next_into(&mut claim, &mut origin, &mut Discard).ok()?;
        if !more {
            break;
        }
        let envelope = reader.envelope();
        let number =
            (&envelope.interchange_control_number, &envelope.group_control_number, &envelope.set_control_number);
        let same = |set: &TakenSet| {
            let of = &set.envelope;
            (&of.interchange_control_number, &of.group_control_number, &of.set_control_number) == number
        };
        if !taken.sets.last().is_some_and(same) {
            let remark = origin.place(Field::Claim(ClaimField::ControlNumber));
            taken.sets.push(TakenSet { envelope: envelope.clone(), claims: Vec::new(), remark });
        }
        if let Some(set) = taken.sets.last_mut() {
            set.claims.push(claim.clone());
        }
    }
    Some(taken)
}

/// The TA1 for an interchange that came before.
pub(super) fn repeated(envelope: &Envelope) -> InterchangeAck {
    InterchangeAck { code: "R".into(), note: DUPLICATE_NUMBER.into(), ..accepted_interchange(envelope) }
}

/// What the 999 says of a set.
pub(super) fn set_ack<'a>(groups: &'a [AckedGroup], envelope: &Envelope) -> Option<&'a SetAck> {
    groups
        .iter()
        .filter(|group| group.ack.group_control_number == envelope.group_control_number)
        .flat_map(|group| &group.ack.sets)
        .find(|set| set.set_control_number == envelope.set_control_number)
}

/// Makes an accepted set one that is accepted with an error: the payer would like another pattern of claim numbers.
pub(super) fn remark_on(groups: &mut [AckedGroup], taken: &TakenSet) {
    let Some(place) = taken.remark else { return };
    let group = groups
        .iter_mut()
        .map(|group| &mut group.ack)
        .find(|group| group.group_control_number == taken.envelope.group_control_number);
    let Some(group) = group.filter(|group| group.code == "A") else { return };
    let set = group.sets.iter_mut().find(|set| set.set_control_number == taken.envelope.set_control_number);
    let Some(set) = set.filter(|set| set.code == "A") else { return };
    set.code = "E".into();
    set.error_codes = vec!["5".into()];
    set.errors = vec![AckError {
        segment: String::from_utf8_lossy(&place.segment).trim().into(),
        segment_index: place.segment_index,
        loop_id: place.loop_id.into(),
        segment_error: "8".into(),
        element: place.element.max(1),
        component: 0,
        element_error: "I12".into(),
    }];
    group.code = "E".into();
}

/// Why a claim never enters adjudication: category, status and entity of its STC.
///
/// Sources: claim status category codes (A3 returned as unprocessable, A7 rejected for invalid information) and claim status codes,
/// by their numbers.
pub(super) fn rejection(
    payer: &mut Payer,
    claim: &Claim,
    number: u64,
) -> Option<(&'static str, &'static str, &'static str)> {
    let profile = &payer.desk.profile;
    if claim.payer.id != profile.payer_id {
        return Some(("A3", "116", "PR"));
    }
    if claim.lines.is_empty() {
        return Some(("A7", "507", ""));
    }
    if claim.subscriber.member_id.expose().is_empty() {
        return Some(("A7", "164", "IL"));
    }
    if claim.billing.npi.is_none() {
        return Some(("A7", "562", "85"));
    }
    if matches!(claim.frequency, Frequency::REPLACEMENT | Frequency::VOID) {
        if !profile.accepts_frequency_7_8 {
            return Some(("A7", "535", ""));
        }
        if !payer.is_finalized(&claim.payer_control_number) {
            return Some(("A7", "464", ""));
        }
    }
    let mut dice = payer.dice(number);
    let rejected = dice.chance_e4(payer.desk.behaviour.reject_e4);
    let reasons = [("A3", "33", "IL"), ("A7", "164", "IL"), ("A7", "88", "QC"), ("A7", "562", "82")];
    dice.pick(&reasons).copied().filter(|_| rejected)
}

/// The 277CA of one set.
pub(super) struct ClaimAnswers {
    providers: Vec<(Option<Npi>, AckedProvider)>,
}

impl ClaimAnswers {
    pub(super) const fn new() -> Self {
        Self { providers: Vec::new() }
    }

    /// Adds the answer to a claim.
    pub(super) fn add(&mut self, claim: &Claim, status: StatusInfo, payer_number: &str) {
        let acked = AckedClaim::new(claim, status, payer_number);
        let npi = claim.billing.npi;
        match self.providers.iter_mut().find(|(known, _)| *known == npi) {
            Some((_, provider)) => provider.claims.push(acked),
            None => {
                let provider = AckedProvider { provider: Arc::clone(&claim.billing), claims: vec![acked] };
                self.providers.push((npi, provider));
            }
        }
    }

    /// The report of a batch.
    pub(super) fn report(self, payer: &Payer, envelope: &Envelope, at: DateTime) -> ClaimAckReport {
        ClaimAckReport {
            source_entity: "PR".into(),
            source_name: payer.desk.envelope.receiver_name.as_str().into(),
            source_id: payer.desk.envelope.receiver_number.as_str().into(),
            receiver_name: envelope.group_sender.clone(),
            receiver_id: envelope.group_sender.clone(),
            batch_reference: envelope.batch_reference.clone(),
            received: at.date(),
            processed: at.date(),
            providers: self.providers.into_iter().map(|(_, provider)| provider).collect(),
        }
    }
}

/// Accepted (A2, 20) or rejected, with the action code that says so.
pub(super) fn status(rejection: Option<(&str, &str, &str)>, claim: &Claim, at: DateTime) -> StatusInfo {
    let (category, code, entity) = rejection.unwrap_or(("A2", "20", "PR"));
    StatusInfo {
        category: category.into(),
        status: code.into(),
        entity: entity.into(),
        date: Some(at.date()),
        action: if rejection.is_some() { "U".into() } else { "WQ".into() },
        amount: Some(claim.charge),
    }
}

impl Payer {
    /// Takes the claims of one set, says what becomes of each, and gives the report.
    pub(super) fn take_claims(&mut self, set: &TakenSet, at: DateTime) -> Result<ClaimAckReport, SimError> {
        let mut answers = ClaimAnswers::new();
        for claim in &set.claims {
            self.truth.note(Event::Received);
            let number = self.next_claim();
            let rejection = rejection(self, claim, number);
            let payer_number = self.payer_number(number, at.date());
            if rejection.is_some() {
                self.truth.note(Event::Rejected);
                self.truth.rejected_claims.push(claim.control_number.clone());
                answers.add(claim, status(rejection, claim, at), "");
            } else {
                self.truth.note(Event::Accepted);
                answers.add(claim, status(None, claim, at), &payer_number);
                self.adjudicate(claim.clone(), number, payer_number, at.date())?;
            }
        }
        Ok(answers.report(self, &set.envelope, at))
    }
}

/// The control numbers of the sets that the 999 does not accept, as they are dropped.
pub(super) fn is_rejected(groups: &[AckedGroup], envelope: &Envelope) -> bool {
    set_ack(groups, envelope).is_some_and(|set| matches!(set.code.as_str(), "R" | "M" | "W" | "X"))
}

/// Text of an interchange control number with its sender, by which a repetition is known.
pub(super) fn interchange_key(envelope: &Envelope) -> (Text, Text) {
    (envelope.sender.clone(), envelope.interchange_control_number.clone())
}
