//! The findings of this crate: name, weight and source of each, in one place.

use std::borrow::Cow;

use cleanclaim_model::{AckCodes, Finding, Severity};

/// A kind of finding.
pub(crate) struct Rule {
    pub(crate) name: &'static str,
    severity: Severity,
    snip: u8,
    /// IK304 and IK403; empty where a 999 says it elsewhere or not at all.
    ik3: &'static str,
    ik4: &'static str,
    source: &'static str,
}

impl Rule {
    pub(crate) fn finding(&self, message: impl Into<Cow<'static, str>>) -> Finding {
        let finding = Finding::new(self.name, self.severity, message, self.source).snip(self.snip);
        if self.ik3.is_empty() {
            return finding;
        }
        let ik4 = (!self.ik4.is_empty()).then_some(Cow::Borrowed(self.ik4));
        finding.ack(AckCodes { ik3: Some(self.ik3.into()), ik4, stc: None })
    }
}

macro_rules! rules {
    ($($(#[$doc:meta])* $constant:ident = ($name:literal, $severity:ident, $snip:literal, $ik3:literal, $ik4:literal, $source:expr),)*) => {
        $($(#[$doc])* pub(crate) const $constant: Rule = Rule {
            name: $name, severity: Severity::$severity, snip: $snip, ik3: $ik3, ik4: $ik4, source: $source,
        };)*

        /// The name of every finding this crate emits.
        pub const RULE_NAMES: &[&str] = &[$($name,)*];
    };
}

const SYNTAX: &str = "ASC X12.6, application control structure";
const ENVELOPE: &str = "ASC X12.5 and HIPAA TR3 appendix C.1";
const GUIDES: &str = "HIPAA TR3, section 3 of the transaction named in ST03";
const BALANCING: &str = "ASC X12N/005010X221A1, section 1.10.2.1";

rules! {
    /// The interchange header is not 106 bytes with its separators in place.
    ISA_HEADER = ("isa-header-malformed", Warning, 1, "", "", ENVELOPE),
    /// The delimiters had to be guessed.
    ISA_DELIMITERS = ("isa-delimiters-unreadable", Error, 1, "", "", ENVELOPE),
    /// Composites are cut by another character than ISA16 names.
    ISA_COMPONENT = ("isa-component-separator-unused", Warning, 1, "", "", ENVELOPE),
    /// What stands where a segment identifier belongs is none.
    SEGMENT_ID = ("segment-id-invalid", Error, 1, "1", "", SYNTAX),
    /// No terminator within the limit.
    SEGMENT_TOO_LONG = ("segment-too-long", Error, 1, "8", "5", SYNTAX),
    /// The file ends inside a segment.
    TRUNCATED = ("truncated-segment", Error, 1, "8", "6", SYNTAX),
    /// The file ends right after its last segment, without terminator.
    LAST_TERMINATOR = ("last-terminator-missing", Warning, 1, "", "", SYNTAX),
    /// Bytes after an interchange that begin no other.
    GARBAGE = ("bytes-after-interchange", Warning, 1, "", "", ENVELOPE),
    /// Binary data is not as long as announced.
    BINARY_LENGTH = ("binary-length-wrong", Error, 1, "8", "6", SYNTAX),
    /// An envelope was opened and not closed.
    MISSING_TRAILER = ("envelope-trailer-missing", Error, 1, "", "", ENVELOPE),
    /// An envelope segment where none may stand.
    MISPLACED_ENVELOPE = ("envelope-segment-misplaced", Error, 1, "", "", ENVELOPE),
    /// The trailer repeats another control number than the header's.
    CONTROL_NUMBER = ("control-number-mismatch", Error, 1, "", "", ENVELOPE),
    /// The trailer counts wrong.
    COUNT = ("envelope-count-wrong", Error, 1, "", "", ENVELOPE),
    /// ISA12, GS08 and ST03 contradict each other.
    RELEASE = ("release-contradicted", Warning, 1, "", "", ENVELOPE),
    /// A segment that has no place in the guide where it stands.
    SEGMENT_MISPLACED = ("segment-not-in-guide", Error, 2, "2", "", GUIDES),
    /// A value that is not of its element's type or code list.
    VALUE = ("element-value-invalid", Error, 2, "8", "7", GUIDES),
    /// More repetitions than a claim or remittance can hold.
    TOO_MANY = ("too-many-repetitions", Error, 2, "5", "", GUIDES),
    /// An element that must be there is not.
    MISSING = ("required-element-missing", Error, 2, "8", "1", GUIDES),
    /// ICD-9-CM or another code system that no longer stands on claims.
    RETIRED_CODES = ("retired-code-system", Warning, 2, "", "", "45 CFR 162.1002(c)"),
    /// An NPI of the wrong shape or with a wrong check digit.
    NPI = ("npi-invalid", Warning, 5, "", "", "45 CFR 162.406"),
    /// BPR02 is not the sum of CLP04 less the sum of PLB.
    BALANCE_TRANSACTION = ("remittance-out-of-balance", Error, 3, "", "", BALANCING),
    /// BPR02 is below zero.
    BALANCE_NEGATIVE = ("remittance-payment-negative", Error, 3, "", "", BALANCING),
    /// CLP03 less every CAS is not CLP04.
    BALANCE_CLAIM = ("claim-payment-out-of-balance", Error, 3, "", "", BALANCING),
    /// SVC02 less its CAS is not SVC03.
    BALANCE_SERVICE = ("service-payment-out-of-balance", Error, 3, "", "", BALANCING),
    /// The services' payments less the claim's own CAS are not CLP04.
    BALANCE_LINES = ("service-payments-do-not-add-up", Error, 3, "", "", BALANCING),
}
