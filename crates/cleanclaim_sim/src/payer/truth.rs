//! What a payer really did, for tests to compare with what an engine made of the bytes.

use std::collections::BTreeMap;

use cleanclaim_model::{Cents, Date, Text};

/// Something wrong with how a remittance went out, done on purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Fault {
    /// The same file goes out again at the next payment day.
    SentTwice,
    /// The file never goes out.
    Lost,
    /// It carries a claim payment for a claim of somebody else.
    UnknownClaim,
    /// One claim's charge less its adjustments is not its payment.
    UnbalancedClaim,
    /// BPR02 is not what claims and provider adjustments add up to.
    WrongTotal,
}

impl Fault {
    /// Every value.
    pub const ALL: [Self; 5] =
        [Self::SentTwice, Self::Lost, Self::UnknownClaim, Self::UnbalancedClaim, Self::WrongTotal];

    /// Kebab-case, as summaries name it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SentTwice => "sent-twice",
            Self::Lost => "lost",
            Self::UnknownClaim => "unknown-claim",
            Self::UnbalancedClaim => "unbalanced-claim",
            Self::WrongTotal => "wrong-total",
        }
    }

    pub(crate) fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|fault| fault.as_str() == text)
    }
}

/// One ST-SE of an 835.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentRemittance {
    /// Name of the file.
    pub file: String,
    /// TRN02.
    pub trace_number: Text,
    /// BPR16.
    pub date: Date,
    /// BPR02 as written.
    pub amount: Cents,
    /// How many CLP it has.
    pub claims: usize,
    /// The control numbers (CLP01) in order.
    pub control_numbers: Vec<Text>,
    /// What is wrong with it.
    pub fault: Option<Fault>,
}

impl SentRemittance {
    /// Whether the practice got it and may post it: not lost, and BPR02 right.
    #[must_use]
    pub fn is_postable(&self) -> bool {
        !matches!(self.fault, Some(Fault::Lost | Fault::WrongTotal))
    }
}

/// What became of a claim at the payer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Event {
    /// Read from an interchange.
    Received,
    /// In a transaction set that the 999 rejected.
    RejectedSet,
    /// Rejected in the 277CA: never adjudicated.
    Rejected,
    /// Taken for adjudication.
    Accepted,
    /// Paid by the fee table.
    Paid,
    /// Paid under the fee table.
    ShortPaid,
    /// Some lines paid and some denied.
    PartlyDenied,
    /// All of it denied.
    Denied,
    /// Returned as unprocessable (MA130): no appeal.
    Unprocessable,
    /// One line bundled into another (CO-97).
    Bundled,
    /// A payment was taken back (CLP02 22).
    Reversed,
    /// What replaces a reversed payment.
    Corrected,
    /// Money held back through PLB WO.
    Recouped,
    /// A check that could not go below zero: PLB FB.
    CarriedForward,
    /// Interest was paid: PLB L6.
    Interest,
    /// Replaced by a claim with frequency 7.
    Replaced,
    /// Voided by a claim with frequency 8.
    Voided,
}

impl Event {
    /// Kebab-case, as summaries name it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::RejectedSet => "rejected-set",
            Self::Rejected => "rejected",
            Self::Accepted => "accepted",
            Self::Paid => "paid",
            Self::ShortPaid => "short-paid",
            Self::PartlyDenied => "partly-denied",
            Self::Denied => "denied",
            Self::Unprocessable => "unprocessable",
            Self::Bundled => "bundled",
            Self::Reversed => "reversed",
            Self::Corrected => "corrected",
            Self::Recouped => "recouped",
            Self::CarriedForward => "carried-forward",
            Self::Interest => "interest",
            Self::Replaced => "replaced",
            Self::Voided => "voided",
        }
    }
}

/// Everything a payer did.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PayerTruth {
    /// How often each thing happened. A claim that is paid in part counts once under each that fits.
    pub counts: BTreeMap<Event, u32>,
    /// Files that were no X12.
    pub unreadable_files: u32,
    /// Interchanges that came a second time and were not taken again.
    pub duplicate_interchanges: u32,
    /// Each ST-SE made, in order, once: a file sent twice is not listed twice.
    pub remittances: Vec<SentRemittance>,
    /// The control number of the claim payment that belongs to nobody here.
    pub unknown_claims: Vec<Text>,
    /// The claim whose payment does not balance.
    pub unbalanced_claims: Vec<Text>,
    /// Control numbers (CLM01) that the 277CA rejected.
    pub rejected_claims: Vec<Text>,
}

impl PayerTruth {
    /// How often something happened.
    #[must_use]
    pub fn count(&self, event: Event) -> u32 {
        self.counts.get(&event).copied().unwrap_or(0)
    }

    /// BPR02 of all that the practice got and may post, each distinct ST-SE once: what its cash must come to.
    #[must_use]
    pub fn postable_amount(&self) -> Cents {
        self.remittances.iter().filter(|one| one.is_postable()).map(|one| one.amount).sum()
    }

    /// Control numbers of the remittances with this fault.
    pub fn claims_of(&self, fault: Fault) -> impl Iterator<Item = &Text> {
        self.remittances.iter().filter(move |one| one.fault == Some(fault)).flat_map(|one| &one.control_numbers)
    }

    pub(super) fn note(&mut self, event: Event) {
        *self.counts.entry(event).or_default() += 1;
    }
}
