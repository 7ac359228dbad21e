//! Loops 2400 to 2430: service lines. Loops 2320 and 2330: other payers.

use cleanclaim_model::{
    Claim, Drug, Field, LineAdjudication, LineField, OtherPayer, PlaceOfService, Quantity, Responsibility, RevenueCode,
    ServiceLine, UnitBasis, parse_ccyymmdd, parse_date_range,
};

use super::{LINES_MAX, LIST_MAX};
use crate::decode::Decode;

/// LX: a new line. False where the claim can hold no more.
pub(super) fn begin(d: &mut Decode<'_>, claim: &mut Claim) -> bool {
    let next = u16::try_from(claim.lines.len() + 1).unwrap_or(u16::MAX);
    let number = d.value(1, None, "a line number", |text| text.parse().ok()).unwrap_or(next);
    d.push(&mut claim.lines, ServiceLine { number, ..ServiceLine::default() }, LINES_MAX)
}

/// A segment of loop 2400.
pub(super) fn segment(d: &mut Decode<'_>, line: &mut ServiceLine) {
    let number = line.number;
    let field = |field| Some(Field::Line(number, field));
    match d.id() {
        b"SV1" => {
            line.procedure = d.procedure(1, field(LineField::Procedure));
            line.modifiers = d.modifiers(1, |position| field(LineField::Modifier(position)));
            line.charge = d.required_amount(2, field(LineField::Charge));
            unit(d, 3, line);
            line.place_of_service =
                d.value(5, field(LineField::PlaceOfService), "a place of service of two digits", |text| {
                    PlaceOfService::parse(text).ok()
                });
            pointers(d, line);
        }
        b"SV2" => {
            let read = |text: &str| RevenueCode::parse(text).ok();
            line.revenue_code = d.value(1, field(LineField::RevenueCode), "a revenue code of four digits", read);
            line.procedure = d.procedure(2, field(LineField::Procedure));
            line.modifiers = d.modifiers(2, |position| field(LineField::Modifier(position)));
            line.charge = d.required_amount(3, field(LineField::Charge));
            unit(d, 4, line);
        }
        b"DTP" if d.code(1) == "472" && line.from.is_none() => service_dates(d, line),
        b"REF" if d.code(1) == "6R" && line.control_number.is_empty() => {
            d.settle(1);
            line.control_number = d.text_of(2, Field::Line(number, LineField::ControlNumber));
        }
        _ => {}
    }
}

fn unit(d: &mut Decode<'_>, element: usize, line: &mut ServiceLine) {
    line.unit_basis = d.value(element, None, "UN, MJ or DA", UnitBasis::parse).unwrap_or_default();
    line.units = d.quantity(element + 1, Some(Field::Line(line.number, LineField::Units))).unwrap_or_default();
}

fn pointers(d: &mut Decode<'_>, line: &mut ServiceLine) {
    for (index, pointer) in line.pointers.iter_mut().enumerate() {
        let field = LineField::Pointer(u8::try_from(index + 1).unwrap_or(u8::MAX));
        let read = |text: &str| text.parse().ok().filter(|number| *number != 0);
        let value =
            d.component_value(7, index + 1, Some(Field::Line(line.number, field)), "a diagnosis position from 1", read);
        *pointer = value.unwrap_or_default();
    }
}

fn service_dates(d: &mut Decode<'_>, line: &mut ServiceLine) {
    let field = Some(Field::Line(line.number, LineField::DateFrom));
    let range = match d.code(2) {
        "RD8" => d.value(3, field, "two dates as CCYYMMDD-CCYYMMDD", |text| parse_date_range(text).ok()),
        _ => d.value(3, field, "a date as CCYYMMDD", |text| parse_ccyymmdd(text).ok().map(|date| (date, date))),
    };
    d.settle(1);
    d.settle(2);
    if let Some((from, thru)) = range {
        d.note(Field::Line(line.number, LineField::DateThru), 3, 0);
        (line.from, line.thru) = (Some(from), Some(thru));
    }
}

/// A segment of loop 2410.
pub(super) fn drug(d: &mut Decode<'_>, line: &mut ServiceLine) {
    let number = line.number;
    match d.id() {
        b"LIN" if line.drug.is_none() && d.code(2) == "N4" => {
            d.settle(2);
            let ndc = d.text_of(3, Field::Line(number, LineField::DrugCode));
            line.drug = Some(Drug { ndc, quantity: Quantity::default(), unit: Default::default() });
        }
        b"CTP" => {
            if let Some(drug) = &mut line.drug {
                let quantity = d.quantity(4, Some(Field::Line(number, LineField::DrugUnits)));
                drug.quantity = quantity.unwrap_or_default();
                drug.unit = d.component_text(5, 1);
            }
        }
        _ => {}
    }
}

/// A segment of loop 2430; false where the line can hold no more.
pub(super) fn adjudication(d: &mut Decode<'_>, opens: bool, line: &mut ServiceLine) -> bool {
    if opens {
        let adjudication = LineAdjudication {
            payer_id: d.text(1),
            paid: d.required_amount(2, None),
            procedure: d.procedure(3, None),
            units: d.quantity(5, None).unwrap_or_default(),
            adjustments: Vec::new(),
            date: None,
        };
        return d.push(&mut line.adjudications, adjudication, LIST_MAX);
    }
    let Some(adjudication) = line.adjudications.last_mut() else { return false };
    match d.id() {
        b"CAS" => d.adjustments(LIST_MAX, &mut adjudication.adjustments),
        b"DTP" if d.code(1) == "573" && adjudication.date.is_none() => {
            d.settle(1);
            d.settle_if(2, "D8");
            adjudication.date = d.date(3, None);
        }
        _ => {}
    }
    true
}

/// A segment of loop 2320; false where the claim can hold no more.
pub(super) fn other_coverage(d: &mut Decode<'_>, opens: bool, claim: &mut Claim) -> bool {
    if opens {
        let other = OtherPayer {
            responsibility: d.value(1, None, "P, S, T or another letter", Responsibility::parse).unwrap_or_default(),
            filing_indicator: d.text(9),
            relationship: d.text(2),
            group_number: d.text(3).into(),
            payer: Default::default(),
            subscriber: Default::default(),
            paid: None,
            remaining_patient_liability: None,
            adjustments: Vec::new(),
            payer_control_number: Default::default(),
        };
        return d.push(&mut claim.other_payers, other, LIST_MAX);
    }
    let Some(other) = claim.other_payers.last_mut() else { return false };
    match (d.id(), d.code(1)) {
        (b"CAS", _) => d.adjustments(LIST_MAX, &mut other.adjustments),
        (b"AMT", "D") if other.paid.is_none() => {
            d.settle(1);
            other.paid = d.amount(2, None);
        }
        (b"AMT", "EAF") if other.remaining_patient_liability.is_none() => {
            d.settle(1);
            other.remaining_patient_liability = d.amount(2, None);
        }
        // The claim's own CLM08 and CLM09 are written back here.
        (b"OI", _) => {
            d.settle_if(3, &claim.benefits_assigned);
            d.settle_if(6, &claim.release);
        }
        _ => {}
    }
    true
}
