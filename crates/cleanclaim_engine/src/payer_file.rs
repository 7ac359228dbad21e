//! A payer as one TOML file: what it wants on claims, how files are addressed to it, what it is expected to pay.
//!
//! A payer's peculiarity is a row here, never code.

use std::collections::BTreeMap;

use cleanclaim_model::{Address, Cents, Payer, Quantity, ServiceLine, Text};
use cleanclaim_rules::PayerProfile;
use serde::Deserialize;

use crate::error::{EngineError, Result};

/// One payer.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PayerFile {
    /// What it wants on claims.
    pub profile: PayerProfile,
    /// How files are addressed to it.
    pub envelope: Envelope,
    /// What it is expected to pay.
    #[serde(default)]
    pub fees: Fees,
    /// Where it is, for claims that carry the payer's address.
    #[serde(default)]
    pub address: PayerAddress,
}

/// How files are addressed: interchange, group, limits.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Envelope {
    /// ISA05.
    pub sender_qualifier: String,
    /// ISA06.
    pub sender_id: String,
    /// ISA07.
    pub receiver_qualifier: String,
    /// ISA08.
    pub receiver_id: String,
    /// GS02; ISA06 without its padding where absent.
    #[serde(default)]
    pub group_sender: Option<String>,
    /// GS03; ISA08 without its padding where absent.
    #[serde(default)]
    pub group_receiver: Option<String>,
    /// NM103 of loop 1000B: who receives the file.
    pub receiver_name: String,
    /// NM109 of loop 1000B.
    pub receiver_number: String,
    /// SBR09, what kind of payer it is.
    pub filing_indicator: String,
    /// ISA15 is `T` unless this is true.
    #[serde(default)]
    pub production: bool,
    /// Element, component and repetition separator and segment terminator.
    #[serde(default = "Envelope::delimiters")]
    pub delimiters: String,
    /// Claims in one transaction set at most.
    #[serde(default = "Envelope::claims_per_set_max")]
    pub claims_per_set_max: usize,
}

impl Envelope {
    fn delimiters() -> String {
        "*:^~".to_owned()
    }

    /// Source: ASC X12N/005010X222, section 1.4: at most 5,000 claims a transaction set.
    fn claims_per_set_max() -> usize {
        5_000
    }
}

/// What a payer is expected to allow, until pricing knows better.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Fees {
    /// Allowed share of the charge in ten-thousandths, for what has no amount of its own.
    pub percent_of_charge_e4: i64,
    /// Allowed cents for one unit of a procedure.
    pub unit_cents: BTreeMap<String, i64>,
}

/// Where a payer is.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PayerAddress {
    line1: String,
    line2: String,
    city: String,
    state: String,
    zip: String,
}

impl PayerFile {
    /// Reads a payer file; `name` is what errors call it.
    ///
    /// # Errors
    /// With line and column, when it is no TOML, a key is unknown or missing, or a value is none that the key can have.
    pub fn parse(name: &str, text: &str) -> Result<Self> {
        let error = |message: String| EngineError::PayerFile { name: name.to_owned(), message };
        let file: Self = toml::from_str(text).map_err(|source| {
            let (line, column) = position(text, source.span().map_or(0, |span| span.start));
            error(format!("line {line}, column {column}: {}", source.message()))
        })?;
        if file.profile.name.is_empty() || file.profile.payer_id.is_empty() {
            return Err(error("[profile] needs name and payer_id".to_owned()));
        }
        if file.envelope.delimiters.len() != 4 || !file.envelope.delimiters.is_ascii() {
            return Err(error("[envelope] delimiters: expected four ASCII characters such as \"*:^~\"".to_owned()));
        }
        if file.envelope.claims_per_set_max == 0 {
            return Err(error("[envelope] claims_per_set_max: expected at least 1".to_owned()));
        }
        Ok(file)
    }

    /// The payer as it stands on claims (2010BB).
    #[must_use]
    pub fn payer(&self) -> Payer {
        let PayerAddress { line1, line2, city, state, zip } = &self.address;
        Payer {
            name: Text::from(self.profile.name.as_str()),
            id: Text::from(self.profile.payer_id.as_str()),
            id_qualifier: Text::const_new("PI"),
            address: Address {
                line1: Text::from(line1.as_str()),
                line2: Text::from(line2.as_str()),
                city: Text::from(city.as_str()),
                state: Text::from(state.as_str()),
                zip: Text::from(zip.as_str()),
                country: Text::default(),
            },
        }
    }
}

impl Fees {
    /// What the payer is expected to allow for a line: its units times the procedure's amount, else a share of the charge, never more than
    /// the charge. `None` where the payer file has neither.
    ///
    /// Rounding: half a cent away from zero, once.
    #[must_use]
    pub fn expected(&self, line: &ServiceLine) -> Option<Cents> {
        let unit_cents = line.procedure.and_then(|code| self.unit_cents.get(code.as_str()));
        let allowed = match unit_cents {
            Some(cents) => units_of(*cents, line.units)?,
            None if self.percent_of_charge_e4 > 0 => line.charge.mul_div_half_up(self.percent_of_charge_e4, 10_000)?,
            None => return None,
        };
        Some(allowed.min(line.charge))
    }
}

fn units_of(unit_cents: i64, units: Quantity) -> Option<Cents> {
    Cents::new(unit_cents).mul_div_half_up(units.get(), 1_000)
}

/// Line and column from 1 of a byte offset.
fn position(text: &str, byte: usize) -> (usize, usize) {
    let before = text.get(..byte).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    (line, column)
}

#[cfg(test)]
mod tests {
    use super::*;
    use cleanclaim_model::Hcpcs;

    const FILE: &str = "\
[profile]
name = 'Example Health'
payer_id = 'EX001'
[envelope]
sender_qualifier = 'ZZ'
sender_id = 'SENDER'
receiver_qualifier = 'ZZ'
receiver_id = 'RECEIVER'
receiver_name = 'EXAMPLE HEALTH'
receiver_number = 'EX001'
filing_indicator = 'CI'
[fees]
percent_of_charge_e4 = 6250
unit_cents = { J9999 = 125 }
";

    #[test]
    fn a_fee_is_an_amount_a_unit_or_a_share_of_the_charge() {
        let file = PayerFile::parse("example", FILE).unwrap();
        let mut line =
            ServiceLine { charge: Cents::new(9_999), units: Quantity::thousandths(2_500), ..Default::default() };
        assert_eq!(file.fees.expected(&line), Some(Cents::new(6_249)));
        line.procedure = Some(Hcpcs::parse("J9999").unwrap());
        assert_eq!(file.fees.expected(&line), Some(Cents::new(313)));
        line.charge = Cents::new(100);
        assert_eq!(file.fees.expected(&line), Some(Cents::new(100)));
        assert_eq!(Fees::default().expected(&line), None);
    }

    #[test]
    fn a_bad_file_is_named_with_line_and_column() {
        let error = PayerFile::parse("example", &FILE.replace("filing_indicator", "filing_indicato")).unwrap_err();
        assert!(error.to_string().starts_with("payer file example: line 11, column 1: unknown field"), "{error}");
    }
}
