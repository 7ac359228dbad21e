//! Names, addresses and numbers of the people and organisations on a claim.

use cleanclaim_model::{
    Address, EntityType, Field, Npi, Payer, PayerField, Person, PersonField, PersonName, Provider, ProviderField,
    ProviderRole, Sex, Taxonomy,
};

use crate::decode::Decode;

/// Whose segments these are.
#[derive(Debug, Clone, Copy)]
pub(super) enum Who {
    Subscriber,
    Patient,
    /// Another payer's subscriber, which has no fields of its own.
    OtherSubscriber,
}

impl Who {
    fn field(self, field: PersonField) -> Option<Field> {
        match self {
            Self::Subscriber => Some(Field::Subscriber(field)),
            Self::Patient => Some(Field::Patient(field)),
            Self::OtherSubscriber => None,
        }
    }
}

/// A segment of 2010BA, 2010CA or 2330A.
pub(super) fn person(d: &mut Decode<'_>, who: Who, person: &mut Person) {
    match d.id() {
        b"NM1" => {
            d.settle(1);
            d.settle_if(2, "1");
            note(d, who.field(PersonField::Name), 3);
            *person.name.expose_mut() = name(d);
            d.settle_if(8, "MI");
            note(d, who.field(PersonField::MemberId), 9);
            *person.member_id.expose_mut() = d.text(9);
        }
        b"N3" | b"N4" => {
            if d.id() == b"N3" {
                note(d, who.field(PersonField::Address), 1);
            }
            address(d, person.address.expose_mut());
        }
        b"DMG" => {
            d.settle_if(1, "D8");
            *person.birth_date.expose_mut() = d.date(2, who.field(PersonField::BirthDate));
            *person.sex.expose_mut() = d.value(3, who.field(PersonField::Sex), "F, M or U", Sex::parse);
        }
        _ => {}
    }
}

/// A segment of 2010AA, 2310 or 2420.
pub(super) fn provider(d: &mut Decode<'_>, role: Option<ProviderRole>, provider: &mut Provider) {
    let field = |field| role.map(|role| Field::Provider(role, field));
    match d.id() {
        b"NM1" => {
            d.settle(1);
            if let Some(entity) = d.value(2, None, "1 or 2", entity_type) {
                provider.entity = entity;
            }
            note(d, field(ProviderField::Name), 3);
            provider.name = name(d);
            note(d, field(ProviderField::Npi), 9);
            match Npi::parse(d.code(9)) {
                Ok(npi) if d.code(8) == "XX" => {
                    d.settle(8);
                    d.settle(9);
                    provider.npi = Some(npi);
                }
                _ => {
                    provider.other_id_qualifier = d.text(8);
                    provider.other_id = d.text(9);
                }
            }
        }
        b"PRV" => taxonomy(d, role, provider),
        b"N3" | b"N4" => {
            if d.id() == b"N3" {
                note(d, field(ProviderField::Address), 1);
            }
            address(d, &mut provider.address);
        }
        b"REF" if provider.tax_id.is_empty() && matches!(d.code(1), "EI" | "SY") => {
            d.settle_if(1, "EI");
            note(d, field(ProviderField::TaxId), 2);
            provider.tax_id = d.text(2);
        }
        b"PER" if provider.phone.is_empty() && provider.contact.is_empty() => {
            d.settle_if(1, "IC");
            provider.contact = d.text(2);
            if d.settle_if(3, "TE") {
                provider.phone = d.text(4);
            }
        }
        _ => {}
    }
}

/// PRV of 2000A, 2310 or 2420.
pub(super) fn taxonomy(d: &mut Decode<'_>, role: Option<ProviderRole>, provider: &mut Provider) {
    d.settle(1);
    d.settle_if(2, "PXC");
    let field = role.map(|role| Field::Provider(role, ProviderField::Taxonomy));
    let read = |text: &str| Taxonomy::parse(text).ok();
    provider.taxonomy = d.value(3, field, "a taxonomy code of ten characters", read);
}

/// A segment of 2010BB or 2330B.
pub(super) fn payer(d: &mut Decode<'_>, fields: bool, payer: &mut Payer) {
    match d.id() {
        b"NM1" => {
            d.settle(1);
            d.settle_if(2, "2");
            note(d, fields.then_some(Field::Payer(PayerField::Name)), 3);
            payer.name = d.text(3);
            payer.id_qualifier = d.text(8);
            note(d, fields.then_some(Field::Payer(PayerField::Id)), 9);
            payer.id = d.text(9);
        }
        b"N3" | b"N4" => address(d, &mut payer.address),
        _ => {}
    }
}

/// NM103, NM104, NM105 and NM107.
pub(crate) fn name(d: &mut Decode<'_>) -> PersonName {
    PersonName { last: d.text(3), first: d.text(4), middle: d.text(5), suffix: d.text(7) }
}

/// N3 and N4.
fn address(d: &mut Decode<'_>, address: &mut Address) {
    if d.id() == b"N3" {
        (address.line1, address.line2) = (d.text(1), d.text(2));
    } else {
        (address.city, address.state, address.zip, address.country) = (d.text(1), d.text(2), d.text(3), d.text(4));
    }
}

fn entity_type(text: &str) -> Option<EntityType> {
    match text {
        "1" => Some(EntityType::Person),
        "2" => Some(EntityType::Organization),
        _ => None,
    }
}

fn note(d: &mut Decode<'_>, field: Option<Field>, element: usize) {
    if let Some(field) = field
        && !d.look(element).is_empty()
    {
        d.note(field, element, 0);
    }
}
