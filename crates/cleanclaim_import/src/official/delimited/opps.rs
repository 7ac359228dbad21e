//! The hospital outpatient prospective payment system: addenda A to Q of the final rule and of each quarter.
//!
//! Source: CMS, "Hospital Outpatient PPS Addenda".

use cleanclaim_codes::Set;

use super::Family;
use super::layout::{
    Field, Key, Keyless, Layout, OwnDays, PUBLIC, Shape, TEXT, Target, WITH_CPT, field, number, plain, shaped,
};
use super::period::Period;

pub(super) static FAMILY: Family = Family {
    kind: "OPPS addenda",
    layouts: &[
        &ADDENDUM_C,
        &ADDENDUM_A,
        &ADDENDUM_B,
        &FLAT_ADDENDUM_B,
        &COMPLEXITY,
        &RANKS,
        &EXCLUSIONS,
        &ADDENDUM_M,
        &DEVICE_INTENSIVE,
        &DEVICE_OFFSETS,
        &ADDENDUM_E,
        &ADDENDUM_D1,
        &FLAT_STATUS,
        &ADDENDUM_D2,
        &ADDENDUM_L,
        &ADDENDUM_N,
        &ADDENDUM_O,
        &ADDENDUM_Q,
    ],
    fixed: &[],
};

const HCPCS: &[&str] = &["hcpcs_code", "hcpcs", "hcpcscode"];
const SHORT: &[&str] = &["short_descriptor", "shortdescriptor", "short_description"];
const SI: &[&str] = &["si", "status_indicator", "statusindicator"];
const BY_CODE: Key = Key::Cells(&[(HCPCS, Shape::Hcpcs)]);

/// The payment columns that addenda A, B and C share. Rates of drugs have three digits after the point.
macro_rules! payments {
    ($($before:expr),*) => {
        &[
            $($before,)*
            ("status", TEXT),
            ("relative_weight", number(4)),
            ("payment_rate", number(3)),
            ("national_copayment", number(2)),
            ("minimum_copayment", number(2)),
            ("coinsurance_percent", number(3)),
            ("adjusted_copayment", number(2)),
            ("pass_through_expires", TEXT),
            ("note", TEXT),
        ]
    };
}

macro_rules! payment_fields {
    ($($before:expr),*) => {
        &[
            $($before,)*
            field("status", SI),
            field("relative_weight", &["relative_weight"]),
            field("payment_rate", &["payment_rate", "paymentrate"]),
            field("national_copayment", &["national_unadjusted_copayment"]),
            field("minimum_copayment", &["minimum_unadjusted_copayment"]),
            shaped("coinsurance_percent", &["ira_coinsurance_percentage", "inflation_adjusted_coinsurance*"], Shape::Percent),
            field("adjusted_copayment", &["adjusted_beneficiary_copayment"]),
            field("pass_through_expires", &["drug_and_device_pass_through_expiration*"]),
            field("note", &["note", "notes"]),
        ]
    };
}

static A_TABLE: Target = Target {
    set: Set::OppsAddendumA,
    columns: payments!(("apc", TEXT), ("title", TEXT)),
    part_column: None,
    source: "CMS, OPPS addendum A",
    licence: PUBLIC,
};

const APC: &[&str] = &["apc"];
const TITLE: &[&str] = &["group_title"];

static ADDENDUM_A: Layout = Layout {
    signature: &[APC, TITLE, SI, &["payment_rate"]],
    key: Key::Cells(&[(APC, Shape::Digits(4))]),
    fields: payment_fields!(shaped("apc", APC, Shape::Digits(4)), field("title", TITLE)),
    period: Period::Quarter,
    ..plain(&A_TABLE)
};

static B_TABLE: Target = Target {
    set: Set::OppsAddendumB,
    columns: payments!(("description", TEXT), ("comment", TEXT), ("apc", TEXT)),
    part_column: None,
    source: "CMS, OPPS addendum B",
    licence: WITH_CPT,
};

static ADDENDUM_B: Layout = Layout {
    signature: &[HCPCS, SHORT, SI, APC, &["payment_rate"], &["relative_weight"]],
    key: BY_CODE,
    fields: payment_fields!(
        field("description", SHORT),
        field("comment", &["ci"]),
        shaped("apc", APC, Shape::Digits(4))
    ),
    period: Period::Quarter,
    ..plain(&B_TABLE)
};

/// A flattened copy: each row names its quarter.
static FLAT_ADDENDUM_B: Layout = Layout {
    signature: &[&["hcpcscode"], &["shortdescriptor"], &["statusindicator"], &["paymentrate"], &["source"]],
    own_days: OwnDays::OfEdition(&["source"], &[]),
    ..Layout { key: BY_CODE, fields: FLAT_B_FIELDS, period: Period::Quarter, ..plain(&B_TABLE) }
};

const FLAT_B_FIELDS: &[Field] =
    &[field("description", SHORT), field("status", SI), field("payment_rate", &["paymentrate"])];

static C_TABLE: Target = Target {
    set: Set::OppsAddendumC,
    columns: payments!(("apc", TEXT), ("hcpcs", TEXT), ("title", TEXT), ("description", TEXT)),
    part_column: None,
    source: "CMS, OPPS addendum C",
    licence: WITH_CPT,
};

/// A row an APC, and under it a row for each of its codes.
static ADDENDUM_C: Layout = Layout {
    signature: &[APC, HCPCS, TITLE, SHORT, SI],
    key: Key::Cells(&[(APC, Shape::Digits(4))]),
    fields: payment_fields!(
        shaped("apc", APC, Shape::Digits(4)),
        shaped("hcpcs", HCPCS, Shape::Hcpcs),
        field("title", TITLE),
        field("description", SHORT)
    ),
    period: Period::Quarter,
    ..plain(&C_TABLE)
};

static D1_TABLE: Target = Target {
    set: Set::OppsAddendumD1,
    columns: &[("item", TEXT), ("payment", TEXT), ("paid", TEXT)],
    part_column: None,
    source: "CMS, OPPS addendum D1",
    licence: PUBLIC,
};

static ADDENDUM_D1: Layout = Layout {
    signature: &[&["status_indicator"], &["item_code_service"], &["opps_payment_status"]],
    key: Key::Cells(&[(SI, Shape::Code(2))]),
    fields: &[field("item", &["item_code_service"]), field("payment", &["opps_payment_status"])],
    period: Period::Quarter,
    keyless: Keyless::Continues,
    ..plain(&D1_TABLE)
};

static FLAT_STATUS: Layout = Layout {
    signature: &[&["statusindicator"], &["paid"], &["description"]],
    key: Key::Cells(&[(SI, Shape::Code(2))]),
    fields: &[field("item", &["description"]), field("paid", &["paid"])],
    ..plain(&D1_TABLE)
};

static D2_TABLE: Target = Target {
    set: Set::OppsAddendumD2,
    columns: &[("description", TEXT)],
    part_column: None,
    source: "CMS, OPPS addendum D2",
    licence: PUBLIC,
};

static ADDENDUM_D2: Layout = Layout {
    signature: &[&["comment_indicator"], &["descriptor", "description"]],
    titled: &["opps"],
    key: Key::Cells(&[(&["comment_indicator"], Shape::Code(2))]),
    fields: &[field("description", &["descriptor", "description"])],
    period: Period::Quarter,
    ..plain(&D2_TABLE)
};

static E_TABLE: Target = Target {
    set: Set::OppsAddendumE,
    columns: &[("description", TEXT), ("comment", TEXT), ("status", TEXT)],
    part_column: None,
    source: "CMS, OPPS addendum E",
    licence: WITH_CPT,
};

static ADDENDUM_E: Layout = Layout {
    signature: &[HCPCS, SHORT, SI, &["ci"]],
    titled: &["addendum e", "inpatient only", "paid only as inpatient procedures"],
    key: BY_CODE,
    fields: &[field("description", SHORT), field("comment", &["ci"]), field("status", SI)],
    period: Period::Quarter,
    ..plain(&E_TABLE)
};

static J_TABLE: Target = Target {
    set: Set::OppsAddendumJ,
    columns: &[
        ("description", TEXT),
        ("status", TEXT),
        ("apc", TEXT),
        ("apc_geometric_mean_cost", number(2)),
        ("services", number(0)),
        ("single_unit_claims", number(0)),
        ("geometric_mean_cost", number(2)),
        ("rank", number(0)),
        ("deleted", TEXT),
    ],
    part_column: None,
    source: "CMS, OPPS addendum J",
    licence: WITH_CPT,
};

static RANKS: Layout = Layout {
    signature: &[HCPCS, &["apc_assignment"], &["rank_used_for_primary_assignment*"]],
    key: BY_CODE,
    fields: &[
        field("description", SHORT),
        field("status", SI),
        shaped("apc", &["apc_assignment"], Shape::Digits(4)),
        field("apc_geometric_mean_cost", &["apc_geometric_mean_cost*"]),
        field("services", &["full_claim_population_service_frequency"]),
        field("single_unit_claims", &["single_j1_unit_claim_service_frequency"]),
        field("geometric_mean_cost", &["geometric_mean_cost_of_single_j1_unit_claims"]),
        field("rank", &["rank_used_for_primary_assignment*"]),
        field("deleted", &["deleted_code"]),
    ],
    period: Period::Quarter,
    ..plain(&J_TABLE)
};

static COMPLEXITY_TABLE: Target = Target {
    set: Set::OppsComplexity,
    columns: &[
        ("description", TEXT),
        ("status", TEXT),
        ("apc", TEXT),
        ("secondary", TEXT),
        ("secondary_description", TEXT),
        ("secondary_status", TEXT),
        ("secondary_apc", TEXT),
        ("adjusted", TEXT),
        ("adjusted_apc", TEXT),
    ],
    part_column: None,
    source: "CMS, OPPS addendum J",
    licence: WITH_CPT,
};

const PRIMARY: &[&str] = &["primary_hcpcs_code"];
const SECONDARY: &[&str] = &["secondary_j1_or_add_on_hcpcs_code"];

static COMPLEXITY: Layout = Layout {
    signature: &[PRIMARY, SECONDARY, &["complexity_adjusted_apc_assignment"]],
    key: Key::Cells(&[(PRIMARY, Shape::Hcpcs)]),
    fields: &[
        field("description", &["primary_short_descriptor"]),
        field("status", &["primary_si"]),
        shaped("apc", &["primary_apc_assignment"], Shape::Digits(4)),
        shaped("secondary", SECONDARY, Shape::Hcpcs),
        field("secondary_description", &["secondary_short_descriptor"]),
        field("secondary_status", &["secondary_si"]),
        shaped("secondary_apc", &["secondary_apc_assignment"], Shape::Digits(4)),
        shaped("adjusted", &["complexity_adjusted_hcpcs_assignment"], Shape::Hcpcs),
        shaped("adjusted_apc", &["complexity_adjusted_apc_assignment"], Shape::Digits(4)),
    ],
    period: Period::Quarter,
    ..plain(&COMPLEXITY_TABLE)
};

static EXCLUSION_TABLE: Target = Target {
    set: Set::OppsExclusions,
    columns: &[("services", TEXT)],
    part_column: None,
    source: "CMS, OPPS addendum J",
    licence: PUBLIC,
};

/// One column under its title.
static EXCLUSIONS: Layout = Layout {
    signature: &[EXCLUSION_TITLE],
    fields: &[field("services", EXCLUSION_TITLE)],
    period: Period::Quarter,
    ..plain(&EXCLUSION_TABLE)
};

const EXCLUSION_TITLE: &[&str] = &["comprehensive_apc_payment_policy_exclusions"];

/// Addenda L to Q: each fills some of the columns.
static OTHER: Target = Target {
    set: Set::OppsOther,
    columns: &[
        ("addendum", TEXT),
        ("description", TEXT),
        ("comment", TEXT),
        ("status", TEXT),
        ("apc", TEXT),
        ("composite_apc", TEXT),
        ("apc_offset_percent", number(2)),
        ("payment_rate", number(3)),
        ("offset_percent", number(2)),
        ("offset_amount", number(2)),
        ("overlap_bypass", TEXT),
        ("addition", TEXT),
        ("placeholder", TEXT),
        ("cbsa", TEXT),
        ("reclassified", TEXT),
        ("out_migration_adjustment", number(4)),
        ("county", TEXT),
        ("fips", TEXT),
    ],
    part_column: Some("addendum"),
    source: "CMS, OPPS addenda L to Q",
    licence: WITH_CPT,
};

static ADDENDUM_L: Layout = Layout {
    part: "L",
    signature: &[&["ccn"], &["geographic_cbsa"], &["out_migration_adjustment"]],
    key: Key::Cells(&[(&["ccn"], Shape::Padded(6))]),
    fields: &[
        field("cbsa", &["geographic_cbsa"]),
        field("reclassified", &["reclassification*"]),
        field("out_migration_adjustment", &["out_migration_adjustment"]),
        field("county", &["county_name"]),
        shaped("fips", &["fips_county_code"], Shape::Padded(5)),
    ],
    period: Period::Calendar,
    ..plain(&OTHER)
};

static ADDENDUM_M: Layout = Layout {
    part: "M",
    signature: &[HCPCS, &["composite_apc_assignment"]],
    key: BY_CODE,
    fields: &[
        field("description", SHORT),
        field("comment", &["ci"]),
        field("status", SI),
        shaped("apc", &["single_code_apc_assignment"], Shape::Digits(4)),
        field("composite_apc", &["composite_apc_assignment"]),
    ],
    period: Period::Calendar,
    ..plain(&OTHER)
};

static ADDENDUM_N: Layout = Layout {
    part: "N",
    signature: &[HCPCS, &["overlap_bypass_codes"]],
    key: BY_CODE,
    fields: &[
        field("description", &["hcpcs_descriptor"]),
        field("overlap_bypass", &["overlap_bypass_codes"]),
        field("addition", &["additions"]),
    ],
    period: Period::Calendar,
    ..plain(&OTHER)
};

const FINAL_CODE: &[&str] = &["opps_asc_cpt_hcpcs_code"];

static ADDENDUM_O: Layout = Layout {
    part: "O",
    signature: &[FINAL_CODE, &["long_descriptor"]],
    key: Key::Cells(&[(FINAL_CODE, Shape::Hcpcs)]),
    fields: &[
        field("description", &["long_descriptor"]),
        field("placeholder", &["opps_asc_5_digit_ama_cms_placeholder_code"]),
    ],
    period: Period::Calendar,
    ..plain(&OTHER)
};

const OFFSETS: &[Field] = &[
    field("description", SHORT),
    field("status", SI),
    shaped("apc", APC, Shape::Digits(4)),
    shaped("apc_offset_percent", &["apc_device_offset_percentage"], Shape::Percent),
    field("payment_rate", &["apc_payment_rate"]),
    shaped("offset_percent", &["device_offset_percentage"], Shape::Percent),
    field("offset_amount", &["device_offset_amount"]),
];

static DEVICE_INTENSIVE: Layout = Layout {
    part: "P device-intensive",
    signature: &[HCPCS, &["apc_device_offset_percentage"], &["device_offset_amount"]],
    key: BY_CODE,
    fields: OFFSETS,
    period: Period::Calendar,
    ..plain(&OTHER)
};

static DEVICE_OFFSETS: Layout = Layout {
    part: "P offsets",
    signature: &[HCPCS, &["device_offset_percentage"], &["device_offset_amount"]],
    key: BY_CODE,
    fields: OFFSETS,
    period: Period::Calendar,
    ..plain(&OTHER)
};

static ADDENDUM_Q: Layout = Layout {
    part: "Q",
    signature: &[HCPCS, SHORT, &["payment_rate"]],
    titled: &["addendum q"],
    key: BY_CODE,
    fields: &[field("description", SHORT), field("payment_rate", &["payment_rate"])],
    period: Period::Calendar,
    ..plain(&OTHER)
};
