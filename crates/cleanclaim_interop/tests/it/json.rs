//! The JSON documents: nothing is lost on the way, errors name the place, schemas are kept by snapshot.

use std::collections::BTreeSet;

use cleanclaim_interop::json::{
    AcknowledgementJson, ClaimJson, EncounterJson, EnvelopeJson, ErrorJson, ErrorKind, FindingContext, FindingJson,
    JsonError, LintSummaryJson, RemittanceJson, SCHEMAS, SuggestionJson, TransactionJson, read, schema,
};
use cleanclaim_model::{
    AckCodes, Acknowledgement, Cents, Claim, ClaimAck, ClaimKind, CodeSuggestion, CodeSystem, Encounter, Field,
    Finding, ImplementationAck, InterchangeAck, LineField, Phi, Remittance, SetAck, Severity, StatusInfo, Tier, Why,
    X12Place,
};
use insta::assert_snapshot;
use jiff::civil::date;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

const CLAIM: &str = include_str!("../../../../fixtures/interop/claim-every-field.json");
const REMITTANCE: &str = include_str!("../../../../fixtures/interop/remittance-every-field.json");
const ENCOUNTER: &str = include_str!("../../../../fixtures/interop/encounter-every-field.json");

/// Reads the document into the model and writes it again: the same document, and no property of the schema is missing in it.
fn check_both_ways<Inner, Json>(name: &str, document: &str)
where
    Json: DeserializeOwned + Serialize + for<'a> From<&'a Inner>,
    Inner: TryFrom<Json, Error = JsonError>,
{
    let json: Json = read(document.as_bytes()).unwrap();
    let inner = Inner::try_from(json).unwrap();
    let written = serde_json::to_value(Json::from(&inner)).unwrap();
    let expected: Value = serde_json::from_str(document).unwrap();
    assert_eq!(written, expected);
    let mut used = BTreeSet::new();
    collect_keys(&expected, &mut used);
    let mut known = BTreeSet::new();
    collect_properties(&schema(name).unwrap(), &mut known);
    let missing: Vec<&String> = known.difference(&used).collect();
    assert!(missing.is_empty(), "the fixture lacks {missing:?}");
}

fn collect_keys(value: &Value, keys: &mut BTreeSet<String>) {
    match value {
        Value::Object(map) => map.iter().for_each(|(key, value)| {
            keys.insert(key.clone());
            collect_keys(value, keys);
        }),
        Value::Array(values) => values.iter().for_each(|value| collect_keys(value, keys)),
        _ => {}
    }
}

fn collect_properties(schema: &Value, names: &mut BTreeSet<String>) {
    match schema {
        Value::Object(map) => {
            if let Some(Value::Object(properties)) = map.get("properties") {
                names.extend(properties.keys().cloned());
            }
            map.values().for_each(|value| collect_properties(value, names));
        }
        Value::Array(values) => values.iter().for_each(|value| collect_properties(value, names)),
        _ => {}
    }
}

#[test]
fn claims_go_both_ways_whole() {
    check_both_ways::<Claim, ClaimJson>("claim", CLAIM);
}

#[test]
fn remittances_go_both_ways_whole() {
    check_both_ways::<Remittance, RemittanceJson>("remittance", REMITTANCE);
}

#[test]
fn encounters_go_both_ways_whole() {
    check_both_ways::<Encounter, EncounterJson>("encounter", ENCOUNTER);
}

#[test]
fn schemas_change_only_by_adding() {
    for name in SCHEMAS {
        let text = serde_json::to_string_pretty(&schema(name).unwrap()).unwrap();
        insta::assert_snapshot!(format!("schema-{name}"), text);
    }
}

/// Changes one place of the claim and gives the error.
fn broken(pointer: &str, value: Value) -> String {
    let mut document: Value = serde_json::from_str(CLAIM).unwrap();
    match document.pointer_mut(pointer) {
        Some(place) => *place = value,
        None => drop(document.as_object_mut().unwrap().insert(pointer.to_owned(), value)),
    }
    let text = document.to_string();
    let error = match read::<ClaimJson>(text.as_bytes()) {
        Ok(json) => Claim::try_from(json).unwrap_err(),
        Err(error) => error,
    };
    // Where in the one long line it stands says nothing to a reader of this test.
    error.to_string().split(" at line").next().unwrap_or_default().to_owned()
}

#[test]
fn errors_name_the_place_and_never_the_value() {
    assert_snapshot!(broken("/schema", 2.into()), @"schema: expected 1, found 2");
    assert_snapshot!(broken("/charge_cents", "Smith, expected".into()), @"charge_cents: expected i64");
    assert_snapshot!(broken("/charge_cents", 10_000_000_000_000_i64.into()), @"charge_cents: expected at most ten billion dollars in cents");
    assert_snapshot!(broken("/subscriber/birth_date", "30.4.1961".into()), @"subscriber.birth_date: expected a day of the calendar as 2026-01-31");
    assert_snapshot!(broken("/subscriber/name", "Smith".into()), @"subscriber.name: expected an object");
    assert_snapshot!(broken("/service_lines/1/units", "1.0001".into()), @"service_lines[1].units: expected decimal text with at most three decimals");
    assert_snapshot!(broken("/service_lines/0/diagnosis_pointers", vec![1, 2, 3, 4, 5].into()), @"service_lines[0].diagnosis_pointers: expected at most 4 positions");
    assert_snapshot!(broken("/service_lines/0/modifiers", vec!["25"; 5].into()), @"service_lines[0].modifiers: expected at most 4 modifiers");
    assert_snapshot!(broken("/billing_provider/npi", "1234567890".into()), @"billing_provider.npi: expected the number to end in 3");
    assert_snapshot!(broken("/diagnoses/0/role", "main".into()), @"diagnoses[0].role: expected one of: principal other admitting reason_for_visit external_cause");
    assert_snapshot!(broken("patient_of_mr_smith", 1.into()), @"patient_of_mr_smith: unknown field");
    assert_snapshot!(broken("/kind", Value::Null), @"kind: expected text");
    assert_snapshot!(read::<ClaimJson>(b"{\"schema\":1").unwrap_err(), @".: EOF while parsing an object at line 1 column 11");
    assert_snapshot!(read::<ClaimJson>(b"{\"schema\":1}").unwrap_err(), @".: missing field `kind` at line 1 column 12");
    assert_snapshot!(read::<ErrorJson>(br#"{"error":{"kind":"io","message":""}} x"#).unwrap_err(), @".: trailing characters at line 1 column 38");
}

#[test]
fn debug_output_shows_no_patient() {
    let debug = format!("{:?}{:?}", read::<ClaimJson>(CLAIM.as_bytes()), read::<RemittanceJson>(REMITTANCE.as_bytes()));
    for private in ["Testa", "ZZTEST", "1961", "Example Way", "MRN1"] {
        assert!(!debug.contains(private), "{private}");
    }
}

fn line(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap()
}

#[test]
fn findings_have_the_documented_shape() {
    let place = X12Place {
        interchange: "000000001".into(),
        group: "1".into(),
        set: "0001".into(),
        segment_index: 31,
        byte: 0,
        loop_id: "2400".into(),
        segment: "SV1".into(),
        element: 7,
        component: 1,
    };
    let mut finding =
        Finding::new("pointer-out-of-range", Severity::Error, "pointer 3 has no diagnosis", "X222A1, SV107")
            .snip(4)
            .at(Field::Line(2, LineField::Pointer(1)))
            .place(place)
            .code("3")
            .expected("1 or 2")
            .table("icd10cm", "FY2026", "E119")
            .ack(AckCodes { ik4: Some("I7".into()), ..AckCodes::default() });
    finding.claim = Some("A0001".into());
    let context =
        FindingContext { file: Some("a.edi"), transaction: Some("837P"), kind: Some(ClaimKind::Professional) };
    assert_snapshot!(line(&FindingJson::new(&finding, &context)), @r#"{"file":"a.edi","rule":"pointer-out-of-range","severity":"error","snip":4,"transaction":"837P","interchange":"000000001","group":"1","set":"0001","segment_index":31,"byte":0,"loop":"2400","segment":"SV1","element":7,"component":1,"code":"3","field":"Line(2).Pointer(1)","box":"24E","fhir_path":"Claim.item.where(sequence=2).diagnosisSequence[0]","claim":"A0001","line":2,"message":"pointer 3 has no diagnosis","expected":"1 or 2","source":"X222A1, SV107","table":{"set":"icd10cm","edition":"FY2026","row":"E119"},"ack":{"ik4":"I7"}}"#);
    let bare = Finding::new("zero-charge", Severity::Info, "charge is zero", "X222A1, SV102");
    assert_snapshot!(line(&FindingJson::new(&bare, &FindingContext::default())), @r#"{"rule":"zero-charge","severity":"info","message":"charge is zero","source":"X222A1, SV102"}"#);
    assert_snapshot!(line(&LintSummaryJson::default()), @r#"{"summary":{"schema":1,"version":"","as_of":"","editions":{},"files":0,"interchanges":0,"transactions":0,"claims":0,"errors":0,"warnings":0,"not_checked":[]}}"#);
}

#[test]
fn suggestions_have_the_documented_shape() {
    let suggestion = CodeSuggestion {
        system: CodeSystem::Icd10Cm,
        code: "E119".into(),
        rank: 1,
        score_e6: 750_000,
        tier: Tier::Review,
        spans: vec![(7, 11), (0, 2)],
        why: vec![Why { rule: "title", note: "named".into() }],
        query: None,
    };
    let json = SuggestionJson::new("V1", "A: has éDM", &suggestion);
    assert_snapshot!(line(&json), @r#"{"doc":"V1","system":"icd10cm","code":"E119","rank":1,"score":0.75,"tier":"review","spans":[[7,11],[0,2]],"text":"éDM","why":[{"rule":"title","note":"named"}]}"#);
    assert!(!format!("{json:?}").contains("éD"));
}

#[test]
fn transactions_say_what_they_are() {
    let envelope = EnvelopeJson { set: "0001".into(), transaction: "277".into(), ..EnvelopeJson::default() };
    let status = StatusInfo {
        category: "A7".into(),
        status: "164".into(),
        date: Some(date(2026, 1, 20)),
        amount: Some(Cents::new(100)),
        ..StatusInfo::default()
    };
    let acks = [
        Acknowledgement::Interchange(InterchangeAck {
            interchange_control_number: "000000001".into(),
            sent: ("260115".into(), "0830".into()),
            code: "A".into(),
            note: "000".into(),
        }),
        Acknowledgement::Implementation(ImplementationAck {
            group_id: "HC".into(),
            sets: vec![SetAck { code: "A".into(), ..SetAck::default() }],
            ..ImplementationAck::default()
        }),
        Acknowledgement::Claim(ClaimAck {
            control_number: "A0001".into(),
            statuses: vec![status],
            rejected: true,
            member_id: Phi::new("ZZTEST0001".into()),
            ..ClaimAck::default()
        }),
    ];
    let lines: Vec<String> = acks
        .iter()
        .map(|ack| {
            let acknowledgement = AcknowledgementJson::from(ack);
            line(&TransactionJson::Acknowledgement { envelope: envelope.clone(), acknowledgement })
        })
        .collect();
    assert_snapshot!(lines.join("\n"), @r#"
    {"kind":"acknowledgement","envelope":{"set":"0001","transaction":"277"},"acknowledgement":{"type":"interchange","interchange_control_number":"000000001","sent_date":"260115","sent_time":"0830","code":"A","note":"000"}}
    {"kind":"acknowledgement","envelope":{"set":"0001","transaction":"277"},"acknowledgement":{"type":"implementation","group_id":"HC","group_control_number":"","code":"","sets":[{"set_id":"","set_control_number":"","code":"A"}]}}
    {"kind":"acknowledgement","envelope":{"set":"0001","transaction":"277"},"acknowledgement":{"type":"claim","control_number":"A0001","rejected":true,"statuses":[{"category":"A7","status":"164","date":"2026-01-20","amount_cents":100}],"member_id":"ZZTEST0001"}}
    "#);
    assert_snapshot!(line(&TransactionJson::Other { envelope }), @r#"{"kind":"other","envelope":{"set":"0001","transaction":"277"}}"#);
    let claim = read::<ClaimJson>(CLAIM.as_bytes()).unwrap();
    let written = line(&TransactionJson::Claim { envelope: EnvelopeJson::default(), claim: Box::new(claim) });
    assert!(written.starts_with(r#"{"kind":"claim","envelope":{},"claim":{"schema":1,"kind":"institutional","#));
    assert!(matches!(read(written.as_bytes()), Ok(TransactionJson::Claim { .. })));
    let error = |document: &str| read::<TransactionJson>(document.as_bytes()).unwrap_err().to_string();
    assert_snapshot!(error(&written.replace(r#""units":"2.5""#, r#""units":"many""#)).split(" at ").next().unwrap(), @"claim.service_lines[0].units: expected decimal text with");
    assert_snapshot!(error(r#"{"kind":"claim","envelope":{}}"#), @".: expected a claim beside the kind");
    assert_snapshot!(error(r#"{"kind":"invoice","envelope":{}}"#), @"kind: expected one of `claim`, `remittance`, `acknowledgement`, `other` at line 1 column 17");
}

#[test]
fn errors_have_the_documented_shape() {
    let mut error = ErrorJson::new(ErrorKind::Format, "no interchange");
    error.error.file = Some("a.edi".into());
    error.error.byte = Some(0);
    error.error.hint = Some("the file must begin with ISA".into());
    assert_snapshot!(line(&error), @r#"{"error":{"kind":"format","message":"no interchange","file":"a.edi","byte":0,"hint":"the file must begin with ISA"}}"#);
}
