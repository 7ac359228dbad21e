//! Entries balance or do not exist.

use cleanclaim_ledger::{Account, AccountKind, Draft, Entry, EntryError, EntryKind, Posting, balances, proof};
use cleanclaim_model::{Cents, ClaimId, EntryId, Text};

use crate::sample::DAY;

fn draft(amounts: &[i64]) -> Draft {
    let postings = amounts
        .iter()
        .zip(AccountKind::ALL)
        .map(|(amount, kind)| Posting::new(Account::of_claim(*kind, ClaimId::new(7)), Cents::new(*amount)))
        .collect();
    Draft { kind: EntryKind::Transfer, claim: None, remittance: None, memo: Text::default(), postings }
}

fn check(amounts: &[i64], expected: Option<EntryError>) {
    assert_eq!(Entry::new(EntryId::new(1), DAY, draft(amounts)).err(), expected, "{amounts:?}");
}

#[test]
fn postings_sum_to_zero() {
    check(&[500, -500], None);
    check(&[500, -200, -300], None);
    check(&[], Some(EntryError::Empty));
    check(&[500, -499], Some(EntryError::Unbalanced { difference_cents: 1 }));
    check(&[i64::MAX, i64::MAX, 2], Some(EntryError::Unbalanced { difference_cents: 1 << 64 }));
}

#[test]
fn a_reversal_restores_the_books_and_names_what_it_takes_back() {
    let entry = Entry::new(EntryId::new(1), DAY, draft(&[500, -200, -300])).unwrap();
    let reversal = entry.reversal(EntryId::new(2), DAY).unwrap();
    assert_eq!((reversal.kind(), reversal.reverses()), (EntryKind::Reversal, Some(entry.id())));
    assert!(balances([&entry, &reversal]).is_empty());
    let proof = proof([&entry, &reversal]);
    assert!(proof.balanced());
    assert_eq!((proof.entries, proof.postings, proof.accounts), (2, 6, 3));
}

#[test]
fn names_read_back() {
    for kind in AccountKind::ALL {
        assert_eq!(AccountKind::parse(kind.as_str()), Some(*kind));
    }
    for kind in EntryKind::ALL {
        assert_eq!(EntryKind::parse(kind.as_str()), Some(*kind));
    }
}
