//! Remittances read from and written to 835, and whether they add up.

use cleanclaim_model::{Cents, ClaimStatusCode, Finding, Remittance};
use cleanclaim_x12::{ImbalanceKind, RemittanceReader, RemittanceWriter, check_balance, imbalances};

use crate::fixtures::{read, remittance_settings, remittances, show};

#[test]
fn a_remittance_is_read_field_by_field() {
    let (read, findings) = remittances(&read("835-paid-and-denied.edi"));
    assert_eq!(show(&findings), "");
    let (remittance, origin) = &read[0];
    assert!(origin.complete);
    assert_eq!((remittance.amount, remittance.balance()), (Cents::new(10_000), Cents::new(10_000)));
    assert_eq!(remittance.method.method, "ACH");
    assert_eq!((remittance.trace_number.as_str(), remittance.payer_trace_id.as_str()), ("TRACE1", "1999999999"));
    assert_eq!((remittance.payer_name.as_str(), remittance.payer_id.as_str()), ("EXAMPLE HEALTH PLAN", "PAYER01"));
    assert_eq!(remittance.payee_tax_id, "000000001");
    assert!(remittance.payee_npi.is_some() && remittance.payment_date.is_some());
    let [paid, denied] = remittance.claims.as_slice() else { panic!("two claims") };
    assert_eq!(paid.segment_index, 13);
    assert_eq!((paid.paid, paid.patient_responsibility), (Cents::new(10_000), Cents::new(2_550)));
    assert_eq!(paid.payer_control_number, "PAYERCLAIM1");
    assert_eq!(paid.remarks[0].as_str(), "MA01");
    assert_eq!(paid.patient_name.expose().first, "PATIENT");
    let service = &paid.services[0];
    assert_eq!(service.procedure.unwrap().as_str(), "99213");
    assert_eq!((service.line_control_number.as_str(), service.allowed), ("CLAIM1L1", Some(Cents::new(10_550))));
    let adjusted: Vec<String> = (service.adjustments.iter())
        .map(|adjustment| format!("{} {} {}", adjustment.group, adjustment.carc, adjustment.amount))
        .collect();
    assert_eq!(adjusted, ["CO 45 20", "PR 3 25.5"]);
    assert_eq!(denied.services[0].remarks[0].as_str(), "N130");
    assert!(!denied.is_reversal());
}

#[test]
fn a_reversal_and_a_provider_adjustment_are_read() {
    let (reversed, _) = remittances(&read("835-reversal-then-correction.edi"));
    let statuses: Vec<ClaimStatusCode> = reversed[0].0.claims.iter().map(|claim| claim.status).collect();
    assert_eq!(statuses, [ClaimStatusCode::REVERSAL, ClaimStatusCode::PRIMARY]);
    let (adjusted, _) = remittances(&read("835-plb.edi"));
    let adjustments: Vec<String> = (adjusted[0].0.provider_adjustments.iter())
        .map(|adjustment| format!("{} {} {}", adjustment.reason, adjustment.reference, adjustment.amount))
        .collect();
    assert_eq!(adjustments, ["WO PAYERCLAIM0 20", "L6  -1.25"]);
}

#[test]
fn every_file_of_ours_written_again_is_the_same_file() {
    for name in [
        "835-paid-and-denied.edi",
        "835-reversal-then-correction.edi",
        "835-plb.edi",
        "835-unbalanced-bpr.edi",
        "835-unbalanced-claim.edi",
    ] {
        let text = read(name);
        let mut writer = RemittanceWriter::new(Vec::new(), remittance_settings()).unwrap();
        for (remittance, origin) in remittances(&text).0 {
            let written = writer.write(&remittance).unwrap();
            assert_eq!((written.byte, written.last_segment), (origin.byte, origin.last_segment), "{name}");
        }
        assert_eq!(String::from_utf8(writer.finish().unwrap().0).unwrap(), text, "{name}");
    }
}

/// What does not add up in a file, one a line.
fn check(text: &str, expected: &str) {
    let mut reader = RemittanceReader::new(text.as_bytes());
    let (mut remittance, mut origin) = (Remittance::default(), Default::default());
    let mut findings = Vec::<Finding>::new();
    while reader.next_into(&mut remittance, &mut origin, &mut findings).unwrap() {
        check_balance(&remittance, &origin, reader.envelope(), &mut findings);
    }
    let shown: Vec<String> = (findings.iter())
        .map(|finding| {
            let place = finding.place.as_deref().unwrap();
            let at = &text[usize::try_from(place.byte).unwrap()..][..6];
            let expected = finding.expected.as_deref().unwrap_or_default();
            format!(
                "{} set {} {} {} `{at}` {}, not {expected}",
                finding.rule, place.set, place.segment, place.segment_index, finding.message
            )
        })
        .collect();
    assert_eq!(shown.join("\n"), expected);
}

#[test]
fn remittances_that_add_up_have_no_finding() {
    for name in ["835-paid-and-denied.edi", "835-reversal-then-correction.edi", "835-plb.edi"] {
        check(&read(name), "");
    }
}

#[test]
fn a_wrong_sum_names_its_segment_and_the_difference() {
    check(
        &read("835-unbalanced-bpr.edi"),
        "remittance-out-of-balance set 0001 BPR 2 `101*C*` BPR02 is 101, 1 off, not 100",
    );
    check(
        &read("835-unbalanced-claim.edi"),
        "claim-payment-out-of-balance set 0001 CLP 13 `100*25` CLP04 is 100, -1 off, not 101\n\
         service-payment-out-of-balance set 0001 SVC 19 `125.5*` SVC03 is 80, -1 off, not 81",
    );
    let negative = read("835-plb.edi").replace("BPR*I*81.25", "BPR*I*-1").replace("*20*L6", "*102.25*L6");
    check(&negative, "remittance-payment-negative set 0001 BPR 2 `-1*C*A` BPR02 is -1, -1 off, not 0");
    let lines = read("835-paid-and-denied.edi").replace("SVC*HC:83036*50*20", "SVC*HC:83036*60*30");
    check(&lines, "service-payments-do-not-add-up set 0001 CLP 13 `100*25` CLP04 is 100, -10 off, not 110");
}

#[test]
fn amounts_that_carry_no_balance_do_not_disturb_it() {
    let (read, _) = remittances(&read("835-paid-and-denied.edi").replace("MOA***MA01", "MOA*.5*99*MA01"));
    assert_eq!(imbalances(&read[0].0).count(), 0);
    let mut remittance = read[0].0.clone();
    remittance.claims[0].interest = Some(Cents::new(500));
    assert_eq!(imbalances(&remittance).count(), 0);
    remittance.claims[0].paid += Cents::new(1);
    let kinds: Vec<ImbalanceKind> = imbalances(&remittance).map(|imbalance| imbalance.kind).collect();
    assert_eq!(kinds, [ImbalanceKind::Transaction, ImbalanceKind::Claim, ImbalanceKind::ClaimServices]);
}

#[test]
fn six_triplets_and_six_provider_adjustments_are_all_read() {
    let text = read("835-plb.edi")
        .replace("CAS*CO*45*20~", "CAS*CO*45*10**1*1**2*2*3*3*3**4*4**5*0~")
        .replace("WO:PAYERCLAIM0*20*L6*-1.25", "WO:A*1*WO:B*2*WO:C*3*WO:D*4*WO:E*5*72*3.75");
    let (read, findings) = remittances(&text);
    assert_eq!(show(&findings), "");
    assert_eq!(read[0].0.claims[0].services[0].adjustments.len(), 7);
    assert_eq!(read[0].0.claims[0].services[0].adjustments[2].quantity.unwrap().to_string(), "3");
    assert_eq!(read[0].0.provider_adjustments.len(), 6);
    assert_eq!(imbalances(&read[0].0).count(), 0);
}

#[test]
fn a_remittance_cut_short_is_given_but_not_complete() {
    let text = read("835-paid-and-denied.edi");
    let cut = &text[..text.find("CLP*CLAIM2").unwrap() + 20];
    let (read, findings) = remittances(cut);
    assert!(!read[0].1.complete);
    insta::assert_snapshot!(show(&findings), @r"
    truncated-segment CLP segment 30 byte 804
    envelope-trailer-missing  segment 30 byte 824
    envelope-trailer-missing  segment 0 byte 824
    envelope-trailer-missing  segment 0 byte 824
    ");
}
