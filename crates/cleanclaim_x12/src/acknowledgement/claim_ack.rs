//! 277CA written.

use std::io::Write;
use std::sync::Arc;

use cleanclaim_model::{Cents, Claim, ClaimAck, Date, Person, Phi, Provider, StatusInfo, Text, ccyymmdd};

use crate::claim::{write_name, write_provider_name};
use crate::syntax::time;
use crate::{EnvelopeSettings, InterchangeWriter, WriteError, WriteSummary};

/// A claim as a 277CA answers it (loops 2100D and 2200D).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AckedClaim {
    /// Numbers and statuses; `source_name`, `source_entity` and `batch_reference` are the report's.
    pub ack: ClaimAck,
    /// 2100D NM1 QC.
    pub patient: Arc<Person>,
    /// CLM02.
    pub charge: Cents,
    /// DTP 472, first day.
    pub from: Option<Date>,
    /// DTP 472, last day.
    pub thru: Option<Date>,
}

impl AckedClaim {
    /// The answer to a claim that was read: accepted or rejected by the action of `status` (`WQ` or `U`).
    #[must_use]
    pub fn new(claim: &Claim, status: StatusInfo, payer_control_number: &str) -> Self {
        let ack = ClaimAck {
            control_number: claim.control_number.clone(),
            payer_control_number: payer_control_number.into(),
            rejected: status.action == "U",
            statuses: vec![StatusInfo { amount: status.amount.or(Some(claim.charge)), ..status }],
            member_id: Phi::new(claim.subscriber.member_id.expose().clone()),
            ..ClaimAck::default()
        };
        let patient = claim.patient.as_ref().unwrap_or(&claim.subscriber);
        Self {
            ack,
            patient: Arc::clone(patient),
            charge: claim.charge,
            from: claim.service_from(),
            thru: claim.service_thru(),
        }
    }
}

/// The claims of one billing provider in a 277CA (loop 2000C).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AckedProvider {
    /// 2100C NM1 85.
    pub provider: Arc<Provider>,
    /// Its claims.
    pub claims: Vec<AckedClaim>,
}

/// What one 277CA (005010X214) says of one batch: the claims of one ST-SE of the claim file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimAckReport {
    /// 2100A NM101: `PR` payer, `AY` clearinghouse.
    pub source_entity: Text,
    /// 2100A NM103.
    pub source_name: Text,
    /// 2100A NM109, with PI for a payer and 46 for a clearinghouse.
    pub source_id: Text,
    /// 2100B NM103: who submitted.
    pub receiver_name: Text,
    /// 2100B NM109 with 46.
    pub receiver_id: Text,
    /// 2200B TRN02: BHT03 of the claim file.
    pub batch_reference: Text,
    /// DTP 050.
    pub received: Date,
    /// DTP 009, and the date of each status that has none.
    pub processed: Date,
    /// Providers with their claims.
    pub providers: Vec<AckedProvider>,
}

impl ClaimAckReport {
    /// Puts a claim with those of its billing provider.
    pub fn add(&mut self, provider: &Arc<Provider>, claim: AckedClaim) {
        match self.providers.iter_mut().rfind(|acked| acked.provider == *provider) {
            Some(acked) => acked.claims.push(claim),
            None => self.providers.push(AckedProvider { provider: Arc::clone(provider), claims: vec![claim] }),
        }
    }
}

/// Accepted and rejected claims with their charges.
#[derive(Debug, Clone, Copy, Default)]
struct Totals {
    accepted: usize,
    accepted_charge: Cents,
    rejected: usize,
    rejected_charge: Cents,
}

impl Totals {
    fn of<'a>(claims: impl Iterator<Item = &'a AckedClaim>) -> Self {
        claims.fold(Self::default(), |mut totals, claim| {
            if claim.ack.rejected {
                totals.rejected += 1;
                totals.rejected_charge += claim.charge;
            } else {
                totals.accepted += 1;
                totals.accepted_charge += claim.charge;
            }
            totals
        })
    }

    fn charge(&self) -> Cents {
        self.accepted_charge + self.rejected_charge
    }
}

/// Writes an interchange with one 277CA (005010X214) for each batch.
///
/// # Errors
/// When a value cannot be sent or the destination fails.
pub fn write_277ca<W: Write>(
    out: W,
    settings: &EnvelopeSettings,
    reports: &[ClaimAckReport],
) -> Result<WriteSummary, WriteError> {
    let mut out = InterchangeWriter::new(out, settings.clone())?;
    out.open_group("HN", "005010X214");
    for (index, report) in reports.iter().enumerate() {
        out.open_set("277", None);
        let reference = format!("{:09}-{}", settings.interchange_control_number, index + 1);
        out.begin("BHT").add("0085").add("08").add(&reference);
        out.add(&ccyymmdd(settings.created.date())).add(&time(settings.created)).add("TH").end();
        write_report(&mut out, report, &reference);
        out.commit()?;
    }
    out.finish().map(|(_, summary)| summary)
}

fn write_report<W: Write>(out: &mut InterchangeWriter<W>, report: &ClaimAckReport, reference: &str) {
    let qualifier = if report.source_entity == "AY" { "46" } else { "PI" };
    let totals = Totals::of(report.providers.iter().flat_map(|provider| &provider.claims));
    out.begin("HL").add("1").add("").add("20").add("1").end();
    out.begin("NM1").add(&report.source_entity).add("2").add(&report.source_name).skip(4);
    out.add(qualifier).add(&report.source_id).end();
    out.begin("TRN").add("1").add(reference).end();
    out.begin("DTP").add("050").add("D8").add(&ccyymmdd(report.received)).end();
    out.begin("DTP").add("009").add("D8").add(&ccyymmdd(report.processed)).end();

    out.begin("HL").add("2").add("1").add("21").add("1").end();
    out.begin("NM1").add("41").add("2").add(&report.receiver_name).skip(4).add("46").add(&report.receiver_id).end();
    out.begin("TRN").add("2").add(&report.batch_reference).end();
    let received = [("A1", "19", report.source_entity.as_str())];
    status_segment(out, received, Some(report.processed), "WQ", Some(totals.charge()));
    write_totals(out, ["90", "AA"], totals);

    let mut hierarchy = 2_u32;
    for provider in &report.providers {
        hierarchy += 1;
        let parent = hierarchy;
        let totals = Totals::of(provider.claims.iter());
        out.begin("HL").add(&parent.to_string()).add("2").add("19").add("1").end();
        write_provider_name(out, "85", &provider.provider);
        out.begin("TRN").add("1").add("0").end();
        status_segment(out, received, None, "WQ", Some(totals.charge()));
        write_totals(out, ["QA", "QC"], totals);
        for claim in &provider.claims {
            hierarchy += 1;
            out.begin("HL").add(&hierarchy.to_string()).add(&parent.to_string()).add("PT").end();
            write_claim(out, report, claim);
        }
    }
}

fn write_totals<W: Write>(out: &mut InterchangeWriter<W>, qualifiers: [&str; 2], totals: Totals) {
    let counts = [totals.accepted, totals.rejected];
    for (qualifier, count) in qualifiers.into_iter().zip(counts) {
        if 0 < count {
            out.begin("QTY").add(qualifier).add(&count.to_string()).end();
        }
    }
    let amounts = [("YU", totals.accepted, totals.accepted_charge), ("YY", totals.rejected, totals.rejected_charge)];
    for (qualifier, count, amount) in amounts {
        if 0 < count {
            out.begin("AMT").add(qualifier).add(&amount.to_string()).end();
        }
    }
}

fn write_claim<W: Write>(out: &mut InterchangeWriter<W>, report: &ClaimAckReport, claim: &AckedClaim) {
    out.begin("NM1").add("QC").add("1");
    write_name(out, claim.patient.name.expose());
    out.add("MI").add(claim.ack.member_id.expose()).end();
    out.begin("TRN").add("2").add(&claim.ack.control_number).end();
    for status in &claim.ack.statuses {
        let codes = [(status.category.as_str(), status.status.as_str(), status.entity.as_str())];
        let date = status.date.unwrap_or(report.processed);
        status_segment(out, codes, Some(date), &status.action, status.amount);
    }
    if !claim.ack.payer_control_number.is_empty() {
        out.begin("REF").add("1K").add(&claim.ack.payer_control_number).end();
    }
    if let Some(from) = claim.from {
        match claim.thru {
            Some(thru) if thru != from => {
                let range = format!("{}-{}", ccyymmdd(from), ccyymmdd(thru));
                out.begin("DTP").add("472").add("RD8").add(&range).end();
            }
            _ => out.begin("DTP").add("472").add("D8").add(&ccyymmdd(from)).end(),
        }
    }
}

fn status_segment<W: Write>(
    out: &mut InterchangeWriter<W>,
    codes: [(&str, &str, &str); 1],
    date: Option<Date>,
    action: &str,
    amount: Option<Cents>,
) {
    let [(category, status, entity)] = codes;
    out.begin("STC").composite(&[category, status, entity]).add(&date.map(ccyymmdd).unwrap_or_default());
    out.add(action).add(&amount.map(|amount| amount.to_string()).unwrap_or_default()).end();
}
