//! One CLP of a remittance, turned into balanced postings.

use cleanclaim_model::state::Adjudication;
use cleanclaim_model::{
    Adjustment, Carc, Cents, ClaimId, ClaimPayment, ClaimStatusCode, GroupCode, Rarc, ServicePayment, Text,
};

use crate::entry::merge;
use crate::outcome::adjudication;
use crate::policy::forbids_billing_patient;
use crate::{Account, AccountKind, Decision, Nature, Posting, PostingPolicy, Treatment};

/// What posting must know of the claim that a payment belongs to. Facts of the claim only, never balances: that is what makes the order of
/// arrival irrelevant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimContext {
    /// Our claim.
    pub claim: ClaimId,
    /// The payer whose remittance this is: the key of its receivable and of the policy's overrides.
    pub payer: Text,
    /// The payer that the patient's share goes to next; `None` where the patient owes it.
    pub next_payer: Option<Text>,
    /// The claim's charge.
    pub charge: Cents,
    /// What earlier payers paid and wrote off of that charge, as the claim to this payer said (2320 AMT D and CAS but for PR); zero for a
    /// primary claim. A later payer often repeats an earlier write-off, which must not be booked twice.
    pub prior_impact: Cents,
}

/// An amount that a payer refused or cut, derived from group and reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeniedAmount {
    /// Which service of the payment, from 0; `None` for the claim's own adjustment.
    pub service: Option<usize>,
    /// REF 6R of that service: our number of the line.
    pub line_control_number: Text,
    /// Index of the CLP or SVC segment, ST being 1.
    pub segment_index: u32,
    /// CAS01.
    pub group: GroupCode,
    /// The reason.
    pub carc: Carc,
    /// Remarks of the line and the claim.
    pub remarks: Vec<Rarc>,
    /// The amount.
    pub amount: Cents,
    /// Refused, or cut.
    pub nature: Nature,
    /// What the policy did with it: in the denial queue it is still receivable.
    pub treatment: Treatment,
}

macro_rules! exception_kinds {
    ($($(#[$doc:meta])* $variant:ident = $text:literal, $reason:literal;)*) => {
        /// Why a claim payment waits for a person.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum ExceptionKind { $($(#[$doc])* $variant,)* }

        impl ExceptionKind {
            /// Every kind.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// Its name in the database and JSON.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)* }
            }

            /// What it means, in words.
            #[must_use]
            pub const fn reason(self) -> &'static str {
                match self { $(Self::$variant => $reason,)* }
            }

            /// Reads its name.
            #[must_use]
            pub fn parse(text: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|kind| kind.as_str() == text)
            }
        }
    };
}

exception_kinds! {
    /// CLP03 less every CAS is not CLP04: the cash is in suspense.
    ClaimUnbalanced = "claim-unbalanced", "claim charge less its adjustments is not the claim payment (CLP03 - CAS against CLP04); its cash is in suspense";
    /// SVC02 less its CAS is not SVC03: the cash is in suspense.
    ServiceUnbalanced = "service-unbalanced", "service charge less its adjustments is not the service payment (SVC02 - CAS against SVC03); the claim's cash is in suspense";
    /// The services and the claim's own CAS do not come to CLP04: the cash is in suspense.
    ServicesUnbalanced = "services-unbalanced", "the services' payments less the claim's own adjustments are not the claim payment (SVC03 - CAS of 2100 against CLP04); its cash is in suspense";
    /// It matches no claim of ours: the cash is unapplied.
    Unmatched = "unmatched", "matches no claim of ours; its cash is unapplied";
    /// An estimate with money in it: the cash is in suspense.
    PaidPredetermination = "paid-predetermination", "a predetermination (CLP02 is 25) pays nothing, and this one does; its cash is in suspense";
}

impl ExceptionKind {
    /// Whether the claim's part went to suspense or unapplied cash instead of its accounts.
    #[must_use]
    pub const fn is_parked(self) -> bool {
        matches!(
            self,
            Self::ClaimUnbalanced
                | Self::ServiceUnbalanced
                | Self::ServicesUnbalanced
                | Self::Unmatched
                | Self::PaidPredetermination
        )
    }
}

/// What a person has to look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostingException {
    /// What it is.
    pub kind: ExceptionKind,
    /// CLP01.
    pub control_number: Text,
    /// By how much: what the charge less adjustments comes to, less what was paid.
    pub difference: Cents,
    /// Index of the CLP or SVC segment, ST being 1.
    pub segment_index: u32,
}

/// What posting one CLP comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimPosting {
    /// Balanced postings, or none where nothing moves (a denial in full).
    pub postings: Vec<Posting>,
    /// CLP04.
    pub paid: Cents,
    /// Written off by contract or by law.
    pub written_off: Cents,
    /// Moved to the patient.
    pub patient: Cents,
    /// Moved to the next payer.
    pub next_payer: Cents,
    /// The patient's share that must not be billed and waits for a person.
    pub held: Cents,
    /// Refused or cut amounts.
    pub denied: Vec<DeniedAmount>,
    /// What a person has to look at.
    pub exceptions: Vec<PostingException>,
    /// What the payer decided; `None` where the payment is parked and decides nothing yet.
    pub adjudication: Option<Adjudication>,
}

impl ClaimPosting {
    fn parked(kind: AccountKind, claim: Option<ClaimId>, paid: Cents, exception: PostingException) -> Self {
        let account = Account { kind, key: Text::default(), claim };
        Self {
            postings: merge(vec![
                Posting::new(Account::of(AccountKind::RemittanceClearing), paid),
                Posting::new(account, -paid),
            ]),
            paid,
            written_off: Cents::ZERO,
            patient: Cents::ZERO,
            next_payer: Cents::ZERO,
            held: Cents::ZERO,
            denied: Vec::new(),
            exceptions: vec![exception],
            adjudication: None,
        }
    }
}

/// Posts a payment that matches no claim: its cash waits as unapplied.
#[must_use]
pub fn post_unmatched(payment: &ClaimPayment) -> ClaimPosting {
    let exception = PostingException {
        kind: ExceptionKind::Unmatched,
        control_number: payment.control_number.clone(),
        difference: payment.paid,
        segment_index: payment.segment_index,
    };
    ClaimPosting::parked(AccountKind::UnappliedCash, None, payment.paid, exception)
}

/// Posts one CLP: the payer's receivable falls by what was paid, written off and moved on; what was refused stays receivable and is
/// reported. A reversal carries negative amounts and goes the same way backwards. A payment that does not balance goes to suspense whole.
#[must_use]
pub fn post_claim_payment(payment: &ClaimPayment, context: &ClaimContext, policy: &PostingPolicy) -> ClaimPosting {
    if let Some(exception) = imbalance(payment) {
        return ClaimPosting::parked(AccountKind::Suspense, Some(context.claim), payment.paid, exception);
    }
    if payment.status == ClaimStatusCode::PREDETERMINATION {
        return post_predetermination(payment, context);
    }
    let mut shares = Shares::default();
    shares.add(payment, context, policy, &payment.adjustments, None);
    for (index, service) in payment.services.iter().enumerate() {
        shares.add(payment, context, policy, &service.adjustments, Some((index, service)));
    }
    let prior_impact = if payment.is_reversal() { -context.prior_impact } else { context.prior_impact };
    shares.drop_repeated_writeoffs(prior_impact);
    ClaimPosting {
        postings: shares.postings(payment.paid, context),
        paid: payment.paid,
        written_off: shares.contractual + shares.sequestration,
        patient: shares.patient,
        next_payer: shares.next_payer,
        held: shares.held,
        denied: shares.denied,
        exceptions: Vec::new(),
        adjudication: Some(adjudication(payment)),
    }
}

fn post_predetermination(payment: &ClaimPayment, context: &ClaimContext) -> ClaimPosting {
    let exception = PostingException {
        kind: ExceptionKind::PaidPredetermination,
        control_number: payment.control_number.clone(),
        difference: payment.paid,
        segment_index: payment.segment_index,
    };
    let mut posting = ClaimPosting::parked(AccountKind::Suspense, Some(context.claim), payment.paid, exception);
    if payment.paid.is_zero() {
        posting.exceptions.clear();
        posting.adjudication = Some(Adjudication::Predetermined);
    }
    posting
}

/// The first place where a payment does not add up.
///
/// Source: ASC X12N/005010X221A1, sections 1.10.2.1.1 (service) and 1.10.2.1.2 (claim).
#[must_use]
pub fn imbalance(payment: &ClaimPayment) -> Option<PostingException> {
    let exception = |kind, difference: i128, segment_index| PostingException {
        kind,
        control_number: payment.control_number.clone(),
        difference: Cents::new(i64::try_from(difference).unwrap_or(i64::MAX)),
        segment_index,
    };
    let claim_difference = cents(payment.charge) - total(payment.all_adjustments()) - cents(payment.paid);
    if claim_difference != 0 {
        return Some(exception(ExceptionKind::ClaimUnbalanced, claim_difference, payment.segment_index));
    }
    for service in &payment.services {
        let difference = cents(service.charge) - total(&service.adjustments) - cents(service.paid);
        if difference != 0 {
            return Some(exception(ExceptionKind::ServiceUnbalanced, difference, service.segment_index));
        }
    }
    if !payment.services.is_empty() {
        let paid: i128 = payment.services.iter().map(|service| cents(service.paid)).sum();
        let difference = paid - total(&payment.adjustments) - cents(payment.paid);
        if difference != 0 {
            return Some(exception(ExceptionKind::ServicesUnbalanced, difference, payment.segment_index));
        }
    }
    None
}

fn cents(amount: Cents) -> i128 {
    i128::from(amount.get())
}

fn total<'a>(adjustments: impl IntoIterator<Item = &'a Adjustment>) -> i128 {
    adjustments.into_iter().map(|adjustment| cents(adjustment.amount)).sum()
}

/// The parts into which a claim's adjustments fall.
#[derive(Default)]
struct Shares {
    contractual: Cents,
    sequestration: Cents,
    prior: Cents,
    patient: Cents,
    next_payer: Cents,
    held: Cents,
    denied: Vec<DeniedAmount>,
}

impl Shares {
    fn add(
        &mut self,
        payment: &ClaimPayment,
        context: &ClaimContext,
        policy: &PostingPolicy,
        adjustments: &[Adjustment],
        service: Option<(usize, &ServicePayment)>,
    ) {
        let service_remarks = service.map(|(_, service)| service.remarks.as_slice()).unwrap_or_default();
        let remarks: Vec<Rarc> = payment.remarks.iter().chain(service_remarks).copied().collect();
        let protected = remarks.iter().copied().any(forbids_billing_patient);
        for adjustment in adjustments {
            let group = effective_group(payment, adjustment.group);
            let decision = policy.decide(&context.payer, group, adjustment.carc, remarks.iter().copied());
            let treatment = self.book(adjustment, &decision, context.next_payer.is_some(), protected);
            if decision.nature == Nature::Decision && treatment != Treatment::DenialQueue {
                continue;
            }
            self.denied.push(DeniedAmount {
                service: service.map(|(index, _)| index),
                line_control_number: service
                    .map(|(_, service)| service.line_control_number.clone())
                    .unwrap_or_default(),
                segment_index: service.map_or(payment.segment_index, |(_, service)| service.segment_index),
                group: adjustment.group,
                carc: adjustment.carc,
                remarks: remarks.clone(),
                amount: adjustment.amount,
                nature: if decision.nature == Nature::Decision { Nature::Reduction } else { decision.nature },
                treatment,
            });
        }
    }

    /// Books one adjustment and says what became of it.
    fn book(
        &mut self,
        adjustment: &Adjustment,
        decision: &Decision<'_>,
        has_next_payer: bool,
        protected: bool,
    ) -> Treatment {
        let amount = adjustment.amount;
        match decision.treatment {
            Treatment::Contractual => self.contractual += amount,
            Treatment::Sequestration => self.sequestration += amount,
            Treatment::NextPayer | Treatment::Patient if has_next_payer => self.next_payer += amount,
            Treatment::NextPayer => return Treatment::DenialQueue,
            Treatment::Patient if protected => self.held += amount,
            Treatment::Patient => self.patient += amount,
            Treatment::DenialQueue => {}
            Treatment::Informational if adjustment.carc.as_str() == "23" => self.prior += amount,
            Treatment::Informational => {}
        }
        decision.treatment
    }

    /// A later payer may state an earlier write-off again as its own: of what it wrote off, only what goes beyond the earlier payers'
    /// impact is new.
    fn drop_repeated_writeoffs(&mut self, prior_impact: Cents) {
        if prior_impact.is_zero() {
            return;
        }
        let written_off = self.contractual + self.sequestration;
        let missing = prior_impact - self.prior;
        // Reversals are negative throughout, so that the same reasoning holds with signs turned.
        let same_sign = written_off.is_negative() == missing.is_negative();
        if !same_sign || missing.is_zero() || written_off.is_zero() {
            return;
        }
        let repeated = if missing.abs() < written_off.abs() { missing } else { written_off };
        let from_contractual = if repeated.abs() < self.contractual.abs() { repeated } else { self.contractual };
        self.contractual -= from_contractual;
        self.sequestration -= repeated - from_contractual;
    }

    fn postings(&self, paid: Cents, context: &ClaimContext) -> Vec<Posting> {
        let claim = context.claim;
        let insurer = |payer: &str| Account::of_claim(AccountKind::ReceivableInsurer, claim).key(payer);
        let moved = paid + self.contractual + self.sequestration + self.patient + self.next_payer + self.held;
        let next_payer = context.next_payer.as_deref().unwrap_or_default();
        merge(vec![
            Posting::new(Account::of(AccountKind::RemittanceClearing), paid),
            Posting::new(Account::of_claim(AccountKind::Contractual, claim), self.contractual),
            Posting::new(Account::of_claim(AccountKind::Sequestration, claim), self.sequestration),
            Posting::new(Account::of_claim(AccountKind::ReceivablePatient, claim), self.patient),
            Posting::new(insurer(next_payer), self.next_payer),
            Posting::new(Account::of_claim(AccountKind::ReceivableHeld, claim), self.held),
            Posting::new(insurer(&context.payer), -moved),
        ])
    }
}

/// On a reversal, the old group CR takes back what was booked under CO.
fn effective_group(payment: &ClaimPayment, group: GroupCode) -> GroupCode {
    if payment.is_reversal() && group == GroupCode::CorrectionReversal {
        GroupCode::ContractualObligation
    } else {
        group
    }
}
