//! Names, addresses and numbers of the people and organisations on a claim, written.

use std::io::Write;

use cleanclaim_model::{Address, EntityType, Payer, Person, PersonName, Provider, ccyymmdd};

use crate::InterchangeWriter;

/// Loop 2010AA.
pub(super) fn billing_provider<W: Write>(out: &mut InterchangeWriter<W>, provider: &Provider) {
    provider_name(out, "85", provider);
    address(out, &provider.address);
    if !provider.tax_id.is_empty() {
        out.begin("REF").add("EI").add(&provider.tax_id).end();
    }
    contact(out, provider);
}

/// NM1 of a provider.
pub(crate) fn provider_name<W: Write>(out: &mut InterchangeWriter<W>, qualifier: &str, provider: &Provider) {
    let entity = match provider.entity {
        EntityType::Person => "1",
        EntityType::Organization => "2",
    };
    out.begin("NM1").add(qualifier).add(entity);
    name(out, &provider.name);
    match provider.npi {
        Some(npi) => out.add("XX").add(npi.as_str()),
        None => out.add(&provider.other_id_qualifier).add(&provider.other_id),
    };
    out.end();
}

/// PRV, where a taxonomy is known.
pub(super) fn taxonomy<W: Write>(out: &mut InterchangeWriter<W>, role: &str, provider: &Provider) {
    if let Some(taxonomy) = provider.taxonomy {
        out.begin("PRV").add(role).add("PXC").add(taxonomy.as_str()).end();
    }
}

/// PER with a telephone number.
pub(super) fn contact<W: Write>(out: &mut InterchangeWriter<W>, provider: &Provider) {
    if provider.contact.is_empty() && provider.phone.is_empty() {
        return;
    }
    out.begin("PER").add("IC").add(&provider.contact);
    if !provider.phone.is_empty() {
        out.add("TE").add(&provider.phone);
    }
    out.end();
}

/// Loop 2010BA or 2010CA.
pub(super) fn person<W: Write>(out: &mut InterchangeWriter<W>, qualifier: &str, person: &Person) {
    named_person(out, qualifier, person);
    let (birth_date, sex) = (*person.birth_date.expose(), *person.sex.expose());
    if birth_date.is_none() && sex.is_none() {
        return;
    }
    out.begin("DMG");
    match birth_date {
        Some(date) => out.add("D8").add(&ccyymmdd(date)),
        None => out.skip(2),
    };
    out.add(sex.map_or("", |sex| sex.as_str())).end();
}

/// Loop 2330A: a person without birth date and sex.
pub(super) fn named_person<W: Write>(out: &mut InterchangeWriter<W>, qualifier: &str, person: &Person) {
    out.begin("NM1").add(qualifier).add("1");
    name(out, person.name.expose());
    if !person.member_id.expose().is_empty() {
        out.add("MI").add(person.member_id.expose());
    }
    out.end();
    address(out, person.address.expose());
}

/// Loop 2010BB, and the name and address of 2330B.
pub(super) fn payer<W: Write>(out: &mut InterchangeWriter<W>, payer: &Payer) {
    out.begin("NM1").add("PR").add("2").add(&payer.name).skip(4);
    if !payer.id.is_empty() {
        out.add(payer_qualifier(payer)).add(&payer.id);
    }
    out.end();
    address(out, &payer.address);
}

/// NM108 of a payer: PI, payor identification, unless it says otherwise.
fn payer_qualifier(payer: &Payer) -> &str {
    if payer.id_qualifier.is_empty() { "PI" } else { &payer.id_qualifier }
}

/// Whether two payers are written alike.
pub(super) fn is_same_payer(left: &Payer, right: &Payer) -> bool {
    let is_same_qualifier = left.id.is_empty() || payer_qualifier(left) == payer_qualifier(right);
    left.name == right.name && left.id == right.id && left.address == right.address && is_same_qualifier
}

/// N3 and N4, where anything of them is known.
pub(crate) fn address<W: Write>(out: &mut InterchangeWriter<W>, address: &Address) {
    if !address.line1.is_empty() || !address.line2.is_empty() {
        out.begin("N3").add(&address.line1).add(&address.line2).end();
    }
    if [&address.city, &address.state, &address.zip, &address.country].iter().any(|text| !text.is_empty()) {
        out.begin("N4").add(&address.city).add(&address.state).add(&address.zip).add(&address.country).end();
    }
}

/// NM103 to NM107.
pub(crate) fn name<W: Write>(out: &mut InterchangeWriter<W>, name: &PersonName) {
    out.add(&name.last).add(&name.first).add(&name.middle).add("").add(&name.suffix);
}
