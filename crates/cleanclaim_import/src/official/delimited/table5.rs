//! Weights and lengths of stay of the MS-DRGs.
//!
//! Source: CMS, IPPS final rule and correction notices, Table 5.

use cleanclaim_codes::Set;

use super::Family;
use super::layout::{Key, Layout, PUBLIC, Shape, TEXT, Target, field, number, plain, shaped};
use super::period::Period;

pub(super) static FAMILY: Family = Family { kind: "IPPS table 5: MS-DRG weights", layouts: &[&WEIGHTS], fixed: &[] };

static WEIGHT_TABLE: Target = Target {
    set: Set::MsDrgWeights,
    columns: &[
        ("title", TEXT),
        ("post_acute", TEXT),
        ("special_pay", TEXT),
        ("mdc", TEXT),
        ("type", TEXT),
        ("weight", number(4)),
        ("geometric_mean_days", number(1)),
        ("arithmetic_mean_days", number(1)),
    ],
    part_column: None,
    source: "CMS, IPPS final rule, table 5",
    licence: PUBLIC,
};

const DRG: &[&str] = &["ms_drg", "drg"];
const WEIGHT: &[&str] = &["weights", "relative_weights", "weight", "weights*"];
const TITLE: &[&str] = &["ms_drg_title", "drg_title"];

static WEIGHTS: Layout = Layout {
    signature: &[DRG, TITLE, &["mdc"], WEIGHT, &["geometric_mean_los"]],
    key: Key::Cells(&[(DRG, Shape::Digits(3))]),
    fields: &[
        field("title", TITLE),
        field("post_acute", &["post_acute_drg", "post_acute_care_drg"]),
        field("special_pay", &["special_pay_drg"]),
        shaped("mdc", &["mdc"], Shape::Padded(2)),
        field("type", &["type"]),
        field("weight", WEIGHT),
        field("geometric_mean_days", &["geometric_mean_los"]),
        field("arithmetic_mean_days", &["arithmetic_mean_los"]),
    ],
    period: Period::Fiscal,
    titles: Some((Set::MsDrg, TITLE)),
    ..plain(&WEIGHT_TABLE)
};
