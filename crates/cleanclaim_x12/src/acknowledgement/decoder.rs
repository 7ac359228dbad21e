//! The state of reading acknowledgements, segment by segment.

use cleanclaim_model::{
    AckError, Acknowledgement, Cents, ClaimAck, Date, FindingSink, ImplementationAck, InterchangeAck, Phi, SetAck,
    StatusInfo, Text,
};

use crate::decode::{Decode, Here};
use crate::guide::{LoopRole, Walker, guide_of};
use crate::origin::OriginPart;
use crate::step::Step;
use crate::{Element, Envelope, Segment, SegmentRole, TransactionKind, rule};

/// Sets of one group, errors of one set, statuses of one claim that are read.
const LIST_MAX: usize = 100_000;

/// What a 277CA says of a batch or of one provider's claims as a whole (loops 2200B and 2200C).
///
/// Source: ASC X12N/005010X214.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BatchAck {
    /// `2200B` for the batch, `2200C` for one provider's part of it.
    pub loop_id: &'static str,
    /// 2200B TRN02: BHT03 of the claim file.
    pub batch_reference: Text,
    /// 2100A NM103: who says so.
    pub source_name: Text,
    /// 2100A NM101: `PR` payer, `AY` clearinghouse.
    pub source_entity: Text,
    /// Each STC.
    pub statuses: Vec<StatusInfo>,
    /// QTY 90 or QA: claims accepted.
    pub accepted: Option<u64>,
    /// QTY AA or QC: claims rejected.
    pub rejected: Option<u64>,
}

/// Something that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Answer {
    Acknowledgement(Acknowledgement),
    Batch(BatchAck),
}

#[derive(Debug, Default)]
enum Open {
    #[default]
    Nothing,
    Group(ImplementationAck),
    Claim(ClaimAck),
    Batch(BatchAck),
}

/// Reads one acknowledgement after the other.
#[derive(Debug, Default)]
pub(crate) struct AckDecoder {
    walker: Option<Walker>,
    envelope: Envelope,
    open: Open,
    source_name: Text,
    source_entity: Text,
    batch_reference: Text,
    member_id: Phi<Text>,
    answer: Option<Answer>,
    /// Acknowledgements keep no extras; this takes them.
    unused: OriginPart,
}

impl AckDecoder {
    /// The envelopes of what was read last.
    pub(crate) const fn envelope(&self) -> &Envelope {
        &self.envelope
    }

    /// What was read last.
    pub(crate) const fn answer(&self) -> Option<&Answer> {
        self.answer.as_ref()
    }

    /// Takes one segment.
    pub(crate) fn step(&mut self, here: Here<'_>, role: SegmentRole, sink: &mut dyn FindingSink) -> Step {
        let ends_group = role != SegmentRole::Body;
        let ends_status = ends_group || matches!(here.segment.id(), b"HL" | b"TRN");
        let ends = match self.open {
            Open::Nothing => false,
            Open::Group(_) => ends_group,
            Open::Claim(_) | Open::Batch(_) => ends_status,
        };
        if ends {
            self.close();
            return Step::Done;
        }
        match role {
            SegmentRole::InterchangeAck => {
                self.envelope = here.envelope.clone();
                self.answer = Some(Answer::Acknowledgement(Acknowledgement::Interchange(interchange(&here.segment))));
                return Step::Ready;
            }
            SegmentRole::SetHeader => self.begin_set(here),
            SegmentRole::Body => self.body(here, sink),
            _ => self.walker = None,
        }
        Step::Continue
    }

    /// The file is over; true where it ended inside an acknowledgement.
    pub(crate) fn finish(&mut self) -> bool {
        let is_open = !matches!(self.open, Open::Nothing);
        self.close();
        is_open
    }

    fn close(&mut self) {
        self.answer = match std::mem::take(&mut self.open) {
            Open::Nothing => None,
            Open::Group(group) => Some(Answer::Acknowledgement(Acknowledgement::Implementation(group))),
            Open::Claim(claim) => Some(Answer::Acknowledgement(Acknowledgement::Claim(claim))),
            Open::Batch(batch) => Some(Answer::Batch(batch)),
        };
    }

    /// ST.
    pub(crate) fn begin_set(&mut self, here: Here<'_>) {
        let kind = here.envelope.kind();
        *self = Self::default();
        if matches!(kind, TransactionKind::ImplementationAck | TransactionKind::ClaimAck) {
            self.walker = guide_of(kind).map(Walker::new);
            self.envelope = here.envelope.clone();
        }
    }

    fn body(&mut self, here: Here<'_>, sink: &mut dyn FindingSink) {
        let Some(walker) = &mut self.walker else { return };
        let placed = walker.place(&here.segment);
        self.unused.clear();
        let loop_id = if placed.expected || placed.opens { placed.at.id } else { "" };
        let mut d = Decode::new(here, loop_id, &mut self.unused, sink);
        if !placed.expected && here.segment.has_valid_id() {
            d.report(&rule::SEGMENT_MISPLACED, "the guide has no place for this segment here", 0, None);
        }
        match (placed.at.role, d.id()) {
            (LoopRole::Header, b"BHT") => self.envelope = here.envelope.clone(),
            (LoopRole::StatusSource, b"NM1") => (self.source_entity, self.source_name) = (d.text(1), d.text(3)),
            (LoopRole::StatusPatient, b"NM1") => self.member_id = d.text(9).into(),
            (LoopRole::BatchStatus, b"TRN") => {
                if loop_id == "2200B" {
                    self.batch_reference = d.text(2);
                }
                self.open = Open::Batch(BatchAck {
                    loop_id,
                    batch_reference: self.batch_reference.clone(),
                    source_name: self.source_name.clone(),
                    source_entity: self.source_entity.clone(),
                    ..BatchAck::default()
                });
            }
            (LoopRole::ClaimStatus, b"TRN") => {
                self.open = Open::Claim(ClaimAck {
                    control_number: d.text(2),
                    source_name: self.source_name.clone(),
                    source_entity: self.source_entity.clone(),
                    batch_reference: self.batch_reference.clone(),
                    member_id: self.member_id.clone(),
                    ..ClaimAck::default()
                });
            }
            (LoopRole::Header, b"AK1") => {
                self.open = Open::Group(ImplementationAck {
                    group_id: d.text(1),
                    group_control_number: d.text(2),
                    ..ImplementationAck::default()
                });
            }
            (role, _) => match &mut self.open {
                Open::Nothing => {}
                Open::Group(group) => group_segment(&mut d, role, group),
                Open::Claim(claim) => claim_segment(&mut d, role, claim),
                Open::Batch(batch) => batch_segment(&mut d, batch),
            },
        }
    }
}

fn interchange(ta1: &Segment<'_>) -> InterchangeAck {
    InterchangeAck {
        interchange_control_number: ta1.element(1).to_text(),
        sent: (ta1.element(2).to_text(), ta1.element(3).to_text()),
        code: ta1.element(4).to_text(),
        note: ta1.element(5).to_text(),
    }
}

/// A segment of a 999 or 997 below AK1.
fn group_segment(d: &mut Decode<'_>, role: LoopRole, group: &mut ImplementationAck) {
    match (role, d.id()) {
        (LoopRole::AckedSet, b"AK2") => {
            let set = SetAck { set_id: d.text(1), set_control_number: d.text(2), ..SetAck::default() };
            d.push(&mut group.sets, set, LIST_MAX);
        }
        (LoopRole::AckedSet, _) => {
            if let Some(set) = group.sets.last_mut() {
                set.code = d.text(1);
                set.error_codes = (2..=6).map(|element| d.text(element)).filter(|code| !code.is_empty()).collect();
            }
        }
        (LoopRole::AckedSegment, b"IK3" | b"AK3") => {
            let error = AckError {
                segment: d.text(1),
                segment_index: d.value(2, None, "a segment position", |text| text.parse().ok()).unwrap_or_default(),
                loop_id: d.text(3),
                segment_error: d.text(4),
                ..AckError::default()
            };
            if let Some(set) = group.sets.last_mut() {
                d.push(&mut set.errors, error, LIST_MAX);
            }
        }
        (LoopRole::AckedElement, b"IK4" | b"AK4") => {
            let Some(errors) = group.sets.last_mut().map(|set| &mut set.errors) else { return };
            let Some(last) = errors.last_mut() else { return };
            let number = |d: &mut Decode<'_>, component| {
                d.component_value(1, component, None, "an element position", |text| text.parse().ok())
            };
            let (element, component) = (number(d, 1).unwrap_or_default(), number(d, 2).unwrap_or_default());
            let error = AckError { element, component, element_error: d.text(3), ..last.clone() };
            if last.element == 0 && last.element_error.is_empty() {
                *last = error;
            } else {
                d.push(errors, error, LIST_MAX);
            }
        }
        (LoopRole::Header, b"AK9") => group.code = d.text(1),
        _ => {}
    }
}

/// A segment of loop 2200D or, with its statuses, 2220D.
fn claim_segment(d: &mut Decode<'_>, role: LoopRole, claim: &mut ClaimAck) {
    match (d.id(), d.code(1)) {
        (b"STC", _) => {
            claim.rejected |= role == LoopRole::ClaimStatus && d.code(3) == "U";
            statuses(d, &mut claim.statuses);
        }
        (b"REF", "1K") if role == LoopRole::ClaimStatus => claim.payer_control_number = d.text(2),
        _ => {}
    }
}

fn batch_segment(d: &mut Decode<'_>, batch: &mut BatchAck) {
    let count = |d: &mut Decode<'_>| d.value(2, None, "a number of claims", |text| text.parse().ok());
    match (d.id(), d.code(1)) {
        (b"STC", _) => statuses(d, &mut batch.statuses),
        (b"QTY", "90" | "QA") => batch.accepted = count(d),
        (b"QTY", "AA" | "QC") => batch.rejected = count(d),
        _ => {}
    }
}

/// STC01, and STC10 and STC11 where they say more, each as a status of its own.
fn statuses(d: &mut Decode<'_>, statuses: &mut Vec<StatusInfo>) {
    let date: Option<Date> = d.date(2, None);
    let action = d.text(3);
    let amount: Option<Cents> = d.amount(4, None);
    for element in [1, 10, 11] {
        let composite: Element<'_> = d.look(element);
        if composite.is_empty() {
            continue;
        }
        let status = StatusInfo {
            category: composite.component(1).to_text(),
            status: composite.component(2).to_text(),
            entity: composite.component(3).to_text(),
            date,
            action: action.clone(),
            amount: if element == 1 { amount } else { None },
        };
        d.push(statuses, status, LIST_MAX);
    }
}
