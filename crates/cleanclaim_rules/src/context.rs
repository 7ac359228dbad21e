//! What rules are given beside the claim.

use cleanclaim_codes::{CodeSets, Set};
use jiff::civil::Date;

use crate::{PayerProfile, Resolved};

/// Tables, profile and day: everything that a rule may look at beside the claim.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Context<'a> {
    /// Dated code sets.
    pub codes: &'a CodeSets<'a>,
    /// What the claim's payer wants.
    pub profile: &'a PayerProfile,
    /// The day on which the claim is checked.
    pub today: Date,
}

impl<'a> Context<'a> {
    /// Puts them together.
    #[must_use]
    pub fn new(codes: &'a CodeSets<'a>, profile: &'a PayerProfile, today: Date) -> Self {
        Self { codes, profile, today }
    }

    /// The name of a set's edition on a day, for the table row of a finding.
    #[must_use]
    pub fn edition(&self, set: Set, on: Option<Date>) -> &'a str {
        on.and_then(|on| self.codes.edition_on(set, on)).map_or("", |edition| edition.edition)
    }

    /// What of all that rules can need is there for a claim.
    #[must_use]
    pub fn available(&self, claim: &Resolved<'_>) -> Needs {
        let mut needs = Needs::NONE;
        let mut set = |need: Needs, there: bool| {
            if there {
                needs = needs.union(need);
            }
        };
        if let Some(on) = claim.coding_date {
            set(Needs::ICD10CM, self.codes.icd10cm().codes().covers(on));
            set(Needs::ICD10CM_TABULAR, self.codes.icd10cm().tabular(on).is_some());
            set(Needs::ICD10PCS, self.codes.icd10pcs().covers(on));
            set(Needs::PLACE_OF_SERVICE, self.codes.place_of_service().covers(on));
        }
        set(Needs::ICD10CM_FLAGS, claim.diagnoses.iter().all(|diagnosis| diagnosis.flags.are_known()));
        set(Needs::TIMELY_FILING, self.profile.filing_limit_days(claim.claim.frequency).is_some());
        set(Needs::TELEHEALTH, self.profile.telehealth.is_some());
        set(Needs::REFERRING, self.profile.referring.is_some());
        set(Needs::PRIOR_AUTHORIZATION, self.profile.prior_authorization.is_some());
        set(Needs::DRUG_CODES, self.profile.drugs.is_some());
        needs
    }
}

/// A set of things that a rule cannot do without. A rule that lacks one is not run, and that is said.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Needs(u32);

macro_rules! needs {
    ($($(#[$doc:meta])* $name:ident = $bit:literal, $text:literal;)*) => {
        impl Needs {
            $($(#[$doc])* pub const $name: Self = Self(1 << $bit);)*

            /// Every need with its name.
            pub const ALL: &'static [(Self, &'static str)] = &[$((Self::$name, $text)),*];
        }
    };
}

needs! {
    /// An edition of ICD-10-CM for the coding date.
    ICD10CM = 0, "icd10cm";
    /// A tabular list with its notes for the coding date.
    ICD10CM_TABULAR = 1, "icd10cm-tabular";
    /// An edition of ICD-10-PCS for the coding date.
    ICD10PCS = 2, "icd10pcs";
    /// Place-of-service codes.
    PLACE_OF_SERVICE = 3, "pos";
    /// The profile's filing limit for a claim of this frequency (`corrected_filing_days` for replacements and voids).
    TIMELY_FILING = 4, "profile.timely_filing_days";
    /// The profile's telehealth policy.
    TELEHEALTH = 5, "profile.telehealth";
    /// Which services need a referring provider, in the profile.
    REFERRING = 6, "profile.referring";
    /// Which services need authorization, in the profile.
    PRIOR_AUTHORIZATION = 7, "profile.prior_authorization";
    /// Which services need a National Drug Code, in the profile.
    DRUG_CODES = 8, "profile.drugs";
    /// What the Medicare Code Editor knows of the claim's diagnoses on the coding date: an imported code file may not say.
    ICD10CM_FLAGS = 9, "icd10cm-flags";
}

impl Needs {
    /// Nothing.
    pub const NONE: Self = Self(0);
    /// How many there are.
    pub const COUNT: usize = Self::ALL.len();

    /// Both together.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether all of `other` are among these.
    #[must_use]
    pub const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// What of these is not in `available`.
    #[must_use]
    pub const fn missing(self, available: Self) -> Self {
        Self(self.0 & !available.0)
    }

    /// Whether it is nothing.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The needs one by one, each with its position in [`Needs::ALL`] and its name.
    pub fn each(self) -> impl Iterator<Item = (usize, &'static str)> {
        Self::ALL
            .iter()
            .enumerate()
            .filter(move |(_, (need, _))| self.contains(*need))
            .map(|(position, (_, name))| (position, *name))
    }
}

impl core::fmt::Debug for Needs {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_set().entries(self.each().map(|(_, name)| name)).finish()
    }
}
