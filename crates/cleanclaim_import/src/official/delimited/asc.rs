//! Payment of ambulatory surgical centers: addenda AA to FF of each quarter, the sheets of one workbook.
//!
//! Source: CMS, "ASC Payment Rates - Addenda".

use cleanclaim_codes::Set;

use super::Family;
use super::layout::{Key, Layout, Shape, TEXT, Target, WITH_CPT, field, number, plain, shaped};
use super::period::Period;

pub(super) static FAMILY: Family =
    Family { kind: "ASC addenda", layouts: &[&AA, &BB, &DD1, &DD2, &FF, &EE], fixed: &[] };

/// Procedures and ancillary services stand under their code, indicators under themselves.
static ASC: Target = Target {
    set: Set::AscAddendum,
    columns: &[
        ("addendum", TEXT),
        ("description", TEXT),
        ("mark", TEXT),
        ("comment", TEXT),
        ("multiple_procedures", TEXT),
        ("indicator", TEXT),
        ("weight", number(4)),
        ("payment_rate", number(2)),
        ("offset_percent", number(2)),
        ("offset_amount", number(2)),
    ],
    part_column: Some("addendum"),
    source: "CMS, ASC addenda",
    licence: WITH_CPT,
};

const CODE: &[&str] = &["hcpcs_code", "hcpcs"];
/// One sheet spells it otherwise.
const SHORT: &[&str] = &["short_descriptor", "short_descriptior"];
const BY_CODE: Key = Key::Cells(&[(CODE, Shape::Hcpcs)]);

static AA: Layout = Layout {
    part: "AA",
    signature: &[CODE, SHORT, &["subject_to_multiple_procedure_discounting"], &["payment_indicator"]],
    key: BY_CODE,
    fields: &[
        field("description", SHORT),
        // The asterisks of the notes stand in a column without a header.
        field("mark", &[""]),
        field("comment", &["comment_indicator"]),
        field("multiple_procedures", &["subject_to_multiple_procedure_discounting"]),
        field("indicator", &["payment_indicator"]),
        field("weight", &["payment_weight"]),
        field("payment_rate", &["payment_rate"]),
    ],
    period: Period::Quarter,
    ..plain(&ASC)
};

static BB: Layout = Layout {
    part: "BB",
    signature: &[CODE, SHORT, &["payment_indicator"], &["payment_rate"]],
    key: BY_CODE,
    fields: &[
        field("description", SHORT),
        field("mark", &[""]),
        field("comment", &["comment_indicator"]),
        field("indicator", &["payment_indicator"]),
        field("weight", &["payment_weight"]),
        field("payment_rate", &["payment_rate"]),
    ],
    period: Period::Quarter,
    ..plain(&ASC)
};

static DD1: Layout = Layout {
    part: "DD1",
    signature: &[&["indicator", "payment_indicator"], &["payment_indicator_definition"]],
    key: Key::Cells(&[(&["indicator", "payment_indicator"], Shape::Code(2))]),
    fields: &[field("description", &["payment_indicator_definition"])],
    period: Period::Quarter,
    ..plain(&ASC)
};

static DD2: Layout = Layout {
    part: "DD2",
    signature: &[&["ci", "comment_indicator"], &["comment_indicator_meanings", "comment_indicator_meaning"]],
    key: Key::Cells(&[(&["ci", "comment_indicator"], Shape::Code(2))]),
    fields: &[field("description", &["comment_indicator_meanings", "comment_indicator_meaning"])],
    period: Period::Quarter,
    ..plain(&ASC)
};

static EE: Layout = Layout {
    part: "EE",
    signature: &[CODE, SHORT],
    titled: &["addendum ee", "asc ee"],
    key: BY_CODE,
    fields: &[field("description", SHORT)],
    period: Period::Quarter,
    ..plain(&ASC)
};

static FF: Layout = Layout {
    part: "FF",
    signature: &[CODE, SHORT, &["device_offset_percentage", "asc_device_offset_percentage", "device_offset*"]],
    titled: &["addendum ff", "asc ff"],
    key: BY_CODE,
    fields: &[
        field("description", SHORT),
        shaped(
            "offset_percent",
            &["device_offset_percentage", "asc_device_offset_percentage", "device_offset*"],
            Shape::Percent,
        ),
        field("offset_amount", &["device_offset_amount", "asc_device_offset_amount", "device_portion*"]),
    ],
    period: Period::Quarter,
    ..plain(&ASC)
};
