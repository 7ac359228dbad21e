//! Setting a practice up: who bills, who treats, which payers, what things cost.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use cleanclaim_interop::json::{ProviderJson, read};
use cleanclaim_model::{Cents, Date, Hcpcs, PlaceOfService, PracticeId, Provider, Quantity, Text};
use cleanclaim_store::{OnConflict, PayerRow, PracticeRow, ProviderRow, Tx};
use serde::{Deserialize, Serialize};

use crate::assemble::Providers;
use crate::engine::{ACTOR, Engine};
use crate::error::{EngineError, Result};
use crate::payer_file::PayerFile;

/// Everything that is said of a practice when it is set up.
#[derive(Debug, Clone)]
pub struct PracticeSetup {
    /// Its name.
    pub name: String,
    /// Billing provider of professional claims.
    pub billing: Provider,
    /// Billing provider of institutional claims.
    pub facility: Option<Provider>,
    /// Everyone a claim can name.
    pub providers: Vec<Provider>,
    /// Where services with this place of service are given, where that is not the billing provider's address.
    pub locations: Vec<(PlaceOfService, Provider)>,
    /// What one unit of a procedure, or of a revenue code, costs.
    pub charge_master: BTreeMap<String, Cents>,
}

/// What the database keeps of a practice beside its name.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct PracticeContent {
    billing: ProviderJson,
    facility: Option<ProviderJson>,
    locations: Vec<(String, ProviderJson)>,
    charge_master: BTreeMap<String, i64>,
    /// The day on which a synthetic practice stands still.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    still_on: Option<String>,
}

/// A practice as the verbs need it.
#[derive(Debug, Clone)]
pub(crate) struct Practice {
    pub(crate) name: String,
    pub(crate) providers: Providers,
    pub(crate) charge_master: BTreeMap<String, Cents>,
    /// By the payer's name in encounters.
    pub(crate) payers: HashMap<Text, PayerFile>,
}

impl Practice {
    /// The payer of that name.
    pub(crate) fn payer(&self, id: &str) -> Result<&PayerFile> {
        self.payers.get(id).ok_or_else(|| EngineError::Missing {
            what: "payer",
            name: id.to_owned(),
            hint: "add its payer file first".to_owned(),
        })
    }

    /// What so many units of a procedure, or else of a revenue code, cost; `None` where the charge master names neither.
    pub(crate) fn charge(&self, procedure: Option<Hcpcs>, revenue_code: &str, units: Quantity) -> Option<Cents> {
        let unit = procedure
            .and_then(|code| self.charge_master.get(code.as_str()))
            .or_else(|| self.charge_master.get(revenue_code))?;
        unit.mul_div_half_up(units.get(), 1_000)
    }
}

impl Engine {
    /// Sets a practice up.
    ///
    /// # Errors
    /// When a practice of that name exists, or the database refuses.
    pub async fn create_practice(&self, setup: &PracticeSetup) -> Result<PracticeId> {
        let mut tx = self.store().begin().await?;
        if tx.practices().await?.iter().any(|(_, row)| row.name == setup.name) {
            return Err(EngineError::Exists { what: "practice", name: setup.name.clone() });
        }
        let practice = self.new_id(PracticeId::next);
        let content = PracticeContent {
            billing: ProviderJson::from(&setup.billing),
            facility: setup.facility.as_ref().map(ProviderJson::from),
            locations: setup.locations.iter().map(|(place, at)| (place.to_string(), at.into())).collect(),
            charge_master: setup.charge_master.iter().map(|(code, cents)| (code.clone(), cents.get())).collect(),
            still_on: None,
        };
        let row = PracticeRow {
            name: Text::from(setup.name.as_str()),
            npi: Text::from(setup.billing.npi.map(|npi| npi.to_string()).unwrap_or_default()),
            tax_id: setup.billing.tax_id.clone(),
            content: to_json(&content)?,
            created_at: self.now(),
        };
        tx.insert(practice, &[row]).await?;
        let providers = setup.providers.iter().filter_map(provider_row).collect::<Result<Vec<_>>>()?;
        tx.write_rows(practice, &providers, OnConflict::Keep).await?;
        tx.append_audit(practice, &[self.audit_entry(ACTOR, "practice.create", &practice.to_string(), "")]).await?;
        tx.commit().await?;
        Ok(practice)
    }

    /// Lets a synthetic practice stand still on a day: its reports count from there, however long ago it was made.
    ///
    /// # Errors
    /// When there is no such practice, or the database refuses.
    pub async fn stand_still(&self, practice: PracticeId, on: Date) -> Result<()> {
        let mut tx = self.store().begin().await?;
        let mut row = practice_row(&mut tx, practice).await?;
        let mut content: PracticeContent = from_json("practice", &row.content)?;
        content.still_on = Some(on.to_string());
        row.content = to_json(&content)?;
        tx.write_rows(practice, &[row], OnConflict::Replace).await?;
        Ok(tx.commit().await?)
    }

    /// The day that reports of a practice count from: today, unless it stands still.
    pub(crate) async fn report_day(&self, tx: &mut Tx, practice: PracticeId) -> Result<Date> {
        let row = practice_row(tx, practice).await?;
        let content: PracticeContent = from_json("practice", &row.content)?;
        match content.still_on {
            Some(day) => day.parse().map_err(|error| stored("practice", error)),
            None => Ok(self.today()),
        }
    }

    /// Adds a payer, or puts a new file in place of the old one. `id` is what encounters call it.
    ///
    /// # Errors
    /// When the file is wrong, or the database refuses.
    pub async fn put_payer(&self, practice: PracticeId, id: &str, toml: &str) -> Result<()> {
        let file = PayerFile::parse(id, toml)?;
        let row = PayerRow {
            id: Text::from(id),
            name: Text::from(file.profile.name.as_str()),
            electronic_id: Text::from(file.profile.payer_id.as_str()),
            profile: toml.to_owned(),
            created_at: self.now(),
        };
        let mut tx = self.store().begin().await?;
        tx.write_rows(practice, &[row], OnConflict::Replace).await?;
        tx.append_audit(practice, &[self.audit_entry(ACTOR, "payer.put", id, "")]).await?;
        Ok(tx.commit().await?)
    }

    /// The practice of that name; without a name, the only one there is.
    ///
    /// # Errors
    /// When there is none, or there are several and none was named.
    pub async fn find_practice(&self, name: Option<&str>) -> Result<PracticeId> {
        let mut tx = self.store().read().await?;
        let practices = tx.practices().await?;
        let found: Vec<PracticeId> = practices
            .iter()
            .filter(|(_, row)| name.is_none_or(|name| row.name == name))
            .map(|(practice, _)| *practice)
            .collect();
        match found.as_slice() {
            [practice] => Ok(*practice),
            _ => {
                let names: Vec<&str> = practices.iter().map(|(_, row)| row.name.as_str()).collect();
                let hint = match names.as_slice() {
                    [] => "this database has no practice yet".to_owned(),
                    _ => format!("this database has {}; name one", names.join(", ")),
                };
                Err(EngineError::Missing { what: "practice", name: name.unwrap_or_default().to_owned(), hint })
            }
        }
    }

    /// Whether the database has a practice at all.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn has_practice(&self) -> Result<bool> {
        let mut tx = self.store().read().await?;
        Ok(!tx.practices().await?.is_empty())
    }

    /// The practice of that name, or a new and empty one: remittances can be posted before anything else is set up.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn find_or_create_practice(&self, name: &str) -> Result<PracticeId> {
        let mut tx = self.store().read().await?;
        let practices = tx.practices().await?;
        drop(tx);
        match practices.iter().find(|(_, row)| row.name == name) {
            Some((practice, _)) => Ok(*practice),
            None => {
                let setup = PracticeSetup {
                    name: name.to_owned(),
                    billing: Provider::default(),
                    facility: None,
                    providers: Vec::new(),
                    locations: Vec::new(),
                    charge_master: BTreeMap::new(),
                };
                self.create_practice(&setup).await
            }
        }
    }

    /// Everything that verbs need of a practice.
    pub(crate) async fn load_practice(&self, tx: &mut Tx, practice: PracticeId) -> Result<Practice> {
        let row = practice_row(tx, practice).await?;
        let content: PracticeContent = from_json("practice", &row.content)?;
        let mut by_npi = HashMap::new();
        let providers: Vec<ProviderRow> = tx.all(practice, u32::MAX, 0).await?;
        for row in providers {
            let provider = Provider::from(from_json::<ProviderJson>("provider", &row.content)?);
            by_npi.extend(provider.npi.map(|npi| (npi, Arc::new(provider))));
        }
        let mut locations = HashMap::new();
        for (place, provider) in content.locations {
            let place = PlaceOfService::parse(&place).map_err(|error| stored("practice", error))?;
            locations.insert(place, Arc::new(Provider::from(provider)));
        }
        let mut payers = HashMap::new();
        let payer_rows: Vec<PayerRow> = tx.all(practice, u32::MAX, 0).await?;
        for row in payer_rows {
            let file = PayerFile::parse(&row.id, &row.profile)?;
            payers.insert(row.id, file);
        }
        Ok(Practice {
            name: row.name.to_string(),
            providers: Providers {
                billing: Arc::new(Provider::from(content.billing)),
                facility: content.facility.map(|facility| Arc::new(Provider::from(facility))),
                by_npi,
                locations,
            },
            charge_master: content.charge_master.into_iter().map(|(code, cents)| (code, Cents::new(cents))).collect(),
            payers,
        })
    }
}

async fn practice_row(tx: &mut Tx, practice: PracticeId) -> Result<PracticeRow> {
    let rows: Vec<PracticeRow> = tx.all(practice, 1, 0).await?;
    rows.into_iter().next().ok_or_else(|| EngineError::Missing {
        what: "practice",
        name: practice.to_string(),
        hint: "set it up first".to_owned(),
    })
}

fn provider_row(provider: &Provider) -> Option<Result<ProviderRow>> {
    let npi = provider.npi?;
    Some(to_json(&ProviderJson::from(provider)).map(|content| ProviderRow {
        npi: Text::from(npi.as_str()),
        name: Text::from(display_name(provider)),
        taxonomy: provider.taxonomy.map(|taxonomy| Text::from(taxonomy.as_str())).unwrap_or_default(),
        content,
    }))
}

/// `Family, Given`, or an organisation's name.
pub(crate) fn display_name(provider: &Provider) -> String {
    let name = &provider.name;
    if name.first.is_empty() { name.last.to_string() } else { format!("{}, {}", name.last, name.first) }
}

/// Text for a column that holds JSON.
pub(crate) fn to_json(value: &impl Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(|error| stored("value", error))
}

/// What a column holds as JSON.
pub(crate) fn from_json<T: serde::de::DeserializeOwned>(what: &'static str, text: &str) -> Result<T> {
    read(text.as_bytes()).map_err(|error| stored(what, error))
}

/// An error about something stored.
pub(crate) fn stored(what: &'static str, error: impl ToString) -> EngineError {
    EngineError::Stored { what, reason: error.to_string() }
}
