//! Balances and the proof that the books add up.

use std::collections::{BTreeMap, BTreeSet};

use cleanclaim_model::Cents;

use crate::{Account, Entry};

/// What every account stands at.
#[must_use]
pub fn balances<'a>(entries: impl IntoIterator<Item = &'a Entry>) -> BTreeMap<Account, Cents> {
    let mut balances: BTreeMap<Account, Cents> = BTreeMap::new();
    for posting in entries.into_iter().flat_map(Entry::postings) {
        match balances.get_mut(&posting.account) {
            Some(balance) => *balance += posting.amount,
            None => {
                balances.insert(posting.account.clone(), posting.amount);
            }
        }
    }
    balances.retain(|_, balance| !balance.is_zero());
    balances
}

/// The proof of a set of books.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Proof {
    /// Entries looked at.
    pub entries: u64,
    /// Postings looked at.
    pub postings: u64,
    /// Accounts of the chart (kind and key, whatever the claim) that were ever posted to.
    pub accounts: u64,
    /// Entries whose postings do not sum to zero; there can be none unless the database was edited from outside.
    pub unbalanced_entries: u64,
    /// Debits less credits over everything, in cents.
    pub difference: Cents,
}

impl Proof {
    /// Whether everything adds up.
    #[must_use]
    pub fn balanced(&self) -> bool {
        self.difference.is_zero() && self.unbalanced_entries == 0
    }
}

/// Proves a set of books.
#[must_use]
pub fn proof<'a>(entries: impl IntoIterator<Item = &'a Entry>) -> Proof {
    let mut proof = Proof::default();
    let mut accounts = BTreeSet::new();
    let mut difference = 0_i128;
    for entry in entries {
        let sum: i128 = entry.postings().iter().map(|posting| i128::from(posting.amount.get())).sum();
        proof.entries += 1;
        proof.postings += entry.postings().len() as u64;
        proof.unbalanced_entries += u64::from(sum != 0);
        difference += sum;
        accounts.extend(entry.postings().iter().map(|posting| posting.account.chart()));
    }
    proof.accounts = accounts.len() as u64;
    proof.difference = Cents::new(i64::try_from(difference).unwrap_or(i64::MAX));
    proof
}
