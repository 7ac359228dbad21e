//! The Medicare physician fee schedule: relative values, geographic indices, localities, anesthesia factors, OPPS caps.
//!
//! Source: CMS, "PFS Relative Value Files", as packages `RVUyyq.zip`, and "PFS Locality-Adjusted Anesthesia Conversion
//! Factors".

use cleanclaim_codes::{ColumnKind, Set};

use super::layout::{
    Field, From, HeaderRows, Key, Layout, OwnDays, PUBLIC, Shape, TEXT, Target, WITH_CPT, field, number, plain, shaped,
};
use super::period::Period;
use super::{Family, Fixed};
use crate::official::numbers::scaled;

pub(super) static FAMILY: Family = Family {
    kind: "Medicare physician fee schedule",
    layouts: &[&FLAT_RELATIVE_VALUES, &RELATIVE_VALUES, &GPCI, &LOCALITIES, &ANESTHESIA, &OPPS_CAP],
    fixed: &[&FIXED_RELATIVE_VALUES, &FIXED_LOCALITIES],
};

static MPFS: Target = Target {
    set: Set::Mpfs,
    columns: &[
        ("hcpcs", TEXT),
        ("modifier", TEXT),
        ("description", TEXT),
        ("status", TEXT),
        ("not_used", TEXT),
        ("work_rvu", number(2)),
        ("nonfacility_pe_rvu", number(2)),
        ("nonfacility_na", TEXT),
        ("facility_pe_rvu", number(2)),
        ("facility_na", TEXT),
        ("mp_rvu", number(2)),
        ("nonfacility_total", number(2)),
        ("facility_total", number(2)),
        ("pctc", TEXT),
        ("global_days", TEXT),
        ("pre_op", number(2)),
        ("intra_op", number(2)),
        ("post_op", number(2)),
        ("multiple_procedures", TEXT),
        ("bilateral", TEXT),
        ("assistant", TEXT),
        ("co_surgeons", TEXT),
        ("team", TEXT),
        ("endoscopic_base", TEXT),
        ("conversion_factor", number(4)),
        ("supervision", TEXT),
        ("calculation", TEXT),
        ("imaging_family", TEXT),
        ("opps_nonfacility_pe", number(2)),
        ("opps_facility_pe", number(2)),
        ("opps_mp", number(2)),
        ("pathway", TEXT),
    ],
    part_column: Some("pathway"),
    source: "CMS, PFS Relative Value File",
    licence: WITH_CPT,
};

const FIELDS: &[Field] = &[
    shaped("hcpcs", &["hcpcs"], Shape::Hcpcs),
    shaped("modifier", &["mod"], Shape::Code(2)),
    field("description", &["description"]),
    field("status", &["status_code"]),
    field("not_used", &["not_used_for_medicare_payment"]),
    field("work_rvu", &["work_rvu"]),
    field("nonfacility_pe_rvu", &["non_fac_pe_rvu"]),
    field("nonfacility_na", &["non_fac_na_indicator", "non_fac_indicator"]),
    field("facility_pe_rvu", &["facility_pe_rvu"]),
    field("facility_na", &["facility_na_indicator", "facility_indicator"]),
    field("mp_rvu", &["mp_rvu"]),
    field("nonfacility_total", &["non_facility_total"]),
    field("facility_total", &["facility_total"]),
    field("pctc", &["pctc_ind"]),
    shaped("global_days", &["glob_days"], Shape::Padded(3)),
    field("pre_op", &["pre_op"]),
    field("intra_op", &["intra_op"]),
    field("post_op", &["post_op"]),
    field("multiple_procedures", &["mult_proc"]),
    field("bilateral", &["bilat_surg"]),
    field("assistant", &["asst_surg"]),
    field("co_surgeons", &["co_surg"]),
    field("team", &["team_surg"]),
    shaped("endoscopic_base", &["endo_base"], Shape::Hcpcs),
    field("conversion_factor", &["conv_factor"]),
    shaped("supervision", &["physician_supervision_of_diagnostic_procedures"], Shape::Padded(2)),
    field("calculation", &["calculation_flag"]),
    shaped("imaging_family", &["diagnostic_imaging_family_indicator"], Shape::Padded(2)),
    field("opps_nonfacility_pe", &["non_facility_pe_used_for_opps_payment_amount"]),
    field("opps_facility_pe", &["facility_pe_used_for_opps_payment_amount"]),
    field("opps_mp", &["mp_used_for_opps_payment_amount"]),
];

const CODE_AND_MODIFIER: Key = Key::Cells(&[(&["hcpcs"], Shape::Hcpcs), (&["mod"], Shape::Code(2))]);

/// From 2026 on there are two conversion factors, in two files: for clinicians in qualifying payment models and for all others.
const PATHWAYS: &[(&str, &str)] = &[
    ("nonqpp", "non-qualifying"),
    ("non qpp", "non-qualifying"),
    ("nonapm", "non-qualifying"),
    ("qpp", "qualifying"),
    ("apm", "qualifying"),
];

/// `PPRRVU`: the words of a header stand in up to five rows.
static RELATIVE_VALUES: Layout = Layout {
    skip: &["hdr "],
    variants: PATHWAYS,
    signature: &[&["hcpcs"], &["mod"], &["status_code"], &["work_rvu"], &["mp_rvu"], &["conv_factor"], &["glob_days"]],
    header: HeaderRows::Stacked,
    key: CODE_AND_MODIFIER,
    fields: FIELDS,
    period: Period::Quarter,
    ..plain(&MPFS)
};

/// The same, flattened into one header row, several releases in one file with the days of each.
static FLAT_RELATIVE_VALUES: Layout = Layout {
    signature: &[
        &["date_start"],
        &["date_end"],
        &["hcpcs"],
        &["mod"],
        &["status_code"],
        &["work_rvu"],
        &["conv_factor"],
    ],
    header: HeaderRows::One,
    own_days: OwnDays::OfEdition(&["date_start"], &["date_end"]),
    ..RELATIVE_VALUES_PLAIN
};

const RELATIVE_VALUES_PLAIN: Layout =
    Layout { key: CODE_AND_MODIFIER, fields: FIELDS, period: Period::Quarter, ..plain(&MPFS) };

/// `PPRRVU` as text of fixed columns.
static FIXED_RELATIVE_VALUES: Fixed = Fixed {
    layout: &RELATIVE_VALUES,
    is: |lines| {
        let mut rows = lines.filter(|line| !line.starts_with("HDR") && !line.trim().is_empty()).take(3);
        let has_values = |line: &str| {
            let is_number = |from, to, scale| line.get(from..to).is_some_and(|cell| scaled(cell, scale).is_some());
            line.get(..5).is_some_and(|code| code.bytes().all(|byte| byte.is_ascii_alphanumeric()))
                && is_number(59, 65, 2)
                && is_number(83, 89, 2)
                && is_number(132, 140, 4)
        };
        rows.next().is_some_and(has_values) && rows.all(has_values)
    },
    names: &[
        "hcpcs",
        "mod",
        "description",
        "status_code",
        "not_used_for_medicare_payment",
        "work_rvu",
        "non_fac_pe_rvu",
        "non_fac_na_indicator",
        "facility_pe_rvu",
        "facility_na_indicator",
        "mp_rvu",
        "non_facility_total",
        "facility_total",
        "pctc_ind",
        "glob_days",
        "pre_op",
        "intra_op",
        "post_op",
        "mult_proc",
        "bilat_surg",
        "asst_surg",
        "co_surg",
        "team_surg",
        "endo_base",
        "conv_factor",
        "physician_supervision_of_diagnostic_procedures",
        "calculation_flag",
        "diagnostic_imaging_family_indicator",
        "non_facility_pe_used_for_opps_payment_amount",
        "facility_pe_used_for_opps_payment_amount",
        "mp_used_for_opps_payment_amount",
    ],
    cuts: &[
        (0, 5),
        (5, 7),
        (7, 57),
        (57, 58),
        (58, 59),
        (59, 65),
        (65, 72),
        (72, 74),
        (74, 81),
        (81, 83),
        (83, 89),
        (89, 96),
        (96, 102),
        (102, 103),
        (103, 106),
        (106, 109),
        (109, 112),
        (112, 115),
        (115, 116),
        (116, 117),
        (117, 118),
        (118, 119),
        (119, 120),
        (124, 132),
        (132, 140),
        (140, 143),
        (143, 144),
        (144, 147),
        (149, 157),
        (157, 165),
        (165, 171),
    ],
};

const CONTRACTOR: (&[&str], Shape) = (
    &[
        "medicare_administrative_contractor_mac",
        "medicare_adminstrative_contractor",
        "medicare_administrative_contractor",
        "mac",
        "contractor",
    ],
    Shape::Digits(5),
);
const LOCALITY: (&[&str], Shape) = (&["locality_number", "locality"], Shape::Digits(2));
const CONTRACTOR_AND_LOCALITY: Key = Key::Cells(&[CONTRACTOR, LOCALITY]);

/// A column of the key, as a column of its own.
const fn of(column: &'static str, (headers, shape): (&'static [&'static str], Shape)) -> Field {
    shaped(column, headers, shape)
}

static GPCI_TABLE: Target = Target {
    set: Set::Gpci,
    columns: &[
        ("contractor", TEXT),
        ("locality", TEXT),
        ("state", TEXT),
        ("name", TEXT),
        ("work", number(3)),
        ("practice_expense", number(3)),
        ("malpractice", number(3)),
    ],
    part_column: None,
    source: "CMS, PFS Relative Value File, addendum E",
    licence: PUBLIC,
};

static GPCI: Layout = Layout {
    signature: &[
        CONTRACTOR.0,
        LOCALITY.0,
        &["pw_gpci*", "work_gpci*", "gpci_work"],
        &["pe_gpci*", "gpci_pe"],
        &["mp_gpci*", "gpci_mp"],
        &["state"],
    ],
    key: CONTRACTOR_AND_LOCALITY,
    fields: &[
        of("contractor", CONTRACTOR),
        of("locality", LOCALITY),
        field("state", &["state"]),
        field("name", &["locality_name"]),
        field("work", &["pw_gpci*", "work_gpci*", "gpci_work"]),
        field("practice_expense", &["pe_gpci*", "gpci_pe"]),
        field("malpractice", &["mp_gpci*", "gpci_mp"]),
    ],
    period: Period::Calendar,
    ..plain(&GPCI_TABLE)
};

static LOCALITY_TABLE: Target = Target {
    set: Set::Localities,
    columns: &[("contractor", TEXT), ("locality", TEXT), ("state", TEXT), ("area", TEXT), ("counties", TEXT)],
    part_column: None,
    source: "CMS, PFS Relative Value File, localities and counties",
    licence: PUBLIC,
};

static LOCALITIES: Layout = Layout {
    signature: &[CONTRACTOR.0, LOCALITY.0, &["state"], &["fee_schedule_area"], &["counties"]],
    key: CONTRACTOR_AND_LOCALITY,
    fields: &[
        of("contractor", CONTRACTOR),
        of("locality", LOCALITY),
        Field { column: "state", from: From::Carried(&["state"]), shape: Shape::Text },
        field("area", &["fee_schedule_area"]),
        field("counties", &["counties"]),
    ],
    period: Period::Calendar,
    skip: &["*", "counties inclu", "medicare admi"],
    ..plain(&LOCALITY_TABLE)
};

/// The same as text of fixed columns. A first line names the table, a later one its columns.
static FIXED_LOCALITIES: Fixed = Fixed {
    layout: &LOCALITIES,
    is: |lines| {
        let mut lines = lines.filter(|line| !line.trim().is_empty());
        lines.next().is_some_and(|line| line.starts_with("COUNTIES INCLUDED IN"))
            && lines.next().is_some_and(|line| line.starts_with("Medicare Admi") && !line.contains([',', '\t']))
    },
    names: &["contractor", "locality_number", "state", "fee_schedule_area", "counties"],
    cuts: &[(0, 14), (14, 20), (20, 45), (45, 130), (130, 1000)],
};

static ANESTHESIA_TABLE: Target = Target {
    set: Set::AnesthesiaFactors,
    columns: &[
        ("contractor", TEXT),
        ("locality", TEXT),
        ("name", TEXT),
        ("conversion_factor", number(4)),
        ("work", number(3)),
        ("practice_expense", number(3)),
        ("malpractice", number(3)),
        ("pathway", TEXT),
    ],
    part_column: Some("pathway"),
    source: "CMS, locality-adjusted anesthesia conversion factors",
    licence: PUBLIC,
};

const ANESTHESIA_FACTOR: &[&str] =
    &["national_anes_cf*", "anesthesia_conv_factor", "anes_cf*", "anesthesia_conversion_factor*"];

static ANESTHESIA: Layout = Layout {
    variants: PATHWAYS,
    signature: &[&["contractor"], &["locality"], &["locality_name"], ANESTHESIA_FACTOR],
    key: CONTRACTOR_AND_LOCALITY,
    fields: &[
        of("contractor", CONTRACTOR),
        of("locality", LOCALITY),
        field("name", &["locality_name"]),
        field("conversion_factor", ANESTHESIA_FACTOR),
        field("work", &["work_gpci*"]),
        field("practice_expense", &["pe_gpci*"]),
        field("malpractice", &["mp_gpci*"]),
    ],
    period: Period::Calendar,
    ..plain(&ANESTHESIA_TABLE)
};

static CAP_TABLE: Target = Target {
    set: Set::OppsCap,
    columns: &[
        ("hcpcs", TEXT),
        ("modifier", TEXT),
        ("status", TEXT),
        ("contractor", TEXT),
        ("locality", TEXT),
        ("facility_price", MONEY),
        ("nonfacility_price", MONEY),
    ],
    part_column: None,
    source: "CMS, PFS Relative Value File, OPPS cap",
    licence: PUBLIC,
};

const MONEY: ColumnKind = number(2);

/// `OPPSCAP`: the publisher's header has always written "non-faciltiy".
static OPPS_CAP: Layout = Layout {
    signature: &[&["hcpcs"], &["mod"], &["procstat"], &["carrier"], &["locality"], &["facility_price"]],
    key: CODE_AND_MODIFIER,
    fields: &[
        shaped("hcpcs", &["hcpcs"], Shape::Hcpcs),
        shaped("modifier", &["mod"], Shape::Code(2)),
        field("status", &["procstat"]),
        shaped("contractor", &["carrier"], Shape::Digits(5)),
        shaped("locality", &["locality"], Shape::Digits(2)),
        field("facility_price", &["facility_price"]),
        field("nonfacility_price", &["non_facilty_price", "non_facility_price", "non_faciltiy_price"]),
    ],
    period: Period::Quarter,
    ..plain(&CAP_TABLE)
};
