//! A payer with its clearinghouse: reads claim files, answers at once, pays on payment days.

mod answer;
mod decide;
mod intake;
mod run;
mod truth;

pub use truth::{Event, Fault, PayerTruth, SentRemittance};

use std::collections::{BTreeMap, BTreeSet};

use cleanclaim_model::{Cents, Claim, ClaimPayment, Date, Frequency, Npi, ServiceLine, Text};
use cleanclaim_x12::{write_277ca, write_999, write_ta1};
use jiff::ToSpan as _;
use jiff::civil::DateTime;

use crate::PayerDesk;
use crate::desk::PROFILES;
use crate::dice::{Dice, Stream};
use crate::error::SimError;
use decide::{Decision, Situation};

/// Sets in ten thousand that are accepted with an error.
const REMARK_E4: u32 = 400;

/// What an answer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum OutKind {
    /// The interchange arrived.
    Ta1,
    /// The functional group was read.
    Ack999,
    /// Claims were taken or rejected.
    ClaimAck,
    /// Money.
    Remittance,
}

/// A file that the payer sends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutFile {
    /// Its name.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// What it is.
    pub kind: OutKind,
}

/// What follows a payment some time later.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Later {
    /// Taken back and paid at this share of the fee.
    Correct { share_e4: i64, delayed: bool },
    /// Taken back for good, or for what replaces it.
    TakeBack,
}

/// How far a claim is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Waiting,
    Finalized,
    /// Taken back: nothing more can happen to it.
    Closed,
}

/// A claim in adjudication.
#[derive(Debug, Clone)]
struct Case {
    claim: Claim,
    number: Text,
    received: Date,
    pay_on: Date,
    decision: Decision,
    payment: ClaimPayment,
    stage: Stage,
    later: Option<(Date, Later)>,
    interest: Cents,
}

/// Money of a provider that is settled through PLB on a later check.
#[derive(Debug, Clone)]
struct Carried {
    payee: Npi,
    due: Date,
    reason: &'static str,
    reference: Text,
    amount: Cents,
}

/// One payer of the simulation.
///
/// The same seed and the same files at the same times give the same answers, byte for byte.
#[derive(Debug, Clone)]
pub struct Payer {
    desk: PayerDesk,
    seed: u64,
    index: u64,
    seen: BTreeSet<(Text, Text)>,
    next_file: u32,
    next_claim: u64,
    next_trace: u32,
    cases: Vec<Case>,
    by_number: BTreeMap<Text, usize>,
    billed: BTreeSet<(Text, String, Date)>,
    deductibles: BTreeMap<Text, Cents>,
    carried: Vec<Carried>,
    faults: Vec<Fault>,
    runs: u32,
    resend: Vec<OutFile>,
    truth: PayerTruth,
}

impl Payer {
    /// A payer that has seen nothing yet.
    #[must_use]
    pub fn new(desk: PayerDesk, seed: u64) -> Self {
        let index = PROFILES.iter().position(|(key, _)| *key == desk.key).unwrap_or(0) as u64;
        let faults = desk.behaviour.faults.iter().filter_map(|name| Fault::parse(name)).collect();
        Self {
            desk,
            seed,
            index,
            seen: BTreeSet::new(),
            next_file: 1,
            next_claim: 0,
            next_trace: 1,
            cases: Vec::new(),
            by_number: BTreeMap::new(),
            billed: BTreeSet::new(),
            deductibles: BTreeMap::new(),
            carried: Vec::new(),
            faults,
            runs: 0,
            resend: Vec::new(),
            truth: PayerTruth::default(),
        }
    }

    /// Who it is.
    #[must_use]
    pub fn desk(&self) -> &PayerDesk {
        &self.desk
    }

    /// What it really did so far.
    #[must_use]
    pub fn truth(&self) -> &PayerTruth {
        &self.truth
    }

    /// Control numbers of the claims that it took and has not finalized.
    pub fn waiting(&self) -> impl Iterator<Item = &Text> {
        self.cases.iter().filter(|case| case.stage == Stage::Waiting).map(|case| &case.claim.control_number)
    }

    /// Reads a claim file and answers: a TA1 for each interchange, a 999 for each functional group, a 277CA for each set of claims.
    ///
    /// An interchange that came before is answered by a TA1 that says so, and by nothing else. A file that is no X12 gets no answer.
    ///
    /// # Errors
    /// When an answer cannot be written, which is a fault of the simulation.
    pub fn receive(&mut self, file_name: &str, bytes: &[u8], at: DateTime) -> Result<Vec<OutFile>, SimError> {
        let Some(mut taken) = intake::take(bytes) else {
            self.truth.unreadable_files += 1;
            return Ok(Vec::new());
        };
        let mut fresh = Vec::new();
        for set in taken.sets {
            let key = intake::interchange_key(&set.envelope);
            let number = &set.envelope.interchange_control_number;
            if self.seen.contains(&key) {
                let ack = taken.interchanges.iter_mut().find(|ack| ack.interchange_control_number == *number);
                if let Some(ack) = ack.filter(|ack| ack.code != "R") {
                    *ack = intake::repeated(&set.envelope);
                    self.truth.duplicate_interchanges += 1;
                }
                taken.groups.retain(|group| group.ack.group_control_number != set.envelope.group_control_number);
            } else {
                fresh.push(set);
            }
        }
        for set in &fresh {
            self.seen.insert(intake::interchange_key(&set.envelope));
            if self.dice(self.next_claim ^ REMARK_STREAM).chance_e4(REMARK_E4) {
                intake::remark_on(&mut taken.groups, set);
            }
        }
        let mut reports = Vec::new();
        for set in &fresh {
            if intake::is_rejected(&taken.groups, &set.envelope) {
                set.claims.iter().for_each(|_| self.truth.note(Event::RejectedSet));
            } else {
                reports.push(self.take_claims(set, at)?);
            }
        }
        let stem = file_name.rsplit('/').next().unwrap_or(file_name);
        let mut answers = Vec::new();
        if !taken.interchanges.is_empty() {
            answers.push(self.answer(stem, "ta1", OutKind::Ta1, at, |out, settings| {
                write_ta1(out, settings, &taken.interchanges)
            })?);
        }
        if !taken.groups.is_empty() {
            answers.push(
                self.answer(stem, "999", OutKind::Ack999, at, |out, settings| write_999(out, settings, &taken.groups))?,
            );
        }
        if !reports.is_empty() {
            answers.push(
                self.answer(stem, "277ca", OutKind::ClaimAck, at, |out, settings| {
                    write_277ca(out, settings, &reports)
                })?,
            );
        }
        Ok(answers)
    }

    fn dice(&self, number: u64) -> Dice {
        Dice::new(self.seed, Stream::Payer, (self.index << 40) | number)
    }

    fn next_claim(&mut self) -> u64 {
        self.next_claim += 1;
        self.next_claim
    }

    fn payer_number(&self, number: u64, day: Date) -> Text {
        format!("{}{:02}{:03}{number:06}", self.desk.behaviour.claim_prefix, day.year() % 100, day.day_of_year()).into()
    }

    /// Whether this is the number of a claim that was decided and stands.
    fn is_finalized(&self, number: &str) -> bool {
        let case = self.by_number.get(number).and_then(|index| self.cases.get(*index));
        case.is_some_and(|case| case.stage == Stage::Finalized)
    }

    /// Decides a claim and puts it on a payment day.
    fn adjudicate(&mut self, claim: Claim, number: u64, payer_number: Text, day: Date) -> Result<(), SimError> {
        let mut dice = self.dice(number | ADJUDICATION);
        if matches!(claim.frequency, Frequency::REPLACEMENT | Frequency::VOID) {
            self.take_back(&claim, day);
            if claim.frequency == Frequency::VOID {
                self.truth.note(Event::Voided);
                return Ok(());
            }
            self.truth.note(Event::Replaced);
        }
        let member = claim.subscriber.member_id.expose().clone();
        let deductible = self.deductible_of(&member);
        let replaces = claim.frequency == Frequency::REPLACEMENT;
        let repeated =
            |line: &ServiceLine| !replaces && billed_key(&member, line).is_some_and(|key| self.billed.contains(&key));
        let situation = Situation { desk: &self.desk, received: day, repeated: &repeated, deductible };
        let mut decision = Decision::make(&claim, &situation, &mut dice);
        let later = self.draw_later(&mut decision, &mut dice);
        let (payment, used) = decision.payment(&claim, &self.desk, &payer_number, day)?;
        self.deductibles.insert(member.clone(), deductible - used);
        self.billed.extend(claim.lines.iter().filter_map(|line| billed_key(&member, line)));
        let behaviour = &self.desk.behaviour;
        let mut wait_days = dice.between(behaviour.pay_after_days[0], behaviour.pay_after_days[1]);
        if dice.chance_e4(behaviour.pend_e4) {
            wait_days += dice.between(45, 110);
        }
        let interest = dice.chance_e4(behaviour.interest_e4) && payment.paid.get() > 5_000;
        // About a month at a prompt-payment rate, to the cent.
        let interest =
            if interest { payment.paid.mul_div_half_up(83, 10_000).unwrap_or(Cents::ZERO) } else { Cents::ZERO };
        let pay_on = day.checked_add(i64::from(wait_days).days())?;
        let later = match later {
            Some(later) => Some((pay_on.checked_add(i64::from(dice.between(20, 45)).days())?, later)),
            None => None,
        };
        self.by_number.insert(payer_number.clone(), self.cases.len());
        self.cases.push(Case {
            claim,
            number: payer_number,
            received: day,
            pay_on,
            decision,
            payment,
            stage: Stage::Waiting,
            later,
            interest,
        });
        Ok(())
    }

    /// Whether the payment will be corrected: up after it was too low, or down.
    fn draw_later(&self, decision: &mut Decision, dice: &mut Dice) -> Option<Later> {
        let behaviour = &self.desk.behaviour;
        let (up, down) = (dice.chance_e4(behaviour.reverse_e4), dice.chance_e4(behaviour.recoup_e4));
        let (low_e4, delayed) = (i64::from(dice.between(6_500, 8_800)), dice.chance_e4(6_000));
        if !decision.pays() {
            return None;
        }
        if up {
            *decision = decision.at_share(low_e4);
            return Some(Later::Correct { share_e4: 10_000, delayed: false });
        }
        down.then_some(Later::Correct { share_e4: low_e4 * decision.pricing.fee_share_e4 / 10_000, delayed })
    }

    /// The original of a replacement or void is to be taken back at the next payment day.
    fn take_back(&mut self, claim: &Claim, day: Date) {
        let original = self.by_number.get(&claim.payer_control_number).copied();
        if let Some(case) = original.and_then(|index| self.cases.get_mut(index)) {
            case.later = Some((day, Later::TakeBack));
        }
    }

    fn deductible_of(&self, member: &Text) -> Cents {
        if let Some(left) = self.deductibles.get(member) {
            return *left;
        }
        let number = member.bytes().fold(0_u64, |hash, byte| (hash * 31 + u64::from(byte)) & 0xFF_FFFF_FFFF);
        let mut dice = Dice::new(self.seed, Stream::Member, number);
        let met = dice.chance_e4(self.desk.behaviour.deductible_met_e4);
        if met { Cents::ZERO } else { Cents::new(self.desk.behaviour.deductible_cents) }
    }
}

/// Draws about a claim's decision, apart from those about its acceptance.
const ADJUDICATION: u64 = 1 << 32;
/// Draws about remarks in a 999.
const REMARK_STREAM: u64 = 1 << 33;

/// By what the payer knows that a service was billed before.
fn billed_key(member: &Text, line: &ServiceLine) -> Option<(Text, String, Date)> {
    let modifiers: String = line.modifiers.iter().map(|modifier| modifier.to_string()).collect();
    Some((member.clone(), format!("{}{modifiers}", line.procedure?), line.from?))
}
