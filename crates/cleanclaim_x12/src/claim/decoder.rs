//! The state of reading an 837: which loops are open and what they hand down to the claims below them.

use std::sync::Arc;

use cleanclaim_model::{
    Claim, ClaimField, ClaimKind, Field, FindingSink, Payer, Person, PersonField, Phi, Provider, ProviderRole,
    Responsibility, Text,
};

use super::parties::{self, Who};
use super::{body, line};
use crate::decode::{Decode, Here};
use crate::guide::{LoopRole, Placed, Walker, guide_of};
use crate::origin::{OriginPart, SHARED_PARTS};
use crate::step::Step;
use crate::{Envelope, Origin, SegmentRole, TransactionKind, rule};

/// Which loops a segment belongs to: the shared ones in order, then the claim's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Level {
    Header,
    Billing,
    Subscriber,
    Patient,
    Claim,
}

/// SBR of loop 2000B.
#[derive(Debug, Clone, Default)]
struct Coverage {
    responsibility: Responsibility,
    relationship: Text,
    group_number: Phi<Text>,
    group_name: Text,
    insurance_type: Text,
    filing_indicator: Text,
}

/// Reads the claims of one transaction set after the other, segment by segment.
#[derive(Debug, Default)]
pub(crate) struct ClaimDecoder {
    walker: Option<Walker>,
    kind: ClaimKind,
    envelope: Envelope,
    level: Option<Level>,
    shared: [Arc<OriginPart>; SHARED_PARTS],
    billing: Arc<Provider>,
    subscriber: Arc<Person>,
    payer: Arc<Payer>,
    patient: Option<Arc<Person>>,
    coverage: Coverage,
    patient_relationship: Text,
    claim_open: bool,
    /// How deep the loop is nested that repeats one which the claim holds already, or is one too many: its segments and those of
    /// the loops inside it become extras.
    surplus: Option<usize>,
}

impl ClaimDecoder {
    /// The envelopes of the claim that was read last.
    pub(crate) const fn envelope(&self) -> &Envelope {
        &self.envelope
    }

    /// Takes one segment. The claim that is [`Step::Done`] stands in `claim`.
    pub(crate) fn step(
        &mut self,
        here: Here<'_>,
        role: SegmentRole,
        claim: &mut Claim,
        origin: &mut Origin,
        sink: &mut dyn FindingSink,
    ) -> Step {
        let ends_claim = role != SegmentRole::Body || matches!(here.segment.id(), b"HL" | b"CLM");
        if self.claim_open && ends_claim {
            self.claim_open = false;
            self.level = Some(if self.patient.is_some() { Level::Patient } else { Level::Subscriber });
            origin.complete = matches!(role, SegmentRole::Body | SegmentRole::SetTrailer);
            return Step::Done;
        }
        match role {
            SegmentRole::SetHeader => self.begin_set(here),
            SegmentRole::Body => self.body(here, claim, origin, sink),
            _ => self.walker = None,
        }
        Step::Continue
    }

    /// The file is over; true where it ended inside a claim.
    pub(crate) fn finish(&mut self, origin: &mut Origin) -> bool {
        origin.complete = false;
        std::mem::take(&mut self.claim_open)
    }

    /// ST.
    pub(crate) fn begin_set(&mut self, here: Here<'_>) {
        let kind = here.envelope.kind();
        *self = Self::default();
        if let TransactionKind::Claim(claim_kind) = kind {
            self.kind = claim_kind;
            self.walker = guide_of(kind).map(Walker::new);
            self.envelope = here.envelope.clone();
        }
    }

    fn body(&mut self, here: Here<'_>, claim: &mut Claim, origin: &mut Origin, sink: &mut dyn FindingSink) {
        let Some(walker) = &mut self.walker else { return };
        let placed = walker.place(&here.segment);
        if here.segment.id() == b"BHT" {
            self.envelope = here.envelope.clone();
        }
        if placed.opens {
            self.enter(placed, here, claim, origin);
        }
        let level = self.level.unwrap_or(Level::Header);
        if level == Level::Claim {
            let segment = &here.segment;
            origin.last_segment = here.index;
            origin.end_byte = segment.offset() + (segment.bytes().len() + segment.tail().len()) as u64;
        }
        let claim_number = claim.control_number.clone();
        let line_number = claim.lines.last().map(|line| line.number);
        let part = match level {
            Level::Claim => &mut origin.own,
            shared => Arc::make_mut(&mut self.shared[shared as usize]),
        };
        let in_guide = placed.expected || placed.opens;
        let loop_id = if in_guide { placed.at.id } else { "" };
        let mut d = Decode::new(here, loop_id, part, sink).of_claim(&claim_number, line_number);
        if !placed.expected && here.segment.has_valid_id() {
            d.report(&rule::SEGMENT_MISPLACED, "the guide has no place for this segment here", 0, None);
        }
        if in_guide && self.surplus.is_none() {
            if level == Level::Claim {
                let fits = claim_segment(&mut d, placed, claim);
                self.surplus = (!fits).then_some(placed.depth);
            } else {
                Shared {
                    billing: &mut self.billing,
                    subscriber: &mut self.subscriber,
                    payer: &mut self.payer,
                    patient: &mut self.patient,
                    coverage: &mut self.coverage,
                    patient_relationship: &mut self.patient_relationship,
                }
                .segment(&mut d, placed.at.role);
            }
        }
        d.finish();
    }

    /// Forgets what an opened loop replaces.
    fn enter(&mut self, placed: Placed, here: Here<'_>, claim: &mut Claim, origin: &mut Origin) {
        self.surplus = self.surplus.filter(|depth| *depth < placed.depth);
        match placed.at.role {
            LoopRole::BillingLevel => {
                self.level = Some(Level::Billing);
                self.billing = Arc::default();
                self.forget(Level::Billing);
            }
            LoopRole::SubscriberLevel => {
                self.level = Some(Level::Subscriber);
                self.forget(Level::Subscriber);
            }
            LoopRole::PatientLevel => {
                self.level = Some(Level::Patient);
                self.forget(Level::Patient);
                self.patient = Some(Arc::default());
            }
            LoopRole::Claim => {
                self.level = Some(Level::Claim);
                self.begin_claim(here, claim, origin);
            }
            _ => {}
        }
    }

    fn forget(&mut self, from: Level) {
        for part in &mut self.shared[from as usize..] {
            *part = Arc::default();
        }
        if from <= Level::Subscriber {
            self.subscriber = Arc::default();
            self.payer = Arc::default();
            self.coverage = Coverage::default();
        }
        self.patient = None;
        self.patient_relationship = Text::default();
    }

    fn begin_claim(&mut self, here: Here<'_>, claim: &mut Claim, origin: &mut Origin) {
        self.claim_open = true;
        claim.clear();
        origin.clear();
        claim.kind = self.kind;
        claim.billing = Arc::clone(&self.billing);
        claim.subscriber = Arc::clone(&self.subscriber);
        claim.payer = Arc::clone(&self.payer);
        claim.patient = self.patient.clone();
        let coverage = self.coverage.clone();
        claim.relationship =
            if self.patient.is_some() { self.patient_relationship.clone() } else { coverage.relationship };
        claim.responsibility = coverage.responsibility;
        claim.group_number = coverage.group_number;
        claim.group_name = coverage.group_name;
        claim.insurance_type = coverage.insurance_type;
        claim.filing_indicator = coverage.filing_indicator;
        origin.shared = self.shared.clone();
        origin.first_segment = here.index;
        origin.byte = here.segment.offset();
    }
}

/// What loops above the claim hand down.
struct Shared<'a> {
    billing: &'a mut Arc<Provider>,
    subscriber: &'a mut Arc<Person>,
    payer: &'a mut Arc<Payer>,
    patient: &'a mut Option<Arc<Person>>,
    coverage: &'a mut Coverage,
    patient_relationship: &'a mut Text,
}

impl Shared<'_> {
    fn segment(self, d: &mut Decode<'_>, role: LoopRole) {
        match (role, d.id()) {
            // Hierarchy follows from the claims; it is made anew on writing.
            (_, b"HL") => (1..=4).for_each(|element| d.settle(element)),
            (LoopRole::BillingLevel, b"PRV") => {
                parties::taxonomy(d, Some(ProviderRole::Billing), Arc::make_mut(self.billing));
            }
            (LoopRole::BillingProvider, _) => {
                parties::provider(d, Some(ProviderRole::Billing), Arc::make_mut(self.billing));
            }
            (LoopRole::SubscriberLevel, b"SBR") => self.subscriber_information(d),
            (LoopRole::Subscriber, _) => parties::person(d, Who::Subscriber, Arc::make_mut(self.subscriber)),
            (LoopRole::Payer, _) => parties::payer(d, true, Arc::make_mut(self.payer)),
            (LoopRole::PatientLevel, b"PAT") => {
                *self.patient_relationship = d.text_of(1, Field::Patient(PersonField::Relationship));
            }
            (LoopRole::Patient, _) => {
                let patient = self.patient.get_or_insert_default();
                parties::person(d, Who::Patient, Arc::make_mut(patient));
            }
            _ => {}
        }
    }

    fn subscriber_information(self, d: &mut Decode<'_>) {
        let read = Responsibility::parse;
        let field = Field::Claim(ClaimField::Responsibility);
        self.coverage.responsibility = d.value(1, Some(field), "P, S, T or another letter", read).unwrap_or_default();
        self.coverage.relationship = d.text_of(2, Field::Subscriber(PersonField::Relationship));
        *self.coverage.group_number.expose_mut() = d.text_of(3, Field::Subscriber(PersonField::GroupNumber));
        self.coverage.group_name = d.text(4);
        self.coverage.insurance_type = d.text(5);
        self.coverage.filing_indicator = d.text_of(9, Field::Claim(ClaimField::FilingIndicator));
    }
}

/// A segment at or below loop 2300. False where its loop repeats what the claim holds already or cannot hold.
fn claim_segment(d: &mut Decode<'_>, placed: Placed, claim: &mut Claim) -> bool {
    match placed.at.role {
        LoopRole::Claim => body::segment(d, claim),
        LoopRole::ClaimProvider(role) => {
            let Some(slot) = claim_provider(claim, role) else { return false };
            if placed.opens && slot.is_some() {
                return false;
            }
            parties::provider(d, Some(role), Arc::make_mut(slot.get_or_insert_default()));
        }
        LoopRole::OtherCoverage => return line::other_coverage(d, placed.opens, claim),
        LoopRole::OtherSubscriber => {
            if let Some(other) = claim.other_payers.last_mut() {
                parties::person(d, Who::OtherSubscriber, Arc::make_mut(&mut other.subscriber));
            }
        }
        LoopRole::OtherPayer => {
            if let Some(other) = claim.other_payers.last_mut() {
                if d.id() == b"REF" && d.code(1) == "F8" && other.payer_control_number.is_empty() {
                    d.settle(1);
                    other.payer_control_number = d.text(2);
                }
                parties::payer(d, false, Arc::make_mut(&mut other.payer));
            }
        }
        LoopRole::Line if placed.opens => return line::begin(d, claim),
        role => return claim.lines.last_mut().is_none_or(|line| line_segment(d, role, placed.opens, line)),
    }
    true
}

fn line_segment(d: &mut Decode<'_>, role: LoopRole, opens: bool, line: &mut cleanclaim_model::ServiceLine) -> bool {
    match role {
        LoopRole::Line => line::segment(d, line),
        LoopRole::Drug => line::drug(d, line),
        LoopRole::LineRendering => {
            if opens && line.rendering.is_some() {
                return false;
            }
            parties::provider(d, None, Arc::make_mut(line.rendering.get_or_insert_default()));
        }
        LoopRole::LineAdjudication => return line::adjudication(d, opens, line),
        _ => {}
    }
    true
}

/// Where a claim holds the provider of this role.
fn claim_provider(claim: &mut Claim, role: ProviderRole) -> Option<&mut Option<Arc<Provider>>> {
    Some(match role {
        ProviderRole::Rendering => &mut claim.rendering,
        ProviderRole::Referring => &mut claim.referring,
        ProviderRole::Supervising => &mut claim.supervising,
        ProviderRole::Attending => &mut claim.attending,
        ProviderRole::Operating => &mut claim.operating,
        ProviderRole::OtherOperating => &mut claim.other_operating,
        ProviderRole::ServiceFacility => &mut claim.service_facility,
        ProviderRole::Billing => return None,
    })
}
