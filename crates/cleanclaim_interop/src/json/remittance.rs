//! Remittances, both ways.

use cleanclaim_model::{
    Adjustment, Carc, ClaimPayment, ClaimStatusCode, Date, GroupCode, Hcpcs, Modifier, Npi, PaymentMethod, Phi,
    ProviderAdjustment, Quantity, Rarc, Remittance, RevenueCode, ServicePayment,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::SCHEMA_VERSION;
use super::party::PersonNameJson;
use super::read::JsonError;
use super::scalar::{CentsJson, TextJson, Written};
use super::service_line::{modifiers, modifiers_json};

/// What a payer says it paid, adjusted and why: one ST-SE of an 835.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RemittanceJson {
    /// Version of this shape: 1.
    pub schema: u16,
    /// ST02.
    pub set_control_number: TextJson,
    /// The payment.
    pub amount_cents: CentsJson,
    /// How the money comes.
    pub method: PaymentMethodJson,
    /// The day of the payment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment_date: Option<Written<Date>>,
    /// Check or EFT trace number.
    pub trace_number: TextJson,
    /// The payer's identifier with the trace number.
    pub payer_trace_id: TextJson,
    /// The day it was produced.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub production_date: Option<Written<Date>>,
    /// Payer.
    #[serde(default, skip_serializing_if = "TextJson::is_empty")]
    pub payer_name: TextJson,
    /// The payer's identifier.
    #[serde(default, skip_serializing_if = "TextJson::is_empty")]
    pub payer_id: TextJson,
    /// Payee.
    #[serde(default, skip_serializing_if = "TextJson::is_empty")]
    pub payee_name: TextJson,
    /// The payee's NPI.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payee_npi: Option<Written<Npi>>,
    /// The payee's tax identifier.
    #[serde(default, skip_serializing_if = "TextJson::is_empty")]
    pub payee_tax_id: TextJson,
    /// Claim payments in order.
    pub claim_payments: Vec<ClaimPaymentJson>,
    /// Provider adjustments in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub provider_adjustments: Vec<ProviderAdjustmentJson>,
}

/// A payment for one claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ClaimPaymentJson {
    /// Index of CLP within its transaction set, ST being 1.
    pub segment_index: u32,
    /// Our number of the claim.
    pub control_number: TextJson,
    /// Claim status, CLP02.
    pub status: Written<ClaimStatusCode>,
    /// What was charged.
    pub charge_cents: CentsJson,
    /// What was paid.
    pub paid_cents: CentsJson,
    /// What the payer leaves to the patient.
    pub patient_responsibility_cents: CentsJson,
    /// Claim filing indicator.
    #[serde(default, skip_serializing_if = "TextJson::is_empty")]
    pub filing_indicator: TextJson,
    /// The payer's number of the claim.
    #[serde(default, skip_serializing_if = "TextJson::is_empty")]
    pub payer_control_number: TextJson,
    /// Facility code.
    #[serde(default, skip_serializing_if = "TextJson::is_empty")]
    pub facility_code: TextJson,
    /// Claim frequency.
    #[serde(default, skip_serializing_if = "TextJson::is_empty")]
    pub frequency: TextJson,
    /// Diagnosis-related group.
    #[serde(default, skip_serializing_if = "TextJson::is_empty")]
    pub drg: TextJson,
    /// Patient.
    #[serde(default, skip_serializing_if = "PersonNameJson::is_empty")]
    pub patient_name: PersonNameJson,
    /// Member identification number.
    #[serde(default, skip_serializing_if = "TextJson::is_empty")]
    pub member_id: TextJson,
    /// Rendering provider.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rendering_npi: Option<Written<Npi>>,
    /// The payer that the claim was forwarded to.
    #[serde(default, skip_serializing_if = "TextJson::is_empty")]
    pub crossover_payer: TextJson,
    /// First day of the statement.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub statement_from: Option<Written<Date>>,
    /// Last day of the statement.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub statement_thru: Option<Written<Date>>,
    /// The day the payer received the claim.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub received: Option<Written<Date>>,
    /// Coverage amount.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub covered_cents: Option<CentsJson>,
    /// Interest paid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interest_cents: Option<CentsJson>,
    /// Adjustments of the claim itself.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub adjustments: Vec<AdjustmentJson>,
    /// Remark codes of the claim itself.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub remarks: Vec<Written<Rarc>>,
    /// Payments for its services.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub services: Vec<ServicePaymentJson>,
}

/// A payment for one service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ServicePaymentJson {
    /// Index of SVC within its transaction set, ST being 1.
    pub segment_index: u32,
    /// Procedure as adjudicated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub procedure: Option<Written<Hcpcs>>,
    /// Its modifiers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub modifiers: Vec<Written<Modifier>>,
    /// Revenue code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revenue_code: Option<Written<RevenueCode>>,
    /// What was submitted, where the payer changed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub submitted_procedure: Option<Written<Hcpcs>>,
    /// Its modifiers as submitted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub submitted_modifiers: Vec<Written<Modifier>>,
    /// What was charged.
    pub charge_cents: CentsJson,
    /// What was paid.
    pub paid_cents: CentsJson,
    /// Units paid.
    pub units: Written<Quantity>,
    /// Units submitted, where they differ.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub submitted_units: Option<Written<Quantity>>,
    /// First day of service.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Written<Date>>,
    /// Last day of service.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thru: Option<Written<Date>>,
    /// Our number of the line.
    #[serde(default, skip_serializing_if = "TextJson::is_empty")]
    pub line_control_number: TextJson,
    /// Allowed amount.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub allowed_cents: Option<CentsJson>,
    /// Adjustments.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub adjustments: Vec<AdjustmentJson>,
    /// Remark codes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub remarks: Vec<Written<Rarc>>,
}

/// Money that belongs to no claim of this remittance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProviderAdjustmentJson {
    /// Index of PLB within its transaction set, ST being 1.
    pub segment_index: u32,
    /// Provider identifier.
    pub provider_id: TextJson,
    /// End of the fiscal period.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fiscal_period_end: Option<Written<Date>>,
    /// Adjustment reason, such as `WO`.
    pub reason: TextJson,
    /// Reference, often the payer's number of a claim.
    #[serde(default, skip_serializing_if = "TextJson::is_empty")]
    pub reference: TextJson,
    /// Positive lowers the payment.
    pub amount_cents: CentsJson,
}

/// How the money comes (BPR01, 03 and 04).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PaymentMethodJson {
    /// Transaction handling.
    pub handling: TextJson,
    /// `C` or `D`.
    pub credit_or_debit: TextJson,
    /// `ACH`, `CHK`, `NON`, `FWT`, `BOP`.
    pub method: TextJson,
}

/// One adjustment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AdjustmentJson {
    /// Who stands for it.
    pub group: Written<GroupCode>,
    /// Claim adjustment reason code.
    pub carc: Written<Carc>,
    /// What the payment is less than the charge by.
    pub amount_cents: CentsJson,
    /// Units adjusted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quantity: Option<Written<Quantity>>,
}

// Each conversion takes the inner value apart by name, so that a field added there cannot be forgotten here.

impl From<&PaymentMethod> for PaymentMethodJson {
    fn from(method: &PaymentMethod) -> Self {
        let PaymentMethod { handling, credit_or_debit, method } = method;
        Self { handling: handling.into(), credit_or_debit: credit_or_debit.into(), method: method.into() }
    }
}

impl From<PaymentMethodJson> for PaymentMethod {
    fn from(json: PaymentMethodJson) -> Self {
        Self { handling: json.handling.0, credit_or_debit: json.credit_or_debit.0, method: json.method.0 }
    }
}

impl From<&Adjustment> for AdjustmentJson {
    fn from(adjustment: &Adjustment) -> Self {
        let Adjustment { group, carc, amount, quantity } = *adjustment;
        Self {
            group: Written(group),
            carc: Written(carc),
            amount_cents: CentsJson(amount),
            quantity: quantity.map(Written),
        }
    }
}

impl From<AdjustmentJson> for Adjustment {
    fn from(json: AdjustmentJson) -> Self {
        Self {
            group: json.group.0,
            carc: json.carc.0,
            amount: json.amount_cents.0,
            quantity: json.quantity.map(|quantity| quantity.0),
        }
    }
}

impl From<&ProviderAdjustment> for ProviderAdjustmentJson {
    fn from(adjustment: &ProviderAdjustment) -> Self {
        let ProviderAdjustment { segment_index, provider_id, fiscal_period_end, reason, reference, amount } =
            adjustment;
        Self {
            segment_index: *segment_index,
            provider_id: provider_id.into(),
            fiscal_period_end: fiscal_period_end.map(Written),
            reason: reason.into(),
            reference: reference.into(),
            amount_cents: CentsJson(*amount),
        }
    }
}

impl From<ProviderAdjustmentJson> for ProviderAdjustment {
    fn from(json: ProviderAdjustmentJson) -> Self {
        Self {
            segment_index: json.segment_index,
            provider_id: json.provider_id.0,
            fiscal_period_end: json.fiscal_period_end.map(|value| value.0),
            reason: json.reason.0,
            reference: json.reference.0,
            amount: json.amount_cents.0,
        }
    }
}

impl From<&ServicePayment> for ServicePaymentJson {
    fn from(service: &ServicePayment) -> Self {
        let ServicePayment {
            segment_index,
            procedure,
            modifiers,
            revenue_code,
            submitted_procedure,
            submitted_modifiers,
            charge,
            paid,
            units,
            submitted_units,
            from,
            thru,
            line_control_number,
            allowed,
            adjustments,
            remarks,
        } = service;
        Self {
            segment_index: *segment_index,
            procedure: procedure.map(Written),
            modifiers: modifiers_json(*modifiers),
            revenue_code: revenue_code.map(Written),
            submitted_procedure: submitted_procedure.map(Written),
            submitted_modifiers: modifiers_json(*submitted_modifiers),
            charge_cents: CentsJson(*charge),
            paid_cents: CentsJson(*paid),
            units: Written(*units),
            submitted_units: submitted_units.map(Written),
            from: from.map(Written),
            thru: thru.map(Written),
            line_control_number: line_control_number.into(),
            allowed_cents: allowed.map(CentsJson),
            adjustments: adjustments.iter().map(AdjustmentJson::from).collect(),
            remarks: remarks.iter().copied().map(Written).collect(),
        }
    }
}

impl TryFrom<ServicePaymentJson> for ServicePayment {
    type Error = JsonError;

    fn try_from(json: ServicePaymentJson) -> Result<Self, JsonError> {
        Ok(Self {
            segment_index: json.segment_index,
            procedure: json.procedure.map(|value| value.0),
            modifiers: modifiers("modifiers", &json.modifiers)?,
            revenue_code: json.revenue_code.map(|value| value.0),
            submitted_procedure: json.submitted_procedure.map(|value| value.0),
            submitted_modifiers: modifiers("submitted_modifiers", &json.submitted_modifiers)?,
            charge: json.charge_cents.0,
            paid: json.paid_cents.0,
            units: json.units.0,
            submitted_units: json.submitted_units.map(|value| value.0),
            from: json.from.map(|value| value.0),
            thru: json.thru.map(|value| value.0),
            line_control_number: json.line_control_number.0,
            allowed: json.allowed_cents.map(|amount| amount.0),
            adjustments: json.adjustments.into_iter().map(Into::into).collect(),
            remarks: json.remarks.into_iter().map(|code| code.0).collect(),
        })
    }
}

impl From<&ClaimPayment> for ClaimPaymentJson {
    fn from(claim: &ClaimPayment) -> Self {
        let ClaimPayment {
            segment_index,
            control_number,
            status,
            charge,
            paid,
            patient_responsibility,
            filing_indicator,
            payer_control_number,
            facility_code,
            frequency,
            drg,
            patient_name,
            member_id,
            rendering_npi,
            crossover_payer,
            statement_from,
            statement_thru,
            received,
            covered,
            interest,
            adjustments,
            remarks,
            services,
        } = claim;
        Self {
            segment_index: *segment_index,
            control_number: control_number.into(),
            status: Written(*status),
            charge_cents: CentsJson(*charge),
            paid_cents: CentsJson(*paid),
            patient_responsibility_cents: CentsJson(*patient_responsibility),
            filing_indicator: filing_indicator.into(),
            payer_control_number: payer_control_number.into(),
            facility_code: facility_code.into(),
            frequency: frequency.into(),
            drg: drg.into(),
            patient_name: patient_name.expose().into(),
            member_id: member_id.expose().into(),
            rendering_npi: rendering_npi.map(Written),
            crossover_payer: crossover_payer.into(),
            statement_from: statement_from.map(Written),
            statement_thru: statement_thru.map(Written),
            received: received.map(Written),
            covered_cents: covered.map(CentsJson),
            interest_cents: interest.map(CentsJson),
            adjustments: adjustments.iter().map(AdjustmentJson::from).collect(),
            remarks: remarks.iter().copied().map(Written).collect(),
            services: services.iter().map(ServicePaymentJson::from).collect(),
        }
    }
}

impl TryFrom<ClaimPaymentJson> for ClaimPayment {
    type Error = JsonError;

    fn try_from(json: ClaimPaymentJson) -> Result<Self, JsonError> {
        Ok(Self {
            segment_index: json.segment_index,
            control_number: json.control_number.0,
            status: json.status.0,
            charge: json.charge_cents.0,
            paid: json.paid_cents.0,
            patient_responsibility: json.patient_responsibility_cents.0,
            filing_indicator: json.filing_indicator.0,
            payer_control_number: json.payer_control_number.0,
            facility_code: json.facility_code.0,
            frequency: json.frequency.0,
            drg: json.drg.0,
            patient_name: Phi::new(json.patient_name.into()),
            member_id: Phi::new(json.member_id.0),
            rendering_npi: json.rendering_npi.map(|value| value.0),
            crossover_payer: json.crossover_payer.0,
            statement_from: json.statement_from.map(|value| value.0),
            statement_thru: json.statement_thru.map(|value| value.0),
            received: json.received.map(|value| value.0),
            covered: json.covered_cents.map(|amount| amount.0),
            interest: json.interest_cents.map(|amount| amount.0),
            adjustments: json.adjustments.into_iter().map(Into::into).collect(),
            remarks: json.remarks.into_iter().map(|code| code.0).collect(),
            services: each("services", json.services)?,
        })
    }
}

impl From<&Remittance> for RemittanceJson {
    fn from(remittance: &Remittance) -> Self {
        let Remittance {
            set_control_number,
            amount,
            method,
            payment_date,
            trace_number,
            payer_trace_id,
            production_date,
            payer_name,
            payer_id,
            payee_name,
            payee_npi,
            payee_tax_id,
            claims,
            provider_adjustments,
        } = remittance;
        Self {
            schema: SCHEMA_VERSION,
            set_control_number: set_control_number.into(),
            amount_cents: CentsJson(*amount),
            method: method.into(),
            payment_date: payment_date.map(Written),
            trace_number: trace_number.into(),
            payer_trace_id: payer_trace_id.into(),
            production_date: production_date.map(Written),
            payer_name: payer_name.into(),
            payer_id: payer_id.into(),
            payee_name: payee_name.into(),
            payee_npi: payee_npi.map(Written),
            payee_tax_id: payee_tax_id.into(),
            claim_payments: claims.iter().map(ClaimPaymentJson::from).collect(),
            provider_adjustments: provider_adjustments.iter().map(ProviderAdjustmentJson::from).collect(),
        }
    }
}

impl TryFrom<RemittanceJson> for Remittance {
    type Error = JsonError;

    fn try_from(json: RemittanceJson) -> Result<Self, JsonError> {
        if json.schema != SCHEMA_VERSION {
            return Err(JsonError::new("schema", format!("expected {SCHEMA_VERSION}, found {}", json.schema)));
        }
        Ok(Self {
            set_control_number: json.set_control_number.0,
            amount: json.amount_cents.0,
            method: json.method.into(),
            payment_date: json.payment_date.map(|value| value.0),
            trace_number: json.trace_number.0,
            payer_trace_id: json.payer_trace_id.0,
            production_date: json.production_date.map(|value| value.0),
            payer_name: json.payer_name.0,
            payer_id: json.payer_id.0,
            payee_name: json.payee_name.0,
            payee_npi: json.payee_npi.map(|value| value.0),
            payee_tax_id: json.payee_tax_id.0,
            claims: each("claim_payments", json.claim_payments)?,
            provider_adjustments: json.provider_adjustments.into_iter().map(Into::into).collect(),
        })
    }
}

/// Converts each, and names the one that cannot be.
fn each<J, T: TryFrom<J, Error = JsonError>>(list: &str, json: Vec<J>) -> Result<Vec<T>, JsonError> {
    json.into_iter()
        .enumerate()
        .map(|(index, json)| T::try_from(json).map_err(|error| error.under(list, index)))
        .collect()
}
