//! Remittances to 835 (005010X221A1).

use std::io::Write;

use cleanclaim_model::{
    Address, Cents, ClaimPayment, Date, ProviderAdjustment, Remittance, ServicePayment, Text, ccyymmdd,
};

use crate::amounts;
use crate::claim::{write_address, write_name};
use crate::{EnvelopeSettings, InterchangeWriter, WriteError, WriteSummary, Written};

const VERSION: &str = "005010X221A1";

/// Remarks of one MOA segment.
const MOA_REMARKS: usize = 5;

/// Reasons with amounts of one PLB segment.
const PER_PLB: usize = 6;

/// What a remittance file needs besides its remittances.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemittanceSettings {
    /// Envelopes, delimiters and control numbers.
    pub envelope: EnvelopeSettings,
    /// N3 and N4 of the payer.
    pub payer_address: Address,
    /// PER02 with BL: whom to ask about the file.
    pub payer_contact: Text,
    /// PER04 with TE.
    pub payer_phone: Text,
}

/// Writes remittances into one interchange, an ST-SE each.
#[derive(Debug)]
pub struct RemittanceWriter<W> {
    out: InterchangeWriter<W>,
    settings: RemittanceSettings,
}

impl<W: Write> RemittanceWriter<W> {
    /// A writer that has written nothing yet.
    ///
    /// # Errors
    /// When a setting does not fit into the envelopes.
    pub fn new(out: W, settings: RemittanceSettings) -> Result<Self, WriteError> {
        Ok(Self { out: InterchangeWriter::new(out, settings.envelope.clone())?, settings })
    }

    /// Writes one ST-SE. ST02 is the remittance's own number, or the next one where it has none; `segment_index` is not read.
    ///
    /// # Errors
    /// When something of it cannot be sent; then nothing of it was written.
    pub fn write(&mut self, remittance: &Remittance) -> Result<Written, WriteError> {
        check(remittance)?;
        if !self.out.is_group("HP", VERSION) {
            self.out.open_group("HP", VERSION);
        }
        let (_, byte) = self.out.position();
        self.encode(remittance);
        if let Err(error) = self.out.check() {
            self.out.roll_back();
            return Err(error);
        }
        let mut written = self.out.written_since((1, byte));
        written.last_segment = self.out.set_segments();
        self.out.commit()?;
        Ok(written)
    }

    /// Closes the envelopes and gives back the destination.
    ///
    /// # Errors
    /// When the destination fails.
    pub fn finish(self) -> Result<(W, WriteSummary), WriteError> {
        self.out.finish()
    }

    fn encode(&mut self, remittance: &Remittance) {
        let number = remittance.set_control_number.as_str();
        self.out.open_set("835", (!number.is_empty()).then_some(number));
        header(&mut self.out, remittance);
        payer(&mut self.out, &self.settings, remittance);
        payee(&mut self.out, remittance);
        if !remittance.claims.is_empty() {
            self.out.begin("LX").add("1").end();
        }
        for claim in &remittance.claims {
            claim_payment(&mut self.out, claim);
        }
        provider_adjustments(&mut self.out, &remittance.provider_adjustments);
        self.out.close_set();
    }
}

/// Refuses what the transaction has no room for.
fn check(remittance: &Remittance) -> Result<(), WriteError> {
    let remarks = remittance.claims.iter().map(|claim| claim.remarks.len()).max().unwrap_or_default();
    if MOA_REMARKS < remarks {
        return Err(WriteError::TooMany { what: "remarks of a claim", found: remarks, limit: MOA_REMARKS });
    }
    let number = &remittance.set_control_number;
    if !number.is_empty() && !(4..=9).contains(&number.len()) {
        return Err(WriteError::Setting { setting: "set_control_number", problem: "must have 4 to 9 characters" });
    }
    Ok(())
}

fn header<W: Write>(out: &mut InterchangeWriter<W>, remittance: &Remittance) {
    let method = &remittance.method;
    let date = |date: Option<Date>| date.map(ccyymmdd).unwrap_or_default();
    out.begin("BPR").add(&method.handling).add(&remittance.amount.to_string());
    out.add(&method.credit_or_debit).add(&method.method).skip(11).add(&date(remittance.payment_date)).end();
    out.begin("TRN").add("1").add(&remittance.trace_number).add(&remittance.payer_trace_id).end();
    dated(out, "405", remittance.production_date);
}

fn payer<W: Write>(out: &mut InterchangeWriter<W>, settings: &RemittanceSettings, remittance: &Remittance) {
    out.begin("N1").add("PR").add(&remittance.payer_name).end();
    write_address(out, &settings.payer_address);
    if !remittance.payer_id.is_empty() {
        out.begin("REF").add("2U").add(&remittance.payer_id).end();
    }
    if !settings.payer_contact.is_empty() || !settings.payer_phone.is_empty() {
        out.begin("PER").add("BL").add(&settings.payer_contact);
        if !settings.payer_phone.is_empty() {
            out.add("TE").add(&settings.payer_phone);
        }
        out.end();
    }
}

fn payee<W: Write>(out: &mut InterchangeWriter<W>, remittance: &Remittance) {
    out.begin("N1").add("PE").add(&remittance.payee_name);
    let tax_id = &remittance.payee_tax_id;
    match remittance.payee_npi {
        Some(npi) => {
            out.add("XX").add(npi.as_str()).end();
            if !tax_id.is_empty() {
                out.begin("REF").add("TJ").add(tax_id).end();
            }
        }
        None if tax_id.is_empty() => out.end(),
        None => out.add("FI").add(tax_id).end(),
    }
}

fn claim_payment<W: Write>(out: &mut InterchangeWriter<W>, claim: &ClaimPayment) {
    let responsibility = claim.patient_responsibility;
    out.begin("CLP").add(&claim.control_number).add(&claim.status.get().to_string());
    out.add(&claim.charge.to_string()).add(&claim.paid.to_string());
    out.add(&if responsibility.is_zero() { String::new() } else { responsibility.to_string() });
    out.add(&claim.filing_indicator).add(&claim.payer_control_number).add(&claim.facility_code);
    out.add(&claim.frequency).add("").add(&claim.drg).end();
    amounts::adjustments(out, &claim.adjustments);
    out.begin("NM1").add("QC").add("1");
    write_name(out, claim.patient_name.expose());
    if !claim.member_id.expose().is_empty() {
        out.add("MI").add(claim.member_id.expose());
    }
    out.end();
    if let Some(npi) = claim.rendering_npi {
        out.begin("NM1").add("82").add("1").skip(5).add("XX").add(npi.as_str()).end();
    }
    if !claim.crossover_payer.is_empty() {
        out.begin("NM1").add("TT").add("2").add(&claim.crossover_payer).end();
    }
    if !claim.remarks.is_empty() {
        out.begin("MOA").skip(2);
        for remark in &claim.remarks {
            out.add(remark.as_str());
        }
        out.end();
    }
    dated(out, "232", claim.statement_from);
    dated(out, "233", claim.statement_thru);
    dated(out, "050", claim.received);
    for (qualifier, amount) in [("AU", claim.covered), ("I", claim.interest)] {
        amount_of(out, qualifier, amount);
    }
    for service in &claim.services {
        service_payment(out, service);
    }
}

fn service_payment<W: Write>(out: &mut InterchangeWriter<W>, service: &ServicePayment) {
    let revenue_code = service.revenue_code.as_ref().map_or("", |code| code.as_str());
    out.begin("SVC");
    match &service.procedure {
        Some(code) => amounts::procedure(out, "HC", code.as_str(), service.modifiers),
        None if revenue_code.is_empty() => amounts::procedure(out, "HC", "", service.modifiers),
        None => amounts::procedure(out, "NU", revenue_code, service.modifiers),
    }
    out.add(&service.charge.to_string()).add(&service.paid.to_string());
    out.add(if service.procedure.is_some() { revenue_code } else { "" }).add(&service.units.to_string());
    match &service.submitted_procedure {
        Some(code) => amounts::procedure(out, "HC", code.as_str(), service.submitted_modifiers),
        None => {
            out.add("");
        }
    }
    out.add(&service.submitted_units.map(|units| units.to_string()).unwrap_or_default()).end();
    dated(out, if service.thru.is_some() { "150" } else { "472" }, service.from);
    dated(out, "151", service.thru);
    amounts::adjustments(out, &service.adjustments);
    if !service.line_control_number.is_empty() {
        out.begin("REF").add("6R").add(&service.line_control_number).end();
    }
    amount_of(out, "B6", service.allowed);
    for remark in &service.remarks {
        out.begin("LQ").add("HE").add(remark.as_str()).end();
    }
}

/// PLB segments: consecutive adjustments of one provider and fiscal period share one, up to six.
fn provider_adjustments<W: Write>(out: &mut InterchangeWriter<W>, adjustments: &[ProviderAdjustment]) {
    let is_same = |left: &ProviderAdjustment, right: &ProviderAdjustment| {
        left.provider_id == right.provider_id && left.fiscal_period_end == right.fiscal_period_end
    };
    for group in adjustments.chunk_by(is_same) {
        for chunk in group.chunks(PER_PLB) {
            out.begin("PLB").add(&chunk[0].provider_id);
            out.add(&chunk[0].fiscal_period_end.map(ccyymmdd).unwrap_or_default());
            for adjustment in chunk {
                out.composite(&[&adjustment.reason, &adjustment.reference]).add(&adjustment.amount.to_string());
            }
            out.end();
        }
    }
}

fn dated<W: Write>(out: &mut InterchangeWriter<W>, qualifier: &str, date: Option<Date>) {
    if let Some(date) = date {
        out.begin("DTM").add(qualifier).add(&ccyymmdd(date)).end();
    }
}

fn amount_of<W: Write>(out: &mut InterchangeWriter<W>, qualifier: &str, amount: Option<Cents>) {
    if let Some(amount) = amount {
        out.begin("AMT").add(qualifier).add(&amount.to_string()).end();
    }
}
