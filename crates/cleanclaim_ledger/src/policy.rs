//! The posting policy: what an adjustment does to the books, by payer, group and reason, each row explained.
//!
//! The shipped rows name only codes that the policy needs, in our own words. What no row names is never written off.

use std::borrow::Cow;

use cleanclaim_model::{Carc, GroupCode, Rarc, Text};

use crate::policy_table::{DEFAULTS, Row};

/// What an adjustment does to the books.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Treatment {
    /// Written off by contract.
    Contractual,
    /// Written off by law.
    Sequestration,
    /// Moved to the next payer; where there is none, it stays open and waits for a person.
    NextPayer,
    /// Moved to the next payer, or to the patient where there is none.
    Patient,
    /// Stays receivable from this payer and waits in the denial queue.
    DenialQueue,
    /// Moves nothing: it only explains.
    Informational,
}

impl Treatment {
    /// Every treatment.
    pub const ALL: [Self; 6] = [
        Self::Contractual,
        Self::Sequestration,
        Self::NextPayer,
        Self::Patient,
        Self::DenialQueue,
        Self::Informational,
    ];

    /// Its name in the database, JSON and profiles.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Contractual => "contractual",
            Self::Sequestration => "sequestration",
            Self::NextPayer => "next-payer",
            Self::Patient => "patient",
            Self::DenialQueue => "denial-queue",
            Self::Informational => "informational",
        }
    }

    /// Reads its name.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|treatment| treatment.as_str() == text)
    }
}

/// What kind of decision an adjustment is, whatever a practice does with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Nature {
    /// A payment decision: price, cost share, law, coordination.
    Decision,
    /// A refusal to pay.
    Denial,
    /// Less than agreed, without being refused: worth a look.
    Reduction,
}

impl Nature {
    /// Its name in the database and JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Decision => "decision",
            Self::Denial => "denial",
            Self::Reduction => "reduction",
        }
    }

    /// Reads its name.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Decision, Self::Denial, Self::Reduction].into_iter().find(|nature| nature.as_str() == text)
    }
}

/// A practice's own row, before the shipped ones.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyOverride {
    /// The payer it is for; empty for all.
    pub payer: Text,
    /// The group.
    pub group: GroupCode,
    /// The reason; `None` for every reason of the group that the practice has no other row for.
    pub carc: Option<Carc>,
    /// What it does.
    pub treatment: Treatment,
    /// Why, for whoever reads the posting later.
    pub why: Text,
}

/// What the policy says of one adjustment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision<'a> {
    /// What it does.
    pub treatment: Treatment,
    /// What kind of decision it is.
    pub nature: Nature,
    /// Why.
    pub why: Cow<'a, str>,
    /// Publication and section, or `practice policy`.
    pub source: &'static str,
}

/// The table payer x group x reason.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PostingPolicy {
    overrides: Vec<PolicyOverride>,
}

/// One shipped row, for pages and documentation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ShippedRow {
    /// The group.
    pub group: GroupCode,
    /// The reason; `*` for every reason that no other row of the group names.
    pub carc: &'static str,
    /// What it does.
    pub treatment: Treatment,
    /// What kind of decision it is.
    pub nature: Nature,
    /// Why.
    pub why: &'static str,
    /// Publication and section.
    pub source: &'static str,
}

impl PostingPolicy {
    /// The shipped rows after these of the practice's own.
    #[must_use]
    pub fn new(overrides: Vec<PolicyOverride>) -> Self {
        Self { overrides }
    }

    /// The shipped rows.
    pub fn shipped() -> impl Iterator<Item = ShippedRow> {
        DEFAULTS.iter().map(|row| ShippedRow {
            group: row.group,
            carc: row.carc,
            treatment: row.treatment,
            nature: row.nature,
            why: row.why,
            source: row.source,
        })
    }

    /// What to do with an adjustment of this payer, given the remarks of its line and claim.
    ///
    /// A row for the payer comes before one for all, a row for the reason before one for the group, and the practice's own before the
    /// shipped ones.
    #[must_use]
    pub fn decide<'a>(
        &'a self,
        payer: &str,
        group: GroupCode,
        carc: Carc,
        remarks: impl IntoIterator<Item = Rarc>,
    ) -> Decision<'a> {
        let shipped = shipped_row(group, carc);
        if let Some(own) = self.own_row(payer, group, carc) {
            return Decision {
                treatment: own.treatment,
                nature: shipped.nature,
                why: Cow::Borrowed(own.why.as_str()),
                source: "practice policy",
            };
        }
        if shipped.group == GroupCode::PatientResponsibility
            && shipped.nature == Nature::Denial
            && remarks.into_iter().any(|remark| PATIENT_INFORMED.contains(&remark.as_str()))
        {
            return Decision {
                treatment: Treatment::Patient,
                nature: Nature::Denial,
                why: Cow::Borrowed(
                    "the payer confirms that the patient agreed in writing to pay for what is not covered",
                ),
                source: "CMS Medicare Claims Processing Manual, chapter 30, section 50; RARC M38",
            };
        }
        Decision {
            treatment: shipped.treatment,
            nature: shipped.nature,
            why: Cow::Borrowed(shipped.why),
            source: shipped.source,
        }
    }

    fn own_row(&self, payer: &str, group: GroupCode, carc: Carc) -> Option<&PolicyOverride> {
        let fits = |row: &&PolicyOverride| {
            row.group == group && (row.payer.is_empty() || row.payer == payer) && row.carc.is_none_or(|own| own == carc)
        };
        // Of rows that fit equally well the first one wins, so that what a practice writes on top decides.
        self.overrides.iter().filter(fits).rev().max_by_key(|row| (!row.payer.is_empty(), row.carc.is_some()))
    }
}

/// Whether an adjustment refuses to pay. Decided by group and reason alone, never by CLP02 or by a payment of zero: a deductible at zero
/// dollars is a payment decision.
#[must_use]
pub fn is_denial(group: GroupCode, carc: Carc) -> bool {
    shipped_row(group, carc).nature == Nature::Denial
}

/// Whether a remark forbids to bill the patient what the payer calls the patient's share.
///
/// Sources: Social Security Act, section 1902(n)(3)(B) (Qualified Medicare Beneficiaries: RARC N781 to N783); CMS Medicare Claims
/// Processing Manual, chapter 30, section 20 (limitation of liability: RARC M27 and M39).
#[must_use]
pub fn forbids_billing_patient(remark: Rarc) -> bool {
    PATIENT_PROTECTED.contains(&remark.as_str())
}

/// Whether remarks say that the claim came back without appeal rights, so that a new claim is due.
///
/// Source: CMS Medicare Claims Processing Manual, chapter 1, section 80.3.1; RARC MA130.
#[must_use]
pub fn is_unprocessable(remark: Rarc) -> bool {
    remark.as_str() == "MA130"
}

const PATIENT_INFORMED: [&str; 1] = ["M38"];
const PATIENT_PROTECTED: [&str; 5] = ["M27", "M39", "N781", "N782", "N783"];

fn shipped_row(group: GroupCode, carc: Carc) -> &'static Row {
    DEFAULTS
        .iter()
        .find(|row| row.group == group && row.carc == carc.as_str())
        .or_else(|| DEFAULTS.iter().find(|row| row.group == group && row.carc == "*"))
        .unwrap_or(&UNKNOWN)
}

/// Never reached while the table has a `*` row for every group, which a test holds.
static UNKNOWN: Row = Row {
    group: GroupCode::OtherAdjustment,
    carc: "*",
    treatment: Treatment::DenialQueue,
    nature: Nature::Reduction,
    why: "no row names it, and nothing unnamed is written off",
    source: "house rule: only what the table lists is written off",
};
