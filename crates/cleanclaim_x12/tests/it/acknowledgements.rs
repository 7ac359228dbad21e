//! TA1, 999 and 277CA read and written.

use std::sync::Arc;

use cleanclaim_model::{Acknowledgement, Date, Discard, Finding, StatusInfo};
use cleanclaim_x12::{
    AckedClaim, AckedGroup, ClaimAckReport, Receipt, Transaction, TransactionReader, write_277ca, write_999, write_ta1,
};

use crate::fixtures::{claims, envelope, read, show};

fn acknowledgements(text: &str) -> (Vec<Acknowledgement>, Vec<Finding>) {
    let (mut acks, mut findings) = (Vec::new(), Vec::new());
    let mut reader = TransactionReader::new(text.as_bytes());
    while let Some(transaction) = reader.next(&mut findings).unwrap() {
        if let Transaction::Acknowledgement(ack, _) = transaction {
            acks.push(ack.clone());
        }
    }
    (acks, findings)
}

#[test]
fn a_ta1_is_read_and_written() {
    let text = read("ta1.edi");
    let (acks, findings) = acknowledgements(&text);
    assert_eq!(show(&findings), "");
    let [Acknowledgement::Interchange(ack)] = acks.as_slice() else { panic!("one TA1") };
    assert_eq!((ack.interchange_control_number.as_str(), ack.code.as_str()), ("000000001", "A"));
    let mut out = Vec::new();
    write_ta1(&mut out, &envelope("PAYER01", "CLINIC01", 10), std::slice::from_ref(ack)).unwrap();
    assert_eq!(String::from_utf8(out).unwrap(), text);
}

#[test]
fn a_999_is_read_and_written() {
    let text = read("999.edi");
    let (acks, findings) = acknowledgements(&text);
    assert_eq!(show(&findings), "");
    let [Acknowledgement::Implementation(ack)] = acks.as_slice() else { panic!("one group") };
    assert_eq!((ack.group_id.as_str(), ack.group_control_number.as_str(), ack.code.as_str()), ("HC", "1", "P"));
    let [accepted, rejected] = ack.sets.as_slice() else { panic!("two sets") };
    assert_eq!((accepted.code.as_str(), rejected.code.as_str()), ("A", "R"));
    let places: Vec<String> = (rejected.errors.iter())
        .map(|error| {
            let (element, component) = (error.element, error.component);
            format!(
                "{} {} {} {element}-{component} {}",
                error.segment, error.segment_index, error.loop_id, error.element_error
            )
        })
        .collect();
    assert_eq!(places, ["CLM 19 2300 5-1 7", "CLM 19 2300 2-0 1"]);
    let group = AckedGroup { ack: ack.clone(), version: "005010X222A1".into() };
    let mut out = Vec::new();
    write_999(&mut out, &envelope("PAYER01", "CLINIC01", 8), [&group]).unwrap();
    // IK402 is optional and not kept.
    let expected = text.replace("IK4*5:1*1331*7", "IK4*5:1**7").replace("IK4*2*782*1", "IK4*2**1");
    assert_eq!(String::from_utf8(out).unwrap(), expected);
}

#[test]
fn a_997_is_read_as_its_successor() {
    let text = read("999.edi")
        .replace("IK3", "AK3")
        .replace("IK4", "AK4")
        .replace("IK5", "AK5")
        .replace("ST*999*0001*005010X231A1", "ST*997*0001")
        .replace("005010X231A1", "004010")
        .replace("*00501*", "*00401*");
    let (old, findings) = acknowledgements(&text);
    assert_eq!(show(&findings), "");
    assert_eq!(old, acknowledgements(&read("999.edi")).0);
}

#[test]
fn a_277ca_is_read_claim_by_claim() {
    let text = read("277ca.edi");
    let (acks, findings) = acknowledgements(&text);
    assert_eq!(show(&findings), "");
    let [Acknowledgement::Claim(accepted), Acknowledgement::Claim(rejected)] = acks.as_slice() else {
        panic!("two claims")
    };
    assert_eq!((accepted.control_number.as_str(), accepted.rejected), ("CLAIM1", false));
    assert_eq!((accepted.batch_reference.as_str(), accepted.source_entity.as_str()), ("BATCH1", "PR"));
    assert_eq!(
        (accepted.source_name.as_str(), accepted.payer_control_number.as_str()),
        ("EXAMPLE HEALTH PLAN", "PAYERCLAIM1")
    );
    assert_eq!(accepted.member_id.expose(), "MEMBER0001");
    assert_eq!((rejected.control_number.as_str(), rejected.rejected), ("CLAIM2", true));
    let status = &rejected.statuses[0];
    assert_eq!((status.category.as_str(), status.status.as_str(), status.entity.as_str()), ("A7", "562", "85"));

    let mut reader = TransactionReader::new(text.as_bytes());
    let mut batches = Vec::new();
    while let Some(transaction) = reader.next(&mut Discard).unwrap() {
        if let Transaction::BatchAcknowledgement(batch, _) = transaction {
            batches.push((batch.loop_id, batch.accepted, batch.rejected));
        }
    }
    assert_eq!(batches, [("2200B", Some(1), Some(1)), ("2200C", Some(1), Some(1))]);
}

fn status(category: &str, code: &str, entity: &str, action: &str) -> StatusInfo {
    StatusInfo {
        category: category.into(),
        status: code.into(),
        entity: entity.into(),
        date: None,
        action: action.into(),
        amount: None,
    }
}

#[test]
fn a_277ca_answers_the_claims_of_a_file() {
    let mut report = ClaimAckReport {
        source_entity: "PR".into(),
        source_name: "EXAMPLE HEALTH PLAN".into(),
        source_id: "PAYER01".into(),
        receiver_name: "EXAMPLE FAMILY CLINIC".into(),
        receiver_id: "CLINIC01".into(),
        batch_reference: "BATCH1".into(),
        received: Date::constant(2026, 11, 2),
        processed: Date::constant(2026, 11, 2),
        providers: Vec::new(),
    };
    let (read_claims, _) = claims(&read("837p-two-claims.edi"));
    let [(first, _), (second, _)] = read_claims.as_slice() else { panic!("two claims") };
    report.add(&first.billing, AckedClaim::new(first, status("A2", "20", "PR", "WQ"), "PAYERCLAIM1"));
    report.add(&second.billing, AckedClaim::new(second, status("A7", "562", "85", "U"), ""));
    let mut out = Vec::new();
    write_277ca(&mut out, &envelope("PAYER01", "CLINIC01", 9), std::slice::from_ref(&report)).unwrap();
    let expected = read("277ca.edi")
        .replace("*ACKBATCH1*20261102*1000*", "*000000009-1*20261102*0915*")
        .replace("TRN*1*ACKTRACE1", "TRN*1*000000009-1")
        .replace("NM1*QC*1*SAMPLE*PATIENT*", "NM1*QC*1*SAMPLE*PATIENT*A");
    assert_eq!(String::from_utf8(out).unwrap(), expected);
    assert!(Arc::ptr_eq(&report.providers[0].provider, &first.billing));
}

#[test]
fn a_receiver_accepts_what_it_can_read_and_rejects_the_set_that_it_cannot() {
    let good = read("837p-two-claims.edi");
    let receipt = Receipt::read(good.as_bytes(), &mut Discard).unwrap();
    assert_eq!((receipt.interchanges()[0].code.as_str(), receipt.interchanges()[0].note.as_str()), ("A", "000"));
    let group = receipt.groups().next().unwrap();
    assert_eq!(
        (group.ack.group_id.as_str(), group.ack.code.as_str(), group.version.as_str()),
        ("HC", "A", "005010X222A1")
    );
    assert_eq!((group.ack.sets[0].set_id.as_str(), group.ack.sets[0].code.as_str()), ("837", "A"));

    let bad = good.replace("CLM*CLAIM2*90*", "CLM*CLAIM2*NINETY*").replace("SE*52*", "SE*51*");
    let receipt = Receipt::read(bad.as_bytes(), &mut Discard).unwrap();
    let mut out = Vec::new();
    write_999(&mut out, &envelope("PAYER01", "CLINIC01", 8), receipt.groups()).unwrap();
    let text = String::from_utf8(out).unwrap();
    let body: Vec<&str> = text.lines().skip(3).take(7).collect();
    assert_eq!(
        body,
        [
            "AK1*HC*1*005010X222A1~",
            "AK2*837*0001*005010X222A1~",
            "IK3*CLM*43*2300*8~",
            "IK4*2**7~",
            "IK5*R*5*4~",
            "AK9*R*1*1*0~",
            "SE*8*0001~"
        ]
    );
}
