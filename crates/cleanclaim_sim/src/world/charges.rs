//! The practice's charge master: our own invented dollars per unit of each code.

use std::collections::BTreeMap;

use cleanclaim_model::{Cents, Hcpcs};

use crate::error::{SimError, shape};

/// Cents per billing unit.
const CHARGES: &[(&str, i64)] = &[
    ("99203", 18_500),
    ("99213", 14_200),
    ("99214", 20_600),
    ("99396", 24_500),
    ("G0439", 19_800),
    ("20610", 16_800),
    ("J3301", 450),
    ("93000", 6_200),
    ("93306", 68_000),
    ("96413", 41_000),
    ("96415", 9_200),
    ("96375", 11_000),
    ("J9267", 175),
    ("J1100", 60),
    ("J9271", 7_890),
    ("J9035", 11_200),
    ("J9263", 35),
    ("J9045", 900),
    ("J2405", 45),
    ("47562", 398_000),
    ("49505", 310_000),
    ("64721", 214_000),
    ("45385", 186_000),
    ("10060", 42_500),
];

/// What the practice charges for one unit.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ChargeMaster {
    per_unit: BTreeMap<Hcpcs, Cents>,
}

impl ChargeMaster {
    /// The practice's list, the same for every seed.
    ///
    /// # Errors
    /// [`SimError::Shape`], when a constant of this file is wrong.
    pub fn new() -> Result<Self, SimError> {
        let per_unit = CHARGES
            .iter()
            .map(|(code, cents)| Ok((shape("procedure", Hcpcs::parse(code))?, Cents::new(*cents))))
            .collect::<Result<_, SimError>>()?;
        Ok(Self { per_unit })
    }

    /// The charge for one unit of a code.
    #[must_use]
    pub fn per_unit(&self, code: Hcpcs) -> Option<Cents> {
        self.per_unit.get(&code).copied()
    }

    /// Every code with its charge, in the order of the codes.
    pub fn iter(&self) -> impl Iterator<Item = (Hcpcs, Cents)> + '_ {
        self.per_unit.iter().map(|(code, cents)| (*code, *cents))
    }
}
