//! A whole remittance (one ST-SE of an 835), turned into drafts of entries or held.

use core::fmt;

use cleanclaim_model::{Cents, ClaimPayment, Remittance, RemittanceId, Text};

use crate::claim_payment::post_unmatched;
use crate::provider_adjustment::post_provider_adjustment;
use crate::{
    Account, AccountKind, ClaimContext, ClaimPosting, Draft, EntryKind, Posting, PostingPolicy, post_claim_payment,
};

/// Position of BPR in every 835, ST being 1.
const BPR_SEGMENT_INDEX: u32 = 2;

/// Why a whole ST-SE is not posted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum HoldReason {
    /// BPR02 is not what the claims' payments less the provider adjustments come to.
    Unbalanced {
        /// BPR02 less what it should be.
        difference: Cents,
    },
    /// BPR02 below zero: a remittance never takes money (a negative balance is carried forward by PLB FB).
    NegativePayment,
    /// BPR03 is D: the payer would take money from the account.
    Debit,
    /// BPR01 is H, notification only, and BPR02 is not zero: no money moves.
    NotificationWithMoney,
    /// An amount beyond [`Cents::LIMIT`].
    AmountBeyondLimit {
        /// Index of its segment, ST being 1.
        segment_index: u32,
    },
}

impl HoldReason {
    /// Its name in the database and JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unbalanced { .. } => "unbalanced",
            Self::NegativePayment => "negative-payment",
            Self::Debit => "debit",
            Self::NotificationWithMoney => "notification-with-money",
            Self::AmountBeyondLimit { .. } => "amount-beyond-limit",
        }
    }

    /// Index of the segment to look at, ST being 1.
    #[must_use]
    pub const fn segment_index(self) -> u32 {
        match self {
            Self::AmountBeyondLimit { segment_index } => segment_index,
            _ => BPR_SEGMENT_INDEX,
        }
    }
}

impl fmt::Display for HoldReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unbalanced { difference } => write!(
                f,
                "payment (BPR02) differs by {difference} from the claims' payments (CLP04) less the provider adjustments (PLB)"
            ),
            Self::NegativePayment => {
                f.write_str("payment (BPR02) is negative; a balance owed is carried forward by PLB FB")
            }
            Self::Debit => f.write_str("payment is a debit (BPR03 is D); only credits are posted"),
            Self::NotificationWithMoney => {
                f.write_str("notification only (BPR01 is H), and yet the payment (BPR02) is not zero")
            }
            Self::AmountBeyondLimit { .. } => write!(f, "an amount is beyond {}", Cents::LIMIT.dollars()),
        }
    }
}

/// What posting a remittance comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemittancePosting {
    /// Drafts in order: the cash, each claim payment that moves something, each provider adjustment.
    pub drafts: Vec<Draft>,
    /// What became of each claim payment, in the remittance's order.
    pub claims: Vec<ClaimPosting>,
}

impl RemittancePosting {
    /// The cash booked: BPR02.
    #[must_use]
    pub fn cash(&self) -> Cents {
        self.drafts
            .iter()
            .flat_map(|draft| &draft.postings)
            .filter(|posting| posting.account.kind == AccountKind::Cash)
            .map(|posting| posting.amount)
            .sum()
    }

    /// Whether a person has to look at something.
    #[must_use]
    pub fn has_exceptions(&self) -> bool {
        self.claims.iter().any(|claim| !claim.exceptions.is_empty())
    }
}

/// Why nothing of this remittance may be posted, if so.
///
/// Source: ASC X12N/005010X221A1, section 1.10.2.1.3 (transaction balancing) and segment BPR.
#[must_use]
pub fn hold_reason(remittance: &Remittance) -> Option<HoldReason> {
    if let Some(segment_index) = beyond_limit(remittance) {
        return Some(HoldReason::AmountBeyondLimit { segment_index });
    }
    if remittance.amount.is_negative() {
        return Some(HoldReason::NegativePayment);
    }
    let difference = remittance.amount - remittance.balance();
    if !difference.is_zero() {
        return Some(HoldReason::Unbalanced { difference });
    }
    if remittance.amount.is_zero() {
        return None;
    }
    match (remittance.method.credit_or_debit.as_str(), remittance.method.handling.as_str()) {
        ("D", _) => Some(HoldReason::Debit),
        (_, "H") => Some(HoldReason::NotificationWithMoney),
        _ => None,
    }
}

/// Posts a remittance: its cash (one debit of exactly BPR02), each claim payment, each provider adjustment.
///
/// `contexts` gives, for each claim payment in order, the claim that it matched; `None`, or no element, where it matched nothing.
///
/// # Errors
/// The reason to hold the whole ST-SE.
pub fn post_remittance(
    remittance: &Remittance,
    id: RemittanceId,
    contexts: &[Option<ClaimContext>],
    policy: &PostingPolicy,
) -> Result<RemittancePosting, HoldReason> {
    if let Some(reason) = hold_reason(remittance) {
        return Err(reason);
    }
    let mut drafts = Vec::with_capacity(remittance.claims.len() + remittance.provider_adjustments.len() + 1);
    let mut push = |kind, claim, memo, postings: Vec<Posting>| {
        if !postings.is_empty() {
            drafts.push(Draft { kind, claim, remittance: Some(id), memo, postings });
        }
    };
    push(EntryKind::Deposit, None, Text::const_new("payment of the remittance"), deposit(remittance.amount));
    let mut claims = Vec::with_capacity(remittance.claims.len());
    for (index, payment) in remittance.claims.iter().enumerate() {
        let context = contexts.get(index).and_then(Option::as_ref);
        let posting = post_one(payment, context, policy);
        let kind = if posting.exceptions.is_empty() { EntryKind::ClaimPayment } else { EntryKind::Parked };
        let claim = context.map(|context| context.claim);
        push(kind, claim, memo_of(payment), posting.postings.clone());
        claims.push(posting);
    }
    for adjustment in &remittance.provider_adjustments {
        let memo = Text::from(format!("PLB in segment {}", adjustment.segment_index));
        push(EntryKind::ProviderAdjustment, None, memo, post_provider_adjustment(adjustment));
    }
    Ok(RemittancePosting { drafts, claims })
}

/// The charges of a claim become receivable from its payer.
#[must_use]
pub fn post_charge(context: &ClaimContext) -> Draft {
    let receivable = Account::of_claim(AccountKind::ReceivableInsurer, context.claim).key(&context.payer);
    let revenue = Account::of_claim(AccountKind::Revenue, context.claim);
    Draft {
        kind: EntryKind::Charge,
        claim: Some(context.claim),
        remittance: None,
        memo: Text::const_new("charges of the claim"),
        postings: vec![Posting::new(receivable, context.charge), Posting::new(revenue, -context.charge)],
    }
}

fn post_one(payment: &ClaimPayment, context: Option<&ClaimContext>, policy: &PostingPolicy) -> ClaimPosting {
    match context {
        Some(context) => post_claim_payment(payment, context, policy),
        None => post_unmatched(payment),
    }
}

fn memo_of(payment: &ClaimPayment) -> Text {
    Text::from(format!("CLP in segment {}, status {}", payment.segment_index, payment.status.get()))
}

fn deposit(amount: Cents) -> Vec<Posting> {
    if amount.is_zero() {
        return Vec::new();
    }
    vec![
        Posting::new(Account::of(AccountKind::Cash), amount),
        Posting::new(Account::of(AccountKind::RemittanceClearing), -amount),
    ]
}

/// The first segment with an amount beyond the limit, so that nothing below can leave 64 bits.
fn beyond_limit(remittance: &Remittance) -> Option<u32> {
    let beyond = |amount: Cents| amount.abs() > Cents::LIMIT;
    if beyond(remittance.amount) {
        return Some(BPR_SEGMENT_INDEX);
    }
    for claim in &remittance.claims {
        let own =
            [claim.charge, claim.paid].into_iter().chain(claim.adjustments.iter().map(|adjustment| adjustment.amount));
        if own.into_iter().any(beyond) {
            return Some(claim.segment_index);
        }
        for service in &claim.services {
            let amounts = [service.charge, service.paid]
                .into_iter()
                .chain(service.adjustments.iter().map(|adjustment| adjustment.amount));
            if amounts.into_iter().any(beyond) {
                return Some(service.segment_index);
            }
        }
    }
    remittance.provider_adjustments.iter().find(|adjustment| beyond(adjustment.amount)).map(|found| found.segment_index)
}
