//! A claim: what one provider asks one payer to pay for one patient.

use std::sync::Arc;

use jiff::civil::Date;

use crate::{
    Adjustment, Cents, FormCode, Hcpcs, Icd10, Icd10Pcs, Modifiers, Payer, Person, Phi, PlaceOfService, Provider,
    RevenueCode, Text,
};

/// Which of the three claim transactions it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum ClaimKind {
    /// 837P, CMS-1500.
    #[default]
    Professional,
    /// 837I, UB-04.
    Institutional,
    /// 837D.
    Dental,
}

impl ClaimKind {
    /// `professional`, `institutional` or `dental`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Professional => "professional",
            Self::Institutional => "institutional",
            Self::Dental => "dental",
        }
    }

    /// Reads [`ClaimKind::as_str`].
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Professional, Self::Institutional, Self::Dental].into_iter().find(|kind| kind.as_str() == text)
    }
}

/// Claim frequency (CLM05-3): the third digit of the type of bill, used on professional claims too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Frequency(u8);

impl Default for Frequency {
    fn default() -> Self {
        Self::ORIGINAL
    }
}

impl Frequency {
    /// 1: the first and whole claim.
    pub const ORIGINAL: Self = Self(b'1');
    /// 7: replaces a claim that the payer has.
    pub const REPLACEMENT: Self = Self(b'7');
    /// 8: voids a claim that the payer has.
    pub const VOID: Self = Self(b'8');

    /// Reads one letter or digit.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        match text.as_bytes() {
            [byte] if byte.is_ascii_alphanumeric() => Some(Self(byte.to_ascii_uppercase())),
            _ => None,
        }
    }

    /// The letter or digit.
    #[must_use]
    pub const fn as_char(self) -> char {
        self.0 as char
    }
}

/// Whose turn to pay it is (SBR01).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Responsibility {
    /// P
    #[default]
    Primary,
    /// S
    Secondary,
    /// T
    Tertiary,
    /// A to H and U, kept as they came.
    Other(u8),
}

impl Responsibility {
    /// Reads SBR01.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        match text.as_bytes() {
            b"P" => Some(Self::Primary),
            b"S" => Some(Self::Secondary),
            b"T" => Some(Self::Tertiary),
            [byte] if byte.is_ascii_uppercase() => Some(Self::Other(*byte)),
            _ => None,
        }
    }

    /// The letter.
    #[must_use]
    pub const fn as_char(self) -> char {
        match self {
            Self::Primary => 'P',
            Self::Secondary => 'S',
            Self::Tertiary => 'T',
            Self::Other(byte) => byte as char,
        }
    }
}

/// Whether a diagnosis was there on admission (UB-04 locator 67, eighth position).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PresentOnAdmission {
    /// Y
    Yes,
    /// N
    No,
    /// U: the documentation does not say.
    Unknown,
    /// W: it cannot be said clinically.
    Undetermined,
    /// 1: exempt (also sent as an absent value).
    Exempt,
}

impl PresentOnAdmission {
    /// Reads the ninth component of HI.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Some(match text {
            "Y" => Self::Yes,
            "N" => Self::No,
            "U" => Self::Unknown,
            "W" => Self::Undetermined,
            "1" => Self::Exempt,
            _ => return None,
        })
    }

    /// The character as sent.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Yes => "Y",
            Self::No => "N",
            Self::Unknown => "U",
            Self::Undetermined => "W",
            Self::Exempt => "1",
        }
    }
}

/// What part a diagnosis plays on the claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DiagnosisRole {
    /// First-listed (ABK of 837P) or principal (ABK of 837I).
    Principal,
    /// ABF.
    Other,
    /// ABJ, admitting.
    Admitting,
    /// APR, the patient's reason for the visit.
    ReasonForVisit,
    /// ABN, external cause.
    ExternalCause,
}

/// A diagnosis as it stands on a claim; pointers count [`DiagnosisRole::Principal`] and [`DiagnosisRole::Other`] only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Diagnosis {
    /// The code.
    pub code: Icd10,
    /// Its part.
    pub role: DiagnosisRole,
    /// Present on admission, where it was said.
    pub poa: Option<PresentOnAdmission>,
}

/// An inpatient procedure (HI BBR principal, BBQ other).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct InpatientProcedure {
    /// The ICD-10-PCS code.
    pub code: Icd10Pcs,
    /// The day it was done.
    pub date: Option<Date>,
}

/// An occurrence or occurrence span (HI BH, BI).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Occurrence {
    /// The code.
    pub code: FormCode,
    /// The day, or the first of a span.
    pub from: Date,
    /// The last day of a span.
    pub thru: Option<Date>,
}

/// A value code with its amount (HI BE).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ValueCode {
    /// The code.
    pub code: FormCode,
    /// The amount; for codes that count, hundredths of the count.
    pub amount: Cents,
}

/// A quantity in thousandths: 1.5 units are 1,500.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Quantity(i64);

impl Quantity {
    /// Whole units.
    #[must_use]
    pub const fn whole(units: i32) -> Self {
        Self(units as i64 * 1_000)
    }

    /// So many thousandths.
    #[must_use]
    pub const fn thousandths(thousandths: i64) -> Self {
        Self(thousandths)
    }

    /// The number of thousandths.
    #[must_use]
    pub const fn get(self) -> i64 {
        self.0
    }

    /// Whether it is a whole number.
    #[must_use]
    pub const fn is_whole(self) -> bool {
        self.0 % 1_000 == 0
    }

    /// Reads X12 decimal text with up to three decimals; `None` for anything else or beyond a billion units.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (negative, digits) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let fraction = if fraction.len() > 3 { fraction.trim_end_matches('0') } else { fraction };
        let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if (whole.is_empty() && fraction.is_empty()) || whole.len() > 9 || fraction.len() > 3 {
            return None;
        }
        if !all_digits(whole) || !all_digits(fraction) {
            return None;
        }
        let number = |text: &str| text.bytes().fold(0_i64, |value, byte| value * 10 + i64::from(byte - b'0'));
        let scale = [1_000, 100, 10, 1][fraction.len()];
        let thousandths = number(whole) * 1_000 + number(fraction) * scale;
        Some(Self(if negative { -thousandths } else { thousandths }))
    }
}

/// X12 text: no trailing zeros, no point for a whole number.
impl core::fmt::Display for Quantity {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (whole, fraction) = (self.0.unsigned_abs() / 1_000, self.0.unsigned_abs() % 1_000);
        if fraction == 0 {
            return write!(f, "{sign}{whole}");
        }
        let fraction = format!("{fraction:03}");
        write!(f, "{sign}{whole}.{}", fraction.trim_end_matches('0'))
    }
}

/// What a unit is (SV103, SV204).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum UnitBasis {
    /// UN
    #[default]
    Unit,
    /// MJ
    Minutes,
    /// DA
    Days,
}

impl UnitBasis {
    /// The two letters as sent.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unit => "UN",
            Self::Minutes => "MJ",
            Self::Days => "DA",
        }
    }

    /// Reads the two letters.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Unit, Self::Minutes, Self::Days].into_iter().find(|basis| basis.as_str() == text)
    }
}

/// A drug on a service line (2410).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Drug {
    /// LIN03: the eleven-digit National Drug Code.
    pub ndc: Text,
    /// CTP04.
    pub quantity: Quantity,
    /// CTP05-1: `ML`, `UN`, `GR`, `ME` or `F2`.
    pub unit: Text,
}

/// Another payer's decision on a service line (2430), for coordination of benefits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineAdjudication {
    /// SVD01: the payer's identifier.
    pub payer_id: Text,
    /// SVD02.
    pub paid: Cents,
    /// SVD03.
    pub procedure: Option<Hcpcs>,
    /// SVD05.
    pub units: Quantity,
    /// CAS.
    pub adjustments: Vec<Adjustment>,
    /// DTP 573.
    pub date: Option<Date>,
}

/// Another payer of the same claim (2320, 2330).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtherPayer {
    /// SBR01.
    pub responsibility: Responsibility,
    /// SBR09.
    pub filing_indicator: Text,
    /// SBR02, how the patient is related to this payer's subscriber.
    pub relationship: Text,
    /// SBR03.
    pub group_number: Phi<Text>,
    /// Who it is (2330B).
    pub payer: Arc<Payer>,
    /// Its subscriber (2330A).
    pub subscriber: Arc<Person>,
    /// AMT D.
    pub paid: Option<Cents>,
    /// AMT EAF.
    pub remaining_patient_liability: Option<Cents>,
    /// CAS at claim level.
    pub adjustments: Vec<Adjustment>,
    /// REF F8: this payer's number of the claim.
    pub payer_control_number: Text,
}

/// One service, supply or stay on a claim.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ServiceLine {
    /// LX01.
    pub number: u16,
    /// SV101-2, SV202-2 with HC.
    pub procedure: Option<Hcpcs>,
    /// SV101-3 to -6.
    pub modifiers: Modifiers,
    /// SV201.
    pub revenue_code: Option<RevenueCode>,
    /// SV102, SV203.
    pub charge: Cents,
    /// SV104, SV205.
    pub units: Quantity,
    /// SV103, SV204.
    pub unit_basis: UnitBasis,
    /// SV105, where it differs from the claim's.
    pub place_of_service: Option<PlaceOfService>,
    /// SV107: positions in the claim's diagnoses from 1; 0 is an empty slot.
    pub pointers: [u8; 4],
    /// First day of service (DTP 472).
    pub from: Option<Date>,
    /// Last day of service; equal to `from` for one day.
    pub thru: Option<Date>,
    /// REF 6R: our number of the line, which the remittance sends back.
    pub control_number: Text,
    /// 2410.
    pub drug: Option<Drug>,
    /// Where it differs from the claim's.
    pub rendering: Option<Arc<Provider>>,
    /// What other payers decided (2430).
    pub adjudications: Vec<LineAdjudication>,
}

impl ServiceLine {
    /// The pointers that are set, in order.
    pub fn pointers(&self) -> impl Iterator<Item = u8> + '_ {
        self.pointers.iter().copied().filter(|pointer| *pointer != 0)
    }
}

/// A claim, owned and without lifetimes, so that one value serves for a whole file: reading clears it and fills it again.
///
/// Sources: ASC X12N/005010X222A1 and 005010X223A2, loops 2000A to 2430.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Claim {
    /// 837P, 837I or 837D.
    pub kind: ClaimKind,
    /// CLM01: our number of the claim, at most 20 characters come back.
    pub control_number: Text,
    /// CLM02.
    pub charge: Cents,
    /// CLM05-1 of a professional claim.
    pub place_of_service: Option<PlaceOfService>,
    /// CLM05-1 of an institutional claim: type of bill without leading zero and frequency, such as `11`.
    pub facility_code: Option<FormCode>,
    /// CLM05-3.
    pub frequency: Frequency,
    /// CLM06: whether the provider's signature is on file.
    pub signature_on_file: bool,
    /// CLM07: `A`, `B` or `C`.
    pub assignment: Text,
    /// CLM08: `Y`, `N` or `W`.
    pub benefits_assigned: Text,
    /// CLM09: `Y` or `I`.
    pub release: Text,
    /// CLM11-1 to -3: `AA`, `EM`, `OA`.
    pub related_causes: Vec<Text>,
    /// CLM11-4: state of an automobile accident.
    pub accident_state: Text,
    /// CLM20: delay reason.
    pub delay_reason: Text,

    /// 2010AA.
    pub billing: Arc<Provider>,
    /// 2010BA.
    pub subscriber: Arc<Person>,
    /// 2010CA, where the patient is not the subscriber.
    pub patient: Option<Arc<Person>>,
    /// SBR02 or PAT01: `18` for self.
    pub relationship: Text,
    /// SBR01.
    pub responsibility: Responsibility,
    /// SBR03.
    pub group_number: Phi<Text>,
    /// SBR04.
    pub group_name: Text,
    /// SBR05: Medicare secondary payer reason.
    pub insurance_type: Text,
    /// SBR09.
    pub filing_indicator: Text,
    /// 2010BB.
    pub payer: Arc<Payer>,

    /// Rendering provider.
    pub rendering: Option<Arc<Provider>>,
    /// Referring provider.
    pub referring: Option<Arc<Provider>>,
    /// Supervising provider.
    pub supervising: Option<Arc<Provider>>,
    /// Attending provider.
    pub attending: Option<Arc<Provider>>,
    /// Operating provider.
    pub operating: Option<Arc<Provider>>,
    /// Other operating provider.
    pub other_operating: Option<Arc<Provider>>,
    /// Where the service was given.
    pub service_facility: Option<Arc<Provider>>,

    /// REF F8: the payer's number of the claim that this one replaces or voids.
    pub payer_control_number: Text,
    /// REF G1.
    pub prior_authorization: Text,
    /// REF 9F.
    pub referral_number: Text,
    /// REF X4.
    pub clia_number: Text,
    /// REF EA.
    pub medical_record_number: Phi<Text>,
    /// REF D9: a clearinghouse's number of the claim.
    pub clearinghouse_number: Text,

    /// DTP 431.
    pub onset_date: Option<Date>,
    /// DTP 439.
    pub accident_date: Option<Date>,
    /// DTP 484.
    pub last_menstrual_period: Phi<Option<Date>>,
    /// DTP 435: date.
    pub admission_date: Option<Date>,
    /// DTP 435: hour and minute `HHMM`.
    pub admission_hour: Text,
    /// DTP 096: hour and minute `HHMM`.
    pub discharge_hour: Text,
    /// DTP 096 of 837P: discharge date.
    pub discharge_date: Option<Date>,
    /// DTP 434, first day.
    pub statement_from: Option<Date>,
    /// DTP 434, last day.
    pub statement_thru: Option<Date>,
    /// CL101.
    pub admission_type: Option<FormCode>,
    /// CL102.
    pub admission_source: Option<FormCode>,
    /// CL103.
    pub patient_status: Option<FormCode>,
    /// HI DR.
    pub drg: Text,
    /// HI BG.
    pub condition_codes: Vec<FormCode>,
    /// HI BH and BI.
    pub occurrences: Vec<Occurrence>,
    /// HI BE.
    pub value_codes: Vec<ValueCode>,

    /// HI, in the order sent.
    pub diagnoses: Vec<Diagnosis>,
    /// HI BBR, BBQ.
    pub procedures: Vec<InpatientProcedure>,
    /// AMT F5 or F3.
    pub patient_paid: Option<Cents>,
    /// NTE02 at claim level.
    pub note: Phi<Text>,
    /// 2320.
    pub other_payers: Vec<OtherPayer>,
    /// 2400.
    pub lines: Vec<ServiceLine>,
}

impl Claim {
    /// The patient: the subscriber, unless another person is.
    #[must_use]
    pub fn patient(&self) -> &Person {
        self.patient.as_deref().unwrap_or(&self.subscriber)
    }

    /// The diagnoses that pointers count, in order.
    pub fn pointed_diagnoses(&self) -> impl Iterator<Item = &Diagnosis> {
        self.diagnoses
            .iter()
            .filter(|diagnosis| matches!(diagnosis.role, DiagnosisRole::Principal | DiagnosisRole::Other))
    }

    /// The first day of service: the earliest of the lines, else the statement's or admission's first day.
    #[must_use]
    pub fn service_from(&self) -> Option<Date> {
        self.lines.iter().filter_map(|line| line.from).min().or(self.statement_from).or(self.admission_date)
    }

    /// The last day of service: the statement's, else the latest of the lines.
    #[must_use]
    pub fn service_thru(&self) -> Option<Date> {
        self.statement_thru.or_else(|| self.lines.iter().filter_map(|line| line.thru.or(line.from)).max())
    }

    /// The day on which its codes must be valid: an institutional claim's through date, else the first day of service.
    ///
    /// Source: ICD-10-CM/PCS validity goes by discharge or through date for institutional claims, by date of service else (CMS Medicare
    /// Claims Processing Manual, chapter 23, section 10.2).
    #[must_use]
    pub fn coding_date(&self) -> Option<Date> {
        match self.kind {
            ClaimKind::Institutional => self.service_thru().or_else(|| self.service_from()),
            ClaimKind::Professional | ClaimKind::Dental => self.service_from(),
        }
    }

    /// The sum of its lines' charges.
    #[must_use]
    pub fn lines_charge(&self) -> Cents {
        self.lines.iter().map(|line| line.charge).sum()
    }

    /// Empties the claim but keeps the room of its lists, ready to be filled again.
    pub fn clear(&mut self) {
        macro_rules! keep_room {
            ($($list:ident),*) => {
                $(
                    self.$list.clear();
                    let $list = std::mem::take(&mut self.$list);
                )*
                *self = Self { $($list,)* ..Self::default() }
            };
        }
        keep_room!(
            related_causes,
            condition_codes,
            occurrences,
            value_codes,
            diagnoses,
            procedures,
            other_payers,
            lines
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Option<&str>) {
        assert_eq!(Quantity::parse(text).map(|quantity| quantity.to_string()).as_deref(), expected, "{text}");
    }

    #[test]
    fn quantities_keep_three_decimals() {
        check("1", Some("1"));
        check("1.50", Some("1.5"));
        check("0.125", Some("0.125"));
        check(".5", Some("0.5"));
        check("-2", Some("-2"));
        check("1.0000", Some("1"));
        check("1.0001", None);
        check("", None);
        check(".", None);
        check("1e3", None);
    }

    #[test]
    fn a_cleared_claim_is_a_new_claim() {
        let mut claim = Claim { control_number: "A1".into(), lines: vec![ServiceLine::default()], ..Claim::default() };
        claim.clear();
        assert_eq!(claim, Claim::default());
    }
}
