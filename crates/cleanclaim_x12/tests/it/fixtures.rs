//! The small files of `fixtures/x12`, and settings that write them again.

use cleanclaim_model::{Claim, Date, Finding, Remittance};
use cleanclaim_x12::{
    ClaimReader, EnvelopeSettings, LineEnd, Origin, RemittanceReader, RemittanceSettings, SubmissionSettings,
    Submitter, Usage,
};

pub(crate) fn read(name: &str) -> String {
    let path = format!("{}/../../fixtures/x12/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The envelope that the fixtures have: 2026-11-02 09:15, test, a line feed after each segment.
pub(crate) fn envelope(sender: &str, receiver: &str, number: u32) -> EnvelopeSettings {
    EnvelopeSettings {
        line_end: LineEnd::LineFeed,
        usage: Usage::Test,
        interchange_control_number: number,
        group_control_number: if number == 7 || number == 8 || number == 9 { number } else { 1 },
        ..EnvelopeSettings::between(sender, receiver, Date::constant(2026, 11, 2).at(9, 15, 0, 0))
    }
}

pub(crate) fn submission(sender: &str) -> SubmissionSettings {
    let (name, phone, batch) = match sender {
        "HOSPITAL1" => ("EXAMPLE HOSPITAL", "5550100001", "BATCH2"),
        _ => ("EXAMPLE FAMILY CLINIC", "5550100000", "BATCH1"),
    };
    SubmissionSettings {
        envelope: envelope(sender, "PAYER01", 1),
        submitter: Submitter {
            name: name.into(),
            id: sender.into(),
            contact: "BILLING DESK".into(),
            phone: phone.into(),
        },
        receiver_name: "EXAMPLE HEALTH PLAN".into(),
        receiver_id: "PAYER01".into(),
        batch_reference: batch.into(),
        claims_per_set_max: 5_000,
    }
}

pub(crate) fn remittance_settings() -> RemittanceSettings {
    RemittanceSettings {
        envelope: envelope("PAYER01", "CLINIC01", 7),
        payer_address: cleanclaim_model::Address {
            line1: "20 EXAMPLE WAY".into(),
            city: "SAMPLETOWN".into(),
            state: "OH".into(),
            zip: "432150000".into(),
            ..Default::default()
        },
        payer_contact: "PAYER DESK".into(),
        payer_phone: "5550100002".into(),
    }
}

pub(crate) fn claims(text: &str) -> (Vec<(Claim, Origin)>, Vec<Finding>) {
    let (mut claims, mut findings) = (Vec::new(), Vec::new());
    let (mut claim, mut origin) = (Claim::default(), Origin::default());
    let mut reader = ClaimReader::new(text.as_bytes());
    while reader.next_into(&mut claim, &mut origin, &mut findings).unwrap() {
        claims.push((claim.clone(), origin.clone()));
    }
    (claims, findings)
}

pub(crate) fn remittances(text: &str) -> (Vec<(Remittance, Origin)>, Vec<Finding>) {
    let (mut remittances, mut findings) = (Vec::new(), Vec::new());
    let (mut remittance, mut origin) = (Remittance::default(), Origin::default());
    let mut reader = RemittanceReader::new(text.as_bytes());
    while reader.next_into(&mut remittance, &mut origin, &mut findings).unwrap() {
        remittances.push((remittance.clone(), origin.clone()));
    }
    (remittances, findings)
}

/// `rule segment-element@index`, one a line.
pub(crate) fn show(findings: &[Finding]) -> String {
    let one = |finding: &Finding| {
        let place = finding.place.clone().unwrap_or_default();
        let element = if place.element == 0 { String::new() } else { format!("{:02}", place.element) };
        let component = if place.component == 0 { String::new() } else { format!("-{}", place.component) };
        format!(
            "{} {}{element}{component} segment {} byte {}",
            finding.rule, place.segment, place.segment_index, place.byte
        )
    };
    findings.iter().map(one).collect::<Vec<_>>().join("\n")
}
