//! The state of reading an 835, segment by segment.

use cleanclaim_model::{
    ClaimPayment, ClaimStatusCode, Field, FindingSink, PaymentField, ProviderAdjustment, Quantity, Rarc, Remittance,
    RemittanceField, RevenueCode, ServicePayment,
};

use crate::claim::read_name;
use crate::decode::{Decode, Here};
use crate::guide::{LoopRole, Walker, guide_of};
use crate::step::Step;
use crate::{Envelope, Origin, SegmentRole, TransactionKind, rule};

/// Claim payments that one ST-SE holds; the guide recommends 10,000 at most.
const CLAIMS_MAX: usize = 500_000;

/// Service payments that one claim holds; the guide allows 999.
const SERVICES_MAX: usize = 10_000;

/// Adjustments or remarks of one claim or service; the guide allows 99 segments of six.
const ADJUSTMENTS_MAX: usize = 1_000;

/// Provider adjustments that one ST-SE holds.
const PROVIDER_ADJUSTMENTS_MAX: usize = 100_000;

/// Reads one remittance after the other.
#[derive(Debug, Default)]
pub(crate) struct RemittanceDecoder {
    walker: Option<Walker>,
    envelope: Envelope,
    /// How deep the loop is nested that is one too many.
    surplus: Option<usize>,
}

impl RemittanceDecoder {
    /// The envelopes of the remittance that was read last.
    pub(crate) const fn envelope(&self) -> &Envelope {
        &self.envelope
    }

    /// Takes one segment. The remittance that is [`Step::Done`] stands in `remittance`.
    pub(crate) fn step(
        &mut self,
        here: Here<'_>,
        role: SegmentRole,
        remittance: &mut Remittance,
        origin: &mut Origin,
        sink: &mut dyn FindingSink,
    ) -> Step {
        if self.walker.is_some() && role != SegmentRole::Body {
            self.walker = None;
            origin.complete = role == SegmentRole::SetTrailer;
            if origin.complete {
                note_end(here, origin);
            }
            return Step::Done;
        }
        match role {
            SegmentRole::SetHeader => self.begin_set(here, remittance, origin),
            SegmentRole::Body => self.body(here, remittance, origin, sink),
            _ => {}
        }
        Step::Continue
    }

    /// ST.
    pub(crate) fn begin_set(&mut self, here: Here<'_>, remittance: &mut Remittance, origin: &mut Origin) {
        if here.envelope.kind() != TransactionKind::Remittance {
            return;
        }
        self.walker = guide_of(TransactionKind::Remittance).map(Walker::new);
        self.envelope = here.envelope.clone();
        self.surplus = None;
        *remittance = Remittance::default();
        remittance.set_control_number = here.envelope.set_control_number.clone();
        origin.clear();
        origin.first_segment = here.index;
        origin.byte = here.segment.offset();
        note_end(here, origin);
    }

    /// The file is over; true where it ended inside a remittance.
    pub(crate) fn finish(&mut self, origin: &mut Origin) -> bool {
        origin.complete = false;
        self.walker.take().is_some()
    }

    fn body(&mut self, here: Here<'_>, remittance: &mut Remittance, origin: &mut Origin, sink: &mut dyn FindingSink) {
        let Some(walker) = &mut self.walker else { return };
        let placed = walker.place(&here.segment);
        note_end(here, origin);
        let in_guide = placed.expected || placed.opens;
        let claim_number = remittance.claims.last().map(|claim| claim.control_number.clone()).unwrap_or_default();
        let loop_id = if in_guide { placed.at.id } else { "" };
        let is_of_claim = matches!(placed.at.role, LoopRole::ClaimPayment | LoopRole::ServicePayment) && !placed.opens;
        let mut d = Decode::new(here, loop_id, &mut origin.own, sink)
            .of_claim(if is_of_claim { &claim_number } else { "" }, None);
        if !placed.expected && here.segment.has_valid_id() {
            d.report(&rule::SEGMENT_MISPLACED, "the guide has no place for this segment here", 0, None);
        }
        if placed.opens {
            self.surplus = self.surplus.filter(|depth| *depth < placed.depth);
        }
        if in_guide && self.surplus.is_none() && !segment(&mut d, placed.at.role, placed.opens, remittance) {
            self.surplus = Some(placed.depth);
        }
        d.finish();
    }
}

fn note_end(here: Here<'_>, origin: &mut Origin) {
    let segment = &here.segment;
    origin.last_segment = here.index;
    origin.end_byte = segment.offset() + (segment.bytes().len() + segment.tail().len()) as u64;
}

/// Reads a segment; false where its loop is one too many.
fn segment(d: &mut Decode<'_>, role: LoopRole, opens: bool, remittance: &mut Remittance) -> bool {
    let number = u32::try_from(remittance.claims.len()).unwrap_or(u32::MAX);
    match role {
        LoopRole::Header => header(d, remittance),
        LoopRole::RemittancePayer => payer(d, remittance),
        LoopRole::Payee => payee(d, remittance),
        LoopRole::PaymentGroup if opens => d.settle(1),
        LoopRole::ClaimPayment if opens => {
            let claim = claim_payment(d, number.saturating_add(1));
            return d.push(&mut remittance.claims, claim, CLAIMS_MAX);
        }
        LoopRole::ClaimPayment => {
            if let Some(claim) = remittance.claims.last_mut() {
                claim_segment(d, number, claim);
            }
        }
        LoopRole::ServicePayment if opens => {
            let field = Field::ClaimPayment(number, PaymentField::Services);
            let service = service_payment(d, field);
            if let Some(claim) = remittance.claims.last_mut() {
                return d.push(&mut claim.services, service, SERVICES_MAX);
            }
        }
        LoopRole::ServicePayment => {
            if let Some(service) = remittance.claims.last_mut().and_then(|claim| claim.services.last_mut()) {
                service_segment(d, service);
            }
        }
        _ => {}
    }
    true
}

fn header(d: &mut Decode<'_>, remittance: &mut Remittance) {
    match (d.id(), d.code(1)) {
        (b"BPR", _) => {
            remittance.method.handling = d.text(1);
            remittance.amount = d.required_amount(2, Some(Field::Remittance(RemittanceField::Amount)));
            remittance.method.credit_or_debit = d.text(3);
            remittance.method.method = d.text(4);
            remittance.payment_date = d.date(16, Some(Field::Remittance(RemittanceField::PaymentDate)));
        }
        (b"TRN", _) if remittance.trace_number.is_empty() => {
            d.settle_if(1, "1");
            remittance.trace_number = d.text_of(2, Field::Remittance(RemittanceField::TraceNumber));
            remittance.payer_trace_id = d.text_of(3, Field::Remittance(RemittanceField::PayerId));
        }
        (b"DTM", "405") if remittance.production_date.is_none() => {
            d.settle(1);
            remittance.production_date = d.date(2, None);
        }
        (b"PLB", _) => provider_adjustments(d, remittance),
        _ => {}
    }
}

fn provider_adjustments(d: &mut Decode<'_>, remittance: &mut Remittance) {
    let field = Some(Field::Remittance(RemittanceField::ProviderAdjustments));
    let provider_id = d.text(1);
    let fiscal_period_end = d.date(2, None);
    for element in (3..=13).step_by(2) {
        if d.look(element).is_empty() && d.look(element + 1).is_empty() {
            continue;
        }
        let amount = d.required_amount(element + 1, field);
        let adjustment = ProviderAdjustment {
            segment_index: d.index(),
            provider_id: provider_id.clone(),
            fiscal_period_end,
            reason: d.component_text(element, 1),
            reference: d.component_text(element, 2),
            amount,
        };
        d.push(&mut remittance.provider_adjustments, adjustment, PROVIDER_ADJUSTMENTS_MAX);
    }
}

fn payer(d: &mut Decode<'_>, remittance: &mut Remittance) {
    match (d.id(), d.code(1)) {
        (b"N1", _) => {
            d.settle(1);
            remittance.payer_name = d.text(2);
            d.settle_if(3, "XV");
            remittance.payer_id = d.text(4);
        }
        (b"REF", "2U") if remittance.payer_id.is_empty() => {
            d.settle(1);
            remittance.payer_id = d.text(2);
        }
        _ => {}
    }
}

fn payee(d: &mut Decode<'_>, remittance: &mut Remittance) {
    match (d.id(), d.code(1)) {
        (b"N1", _) => {
            d.settle(1);
            remittance.payee_name = d.text(2);
            match d.code(3) {
                "XX" => {
                    d.settle(3);
                    remittance.payee_npi = d.npi(4);
                }
                "FI" => {
                    d.settle(3);
                    remittance.payee_tax_id = d.text(4);
                }
                _ => {}
            }
        }
        (b"REF", "TJ") if remittance.payee_tax_id.is_empty() => {
            d.settle(1);
            remittance.payee_tax_id = d.text(2);
        }
        _ => {}
    }
}

fn claim_payment(d: &mut Decode<'_>, number: u32) -> ClaimPayment {
    let field = |field| Field::ClaimPayment(number, field);
    let read = ClaimStatusCode::parse;
    if d.look(2).is_empty() {
        d.missing(2, Some(field(PaymentField::Status)));
    }
    let status = d.value(2, Some(field(PaymentField::Status)), "a claim status of one or two digits", read);
    ClaimPayment {
        segment_index: d.index(),
        control_number: d.text_of(1, field(PaymentField::ControlNumber)),
        status: status.unwrap_or(ClaimStatusCode::PRIMARY),
        charge: d.required_amount(3, Some(field(PaymentField::Charge))),
        paid: d.required_amount(4, Some(field(PaymentField::Paid))),
        patient_responsibility: d.amount(5, Some(field(PaymentField::PatientResponsibility))).unwrap_or_default(),
        filing_indicator: d.text(6),
        payer_control_number: d.text(7),
        facility_code: d.text(8),
        frequency: d.text(9),
        drg: d.text(11),
        patient_name: Default::default(),
        member_id: Default::default(),
        rendering_npi: None,
        crossover_payer: Default::default(),
        statement_from: None,
        statement_thru: None,
        received: None,
        covered: None,
        interest: None,
        adjustments: Vec::new(),
        remarks: Vec::new(),
        services: Vec::new(),
    }
}

/// A segment of loop 2100.
fn claim_segment(d: &mut Decode<'_>, number: u32, claim: &mut ClaimPayment) {
    match (d.id(), d.code(1)) {
        (b"CAS", _) => {
            d.note(Field::ClaimPayment(number, PaymentField::Adjustments), 1, 0);
            d.adjustments(ADJUSTMENTS_MAX, &mut claim.adjustments);
        }
        (b"NM1", "QC") => {
            d.settle(1);
            d.settle_if(2, "1");
            *claim.patient_name.expose_mut() = read_name(d);
            member_id(d, claim);
        }
        (b"NM1", "IL") if claim.member_id.expose().is_empty() => member_id(d, claim),
        (b"NM1", "82") if claim.rendering_npi.is_none() && d.code(8) == "XX" => {
            d.settle(1);
            d.settle(8);
            claim.rendering_npi = d.npi(9);
        }
        (b"NM1", "TT") if claim.crossover_payer.is_empty() => {
            d.settle(1);
            d.settle_if(2, "2");
            claim.crossover_payer = d.text(3);
        }
        (b"MIA", _) => [5, 20, 21, 22, 23].into_iter().for_each(|element| remark(d, element, &mut claim.remarks)),
        (b"MOA", _) => (3..=7).for_each(|element| remark(d, element, &mut claim.remarks)),
        (b"DTM", "232") if claim.statement_from.is_none() => claim.statement_from = qualified_date(d),
        (b"DTM", "233") if claim.statement_thru.is_none() => claim.statement_thru = qualified_date(d),
        (b"DTM", "050") if claim.received.is_none() => claim.received = qualified_date(d),
        (b"AMT", "AU") if claim.covered.is_none() => claim.covered = qualified_amount(d),
        (b"AMT", "I") if claim.interest.is_none() => claim.interest = qualified_amount(d),
        _ => {}
    }
}

fn member_id(d: &mut Decode<'_>, claim: &mut ClaimPayment) {
    d.settle_if(8, "MI");
    *claim.member_id.expose_mut() = d.text(9);
}

fn remark(d: &mut Decode<'_>, element: usize, remarks: &mut Vec<Rarc>) {
    if let Some(remark) = d.value(element, None, "a remark code", |text| Rarc::parse(text).ok()) {
        d.push(remarks, remark, ADJUSTMENTS_MAX);
    }
}

fn qualified_date(d: &mut Decode<'_>) -> Option<cleanclaim_model::Date> {
    d.settle(1);
    d.date(2, None)
}

fn qualified_amount(d: &mut Decode<'_>) -> Option<cleanclaim_model::Cents> {
    d.settle(1);
    d.amount(2, None)
}

fn service_payment(d: &mut Decode<'_>, field: Field) -> ServicePayment {
    let revenue = |text: &str| RevenueCode::parse(text).ok();
    let by_revenue_code = d.look(1).component(1).code() == "NU";
    let revenue_code = if by_revenue_code {
        d.settle_component(1, 1);
        d.component_value(1, 2, None, "a revenue code of four digits", revenue)
    } else {
        d.value(4, None, "a revenue code of four digits", revenue)
    };
    ServicePayment {
        segment_index: d.index(),
        procedure: d.procedure(1, None),
        modifiers: d.modifiers(1, |_| None),
        revenue_code,
        submitted_procedure: d.procedure(6, None),
        submitted_modifiers: d.modifiers(6, |_| None),
        charge: d.required_amount(2, Some(field)),
        paid: d.required_amount(3, None),
        units: d.quantity(5, None).unwrap_or(Quantity::whole(1)),
        submitted_units: d.quantity(7, None),
        from: None,
        thru: None,
        line_control_number: Default::default(),
        allowed: None,
        adjustments: Vec::new(),
        remarks: Vec::new(),
    }
}

/// A segment of loop 2110.
fn service_segment(d: &mut Decode<'_>, service: &mut ServicePayment) {
    match (d.id(), d.code(1)) {
        (b"CAS", _) => d.adjustments(ADJUSTMENTS_MAX, &mut service.adjustments),
        (b"DTM", "472" | "150") if service.from.is_none() => service.from = qualified_date(d),
        (b"DTM", "151") if service.thru.is_none() => service.thru = qualified_date(d),
        (b"REF", "6R") if service.line_control_number.is_empty() => {
            d.settle(1);
            service.line_control_number = d.text(2);
        }
        (b"AMT", "B6") if service.allowed.is_none() => service.allowed = qualified_amount(d),
        (b"LQ", "HE") => {
            d.settle(1);
            remark(d, 2, &mut service.remarks);
        }
        _ => {}
    }
}
