//! The claim list and one claim.

use cleanclaim_model::state::{Transport, Work};
use cleanclaim_model::{Cents, ClaimId, Date, Phi};
use cleanclaim_store::*;

use crate::both::on_both;
use crate::sample::*;

fn claims() -> Vec<ClaimRow> {
    let mut claims: Vec<ClaimRow> = (1..=5).map(claim).collect();
    claims[0].service_from = Some(Date::constant(2026, 1, 5));
    claims[1].charge_cents = Cents::new(50_000);
    claims[1].work = Work::Ready;
    claims[2].payer_id = text("aetna");
    claims[2].payer_name = text("Aetna-like Test");
    claims[2].payer_control_number = text("ICN%7");
    claims[3].patient_name = Phi::new(text("O_Hare-Test, Ümit"));
    claims[3].transport = Transport::Sent;
    claims[4].service_from = None;
    claims
}

/// Positions of the claims found, from 1.
async fn page(store: &Store, filter: ClaimFilter) -> (Vec<u32>, u64) {
    let mut tx = store.read().await.unwrap();
    let page = tx.claim_page(PRACTICE, &filter).await.unwrap();
    let numbers = page.claims.iter().map(|claim| claim.control_number[1..].parse().unwrap()).collect();
    (numbers, page.total)
}

#[test]
fn the_list_filters_sorts_and_turns_pages() {
    on_both(async |database| {
        with_claims(&database.store, &claims()).await;
        let all = || ClaimFilter { limit: 10, ..ClaimFilter::default() };
        let search = |wanted: &str| ClaimFilter { text: Some(Phi::new(text(wanted))), ..all() };
        let check = async |filter: ClaimFilter, expected: &[u32]| {
            let (found, total) = page(&database.store, filter).await;
            assert_eq!((found.as_slice(), total), (expected, expected.len() as u64));
        };
        check(all(), &[5, 1, 2, 3, 4]).await;
        check(ClaimFilter { work: Some(Work::Ready), ..all() }, &[2]).await;
        check(ClaimFilter { transport: Some(Transport::Sent), ..all() }, &[4]).await;
        check(ClaimFilter { payer_id: Some(text("aetna")), ..all() }, &[3]).await;
        check(ClaimFilter { service_from: Some(DAY), ..all() }, &[2, 3, 4]).await;
        check(ClaimFilter { service_thru: Some(Date::constant(2026, 2, 1)), ..all() }, &[1]).await;
        check(search("c0002"), &[2]).await;
        check(search("icn%"), &[3]).await;
        check(search("%"), &[]).await;
        check(search("o_hare"), &[4]).await;
        check(search("o-hare"), &[]).await;
        check(search("!"), &[]).await;
        check(search("  QUILL "), &[5, 1, 2, 3]).await;
        let by = |sort, direction| ClaimFilter { sort, direction, ..all() };
        check(by(ClaimSort::Charge, SortDirection::Descending), &[2, 5, 4, 3, 1]).await;
        check(by(ClaimSort::Charge, SortDirection::Ascending), &[1, 3, 4, 5, 2]).await;
        check(by(ClaimSort::Payer, SortDirection::Ascending), &[3, 1, 2, 4, 5]).await;
        check(by(ClaimSort::ControlNumber, SortDirection::Descending), &[5, 4, 3, 2, 1]).await;
        check(by(ClaimSort::Created, SortDirection::Descending), &[5, 4, 3, 2, 1]).await;
        check(by(ClaimSort::InsurerBalance, SortDirection::Ascending), &[1, 2, 3, 4, 5]).await;
        check(by(ClaimSort::ServiceDate, SortDirection::Descending), &[4, 3, 2, 1, 5]).await;
        let (second_page, total) = page(&database.store, ClaimFilter { limit: 2, offset: 2, ..all() }).await;
        assert_eq!((second_page, total), (vec![2, 3], 5));
    });
}

#[test]
fn the_page_sums_what_fits_the_filter() {
    on_both(async |database| {
        with_claims(&database.store, &claims()).await;
        let mut tx = database.store.read().await.unwrap();
        let page = tx.claim_page(PRACTICE, &ClaimFilter { limit: 1, ..ClaimFilter::default() }).await.unwrap();
        assert_eq!((page.claims.len(), page.total, page.charge_cents), (1, 5, Cents::new(90_000)));
    });
}

#[test]
fn one_claim_with_everything_about_it() {
    on_both(async |database| {
        one_of_everything(&database.store, PRACTICE).await;
        let mut tx = database.store.begin().await.unwrap();
        let sent = file(2, Direction::Sent, b"ISA*837");
        tx.put_file(PRACTICE, &sent, b"ISA*837").await.unwrap();
        let evidence = EventRow { file_id: Some(sent.id), ..event(2, 1, Axis::Transport, "sent") };
        tx.record_events(PRACTICE, &[evidence]).await.unwrap();
        tx.commit().await.unwrap();
        let mut tx = database.store.read().await.unwrap();
        let detail = tx.claim_detail(PRACTICE, ClaimId::new(1)).await.unwrap().unwrap();
        assert_eq!(detail.claim.control_number, "C0001");
        assert_eq!(detail.lines, [claim_line(1)]);
        assert_eq!(detail.events.iter().map(|event| event.to_state.as_str()).collect::<Vec<_>>(), ["ready", "sent"]);
        assert_eq!(detail.findings, [finding(1, 1, "error")]);
        assert_eq!(detail.submissions.len(), 1);
        assert_eq!(detail.acknowledgements, [acknowledgement(1, 1, 1)]);
        assert_eq!(detail.payments, [claim_payment(1, 1, 1)]);
        assert_eq!(detail.adjustments, [adjustment(1, 1, 1)]);
        assert_eq!(detail.denials, [denial(1, 1, 1, 500)]);
        assert_eq!(detail.entries.len(), 2);
        assert_eq!(detail.files.iter().map(|file| file.name.as_str()).collect::<Vec<_>>(), ["1.835", "2.835"]);
        assert!(tx.claim_detail(PRACTICE, ClaimId::new(77)).await.unwrap().is_none());
    });
}
