//! The chart of accounts.

use core::fmt;

use cleanclaim_model::{ClaimId, Text};

/// On which side of a balance sheet or income statement an account stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum AccountClass {
    /// What the practice has or is owed: normally a debit balance.
    Asset,
    /// What the practice owes or cannot call its own yet: normally a credit balance.
    Liability,
    /// What it earned: normally a credit balance.
    Income,
    /// What it gave up of its charges: normally a debit balance.
    Reduction,
}

macro_rules! account_kinds {
    ($($(#[$doc:meta])* $variant:ident = $text:literal, $class:ident;)*) => {
        /// The accounts, each with a name that the database and reports keep for ever.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum AccountKind { $($(#[$doc])* $variant,)* }

        impl AccountKind {
            /// Every account, in the order of reports.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// Its name in the database, JSON and reports.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)* }
            }

            /// Where it stands.
            #[must_use]
            pub const fn class(self) -> AccountClass {
                match self { $(Self::$variant => AccountClass::$class,)* }
            }

            /// Reads its name.
            #[must_use]
            pub fn parse(text: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|kind| kind.as_str() == text)
            }
        }
    };
}

account_kinds! {
    /// Money that arrived: one posting for each remittance, equal to BPR02.
    Cash = "cash", Asset;
    /// What a remittance's claims and provider adjustments have still to explain of its cash; zero once it is posted. Key: none.
    RemittanceClearing = "remittance-clearing", Asset;
    /// What a payer owes for a claim. Key: the payer.
    ReceivableInsurer = "receivable-insurer", Asset;
    /// What the patient owes for a claim.
    ReceivablePatient = "receivable-patient", Asset;
    /// A patient's share that a remark forbids to bill; waits for a person.
    ReceivableHeld = "receivable-held", Asset;
    /// Cash of claims that match nothing of ours. Key: none.
    UnappliedCash = "unapplied-cash", Liability;
    /// Cash of a claim payment that does not balance; waits for a person.
    Suspense = "suspense", Liability;
    /// A negative balance carried into a later remittance (PLB FB). Key: the PLB reason.
    ForwardingBalance = "forwarding-balance", Liability;
    /// Overpayments that the payer takes back, or returns acknowledged (PLB WO, WU, 72, OB). Key: the PLB reason.
    Recoupment = "recoupment", Liability;
    /// Money given back to a payer or patient.
    Refund = "refund", Liability;
    /// Charges.
    Revenue = "revenue", Income;
    /// Interest received from payers. Key: the PLB reason or CARC.
    Interest = "interest", Income;
    /// Payments for no single claim: capitation, incentives, settlements. Key: the PLB reason.
    Capitation = "capitation", Income;
    /// Any other PLB reason. Key: the PLB reason.
    ProviderAdjustment = "provider-adjustment", Income;
    /// Written off by contract.
    Contractual = "contractual", Reduction;
    /// Written off by law: sequestration.
    Sequestration = "sequestration", Reduction;
    /// Written off after a denial, by a person's decision only.
    DenialWriteoff = "denial-writeoff", Reduction;
    /// Given up as uncollectable, by a person's decision only.
    BadDebt = "bad-debt", Reduction;
    /// Withheld for a tax, a levy or a loan (PLB E3, IR, LE, SL). Key: the PLB reason.
    Withholding = "withholding", Reduction;
}

impl AccountKind {
    /// Whether it is a receivable: the accounts that aging looks at.
    #[must_use]
    pub const fn is_receivable(self) -> bool {
        matches!(self, Self::ReceivableInsurer | Self::ReceivablePatient | Self::ReceivableHeld)
    }
}

impl fmt::Display for AccountKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// One account: its kind, what divides it further, and the claim it is kept for.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Account {
    /// Which account of the chart.
    pub kind: AccountKind,
    /// The payer of a receivable, or the reason of a provider adjustment; else empty.
    pub key: Text,
    /// The claim that the amount belongs to, where it belongs to one.
    pub claim: Option<ClaimId>,
}

impl Account {
    /// An account that nothing divides.
    #[must_use]
    pub fn of(kind: AccountKind) -> Self {
        Self { kind, key: Text::default(), claim: None }
    }

    /// An account kept for a claim.
    #[must_use]
    pub fn of_claim(kind: AccountKind, claim: ClaimId) -> Self {
        Self { kind, key: Text::default(), claim: Some(claim) }
    }

    /// With its payer or reason.
    #[must_use]
    pub fn key(mut self, key: &str) -> Self {
        self.key = Text::from(key);
        self
    }

    /// The account without the claim: a line of the trial balance.
    #[must_use]
    pub fn chart(&self) -> (AccountKind, &str) {
        (self.kind, &self.key)
    }
}
