//! Who provides: the provider taxonomy and the national provider identifiers.
//!
//! Source: NUCC, "Health Care Provider Taxonomy code set"; CMS, "NPPES Data Dissemination".

use cleanclaim_codes::Set;
use jiff::civil::Date;

use super::Family;
use super::layout::{DAY, Field, From, Key, Layout, Shape, TEXT, Target, field, plain, shaped};
use super::period::Period;
use crate::official::edition::{EditionDays, day_in};

pub(super) static TAXONOMY: Family = Family { kind: "NUCC provider taxonomy", layouts: &[&CODES], fixed: &[] };

pub(super) static NPPES: Family =
    Family { kind: "NPPES national provider identifiers", layouts: &[&PROVIDERS], fixed: &[] };

static CODE_TABLE: Target = Target {
    set: Set::Taxonomy,
    columns: &[
        ("grouping", TEXT),
        ("classification", TEXT),
        ("specialization", TEXT),
        ("definition", TEXT),
        ("notes", TEXT),
        ("display_name", TEXT),
        ("section", TEXT),
    ],
    part_column: None,
    source: "NUCC, Health Care Provider Taxonomy",
    licence: "American Medical Association on behalf of NUCC: for the user's own data folder only",
};

static CODES: Layout = Layout {
    signature: &[&["code"], &["grouping"], &["classification"], &["specialization"]],
    key: Key::Cells(&[(&["code"], Shape::Code(10))]),
    fields: &[
        field("grouping", &["grouping"]),
        field("classification", &["classification"]),
        field("specialization", &["specialization"]),
        field("definition", &["definition"]),
        field("notes", &["notes"]),
        field("display_name", &["display_name"]),
        field("section", &["section"]),
    ],
    period: Period::Name(taxonomy_version),
    ..plain(&CODE_TABLE)
};

/// `nucc_taxonomy_251.csv` is version 25.1. Version N.0 is published in January and counts from 1 April, version N.1 in
/// July and counts from 1 October.
fn taxonomy_version(file: &str) -> Option<EditionDays> {
    let digits = file.split(|letter: char| !letter.is_ascii_digit()).find(|run| run.len() == 3)?;
    let (year, release) = digits.split_at_checked(2)?;
    let month = match release {
        "0" => 4,
        "1" => 10,
        _ => return None,
    };
    let from = Date::new(2000 + year.parse::<i16>().ok()?, month, 1).ok()?;
    Some(EditionDays { name: format!("{year}.{release}"), from, to: None })
}

static PROVIDER_TABLE: Target = Target {
    set: Set::Npi,
    columns: &[
        ("entity", TEXT),
        ("replaced_by", TEXT),
        ("organization", TEXT),
        ("last_name", TEXT),
        ("first_name", TEXT),
        ("middle_name", TEXT),
        ("name_suffix", TEXT),
        ("credentials", TEXT),
        ("other_organization", TEXT),
        ("mailing_line_1", TEXT),
        ("mailing_line_2", TEXT),
        ("mailing_city", TEXT),
        ("mailing_state", TEXT),
        ("mailing_postal_code", TEXT),
        ("mailing_country", TEXT),
        ("practice_line_1", TEXT),
        ("practice_line_2", TEXT),
        ("practice_city", TEXT),
        ("practice_state", TEXT),
        ("practice_postal_code", TEXT),
        ("practice_country", TEXT),
        ("practice_phone", TEXT),
        ("practice_fax", TEXT),
        ("taxonomies", TEXT),
        ("primary_taxonomy", TEXT),
        ("enumerated", DAY),
        ("updated", DAY),
        ("deactivated", DAY),
        ("deactivation_reason", TEXT),
        ("reactivated", DAY),
    ],
    part_column: None,
    source: "CMS, NPPES data dissemination",
    licence: "public (Freedom of Information Act)",
};

const PRIMARY_SWITCH: Option<&str> = Some("healthcare_provider_primary_taxonomy_switch_");

/// `npidata`: 330 columns, of which those are kept that claims and checks need. Providers whose number was withdrawn
/// have nothing but the number and the days.
static PROVIDERS: Layout = Layout {
    signature: &[
        &["npi"],
        &["entity_type_code"],
        &["provider_organization_name_legal_business_name"],
        &["healthcare_provider_taxonomy_code_1"],
        &["npi_deactivation_date"],
        &["last_update_date"],
    ],
    key: Key::Cells(&[(&["npi"], Shape::Npi)]),
    fields: &[
        field("entity", &["entity_type_code"]),
        shaped("replaced_by", &["replacement_npi"], Shape::Npi),
        field("organization", &["provider_organization_name_legal_business_name"]),
        field("last_name", &["provider_last_name_legal_name"]),
        field("first_name", &["provider_first_name"]),
        field("middle_name", &["provider_middle_name"]),
        field("name_suffix", &["provider_name_suffix_text"]),
        field("credentials", &["provider_credential_text"]),
        field("other_organization", &["provider_other_organization_name"]),
        field("mailing_line_1", &["provider_first_line_business_mailing_address"]),
        field("mailing_line_2", &["provider_second_line_business_mailing_address"]),
        field("mailing_city", &["provider_business_mailing_address_city_name"]),
        field("mailing_state", &["provider_business_mailing_address_state_name"]),
        field("mailing_postal_code", &["provider_business_mailing_address_postal_code"]),
        field("mailing_country", &["provider_business_mailing_address_country_code*"]),
        field("practice_line_1", &["provider_first_line_business_practice_location_address"]),
        field("practice_line_2", &["provider_second_line_business_practice_location_address"]),
        field("practice_city", &["provider_business_practice_location_address_city_name"]),
        field("practice_state", &["provider_business_practice_location_address_state_name"]),
        field("practice_postal_code", &["provider_business_practice_location_address_postal_code"]),
        field("practice_country", &["provider_business_practice_location_address_country_code*"]),
        field("practice_phone", &["provider_business_practice_location_address_telephone_number"]),
        field("practice_fax", &["provider_business_practice_location_address_fax_number"]),
        Field {
            column: "taxonomies",
            from: From::Numbered("healthcare_provider_taxonomy_code_", None),
            shape: Shape::Text,
        },
        Field {
            column: "primary_taxonomy",
            from: From::Numbered("healthcare_provider_taxonomy_code_", PRIMARY_SWITCH),
            shape: Shape::Text,
        },
        field("enumerated", &["provider_enumeration_date"]),
        field("updated", &["last_update_date"]),
        field("deactivated", &["npi_deactivation_date"]),
        field("deactivation_reason", &["npi_deactivation_reason_code"]),
        field("reactivated", &["npi_reactivation_date"]),
    ],
    period: Period::Name(last_day_of_name),
    ..plain(&PROVIDER_TABLE)
};

/// `npidata_pfile_20251110-20251116.csv` is what was known on the second day; named by it, because one comes every
/// week.
fn last_day_of_name(file: &str) -> Option<EditionDays> {
    let runs = file.split(|letter: char| !letter.is_ascii_digit());
    let from = runs.filter(|run| run.len() == 8).filter_map(day_in).next_back()?;
    Some(EditionDays { name: from.to_string(), from, to: None })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_files_say_the_edition() {
        let version = taxonomy_version("nucc_taxonomy_251.csv").unwrap();
        assert_eq!((version.name.as_str(), version.from.to_string()), ("25.1", "2025-10-01".to_owned()));
        assert_eq!(taxonomy_version("nucc_taxonomy_240.csv").unwrap().from.to_string(), "2024-04-01");
        assert_eq!(taxonomy_version("taxonomy.csv"), None);
        assert_eq!(last_day_of_name("npidata_pfile_20251110-20251116.csv").unwrap().name, "2025-11-16");
    }
}
