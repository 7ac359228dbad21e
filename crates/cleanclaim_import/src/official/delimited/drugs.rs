//! Prices of drugs under Medicare Part B and their national drug codes, and the list of telehealth services.
//!
//! Source: CMS, "ASP Pricing Files" (payment limits and the NDC-HCPCS crosswalks of each quarter) and "List of
//! Telehealth Services".

use cleanclaim_codes::Set;

use super::Family;
use super::layout::{Key, Layout, Shape, TEXT, Target, WITH_CPT, field, number, plain, shaped};
use super::period::Period;

pub(super) static FAMILY: Family = Family { kind: "ASP drug prices", layouts: &[&PRICES, &CROSSWALK], fixed: &[] };

pub(super) static TELEHEALTH: Family =
    Family { kind: "Medicare telehealth services", layouts: &[&SERVICES], fixed: &[] };

static PRICE_TABLE: Target = Target {
    set: Set::AspPrices,
    columns: &[
        ("description", TEXT),
        ("dosage", TEXT),
        ("payment_limit", number(3)),
        ("coinsurance_percent", number(3)),
        ("vaccine_awp_percent", number(3)),
        ("vaccine_limit", number(3)),
        ("blood_awp_percent", number(3)),
        ("blood_limit", number(3)),
        ("clotting_factor", TEXT),
        ("notes", TEXT),
    ],
    part_column: None,
    source: "CMS, ASP pricing file",
    licence: WITH_CPT,
};

static PRICES: Layout = Layout {
    signature: &[&["hcpcs_code"], &["short_description"], &["hcpcs_code_dosage"], &["payment_limit"]],
    key: Key::Cells(&[(&["hcpcs_code"], Shape::Hcpcs)]),
    fields: &[
        field("description", &["short_description"]),
        field("dosage", &["hcpcs_code_dosage"]),
        field("payment_limit", &["payment_limit"]),
        field("coinsurance_percent", &["co_insurance_percentage", "coinsurance_percentage"]),
        field("vaccine_awp_percent", &["vaccine_awp"]),
        field("vaccine_limit", &["vaccine_limit"]),
        field("blood_awp_percent", &["blood_awp"]),
        field("blood_limit", &["blood_limit"]),
        field("clotting_factor", &["clotting_factor"]),
        field("notes", &["notes"]),
    ],
    period: Period::Quarter,
    ..plain(&PRICE_TABLE)
};

/// By the drug's code, as claims write it; `ndc` is as published.
static CROSSWALK_TABLE: Target = Target {
    set: Set::NdcHcpcs,
    columns: &[
        ("list", TEXT),
        ("hcpcs", TEXT),
        ("ndc", TEXT),
        ("description", TEXT),
        ("labeler", TEXT),
        ("drug", TEXT),
        ("dosage", TEXT),
        ("package_size", number(4)),
        ("package_quantity", number(4)),
        ("units", number(4)),
        ("units_per_package", number(4)),
    ],
    part_column: Some("list"),
    source: "CMS, NDC-HCPCS crosswalk",
    licence: WITH_CPT,
};

const NDC: &[&str] = &["ndc2", "ndc", "ndc_or_alternate_id", "ndc_or_other_id"];
const CODE: &[&str] = &["code", "hcpcs_code", "hcpcs"];

/// The package of a quarter has one table for each way of pricing, all of one layout.
static CROSSWALK: Layout = Layout {
    part: "ASP",
    variants: &[("awp", "AWP"), ("opps", "OPPS"), ("prep", "PrEP")],
    signature: &[CODE, NDC, &["labeler_name"], &["drug_name"], &["billunits"]],
    key: Key::Cells(&[(NDC, Shape::Ndc)]),
    fields: &[
        shaped("hcpcs", CODE, Shape::Hcpcs),
        field("ndc", NDC),
        field("description", &["short_description"]),
        field("labeler", &["labeler_name"]),
        field("drug", &["drug_name"]),
        field("dosage", &["hcpcs_dosage", "dosage"]),
        field("package_size", &["pkg_size"]),
        field("package_quantity", &["pkg_qty"]),
        field("units", &["billunits"]),
        field("units_per_package", &["billunitspkg"]),
    ],
    period: Period::Quarter,
    ..plain(&CROSSWALK_TABLE)
};

static SERVICE_TABLE: Target = Target {
    set: Set::Telehealth,
    columns: &[("description", TEXT), ("status", TEXT), ("audio_only", TEXT), ("limitations", TEXT)],
    part_column: None,
    source: "CMS, list of Medicare telehealth services",
    licence: WITH_CPT,
};

const SERVICE: &[&str] = &["code", "hcpcs", "hcpcs_code", "cpt_hcpcs_code"];
const AUDIO_ONLY: &[&str] = &["can_audio_only_interaction_meet_the_requirements*"];

static SERVICES: Layout = Layout {
    signature: &[SERVICE, &["short_descriptor"], AUDIO_ONLY],
    key: Key::Cells(&[(SERVICE, Shape::Hcpcs)]),
    fields: &[
        field("description", &["short_descriptor"]),
        field("status", &["status*"]),
        field("audio_only", AUDIO_ONLY),
        field("limitations", &["medicare_payment_limitations*"]),
    ],
    period: Period::Calendar,
    ..plain(&SERVICE_TABLE)
};
