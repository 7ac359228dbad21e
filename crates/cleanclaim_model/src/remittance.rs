//! A remittance: what a payer says it paid, adjusted and why (835).

use core::fmt;

use jiff::civil::Date;

use crate::{Carc, Cents, Hcpcs, Modifiers, Npi, PersonName, Phi, Quantity, Rarc, RevenueCode, Text};

/// CAS01: who stands for an adjustment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum GroupCode {
    /// CO: by contract the provider.
    ContractualObligation,
    /// PR: the patient.
    PatientResponsibility,
    /// OA: nobody of the two; often an earlier payer.
    OtherAdjustment,
    /// PI: the payer lowered it without a contract.
    PayerInitiated,
    /// CR: a correction or reversal, in old files.
    CorrectionReversal,
}

impl GroupCode {
    /// Every value.
    pub const ALL: [Self; 5] = [
        Self::ContractualObligation,
        Self::PatientResponsibility,
        Self::OtherAdjustment,
        Self::PayerInitiated,
        Self::CorrectionReversal,
    ];

    /// The two letters.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ContractualObligation => "CO",
            Self::PatientResponsibility => "PR",
            Self::OtherAdjustment => "OA",
            Self::PayerInitiated => "PI",
            Self::CorrectionReversal => "CR",
        }
    }

    /// Reads the two letters.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|group| group.as_str() == text)
    }
}

impl fmt::Display for GroupCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// One adjustment: a CAS segment holds up to six of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Adjustment {
    /// CAS01.
    pub group: GroupCode,
    /// CAS02, 05, 08 ...
    pub carc: Carc,
    /// CAS03, 06, 09 ...: what the payment is less than the charge by.
    pub amount: Cents,
    /// CAS04, 07, 10 ...
    pub quantity: Option<Quantity>,
}

/// CLP02, claim status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ClaimStatusCode(u8);

impl ClaimStatusCode {
    /// Processed as primary.
    pub const PRIMARY: Self = Self(1);
    /// Processed as secondary.
    pub const SECONDARY: Self = Self(2);
    /// Processed as tertiary.
    pub const TERTIARY: Self = Self(3);
    /// Denied (used by few payers, and never by itself a denial for us).
    pub const DENIED: Self = Self(4);
    /// Reversal of an earlier payment.
    pub const REVERSAL: Self = Self(22);
    /// Predetermination: pricing only, no payment.
    pub const PREDETERMINATION: Self = Self(25);

    /// Reads one or two digits.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if text.is_empty() || text.len() > 2 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        text.parse().ok().map(Self)
    }

    /// The number.
    #[must_use]
    pub const fn get(self) -> u8 {
        self.0
    }

    /// 19, 20 and 21: processed and forwarded to another payer.
    #[must_use]
    pub const fn is_forwarded(self) -> bool {
        matches!(self.0, 19..=21 | 23)
    }
}

/// A payment for one service (SVC).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServicePayment {
    /// Index of SVC within its transaction set, ST being 1.
    pub segment_index: u32,
    /// SVC01-2, as adjudicated.
    pub procedure: Option<Hcpcs>,
    /// SVC01-3 to -6.
    pub modifiers: Modifiers,
    /// SVC04, or SVC01 with NU.
    pub revenue_code: Option<RevenueCode>,
    /// SVC06-2: what was submitted, where the payer changed it.
    pub submitted_procedure: Option<Hcpcs>,
    /// SVC06-3 to -6.
    pub submitted_modifiers: Modifiers,
    /// SVC02.
    pub charge: Cents,
    /// SVC03.
    pub paid: Cents,
    /// SVC05; 1 where it was absent.
    pub units: Quantity,
    /// SVC07.
    pub submitted_units: Option<Quantity>,
    /// DTM 472 or 150.
    pub from: Option<Date>,
    /// DTM 151.
    pub thru: Option<Date>,
    /// REF 6R: our line's control number.
    pub line_control_number: Text,
    /// AMT B6.
    pub allowed: Option<Cents>,
    /// CAS.
    pub adjustments: Vec<Adjustment>,
    /// LQ HE.
    pub remarks: Vec<Rarc>,
}

/// A payment for one claim (CLP).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimPayment {
    /// Index of CLP within its transaction set, ST being 1.
    pub segment_index: u32,
    /// CLP01: our number of the claim.
    pub control_number: Text,
    /// CLP02.
    pub status: ClaimStatusCode,
    /// CLP03.
    pub charge: Cents,
    /// CLP04.
    pub paid: Cents,
    /// CLP05.
    pub patient_responsibility: Cents,
    /// CLP06.
    pub filing_indicator: Text,
    /// CLP07.
    pub payer_control_number: Text,
    /// CLP08.
    pub facility_code: Text,
    /// CLP09.
    pub frequency: Text,
    /// CLP11.
    pub drg: Text,
    /// NM1 QC.
    pub patient_name: Phi<PersonName>,
    /// NM1 QC or IL, identifier.
    pub member_id: Phi<Text>,
    /// NM1 82.
    pub rendering_npi: Option<Npi>,
    /// NM1 TT: the payer that the claim was forwarded to.
    pub crossover_payer: Text,
    /// DTM 232.
    pub statement_from: Option<Date>,
    /// DTM 233.
    pub statement_thru: Option<Date>,
    /// DTM 050.
    pub received: Option<Date>,
    /// AMT AU.
    pub covered: Option<Cents>,
    /// AMT I.
    pub interest: Option<Cents>,
    /// CAS of the claim itself.
    pub adjustments: Vec<Adjustment>,
    /// MIA and MOA remarks.
    pub remarks: Vec<Rarc>,
    /// SVC.
    pub services: Vec<ServicePayment>,
}

impl ClaimPayment {
    /// Whether it takes an earlier payment back.
    #[must_use]
    pub fn is_reversal(&self) -> bool {
        self.status == ClaimStatusCode::REVERSAL
    }

    /// Every adjustment, of the claim first and then of each service.
    pub fn all_adjustments(&self) -> impl Iterator<Item = &Adjustment> {
        self.adjustments.iter().chain(self.services.iter().flat_map(|service| &service.adjustments))
    }
}

/// A PLB adjustment: money that belongs to no claim of this remittance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProviderAdjustment {
    /// Index of PLB within its transaction set, ST being 1.
    pub segment_index: u32,
    /// PLB01.
    pub provider_id: Text,
    /// PLB02.
    pub fiscal_period_end: Option<Date>,
    /// PLB03-1: `WO`, `FB`, `L6`, `72` ...
    pub reason: Text,
    /// PLB03-2: often the payer's number of a claim.
    pub reference: Text,
    /// PLB04: positive lowers the payment.
    pub amount: Cents,
}

/// How the money comes (BPR04).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PaymentMethod {
    /// BPR01, transaction handling.
    pub handling: Text,
    /// BPR03: `C` or `D`.
    pub credit_or_debit: Text,
    /// BPR04: `ACH`, `CHK`, `NON`, `FWT`, `BOP`.
    pub method: Text,
}

/// One ST-SE of an 835.
///
/// Source: ASC X12N/005010X221A1.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Remittance {
    /// ST02.
    pub set_control_number: Text,
    /// BPR02.
    pub amount: Cents,
    /// BPR01, 03 and 04.
    pub method: PaymentMethod,
    /// BPR16.
    pub payment_date: Option<Date>,
    /// TRN02: check or EFT trace number.
    pub trace_number: Text,
    /// TRN03: 1 and the payer's tax identifier.
    pub payer_trace_id: Text,
    /// DTM 405.
    pub production_date: Option<Date>,
    /// N1 PR, name.
    pub payer_name: Text,
    /// N1 PR N104, or REF 2U.
    pub payer_id: Text,
    /// N1 PE, name.
    pub payee_name: Text,
    /// N1 PE with XX.
    pub payee_npi: Option<Npi>,
    /// N1 PE with FI, or REF TJ.
    pub payee_tax_id: Text,
    /// CLP, in order.
    pub claims: Vec<ClaimPayment>,
    /// PLB, in order, one element of this list for each reason.
    pub provider_adjustments: Vec<ProviderAdjustment>,
}

impl Remittance {
    /// What BPR02 must be: the claims' payments less the provider adjustments.
    ///
    /// Source: ASC X12N/005010X221A1, section 1.10.2.1.3.
    #[must_use]
    pub fn balance(&self) -> Cents {
        let paid: Cents = self.claims.iter().map(|claim| claim.paid).sum();
        let adjusted: Cents = self.provider_adjustments.iter().map(|adjustment| adjustment.amount).sum();
        paid - adjusted
    }
}
