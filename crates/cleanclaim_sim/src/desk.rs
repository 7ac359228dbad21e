//! Payers: what the practice knows of each (its profile file) and how the simulated one decides.

use std::collections::BTreeMap;

use cleanclaim_model::{Cents, ServiceLine};
use cleanclaim_rules::PayerProfile;
use serde::Deserialize;

use crate::error::SimError;

/// The profile files that come with the simulation: name without ending, and TOML text.
pub const PROFILES: [(&str, &str); 3] = [
    ("northlake-medicare", include_str!("../profiles/northlake-medicare.toml")),
    ("harborlight-health", include_str!("../profiles/harborlight-health.toml")),
    ("prairiegate-community", include_str!("../profiles/prairiegate-community.toml")),
];

/// A payer with both sides of its desk.
#[derive(Debug, Clone)]
pub struct PayerDesk {
    /// The profile file's name without ending.
    pub key: &'static str,
    /// The profile file, as the practice keeps it.
    pub toml: &'static str,
    /// What it wants on claims.
    pub profile: PayerProfile,
    pub(crate) envelope: Envelope,
    pub(crate) address: DeskAddress,
    pub(crate) fees: Fees,
    pub(crate) behaviour: Behaviour,
}

impl PayerDesk {
    /// The three payers of the simulation, in the order of [`PROFILES`].
    ///
    /// # Errors
    /// When a built-in file is wrong.
    pub fn all() -> Result<Vec<Self>, SimError> {
        let behaviours: Behaviours = toml::from_str(include_str!("../content/payers.toml"))
            .map_err(|source| SimError::Content { file: "payers.toml", source })?;
        let mut desks = Vec::new();
        for (key, text) in PROFILES {
            let error = |reason: String| SimError::Profile { file: format!("{key}.toml"), reason };
            let file: ProfileFile = toml::from_str(text).map_err(|source| error(source.message().to_owned()))?;
            let behaviour = behaviours.payer.iter().find(|behaviour| behaviour.profile == key);
            desks.push(Self {
                key,
                toml: text,
                profile: file.profile,
                envelope: file.envelope,
                address: file.address,
                fees: file.fees,
                behaviour: behaviour.ok_or_else(|| error("payers.toml does not say how it decides".into()))?.clone(),
            });
        }
        Ok(desks)
    }

    /// What the payer allows for a line by its fee table: cents a unit, else a share of the charge, never more than the charge.
    ///
    /// Rounding: half a cent away from zero, once.
    #[must_use]
    pub fn allowed(&self, line: &ServiceLine) -> Cents {
        let per_unit = line.procedure.and_then(|code| self.fees.unit_cents.get(code.as_str()));
        let fee = match per_unit {
            Some(cents) => Cents::new(*cents).mul_div_half_up(line.units.get(), 1_000),
            None => line.charge.mul_div_half_up(self.fees.percent_of_charge_e4, 10_000),
        };
        fee.unwrap_or(line.charge).min(line.charge)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ProfileFile {
    profile: PayerProfile,
    envelope: Envelope,
    address: DeskAddress,
    fees: Fees,
}

/// How files are addressed. The practice is the sender of claims, and the receiver of answers.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Envelope {
    pub sender_qualifier: String,
    pub sender_id: String,
    pub receiver_qualifier: String,
    pub receiver_id: String,
    pub receiver_name: String,
    pub receiver_number: String,
    #[expect(dead_code, reason = "read by the practice's side; named here so that a typing error is found")]
    filing_indicator: String,
    pub delimiters: String,
    #[expect(dead_code, reason = "read by the practice's side; named here so that a typing error is found")]
    claims_per_set_max: usize,
}

/// Where the payer is.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DeskAddress {
    pub line1: String,
    pub city: String,
    pub state: String,
    pub zip: String,
}

/// Allowed amounts.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Fees {
    percent_of_charge_e4: i64,
    unit_cents: BTreeMap<String, i64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Behaviours {
    payer: Vec<Behaviour>,
}

/// CLP06 by kind of claim.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FilingIndicators {
    pub professional: String,
    pub stay: String,
}

/// How a simulated payer decides. Rates are in ten-thousandths of claims.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Behaviour {
    profile: String,
    /// Nine digits; TRN03 is 1 and these.
    pub tax_id: String,
    pub trace_prefix: String,
    /// What the payer's own claim numbers begin with.
    pub claim_prefix: String,
    pub contact: String,
    pub phone: String,
    /// CLP06, which has other codes than SBR09.
    pub filing_indicators: FilingIndicators,
    /// Whether a claim that lacks something comes back without appeal rights (MA130).
    pub unprocessable: bool,
    /// Least and most days from receipt to payment.
    pub pay_after_days: [u32; 2],
    /// What a patient owes in a year before the plan pays, where it was not met before.
    pub deductible_cents: i64,
    /// How many patients have met it already.
    pub deductible_met_e4: u32,
    pub coinsurance_e4: i64,
    /// For an office visit, instead of coinsurance.
    pub copay_cents: i64,
    /// For a stay, instead of the deductible and coinsurance.
    #[serde(default)]
    pub stay_deductible_cents: i64,
    pub sequestration_e4: i64,
    pub reject_e4: u32,
    pub deny_e4: u32,
    pub short_pay_e4: u32,
    pub bundle_e4: u32,
    pub reverse_e4: u32,
    pub recoup_e4: u32,
    pub interest_e4: u32,
    /// Claims that wait for long.
    pub pend_e4: u32,
    /// CLP02 of a claim that is denied as a whole: 4 for payers that say so, 1 for the others.
    pub denial_status: u8,
    /// What goes wrong with its remittances, once each: names of `Fault`.
    pub faults: Vec<String>,
}
