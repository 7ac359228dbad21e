//! Identifiers of our own making, and the seams through which ids and time come in.

use core::fmt;
use core::str::FromStr;

use jiff::{Timestamp, civil::Date};

/// Where new identifiers come from, so that one seed gives the same bytes.
pub trait IdSource {
    /// 128 bits never given out before. Sources should let ids sort by time of making.
    fn next_id(&mut self) -> u128;
}

/// Where the time comes from.
pub trait Clock {
    /// The moment, in UTC.
    fn now(&self) -> Timestamp;
    /// The practice's calendar day.
    fn today(&self) -> Date;
}

/// Why text is not an identifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected {prefix}_ and 32 hexadecimal digits")]
pub struct IdError {
    /// What such an identifier begins with.
    pub prefix: &'static str,
}

macro_rules! id_type {
    ($(#[$doc:meta])* $name:ident, $prefix:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u128);

        impl $name {
            /// What it begins with in text.
            pub const PREFIX: &'static str = $prefix;

            /// The identifier of this number.
            #[must_use]
            pub const fn new(value: u128) -> Self {
                Self(value)
            }

            /// A new one.
            pub fn next(ids: &mut dyn IdSource) -> Self {
                Self(ids.next_id())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!($prefix, "_{:032x}"), self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }

        impl FromStr for $name {
            type Err = IdError;
            fn from_str(text: &str) -> Result<Self, IdError> {
                let error = IdError { prefix: $prefix };
                let digits = text.strip_prefix(concat!($prefix, "_")).ok_or(error)?;
                if digits.len() != 32 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
                    return Err(error);
                }
                u128::from_str_radix(digits, 16).map(Self).map_err(|_| error)
            }
        }
    };
}

id_type!(
    /// A practice: the tenant that everything else belongs to.
    PracticeId, "prc"
);
id_type!(
    /// A patient of a practice.
    PatientId, "pat"
);
id_type!(
    /// An encounter.
    EncounterId, "enc"
);
id_type!(
    /// A charge.
    ChargeId, "chg"
);
id_type!(
    /// A claim version.
    ClaimId, "clm"
);
id_type!(
    /// One claim version sent once to one payer.
    SubmissionId, "sub"
);
id_type!(
    /// A remittance: one ST-SE of an 835.
    RemittanceId, "rem"
);
id_type!(
    /// A stored file: bytes sent or received.
    FileId, "fil"
);
id_type!(
    /// A ledger entry.
    EntryId, "ent"
);
id_type!(
    /// An event in the life of a claim.
    EventId, "evt"
);
id_type!(
    /// A person who signs in.
    UserId, "usr"
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prints_with_a_prefix_and_reads_back() {
        let id = ClaimId::new(0x2a);
        assert_eq!(id.to_string(), "clm_0000000000000000000000000000002a");
        assert_eq!(id.to_string().parse(), Ok(id));
        assert!("sub_0000000000000000000000000000002a".parse::<ClaimId>().is_err());
        assert!("clm_+000000000000000000000000000002a".parse::<ClaimId>().is_err());
    }
}
