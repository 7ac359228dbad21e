//! Payment days: checks with claim payments, reversals and provider adjustments, and what goes wrong with them.

use std::collections::BTreeMap;
use std::sync::Arc;

use cleanclaim_model::{
    Address, Cents, ClaimPayment, Date, Npi, PaymentMethod, PersonName, Phi, Provider, ProviderAdjustment, Remittance,
    Text,
};
use cleanclaim_x12::{RemittanceSettings, RemittanceWriter};
use jiff::ToSpan as _;
use jiff::civil::time;

use super::decide::reversal;
use super::truth::{Event, Fault, SentRemittance};
use super::{Carried, Later, OutFile, OutKind, Payer, Stage};
use crate::error::SimError;

/// How far the wrong total is off.
const WRONG_BY: Cents = Cents::new(10_000);
/// By how much the claim that does not balance is off.
const UNBALANCED_BY: Cents = Cents::new(1_000);
/// Faults begin at this payment day with something to pay, so that some checks were right before.
const FIRST_FAULTY_RUN: u32 = 2;
/// How long after a delayed correction the money is held back.
const RECOUP_AFTER_DAYS: i64 = 14;

/// One check in the making: everything for one payee.
struct Batch {
    payee: Arc<Provider>,
    /// Which case each claim payment is of.
    cases: Vec<usize>,
    claims: Vec<ClaimPayment>,
    plb: Vec<(&'static str, Text, Cents)>,
    /// Whether every claim in it is paid for the first time and nothing is settled through PLB.
    plain: bool,
    fault: Option<Fault>,
    wrong_by: Cents,
}

impl Batch {
    fn new(payee: &Arc<Provider>) -> Self {
        Self {
            payee: Arc::clone(payee),
            cases: Vec::new(),
            claims: Vec::new(),
            plb: Vec::new(),
            plain: true,
            fault: None,
            wrong_by: Cents::ZERO,
        }
    }

    fn amount(&self) -> Cents {
        let paid: Cents = self.claims.iter().map(|claim| claim.paid).sum();
        paid - self.plb.iter().map(|(_, _, amount)| *amount).sum()
    }

    fn settle(&mut self, reason: &'static str, reference: &str, amount: Cents) {
        self.plb.push((reason, reference.into(), amount));
        self.plain = false;
    }
}

type Batches = BTreeMap<Npi, Batch>;

impl Payer {
    /// A payment day: an 835 file with one ST-SE for each payee to whom something is due, and whatever is sent again. Call it with
    /// rising dates.
    ///
    /// # Errors
    /// When a file cannot be written, which is a fault of the simulation.
    pub fn payment_run(&mut self, date: Date) -> Result<Vec<OutFile>, SimError> {
        let mut files = std::mem::take(&mut self.resend);
        let mut batches = Batches::new();
        self.pay_due(date, &mut batches);
        self.correct_due(date, &mut batches)?;
        self.settle_due(date, &mut batches);
        if batches.is_empty() {
            return Ok(files);
        }
        self.runs += 1;
        let file_fault = self.plant_fault(&mut batches);
        self.carry_forward(date, &mut batches);
        let name = format!("{}.{date}.835", self.desk.key);
        let bytes = self.write_remittances(&name, date, batches, file_fault)?;
        let file = OutFile { name: name.clone(), bytes, kind: OutKind::Remittance };
        match file_fault {
            Some(Fault::Lost) => {}
            Some(Fault::SentTwice) => {
                self.resend.push(OutFile { name: format!("{name}.again"), ..file.clone() });
                files.push(file);
            }
            _ => files.push(file),
        }
        Ok(files)
    }

    /// Claims whose day has come.
    fn pay_due(&mut self, date: Date, batches: &mut Batches) {
        for index in 0..self.cases.len() {
            let case = &mut self.cases[index];
            let Some(npi) = case.claim.billing.npi.filter(|_| case.stage == Stage::Waiting && case.pay_on <= date)
            else {
                continue;
            };
            case.stage = Stage::Finalized;
            let events = case.decision.events();
            let mut payment = case.payment.clone();
            let batch = batches.entry(npi).or_insert_with(|| Batch::new(&case.claim.billing));
            if !case.interest.is_zero() {
                payment.interest = Some(case.interest);
                batch.settle("L6", &case.number, -case.interest);
                self.truth.note(Event::Interest);
            }
            batch.cases.push(index);
            batch.claims.push(payment);
            events.into_iter().for_each(|event| self.truth.note(event));
        }
    }

    /// Payments that are taken back, and those that replace them.
    fn correct_due(&mut self, date: Date, batches: &mut Batches) -> Result<(), SimError> {
        for index in 0..self.cases.len() {
            let case = &mut self.cases[index];
            let Some(npi) = case.claim.billing.npi.filter(|_| case.stage == Stage::Finalized) else { continue };
            let Some((_, later)) = case.later.take_if(|(due, _)| *due <= date) else { continue };
            let batch = batches.entry(npi).or_insert_with(|| Batch::new(&case.claim.billing));
            batch.plain = false;
            batch.cases.push(index);
            batch.claims.push(reversal(&case.payment));
            self.truth.note(Event::Reversed);
            let Later::Correct { share_e4, delayed } = later else {
                case.stage = Stage::Closed;
                continue;
            };
            let decision = case.decision.at_share(share_e4);
            let number = Text::from(format!("{}A", case.number));
            let (payment, _) = decision.payment(&case.claim, &self.desk, &number, case.received)?;
            let lower_by = case.payment.paid - payment.paid;
            batch.cases.push(index);
            batch.claims.push(payment.clone());
            self.truth.note(Event::Corrected);
            if delayed && Cents::ZERO < lower_by {
                // The check stays whole today; the money is held back from a later one.
                batch.settle("WO", &case.number, -lower_by);
                let due = date.checked_add(RECOUP_AFTER_DAYS.days())?;
                let reference = case.number.clone();
                self.carried.push(Carried { payee: npi, due, reason: "WO", reference, amount: lower_by });
            }
            case.payment = payment;
            case.decision = decision;
            self.by_number.insert(number.clone(), index);
            case.number = number;
        }
        Ok(())
    }

    /// Money held back or carried forward from earlier checks, on checks that have claims.
    fn settle_due(&mut self, date: Date, batches: &mut Batches) {
        let (due, later): (Vec<Carried>, Vec<Carried>) = std::mem::take(&mut self.carried)
            .into_iter()
            .partition(|carried| carried.due <= date && batches.contains_key(&carried.payee));
        self.carried = later;
        for carried in due {
            if let Some(batch) = batches.get_mut(&carried.payee) {
                batch.settle(carried.reason, &carried.reference, carried.amount);
                if carried.reason == "WO" {
                    self.truth.note(Event::Recouped);
                }
            }
        }
    }

    /// BPR02 never goes below zero: what is missing goes forward.
    ///
    /// Source: ASC X12N/005010X221A1, section 1.10.2.12.
    fn carry_forward(&mut self, date: Date, batches: &mut Batches) {
        for (payee, batch) in batches {
            let amount = batch.amount();
            if amount.is_negative() {
                let reference = Text::from(format!("FB{}", cleanclaim_model::ccyymmdd(date)));
                batch.settle("FB", &reference, amount);
                self.carried.push(Carried { payee: *payee, due: date, reason: "FB", reference, amount: -amount });
                self.truth.note(Event::CarriedForward);
            }
        }
    }

    /// Does one of the wrong things that are left to do; gives it back where it is about the file as a whole.
    fn plant_fault(&mut self, batches: &mut Batches) -> Option<Fault> {
        if self.runs < FIRST_FAULTY_RUN {
            return None;
        }
        let position = self.faults.iter().position(|fault| can_do(*fault, batches))?;
        let fault = self.faults.remove(position);
        match fault {
            Fault::SentTwice => return Some(fault),
            Fault::Lost => {
                for batch in batches.values() {
                    self.close(&batch.cases);
                }
                return Some(fault);
            }
            Fault::WrongTotal | Fault::UnknownClaim | Fault::UnbalancedClaim => {}
        }
        let batch = batches.values_mut().find(|batch| batch.plain && can_do_in(fault, batch))?;
        batch.fault = Some(fault);
        match fault {
            Fault::WrongTotal => {
                batch.wrong_by = WRONG_BY;
                let cases = batch.cases.clone();
                self.close(&cases);
            }
            Fault::UnknownClaim => {
                let stranger = stranger(&batch.claims)?;
                self.truth.unknown_claims.push(stranger.control_number.clone());
                batch.claims.push(stranger);
            }
            Fault::UnbalancedClaim => {
                let position = batch.claims.iter().position(|claim| adjustment_to_spoil(claim).is_some())?;
                let mut spoiled = batch.claims[position].clone();
                if let Some(amount) = adjustment_mut(&mut spoiled) {
                    *amount -= UNBALANCED_BY;
                }
                self.truth.unbalanced_claims.push(spoiled.control_number.clone());
                batch.claims[position] = spoiled;
                let case = batch.cases[position];
                self.close(&[case]);
            }
            Fault::SentTwice | Fault::Lost => {}
        }
        None
    }

    /// Nothing more happens to these claims: what the practice got of them is wrong or nothing.
    fn close(&mut self, cases: &[usize]) {
        for index in cases {
            if let Some(case) = self.cases.get_mut(*index) {
                case.stage = Stage::Closed;
                case.later = None;
            }
        }
    }

    fn write_remittances(
        &mut self,
        name: &str,
        date: Date,
        batches: Batches,
        file_fault: Option<Fault>,
    ) -> Result<Vec<u8>, SimError> {
        let wrong = |error: cleanclaim_x12::WriteError| SimError::Answer(error.to_string());
        let settings = RemittanceSettings {
            envelope: self.settings(date.to_datetime(time(6, 0, 0, 0)))?,
            payer_address: Address {
                line1: self.desk.address.line1.as_str().into(),
                city: self.desk.address.city.as_str().into(),
                state: self.desk.address.state.as_str().into(),
                zip: self.desk.address.zip.as_str().into(),
                ..Address::default()
            },
            payer_contact: self.desk.behaviour.contact.as_str().into(),
            payer_phone: self.desk.behaviour.phone.as_str().into(),
        };
        let mut writer = RemittanceWriter::new(Vec::new(), settings).map_err(wrong)?;
        for (payee, batch) in batches {
            let fault = file_fault.or(batch.fault);
            let remittance = self.remittance(payee, batch, date);
            writer.write(&remittance).map_err(wrong)?;
            self.truth.remittances.push(SentRemittance {
                file: name.to_owned(),
                trace_number: remittance.trace_number.clone(),
                date,
                amount: remittance.amount,
                claims: remittance.claims.len(),
                control_numbers: remittance.claims.iter().map(|claim| claim.control_number.clone()).collect(),
                fault,
            });
        }
        let (bytes, _) = writer.finish().map_err(wrong)?;
        Ok(bytes)
    }

    fn remittance(&mut self, payee: Npi, batch: Batch, date: Date) -> Remittance {
        let amount = batch.amount() + batch.wrong_by;
        let trace = self.next_trace;
        self.next_trace += 1;
        let method = if amount.is_zero() { ("H", "NON") } else { ("I", "CHK") };
        let fiscal_period_end = Date::new(date.year(), 12, 31).ok();
        Remittance {
            set_control_number: Text::default(),
            amount,
            method: PaymentMethod { handling: method.0.into(), credit_or_debit: "C".into(), method: method.1.into() },
            payment_date: Some(date),
            trace_number: format!("{}{}{trace:04}", self.desk.behaviour.trace_prefix, cleanclaim_model::ccyymmdd(date))
                .into(),
            payer_trace_id: format!("1{}", self.desk.behaviour.tax_id).into(),
            production_date: Some(date),
            payer_name: self.desk.envelope.receiver_name.as_str().into(),
            payer_id: self.desk.envelope.receiver_number.as_str().into(),
            payee_name: batch.payee.name.last.clone(),
            payee_npi: Some(payee),
            payee_tax_id: batch.payee.tax_id.clone(),
            claims: batch.claims,
            provider_adjustments: batch
                .plb
                .into_iter()
                .map(|(reason, reference, amount)| ProviderAdjustment {
                    segment_index: 0,
                    provider_id: payee.as_str().into(),
                    fiscal_period_end,
                    reason: reason.into(),
                    reference,
                    amount,
                })
                .collect(),
        }
    }
}

/// Whether these checks are such that this can go wrong without making nonsense of an earlier or later one.
fn can_do(fault: Fault, batches: &Batches) -> bool {
    match fault {
        Fault::SentTwice => true,
        Fault::Lost => batches.values().all(|batch| batch.plain),
        Fault::WrongTotal | Fault::UnknownClaim | Fault::UnbalancedClaim => {
            batches.values().any(|batch| batch.plain && can_do_in(fault, batch))
        }
    }
}

fn can_do_in(fault: Fault, batch: &Batch) -> bool {
    match fault {
        Fault::UnbalancedClaim => batch.claims.iter().any(|claim| adjustment_to_spoil(claim).is_some()),
        Fault::UnknownClaim => batch.claims.iter().any(|claim| Cents::ZERO < claim.paid),
        Fault::SentTwice | Fault::Lost | Fault::WrongTotal => true,
    }
}

/// An adjustment of a paid claim that is large enough to be made wrong.
fn adjustment_to_spoil(claim: &ClaimPayment) -> Option<Cents> {
    let amount = claim.all_adjustments().map(|adjustment| adjustment.amount).find(|amount| UNBALANCED_BY < *amount);
    amount.filter(|_| Cents::ZERO < claim.paid)
}

fn adjustment_mut(claim: &mut ClaimPayment) -> Option<&mut Cents> {
    claim
        .adjustments
        .iter_mut()
        .chain(claim.services.iter_mut().flat_map(|service| &mut service.adjustments))
        .map(|adjustment| &mut adjustment.amount)
        .find(|amount| UNBALANCED_BY < **amount)
}

/// The payment of a claim that this practice never sent.
fn stranger(claims: &[ClaimPayment]) -> Option<ClaimPayment> {
    let like = claims.iter().find(|claim| Cents::ZERO < claim.paid)?;
    Some(ClaimPayment {
        control_number: "ZZ7700190".into(),
        payer_control_number: "P99000000001".into(),
        patient_name: Phi::new(PersonName { last: "Elsewhere".into(), first: "Pat".into(), ..PersonName::default() }),
        member_id: Phi::new("ZZ00000000K".into()),
        ..like.clone()
    })
}
