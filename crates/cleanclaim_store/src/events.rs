//! Events and the states that they project.

use std::collections::BTreeMap;

use cleanclaim_model::{ChargeId, ClaimId, EncounterId, PracticeId, SubmissionId, Text};
use jiff::Timestamp;

use crate::cell::RowWriter;
use crate::write::{Change, Set, bigint, text};
use crate::{Axis, EncounterState, EventRow, FindingRow, OnConflict, StoreError, Tx};

const ENCOUNTER_STATE: Change = Change { table: "encounter", key: &["id"], set: &[(text("state"), Set::To)] };
const CHARGE_CLAIM: Change = Change { table: "charge", key: &["id"], set: &[(text("claim_id"), Set::To)] };
const SUBMISSION_TRANSPORT: Change = Change { table: "submission", key: &["id"], set: &[(text("transport"), Set::To)] };
const SUBMISSION_SENT: Change = Change { table: "submission", key: &["id"], set: &[(bigint("sent_at"), Set::To)] };
const PAYER_NUMBER: Change = Change { table: "claim", key: &["id"], set: &[(text("payer_control_number"), Set::To)] };
const FINDING_COUNTS: Change = Change {
    table: "claim",
    key: &["id"],
    set: &[(bigint("finding_errors"), Set::To), (bigint("finding_warnings"), Set::To)],
};

/// How the claim's column of an axis changes.
const fn axis_change(axis: Axis) -> Option<Change> {
    let set: &'static [_] = match axis {
        Axis::Work => const { &[(text("work"), Set::To)] },
        Axis::Transport => const { &[(text("transport"), Set::To)] },
        Axis::Adjudication => const { &[(text("adjudication"), Set::To)] },
        Axis::Balance => const { &[(text("balance"), Set::To)] },
        Axis::Dispute => const { &[(text("dispute"), Set::To)] },
        Axis::Remark => return None,
    };
    Some(Change { table: "claim", key: &["id"], set })
}

impl Tx {
    /// Records events and moves the states that they name: of each claim, and of the submission where one is named. Of several events on
    /// one axis of one claim the last in the list decides.
    ///
    /// # Errors
    /// When an event is there already, or the database refuses.
    pub async fn record_events(&mut self, practice: PracticeId, events: &[EventRow]) -> Result<(), StoreError> {
        self.write_guarded(practice, events, OnConflict::Fail).await?;
        for axis in Axis::ALL.iter().copied() {
            let Some(change) = axis_change(axis) else { continue };
            let latest: BTreeMap<ClaimId, &Text> = events
                .iter()
                .filter(|event| event.axis == axis)
                .map(|event| (event.claim_id, &event.to_state))
                .collect();
            self.change(practice, &change, pairs(latest)).await?;
        }
        let submissions: BTreeMap<SubmissionId, &Text> = events
            .iter()
            .filter(|event| event.axis == Axis::Transport)
            .filter_map(|event| Some((event.submission_id?, &event.to_state)))
            .collect();
        self.change(practice, &SUBMISSION_TRANSPORT, pairs(submissions)).await?;
        Ok(())
    }

    /// Says when submissions were handed to the channel.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn set_sent(
        &mut self,
        practice: PracticeId,
        submissions: &[SubmissionId],
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let rows = pairs(submissions.iter().map(|submission| (*submission, &at)));
        self.change(practice, &SUBMISSION_SENT, rows).await.map(drop)
    }

    /// Sets how far encounters got.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn set_encounter_states(
        &mut self,
        practice: PracticeId,
        states: &[(EncounterId, EncounterState)],
    ) -> Result<(), StoreError> {
        let rows = pairs(states.iter().map(|(encounter, state)| (*encounter, state)));
        self.change(practice, &ENCOUNTER_STATE, rows).await.map(drop)
    }

    /// Puts charges on claims.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn set_charge_claims(
        &mut self,
        practice: PracticeId,
        charges: &[(ChargeId, ClaimId)],
    ) -> Result<(), StoreError> {
        let rows = pairs(charges.iter().map(|(charge, claim)| (*charge, claim)));
        self.change(practice, &CHARGE_CLAIM, rows).await.map(drop)
    }

    /// Remembers the payers' numbers of claims.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn set_payer_control_numbers(
        &mut self,
        practice: PracticeId,
        numbers: &[(ClaimId, Text)],
    ) -> Result<(), StoreError> {
        let latest: BTreeMap<ClaimId, &Text> = numbers.iter().map(|(claim, number)| (*claim, number)).collect();
        self.change(practice, &PAYER_NUMBER, pairs(latest)).await.map(drop)
    }

    /// Puts the findings of a scrub in place of those of the scrub before, for every claim named, those without findings included.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn replace_findings(
        &mut self,
        practice: PracticeId,
        claims: &[ClaimId],
        findings: &[FindingRow],
    ) -> Result<(), StoreError> {
        let sql = format!("delete from finding where tenant_id = $1 and claim_id in {}", self.backend().json_texts());
        self.write_json(&sql, practice, crate::cell::json_texts(claims)).await?;
        self.insert(practice, findings).await?;
        let mut counts: BTreeMap<ClaimId, (i64, i64)> = claims.iter().map(|claim| (*claim, (0, 0))).collect();
        for finding in findings {
            let (errors, warnings) = counts.entry(finding.claim_id).or_default();
            match finding.severity.as_str() {
                "error" => *errors += 1,
                "warning" => *warnings += 1,
                _ => {}
            }
        }
        let mut rows = RowWriter::default();
        for (claim, (errors, warnings)) in &counts {
            rows.begin_row();
            rows.cell(claim);
            rows.cell(errors);
            rows.cell(warnings);
            rows.end_row();
        }
        self.change(practice, &FINDING_COUNTS, rows).await.map(drop)
    }
}

/// Rows of a key and one value.
fn pairs<'a, K: crate::cell::Cell, V: crate::cell::Cell + 'a>(
    pairs: impl IntoIterator<Item = (K, &'a V)>,
) -> RowWriter {
    let mut rows = RowWriter::default();
    for (key, value) in pairs {
        rows.begin_row();
        rows.cell(&key);
        rows.cell(value);
        rows.end_row();
    }
    rows
}
