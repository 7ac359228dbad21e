//! What must hold for any payment.

use cleanclaim_ledger::{
    AccountKind, ClaimContext, Draft, Entry, PostingPolicy, balances, post_charge, post_claim_payment, post_remittance,
    proof,
};
use cleanclaim_model::{
    Adjustment, Carc, Cents, ClaimId, ClaimPayment, ClaimStatusCode, EntryId, GroupCode, ProviderAdjustment, Rarc,
    Remittance, RemittanceId, Text,
};
use proptest::prelude::*;

use crate::sample::{DAY, payment, reversal_of, service};

const REASONS: [&str; 20] = [
    "1", "2", "3", "16", "18", "23", "24", "29", "45", "50", "59", "94", "96", "97", "100", "197", "209", "253", "B11",
    "W9",
];
const REMARKS: [&str; 4] = ["N782", "M38", "MA130", "N130"];

fn adjustment() -> impl Strategy<Value = Adjustment> {
    (0..GroupCode::ALL.len(), 0..REASONS.len(), -20_000_i64..50_000).prop_map(|(group, reason, amount)| Adjustment {
        group: GroupCode::ALL[group],
        carc: Carc::parse(REASONS[reason]).unwrap(),
        amount: Cents::new(amount),
        quantity: None,
    })
}

prop_compose! {
    /// A payment that balances, with or without services.
    fn any_payment()(
        own in prop::collection::vec(adjustment(), 0..3),
        services in prop::collection::vec((0_i64..80_000, prop::collection::vec(adjustment(), 0..4)), 0..4),
        charge in 0_i64..100_000,
        remark in prop::option::of(0..REMARKS.len()),
        status in prop::sample::select(vec!["1", "2", "3", "4", "19", "20"]),
    ) -> ClaimPayment {
        let mut payment = payment(status, "0", &[]);
        payment.remarks = remark.map(|index| Rarc::parse(REMARKS[index]).unwrap()).into_iter().collect();
        payment.services = services
            .into_iter()
            .enumerate()
            .map(|(index, (charge, adjustments))| service(20 + index as u32, Cents::new(charge), adjustments))
            .collect();
        payment.charge = if payment.services.is_empty() {
            Cents::new(charge)
        } else {
            payment.services.iter().map(|service| service.charge).sum()
        };
        payment.adjustments = own;
        let adjusted: Cents = payment.all_adjustments().map(|adjustment| adjustment.amount).sum();
        payment.paid = payment.charge - adjusted;
        payment
    }
}

prop_compose! {
    fn any_context()(
        claim in 1_u128..4,
        has_next in any::<bool>(),
        prior_impact in prop_oneof![Just(0_i64), 0..60_000_i64],
    ) -> ClaimContext {
        ClaimContext {
            claim: ClaimId::new(claim),
            payer: Text::from("first"),
            next_payer: has_next.then(|| Text::from("second")),
            charge: Cents::new(10_000),
            prior_impact: Cents::new(prior_impact),
        }
    }
}

fn book(number: usize, draft: Draft) -> Entry {
    Entry::new(EntryId::new(number as u128), DAY, draft).unwrap()
}

fn draft(payment: &ClaimPayment, context: &ClaimContext) -> Option<Draft> {
    let postings = post_claim_payment(payment, context, &PostingPolicy::default()).postings;
    (!postings.is_empty()).then(|| Draft { postings, ..post_charge(context) })
}

proptest! {
    #[test]
    fn every_claim_payment_sums_to_zero_and_moves_what_it_paid(payment in any_payment(), context in any_context()) {
        let posting = post_claim_payment(&payment, &context, &PostingPolicy::default());
        prop_assert!(posting.exceptions.is_empty());
        let sum: i64 = posting.postings.iter().map(|posting| posting.amount.get()).sum();
        prop_assert_eq!(sum, 0);
        let clearing: Cents = posting
            .postings
            .iter()
            .filter(|posting| posting.account.kind == AccountKind::RemittanceClearing)
            .map(|posting| posting.amount)
            .sum();
        prop_assert_eq!(clearing, payment.paid);
    }

    #[test]
    fn a_reversal_restores_the_books(payment in any_payment(), context in any_context()) {
        // On a reversal the group CR stands for CO, which it does not on a payment of today's format.
        prop_assume!(payment.all_adjustments().all(|adjustment| adjustment.group != GroupCode::CorrectionReversal));
        let drafts = [draft(&payment, &context), draft(&reversal_of(&payment), &context)];
        let entries: Vec<Entry> = drafts.into_iter().flatten().enumerate().map(|(number, draft)| book(number, draft)).collect();
        prop_assert!(balances(&entries).is_empty());
    }

    #[test]
    fn the_order_of_arrival_does_not_matter(
        payments in prop::collection::vec((any_payment(), any_context()), 1..6).prop_flat_map(|payments| {
            (Just(payments.clone()), Just(payments).prop_shuffle())
        }),
    ) {
        let books = |payments: &[(ClaimPayment, ClaimContext)]| {
            let drafts = payments.iter().filter_map(|(payment, context)| draft(payment, context));
            let entries: Vec<Entry> = drafts.enumerate().map(|(number, draft)| book(number, draft)).collect();
            balances(&entries)
        };
        prop_assert_eq!(books(&payments.0), books(&payments.1));
    }

    #[test]
    fn a_remittance_books_exactly_its_cash(
        claims in prop::collection::vec((any_payment(), prop::option::of(any_context()), any::<bool>()), 0..6),
        provider_amounts in prop::collection::vec((prop::sample::select(vec!["WO", "FB", "L6", "72", "CS", "CT", "E3"]), -50_000_i64..50_000), 0..4),
    ) {
        let mut remittance = Remittance::default();
        let mut contexts = Vec::new();
        for (mut payment, context, damaged) in claims {
            if damaged {
                payment.charge += Cents::new(1);
            }
            remittance.claims.push(payment);
            contexts.push(context);
        }
        remittance.provider_adjustments = provider_amounts
            .into_iter()
            .map(|(reason, amount)| ProviderAdjustment {
                segment_index: 90,
                provider_id: Text::default(),
                fiscal_period_end: None,
                reason: Text::from(reason),
                reference: Text::default(),
                amount: Cents::new(amount),
            })
            .collect();
        remittance.amount = remittance.balance();
        let result = post_remittance(&remittance, RemittanceId::new(1), &contexts, &PostingPolicy::default());
        if remittance.amount.is_negative() {
            prop_assert!(result.is_err());
            return Ok(());
        }
        let posting = result.unwrap();
        prop_assert_eq!(posting.cash(), remittance.amount);
        prop_assert_eq!(posting.claims.len(), remittance.claims.len());
        let entries: Vec<Entry> = posting.drafts.into_iter().enumerate().map(|(number, draft)| book(number, draft)).collect();
        prop_assert!(proof(&entries).balanced());
        let clearing: Cents = entries.iter().map(|entry| entry.amount(AccountKind::RemittanceClearing)).sum();
        prop_assert_eq!(clearing, Cents::ZERO);
        // What did not match or does not balance is parked whole.
        let parked: Cents = posting.claims.iter().filter(|claim| !claim.exceptions.is_empty()).map(|claim| claim.paid).sum();
        let waiting: Cents = entries
            .iter()
            .map(|entry| entry.amount(AccountKind::Suspense) + entry.amount(AccountKind::UnappliedCash))
            .sum();
        prop_assert_eq!(waiting, -parked);
    }

    #[test]
    fn hostile_amounts_never_panic(amounts in prop::array::uniform4(any::<i64>()), status in 0_u8..30) {
        let mut hostile = payment("1", "0", &["CO45 1", "OA23 2"]);
        hostile.status = ClaimStatusCode::parse(&status.to_string()).unwrap();
        hostile.charge = Cents::new(amounts[0]);
        hostile.paid = Cents::new(amounts[1]);
        hostile.adjustments[0].amount = Cents::new(amounts[2]);
        hostile.adjustments[1].amount = Cents::new(amounts[3]);
        let context = ClaimContext {
            claim: ClaimId::new(1),
            payer: Text::default(),
            next_payer: None,
            charge: Cents::ZERO,
            prior_impact: Cents::new(amounts[3]),
        };
        let _ = post_claim_payment(&hostile, &context, &PostingPolicy::default());
        let remittance = Remittance { amount: Cents::new(amounts[1]), claims: vec![hostile], ..Remittance::default() };
        let _ = post_remittance(&remittance, RemittanceId::new(1), &[Some(context)], &PostingPolicy::default());
    }
}
