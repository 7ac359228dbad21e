//! Capture: the services of coded encounters become charges.

use cleanclaim_model::{Cents, ChargeId, EncounterService, PracticeId, Text};
use cleanclaim_store::{ChargeRow, EncounterRow, EncounterState};

use super::BATCH_ROWS;
use super::code::read_encounter;
use crate::engine::Engine;
use crate::error::Result;
use crate::setup::Practice;

/// What became of charge capture.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Captured {
    /// Encounters with charges.
    pub encounters: u64,
    /// Charges.
    pub charges: u64,
    /// Their money.
    pub amount: Cents,
    /// Encounters left as they were because a service has no price, by number.
    pub unpriced: Vec<Text>,
}

impl Engine {
    /// Captures the charges of every coded encounter: the encounter's own amount, else the charge master's. An encounter with a service that
    /// neither prices waits, and is named.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn capture_charges(&self, practice: PracticeId) -> Result<Captured> {
        let mut tx = self.store().read().await?;
        let setup = self.load_practice(&mut tx, practice).await?;
        let rows = tx.by::<EncounterRow>(practice, "state", [EncounterState::Coded.as_str()]).await?;
        drop(tx);
        let mut captured = Captured::default();
        for batch in rows.chunks(BATCH_ROWS) {
            self.capture_batch(practice, &setup, batch, &mut captured).await?;
        }
        Ok(captured)
    }

    async fn capture_batch(
        &self,
        practice: PracticeId,
        setup: &Practice,
        rows: &[EncounterRow],
        captured: &mut Captured,
    ) -> Result<()> {
        let mut charges = Vec::new();
        let mut states = Vec::new();
        for row in rows {
            let encounter = read_encounter(row)?;
            let prices: Option<Vec<Cents>> = encounter.services.iter().map(|service| price(setup, service)).collect();
            let Some(prices) = prices else {
                captured.unpriced.push(row.number.clone());
                continue;
            };
            captured.amount += prices.iter().copied().sum();
            let numbered = encounter.services.iter().zip(prices).zip(1..);
            charges.extend(numbered.map(|((service, price), position)| self.charge_row(row, service, price, position)));
            states.push((row.id, EncounterState::Charged));
        }
        captured.encounters += states.len() as u64;
        captured.charges += charges.len() as u64;
        let mut tx = self.store().begin().await?;
        tx.insert(practice, &charges).await?;
        tx.set_encounter_states(practice, &states).await?;
        Ok(tx.commit().await?)
    }

    fn charge_row(&self, row: &EncounterRow, service: &EncounterService, price: Cents, position: u32) -> ChargeRow {
        ChargeRow {
            id: self.new_id(ChargeId::next),
            encounter_id: row.id,
            position,
            procedure: service.procedure.map(|code| Text::from(code.as_str())).unwrap_or_default(),
            modifiers: join(service.modifiers.iter()),
            revenue_code: service.revenue_code.map(|code| Text::from(code.as_str())).unwrap_or_default(),
            units_e3: service.units,
            charge_cents: price,
            service_date: service.date,
            claim_id: None,
            created_at: self.now(),
        }
    }
}

fn price(setup: &Practice, service: &EncounterService) -> Option<Cents> {
    let revenue_code = service.revenue_code.as_ref().map(|code| code.as_str()).unwrap_or_default();
    service.charge.or_else(|| setup.charge(service.procedure, revenue_code, service.units))
}

/// Values separated by a space.
pub(super) fn join(values: impl Iterator<Item: core::fmt::Display>) -> Text {
    let mut text = Text::default();
    for value in values {
        if !text.is_empty() {
            text.push(' ');
        }
        // Writing into memory cannot fail.
        let _ = core::fmt::Write::write_fmt(&mut text, format_args!("{value}"));
    }
    text
}
