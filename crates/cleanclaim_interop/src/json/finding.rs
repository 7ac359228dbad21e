//! Findings, as `x12 check` and `lint` write them.

use cleanclaim_model::{AckCodes, ClaimKind, Finding, TableRow, X12Place};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::places;

/// What a finding does not know of itself.
#[derive(Debug, Clone, Copy, Default)]
pub struct FindingContext<'a> {
    /// The file, as the user named it.
    pub file: Option<&'a str>,
    /// The transaction, such as `837P`.
    pub transaction: Option<&'a str>,
    /// Which form the claim is on: decides how boxes are called.
    pub kind: Option<ClaimKind>,
}

/// Something wrong with the data.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FindingJson {
    /// The file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// The rule's name.
    pub rule: String,
    /// `error`, `warning` or `info`.
    pub severity: String,
    /// WEDI SNIP level, 1 to 7.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub snip: Option<u8>,
    /// The transaction, such as `837P`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transaction: Option<String>,
    /// ISA13.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interchange: Option<String>,
    /// GS06.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// ST02.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub set: Option<String>,
    /// Position of the segment within the transaction set, ST being 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub segment_index: Option<u32>,
    /// Offset in the file, from 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub byte: Option<u64>,
    /// Loop, such as `2300`.
    #[serde(rename = "loop", skip_serializing_if = "Option::is_none")]
    pub loop_id: Option<String>,
    /// Segment, such as `CLM`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub segment: Option<String>,
    /// Element number, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub element: Option<u8>,
    /// Component number, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub component: Option<u8>,
    /// The code in question.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// The place in the claim or remittance, such as `Line(2).Pointer(1)`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// Box of the CMS-1500 or locator of the UB-04.
    #[serde(rename = "box", skip_serializing_if = "Option::is_none")]
    pub form_box: Option<String>,
    /// FHIRPath in the FHIR R4 resource.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fhir_path: Option<String>,
    /// Our number of the claim, CLM01.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub claim: Option<String>,
    /// LX01.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u16>,
    /// What was found.
    pub message: String,
    /// What was expected.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected: Option<String>,
    /// Publication, edition, section.
    pub source: String,
    /// The table row that decided.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub table: Option<TableRowJson>,
    /// What an acknowledgement would carry.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ack: Option<AckCodesJson>,
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct TableRowJson {
    /// Code set or edit table.
    pub set: String,
    /// Its edition.
    pub edition: String,
    /// The row's key.
    pub row: String,
}

/// Codes of an acknowledgement.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct AckCodesJson {
    /// IK304.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ik3: Option<String>,
    /// IK403.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ik4: Option<String>,
    /// STC category and status.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stc: Option<String>,
}

impl FindingJson {
    /// The finding as JSON, with the box and FHIR path of its field.
    #[must_use]
    pub fn new(finding: &Finding, context: &FindingContext<'_>) -> Self {
        let Finding { rule, severity, snip, field, place, code, claim, line, message, expected, source, table, ack } =
            finding;
        let json = Self {
            file: context.file.map(str::to_owned),
            rule: rule.to_string(),
            severity: severity.as_str().to_owned(),
            snip: *snip,
            transaction: context.transaction.map(str::to_owned),
            code: code.as_ref().map(ToString::to_string),
            field: field.map(|field| field.to_string()),
            form_box: field.and_then(|field| places::form_box(context.kind?, field)),
            fhir_path: field.and_then(places::fhir_path),
            claim: claim.as_ref().map(ToString::to_string),
            line: *line,
            message: message.to_string(),
            expected: expected.as_ref().map(ToString::to_string),
            source: source.to_string(),
            table: table.as_deref().map(TableRowJson::from),
            ack: ack.as_deref().map(AckCodesJson::from),
            ..Self::default()
        };
        match place {
            Some(place) => json.at(place),
            None => json,
        }
    }

    /// Flattens the place; its zeros and empty texts mean "not there".
    fn at(self, place: &X12Place) -> Self {
        let X12Place { interchange, group, set, segment_index, byte, loop_id, segment, element, component } = place;
        let text = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        Self {
            interchange: text(interchange),
            group: text(group),
            set: text(set),
            segment_index: Some(*segment_index).filter(|index| *index != 0),
            byte: Some(*byte),
            loop_id: text(loop_id),
            segment: text(segment),
            element: Some(*element).filter(|element| *element != 0),
            component: Some(*component).filter(|component| *component != 0),
            ..self
        }
    }
}

impl From<&TableRow> for TableRowJson {
    fn from(table: &TableRow) -> Self {
        let TableRow { set, edition, row } = table;
        Self { set: set.to_string(), edition: edition.to_string(), row: row.to_string() }
    }
}

impl From<&AckCodes> for AckCodesJson {
    fn from(ack: &AckCodes) -> Self {
        let AckCodes { ik3, ik4, stc } = ack;
        let text = |code: &Option<std::borrow::Cow<'static, str>>| code.as_ref().map(ToString::to_string);
        Self { ik3: text(ik3), ik4: text(ik4), stc: text(stc) }
    }
}
