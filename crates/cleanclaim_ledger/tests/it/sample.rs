//! Small claim payments and remittances to build variants on, and their postings as lines of text.

use cleanclaim_ledger::{Account, ClaimContext, Posting};
use cleanclaim_model::{
    Adjustment, Carc, Cents, ClaimId, ClaimPayment, ClaimStatusCode, Date, GroupCode, Modifiers, Phi, Quantity, Rarc,
    Remittance, ServicePayment, Text,
};

pub(crate) const DAY: Date = Date::constant(2026, 11, 23);

/// `CO45 30.00`: group, reason and amount.
pub(crate) fn adjustment(text: &str) -> Adjustment {
    let (reason, amount) = text.split_once(' ').unwrap();
    Adjustment {
        group: GroupCode::parse(&reason[..2]).unwrap(),
        carc: Carc::parse(&reason[2..]).unwrap(),
        amount: Cents::parse(amount).unwrap(),
        quantity: None,
    }
}

pub(crate) fn adjustments(texts: &[&str]) -> Vec<Adjustment> {
    texts.iter().map(|text| adjustment(text)).collect()
}

pub(crate) fn remarks(texts: &[&str]) -> Vec<Rarc> {
    texts.iter().map(|text| Rarc::parse(text).unwrap()).collect()
}

pub(crate) fn cents(text: &str) -> Cents {
    Cents::parse(text).unwrap()
}

/// A claim payment without services that balances: what the adjustments leave of the charge is paid.
pub(crate) fn payment(status: &str, charge: &str, lines: &[&str]) -> ClaimPayment {
    let adjustments = adjustments(lines);
    let charge = cents(charge);
    let adjusted: Cents = adjustments.iter().map(|adjustment| adjustment.amount).sum();
    ClaimPayment {
        segment_index: 12,
        control_number: Text::from("CLAIM1"),
        status: ClaimStatusCode::parse(status).unwrap(),
        charge,
        paid: charge - adjusted,
        patient_responsibility: adjustments
            .iter()
            .filter(|adjustment| adjustment.group == GroupCode::PatientResponsibility)
            .map(|adjustment| adjustment.amount)
            .sum(),
        filing_indicator: Text::default(),
        payer_control_number: Text::from("PAYER1"),
        facility_code: Text::default(),
        frequency: Text::default(),
        drg: Text::default(),
        patient_name: Phi::default(),
        member_id: Phi::default(),
        rendering_npi: None,
        crossover_payer: Text::default(),
        statement_from: None,
        statement_thru: None,
        received: None,
        covered: None,
        interest: None,
        adjustments,
        remarks: Vec::new(),
        services: Vec::new(),
    }
}

/// The same payment with its adjustments on services, each `(charge, adjustments)`; charge and payment become their sums.
pub(crate) fn with_services(mut payment: ClaimPayment, services: &[(&str, &[&str])]) -> ClaimPayment {
    for (index, (charge, lines)) in services.iter().enumerate() {
        payment.services.push(service(14 + 3 * u32::try_from(index).unwrap(), cents(charge), adjustments(lines)));
    }
    let own: Cents = payment.adjustments.iter().map(|adjustment| adjustment.amount).sum();
    payment.charge = payment.services.iter().map(|service| service.charge).sum();
    payment.paid = payment.services.iter().map(|service| service.paid).sum::<Cents>() - own;
    payment
}

pub(crate) fn service(segment_index: u32, charge: Cents, adjustments: Vec<Adjustment>) -> ServicePayment {
    let adjusted: Cents = adjustments.iter().map(|adjustment| adjustment.amount).sum();
    ServicePayment {
        segment_index,
        procedure: None,
        modifiers: Modifiers::default(),
        revenue_code: None,
        submitted_procedure: None,
        submitted_modifiers: Modifiers::default(),
        charge,
        paid: charge - adjusted,
        units: Quantity::whole(1),
        submitted_units: None,
        from: None,
        thru: None,
        line_control_number: Text::from(format!("L{segment_index}")),
        allowed: None,
        adjustments,
        remarks: Vec::new(),
    }
}

pub(crate) fn context() -> ClaimContext {
    ClaimContext {
        claim: ClaimId::new(1),
        payer: Text::from("medicare"),
        next_payer: None,
        charge: cents("100"),
        prior_impact: Cents::ZERO,
    }
}

/// A remittance of these claims that balances, paid by credit.
pub(crate) fn remittance(claims: Vec<ClaimPayment>) -> Remittance {
    let mut remittance = Remittance { claims, ..Remittance::default() };
    remittance.method.handling = Text::from("I");
    remittance.method.credit_or_debit = Text::from("C");
    remittance.amount = remittance.balance();
    remittance
}

/// The payment that takes this one back: every amount negative, CLP02 22.
pub(crate) fn reversal_of(payment: &ClaimPayment) -> ClaimPayment {
    let negate = |adjustments: &mut Vec<Adjustment>| {
        adjustments.iter_mut().for_each(|adjustment| adjustment.amount = -adjustment.amount);
    };
    let mut reversal = payment.clone();
    reversal.status = ClaimStatusCode::REVERSAL;
    reversal.charge = -payment.charge;
    reversal.paid = -payment.paid;
    negate(&mut reversal.adjustments);
    for service in &mut reversal.services {
        service.charge = -service.charge;
        service.paid = -service.paid;
        negate(&mut service.adjustments);
    }
    reversal
}

/// One line for each posting: account, key, amount.
pub(crate) fn lines(postings: &[Posting]) -> String {
    postings.iter().map(|posting| format!("{} {}\n", account_name(&posting.account), posting.amount)).collect()
}

pub(crate) fn account_name(account: &Account) -> String {
    if account.key.is_empty() { account.kind.to_string() } else { format!("{}/{}", account.kind, account.key) }
}
