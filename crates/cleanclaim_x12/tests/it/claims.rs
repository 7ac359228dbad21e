//! Claims read from and written to 837P and 837I.

use cleanclaim_model::{
    Cents, Claim, ClaimField, ClaimKind, Field, Frequency, LineField, PersonField, ProviderField, ProviderRole,
};
use cleanclaim_x12::{ClaimWriter, WriteError, WriteSummary, Written};

use crate::fixtures::{claims, read, show, submission};

fn write(sender: &str, claims: &[Claim]) -> (Vec<u8>, WriteSummary, Vec<Written>) {
    let mut writer = ClaimWriter::new(Vec::new(), submission(sender)).unwrap();
    let written = claims.iter().map(|claim| writer.write(claim).unwrap()).collect();
    let (bytes, summary) = writer.finish().unwrap();
    (bytes, summary, written)
}

#[test]
fn a_professional_claim_is_read_field_by_field() {
    let (claims, findings) = claims(&read("837p-two-claims.edi"));
    assert_eq!(show(&findings), "");
    let [(first, _), (second, _)] = claims.as_slice() else { panic!("two claims, found {}", claims.len()) };
    assert_eq!(first.kind, ClaimKind::Professional);
    assert_eq!(first.control_number, "CLAIM1");
    assert_eq!(first.charge, Cents::new(17_550));
    assert_eq!(first.lines_charge(), first.charge);
    assert_eq!(first.place_of_service.unwrap().as_str(), "11");
    assert_eq!(first.billing.tax_id, "000000001");
    assert_eq!(first.billing.taxonomy.unwrap().as_str(), "207Q00000X");
    assert_eq!(first.relationship, "18");
    assert_eq!(first.group_number.expose(), "GROUP1");
    assert_eq!(first.payer.id, "PAYER01");
    assert_eq!(first.prior_authorization, "AUTH1");
    assert_eq!(first.subscriber.member_id.expose(), "MEMBER0001");
    assert_eq!(first.patient().name.expose().first, "PATIENT");
    assert!(first.rendering.as_ref().unwrap().npi.is_some());
    assert_eq!(first.diagnoses.iter().map(|diagnosis| diagnosis.code.as_str()).collect::<Vec<_>>(), ["E119", "I10"]);
    assert_eq!(first.lines[0].pointers, [1, 2, 0, 0]);
    assert!(first.lines[0].modifiers.contains("25"));
    assert_eq!(first.lines[1].control_number, "CLAIM1L2");

    assert_eq!(second.frequency, Frequency::REPLACEMENT);
    assert_eq!(second.relationship, "19");
    assert_eq!(second.patient().name.expose().first, "CHILD");
    assert_eq!(second.subscriber.name.expose().first, "PARENT");
    assert_eq!(second.group_number.expose(), "GROUP2");
    assert_eq!(second.related_causes, ["EM"]);
    assert_eq!(second.payer_control_number, "PAYERCLAIM9");
    assert!(second.accident_date.is_some() && second.referring.is_some() && second.rendering.is_none());
    assert!(std::sync::Arc::ptr_eq(&first.billing, &second.billing), "what a loop shares is decoded once");
}

#[test]
fn an_institutional_claim_is_read_field_by_field() {
    let (claims, findings) = claims(&read("837i-inpatient.edi"));
    assert_eq!(show(&findings), "");
    let claim = &claims[0].0;
    assert_eq!(claim.kind, ClaimKind::Institutional);
    assert_eq!(claim.facility_code.unwrap().as_str(), "11");
    assert_eq!((claim.admission_hour.as_str(), claim.discharge_hour.as_str()), ("0730", "1130"));
    assert_eq!(claim.drg, "291");
    assert_eq!(claim.diagnoses.len(), 4);
    assert_eq!(claim.procedures[0].code.as_str(), "4A023N7");
    assert_eq!(claim.occurrences.len(), 2);
    assert_eq!(claim.value_codes[0].amount, Cents::new(400));
    assert_eq!(claim.condition_codes[0].as_str(), "C5");
    assert_eq!(claim.patient_status.unwrap().as_str(), "01");
    assert_eq!(claim.attending.as_ref().unwrap().name.last, "EXAMPLE");
    assert!(claim.operating.is_some());
    assert_eq!(claim.lines[1].revenue_code.unwrap().as_str(), "0300");
    assert_eq!(claim.lines[1].procedure.unwrap().as_str(), "80053");
    assert_eq!(claim.lines_charge(), claim.charge);
}

#[test]
fn a_file_of_ours_written_again_is_the_same_file() {
    for (name, sender) in [("837p-two-claims.edi", "CLINIC01"), ("837i-inpatient.edi", "HOSPITAL1")] {
        let text = read(name);
        let read: Vec<Claim> = claims(&text).0.into_iter().map(|(claim, _)| claim).collect();
        let (bytes, summary, written) = write(sender, &read);
        assert_eq!(String::from_utf8(bytes).unwrap(), text, "{name}");
        assert_eq!(summary.bytes, text.len() as u64, "{name}");
        for (claim, (_, origin)) in written.iter().zip(claims(&text).0) {
            assert_eq!((claim.byte, claim.first_segment), (origin.byte, origin.first_segment), "{name}");
            assert_eq!(claim.last_segment, origin.last_segment, "{name}");
            assert_eq!(claim.length_bytes, origin.end_byte + 1 - origin.byte, "{name}: the line feed belongs to it");
        }
    }
}

#[test]
fn every_field_says_where_it_stood() {
    let text = read("837p-two-claims.edi");
    let (claims, _) = claims(&text);
    let check = |claim: usize, field: Field, expected: &str, loop_id: &str| {
        let place = claims[claim].1.place(field).unwrap_or_else(|| panic!("{field} has a place"));
        let found = &text[usize::try_from(place.byte).unwrap()..];
        assert!(found.starts_with(expected), "{field}: {}", &found[..20]);
        assert_eq!(place.loop_id, loop_id, "{field}");
    };
    check(0, Field::Claim(ClaimField::Charge), "175.5*", "2300");
    check(0, Field::Line(1, LineField::Pointer(2)), "2~", "2400");
    check(0, Field::Line(2, LineField::Procedure), "83036*", "2400");
    check(0, Field::Diagnosis(2), "I10~", "2300");
    check(0, Field::Provider(ProviderRole::Billing, ProviderField::TaxId), "000000001~", "2010AA");
    check(0, Field::Subscriber(PersonField::MemberId), "MEMBER0001~", "2010BA");
    check(1, Field::Subscriber(PersonField::MemberId), "MEMBER0002~", "2010BA");
    check(1, Field::Patient(PersonField::BirthDate), "20180304*", "2010CA");
    check(1, Field::Claim(ClaimField::PayerControlNumber), "PAYERCLAIM9~", "2300");
    check(1, Field::Provider(ProviderRole::Billing, ProviderField::Npi), "19999999", "2010AA");
    assert_eq!(claims[0].1.place(Field::Claim(ClaimField::PayerControlNumber)), None);
}

#[test]
fn what_has_no_field_is_kept() {
    let text = read("837p-two-claims.edi")
        .replace("HI*ABK:E119", "K3*FIXED FORMAT~\nHI*ABK:E119")
        .replace("LX*2~", "NTE*ADD*LINE NOTE~\nLX*2~")
        .replace("SV1*HC:83036*50*UN*1***1~", "SV1*HC:83036:::::NAMED*50*UN*1***1**Y~");
    let (claims, findings) = claims(&text);
    assert_eq!(show(&findings), "envelope-count-wrong SE01 segment 54 byte 1509");
    let kept: Vec<String> = claims[0]
        .1
        .extras()
        .filter(|extra| extra.loop_id == "2300" || extra.loop_id == "2400")
        .map(|extra| format!("{} {}-{} {}", extra.loop_id, extra.element, extra.component, extra.value.expose()))
        .collect();
    assert_eq!(kept, ["2300 0-0 K3*FIXED FORMAT", "2400 0-0 NTE*ADD*LINE NOTE", "2400 1-7 NAMED", "2400 9-0 Y"]);
}

#[test]
fn claims_of_one_provider_share_their_loops() {
    let (read, _) = claims(&read("837p-two-claims.edi"));
    let mut first = read[0].0.clone();
    let mut claims = vec![first.clone()];
    first.control_number = "CLAIM1B".into();
    claims.push(first);
    claims.push(read[1].0.clone());
    let text = String::from_utf8(write("CLINIC01", &claims).0).unwrap();
    assert_eq!(text.matches("NM1*85*").count(), 1);
    assert_eq!(text.matches("NM1*IL*").count(), 2);
    assert_eq!(text.matches("CLM*").count(), 3);
}

#[test]
fn a_set_holds_as_many_claims_as_allowed_and_kinds_have_groups_of_their_own() {
    let professional = claims(&read("837p-two-claims.edi")).0[0].0.clone();
    let institutional = claims(&read("837i-inpatient.edi")).0[0].0.clone();
    let mut settings = submission("CLINIC01");
    settings.claims_per_set_max = 2;
    let mut writer = ClaimWriter::new(Vec::new(), settings).unwrap();
    let sets: Vec<String> = [&professional, &professional, &professional, &institutional]
        .into_iter()
        .map(|claim| writer.write(claim).unwrap())
        .map(|written| format!("{} {}", written.group_control_number, written.set_control_number))
        .collect();
    assert_eq!(sets, ["1 0001", "1 0001", "1 0002", "2 0003"]);
    let (bytes, summary) = writer.finish().unwrap();
    assert_eq!((summary.groups, summary.sets), (2, 3));
    let (read, findings) = claims(&String::from_utf8(bytes).unwrap());
    assert_eq!((read.len(), show(&findings).as_str()), (4, ""));
}

#[test]
fn a_claim_that_cannot_be_sent_leaves_the_file_as_it_was() {
    let good = claims(&read("837p-two-claims.edi")).0[0].0.clone();
    let mut starred = good.clone();
    *starred.note.expose_mut() = "TWO*STARS".into();
    let mut foreign = good.clone();
    foreign.billing = std::sync::Arc::new(cleanclaim_model::Provider::default());
    *foreign.note.expose_mut() = "山田".into();
    let mut long = good.clone();
    long.lines = vec![good.lines[0].clone(); 51];
    let mut writer = ClaimWriter::new(Vec::new(), submission("CLINIC01")).unwrap();
    let refusal = |result: Result<Written, WriteError>| result.expect_err("refused").to_string();
    let unsendable =
        "element NTE02 holds a character that cannot be sent: a delimiter, a control or one that X12 has no letter for";
    assert_eq!(refusal(writer.write(&starred)), unsendable);
    writer.write(&good).unwrap();
    assert_eq!(refusal(writer.write(&foreign)), unsendable);
    assert_eq!(refusal(writer.write(&long)), "service lines: 51 do not fit, the guide allows 50");
    writer.write(&good).unwrap();
    let (bytes, _) = writer.finish().unwrap();
    assert_eq!(bytes, write("CLINIC01", &[good.clone(), good]).0);
}

#[test]
fn letters_lose_their_marks() {
    let mut claim = claims(&read("837p-two-claims.edi")).0[0].0.clone();
    *claim.note.expose_mut() = "Visité le 5, Peña".into();
    let text = String::from_utf8(write("CLINIC01", &[claim]).0).unwrap();
    assert!(text.contains("NTE*ADD*Visite le 5, Pena~"), "{text}");
}
