//! The shipped rows of the posting policy, as data. Codes are named only where the policy needs them, in our own words.

use cleanclaim_model::GroupCode::{
    self, ContractualObligation as CO, CorrectionReversal as CR, OtherAdjustment as OA, PatientResponsibility as PR,
    PayerInitiated as PI,
};

use crate::Nature::{self, Decision, Denial, Reduction};
use crate::Treatment::{
    self, Contractual, DenialQueue, Informational, NextPayer, Patient, Sequestration as BySequestration,
};

pub(crate) struct Row {
    pub(crate) group: GroupCode,
    pub(crate) carc: &'static str,
    pub(crate) treatment: Treatment,
    pub(crate) nature: Nature,
    pub(crate) why: &'static str,
    pub(crate) source: &'static str,
}

const GROUPS: &str = "CMS Medicare Claims Processing Manual, chapter 22, section 60.1 (group codes)";
const X221: &str = "ASC X12N/005010X221A1, section 1.10.2 and segment CAS";
const HOUSE: &str = "house rule: only what the table lists is written off";
const QMB: &str = "Social Security Act, section 1902(n)(3)(B); CMS MLN SE1128";

const fn row(
    group: GroupCode,
    carc: &'static str,
    treatment: Treatment,
    nature: Nature,
    why: &'static str,
    source: &'static str,
) -> Row {
    Row { group, carc, treatment, nature, why, source }
}

#[rustfmt::skip]
pub(crate) static DEFAULTS: &[Row] = &[
    // Contractual obligation: written off only where the reason is a price, never where it is a refusal.
    row(CO, "45", Contractual, Decision, "the charge above the contracted or legal fee, which the provider agreed not to collect", GROUPS),
    row(CO, "44", Contractual, Decision, "a discount agreed for prompt payment", GROUPS),
    row(CO, "59", Contractual, Decision, "the fee schedule pays less for several procedures of one session", "42 CFR 414.40; CMS Medicare Claims Processing Manual, chapter 12, section 40.6"),
    row(CO, "90", Contractual, Decision, "the price of a drug's ingredient", GROUPS),
    row(CO, "91", Contractual, Decision, "the price of dispensing a drug", GROUPS),
    row(CO, "94", Contractual, Decision, "a case rate paid more than the charge: a negative write-off", "42 CFR 412.2 (payment by discharge, not by charge)"),
    row(CO, "131", Contractual, Decision, "a discount negotiated for this claim", GROUPS),
    row(CO, "132", Contractual, Decision, "the price of a demonstration project that the provider joined", GROUPS),
    row(CO, "144", Contractual, Decision, "a payment incentive: mostly negative, and so a gain", "42 CFR 414.1405 (MIPS payment adjustment)"),
    row(CO, "237", Contractual, Decision, "a reduction that a payment program's law prescribes", "42 CFR 414.1405 (MIPS payment adjustment)"),
    row(CO, "246", Contractual, Decision, "a line reported for information, which nobody pays", GROUPS),
    row(CO, "253", BySequestration, Decision, "two percent of a Medicare payment withheld by law; the patient never owes it", "Budget Control Act of 2011, section 302; 2 U.S.C. 901a"),
    row(CO, "223", BySequestration, Decision, "a reduction that a law prescribes and no other reason covers; used for sequestration before reason 253 existed", "Budget Control Act of 2011, section 302"),
    row(CO, "23", Informational, Decision, "what an earlier payer paid or adjusted: booked when that payer's remittance was", X221),
    row(CO, "B11", Informational, Denial, "the payer handed the claim to the right payer; it stays open until that one answers", GROUPS),
    row(CO, "B10", DenialQueue, Reduction, "a component of the procedure was paid before: compare both claims", HOUSE),
    row(CO, "104", DenialQueue, Reduction, "a withhold that the contract may pay back at the end of the year", HOUSE),
    row(CO, "24", DenialQueue, Denial, "capitation, or a plan that replaced Medicare: which of the two decides who owes it", HOUSE),
    row(CO, "*", DenialQueue, Denial, "a refusal, or a reason that the table does not name, never writes itself off", HOUSE),

    // Patient responsibility: the cost share is the patient's; a coverage refusal is worked before anybody is billed.
    row(PR, "1", Patient, Decision, "deductible", GROUPS),
    row(PR, "2", Patient, Decision, "coinsurance", GROUPS),
    row(PR, "3", Patient, Decision, "copayment", GROUPS),
    row(PR, "66", Patient, Decision, "deductible for blood", GROUPS),
    row(PR, "85", Patient, Decision, "interest that the patient owes", GROUPS),
    row(PR, "100", Patient, Decision, "the payer paid the patient: collect it there", GROUPS),
    row(PR, "142", Patient, Decision, "the monthly share of a Medicaid patient", GROUPS),
    row(PR, "178", Patient, Decision, "spend-down that the patient has still to meet", "42 CFR 435.831"),
    row(PR, "187", Patient, Decision, "paid from the patient's own health account, which reaches us from there", GROUPS),
    row(PR, "241", Patient, Decision, "the copayment of a low-income subsidy", GROUPS),
    row(PR, "247", Patient, Decision, "deductible of a professional service on an institutional claim", GROUPS),
    row(PR, "248", Patient, Decision, "coinsurance of a professional service on an institutional claim", GROUPS),
    row(PR, "23", Informational, Decision, "what an earlier payer paid or adjusted: booked when that payer's remittance was", X221),
    row(PR, "45", DenialQueue, Reduction, "the rest of a charge out of network: whether the patient may be billed depends on the No Surprises Act", "45 CFR 149.410 and 149.420"),
    row(PR, "*", DenialQueue, Denial, "the payer calls it the patient's for want of coverage: check the coverage and the written notice before billing anybody", "CMS Medicare Claims Processing Manual, chapter 30, section 50"),

    // Other adjustment: mostly the shadow of another payer.
    row(OA, "23", Informational, Decision, "what an earlier payer paid or adjusted: booked when that payer's remittance was, and so it reduces nothing twice", X221),
    row(OA, "94", Contractual, Decision, "a case rate paid more than the charge: a negative write-off", "42 CFR 412.2 (payment by discharge, not by charge)"),
    row(OA, "100", Patient, Decision, "the payer paid the patient: collect it there", GROUPS),
    row(OA, "101", Informational, Decision, "an estimate; nothing is owed before the service", "ASC X12N/005010X221A1, section 1.10.2.7 (predetermination)"),
    row(OA, "133", Informational, Decision, "the line is still pending at the payer", X221),
    row(OA, "209", NextPayer, Decision, "by law not collectable from the patient, but a later payer may owe it", QMB),
    row(OA, "246", Contractual, Decision, "a line reported for information, which nobody pays", GROUPS),
    row(OA, "B11", Informational, Denial, "the payer handed the claim to the right payer; it stays open until that one answers", GROUPS),
    row(OA, "187", DenialQueue, Reduction, "paid from the patient's own health account: wait for that money", HOUSE),
    row(OA, "*", DenialQueue, Denial, "neither by contract nor the patient's: somebody has to find out whose it is", HOUSE),

    // Payer initiated: lowered without a contract, so it is disputed and never written off by itself.
    row(PI, "23", Informational, Decision, "what an earlier payer paid or adjusted: booked when that payer's remittance was", X221),
    row(PI, "45", DenialQueue, Reduction, "the payer cut the charge without a contract: dispute it or bill as the law allows", GROUPS),
    row(PI, "94", Contractual, Decision, "a case rate paid more than the charge: a negative write-off", "42 CFR 412.2 (payment by discharge, not by charge)"),
    row(PI, "*", DenialQueue, Denial, "the payer says nobody owes it, without a contract that says so", GROUPS),

    // Correction and reversal as a group is older than version 5010; on a reversal it is read as contractual obligation.
    row(CR, "*", DenialQueue, Reduction, "a group that current remittances no longer use: a person decides", "ASC X12N/005010X221A1, segment CAS, element 01"),
];
