//! Entries: balanced bookings that are never edited, only reversed.

use cleanclaim_model::{Cents, ClaimId, Date, EntryId, RemittanceId, Text};

use crate::{Account, AccountKind};

/// One side of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Posting {
    /// Where.
    pub account: Account,
    /// How much: a debit is positive, a credit negative.
    pub amount: Cents,
}

impl Posting {
    /// A posting.
    #[must_use]
    pub fn new(account: Account, amount: Cents) -> Self {
        Self { account, amount }
    }
}

macro_rules! entry_kinds {
    ($($(#[$doc:meta])* $variant:ident = $text:literal,)*) => {
        /// Why an entry was made.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum EntryKind { $($(#[$doc])* $variant,)* }

        impl EntryKind {
            /// Every kind.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// Its name in the database, JSON and reports.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)* }
            }

            /// Reads its name.
            #[must_use]
            pub fn parse(text: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|kind| kind.as_str() == text)
            }
        }
    };
}

entry_kinds! {
    /// A claim's charges became receivable.
    Charge = "charge",
    /// The cash of a remittance arrived.
    Deposit = "deposit",
    /// A payer's decision on a claim.
    ClaimPayment = "claim-payment",
    /// A claim payment that does not balance, or cash that matches nothing.
    Parked = "parked",
    /// A PLB adjustment.
    ProviderAdjustment = "provider-adjustment",
    /// A patient paid.
    PatientPayment = "patient-payment",
    /// A balance moved from one responsible party to another.
    Transfer = "transfer",
    /// A person gave a balance up.
    Writeoff = "writeoff",
    /// Money was given back.
    Refund = "refund",
    /// An earlier entry was taken back.
    Reversal = "reversal",
}

/// What an entry will say, before it has an identifier and a date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Why it is made.
    pub kind: EntryKind,
    /// The claim it concerns.
    pub claim: Option<ClaimId>,
    /// The remittance it comes from.
    pub remittance: Option<RemittanceId>,
    /// A few words, never a patient's data.
    pub memo: Text,
    /// The postings.
    pub postings: Vec<Posting>,
}

/// Why postings are no entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EntryError {
    /// Nothing to book.
    #[error("an entry needs at least one posting")]
    Empty,
    /// Debits and credits differ.
    #[error("postings must sum to zero, found {difference_cents} cents")]
    Unbalanced {
        /// Their sum, in cents.
        difference_cents: i128,
    },
}

/// A balanced booking. Its postings sum to zero by construction and nothing can change them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    id: EntryId,
    date: Date,
    draft: Draft,
    reverses: Option<EntryId>,
}

impl Entry {
    /// Books a draft.
    ///
    /// # Errors
    /// When there is no posting or they do not sum to zero.
    pub fn new(id: EntryId, date: Date, draft: Draft) -> Result<Self, EntryError> {
        Self::with_reversed(id, date, draft, None)
    }

    /// Books a draft as it was stored, with the entry that it reverses.
    ///
    /// # Errors
    /// When there is no posting or they do not sum to zero.
    pub fn with_reversed(id: EntryId, date: Date, draft: Draft, reverses: Option<EntryId>) -> Result<Self, EntryError> {
        if draft.postings.is_empty() {
            return Err(EntryError::Empty);
        }
        let difference_cents: i128 = draft.postings.iter().map(|posting| i128::from(posting.amount.get())).sum();
        if difference_cents != 0 {
            return Err(EntryError::Unbalanced { difference_cents });
        }
        Ok(Self { id, date, draft, reverses })
    }

    /// The entry that takes this one back.
    ///
    /// # Errors
    /// When a posting is so large that its opposite is no 64-bit amount.
    pub fn reversal(&self, id: EntryId, date: Date) -> Result<Self, EntryError> {
        let postings =
            self.draft.postings.iter().map(|posting| Posting::new(posting.account.clone(), -posting.amount)).collect();
        let draft = Draft { kind: EntryKind::Reversal, postings, ..self.draft.clone() };
        Self::with_reversed(id, date, draft, Some(self.id))
    }

    /// Its identifier.
    #[must_use]
    pub const fn id(&self) -> EntryId {
        self.id
    }

    /// The day it counts for.
    #[must_use]
    pub const fn date(&self) -> Date {
        self.date
    }

    /// Why it was made.
    #[must_use]
    pub const fn kind(&self) -> EntryKind {
        self.draft.kind
    }

    /// The claim it concerns.
    #[must_use]
    pub const fn claim(&self) -> Option<ClaimId> {
        self.draft.claim
    }

    /// The remittance it comes from.
    #[must_use]
    pub const fn remittance(&self) -> Option<RemittanceId> {
        self.draft.remittance
    }

    /// A few words, never a patient's data.
    #[must_use]
    pub fn memo(&self) -> &str {
        &self.draft.memo
    }

    /// The entry that this one takes back.
    #[must_use]
    pub const fn reverses(&self) -> Option<EntryId> {
        self.reverses
    }

    /// The postings.
    #[must_use]
    pub fn postings(&self) -> &[Posting] {
        &self.draft.postings
    }

    /// The sum of its postings to one account of the chart.
    #[must_use]
    pub fn amount(&self, kind: AccountKind) -> Cents {
        self.draft.postings.iter().filter(|posting| posting.account.kind == kind).map(|posting| posting.amount).sum()
    }
}

/// Adds up postings to the same account and leaves out what comes to nothing; keeps the order of first appearance.
#[must_use]
pub(crate) fn merge(postings: Vec<Posting>) -> Vec<Posting> {
    let mut merged: Vec<Posting> = Vec::with_capacity(postings.len());
    for posting in postings {
        match merged.iter_mut().find(|earlier| earlier.account == posting.account) {
            Some(earlier) => earlier.amount += posting.amount,
            None => merged.push(posting),
        }
    }
    merged.retain(|posting| !posting.amount.is_zero());
    merged
}
