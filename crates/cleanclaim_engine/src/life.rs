//! How evidence moves a claim along its axes. Pure: the same set of evidence ends in the same state, whatever its order.

use cleanclaim_model::state::{Adjudication, Balance, Transport};
use cleanclaim_model::{Cents, Date, ImplementationAck, InterchangeAck, SetAck, StatusInfo};

/// How far along a transport state is. Evidence only ever moves a submission to a higher rank: a later acknowledgement implies the
/// earlier ones, one that comes late moves nothing, and a rejection outweighs any acceptance, so that a person looks at it.
const fn rank(state: Transport) -> u8 {
    match state {
        Transport::None => 0,
        Transport::Queued => 1,
        Transport::InDoubt => 2,
        Transport::Sent => 3,
        Transport::Received => 4,
        Transport::SyntaxAccepted => 5,
        Transport::SyntaxAcceptedWithErrors => 6,
        Transport::ClearinghouseAccepted => 7,
        Transport::PayerAccepted => 8,
        Transport::SyntaxRejected => 9,
        Transport::ClearinghouseRejected => 10,
        Transport::PayerRejected => 11,
    }
}

/// The state after this evidence, or `None` where it moves nothing.
#[must_use]
pub(crate) fn advance(current: Transport, evidence: Transport) -> Option<Transport> {
    (rank(current) < rank(evidence)).then_some(evidence)
}

/// What a TA1 proves of everything in its interchange.
///
/// Source: ASC X12C/005010X231, appendix B.1.1, TA104.
#[must_use]
pub(crate) fn of_interchange_ack(ack: &InterchangeAck) -> Option<Transport> {
    match ack.code.as_str() {
        "A" | "E" => Some(Transport::Received),
        "R" => Some(Transport::SyntaxRejected),
        _ => None,
    }
}

/// What a 999 proves of one transaction set.
///
/// Source: ASC X12C/005010X231A1, IK501.
#[must_use]
pub(crate) fn of_set_ack(ack: &SetAck) -> Option<Transport> {
    match ack.code.as_str() {
        "A" => Some(Transport::SyntaxAccepted),
        "E" => Some(Transport::SyntaxAcceptedWithErrors),
        "R" | "M" | "W" | "X" => Some(Transport::SyntaxRejected),
        _ => None,
    }
}

/// What a 999 proves of the sets that it does not name: a group accepted or rejected as a whole.
///
/// Source: ASC X12C/005010X231A1, AK901.
#[must_use]
pub(crate) fn of_group_ack(ack: &ImplementationAck) -> Option<Transport> {
    match ack.code.as_str() {
        "A" => Some(Transport::SyntaxAccepted),
        "R" | "M" | "W" | "X" => Some(Transport::SyntaxRejected),
        _ => None,
    }
}

/// What a 277CA's statuses of one claim prove. `from_payer` tells a payer's answer from a clearinghouse's.
///
/// Source: ASC X12N/005010X214, STC01-1 (claim status category codes A0 to A8) and STC03.
#[must_use]
pub(crate) fn of_claim_statuses(statuses: &[StatusInfo], rejected: bool, from_payer: bool) -> Option<Transport> {
    let refused = |status: &StatusInfo| matches!(status.category.as_str(), "A3" | "A4" | "A6" | "A7" | "A8");
    let taken = |status: &StatusInfo| matches!(status.category.as_str(), "A1" | "A2" | "A5");
    if rejected || statuses.iter().any(refused) {
        return Some(if from_payer { Transport::PayerRejected } else { Transport::ClearinghouseRejected });
    }
    if statuses.iter().any(taken) {
        return Some(if from_payer { Transport::PayerAccepted } else { Transport::ClearinghouseAccepted });
    }
    // A0: forwarded to somebody else. Whoever says so has it.
    statuses.iter().any(|status| status.category == "A0").then_some(Transport::Received)
}

/// One decision of a payer on a claim: when, where in the remittance, and what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct PayerDecision {
    /// BPR16.
    pub(crate) date: Option<Date>,
    /// Segment of CLP: the order within one remittance.
    pub(crate) segment_index: u32,
    /// What was decided.
    pub(crate) adjudication: Adjudication,
}

/// The payer's decision that stands: the last by the payer's own dates, whatever the order of arrival.
#[must_use]
pub(crate) fn standing(decisions: impl IntoIterator<Item = PayerDecision>) -> Adjudication {
    decisions.into_iter().max().map_or(Adjudication::None, |decision| decision.adjudication)
}

/// What is owed, as a state.
#[must_use]
pub(crate) fn balance(open: Cents) -> Balance {
    match open.get() {
        0 => Balance::Settled,
        1.. => Balance::Open,
        _ => Balance::Credit,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_order_of_evidence_ends_in_the_same_state() {
        let evidence = [
            Transport::Sent,
            Transport::Received,
            Transport::SyntaxAccepted,
            Transport::ClearinghouseAccepted,
            Transport::PayerAccepted,
        ];
        let end = |order: &[Transport]| {
            order.iter().fold(Transport::Queued, |state, step| advance(state, *step).unwrap_or(state))
        };
        for first in 0..evidence.len() {
            let mut order = evidence.to_vec();
            order.rotate_left(first);
            assert_eq!(end(&order), Transport::PayerAccepted);
            order.reverse();
            assert_eq!(end(&order), Transport::PayerAccepted);
            order.insert(first, Transport::ClearinghouseRejected);
            assert_eq!(end(&order), Transport::ClearinghouseRejected);
        }
    }

    #[test]
    fn ranks_are_all_different() {
        let mut ranks: Vec<u8> = Transport::ALL.iter().map(|state| rank(*state)).collect();
        ranks.sort_unstable();
        ranks.dedup();
        assert_eq!(ranks.len(), Transport::ALL.len());
    }

    #[test]
    fn a_correction_stands_over_what_it_corrects_whenever_it_comes() {
        let decision = |day, segment_index, adjudication| PayerDecision {
            date: Some(jiff::civil::date(2026, 3, day)),
            segment_index,
            adjudication,
        };
        let paid = decision(1, 12, Adjudication::Paid);
        let reversed = decision(20, 12, Adjudication::Reversed);
        let corrected = decision(20, 30, Adjudication::PartlyPaid);
        assert_eq!(standing([corrected, paid, reversed]), Adjudication::PartlyPaid);
        assert_eq!(standing([reversed, paid]), Adjudication::Reversed);
        assert_eq!(standing([]), Adjudication::None);
    }
}
