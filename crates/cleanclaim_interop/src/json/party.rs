//! People and organisations.

use cleanclaim_model::{Address, Date, EntityType, Npi, Payer, Person, PersonName, Phi, Provider, Sex, Taxonomy};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::scalar::{TextJson, Written};

/// A postal address.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AddressJson {
    /// Street.
    #[serde(default, skip_serializing_if = "TextJson::is_empty")]
    pub line1: TextJson,
    /// Apartment or suite.
    #[serde(default, skip_serializing_if = "TextJson::is_empty")]
    pub line2: TextJson,
    /// City.
    #[serde(default, skip_serializing_if = "TextJson::is_empty")]
    pub city: TextJson,
    /// State, two letters.
    #[serde(default, skip_serializing_if = "TextJson::is_empty")]
    pub state: TextJson,
    /// 5 or 9 digits.
    #[serde(default, skip_serializing_if = "TextJson::is_empty")]
    pub zip: TextJson,
    /// Where it is not the United States.
    #[serde(default, skip_serializing_if = "TextJson::is_empty")]
    pub country: TextJson,
}

impl AddressJson {
    fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// A person's name, or an organisation's in `last`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PersonNameJson {
    /// Family name or organisation.
    #[serde(default, skip_serializing_if = "TextJson::is_empty")]
    pub last: TextJson,
    /// Given name.
    #[serde(default, skip_serializing_if = "TextJson::is_empty")]
    pub first: TextJson,
    /// Middle name or initial.
    #[serde(default, skip_serializing_if = "TextJson::is_empty")]
    pub middle: TextJson,
    /// Suffix, such as JR.
    #[serde(default, skip_serializing_if = "TextJson::is_empty")]
    pub suffix: TextJson,
}

impl PersonNameJson {
    pub(super) fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// A subscriber or patient.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PersonJson {
    /// Member identification number.
    #[serde(default, skip_serializing_if = "TextJson::is_empty")]
    pub member_id: TextJson,
    /// Name.
    #[serde(default, skip_serializing_if = "PersonNameJson::is_empty")]
    pub name: PersonNameJson,
    /// Day of birth.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub birth_date: Option<Written<Date>>,
    /// Administrative sex.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sex: Option<Written<Sex>>,
    /// Address.
    #[serde(default, skip_serializing_if = "AddressJson::is_empty")]
    pub address: AddressJson,
}

/// A provider in any role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProviderJson {
    /// Person or organisation.
    pub entity: Written<EntityType>,
    /// Name; an organisation's stands in `last`.
    #[serde(default, skip_serializing_if = "PersonNameJson::is_empty")]
    pub name: PersonNameJson,
    /// National Provider Identifier, its check digit verified.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub npi: Option<Written<Npi>>,
    /// What stood where the NPI belongs, when it is none.
    #[serde(default, skip_serializing_if = "TextJson::is_empty")]
    pub other_id: TextJson,
    /// NM108 that came with `other_id`.
    #[serde(default, skip_serializing_if = "TextJson::is_empty")]
    pub other_id_qualifier: TextJson,
    /// Employer identification number without hyphen.
    #[serde(default, skip_serializing_if = "TextJson::is_empty")]
    pub tax_id: TextJson,
    /// Taxonomy code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taxonomy: Option<Written<Taxonomy>>,
    /// Where it is.
    #[serde(default, skip_serializing_if = "AddressJson::is_empty")]
    pub address: AddressJson,
    /// Telephone number.
    #[serde(default, skip_serializing_if = "TextJson::is_empty")]
    pub phone: TextJson,
    /// Whom to ask for.
    #[serde(default, skip_serializing_if = "TextJson::is_empty")]
    pub contact: TextJson,
}

/// A payer.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PayerJson {
    /// Name.
    #[serde(default, skip_serializing_if = "TextJson::is_empty")]
    pub name: TextJson,
    /// Identifier.
    #[serde(default, skip_serializing_if = "TextJson::is_empty")]
    pub id: TextJson,
    /// What kind of identifier: `PI` or `XV`.
    #[serde(default, skip_serializing_if = "TextJson::is_empty")]
    pub id_qualifier: TextJson,
    /// Address.
    #[serde(default, skip_serializing_if = "AddressJson::is_empty")]
    pub address: AddressJson,
}

// Each conversion takes the inner value apart by name, so that a field added there cannot be forgotten here.

impl From<&Address> for AddressJson {
    fn from(address: &Address) -> Self {
        let Address { line1, line2, city, state, zip, country } = address;
        Self {
            line1: line1.into(),
            line2: line2.into(),
            city: city.into(),
            state: state.into(),
            zip: zip.into(),
            country: country.into(),
        }
    }
}

impl From<AddressJson> for Address {
    fn from(json: AddressJson) -> Self {
        let AddressJson { line1, line2, city, state, zip, country } = json;
        Self { line1: line1.0, line2: line2.0, city: city.0, state: state.0, zip: zip.0, country: country.0 }
    }
}

impl From<&PersonName> for PersonNameJson {
    fn from(name: &PersonName) -> Self {
        let PersonName { last, first, middle, suffix } = name;
        Self { last: last.into(), first: first.into(), middle: middle.into(), suffix: suffix.into() }
    }
}

impl From<PersonNameJson> for PersonName {
    fn from(json: PersonNameJson) -> Self {
        let PersonNameJson { last, first, middle, suffix } = json;
        Self { last: last.0, first: first.0, middle: middle.0, suffix: suffix.0 }
    }
}

impl From<&Person> for PersonJson {
    fn from(person: &Person) -> Self {
        let Person { member_id, name, birth_date, sex, address } = person;
        Self {
            member_id: member_id.expose().into(),
            name: name.expose().into(),
            birth_date: birth_date.expose().map(Written),
            sex: sex.expose().map(Written),
            address: address.expose().into(),
        }
    }
}

impl From<PersonJson> for Person {
    fn from(json: PersonJson) -> Self {
        let PersonJson { member_id, name, birth_date, sex, address } = json;
        Self {
            member_id: Phi::new(member_id.0),
            name: Phi::new(name.into()),
            birth_date: Phi::new(birth_date.map(|date| date.0)),
            sex: Phi::new(sex.map(|sex| sex.0)),
            address: Phi::new(address.into()),
        }
    }
}

impl From<&Provider> for ProviderJson {
    fn from(provider: &Provider) -> Self {
        let Provider { entity, name, npi, other_id, other_id_qualifier, tax_id, taxonomy, address, phone, contact } =
            provider;
        Self {
            entity: Written(*entity),
            name: name.into(),
            npi: npi.map(Written),
            other_id: other_id.into(),
            other_id_qualifier: other_id_qualifier.into(),
            tax_id: tax_id.into(),
            taxonomy: taxonomy.map(Written),
            address: address.into(),
            phone: phone.into(),
            contact: contact.into(),
        }
    }
}

impl From<ProviderJson> for Provider {
    fn from(json: ProviderJson) -> Self {
        let ProviderJson { entity, name, npi, other_id, other_id_qualifier, tax_id, taxonomy, address, phone, contact } =
            json;
        Self {
            entity: entity.0,
            name: name.into(),
            npi: npi.map(|npi| npi.0),
            other_id: other_id.0,
            other_id_qualifier: other_id_qualifier.0,
            tax_id: tax_id.0,
            taxonomy: taxonomy.map(|taxonomy| taxonomy.0),
            address: address.into(),
            phone: phone.0,
            contact: contact.0,
        }
    }
}

impl From<&Payer> for PayerJson {
    fn from(payer: &Payer) -> Self {
        let Payer { name, id, id_qualifier, address } = payer;
        Self { name: name.into(), id: id.into(), id_qualifier: id_qualifier.into(), address: address.into() }
    }
}

impl From<PayerJson> for Payer {
    fn from(json: PayerJson) -> Self {
        let PayerJson { name, id, id_qualifier, address } = json;
        Self { name: name.0, id: id.0, id_qualifier: id_qualifier.0, address: address.into() }
    }
}
