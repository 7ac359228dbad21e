//! What posting has to know of earlier remittances.

use cleanclaim_model::PracticeId;

use crate::query::Query;
use crate::table::select;
use crate::{DenialRow, DenialState, PostingExceptionRow, RemittanceRow, StoreError, Tx};

impl Tx {
    /// Remittances with this trace, oldest first: whoever posts one looks here first. The same content is a duplicate; other content under
    /// the same trace is held.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn remittances_with_trace(
        &mut self,
        practice: PracticeId,
        payer_trace_id: &str,
        trace_number: &str,
    ) -> Result<Vec<RemittanceRow>, StoreError> {
        let mut query = Query::new(select::<RemittanceRow>());
        query.push(" where tenant_id = ").text(practice);
        query.push(" and payer_trace_id = ").text(payer_trace_id);
        query.push(" and trace_number = ").text(trace_number);
        query.push(" order by received_at, id");
        self.fetch(query).await
    }

    /// What waits for a person, oldest remittance first.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn open_exceptions(
        &mut self,
        practice: PracticeId,
        limit: u32,
    ) -> Result<Vec<PostingExceptionRow>, StoreError> {
        let mut query = Query::new(select::<PostingExceptionRow>());
        query
            .push(" where tenant_id = ")
            .text(practice)
            .push(" and state = 'open' order by remittance_id, position limit ");
        query.bigint(i64::from(limit));
        self.fetch(query).await
    }

    /// Denials in a state, the largest amounts first.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn denials_in_state(
        &mut self,
        practice: PracticeId,
        state: DenialState,
        limit: u32,
    ) -> Result<Vec<DenialRow>, StoreError> {
        let mut query = Query::new(select::<DenialRow>());
        query.push(" where tenant_id = ").text(practice).push(" and state = ").text(state.as_str());
        query.push(" order by amount_cents desc, remittance_id, position limit ").bigint(i64::from(limit));
        self.fetch(query).await
    }
}
