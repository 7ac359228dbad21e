//! Sums by payer.

use cleanclaim_model::{Cents, PracticeId, Text};

use crate::query::Query;
use crate::table::view;
use crate::{StoreError, Tx};

view! {
    /// One payer's share of a practice's claims.
    PayerFigure = "claim", key [] {
        /// The payer's [`crate::PayerRow::id`].
        payer_id: Text,
        /// The payer's name.
        payer_name: Text,
        /// Claim versions.
        claims: i64,
        /// Their charges, in cents.
        charge_cents: Cents,
        /// What the payer paid, in cents.
        paid_cents: Cents,
        /// What it owes, in cents.
        insurer_cents: Cents,
        /// What it denied, reversals taken off, in cents.
        denied_cents: Cents,
    }
}

impl Tx {
    /// What each payer was asked for, paid, denied and owes; the largest charges first.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn payer_figures(&mut self, practice: PracticeId) -> Result<Vec<PayerFigure>, StoreError> {
        let mut query = Query::new(
            "select claim.payer_id, min(claim.payer_name), count(*), cast(sum(claim.charge_cents) as bigint) as charge_cents, \
             cast(sum(claim.paid_cents) as bigint), cast(sum(claim.insurer_cents) as bigint), \
             cast(coalesce((select sum(denial.amount_cents) from denial where denial.tenant_id = $1 \
             and denial.payer_id = claim.payer_id and denial.nature = 'denial'), 0) as bigint) \
             from claim where claim.tenant_id = $1 group by claim.payer_id order by charge_cents desc, claim.payer_id",
        );
        query.bind_text(practice);
        self.fetch(query).await
    }
}
