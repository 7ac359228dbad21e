//! 837P and 837I. The claim's loops are one table each, so that their copies below subscriber and patient cannot differ.

use cleanclaim_model::ProviderRole;

use super::LoopRole as Role;
use super::{Guide, Loop, by, with};

/// 837P: 005010X222 with A1 or A2.
pub(super) static X222: Guide = Guide { id: "005010X222A1", source: "ASC X12N/005010X222A1", root: &PROFESSIONAL };

/// 837I: 005010X223 with A2 or A3.
pub(super) static X223: Guide = Guide { id: "005010X223A2", source: "ASC X12N/005010X223A2", root: &INSTITUTIONAL };

static PROFESSIONAL: Loop =
    Loop::new("", Role::Header, by("ST"), &["BHT"]).with(&[&SUBMITTER, &RECEIVER, &PROFESSIONAL_BILLING]);
static INSTITUTIONAL: Loop =
    Loop::new("", Role::Header, by("ST"), &["BHT"]).with(&[&SUBMITTER, &RECEIVER, &INSTITUTIONAL_BILLING]);

static SUBMITTER: Loop = Loop::new("1000A", Role::Submitter, with("NM1", 1, &["41"]), &["PER"]);
static RECEIVER: Loop = Loop::new("1000B", Role::Receiver, with("NM1", 1, &["40"]), &[]);

static PROFESSIONAL_BILLING: Loop = Loop::new("2000A", Role::BillingLevel, with("HL", 3, &["20"]), &["PRV", "CUR"])
    .anchored()
    .with(&[&BILLING_PROVIDER, &PAY_TO_ADDRESS, &PAY_TO_PLAN, &PROFESSIONAL_SUBSCRIBER]);
static INSTITUTIONAL_BILLING: Loop = Loop::new("2000A", Role::BillingLevel, with("HL", 3, &["20"]), &["PRV", "CUR"])
    .anchored()
    .with(&[&BILLING_PROVIDER, &PAY_TO_ADDRESS, &PAY_TO_PLAN, &INSTITUTIONAL_SUBSCRIBER]);

static BILLING_PROVIDER: Loop =
    Loop::new("2010AA", Role::BillingProvider, with("NM1", 1, &["85"]), &["N3", "N4", "REF", "PER"]);
static PAY_TO_ADDRESS: Loop = Loop::new("2010AB", Role::Other, with("NM1", 1, &["87"]), &["N3", "N4"]);
static PAY_TO_PLAN: Loop = Loop::new("2010AC", Role::Other, with("NM1", 1, &["PE"]), &["N3", "N4", "REF"]);

static PROFESSIONAL_SUBSCRIBER: Loop =
    Loop::new("2000B", Role::SubscriberLevel, with("HL", 3, &["22"]), &["SBR", "PAT"]).anchored().with(&[
        &SUBSCRIBER,
        &PAYER,
        &PROFESSIONAL_CLAIM,
        &PROFESSIONAL_PATIENT,
    ]);
static INSTITUTIONAL_SUBSCRIBER: Loop =
    Loop::new("2000B", Role::SubscriberLevel, with("HL", 3, &["22"]), &["SBR", "PAT"]).anchored().with(&[
        &SUBSCRIBER,
        &PAYER,
        &INSTITUTIONAL_CLAIM,
        &INSTITUTIONAL_PATIENT,
    ]);

static SUBSCRIBER: Loop =
    Loop::new("2010BA", Role::Subscriber, with("NM1", 1, &["IL"]), &["N3", "N4", "DMG", "REF", "PER"]);
static PAYER: Loop = Loop::new("2010BB", Role::Payer, with("NM1", 1, &["PR"]), &["N3", "N4", "REF"]);

static PROFESSIONAL_PATIENT: Loop = Loop::new("2000C", Role::PatientLevel, with("HL", 3, &["23"]), &["PAT"])
    .anchored()
    .with(&[&PATIENT, &PROFESSIONAL_CLAIM]);
static INSTITUTIONAL_PATIENT: Loop = Loop::new("2000C", Role::PatientLevel, with("HL", 3, &["23"]), &["PAT"])
    .anchored()
    .with(&[&PATIENT, &INSTITUTIONAL_CLAIM]);

static PATIENT: Loop = Loop::new("2010CA", Role::Patient, with("NM1", 1, &["QC"]), &["N3", "N4", "DMG", "REF", "PER"]);

static PROFESSIONAL_CLAIM: Loop = Loop::new(
    "2300",
    Role::Claim,
    by("CLM"),
    &["DTP", "PWK", "CN1", "AMT", "REF", "K3", "NTE", "CR1", "CR2", "CRC", "HI", "HCP"],
)
.anchored()
.with(&[
    &provider("2310A", ProviderRole::Referring, &["DN"]),
    &other("2310A", &["P3"]),
    &provider("2310B", ProviderRole::Rendering, &["82"]),
    &provider("2310C", ProviderRole::ServiceFacility, &["77"]),
    &provider("2310D", ProviderRole::Supervising, &["DQ"]),
    &other("2310E", &["PW"]),
    &other("2310F", &["45"]),
    &PROFESSIONAL_COVERAGE,
    &PROFESSIONAL_LINE,
]);

static INSTITUTIONAL_CLAIM: Loop = Loop::new(
    "2300",
    Role::Claim,
    by("CLM"),
    &["DTP", "CL1", "PWK", "CN1", "AMT", "REF", "K3", "NTE", "CRC", "HI", "HCP"],
)
.anchored()
.with(&[
    &provider("2310A", ProviderRole::Attending, &["71"]),
    &provider("2310B", ProviderRole::Operating, &["72"]),
    &provider("2310C", ProviderRole::OtherOperating, &["ZZ"]),
    &provider("2310D", ProviderRole::Rendering, &["82"]),
    &provider("2310E", ProviderRole::ServiceFacility, &["77"]),
    &provider("2310F", ProviderRole::Referring, &["DN"]),
    &INSTITUTIONAL_COVERAGE,
    &INSTITUTIONAL_LINE,
]);

const fn provider(id: &'static str, role: ProviderRole, qualifier: &'static [&'static str]) -> Loop {
    Loop::new(id, Role::ClaimProvider(role), with("NM1", 1, qualifier), PROVIDER_SEGMENTS)
}

const fn other(id: &'static str, qualifier: &'static [&'static str]) -> Loop {
    Loop::new(id, Role::Other, with("NM1", 1, qualifier), PROVIDER_SEGMENTS)
}

const PROVIDER_SEGMENTS: &[&str] = &["PRV", "N3", "N4", "REF", "PER"];

const COVERAGE_SEGMENTS: &[&str] = &["CAS", "AMT", "OI", "MIA", "MOA"];

static PROFESSIONAL_COVERAGE: Loop = Loop::new("2320", Role::OtherCoverage, by("SBR"), COVERAGE_SEGMENTS).with(&[
    &OTHER_SUBSCRIBER,
    &OTHER_PAYER,
    &other("2330C", &["DN", "P3"]),
    &other("2330D", &["82"]),
    &other("2330E", &["77"]),
    &other("2330F", &["DQ"]),
    &other("2330G", &["85"]),
]);
static INSTITUTIONAL_COVERAGE: Loop = Loop::new("2320", Role::OtherCoverage, by("SBR"), COVERAGE_SEGMENTS).with(&[
    &OTHER_SUBSCRIBER,
    &OTHER_PAYER,
    &other("2330C", &["71"]),
    &other("2330D", &["72"]),
    &other("2330E", &["ZZ"]),
    &other("2330F", &["77"]),
    &other("2330G", &["82"]),
    &other("2330H", &["DN"]),
    &other("2330I", &["85"]),
]);

static OTHER_SUBSCRIBER: Loop =
    Loop::new("2330A", Role::OtherSubscriber, with("NM1", 1, &["IL"]), &["N3", "N4", "REF"]);
static OTHER_PAYER: Loop = Loop::new("2330B", Role::OtherPayer, with("NM1", 1, &["PR"]), &["N3", "N4", "DTP", "REF"]);

static PROFESSIONAL_LINE: Loop = Loop::new(
    "2400",
    Role::Line,
    by("LX"),
    &["SV1", "SV5", "PWK", "CR1", "CR3", "CRC", "DTP", "QTY", "MEA", "CN1", "REF", "AMT", "K3", "NTE", "PS1", "HCP"],
)
.with(&[
    &DRUG,
    &line_rendering("2420A"),
    &other("2420B", &["QB"]),
    &other("2420C", &["77"]),
    &other("2420D", &["DQ"]),
    &other("2420E", &["DK"]),
    &other("2420F", &["DN", "P3"]),
    &other("2420G", &["PW"]),
    &other("2420H", &["45"]),
    &LINE_ADJUDICATION,
    &FORM,
]);
static INSTITUTIONAL_LINE: Loop =
    Loop::new("2400", Role::Line, by("LX"), &["SV2", "PWK", "DTP", "REF", "AMT", "NTE", "HCP"]).with(&[
        &DRUG,
        &other("2420A", &["72"]),
        &other("2420B", &["ZZ"]),
        &line_rendering("2420C"),
        &other("2420D", &["DN"]),
        &LINE_ADJUDICATION,
    ]);

const fn line_rendering(id: &'static str) -> Loop {
    Loop::new(id, Role::LineRendering, with("NM1", 1, &["82"]), PROVIDER_SEGMENTS)
}

static DRUG: Loop = Loop::new("2410", Role::Drug, by("LIN"), &["CTP", "REF"]);
static LINE_ADJUDICATION: Loop = Loop::new("2430", Role::LineAdjudication, by("SVD"), &["CAS", "DTP", "AMT"]);
static FORM: Loop = Loop::new("2440", Role::Other, by("LQ"), &["FRM"]);
