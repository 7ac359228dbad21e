//! Which service of a remittance speaks of which line of the claim.

use std::collections::HashMap;

use cleanclaim_interop::json::ClaimPaymentJson;
use cleanclaim_model::{Cents, Claim, ClaimPayment, Rarc, RemittanceId, ServiceLine, ServicePayment};
use cleanclaim_store::{AdjustmentRow, ClaimPaymentRow};

use crate::error::Result;
use crate::setup::{from_json, stored};

/// A service of a payment: remittance, position of the payment in it, position of the service in that, both from 1.
type ServiceKey = (RemittanceId, u32, u32);

/// What payers decided, line by line.
#[derive(Debug, Default)]
pub(crate) struct Decided {
    paid: HashMap<u16, Cents>,
    lines: HashMap<ServiceKey, u16>,
    remarks: HashMap<ServiceKey, Vec<Rarc>>,
}

impl Decided {
    /// Reads the payments of a claim. A parked payment decides nothing yet.
    pub(crate) fn read(claim: &Claim, payments: &[ClaimPaymentRow]) -> Result<Self> {
        let mut decided = Self::default();
        for row in payments.iter().filter(|row| !row.adjudication.is_empty()) {
            let json: ClaimPaymentJson = from_json("claim payment", row.content.expose())?;
            let payment = ClaimPayment::try_from(json).map_err(|error| stored("claim payment", error))?;
            let lines = match_lines(&claim.lines, &payment.services);
            for ((service, line), number) in payment.services.iter().zip(lines).zip(1_u32..) {
                let Some(line) = line else { continue };
                let key = (row.remittance_id, row.position, number);
                *decided.paid.entry(line).or_default() += service.paid;
                decided.lines.insert(key, line);
                decided.remarks.insert(key, service.remarks.clone());
            }
        }
        Ok(decided)
    }

    /// What was paid for the line with this LX01.
    pub(crate) fn paid(&self, line: u16) -> Cents {
        self.paid.get(&line).copied().unwrap_or_default()
    }

    /// The remarks of an adjustment's service, when that service is of this line.
    pub(crate) fn of_line<'a>(&'a self, line: u16, row: &AdjustmentRow) -> Option<&'a [Rarc]> {
        let key = (row.remittance_id, row.payment_position, row.service?);
        let is_of_line = self.lines.get(&key) == Some(&line);
        is_of_line.then(|| self.remarks.get(&key).map(Vec::as_slice).unwrap_or_default())
    }
}

/// The line of each service: by our line number (REF 6R), which many payers leave out; else the first line not spoken of that has the
/// procedure and charge, then the procedure alone. What matches nothing is shown with the claim, not with a line.
fn match_lines(lines: &[ServiceLine], services: &[ServicePayment]) -> Vec<Option<u16>> {
    let mut taken = vec![false; lines.len()];
    let mut matched: Vec<Option<usize>> = vec![None; services.len()];
    let rules: [fn(&ServiceLine, &ServicePayment) -> bool; 3] = [
        |line, service| !line.control_number.is_empty() && line.control_number == service.line_control_number,
        |line, service| same_procedure(line, service) && line.charge == service.charge,
        same_procedure,
    ];
    for (level, rule) in rules.iter().enumerate() {
        for (service, slot) in services.iter().zip(&mut matched).filter(|(_, slot)| slot.is_none()) {
            // Our own number may come back on several services: a payer splits a line.
            let found =
                lines.iter().zip(&taken).position(|(line, taken)| (level == 0 || !taken) && rule(line, service));
            if let Some(index) = found {
                taken[index] = true;
                *slot = Some(index);
            }
        }
    }
    matched.into_iter().map(|index| index.and_then(|index| lines.get(index)).map(|line| line.number)).collect()
}

fn same_procedure(line: &ServiceLine, service: &ServicePayment) -> bool {
    let submitted = service.submitted_procedure.or(service.procedure);
    match (line.procedure, submitted) {
        (Some(line), Some(service)) => line == service,
        (None, None) => line.revenue_code.is_some() && line.revenue_code == service.revenue_code,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use cleanclaim_model::{Hcpcs, Modifiers, Quantity};

    fn line(number: u16, code: &str, charge: i64, control_number: &str) -> ServiceLine {
        ServiceLine {
            number,
            procedure: Some(Hcpcs::parse(code).unwrap()),
            charge: Cents::new(charge),
            control_number: control_number.into(),
            ..ServiceLine::default()
        }
    }

    fn service(code: &str, charge: i64, control_number: &str) -> ServicePayment {
        ServicePayment {
            segment_index: 0,
            procedure: Some(Hcpcs::parse(code).unwrap()),
            modifiers: Modifiers::default(),
            revenue_code: None,
            submitted_procedure: None,
            submitted_modifiers: Modifiers::default(),
            charge: Cents::new(charge),
            paid: Cents::ZERO,
            units: Quantity::whole(1),
            submitted_units: None,
            from: None,
            thru: None,
            line_control_number: control_number.into(),
            allowed: None,
            adjustments: Vec::new(),
            remarks: Vec::new(),
        }
    }

    #[test]
    fn services_find_their_line_with_and_without_our_number() {
        let lines = [line(1, "G0439", 15_000, "1"), line(2, "G0008", 2_500, "2"), line(3, "G0008", 2_600, "3")];
        let check = |services: &[ServicePayment], expected: &[Option<u16>]| {
            assert_eq!(match_lines(&lines, services), expected);
        };
        check(&[service("G0008", 2_600, "3"), service("G0439", 15_000, "1")], &[Some(3), Some(1)]);
        check(&[service("G0008", 2_600, ""), service("G0008", 2_500, "")], &[Some(3), Some(2)]);
        check(&[service("G0008", 1, ""), service("G0101", 2_500, "")], &[Some(2), None]);
        check(&[service("G0439", 7_500, "1"), service("G0439", 7_500, "1")], &[Some(1), Some(1)]);
    }
}
