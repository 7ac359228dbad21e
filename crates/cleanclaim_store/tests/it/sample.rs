//! Rows to build on. Nobody in them exists.

use cleanclaim_ledger::{Account, AccountKind, ClaimContext, Draft, Entry, EntryKind, Posting, post_charge};
use cleanclaim_model::state::{Adjudication, Balance, Dispute, Transport, Work};
use cleanclaim_model::{
    Cents, ChargeId, ClaimId, ClaimKind, Date, EncounterId, EntryId, EventId, FileId, PatientId, Phi, PracticeId,
    Quantity, RemittanceId, Setting, SubmissionId, Text, UserId,
};
use cleanclaim_store::*;
use jiff::Timestamp;

pub(crate) const PRACTICE: PracticeId = PracticeId::new(1);
pub(crate) const OTHER_PRACTICE: PracticeId = PracticeId::new(2);
pub(crate) const DAY: Date = Date::constant(2026, 11, 23);

pub(crate) fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_795_000_000 + second).unwrap()
}

pub(crate) fn text(text: &str) -> Text {
    Text::from(text)
}

pub(crate) fn practice() -> PracticeRow {
    PracticeRow {
        name: text("Testa Family Medicine"),
        npi: text("1234567893"),
        tax_id: text("000000000"),
        content: "{}".to_owned(),
        created_at: at(0),
    }
}

pub(crate) fn user(number: u128) -> UserRow {
    UserRow {
        id: UserId::new(number),
        login: Text::from(format!("user{number}")),
        name: text("Testa User"),
        role: Role::Biller,
        password_hash: Phi::new("$argon2id$none".to_owned()),
        created_at: at(0),
        disabled_at: None,
    }
}

pub(crate) fn payer() -> PayerRow {
    PayerRow {
        id: text("medicare"),
        name: text("Test Medicare"),
        electronic_id: text("TEST1"),
        profile: "name = \"medicare\"\n".to_owned(),
        created_at: at(0),
    }
}

pub(crate) fn provider() -> ProviderRow {
    ProviderRow {
        npi: text("1234567893"),
        name: text("Testa Provider"),
        taxonomy: text("207Q00000X"),
        content: "{}".to_owned(),
    }
}

pub(crate) fn patient(number: u128) -> PatientRow {
    PatientRow {
        id: PatientId::new(number),
        number: Phi::new(Text::from(format!("P{number}"))),
        last_name: Phi::new(text("Testa")),
        first_name: Phi::new(text("Quill")),
        birth_date: Phi::new(Some(Date::constant(1980, 2, 29))),
        sex: Phi::new(text("U")),
        content: Phi::new("{}".to_owned()),
        created_at: at(0),
    }
}

pub(crate) fn coverage(patient: u128) -> CoverageRow {
    CoverageRow {
        patient_id: PatientId::new(patient),
        responsibility: text("P"),
        payer_id: text("medicare"),
        member_id: Phi::new(text("TEST0001")),
        group_number: Phi::new(text("")),
        content: Phi::new("{}".to_owned()),
    }
}

pub(crate) fn encounter(number: u128) -> EncounterRow {
    EncounterRow {
        id: EncounterId::new(number),
        number: Text::from(format!("E{number}")),
        patient_id: PatientId::new(number),
        payer_id: text("medicare"),
        setting: Setting::Outpatient,
        specialty: text("cardiology"),
        from_date: DAY,
        thru_date: DAY,
        state: EncounterState::Imported,
        content: Phi::new("{}".to_owned()),
        created_at: at(0),
    }
}

pub(crate) fn note(encounter: u128) -> NoteRow {
    NoteRow {
        encounter_id: EncounterId::new(encounter),
        position: 1,
        text: Phi::new("Assessment:\n\t\"stable\" \\ fine".to_owned()),
        created_at: at(0),
    }
}

pub(crate) fn suggestion(encounter: u128) -> SuggestionRow {
    SuggestionRow {
        encounter_id: EncounterId::new(encounter),
        position: 1,
        system: text("icd10cm"),
        code: text("I10"),
        rank: 1,
        score_e6: 900_000,
        tier: text("auto"),
        content: Phi::new("{}".to_owned()),
        accepted_at: None,
        accepted_by: text(""),
    }
}

pub(crate) fn charge(number: u128) -> ChargeRow {
    ChargeRow {
        id: ChargeId::new(number),
        encounter_id: EncounterId::new(number),
        position: 1,
        procedure: text("J0000"),
        modifiers: text("25 59"),
        revenue_code: text(""),
        units_e3: Quantity::thousandths(1_500),
        charge_cents: Cents::new(12_345),
        service_date: DAY,
        claim_id: None,
        created_at: at(0),
    }
}

/// A claim of $100.00 that stands by itself.
pub(crate) fn claim(number: u128) -> ClaimRow {
    ClaimRow {
        id: ClaimId::new(number),
        control_number: Text::from(format!("C{number:04}")),
        kind: ClaimKind::Professional,
        encounter_id: None,
        patient_id: None,
        patient_name: Phi::new(text("Testa, Quill")),
        payer_id: text("medicare"),
        payer_name: text("Test Medicare"),
        responsibility: text("P"),
        rendering_npi: text("1234567893"),
        charge_cents: Cents::new(10_000),
        expected_cents: Some(Cents::new(7_000)),
        service_from: Some(DAY),
        service_thru: Some(DAY),
        frequency: text("1"),
        payer_control_number: text(""),
        work: Work::Draft,
        transport: Transport::None,
        adjudication: Adjudication::None,
        balance: Balance::Open,
        dispute: Dispute::None,
        corrects_id: None,
        voids_id: None,
        resubmits_id: None,
        finding_errors: 0,
        finding_warnings: 0,
        paid_cents: Cents::ZERO,
        insurer_cents: Cents::ZERO,
        patient_cents: Cents::ZERO,
        held_cents: Cents::ZERO,
        created_at: at(0),
        content: Phi::new("{\"kind\":\"claim\"}".to_owned()),
    }
}

pub(crate) fn claim_line(claim: u128) -> ClaimLineRow {
    ClaimLineRow {
        claim_id: ClaimId::new(claim),
        number: 1,
        procedure: text("J0000"),
        modifiers: text(""),
        revenue_code: text(""),
        charge_cents: Cents::new(10_000),
        units_e3: Quantity::whole(1),
        service_from: Some(DAY),
        service_thru: None,
        control_number: text("L1"),
    }
}

pub(crate) fn event(number: u128, claim: u128, axis: Axis, to_state: &str) -> EventRow {
    EventRow {
        id: EventId::new(number),
        claim_id: ClaimId::new(claim),
        submission_id: None,
        axis,
        from_state: text(""),
        to_state: text(to_state),
        at: at(i64::try_from(number).unwrap()),
        actor: text("cleanclaim"),
        file_id: None,
        segment_index: None,
        note: text("tested"),
    }
}

pub(crate) fn finding(claim: u128, position: u32, severity: &str) -> FindingRow {
    FindingRow {
        claim_id: ClaimId::new(claim),
        position,
        rule: text("charge-zero"),
        severity: text(severity),
        field: text("Line(1).Charge"),
        message: text("the charge is zero"),
        content: "{}".to_owned(),
    }
}

pub(crate) fn submission(number: u128, claim: u128) -> SubmissionRow {
    SubmissionRow {
        id: SubmissionId::new(number),
        claim_id: ClaimId::new(claim),
        payer_id: text("medicare"),
        attempt: 1,
        file_id: None,
        interchange_control_number: text("000000001"),
        group_control_number: text("1"),
        set_control_number: text("0001"),
        transport: Transport::Queued,
        created_at: at(0),
        sent_at: None,
    }
}

/// A row for these bytes; the digest is a stand-in of the right length.
pub(crate) fn file(number: u128, direction: Direction, bytes: &[u8]) -> FileRow {
    let digest: u64 = bytes
        .iter()
        .fold(14_695_981_039_346_656_037, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(1_099_511_628_211));
    FileRow {
        id: FileId::new(number),
        direction,
        kind: text("835"),
        name: Text::from(format!("{number}.835")),
        sha256: Text::from(format!("{digest:064x}")),
        size_bytes: i64::try_from(bytes.len()).unwrap(),
        at: at(0),
    }
}

pub(crate) fn acknowledgement(file: u128, position: u32, claim: u128) -> AcknowledgementRow {
    AcknowledgementRow {
        file_id: FileId::new(file),
        position,
        kind: text("277CA"),
        interchange_control_number: text(""),
        group_control_number: text(""),
        set_control_number: text(""),
        control_number: Text::from(format!("C{claim:04}")),
        code: text("A1"),
        claim_id: Some(ClaimId::new(claim)),
        submission_id: None,
        received_at: at(1),
        content: "{}".to_owned(),
    }
}

pub(crate) fn remittance(number: u128, file: u128) -> RemittanceRow {
    RemittanceRow {
        id: RemittanceId::new(number),
        file_id: FileId::new(file),
        set_control_number: text("0001"),
        trace_number: text("TRACE1"),
        payer_trace_id: text("1000000000"),
        payer_name: text("Test Medicare"),
        payment_date: Some(DAY),
        amount_cents: Cents::new(7_000),
        content_sha256: Text::from(format!("{number:064x}")),
        state: RemittanceState::Posted,
        reason: text(""),
        segment_index: None,
        duplicate_of: None,
        claims: 1,
        unmatched: 0,
        posted_cents: Cents::new(7_000),
        received_at: at(i64::try_from(number).unwrap()),
    }
}

pub(crate) fn claim_payment(remittance: u128, position: u32, claim: u128) -> ClaimPaymentRow {
    ClaimPaymentRow {
        remittance_id: RemittanceId::new(remittance),
        position,
        claim_id: Some(ClaimId::new(claim)),
        control_number: Text::from(format!("C{claim:04}")),
        payer_control_number: text("PAYER1"),
        status: 1,
        segment_index: 12,
        charge_cents: Cents::new(10_000),
        paid_cents: Cents::new(7_000),
        patient_cents: Cents::ZERO,
        adjudication: text("paid"),
        content: Phi::new("{}".to_owned()),
    }
}

pub(crate) fn adjustment(remittance: u128, payment_position: u32, claim: u128) -> AdjustmentRow {
    AdjustmentRow {
        remittance_id: RemittanceId::new(remittance),
        payment_position,
        position: 1,
        claim_id: Some(ClaimId::new(claim)),
        service: Some(1),
        line_control_number: text("L1"),
        group_code: text("CO"),
        carc: text("45"),
        amount_cents: Cents::new(3_000),
        treatment: text("contractual"),
    }
}

pub(crate) fn posting_exception(remittance: u128, position: u32) -> PostingExceptionRow {
    PostingExceptionRow {
        remittance_id: RemittanceId::new(remittance),
        position,
        claim_id: None,
        control_number: text("UNKNOWN"),
        kind: text("unmatched"),
        reason: text("matches no claim of ours"),
        difference_cents: Cents::new(-5),
        segment_index: 30,
        state: Resolution::Open,
    }
}

pub(crate) fn denial(remittance: u128, position: u32, claim: u128, amount_cents: i64) -> DenialRow {
    DenialRow {
        remittance_id: RemittanceId::new(remittance),
        position,
        claim_id: ClaimId::new(claim),
        payment_position: 1,
        line_control_number: text("L1"),
        payer_id: text("medicare"),
        group_code: text("CO"),
        carc: text("50"),
        remarks: text("N115"),
        amount_cents: Cents::new(amount_cents),
        nature: text("denial"),
        state: DenialState::Open,
        created_at: at(2),
    }
}

pub(crate) fn job(key: &str, run_at: i64) -> JobRow {
    JobRow {
        idempotency_key: text(key),
        kind: text("send"),
        payload: "{}".to_owned(),
        run_at: at(run_at),
        state: JobState::Queued,
        attempts: 0,
        leased_until: None,
        error: text(""),
    }
}

pub(crate) fn context(claim: u128) -> ClaimContext {
    ClaimContext {
        claim: ClaimId::new(claim),
        payer: text("medicare"),
        next_payer: None,
        charge: Cents::new(10_000),
        prior_impact: Cents::ZERO,
    }
}

/// The charges of a claim.
pub(crate) fn charge_entry(number: u128, claim: u128) -> Entry {
    Entry::new(EntryId::new(number), DAY, post_charge(&context(claim))).unwrap()
}

/// A payment of $70.00 with $20.00 written off and $10.00 left to the patient.
pub(crate) fn payment_entry(number: u128, claim: u128, remittance: Option<u128>) -> Entry {
    let claim = ClaimId::new(claim);
    let postings = vec![
        Posting::new(Account::of(AccountKind::RemittanceClearing), Cents::new(7_000)),
        Posting::new(Account::of_claim(AccountKind::Contractual, claim), Cents::new(2_000)),
        Posting::new(Account::of_claim(AccountKind::ReceivablePatient, claim), Cents::new(1_000)),
        Posting::new(Account::of_claim(AccountKind::ReceivableInsurer, claim).key("medicare"), Cents::new(-10_000)),
    ];
    let draft = Draft {
        kind: EntryKind::ClaimPayment,
        claim: Some(claim),
        remittance: remittance.map(RemittanceId::new),
        memo: text("CLP in segment 12"),
        postings,
    };
    Entry::new(EntryId::new(number), DAY, draft).unwrap()
}

/// Commits these claims for the practice.
pub(crate) async fn with_claims(store: &Store, claims: &[ClaimRow]) {
    let mut tx = store.begin().await.unwrap();
    tx.insert(PRACTICE, claims).await.unwrap();
    tx.commit().await.unwrap();
}

/// Commits one of everything for the practice, all about claim 1.
pub(crate) async fn one_of_everything(store: &Store, practice_id: PracticeId) {
    let mut tx = store.begin().await.unwrap();
    let mut own_user = user(1);
    own_user.login = Text::from(format!("user-of-{practice_id}"));
    tx.insert(practice_id, &[practice()]).await.unwrap();
    tx.insert(practice_id, &[own_user]).await.unwrap();
    tx.insert(practice_id, &[payer()]).await.unwrap();
    tx.insert(practice_id, &[provider()]).await.unwrap();
    tx.insert(practice_id, &[patient(1)]).await.unwrap();
    tx.insert(practice_id, &[coverage(1)]).await.unwrap();
    tx.insert(practice_id, &[encounter(1)]).await.unwrap();
    tx.insert(practice_id, &[note(1)]).await.unwrap();
    tx.insert(practice_id, &[suggestion(1)]).await.unwrap();
    let claim = ClaimRow { encounter_id: Some(EncounterId::new(1)), patient_id: Some(PatientId::new(1)), ..claim(1) };
    tx.insert(practice_id, &[claim]).await.unwrap();
    tx.insert(practice_id, &[charge(1)]).await.unwrap();
    tx.insert(practice_id, &[claim_line(1)]).await.unwrap();
    tx.put_file(practice_id, &file(1, Direction::Received, b"ISA"), b"ISA").await.unwrap();
    tx.insert(practice_id, &[submission(1, 1)]).await.unwrap();
    tx.insert(practice_id, &[acknowledgement(1, 1, 1)]).await.unwrap();
    tx.insert(practice_id, &[remittance(1, 1)]).await.unwrap();
    tx.insert(practice_id, &[claim_payment(1, 1, 1)]).await.unwrap();
    tx.insert(practice_id, &[adjustment(1, 1, 1)]).await.unwrap();
    tx.insert(practice_id, &[posting_exception(1, 1)]).await.unwrap();
    tx.insert(practice_id, &[denial(1, 1, 1, 500)]).await.unwrap();
    tx.record_events(practice_id, &[event(1, 1, Axis::Work, "ready")]).await.unwrap();
    tx.replace_findings(practice_id, &[ClaimId::new(1)], &[finding(1, 1, "error")]).await.unwrap();
    tx.insert_entries(practice_id, &[charge_entry(1, 1), payment_entry(2, 1, Some(1))]).await.unwrap();
    tx.enqueue(practice_id, &[job("one", 0)]).await.unwrap();
    let entry = AuditEntry { at: at(0), actor: text("a"), action: text("b"), subject: text("c"), detail: text("d") };
    tx.append_audit(practice_id, &[entry]).await.unwrap();
    tx.commit().await.unwrap();
}
