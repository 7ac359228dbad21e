//! What `x12 json` writes, one object a line, and `x12 write` and `lint` read.

use schemars::JsonSchema;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

use super::{AcknowledgementJson, ClaimJson, EnvelopeJson, RemittanceJson};

/// One claim, remittance or acknowledgement of a file, or a transaction that is only named.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum TransactionJson {
    /// A claim of an 837.
    Claim {
        /// Where it stands.
        envelope: EnvelopeJson,
        /// The claim.
        claim: Box<ClaimJson>,
    },
    /// An 835.
    Remittance {
        /// Where it stands.
        envelope: EnvelopeJson,
        /// The remittance.
        remittance: Box<RemittanceJson>,
    },
    /// A TA1, 999, 997 or a claim of a 277CA.
    Acknowledgement {
        /// Where it stands.
        envelope: EnvelopeJson,
        /// The acknowledgement.
        acknowledgement: AcknowledgementJson,
    },
    /// A transaction set whose content has no typed JSON yet.
    Other {
        /// Where it stands.
        envelope: EnvelopeJson,
    },
}

/// The same document with every part optional: read so, an error keeps its path.
#[derive(Deserialize)]
struct Parts {
    kind: Kind,
    envelope: EnvelopeJson,
    claim: Option<Box<ClaimJson>>,
    remittance: Option<Box<RemittanceJson>>,
    acknowledgement: Option<AcknowledgementJson>,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Claim,
    Remittance,
    Acknowledgement,
    Other,
}

impl<'de> Deserialize<'de> for TransactionJson {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Parts::deserialize(deserializer)?.try_into().map_err(D::Error::custom)
    }
}

impl TryFrom<Parts> for TransactionJson {
    type Error = &'static str;

    fn try_from(parts: Parts) -> Result<Self, &'static str> {
        let Parts { kind, envelope, claim, remittance, acknowledgement } = parts;
        Ok(match kind {
            Kind::Claim => Self::Claim { envelope, claim: claim.ok_or("expected a claim beside the kind")? },
            Kind::Remittance => {
                Self::Remittance { envelope, remittance: remittance.ok_or("expected a remittance beside the kind")? }
            }
            Kind::Acknowledgement => Self::Acknowledgement {
                envelope,
                acknowledgement: acknowledgement.ok_or("expected an acknowledgement beside the kind")?,
            },
            Kind::Other => Self::Other { envelope },
        })
    }
}
