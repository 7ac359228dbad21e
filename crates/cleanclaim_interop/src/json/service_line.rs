//! Service lines.

use std::sync::Arc;

use cleanclaim_model::{
    Date, Drug, Hcpcs, LineAdjudication, Modifier, Modifiers, PlaceOfService, Quantity, RevenueCode, ServiceLine,
    UnitBasis,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::party::ProviderJson;
use super::read::JsonError;
use super::remittance::AdjustmentJson;
use super::scalar::{CentsJson, TextJson, Written};

/// One service, supply or stay on a claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ServiceLineJson {
    /// LX01.
    pub number: u16,
    /// Procedure, supply or drug code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub procedure: Option<Written<Hcpcs>>,
    /// Up to four modifiers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 4))]
    pub modifiers: Vec<Written<Modifier>>,
    /// Revenue code of an institutional line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revenue_code: Option<Written<RevenueCode>>,
    /// Charge for all units.
    pub charge_cents: CentsJson,
    /// How many.
    pub units: Written<Quantity>,
    /// What a unit is.
    pub unit_basis: Written<UnitBasis>,
    /// Where it differs from the claim's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place_of_service: Option<Written<PlaceOfService>>,
    /// Up to four positions in the claim's diagnoses from 1; 0 is an empty slot.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 4))]
    pub diagnosis_pointers: Vec<u8>,
    /// First day of service.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Written<Date>>,
    /// Last day of service.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thru: Option<Written<Date>>,
    /// Our number of the line.
    #[serde(default, skip_serializing_if = "TextJson::is_empty")]
    pub control_number: TextJson,
    /// Drug.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub drug: Option<DrugJson>,
    /// Where it differs from the claim's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rendering_provider: Option<ProviderJson>,
    /// What other payers decided.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub adjudications: Vec<LineAdjudicationJson>,
}

/// A drug.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DrugJson {
    /// National Drug Code.
    pub ndc: TextJson,
    /// How much.
    pub quantity: Written<Quantity>,
    /// `ML`, `UN`, `GR`, `ME` or `F2`.
    pub unit: TextJson,
}

/// Another payer's decision on a service line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LineAdjudicationJson {
    /// The payer's identifier.
    pub payer_id: TextJson,
    /// What it paid.
    pub paid_cents: CentsJson,
    /// The procedure it decided on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub procedure: Option<Written<Hcpcs>>,
    /// How many it decided on.
    pub units: Written<Quantity>,
    /// Why it did not pay the rest.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub adjustments: Vec<AdjustmentJson>,
    /// When.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Written<Date>>,
}

pub(super) fn modifiers_json(modifiers: Modifiers) -> Vec<Written<Modifier>> {
    modifiers.iter().map(Written).collect()
}

pub(super) fn modifiers(path: &str, json: &[Written<Modifier>]) -> Result<Modifiers, JsonError> {
    if Modifiers::MAX < json.len() {
        return Err(JsonError::new(path, format!("expected at most {} modifiers", Modifiers::MAX)));
    }
    Ok(json.iter().map(|modifier| modifier.0).collect())
}

pub(super) fn pointers_json(pointers: [u8; 4]) -> Vec<u8> {
    let length = pointers.iter().rposition(|pointer| *pointer != 0).map_or(0, |last| last + 1);
    pointers[..length].to_vec()
}

pub(super) fn pointers(path: &str, json: &[u8]) -> Result<[u8; 4], JsonError> {
    let mut pointers = [0; 4];
    match pointers.get_mut(..json.len()) {
        Some(slots) => slots.copy_from_slice(json),
        None => return Err(JsonError::new(path, "expected at most 4 positions")),
    }
    Ok(pointers)
}

impl From<&Drug> for DrugJson {
    fn from(drug: &Drug) -> Self {
        let Drug { ndc, quantity, unit } = drug;
        Self { ndc: ndc.into(), quantity: Written(*quantity), unit: unit.into() }
    }
}

impl From<DrugJson> for Drug {
    fn from(json: DrugJson) -> Self {
        let DrugJson { ndc, quantity, unit } = json;
        Self { ndc: ndc.0, quantity: quantity.0, unit: unit.0 }
    }
}

impl From<&LineAdjudication> for LineAdjudicationJson {
    fn from(adjudication: &LineAdjudication) -> Self {
        let LineAdjudication { payer_id, paid, procedure, units, adjustments, date } = adjudication;
        Self {
            payer_id: payer_id.into(),
            paid_cents: CentsJson(*paid),
            procedure: procedure.map(Written),
            units: Written(*units),
            adjustments: adjustments.iter().map(AdjustmentJson::from).collect(),
            date: date.map(Written),
        }
    }
}

impl From<LineAdjudicationJson> for LineAdjudication {
    fn from(json: LineAdjudicationJson) -> Self {
        let LineAdjudicationJson { payer_id, paid_cents, procedure, units, adjustments, date } = json;
        Self {
            payer_id: payer_id.0,
            paid: paid_cents.0,
            procedure: procedure.map(|code| code.0),
            units: units.0,
            adjustments: adjustments.into_iter().map(Into::into).collect(),
            date: date.map(|date| date.0),
        }
    }
}

impl From<&ServiceLine> for ServiceLineJson {
    fn from(line: &ServiceLine) -> Self {
        let ServiceLine {
            number,
            procedure,
            modifiers,
            revenue_code,
            charge,
            units,
            unit_basis,
            place_of_service,
            pointers,
            from,
            thru,
            control_number,
            drug,
            rendering,
            adjudications,
        } = line;
        Self {
            number: *number,
            procedure: procedure.map(Written),
            modifiers: modifiers_json(*modifiers),
            revenue_code: revenue_code.map(Written),
            charge_cents: CentsJson(*charge),
            units: Written(*units),
            unit_basis: Written(*unit_basis),
            place_of_service: place_of_service.map(Written),
            diagnosis_pointers: pointers_json(*pointers),
            from: from.map(Written),
            thru: thru.map(Written),
            control_number: control_number.into(),
            drug: drug.as_ref().map(DrugJson::from),
            rendering_provider: rendering.as_deref().map(ProviderJson::from),
            adjudications: adjudications.iter().map(LineAdjudicationJson::from).collect(),
        }
    }
}

impl TryFrom<ServiceLineJson> for ServiceLine {
    type Error = JsonError;

    fn try_from(json: ServiceLineJson) -> Result<Self, JsonError> {
        Ok(Self {
            number: json.number,
            procedure: json.procedure.map(|code| code.0),
            modifiers: modifiers("modifiers", &json.modifiers)?,
            revenue_code: json.revenue_code.map(|code| code.0),
            charge: json.charge_cents.0,
            units: json.units.0,
            unit_basis: json.unit_basis.0,
            place_of_service: json.place_of_service.map(|code| code.0),
            pointers: pointers("diagnosis_pointers", &json.diagnosis_pointers)?,
            from: json.from.map(|date| date.0),
            thru: json.thru.map(|date| date.0),
            control_number: json.control_number.0,
            drug: json.drug.map(Drug::from),
            rendering: json.rendering_provider.map(|provider| Arc::new(provider.into())),
            adjudications: json.adjudications.into_iter().map(LineAdjudication::from).collect(),
        })
    }
}
