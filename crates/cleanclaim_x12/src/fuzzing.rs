//! What must hold for any bytes whatever: the bodies of the fuzz targets, as plain functions.
//!
//! Each takes the bytes of a file and panics when its property does not hold. An ordinary test replays kept inputs through them.

use cleanclaim_model::{Acknowledgement, Claim, Date, Finding, FindingSink, Remittance};

use crate::{
    ClaimReader, ClaimWriter, EchoError, EnvelopeSettings, Origin, ReadError, RemittanceReader, RemittanceSettings,
    RemittanceWriter, SubmissionSettings, Submitter, Transaction, TransactionReader, WriteError, check_balance, echo,
    sniff,
};

/// Checks every finding as it comes.
struct Checking {
    file_bytes: u64,
}

impl FindingSink for Checking {
    fn emit(&mut self, finding: Finding) {
        assert!(crate::RULE_NAMES.contains(&finding.rule.as_ref()), "a finding has the name of a rule");
        let place = finding.place.as_deref();
        assert!(place.is_some_and(|place| place.byte <= self.file_bytes), "a finding stands inside the file");
    }
}

fn checking(bytes: &[u8]) -> Checking {
    Checking { file_bytes: bytes.len() as u64 }
}

/// Reading a file and writing it back gives the same bytes, or the file is refused because it does not begin with `ISA`.
pub fn echo_is_identity(bytes: &[u8]) {
    let mut out = Vec::with_capacity(bytes.len());
    match echo(bytes, &mut out, &mut checking(bytes)) {
        Ok(summary) => {
            assert!(out == bytes, "an echo is the file");
            assert_eq!(summary.bytes, bytes.len() as u64, "an echo counts its bytes");
        }
        Err(EchoError::Read(ReadError::NotX12 { .. })) => {
            let start = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
            assert!(!start.starts_with(b"ISA"), "what begins with ISA is read");
        }
        Err(error) => impossible(&error),
    }
}

/// Claims are read without panic, from where they stand, and never more than there are CLM segments.
pub fn read_claims(bytes: &[u8]) {
    let mut reader = ClaimReader::new(bytes);
    let (mut claim, mut origin) = (Claim::default(), Origin::default());
    let mut last_end = 0;
    while let Ok(true) = reader.next_into(&mut claim, &mut origin, &mut checking(bytes)) {
        assert!(last_end <= origin.byte && origin.byte < origin.end_byte, "claims follow each other");
        assert!(origin.end_byte <= bytes.len() as u64, "a claim ends inside the file");
        let first = usize::try_from(origin.byte).unwrap_or(usize::MAX);
        assert!(bytes[first..].starts_with(b"CLM"), "a claim begins with CLM");
        assert!(origin.fields().all(|place| place.byte <= bytes.len() as u64), "a field stands inside the file");
        last_end = origin.end_byte;
    }
}

/// Remittances are read and balanced without panic.
pub fn read_remittances(bytes: &[u8]) {
    let mut reader = RemittanceReader::new(bytes);
    let (mut remittance, mut origin) = (Remittance::default(), Origin::default());
    while let Ok(true) = reader.next_into(&mut remittance, &mut origin, &mut checking(bytes)) {
        check_balance(&remittance, &origin, reader.envelope(), &mut checking(bytes));
        let ordered = remittance.claims.windows(2).all(|pair| pair[0].segment_index < pair[1].segment_index);
        assert!(ordered, "claim payments stand in the order of their segments");
    }
}

/// Every transaction is read without panic, and as many claims and remittances as their own readers give.
pub fn read_everything(bytes: &[u8]) {
    let Ok(sniffed) = sniff(bytes, &mut checking(bytes)) else { return };
    let mut reader = TransactionReader::new(bytes);
    let (mut claims, mut remittances, mut acks) = (0_u64, 0_u64, 0_u64);
    while let Ok(Some(transaction)) = reader.next(&mut checking(bytes)) {
        match transaction {
            Transaction::Claim(..) => claims += 1,
            Transaction::Remittance(..) => remittances += 1,
            Transaction::Acknowledgement(Acknowledgement::Interchange(_), _) => acks += 1,
            _ => {}
        }
    }
    assert_eq!(acks, sniffed.interchange_acks, "each TA1 is an acknowledgement");
    let (mut claim, mut remittance, mut origin) = (Claim::default(), Remittance::default(), Origin::default());
    let mut claim_reader = ClaimReader::new(bytes);
    while let Ok(true) = claim_reader.next_into(&mut claim, &mut origin, &mut checking(bytes)) {
        claims = claims.wrapping_sub(1);
    }
    let mut remittance_reader = RemittanceReader::new(bytes);
    while let Ok(true) = remittance_reader.next_into(&mut remittance, &mut origin, &mut checking(bytes)) {
        remittances = remittances.wrapping_sub(1);
    }
    assert_eq!((claims, remittances), (0, 0), "all at once gives what each reader gives");
}

/// What was read and written reads and writes the same again: claims.
pub fn write_claims_after_reading(bytes: &[u8]) {
    let once = rewrite_claims(bytes);
    let twice = rewrite_claims(&once);
    assert!(once == twice, "claims written, read and written are the same file");
}

/// What was read and written reads and writes the same again: remittances.
pub fn write_remittances_after_reading(bytes: &[u8]) {
    let once = rewrite_remittances(bytes);
    let twice = rewrite_remittances(&once);
    assert!(once == twice, "remittances written, read and written are the same file");
}

fn rewrite_claims(bytes: &[u8]) -> Vec<u8> {
    let settings = SubmissionSettings {
        envelope: envelope(),
        submitter: Submitter::default(),
        receiver_name: Default::default(),
        receiver_id: Default::default(),
        batch_reference: Default::default(),
        claims_per_set_max: 3,
    };
    let mut writer = match ClaimWriter::new(Vec::new(), settings) {
        Ok(writer) => writer,
        Err(error) => return impossible(&error),
    };
    let mut reader = ClaimReader::new(bytes);
    let (mut claim, mut origin) = (Claim::default(), Origin::default());
    while let Ok(true) = reader.next_into(&mut claim, &mut origin, &mut checking(bytes)) {
        check_refusal(writer.write(&claim).err());
    }
    writer.finish().map(|(bytes, _)| bytes).unwrap_or_default()
}

fn rewrite_remittances(bytes: &[u8]) -> Vec<u8> {
    let settings = RemittanceSettings {
        envelope: envelope(),
        payer_address: Default::default(),
        payer_contact: Default::default(),
        payer_phone: Default::default(),
    };
    let mut writer = match RemittanceWriter::new(Vec::new(), settings) {
        Ok(writer) => writer,
        Err(error) => return impossible(&error),
    };
    let mut reader = RemittanceReader::new(bytes);
    let (mut remittance, mut origin) = (Remittance::default(), Origin::default());
    while let Ok(true) = reader.next_into(&mut remittance, &mut origin, &mut checking(bytes)) {
        check_refusal(writer.write(&remittance).err());
    }
    writer.finish().map(|(bytes, _)| bytes).unwrap_or_default()
}

fn envelope() -> EnvelopeSettings {
    EnvelopeSettings::between("SENDER", "RECEIVER", Date::constant(2026, 11, 23).at(9, 30, 0, 0))
}

/// Memory never fails as a destination.
fn check_refusal(error: Option<WriteError>) {
    assert!(!matches!(error, Some(WriteError::Io(_))), "writing to memory does not fail");
}

/// Reading from and writing to memory cannot fail, and these settings fit.
fn impossible<T: Default>(error: &dyn std::error::Error) -> T {
    assert!(error.to_string().is_empty(), "memory does not fail: {error}");
    T::default()
}
