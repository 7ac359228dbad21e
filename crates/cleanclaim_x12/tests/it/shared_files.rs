//! The public sample files of other libraries, which are not part of the project: skipped with a message when they are absent.

use std::fs;
use std::path::PathBuf;

use cleanclaim_model::{Cents, Claim, ClaimKind, Finding, Remittance};
use cleanclaim_x12::{
    ClaimReader, EchoError, Event, Origin, ReadError, RemittanceReader, SegmentReader, Transaction, TransactionKind,
    TransactionReader, check_balance, echo, sniff,
};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/x12");

/// Every sample file with its path; empty, with a message, where there are none.
fn files() -> Vec<(PathBuf, Vec<u8>)> {
    let mut files = Vec::new();
    let mut folders = vec![PathBuf::from(FOLDER)];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = fs::read_dir(&folder) else { continue };
        for entry in entries {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_none_or(|extension| extension != "tsv") {
                let bytes = fs::read(&path).unwrap();
                files.push((path, bytes));
            }
        }
    }
    files.sort();
    if files.is_empty() {
        eprintln!("skipped: the sample files are not here ({FOLDER})");
    }
    files
}

fn begins_with_isa(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    bytes.trim_ascii_start().starts_with(b"ISA")
}

#[test]
fn echo_is_the_identity_on_every_interchange_and_refuses_everything_else() {
    for (path, bytes) in files() {
        let mut out = Vec::new();
        let result = echo(&bytes[..], &mut out, &mut Vec::<Finding>::new());
        if begins_with_isa(&bytes) {
            result.unwrap();
            assert_eq!(out, bytes, "{}", path.display());
        } else {
            let error = result.expect_err("no interchange");
            assert!(matches!(error, EchoError::Read(ReadError::NotX12 { .. })), "{}: {error}", path.display());
        }
    }
}

/// How many body segments with this identifier stand in 5010 sets for which `kind` holds, counted without any map.
fn count_segments(bytes: &[u8], id: &[u8], kind: impl Fn(&str, &str) -> bool) -> usize {
    let (mut group_version, mut inside, mut count) = (String::new(), false, 0);
    let mut reader = SegmentReader::new(bytes);
    while let Some(event) = reader.next(&mut Vec::<Finding>::new()).unwrap() {
        let Event::Segment(segment) = event else { continue };
        let text = |element| segment.element(element).text().into_owned();
        match segment.id() {
            b"GS" => (group_version, inside) = (text(8), false),
            b"ST" => {
                let implementation = if segment.element(3).is_empty() { group_version.clone() } else { text(3) };
                inside = kind(&text(1), &implementation);
            }
            b"SE" => inside = false,
            found if found == id => count += usize::from(inside),
            _ => {}
        }
    }
    count
}

#[test]
fn every_5010_claim_is_read() {
    let (mut claims, mut lines) = (0, 0);
    for (path, bytes) in files().into_iter().filter(|(_, bytes)| begins_with_isa(bytes)) {
        let is_claim = |set: &str, implementation: &str| {
            set == "837" && (implementation.starts_with("005010X222") || implementation.starts_with("005010X223"))
        };
        let expected = count_segments(&bytes, b"CLM", is_claim);
        let mut reader = ClaimReader::new(&bytes[..]);
        let (mut claim, mut origin, mut findings) = (Claim::default(), Origin::default(), Vec::<Finding>::new());
        let mut read = 0;
        while reader.next_into(&mut claim, &mut origin, &mut findings).unwrap() {
            read += 1;
            lines += claim.lines.len();
            assert!(!claim.control_number.is_empty(), "{}", path.display());
            let stands_there = &bytes[usize::try_from(origin.byte).unwrap()..];
            assert!(stands_there.starts_with(b"CLM"), "{}", path.display());
        }
        assert_eq!(read, expected, "{}", path.display());
        claims += read;
    }
    eprintln!("read {claims} claims with {lines} lines");
}

#[test]
fn every_5010_remittance_is_read_and_its_sums_are_those_of_the_file() {
    let (mut remittances, mut claims) = (0, 0);
    for (path, bytes) in files().into_iter().filter(|(_, bytes)| begins_with_isa(bytes)) {
        let is_remittance = |set: &str, implementation: &str| set == "835" && implementation.starts_with("005010");
        let expected_sets = count_segments(&bytes, b"BPR", is_remittance);
        let expected_claims = count_segments(&bytes, b"CLP", is_remittance);
        let mut reader = RemittanceReader::new(&bytes[..]);
        let (mut remittance, mut origin) = (Remittance::default(), Origin::default());
        let mut findings = Vec::<Finding>::new();
        let (mut read, mut read_claims) = (0, 0);
        let mut total = Cents::ZERO;
        while reader.next_into(&mut remittance, &mut origin, &mut findings).unwrap() {
            read += 1;
            read_claims += remittance.claims.len();
            total += remittance.claims.iter().map(|claim| claim.paid).sum();
            check_balance(&remittance, &origin, reader.envelope(), &mut findings);
        }
        assert_eq!((read, read_claims), (expected_sets, expected_claims), "{}", path.display());
        assert_eq!(total, sum_of_clp04(&bytes, is_remittance), "{}", path.display());
        remittances += read;
        claims += read_claims;
    }
    eprintln!("read {remittances} remittances with {claims} claims");
}

/// CLP04 added up from the text of the file.
fn sum_of_clp04(bytes: &[u8], kind: impl Fn(&str, &str) -> bool) -> Cents {
    let (mut group_version, mut inside, mut total) = (String::new(), false, Cents::ZERO);
    let text = String::from_utf8_lossy(bytes);
    let Some(start) = text.find("ISA") else { return total };
    let header = text.as_bytes()[start..].get(..106).unwrap_or_default();
    let (element, terminator) = (char::from(header[3]), char::from(header[105]));
    for segment in text[start..].split(terminator) {
        let elements: Vec<&str> = segment.trim().split(element).collect();
        let at = |index: usize| elements.get(index).copied().unwrap_or_default();
        match at(0) {
            "GS" => group_version = at(8).into(),
            "ST" => inside = kind(at(1), if at(3).is_empty() { &group_version } else { at(3) }),
            "SE" => inside = false,
            "CLP" if inside => total += Cents::parse(at(4)).unwrap_or_default(),
            _ => {}
        }
    }
    total
}

#[test]
fn all_at_once_gives_what_each_reader_gives() {
    for (path, bytes) in files().into_iter().filter(|(_, bytes)| begins_with_isa(bytes)) {
        let sniffed = sniff(&bytes[..], &mut Vec::<Finding>::new()).unwrap();
        let mut reader = TransactionReader::new(&bytes[..]);
        let mut findings = Vec::<Finding>::new();
        let (mut claims, mut remittances, mut others) = (0, 0, 0);
        while let Some(transaction) = reader.next(&mut findings).unwrap() {
            match transaction {
                Transaction::Claim(claim, _, envelope) => {
                    assert_eq!(envelope.kind(), TransactionKind::Claim(claim.kind), "{}", path.display());
                    claims += 1;
                }
                Transaction::Remittance(..) => remittances += 1,
                Transaction::Other(_) => others += 1,
                _ => {}
            }
        }
        let counted = |wanted: &[TransactionKind]| -> u64 {
            sniffed.kinds.iter().filter(|kind| wanted.contains(&kind.kind)).map(|kind| kind.sets).sum()
        };
        assert_eq!(remittances, counted(&[TransactionKind::Remittance]), "{}", path.display());
        assert_eq!(
            others,
            counted(&[TransactionKind::Other, TransactionKind::Claim(ClaimKind::Dental)]),
            "{}",
            path.display()
        );
        let mut one_by_one = ClaimReader::new(&bytes[..]);
        let (mut claim, mut origin) = (Claim::default(), Origin::default());
        let mut expected = 0;
        while one_by_one.next_into(&mut claim, &mut origin, &mut Vec::<Finding>::new()).unwrap() {
            expected += 1;
        }
        assert_eq!(claims, expected, "{}", path.display());
    }
}

#[test]
fn a_damaged_file_is_read_to_its_end() {
    for (path, bytes) in files().into_iter().filter(|(_, bytes)| begins_with_isa(bytes) && bytes.len() < 4_000) {
        for cut in (110..bytes.len()).step_by(101) {
            let mut reader = TransactionReader::new(&bytes[..cut]);
            let mut findings = Vec::<Finding>::new();
            while reader.next(&mut findings).unwrap().is_some() {}
            let is_positioned = findings.iter().all(|finding| finding.place.is_some());
            assert!(is_positioned, "{} cut at {cut}", path.display());
        }
    }
}
