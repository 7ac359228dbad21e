//! Whether a remittance adds up. MIA, MOA and AMT never take part.

use cleanclaim_model::{Cents, Field, FindingSink, PaymentField, Remittance, RemittanceField};

use crate::{Envelope, Origin, rule};

/// Which of the sums is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ImbalanceKind {
    /// BPR02 is not the sum of CLP04 less the sum of PLB amounts.
    Transaction,
    /// BPR02 is below zero: a balance owed to the payer goes forward in PLB FB.
    NegativePayment,
    /// CLP03 less every CAS of claim and services is not CLP04.
    Claim,
    /// SVC02 less its CAS is not SVC03.
    Service,
    /// The sum of SVC03 less the claim's own CAS is not CLP04.
    ClaimServices,
}

/// A sum that is wrong, and the segment that it is about.
///
/// Source: ASC X12N/005010X221A1, section 1.10.2.1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Imbalance {
    /// Which sum.
    pub kind: ImbalanceKind,
    /// `BPR`, `CLP` or `SVC`.
    pub segment: &'static str,
    /// Its number within the transaction set, ST being 1.
    pub segment_index: u32,
    /// Index into the remittance's claims.
    pub claim: Option<usize>,
    /// Index into that claim's services.
    pub service: Option<usize>,
    /// What the other amounts add up to.
    pub expected: Cents,
    /// What the segment says.
    pub found: Cents,
}

impl Imbalance {
    /// Found less expected.
    #[must_use]
    pub fn difference(&self) -> Cents {
        self.found - self.expected
    }
}

/// BPR stands second, right after ST.
const BPR_INDEX: u32 = 2;

/// Every sum of the remittance that is wrong, in the order of its segments.
pub fn imbalances(remittance: &Remittance) -> impl Iterator<Item = Imbalance> + '_ {
    let of_transaction = |kind, expected, found| Imbalance {
        kind,
        segment: "BPR",
        segment_index: BPR_INDEX,
        claim: None,
        service: None,
        expected,
        found,
    };
    let total = remittance.balance();
    let transaction = of_transaction(ImbalanceKind::Transaction, total, remittance.amount);
    let negative = of_transaction(ImbalanceKind::NegativePayment, Cents::ZERO, remittance.amount);
    let negative = remittance.amount.is_negative().then_some(negative);
    let transaction = (remittance.amount != total).then_some(transaction);
    transaction
        .into_iter()
        .chain(negative)
        .chain((0..remittance.claims.len()).flat_map(|index| of_claim(remittance, index)))
}

fn of_claim(remittance: &Remittance, index: usize) -> impl Iterator<Item = Imbalance> + '_ {
    let claim = &remittance.claims[index];
    let of_claim = move |kind, expected| Imbalance {
        kind,
        segment: "CLP",
        segment_index: claim.segment_index,
        claim: Some(index),
        service: None,
        expected,
        found: claim.paid,
    };
    let adjusted: Cents = claim.all_adjustments().map(|adjustment| adjustment.amount).sum();
    let whole = claim.charge - adjusted;
    let own: Cents = claim.adjustments.iter().map(|adjustment| adjustment.amount).sum();
    let by_services = claim.services.iter().map(|service| service.paid).sum::<Cents>() - own;
    let of_services = claim.services.iter().enumerate().filter_map(move |(position, service)| {
        let adjusted: Cents = service.adjustments.iter().map(|adjustment| adjustment.amount).sum();
        let expected = service.charge - adjusted;
        (expected != service.paid).then_some(Imbalance {
            kind: ImbalanceKind::Service,
            segment: "SVC",
            segment_index: service.segment_index,
            claim: Some(index),
            service: Some(position),
            expected,
            found: service.paid,
        })
    });
    (whole != claim.paid)
        .then(|| of_claim(ImbalanceKind::Claim, whole))
        .into_iter()
        .chain(
            (!claim.services.is_empty() && by_services != claim.paid)
                .then(|| of_claim(ImbalanceKind::ClaimServices, by_services)),
        )
        .chain(of_services)
}

/// Emits a finding for every sum of the remittance that is wrong, with its segment's place and the difference.
pub fn check_balance(remittance: &Remittance, origin: &Origin, envelope: &Envelope, sink: &mut dyn FindingSink) {
    for imbalance in imbalances(remittance) {
        let paid = payment_field(&imbalance, PaymentField::Paid);
        let amount = Field::Remittance(RemittanceField::Amount);
        let (rule, name, element, field) = match imbalance.kind {
            ImbalanceKind::Transaction => (&rule::BALANCE_TRANSACTION, "BPR02", 2, amount),
            ImbalanceKind::NegativePayment => (&rule::BALANCE_NEGATIVE, "BPR02", 2, amount),
            ImbalanceKind::Claim => (&rule::BALANCE_CLAIM, "CLP04", 4, paid),
            ImbalanceKind::ClaimServices => (&rule::BALANCE_LINES, "CLP04", 4, paid),
            ImbalanceKind::Service => {
                (&rule::BALANCE_SERVICE, "SVC03", 3, payment_field(&imbalance, PaymentField::Services))
            }
        };
        let is_here = |index| imbalance.claim.is_none() || index == imbalance.segment_index;
        let noted = origin.fields().find(|place| place.field == field && is_here(place.segment_index));
        let mut place = noted.map(|place| place.to_place(envelope)).unwrap_or_default();
        envelope.complete(&mut place);
        place.segment = imbalance.segment.into();
        if place.segment_index == 0 {
            place.segment_index = imbalance.segment_index;
        }
        place.element = element;
        let message = format!("{name} is {}, {} off", imbalance.found, imbalance.difference());
        let finding = rule.finding(message).expected(imbalance.expected.to_string()).at(field).place(place);
        sink.emit(finding);
    }
}

fn payment_field(imbalance: &Imbalance, field: PaymentField) -> Field {
    let number = imbalance.claim.map_or(0, |index| u32::try_from(index + 1).unwrap_or(u32::MAX));
    Field::ClaimPayment(number, field)
}
