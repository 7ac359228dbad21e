use std::collections::{BTreeMap, BTreeSet, HashSet};

use cleanclaim_model::{
    Acknowledgement, Cents, ClaimStatusCode, Finding, Frequency, GroupCode, Remittance, Severity, Text,
};
use cleanclaim_sim::{Event, Fault, OutFile, OutKind, Payer, PayerDesk};
use cleanclaim_x12::{ImbalanceKind, Origin, RemittanceReader, Transaction, imbalances, read_transactions};
use jiff::civil::{date, datetime};

use crate::practice_side::{Season, claim, file, of_kind, rush, season};
use crate::world::{hash, world};

fn remittances(bytes: &[u8]) -> Vec<Remittance> {
    let mut reader = RemittanceReader::new(bytes);
    let (mut remittance, mut origin) = (Remittance::default(), Origin::default());
    let mut findings: Vec<Finding> = Vec::new();
    let mut all = Vec::new();
    while reader.next_into(&mut remittance, &mut origin, &mut findings).unwrap() {
        all.push(remittance.clone());
    }
    let errors: Vec<_> = findings.iter().filter(|finding| finding.severity == Severity::Error).collect();
    assert!(errors.iter().all(|finding| finding.rule.contains("balance")), "{errors:?}");
    all
}

fn acknowledgements(bytes: &[u8]) -> Vec<Acknowledgement> {
    let mut findings: Vec<Finding> = Vec::new();
    let mut all = Vec::new();
    let _ = read_transactions(bytes, &mut findings, |transaction| {
        if let Transaction::Acknowledgement(ack, _) = transaction {
            all.push(ack.clone());
        }
        std::ops::ControlFlow::<()>::Continue(())
    })
    .unwrap();
    assert!(findings.is_empty(), "{findings:?}");
    all
}

fn hash_of(out: &[OutFile]) -> String {
    hash(out.iter().map(|file| (file.name.as_str(), file.bytes.as_slice())))
}

fn seasons(seed: u64, encounters: usize) -> Vec<Season> {
    let world = world(seed, encounters);
    world.desks.iter().map(|desk| season(&world, desk, seed)).collect()
}

#[test]
fn one_seed_gives_one_season() {
    let hashes = |seed| -> Vec<String> { seasons(seed, 150).iter().map(|season| hash_of(&season.out)).collect() };
    assert_eq!(hashes(1), hashes(1));
    let both: BTreeSet<String> = hashes(1).into_iter().chain(hashes(2)).collect();
    assert_eq!(both.len(), 6);
}

#[test]
fn every_claim_is_answered() {
    for season in seasons(3, 600) {
        let truth = season.payer.truth();
        let sent: BTreeSet<&Text> = season.claims.iter().map(|claim| &claim.control_number).collect();
        let mut accepted = BTreeSet::new();
        let mut rejected = BTreeSet::new();
        for file in of_kind(&season.out, OutKind::ClaimAck) {
            for ack in acknowledgements(&file.bytes) {
                let Acknowledgement::Claim(ack) = ack else { panic!("{ack:?}") };
                if ack.rejected { &mut rejected } else { &mut accepted }.insert(ack.control_number);
            }
        }
        assert_eq!(accepted.iter().chain(&rejected).collect::<BTreeSet<_>>(), sent);
        assert_eq!(rejected, truth.rejected_claims.iter().cloned().collect());
        assert_eq!(accepted.len(), truth.count(Event::Accepted) as usize);
        for file in of_kind(&season.out, OutKind::Ta1) {
            let acks = acknowledgements(&file.bytes);
            let [Acknowledgement::Interchange(ack)] = acks.as_slice() else { panic!("{acks:?}") };
            assert_eq!(ack.code, "A");
        }
        for file in of_kind(&season.out, OutKind::Ack999) {
            for ack in acknowledgements(&file.bytes) {
                let Acknowledgement::Implementation(ack) = ack else { panic!("{ack:?}") };
                assert!(ack.code == "A" || ack.code == "E", "{ack:?}");
            }
        }
    }
}

/// Every remittance that is not meant to be wrong balances, and the truth says of each what its bytes say.
#[test]
fn remittances_balance_and_the_truth_is_true() {
    let mut faults = BTreeSet::new();
    for season in seasons(5, 1_000) {
        let truth = season.payer.truth();
        let mut seen: BTreeMap<Text, Cents> = BTreeMap::new();
        let mut files = 0;
        for file in of_kind(&season.out, OutKind::Remittance) {
            files += 1;
            for remittance in remittances(&file.bytes) {
                let truth = truth.remittances.iter().find(|one| one.trace_number == remittance.trace_number).unwrap();
                let kinds: HashSet<ImbalanceKind> = imbalances(&remittance).map(|imbalance| imbalance.kind).collect();
                match truth.fault {
                    Some(Fault::WrongTotal) => assert!(kinds.contains(&ImbalanceKind::Transaction)),
                    Some(Fault::UnbalancedClaim) => {
                        assert!(!kinds.contains(&ImbalanceKind::Transaction) && kinds.contains(&ImbalanceKind::Claim));
                    }
                    _ => assert!(kinds.is_empty(), "{} {kinds:?}", file.name),
                }
                assert_eq!(remittance.amount, truth.amount);
                assert!(!remittance.amount.is_negative());
                assert_eq!(remittance.claims.len(), truth.claims);
                seen.insert(remittance.trace_number.clone(), remittance.amount);
            }
        }
        let postable: Cents = truth
            .remittances
            .iter()
            .filter(|one| one.fault != Some(Fault::WrongTotal))
            .filter_map(|one| seen.get(&one.trace_number))
            .copied()
            .sum();
        assert_eq!(postable, truth.postable_amount());
        let lost = truth.remittances.iter().filter(|one| one.fault == Some(Fault::Lost));
        assert!(lost.clone().all(|one| !seen.contains_key(&one.trace_number)));
        faults.extend(truth.remittances.iter().filter_map(|one| one.fault));
        let twice = truth.remittances.iter().any(|one| one.fault == Some(Fault::SentTwice));
        let names: BTreeSet<&[u8]> =
            of_kind(&season.out, OutKind::Remittance).map(|file| file.bytes.as_slice()).collect();
        assert_eq!(names.len() + usize::from(twice), files);
    }
    assert_eq!(faults, Fault::ALL.into_iter().collect());
}

/// What happened can be counted from the bytes alone.
#[test]
fn counts_are_those_of_the_bytes() {
    let mut all: BTreeSet<Event> = BTreeSet::new();
    for season in seasons(7, 1_500) {
        let truth = season.payer.truth();
        let mut reversed = 0;
        let mut plb: BTreeMap<Text, u32> = BTreeMap::new();
        let mut carcs = BTreeSet::new();
        let mut read = BTreeSet::new();
        for file in of_kind(&season.out, OutKind::Remittance) {
            for remittance in remittances(&file.bytes) {
                if !read.insert(remittance.trace_number.clone()) {
                    continue;
                }
                for adjustment in &remittance.provider_adjustments {
                    let sign = if adjustment.amount.is_negative() { "-" } else { "+" };
                    *plb.entry(format!("{}{sign}", adjustment.reason).into()).or_default() += 1;
                }
                for payment in &remittance.claims {
                    reversed += u32::from(payment.status == ClaimStatusCode::REVERSAL);
                    carcs.extend(payment.all_adjustments().map(|one| (one.group, one.carc.to_string())));
                }
            }
        }
        assert_eq!(reversed, truth.count(Event::Reversed));
        assert_eq!(plb.get("WO+").copied().unwrap_or(0), truth.count(Event::Recouped));
        assert_eq!(plb.get("FB-").copied().unwrap_or(0), truth.count(Event::CarriedForward));
        assert_eq!(plb.get("L6-").copied().unwrap_or(0), truth.count(Event::Interest));
        assert!(carcs.contains(&(GroupCode::ContractualObligation, "45".to_owned())));
        let medicare = season.payer.desk().key == "northlake-medicare";
        assert_eq!(carcs.contains(&(GroupCode::ContractualObligation, "253".to_owned())), medicare);
        all.extend(truth.counts.keys());
    }
    for event in [
        Event::Paid,
        Event::ShortPaid,
        Event::PartlyDenied,
        Event::Denied,
        Event::Unprocessable,
        Event::Bundled,
        Event::Reversed,
        Event::Corrected,
        Event::Recouped,
        Event::Interest,
        Event::Rejected,
    ] {
        assert!(all.contains(&event), "{event:?}");
    }
}

#[test]
fn most_claims_are_paid_and_few_wait() {
    for season in seasons(9, 1_000) {
        let truth = season.payer.truth();
        let accepted = truth.count(Event::Accepted);
        let paid = truth.count(Event::Paid) + truth.count(Event::ShortPaid);
        assert!(accepted * 75 / 100 < paid, "{} {paid} of {accepted}", season.payer.desk().key);
        assert!(season.payer.waiting().count() * 20 < accepted as usize);
    }
}

/// A practice that files once and looks into its inbox every day sees everything too.
#[test]
fn one_filing_and_daily_checks_show_every_fault() {
    for seed in [1, 42, 99] {
        let world = world(seed, 1_000);
        let mut faults = BTreeSet::new();
        for desk in &world.desks {
            let season = rush(&world, desk, seed);
            let truth = season.payer.truth();
            faults.extend(truth.remittances.iter().filter_map(|one| one.fault));
            assert!(0 < truth.count(Event::Corrected) && 0 < truth.count(Event::Denied), "{}", desk.key);
            assert!(season.payer.waiting().count() * 20 < season.claims.len());
        }
        assert_eq!(faults, Fault::ALL.into_iter().collect());
    }
}

#[test]
fn a_file_that_comes_twice_is_adjudicated_once() {
    let world = world(1, 60);
    let desk = &world.desks[1];
    let mine = |name: &str| world.encounters.iter().find(|one| one.encounter.payer == name).unwrap();
    let claim = claim(&world, desk, &mine(desk.key).encounter);
    let mut payer = Payer::new(desk.clone(), 1);
    let at = datetime(2026, 11, 1, 9, 0, 0, 0);
    let bytes = file(5, at, &[claim]);
    assert_eq!(payer.receive("a.837", &bytes, at).unwrap().len(), 3);
    let again = payer.receive("a.837", &bytes, at).unwrap();
    let [only] = again.as_slice() else { panic!("{again:?}") };
    let acks = acknowledgements(&only.bytes);
    let [Acknowledgement::Interchange(ack)] = acks.as_slice() else { panic!("{acks:?}") };
    assert_eq!((ack.code.as_str(), ack.note.as_str()), ("R", "025"));
    assert_eq!(payer.truth().duplicate_interchanges, 1);
    assert_eq!(payer.truth().count(Event::Received), 1);
}

#[test]
fn what_is_no_x12_gets_no_answer_and_what_is_damaged_is_rejected() {
    let world = world(1, 60);
    let desk = &world.desks[1];
    let at = datetime(2026, 11, 1, 9, 0, 0, 0);
    let mut payer = Payer::new(desk.clone(), 1);
    assert!(payer.receive("a.837", b"hello", at).unwrap().is_empty());
    assert_eq!(payer.truth().unreadable_files, 1);
    let mine = world.encounters.iter().find(|one| one.encounter.payer == desk.key).unwrap();
    let bytes = file(5, at, &[claim(&world, desk, &mine.encounter)]);
    let text = String::from_utf8(bytes).unwrap();
    // SE01 says another number of segments.
    let damaged = text.replacen("SE*", "SE*9", 1);
    let answers = payer.receive("b.837", damaged.as_bytes(), at).unwrap();
    let acks: Vec<_> = of_kind(&answers, OutKind::Ack999).flat_map(|file| acknowledgements(&file.bytes)).collect();
    let [Acknowledgement::Implementation(ack)] = acks.as_slice() else { panic!("{acks:?}") };
    assert_eq!(ack.code, "R");
    assert_eq!(payer.truth().count(Event::RejectedSet), 1);
    assert_eq!(of_kind(&answers, OutKind::ClaimAck).count(), 0);
}

/// A paid claim is replaced by one with frequency 7, and that one is voided by frequency 8.
#[test]
fn replacements_and_voids_take_the_original_back() {
    let world = world(1, 200);
    let desk: &PayerDesk = &world.desks[1];
    let at = datetime(2026, 6, 1, 9, 0, 0, 0);
    let ours = |one: &&cleanclaim_sim::SimEncounter| one.encounter.payer == desk.key && one.encounter.stay.is_none();
    let original = claim(&world, desk, &world.encounters.iter().find(ours).unwrap().encounter);
    // A seed under which this claim is accepted and nothing goes wrong with it by chance.
    let mut payer = Payer::new(desk.clone(), 12);
    payer.receive("a.837", &file(1, at, std::slice::from_ref(&original)), at).unwrap();
    let first = paid(&mut payer, date(2026, 8, 1));
    let [first] = first.as_slice() else { panic!("{first:?}") };
    let again = |frequency, number: &str, reference: &Text| {
        let mut claim = original.clone();
        claim.frequency = frequency;
        claim.control_number = number.into();
        claim.payer_control_number = reference.clone();
        claim
    };
    let replacement = again(Frequency::REPLACEMENT, "R1", &first.payer_control_number);
    payer.receive("b.837", &file(2, at, &[replacement]), datetime(2026, 8, 2, 9, 0, 0, 0)).unwrap();
    let both = paid(&mut payer, date(2026, 12, 1));
    let kinds: Vec<(&str, u8)> = both.iter().map(|one| (one.control_number.as_str(), one.status.get())).collect();
    let expected = [("R1", 1), (original.control_number.as_str(), 22)];
    assert_eq!(kinds.iter().collect::<BTreeSet<_>>(), expected.iter().collect());
    let reversed = both.iter().find(|one| one.is_reversal()).unwrap();
    assert_eq!(reversed.paid, -first.paid);
    let replaced = both.iter().find(|one| !one.is_reversal()).unwrap();
    let void = again(Frequency::VOID, "V1", &replaced.payer_control_number);
    payer.receive("c.837", &file(3, at, &[void]), datetime(2026, 12, 2, 9, 0, 0, 0)).unwrap();
    let last = paid(&mut payer, date(2027, 3, 1));
    let [last] = last.as_slice() else { panic!("{last:?}") };
    assert!(last.is_reversal() && last.control_number == "R1" && last.paid == -replaced.paid);
    // Nothing is left to take back.
    let void = again(Frequency::VOID, "V2", &replaced.payer_control_number);
    payer.receive("d.837", &file(4, at, &[void]), datetime(2027, 3, 2, 9, 0, 0, 0)).unwrap();
    assert_eq!(payer.truth().rejected_claims, ["V2"]);
}

fn paid(payer: &mut Payer, until: jiff::civil::Date) -> Vec<cleanclaim_model::ClaimPayment> {
    let files = payer.payment_run(until).unwrap();
    files.iter().flat_map(|file| remittances(&file.bytes)).flat_map(|remittance| remittance.claims).collect()
}
