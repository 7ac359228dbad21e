//! What a claim is, in a few bits, so that rules that cannot apply are not called.

use cleanclaim_model::{Claim, ClaimKind, Frequency, PlaceOfService};

/// A set of facts about a claim.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Facets(u32);

macro_rules! facets {
    ($($(#[$doc:meta])* $name:ident = $bit:literal, $text:literal;)*) => {
        impl Facets {
            $($(#[$doc])* pub const $name: Self = Self(1 << $bit);)*

            /// Every facet with its name.
            pub const ALL: &'static [(Self, &'static str)] = &[$((Self::$name, $text)),*];
        }
    };
}

facets! {
    /// 837P.
    PROFESSIONAL = 0, "professional";
    /// 837I.
    INSTITUTIONAL = 1, "institutional";
    /// 837D.
    DENTAL = 2, "dental";
    /// An institutional claim for an inpatient stay: types of bill 11x, 18x, 21x, 28x, 41x.
    INPATIENT = 3, "inpatient";
    /// Lists a diagnosis.
    DIAGNOSES = 4, "with diagnoses";
    /// Lists an inpatient procedure.
    PROCEDURES = 5, "with inpatient procedures";
    /// Has a service line.
    LINES = 6, "with service lines";
    /// A service line has a modifier.
    MODIFIERS = 7, "with modifiers";
    /// A service line has a National Drug Code.
    DRUGS = 8, "with drugs";
    /// Names another payer.
    OTHER_PAYERS = 9, "with other payers";
    /// Place of service 02 or 10, on the claim or a line.
    TELEHEALTH_PLACE = 10, "with a telehealth place of service";
    /// Frequency 7 or 8.
    RESUBMISSION = 11, "replacing or voiding";
    /// Two diagnoses or more.
    DIAGNOSIS_PAIRS = 12, "with two diagnoses or more";
}

impl Facets {
    /// No fact.
    pub const NONE: Self = Self(0);

    /// The facts of either.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether all of `other` are among these.
    #[must_use]
    pub const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Whether any of `other` is among these.
    #[must_use]
    pub const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// The names of the facts, in order.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        Self::ALL.iter().filter(move |(facet, _)| self.contains(*facet)).map(|(_, name)| *name)
    }

    /// The facts of a claim.
    #[must_use]
    pub fn of(claim: &Claim) -> Self {
        let mut facets = match claim.kind {
            ClaimKind::Professional => Self::PROFESSIONAL,
            ClaimKind::Institutional => Self::INSTITUTIONAL,
            ClaimKind::Dental => Self::DENTAL,
        };
        let mut set = |facet: Self, holds: bool| {
            if holds {
                facets = facets.union(facet);
            }
        };
        set(Self::INPATIENT, is_inpatient(claim));
        set(Self::DIAGNOSES, !claim.diagnoses.is_empty());
        set(Self::DIAGNOSIS_PAIRS, 1 < claim.diagnoses.len());
        set(Self::PROCEDURES, !claim.procedures.is_empty());
        set(Self::LINES, !claim.lines.is_empty());
        set(Self::MODIFIERS, claim.lines.iter().any(|line| !line.modifiers.is_empty()));
        set(Self::DRUGS, claim.lines.iter().any(|line| line.drug.is_some()));
        set(Self::OTHER_PAYERS, !claim.other_payers.is_empty());
        set(Self::RESUBMISSION, matches!(claim.frequency, Frequency::REPLACEMENT | Frequency::VOID));
        let telehealth = |place: &Option<PlaceOfService>| place.is_some_and(|place| is_telehealth_place(&place));
        set(
            Self::TELEHEALTH_PLACE,
            telehealth(&claim.place_of_service) || claim.lines.iter().any(|line| telehealth(&line.place_of_service)),
        );
        facets
    }
}

impl core::fmt::Debug for Facets {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_set().entries(self.names()).finish()
    }
}

/// Whether a place of service says telehealth.
///
/// Source: CMS, Place of Service Code Set, codes 02 and 10.
pub(crate) fn is_telehealth_place(place: &PlaceOfService) -> bool {
    matches!(place.as_str(), "02" | "10")
}

/// Source: CMS Medicare Claims Processing Manual (Pub. 100-04), chapter 25, section 75.1, FL 4: bill classifications 1 (inpatient)
/// and 8 (swing bed).
fn is_inpatient(claim: &Claim) -> bool {
    claim.kind == ClaimKind::Institutional
        && claim.facility_code.is_some_and(|code| matches!(code.as_str(), "11" | "18" | "21" | "28" | "41"))
}

/// Which claims a rule is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Applies {
    any: Facets,
    all: Facets,
}

impl Applies {
    /// Every claim.
    pub const ALWAYS: Self = Self { any: Facets::NONE, all: Facets::NONE };
    /// Professional claims.
    pub const PROFESSIONAL: Self = Self::to(Facets::PROFESSIONAL);
    /// Institutional claims.
    pub const INSTITUTIONAL: Self = Self::to(Facets::INSTITUTIONAL);
    /// Inpatient stays.
    pub const INPATIENT: Self = Self::to(Facets::INPATIENT);

    /// Claims with at least one of these facts.
    #[must_use]
    pub const fn to(any: Facets) -> Self {
        Self { any, all: Facets::NONE }
    }

    /// And with all of these.
    #[must_use]
    pub const fn with(self, all: Facets) -> Self {
        Self { any: self.any, all: self.all.union(all) }
    }

    /// Whether a claim with these facts is one of them.
    #[must_use]
    pub const fn matches(self, facets: Facets) -> bool {
        facets.contains(self.all) && (self.any.0 == 0 || facets.meets(self.any))
    }
}

/// `professional or dental, with diagnoses`; `all` for every claim.
impl core::fmt::Display for Applies {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        if *self == Self::ALWAYS {
            return f.write_str("all");
        }
        for (position, name) in self.any.names().enumerate() {
            write!(f, "{}{name}", if position == 0 { "" } else { " or " })?;
        }
        for (position, name) in self.all.names().enumerate() {
            let first = position == 0 && self.any == Facets::NONE;
            write!(f, "{}{name}", if first { "" } else { ", " })?;
        }
        Ok(())
    }
}
