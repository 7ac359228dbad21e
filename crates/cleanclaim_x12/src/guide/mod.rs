//! Implementation guides as tables: which loops there are, what opens them, which segments they hold.
//!
//! The tables hold functional facts only, in our own form. A [`Walker`] places each segment of a transaction set into its loop; the maps
//! go by the loop's [`LoopRole`], so that one map serves the guides which give one role different loops.

mod acknowledgement;
mod claim;
mod remittance;

use cleanclaim_model::{ClaimKind, ProviderRole};

use crate::{Segment, TransactionKind};

/// What a loop is about, whatever its number in a guide.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LoopRole {
    /// The set's own segments before and after every loop.
    Header,
    /// Who submits: 1000A of claims.
    Submitter,
    /// Who receives: 1000B of claims.
    Receiver,
    /// 2000A of claims.
    BillingLevel,
    /// 2010AA.
    BillingProvider,
    /// 2000B of claims.
    SubscriberLevel,
    /// 2010BA.
    Subscriber,
    /// 2010BB.
    Payer,
    /// 2000C of claims.
    PatientLevel,
    /// 2010CA.
    Patient,
    /// 2300.
    Claim,
    /// A provider of the claim: 2310.
    ClaimProvider(ProviderRole),
    /// 2320.
    OtherCoverage,
    /// 2330A.
    OtherSubscriber,
    /// 2330B.
    OtherPayer,
    /// 2400.
    Line,
    /// 2410.
    Drug,
    /// The rendering provider of a line: 2420A of 837P, 2420C of 837I.
    LineRendering,
    /// 2430.
    LineAdjudication,
    /// 1000A of a remittance.
    RemittancePayer,
    /// 1000B of a remittance.
    Payee,
    /// 2000 of a remittance.
    PaymentGroup,
    /// 2100 of a remittance.
    ClaimPayment,
    /// 2110 of a remittance.
    ServicePayment,
    /// AK2 of a 999 or 997.
    AckedSet,
    /// IK3 or AK3.
    AckedSegment,
    /// IK4 or AK4.
    AckedElement,
    /// A level of a 277CA: 2000A to 2000D.
    StatusLevel,
    /// 2100A of a 277CA: who says so.
    StatusSource,
    /// 2100D of a 277CA.
    StatusPatient,
    /// 2200B and 2200C of a 277CA.
    BatchStatus,
    /// 2200D of a 277CA.
    ClaimStatus,
    /// 2220D of a 277CA.
    LineStatus,
    /// A loop that no field of the model is read from.
    Other,
}

/// What opens a loop: a segment, where needed with one of some values in one of its elements.
#[derive(Debug, Clone, Copy)]
pub struct Opener {
    /// Segment identifier.
    pub segment: &'static str,
    /// Element that tells this loop from others, from 1; 0 where the segment alone does.
    pub element: u8,
    /// The values it must have.
    pub values: &'static [&'static str],
}

/// Whether a loop may be entered although the loops around it were not opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entry {
    /// Only from the loop around it.
    Nested,
    /// Its opener is unmistakable: from anywhere above.
    Anchor,
}

/// A loop of a guide.
#[derive(Debug)]
pub struct Loop {
    /// Its number, such as `2310B`.
    pub id: &'static str,
    /// What it is about.
    pub role: LoopRole,
    /// What opens it.
    pub opener: Opener,
    /// From where it may be entered.
    pub entry: Entry,
    /// The segments it holds besides its opener.
    pub segments: &'static [&'static str],
    /// The loops inside it.
    pub loops: &'static [&'static Loop],
}

impl Loop {
    const fn new(id: &'static str, role: LoopRole, opener: Opener, segments: &'static [&'static str]) -> Self {
        Self { id, role, opener, entry: Entry::Nested, segments, loops: &[] }
    }

    const fn with(mut self, loops: &'static [&'static Loop]) -> Self {
        self.loops = loops;
        self
    }

    const fn anchored(mut self) -> Self {
        self.entry = Entry::Anchor;
        self
    }

    fn opens_with(&self, segment: &Segment<'_>) -> bool {
        let opener = &self.opener;
        segment.id() == opener.segment.as_bytes()
            && (opener.element == 0 || opener.values.contains(&segment.element(usize::from(opener.element)).code()))
    }

    fn holds(&self, segment: &Segment<'_>) -> bool {
        self.segments.iter().any(|id| id.as_bytes() == segment.id())
    }
}

const fn by(segment: &'static str) -> Opener {
    Opener { segment, element: 0, values: &[] }
}

const fn with(segment: &'static str, element: u8, values: &'static [&'static str]) -> Opener {
    Opener { segment, element, values }
}

/// An implementation guide.
#[derive(Debug)]
pub struct Guide {
    /// Its identifier as ST03 and GS08 carry it.
    pub id: &'static str,
    /// Publication.
    pub source: &'static str,
    /// The whole transaction set as a loop.
    pub root: &'static Loop,
}

/// The guide that a kind of transaction set follows.
#[must_use]
pub fn guide_of(kind: TransactionKind) -> Option<&'static Guide> {
    match kind {
        TransactionKind::Claim(ClaimKind::Professional) => Some(&claim::X222),
        TransactionKind::Claim(ClaimKind::Institutional) => Some(&claim::X223),
        TransactionKind::Remittance => Some(&remittance::X221),
        TransactionKind::ImplementationAck => Some(&acknowledgement::X231),
        TransactionKind::ClaimAck => Some(&acknowledgement::X214),
        TransactionKind::Claim(ClaimKind::Dental) | TransactionKind::Other => None,
    }
}

/// More than the deepest guide nests.
const DEPTH_MAX: usize = 10;

/// Where a segment belongs.
#[derive(Debug, Clone, Copy)]
pub struct Placed {
    /// Its loop.
    pub at: &'static Loop,
    /// Whether it opens that loop.
    pub opens: bool,
    /// How many loops are open, the transaction set's own included.
    pub depth: usize,
    /// Whether the guide has it there; false where it was placed leniently or stays where the last one was.
    pub expected: bool,
}

/// Places the segments of one transaction set, in order.
#[derive(Debug, Clone)]
pub struct Walker {
    /// The open loops, outermost first; never empty.
    path: Vec<&'static Loop>,
}

impl Walker {
    /// A walker at ST.
    #[must_use]
    pub fn new(guide: &Guide) -> Self {
        Self { path: vec![guide.root] }
    }

    /// The innermost open loop.
    #[must_use]
    pub fn current(&self) -> &'static Loop {
        self.path[self.path.len() - 1]
    }

    /// Places the next segment.
    pub fn place(&mut self, segment: &Segment<'_>) -> Placed {
        for depth in (0..self.path.len()).rev() {
            let open = self.path[depth];
            if open.holds(segment) {
                self.path.truncate(depth + 1);
                return Placed { at: open, opens: false, depth: depth + 1, expected: true };
            }
            if let Some(inner) = open.loops.iter().find(|inner| inner.opens_with(segment)) {
                self.path.truncate(depth + 1);
                self.path.push(inner);
                return Placed { at: inner, opens: true, depth: depth + 2, expected: true };
            }
        }
        for depth in (0..self.path.len()).rev() {
            let length = self.path.len();
            if let Some(found) = find_anchor(self.path[depth], segment, &mut self.path) {
                self.path.drain(depth + 1..length);
                return Placed { at: found, opens: true, depth: self.path.len(), expected: false };
            }
        }
        Placed { at: self.current(), opens: false, depth: self.path.len(), expected: false }
    }
}

/// Looks for an anchored loop below `from` and pushes the way to it.
fn find_anchor(from: &'static Loop, segment: &Segment<'_>, path: &mut Vec<&'static Loop>) -> Option<&'static Loop> {
    if DEPTH_MAX <= path.len() + 1 {
        return None;
    }
    for inner in from.loops {
        path.push(inner);
        if inner.entry == Entry::Anchor && inner.opens_with(segment) {
            return Some(inner);
        }
        if let Some(found) = find_anchor(inner, segment, path) {
            return Some(found);
        }
        path.pop();
    }
    None
}
