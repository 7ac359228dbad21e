//! People and organisations on a claim.

use std::sync::Arc;

use jiff::civil::Date;

use crate::{Npi, Phi, Taxonomy, Text};

/// A postal address in the United States or elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Address {
    /// N301.
    pub line1: Text,
    /// N302.
    pub line2: Text,
    /// N401.
    pub city: Text,
    /// N402, two letters.
    pub state: Text,
    /// N403, 5 or 9 digits without hyphen.
    pub zip: Text,
    /// N404, where it is not the United States.
    pub country: Text,
}

/// A person's name, or an organisation's in `last`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PersonName {
    /// NM103: family name or organisation.
    pub last: Text,
    /// NM104.
    pub first: Text,
    /// NM105.
    pub middle: Text,
    /// NM107.
    pub suffix: Text,
}

/// Administrative sex as claims carry it (DMG03).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sex {
    /// F
    Female,
    /// M
    Male,
    /// U
    Unknown,
}

impl Sex {
    /// Reads `F`, `M` or `U`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "F" => Some(Self::Female),
            "M" => Some(Self::Male),
            "U" => Some(Self::Unknown),
            _ => None,
        }
    }

    /// `F`, `M` or `U`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Female => "F",
            Self::Male => "M",
            Self::Unknown => "U",
        }
    }
}

/// Whether a provider is a person or an organisation (NM102).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum EntityType {
    /// 1
    Person,
    /// 2
    #[default]
    Organization,
}

/// A provider in one of the roles of [`crate::ProviderRole`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Provider {
    /// Person or organisation.
    pub entity: EntityType,
    /// Name; an organisation's stands in `last`.
    pub name: PersonName,
    /// The NPI, where it was given and its check digit fits.
    pub npi: Option<Npi>,
    /// What stood where the NPI belongs, when it is none (NM109 without XX, or a wrong check digit); empty otherwise.
    pub other_id: Text,
    /// NM108 that came with `other_id`.
    pub other_id_qualifier: Text,
    /// Employer identification number without hyphen (REF EI).
    pub tax_id: Text,
    /// PRV03.
    pub taxonomy: Option<Taxonomy>,
    /// Where it is.
    pub address: Address,
    /// PER04 with TE.
    pub phone: Text,
    /// PER02.
    pub contact: Text,
}

/// A person covered by a payer: subscriber or patient.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Person {
    /// Member identification number (NM109 with MI); empty for a patient who is not the subscriber.
    pub member_id: Phi<Text>,
    /// Name.
    pub name: Phi<PersonName>,
    /// DMG02.
    pub birth_date: Phi<Option<Date>>,
    /// DMG03.
    pub sex: Phi<Option<Sex>>,
    /// N3 and N4.
    pub address: Phi<Address>,
}

/// A payer on a claim (2010BB).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Payer {
    /// NM103.
    pub name: Text,
    /// NM109.
    pub id: Text,
    /// NM108: `PI` or `XV`.
    pub id_qualifier: Text,
    /// N3 and N4.
    pub address: Address,
}

/// The shared form in which claims hold providers, people and payers: what a loop shares is decoded once.
pub type Shared<T> = Arc<T>;
