//! Assemble: the charges of an encounter become a claim, and the claim's charge becomes receivable.

use std::collections::HashMap;

use cleanclaim_interop::json::ClaimJson;
use cleanclaim_ledger::{ClaimContext, Entry, post_charge};
use cleanclaim_model::state::{Adjudication, Balance, Dispute, Transport, Work};
use cleanclaim_model::{
    Cents, Claim, ClaimId, ClaimKind, EncounterId, EntryId, EventId, Phi, PracticeId, Provider, Text,
};
use cleanclaim_store::{Axis, ChargeRow, ClaimLineRow, ClaimRow, EncounterRow, EncounterState, EventRow};

use super::BATCH_ROWS;
use super::capture::join;
use super::code::read_encounter;
use crate::assemble::assemble;
use crate::engine::{ACTOR, Engine};
use crate::error::{EngineError, Result};
use crate::payer_file::PayerFile;
use crate::setup::{Practice, to_json};

/// What became of assembling.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Assembled {
    /// Claims made.
    pub claims: u64,
    /// Professional ones among them.
    pub professional: u64,
    /// Institutional ones among them.
    pub institutional: u64,
    /// Their lines.
    pub service_lines: u64,
    /// Their charges.
    pub amount: Cents,
}

/// Everything that one batch writes.
#[derive(Default)]
struct Batch {
    claims: Vec<ClaimRow>,
    lines: Vec<ClaimLineRow>,
    events: Vec<EventRow>,
    entries: Vec<Entry>,
    charges: Vec<(cleanclaim_model::ChargeId, ClaimId)>,
    states: Vec<(EncounterId, EncounterState)>,
}

impl Engine {
    /// Makes a claim of every encounter whose charges are captured, and books its charge.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn assemble_claims(&self, practice: PracticeId) -> Result<Assembled> {
        let mut tx = self.store().read().await?;
        let setup = self.load_practice(&mut tx, practice).await?;
        let rows = tx.by::<EncounterRow>(practice, "state", [EncounterState::Charged.as_str()]).await?;
        drop(tx);
        let mut assembled = Assembled::default();
        for batch in rows.chunks(BATCH_ROWS) {
            self.assemble_batch(practice, &setup, batch, &mut assembled).await?;
        }
        Ok(assembled)
    }

    async fn assemble_batch(
        &self,
        practice: PracticeId,
        setup: &Practice,
        rows: &[EncounterRow],
        assembled: &mut Assembled,
    ) -> Result<()> {
        let mut tx = self.store().begin().await?;
        let charges = tx.by::<ChargeRow>(practice, "encounter_id", rows.iter().map(|row| row.id)).await?;
        let mut charges_of: HashMap<EncounterId, Vec<ChargeRow>> = HashMap::new();
        for charge in charges {
            charges_of.entry(charge.encounter_id).or_default().push(charge);
        }
        let count = u32::try_from(rows.len()).unwrap_or(u32::MAX);
        let first = tx.take_control_numbers(practice, "claim", count).await?;
        let mut batch = Batch::default();
        for (row, number) in rows.iter().zip(first..) {
            let mut charges = charges_of.remove(&row.id).unwrap_or_default();
            charges.sort_by_key(|charge| charge.position);
            let payer = setup.payer(&row.payer_id)?;
            let encounter = read_encounter(row)?;
            let amounts: Vec<Cents> = charges.iter().map(|charge| charge.charge_cents).collect();
            let claim = assemble(&encounter, &amounts, &setup.providers, payer, &format!("C{number:08}"));
            assembled.count(&claim);
            self.add_claim(&mut batch, row, &claim, payer)?;
            let id = batch.claims.last().map(|claim| claim.id);
            batch.charges.extend(charges.iter().filter_map(|charge| Some((charge.id, id?))));
            batch.states.push((row.id, EncounterState::Claimed));
        }
        tx.insert(practice, &batch.claims).await?;
        tx.insert(practice, &batch.lines).await?;
        tx.record_events(practice, &batch.events).await?;
        tx.insert_entries(practice, &batch.entries).await?;
        tx.set_charge_claims(practice, &batch.charges).await?;
        tx.set_encounter_states(practice, &batch.states).await?;
        Ok(tx.commit().await?)
    }

    fn add_claim(&self, batch: &mut Batch, encounter: &EncounterRow, claim: &Claim, payer: &PayerFile) -> Result<()> {
        let id = self.new_id(ClaimId::next);
        batch.claims.push(self.claim_row(id, encounter, claim, payer)?);
        batch.lines.extend(claim.lines.iter().map(|line| ClaimLineRow {
            claim_id: id,
            number: line.number,
            procedure: line.procedure.map(|code| Text::from(code.as_str())).unwrap_or_default(),
            modifiers: join(line.modifiers.iter()),
            revenue_code: line.revenue_code.map(|code| Text::from(code.as_str())).unwrap_or_default(),
            charge_cents: line.charge,
            units_e3: line.units,
            service_from: line.from,
            service_thru: line.thru,
            control_number: line.control_number.clone(),
        }));
        batch.events.push(EventRow {
            id: self.new_id(EventId::next),
            claim_id: id,
            submission_id: None,
            axis: Axis::Work,
            from_state: Text::default(),
            to_state: Text::const_new(Work::Draft.as_str()),
            at: self.now(),
            actor: Text::const_new(ACTOR),
            file_id: None,
            segment_index: None,
            note: Text::const_new("assembled from the encounter's charges"),
        });
        let context = ClaimContext {
            claim: id,
            payer: encounter.payer_id.clone(),
            next_payer: None,
            charge: claim.charge,
            prior_impact: Cents::ZERO,
        };
        if !claim.charge.is_zero() {
            let entry = Entry::new(self.new_id(EntryId::next), self.today(), post_charge(&context));
            batch.entries.push(entry.map_err(|error| EngineError::Ledger(error.to_string()))?);
        }
        Ok(())
    }

    fn claim_row(&self, id: ClaimId, encounter: &EncounterRow, claim: &Claim, payer: &PayerFile) -> Result<ClaimRow> {
        let expected: Option<Vec<Cents>> = claim.lines.iter().map(|line| payer.fees.expected(line)).collect();
        let name = claim.patient().name.expose();
        Ok(ClaimRow {
            id,
            control_number: claim.control_number.clone(),
            kind: claim.kind,
            encounter_id: Some(encounter.id),
            patient_id: Some(encounter.patient_id),
            patient_name: Phi::new(Text::from(format!("{}, {}", name.last, name.first))),
            payer_id: encounter.payer_id.clone(),
            payer_name: claim.payer.name.clone(),
            responsibility: Text::from(claim.responsibility.as_char().to_string()),
            rendering_npi: npi_of(claim.rendering.as_deref().or(claim.attending.as_deref())),
            charge_cents: claim.charge,
            expected_cents: expected.map(|lines| lines.into_iter().sum()),
            service_from: claim.service_from(),
            service_thru: claim.service_thru(),
            frequency: Text::from(claim.frequency.as_char().to_string()),
            payer_control_number: Text::default(),
            work: Work::Draft,
            transport: Transport::None,
            adjudication: Adjudication::None,
            balance: Balance::Open,
            dispute: Dispute::None,
            corrects_id: None,
            voids_id: None,
            resubmits_id: None,
            finding_errors: 0,
            finding_warnings: 0,
            paid_cents: Cents::ZERO,
            insurer_cents: Cents::ZERO,
            patient_cents: Cents::ZERO,
            held_cents: Cents::ZERO,
            created_at: self.now(),
            content: Phi::new(to_json(&ClaimJson::from(claim))?),
        })
    }
}

impl Assembled {
    fn count(&mut self, claim: &Claim) {
        self.claims += 1;
        self.service_lines += claim.lines.len() as u64;
        self.amount += claim.charge;
        match claim.kind {
            ClaimKind::Institutional => self.institutional += 1,
            ClaimKind::Professional | ClaimKind::Dental => self.professional += 1,
        }
    }
}

fn npi_of(provider: Option<&Provider>) -> Text {
    provider.and_then(|provider| provider.npi).map(|npi| Text::from(npi.as_str())).unwrap_or_default()
}
