//! Adjudication: what is allowed, what the patient owes, what is denied and why.

use cleanclaim_model::{
    Adjustment, Carc, Cents, Claim, ClaimKind, ClaimPayment, ClaimStatusCode, Date, GroupCode, Phi, Rarc, ServiceLine,
    ServicePayment, Text,
};

use super::truth::Event;
use crate::PayerDesk;
use crate::dice::Dice;
use crate::error::{SimError, shape};

/// Why a line or claim is not paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Denial {
    group: GroupCode,
    carc: &'static str,
    rarc: Option<&'static str>,
    /// MOA remark of the whole claim: no appeal rights.
    unprocessable: bool,
}

const fn denial(group: GroupCode, carc: &'static str, rarc: Option<&'static str>) -> Denial {
    Denial { group, carc, rarc, unprocessable: false }
}

const CO: GroupCode = GroupCode::ContractualObligation;
const PR: GroupCode = GroupCode::PatientResponsibility;

const LATE: Denial = denial(CO, "29", None);
const DUPLICATE: Denial = denial(CO, "18", None);
const BUNDLED: Denial = denial(CO, "97", Some("M15"));
const NO_AUTHORIZATION: Denial = denial(CO, "197", Some("M62"));
const NO_REFERRING: Denial = denial(CO, "16", Some("N286"));
const NO_DRUG_CODE: Denial = denial(CO, "16", Some("M119"));
const NO_MODIFIER: Denial = denial(CO, "4", Some("N519"));
const UNPROCESSABLE: Denial = Denial { group: CO, carc: "16", rarc: Some("N290"), unprocessable: true };

/// Denials that no reader of the claim could foresee, with their weights.
const CHANCE: &[(u32, Denial)] = &[
    (26, denial(CO, "50", Some("N115"))),
    (16, NO_AUTHORIZATION),
    (14, denial(PR, "204", Some("N130"))),
    (12, denial(CO, "16", Some("M51"))),
    (10, denial(CO, "252", Some("N706"))),
    (9, denial(CO, "11", None)),
    (7, denial(PR, "27", Some("N30"))),
    (6, denial(CO, "109", Some("N418"))),
];

/// How a claim is to be priced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Pricing {
    /// Share of the fee table that is paid, in ten-thousandths.
    pub fee_share_e4: i64,
    /// What of the deductible the patient still had to meet.
    pub deductible: Cents,
}

/// What the payer decided of one claim: which lines are denied, and at what price the rest is paid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Decision {
    /// One for each line of the claim; for a stay only the first counts, and it means the whole.
    denials: Vec<Option<Denial>>,
    pub pricing: Pricing,
}

/// What adjudication looks at besides the claim.
pub(super) struct Situation<'a> {
    pub desk: &'a PayerDesk,
    pub received: Date,
    /// Whether the same service was billed before.
    pub repeated: &'a dyn Fn(&ServiceLine) -> bool,
    pub deductible: Cents,
}

impl Decision {
    /// Decides: first what the claim itself calls for, then what only the payer knows.
    pub(super) fn make(claim: &Claim, situation: &Situation<'_>, dice: &mut Dice) -> Self {
        let desk = situation.desk;
        let behaviour = &desk.behaviour;
        let mut denials: Vec<Option<Denial>> =
            (0..claim.lines.len()).map(|index| of_content(claim, index, situation)).collect();
        if denials.iter().all(Option::is_none) {
            if dice.chance_e4(behaviour.deny_e4) {
                let drawn = dice.weighted(CHANCE).copied().unwrap_or(NO_AUTHORIZATION);
                let drawn = if behaviour.unprocessable && drawn.carc == "16" { UNPROCESSABLE } else { drawn };
                let whole = drawn.unprocessable || denials.len() < 2 || dice.chance_e4(6_000);
                let denied = if whole { denials.len() } else { 1 };
                denials.iter_mut().rev().take(denied).for_each(|slot| *slot = Some(drawn));
            } else if claim.kind == ClaimKind::Professional && 2 <= denials.len() && dice.chance_e4(behaviour.bundle_e4)
            {
                denials.iter_mut().rev().take(1).for_each(|slot| *slot = Some(BUNDLED));
            }
        }
        let short = dice.chance_e4(behaviour.short_pay_e4);
        let fee_share_e4 = if short { i64::from(dice.between(7_800, 9_500)) } else { 10_000 };
        Self { denials, pricing: Pricing { fee_share_e4, deductible: situation.deductible } }
    }

    /// The same decision at another share of the fee.
    pub(super) fn at_share(&self, fee_share_e4: i64) -> Self {
        Self { denials: self.denials.clone(), pricing: Pricing { fee_share_e4, ..self.pricing } }
    }

    /// Whether anything of it is paid.
    pub(super) fn pays(&self) -> bool {
        self.denials.iter().any(Option::is_none)
    }

    /// What this decision counts as.
    pub(super) fn events(&self) -> Vec<Event> {
        let mut events = Vec::new();
        let denied = self.denials.iter().flatten().count();
        let bundled = self.denials.contains(&Some(BUNDLED));
        if self.denials.iter().flatten().any(|denial| denial.unprocessable) {
            events.push(Event::Unprocessable);
        } else if denied == self.denials.len() {
            events.push(Event::Denied);
        } else {
            events.push(if self.pricing.fee_share_e4 < 10_000 { Event::ShortPaid } else { Event::Paid });
            if 0 < denied && !bundled {
                events.push(Event::PartlyDenied);
            }
        }
        if bundled {
            events.push(Event::Bundled);
        }
        events
    }

    /// The claim payment that says it, and what of the deductible it used up.
    pub(super) fn payment(
        &self,
        claim: &Claim,
        desk: &PayerDesk,
        payer_number: &str,
        received: Date,
    ) -> Result<(ClaimPayment, Cents), SimError> {
        let mut payment = frame(claim, desk, payer_number, received);
        if !self.pays() && desk.behaviour.denial_status == ClaimStatusCode::DENIED.get() {
            payment.status = ClaimStatusCode::DENIED;
        }
        let mut deductible = self.pricing.deductible;
        if claim.kind == ClaimKind::Institutional {
            let allowed: Cents = claim.lines.iter().map(|line| self.allowed(desk, line)).sum();
            let denial = self.denials.first().copied().flatten();
            let shares = Shares::of_stay(desk, allowed, &mut deductible);
            payment.adjustments = adjustments(claim.charge, allowed, shares, denial)?;
            payment.covered = denial.is_none().then_some(allowed);
            payment.paid = claim.charge - payment.adjustments.iter().map(|one| one.amount).sum();
        } else {
            for (line, denial) in claim.lines.iter().zip(&self.denials) {
                payment.services.push(self.service(desk, line, *denial, &mut deductible)?);
            }
            payment.paid = payment.services.iter().map(|service| service.paid).sum();
        }
        self.remarks(&mut payment)?;
        payment.patient_responsibility = payment
            .all_adjustments()
            .filter(|adjustment| adjustment.group == GroupCode::PatientResponsibility)
            .map(|adjustment| adjustment.amount)
            .sum();
        Ok((payment, self.pricing.deductible - deductible))
    }

    /// Remarks that stand with the claim: those of stays, and what takes appeal rights away.
    fn remarks(&self, payment: &mut ClaimPayment) -> Result<(), SimError> {
        let mut remarks: Vec<&str> = Vec::new();
        if self.denials.iter().flatten().any(|denial| denial.unprocessable) {
            remarks.push("MA130");
        }
        if payment.services.is_empty() {
            remarks.extend(self.denials.first().and_then(|denial| denial.and_then(|denial| denial.rarc)));
        }
        payment.remarks = remarks.iter().map(|code| shape("remark", Rarc::parse(code))).collect::<Result<_, _>>()?;
        Ok(())
    }

    fn allowed(&self, desk: &PayerDesk, line: &ServiceLine) -> Cents {
        let fee = desk.allowed(line);
        fee.mul_div_half_up(self.pricing.fee_share_e4, 10_000).unwrap_or(fee)
    }

    fn service(
        &self,
        desk: &PayerDesk,
        line: &ServiceLine,
        denial: Option<Denial>,
        deductible: &mut Cents,
    ) -> Result<ServicePayment, SimError> {
        let allowed = if denial.is_some() { Cents::ZERO } else { self.allowed(desk, line) };
        let shares = Shares::of_line(desk, line, allowed, deductible);
        let adjustments = adjustments(line.charge, allowed, shares, denial)?;
        let remark = denial.and_then(|denial| denial.rarc);
        Ok(ServicePayment {
            segment_index: 0,
            procedure: line.procedure,
            modifiers: line.modifiers,
            revenue_code: None,
            submitted_procedure: None,
            submitted_modifiers: cleanclaim_model::Modifiers::default(),
            charge: line.charge,
            paid: line.charge - adjustments.iter().map(|one| one.amount).sum(),
            units: line.units,
            submitted_units: None,
            from: line.from,
            thru: line.thru.filter(|thru| Some(*thru) != line.from),
            line_control_number: line.control_number.clone(),
            allowed: denial.is_none().then_some(allowed),
            adjustments,
            remarks: remark.iter().map(|code| shape("remark", Rarc::parse(code))).collect::<Result<_, _>>()?,
        })
    }
}

/// What of the allowed amount is not paid by the payer.
#[derive(Debug, Clone, Copy, Default)]
struct Shares {
    deductible: Cents,
    coinsurance: Cents,
    copay: Cents,
    sequestration: Cents,
}

impl Shares {
    fn of_line(desk: &PayerDesk, line: &ServiceLine, allowed: Cents, deductible: &mut Cents) -> Self {
        let behaviour = &desk.behaviour;
        let code = line.procedure.map(|code| code.to_string()).unwrap_or_default();
        let mut shares = Self::default();
        // Preventive visits are free to the patient.
        if !matches!(code.as_str(), "99396" | "G0439") {
            if 0 < behaviour.copay_cents && code.starts_with("99") {
                shares.copay = Cents::new(behaviour.copay_cents).min(allowed);
            } else {
                shares.deductible = allowed.min(*deductible);
                *deductible -= shares.deductible;
                shares.coinsurance = share(allowed - shares.deductible, behaviour.coinsurance_e4);
            }
        }
        shares.sequestered(desk, allowed)
    }

    fn of_stay(desk: &PayerDesk, allowed: Cents, deductible: &mut Cents) -> Self {
        let behaviour = &desk.behaviour;
        let mut shares = Self::default();
        if 0 < behaviour.stay_deductible_cents {
            shares.deductible = Cents::new(behaviour.stay_deductible_cents).min(allowed);
        } else {
            shares.deductible = allowed.min(*deductible);
            *deductible -= shares.deductible;
            shares.coinsurance = share(allowed - shares.deductible, behaviour.coinsurance_e4);
        }
        shares.sequestered(desk, allowed)
    }

    /// Sequestration lowers what the payer pays, after the patient's part.
    fn sequestered(mut self, desk: &PayerDesk, allowed: Cents) -> Self {
        let payable = allowed - self.deductible - self.coinsurance - self.copay;
        self.sequestration = share(payable, desk.behaviour.sequestration_e4);
        self
    }
}

fn share(amount: Cents, share_e4: i64) -> Cents {
    amount.mul_div_half_up(share_e4, 10_000).unwrap_or(Cents::ZERO)
}

fn adjustments(
    charge: Cents,
    allowed: Cents,
    shares: Shares,
    denial: Option<Denial>,
) -> Result<Vec<Adjustment>, SimError> {
    let parts: Vec<(GroupCode, &str, Cents)> = match denial {
        Some(denial) => vec![(denial.group, denial.carc, charge)],
        None => vec![
            (CO, "45", charge - allowed),
            (CO, "253", shares.sequestration),
            (PR, "1", shares.deductible),
            (PR, "2", shares.coinsurance),
            (PR, "3", shares.copay),
        ],
    };
    parts
        .into_iter()
        .filter(|(_, _, amount)| !amount.is_zero())
        .map(|(group, carc, amount)| {
            Ok(Adjustment { group, carc: shape("adjustment reason", Carc::parse(carc))?, amount, quantity: None })
        })
        .collect()
}

/// What a careful reader of the claim would deny.
fn of_content(claim: &Claim, index: usize, situation: &Situation<'_>) -> Option<Denial> {
    let profile = &situation.desk.profile;
    let line = &claim.lines[index];
    let from = claim.service_thru().or_else(|| claim.service_from())?;
    let limit_days = i32::from(profile.timely_filing_days.unwrap_or(u16::MAX));
    if limit_days < (situation.received - from).get_days() {
        return Some(LATE);
    }
    let same = |other: &ServiceLine| {
        other.procedure.is_some()
            && (other.procedure, other.modifiers, other.from) == (line.procedure, line.modifiers, line.from)
    };
    if claim.lines[..index].iter().any(same) || (situation.repeated)(line) {
        return Some(DUPLICATE);
    }
    let stay = claim.kind == ClaimKind::Institutional;
    let authorization = profile
        .prior_authorization
        .as_ref()
        .is_some_and(|policy| policy.wants_procedure(line.procedure) || (stay && policy.inpatient_stays));
    if authorization && claim.prior_authorization.is_empty() {
        return Some(NO_AUTHORIZATION);
    }
    if stay {
        return None;
    }
    let referring = profile.referring.as_ref().is_some_and(|policy| policy.wants_procedure(line.procedure));
    if referring && claim.referring.is_none() {
        return Some(NO_REFERRING);
    }
    let drug_code = profile.drugs.as_ref().is_some_and(|policy| policy.wants_procedure(line.procedure));
    if drug_code && line.drug.is_none() {
        return Some(NO_DRUG_CODE);
    }
    let place = line.place_of_service.or(claim.place_of_service);
    let modifier = profile.telehealth.as_ref().is_some_and(|policy| {
        policy.place_requires_modifier
            && place.is_some_and(|place| policy.places.contains(&place))
            && !line.modifiers.iter().any(|modifier| policy.modifiers.contains(&modifier))
    });
    modifier.then_some(NO_MODIFIER)
}

/// A claim payment with everything but money.
fn frame(claim: &Claim, desk: &PayerDesk, payer_number: &str, received: Date) -> ClaimPayment {
    let indicators = &desk.behaviour.filing_indicators;
    let stay = claim.kind == ClaimKind::Institutional;
    let filing_indicator = if stay { &indicators.stay } else { &indicators.professional };
    let facility = claim.facility_code.map(|code| code.to_string());
    let place = claim.place_of_service.map(|place| place.to_string());
    ClaimPayment {
        segment_index: 0,
        control_number: claim.control_number.clone(),
        status: ClaimStatusCode::PRIMARY,
        charge: claim.charge,
        paid: Cents::ZERO,
        patient_responsibility: Cents::ZERO,
        filing_indicator: filing_indicator.as_str().into(),
        payer_control_number: payer_number.into(),
        facility_code: facility.or(place).unwrap_or_default().into(),
        frequency: Text::from(claim.frequency.as_char().to_string()),
        drg: claim.drg.clone(),
        patient_name: claim.patient().name.clone(),
        member_id: Phi::new(claim.subscriber.member_id.expose().clone()),
        rendering_npi: claim.rendering.as_ref().and_then(|provider| provider.npi),
        crossover_payer: Text::default(),
        statement_from: claim.service_from(),
        statement_thru: claim.service_thru(),
        received: Some(received),
        covered: None,
        interest: None,
        adjustments: Vec::new(),
        remarks: Vec::new(),
        services: Vec::new(),
    }
}

/// The payment taken back: every amount with the other sign.
pub(super) fn reversal(payment: &ClaimPayment) -> ClaimPayment {
    let negated = |list: &[Adjustment]| -> Vec<Adjustment> {
        list.iter().map(|one| Adjustment { amount: -one.amount, ..*one }).collect()
    };
    let services = payment.services.iter().map(|service| ServicePayment {
        charge: -service.charge,
        paid: -service.paid,
        allowed: None,
        adjustments: negated(&service.adjustments),
        ..service.clone()
    });
    ClaimPayment {
        status: ClaimStatusCode::REVERSAL,
        charge: -payment.charge,
        paid: -payment.paid,
        patient_responsibility: Cents::ZERO,
        covered: None,
        interest: None,
        adjustments: negated(&payment.adjustments),
        services: services.collect(),
        ..payment.clone()
    }
}
