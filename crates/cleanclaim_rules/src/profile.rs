//! What a payer wants, as plain data that is read from TOML.

use std::collections::BTreeMap;

use cleanclaim_model::{Frequency, Hcpcs, Modifier, PlaceOfService, Severity, Taxonomy};

use crate::form::{self, TomlError};

/// How a payer wants a claim corrected that it has adjudicated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Correction {
    /// A replacement claim, frequency 7, with the payer's claim number.
    #[default]
    Replace,
    /// A reopening, by telephone, portal or form: no claim.
    Reopening,
    /// A new claim, frequency 1.
    NewClaim,
}

/// Procedure codes of a profile: one code (`G0008`), all that begin alike (`J9*`), or a range (`J0100-J0199`).
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct CodePattern {
    first: [u8; 5],
    last: [u8; 5],
}

impl CodePattern {
    /// Reads one of the three forms; `None` for anything else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if let Some((first, last)) = text.split_once('-') {
            let (first, last) = (bytes_of(Hcpcs::parse(first).ok()?), bytes_of(Hcpcs::parse(last).ok()?));
            return (first <= last).then_some(Self { first, last });
        }
        if let Some(prefix) = text.strip_suffix('*') {
            let alphanumeric = prefix.bytes().all(|byte| byte.is_ascii_alphanumeric());
            if prefix.is_empty() || 4 < prefix.len() || !alphanumeric {
                return None;
            }
            let (mut first, mut last) = ([0; 5], [u8::MAX; 5]);
            for (index, byte) in prefix.bytes().enumerate() {
                first[index] = byte.to_ascii_uppercase();
                last[index] = byte.to_ascii_uppercase();
            }
            return Some(Self { first, last });
        }
        let code = bytes_of(Hcpcs::parse(text).ok()?);
        Some(Self { first: code, last: code })
    }

    /// Whether the code is one of them.
    #[must_use]
    pub fn matches(&self, code: Hcpcs) -> bool {
        (self.first..=self.last).contains(&bytes_of(code))
    }
}

impl core::fmt::Debug for CodePattern {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let text = |bytes: &[u8; 5]| -> String {
            bytes.iter().filter(|byte| byte.is_ascii_alphanumeric()).map(|byte| char::from(*byte)).collect()
        };
        match (text(&self.first), text(&self.last)) {
            (first, last) if first != last => write!(f, "{first}-{last}"),
            (prefix, _) if prefix.len() < 5 => write!(f, "{prefix}*"),
            (code, _) => f.write_str(&code),
        }
    }
}

/// Five characters always: [`Hcpcs`] has no shorter ones.
fn bytes_of(code: Hcpcs) -> [u8; 5] {
    let mut bytes = [0; 5];
    for (to, from) in bytes.iter_mut().zip(code.as_str().bytes()) {
        *to = from;
    }
    bytes
}

fn severities<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<BTreeMap<&'static str, Severity>, D::Error> {
    type Named = BTreeMap<form::Formed<form::RuleName>, form::Formed<Severity>>;
    let read = <Named as serde::Deserialize>::deserialize(deserializer)?;
    Ok(read.into_iter().map(|(rule, severity)| (rule.0.0, severity.0)).collect())
}

fn any_matches(patterns: &[CodePattern], code: Option<Hcpcs>) -> bool {
    code.is_some_and(|code| patterns.iter().any(|pattern| pattern.matches(code)))
}

/// How a payer wants telehealth marked.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TelehealthPolicy {
    /// Places of service that say telehealth, for this payer.
    #[serde(deserialize_with = "form::list")]
    pub places: Vec<PlaceOfService>,
    /// Modifiers that say telehealth, for this payer.
    #[serde(deserialize_with = "form::list")]
    pub modifiers: Vec<Modifier>,
    /// Whether a line at one of these places needs one of these modifiers.
    #[serde(default)]
    pub place_requires_modifier: bool,
    /// Whether a line with one of these modifiers must be at one of these places.
    #[serde(default)]
    pub modifier_requires_place: bool,
}

/// For which services a payer wants a referring provider.
#[derive(Debug, Clone, PartialEq, Eq, Default, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ReferringPolicy {
    /// These procedures.
    #[serde(deserialize_with = "form::list")]
    pub procedures: Vec<CodePattern>,
    /// All services of rendering (else billing) providers of these specialties.
    #[serde(deserialize_with = "form::list")]
    pub taxonomies: Vec<Taxonomy>,
}

impl ReferringPolicy {
    /// Whether this procedure needs one.
    #[must_use]
    pub fn wants_procedure(&self, code: Option<Hcpcs>) -> bool {
        any_matches(&self.procedures, code)
    }
}

/// For which services a payer wants prior authorization.
#[derive(Debug, Clone, PartialEq, Eq, Default, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PriorAuthorizationPolicy {
    /// These procedures.
    #[serde(deserialize_with = "form::list")]
    pub procedures: Vec<CodePattern>,
    /// Every inpatient stay.
    pub inpatient_stays: bool,
}

impl PriorAuthorizationPolicy {
    /// Whether this procedure needs one.
    #[must_use]
    pub fn wants_procedure(&self, code: Option<Hcpcs>) -> bool {
        any_matches(&self.procedures, code)
    }
}

/// For which services a payer wants the National Drug Code.
#[derive(Debug, Clone, PartialEq, Eq, Default, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct DrugPolicy {
    /// These procedures.
    #[serde(deserialize_with = "form::list")]
    pub procedures: Vec<CodePattern>,
}

impl DrugPolicy {
    /// Whether this procedure needs one.
    #[must_use]
    pub fn wants_procedure(&self, code: Option<Hcpcs>) -> bool {
        any_matches(&self.procedures, code)
    }
}

/// What a payer wants beyond the guides. An item that is `None` is unknown, not "nothing": rules that need it say "not checked".
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PayerProfile {
    /// What we call the payer.
    pub name: String,
    /// The payer's identifier on claims (NM109 of 2010BB).
    pub payer_id: String,
    /// Days from the date of service (the last one of an institutional claim) until an original claim is too late.
    pub timely_filing_days: Option<u16>,
    /// The same for replacements and voids; without it those are not checked for time.
    pub corrected_filing_days: Option<u16>,
    /// How many days before the limit a warning begins.
    pub timely_filing_warning_days: u16,
    /// How it wants a claim corrected that it has adjudicated.
    pub correction: Correction,
    /// Whether it takes frequency 7 and 8 at all.
    pub accepts_frequency_7_8: bool,
    /// Diagnoses that it reads at most, where that is fewer than the guide allows.
    pub max_diagnoses: Option<u8>,
    /// Service lines that it reads at most, where that is fewer than the guide allows.
    pub max_service_lines: Option<u16>,
    /// Whether it pays only with the billing provider's taxonomy on the claim.
    pub requires_billing_taxonomy: bool,
    /// How it wants telehealth marked.
    pub telehealth: Option<TelehealthPolicy>,
    /// When it wants a referring provider.
    pub referring: Option<ReferringPolicy>,
    /// When it wants prior authorization.
    pub prior_authorization: Option<PriorAuthorizationPolicy>,
    /// When it wants the National Drug Code.
    pub drugs: Option<DrugPolicy>,
    /// What its findings weigh, by rule name, where that differs from the rule.
    #[serde(deserialize_with = "severities")]
    pub severity: BTreeMap<&'static str, Severity>,
}

impl Default for PayerProfile {
    fn default() -> Self {
        Self {
            name: String::new(),
            payer_id: String::new(),
            timely_filing_days: None,
            corrected_filing_days: None,
            timely_filing_warning_days: 14,
            correction: Correction::Replace,
            accepts_frequency_7_8: true,
            max_diagnoses: None,
            max_service_lines: None,
            requires_billing_taxonomy: false,
            telehealth: None,
            referring: None,
            prior_authorization: None,
            drugs: None,
            severity: BTreeMap::new(),
        }
    }
}

impl PayerProfile {
    /// Reads a profile. The keys are the fields of this type.
    ///
    /// # Errors
    /// With line and column, when it is no TOML, a key or rule is unknown, or a value is none that the key can have.
    ///
    /// ```
    /// use cleanclaim_rules::PayerProfile;
    /// let profile = PayerProfile::from_toml("name = 'Example Health'\n[drugs]\nprocedures = ['J*']\n")?;
    /// assert!(profile.drugs.is_some());
    /// let error = PayerProfile::from_toml("name = 'Example Health'\ntimely_filing = 180\n").unwrap_err();
    /// assert_eq!((error.line, error.column), (2, 1));
    /// # Ok::<(), cleanclaim_rules::TomlError>(())
    /// ```
    pub fn from_toml(text: &str) -> Result<Self, TomlError> {
        form::read_toml(text)
    }

    /// Days until a claim of this frequency is too late, where the profile says so.
    #[must_use]
    pub fn filing_limit_days(&self, frequency: Frequency) -> Option<u16> {
        match frequency {
            Frequency::REPLACEMENT | Frequency::VOID => self.corrected_filing_days,
            _ => self.timely_filing_days,
        }
    }

    /// What the profile says that a rule's findings weigh.
    #[must_use]
    pub fn severity_of(&self, rule: &str) -> Option<Severity> {
        self.severity.get(rule).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(pattern: &str, inside: &[&str], outside: &[&str]) {
        let pattern = CodePattern::parse(pattern).unwrap();
        let matches = |code: &&str| pattern.matches(Hcpcs::parse(code).unwrap());
        assert!(inside.iter().all(matches), "{pattern:?}");
        assert!(!outside.iter().any(matches), "{pattern:?}");
    }

    #[test]
    fn patterns_match_one_code_a_prefix_or_a_range() {
        check("G0008", &["G0008"], &["G0009", "G0007"]);
        check("J9*", &["J9000", "J9999"], &["J8999", "K0001"]);
        check("j0100-J0199", &["J0100", "J0150", "J0199"], &["J0099", "J0200"]);
        for wrong in ["", "*", "J", "J01000", "J0199-J0100", "J-*", "J0100*", "é*"] {
            assert_eq!(CodePattern::parse(wrong), None, "{wrong}");
        }
    }
}
