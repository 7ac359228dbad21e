//! The Medicare coverage database: national and local determinations, articles, and the codes that they name.
//!
//! Source: CMS, "Medicare Coverage Database downloads", the tables of `ncd.zip`, `current_lcd.zip` and
//! `current_article.zip`. The texts of documents are not taken: they are long, in HTML, and read on the publisher's
//! pages.

use cleanclaim_codes::Set;

use super::Family;
use super::layout::{DAY, Key, Layout, OwnDays, PUBLIC, Shape, TEXT, Target, WITH_CPT, field, plain, shaped};

pub(super) static FAMILY: Family = Family {
    kind: "Medicare coverage database",
    layouts: &[
        &LCD,
        &ARTICLE,
        &NCD,
        &LCD_HCPCS,
        &ARTICLE_HCPCS,
        &ARTICLE_COVERED,
        &ARTICLE_NONCOVERED,
        &ARTICLE_MODIFIERS,
        &ARTICLE_BILL_TYPES,
        &ARTICLE_REVENUE,
        &LCD_CONTRACTORS,
        &ARTICLE_CONTRACTORS,
        &ARTICLE_RELATED,
        &CONTRACTORS,
    ],
    fixed: &[],
};

const LCD_ID: &[&str] = &["lcd_id"];
const LCD_VERSION: &[&str] = &["lcd_version"];
const ARTICLE_ID: &[&str] = &["article_id"];
const ARTICLE_VERSION: &[&str] = &["article_version"];
const CONTRACTOR_ID: &[&str] = &["contractor_id"];
const BY_LCD: Key = Key::Cells(&[(LCD_ID, Shape::Prefixed("L"))]);
const BY_ARTICLE: Key = Key::Cells(&[(ARTICLE_ID, Shape::Prefixed("A"))]);

/// Documents under `L` and their number; contractors under `C` and theirs.
static LCD_TABLE: Target = Target {
    set: Set::McdLcd,
    columns: &[
        ("table", TEXT),
        ("version", TEXT),
        ("title", TEXT),
        ("number", TEXT),
        ("status", TEXT),
        ("effective", DAY),
        ("revised", DAY),
        ("retired", DAY),
        ("updated", DAY),
        ("keywords", TEXT),
        ("contractor", TEXT),
        ("contractor_type", TEXT),
        ("contractor_version", TEXT),
        ("contractor_name", TEXT),
        ("contractor_number", TEXT),
    ],
    part_column: Some("table"),
    source: "CMS, Medicare coverage database",
    licence: PUBLIC,
};

static LCD: Layout = Layout {
    part: "lcd",
    signature: &[LCD_ID, LCD_VERSION, &["title"], &["determination_number"]],
    key: BY_LCD,
    own_days: OwnDays::OfRow(
        &["rev_eff_date", "orig_det_eff_date"],
        &["date_retired", "rev_end_date", "ent_det_end_date"],
    ),
    fields: &[
        field("version", LCD_VERSION),
        field("title", &["title"]),
        field("number", &["determination_number"]),
        field("status", &["status"]),
        field("effective", &["orig_det_eff_date"]),
        field("revised", &["rev_eff_date"]),
        field("retired", &["date_retired"]),
        field("updated", &["last_updated"]),
        field("keywords", &["keywords"]),
    ],
    ..plain(&LCD_TABLE)
};

static LCD_CONTRACTORS: Layout = Layout {
    part: "lcd_x_contractor",
    signature: &[LCD_ID, LCD_VERSION, CONTRACTOR_ID],
    key: BY_LCD,
    fields: &[
        field("version", LCD_VERSION),
        shaped("contractor", CONTRACTOR_ID, Shape::Prefixed("C")),
        field("contractor_type", &["contractor_type_id"]),
        field("contractor_version", &["contractor_version"]),
        field("updated", &["last_updated"]),
    ],
    ..plain(&LCD_TABLE)
};

static CONTRACTORS: Layout = Layout {
    part: "contractor",
    signature: &[CONTRACTOR_ID, &["contractor_type_id"], &["contractor_bus_name"]],
    key: Key::Cells(&[(CONTRACTOR_ID, Shape::Prefixed("C"))]),
    fields: &[
        field("contractor_type", &["contractor_type_id"]),
        field("contractor_version", &["contractor_version"]),
        field("contractor_name", &["contractor_bus_name"]),
        field("contractor_number", &["contractor_number"]),
        field("updated", &["last_updated"]),
    ],
    ..plain(&LCD_TABLE)
};

static ARTICLE_TABLE: Target = Target {
    set: Set::McdArticle,
    columns: &[
        ("table", TEXT),
        ("version", TEXT),
        ("title", TEXT),
        ("type", TEXT),
        ("status", TEXT),
        ("published", DAY),
        ("effective", DAY),
        ("retired", DAY),
        ("updated", DAY),
        ("keywords", TEXT),
        ("contractor", TEXT),
        ("contractor_type", TEXT),
        ("contractor_version", TEXT),
        ("related", TEXT),
    ],
    part_column: Some("table"),
    source: "CMS, Medicare coverage database",
    licence: PUBLIC,
};

static ARTICLE: Layout = Layout {
    part: "article",
    signature: &[ARTICLE_ID, ARTICLE_VERSION, &["title"], &["article_eff_date"]],
    key: BY_ARTICLE,
    own_days: OwnDays::OfRow(&["article_eff_date"], &["date_retired", "article_end_date", "article_rev_end_date"]),
    fields: &[
        field("version", ARTICLE_VERSION),
        field("title", &["title"]),
        field("type", &["article_type"]),
        field("status", &["status"]),
        field("published", &["article_pub_date"]),
        field("effective", &["article_eff_date"]),
        field("retired", &["date_retired"]),
        field("updated", &["last_updated"]),
        field("keywords", &["keywords"]),
    ],
    ..plain(&ARTICLE_TABLE)
};

static ARTICLE_CONTRACTORS: Layout = Layout {
    part: "article_x_contractor",
    signature: &[ARTICLE_ID, ARTICLE_VERSION, CONTRACTOR_ID],
    key: BY_ARTICLE,
    fields: &[
        field("version", ARTICLE_VERSION),
        shaped("contractor", CONTRACTOR_ID, Shape::Prefixed("C")),
        field("contractor_type", &["contractor_type_id"]),
        field("contractor_version", &["contractor_version"]),
        field("updated", &["last_updated"]),
    ],
    ..plain(&ARTICLE_TABLE)
};

/// Codes moved from determinations into articles: this is how an article's codes lead to its determination.
static ARTICLE_RELATED: Layout = Layout {
    part: "article_related_documents",
    signature: &[ARTICLE_ID, ARTICLE_VERSION, &["r_lcd_id"]],
    key: BY_ARTICLE,
    fields: &[
        field("version", ARTICLE_VERSION),
        shaped("related", &["r_lcd_id"], Shape::Prefixed("L")),
        field("updated", &["last_updated"]),
    ],
    ..plain(&ARTICLE_TABLE)
};

/// Determinations under their section of the manual, such as `220.4`.
static NCD_TABLE: Target = Target {
    set: Set::McdNcd,
    columns: &[
        ("id", TEXT),
        ("version", TEXT),
        ("title", TEXT),
        ("national", TEXT),
        ("coverage_level", TEXT),
        ("effective", DAY),
        ("implemented", DAY),
        ("terminated", DAY),
        ("under_review", TEXT),
        ("laboratory", TEXT),
        ("transmittal", TEXT),
        ("transmittal_address", TEXT),
        ("change_request", TEXT),
        ("keywords", TEXT),
    ],
    part_column: None,
    source: "CMS, Medicare coverage database",
    licence: PUBLIC,
};

static NCD: Layout = Layout {
    signature: &[&["ncd_id"], &["ncd_mnl_sect"], &["ncd_mnl_sect_title"], &["ncd_efctv_dt"]],
    key: Key::Cells(&[(&["ncd_mnl_sect"], Shape::Text)]),
    own_days: OwnDays::OfRow(&["ncd_efctv_dt"], &["ncd_trmntn_dt"]),
    fields: &[
        field("id", &["ncd_id"]),
        field("version", &["ncd_vrsn_num"]),
        field("title", &["ncd_mnl_sect_title"]),
        field("national", &["natl_cvrg_type"]),
        field("coverage_level", &["cvrg_lvl_cd"]),
        field("effective", &["ncd_efctv_dt"]),
        field("implemented", &["ncd_impltn_dt"]),
        field("terminated", &["ncd_trmntn_dt"]),
        field("under_review", &["under_rvw"]),
        field("laboratory", &["ncd_lab"]),
        field("transmittal", &["trnsmtl_num"]),
        field("transmittal_address", &["trnsmtl_url"]),
        field("change_request", &["chg_rqst_num"]),
        field("keywords", &["ncd_keyword"]),
    ],
    ..plain(&NCD_TABLE)
};

/// A row a code that a document names; the code without dot.
static CODE_TABLE: Target = Target {
    set: Set::McdCodes,
    columns: &[
        ("table", TEXT),
        ("document", TEXT),
        ("version", TEXT),
        ("group", TEXT),
        ("mark", TEXT),
        ("description", TEXT),
    ],
    part_column: Some("table"),
    source: "CMS, Medicare coverage database",
    licence: WITH_CPT,
};

/// A table of a document's codes: name, document, version, code and group columns.
macro_rules! codes_of {
    ($name:ident, $part:literal, $id:ident, $version:ident, $letter:literal, $code:literal, [$($group:literal)?]) => {
        static $name: Layout = Layout {
            part: $part,
            signature: &[$id, &[$code] $(, &[$group])?],
            key: Key::Cells(&[(&[$code], Shape::Code(10))]),
            fields: &[
                shaped("document", $id, Shape::Prefixed($letter)),
                field("version", $version),
                $(field("group", &[$group]),)?
                field("mark", &["asterisk"]),
                field("description", &["short_description", "description"]),
            ],
            ..plain(&CODE_TABLE)
        };
    };
}

codes_of!(LCD_HCPCS, "lcd_x_hcpc_code", LCD_ID, LCD_VERSION, "L", "hcpc_code_id", ["hcpc_code_group"]);
codes_of!(ARTICLE_HCPCS, "article_x_hcpc_code", ARTICLE_ID, ARTICLE_VERSION, "A", "hcpc_code_id", ["hcpc_code_group"]);
codes_of!(
    ARTICLE_COVERED,
    "article_x_icd10_covered",
    ARTICLE_ID,
    ARTICLE_VERSION,
    "A",
    "icd10_code_id",
    ["icd10_covered_group"]
);
codes_of!(
    ARTICLE_NONCOVERED,
    "article_x_icd10_noncovered",
    ARTICLE_ID,
    ARTICLE_VERSION,
    "A",
    "icd10_code_id",
    ["icd10_noncovered_group"]
);
codes_of!(
    ARTICLE_MODIFIERS,
    "article_x_hcpc_modifier",
    ARTICLE_ID,
    ARTICLE_VERSION,
    "A",
    "hcpc_modifier_code_id",
    ["hcpc_modifier_group"]
);
codes_of!(ARTICLE_BILL_TYPES, "article_x_bill_code", ARTICLE_ID, ARTICLE_VERSION, "A", "bill_code_id", []);
codes_of!(ARTICLE_REVENUE, "article_x_revenue_code", ARTICLE_ID, ARTICLE_VERSION, "A", "revenue_code_id", []);
