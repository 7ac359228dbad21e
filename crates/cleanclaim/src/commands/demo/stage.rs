//! The steps of the demo, each a verb of the engine with what stands around it.

use std::collections::BTreeMap;
use std::fs;
use std::sync::Arc;

use anyhow::{Context as _, Result};
use cleanclaim_engine::seams::{SetClock, TimeOrderedIds};
use cleanclaim_engine::{
    Acknowledged, Engine, FolderChannel, PostedRemittance, PracticeSetup, RemittanceState, Role, Scrubbed, Submitted,
};
use cleanclaim_model::{Cents, Finding, PlaceOfService, PracticeId};
use cleanclaim_sim::{Fault, OutFile, OutKind, Payer, World, WorldConfig};
use jiff::civil::{Date, DateTime, date};
use jiff::{SignedDuration, Span, Timestamp, tz::TimeZone};

use super::DEMO_LOGIN;
use super::folder::{Below, DemoFolder};
use super::report::{Facts, Report};
use super::ui::Ui;

/// The day on which the demo's practice sends its claims. Fixed, so that a seed gives the same bytes on any day.
const SUBMITTED_ON: Date = date(2026, 6, 1);
/// For how long its payers then pay.
const PAYING_DAYS: i64 = 60;

const ENCOUNTERS: &str = "encounters";
const OUTBOX: &str = "outbox";
const INBOX: &str = "inbox";

/// The demo under way.
pub(super) struct Stage<'a> {
    folder: &'a DemoFolder,
    clock: Arc<SetClock>,
    engine: Engine,
    world: World,
    payers: BTreeMap<&'static str, Payer>,
    practice: Option<PracticeId>,
    submitted: Submitted,
    scrubbed: Scrubbed,
    posted: Vec<PostedRemittance>,
    facts: Facts,
}

impl<'a> Stage<'a> {
    pub(super) async fn open(seed: u64, encounters: u32, folder: &'a DemoFolder) -> Result<Self> {
        let config = WorldConfig { seed, today: SUBMITTED_ON, encounters: encounters as usize };
        let world = World::generate(config)?;
        let start = at(SUBMITTED_ON, 8)?;
        let clock = Arc::new(SetClock::new(start));
        let ids = Box::new(TimeOrderedIds::seeded(start, seed));
        let engine = Engine::open_with(&folder.database_url(), Arc::<SetClock>::clone(&clock), ids).await?;
        let payers = world.desks.iter().map(|desk| (desk.key, Payer::new(desk.clone(), seed))).collect();
        Ok(Self {
            folder,
            clock,
            engine,
            world,
            payers,
            practice: None,
            submitted: Submitted::default(),
            scrubbed: Scrubbed::default(),
            posted: Vec::new(),
            facts: Facts { seed, ..Facts::default() },
        })
    }

    fn practice(&self) -> Result<PracticeId> {
        self.practice.context("the practice is set up first")
    }

    pub(super) async fn set_up(&mut self, ui: &mut Ui) -> Result<()> {
        ui.begin("set up");
        let practice = &self.world.practice;
        let mut providers: Vec<_> = practice.clinicians.iter().map(|clinician| clinician.provider.clone()).collect();
        providers.extend(practice.referring.iter().cloned());
        let surgery_center = (PlaceOfService::parse("24")?, practice.surgery_center.clone());
        let setup = PracticeSetup {
            name: practice.group.name.last.to_string(),
            billing: practice.group.clone(),
            facility: Some(practice.hospital.clone()),
            locations: vec![surgery_center],
            charge_master: self.world.charges.iter().map(|(code, cents)| (code.to_string(), cents)).collect(),
            providers,
        };
        let id = self.engine.create_practice(&setup).await?;
        for desk in &self.world.desks {
            self.folder.write(&format!("payers/{}.toml", desk.key), desk.toml.as_bytes())?;
            self.engine.put_payer(id, desk.key, desk.toml).await?;
        }
        let (login, password) = DEMO_LOGIN;
        self.engine.create_user(id, login, "Demo Biller", Role::Manager, password).await?;
        self.practice = Some(id);
        let what = format!("{}: {} providers, {} payers", setup.name, setup.providers.len(), self.world.desks.len());
        ui.end("set up", &what, &[])
    }

    pub(super) async fn import(&mut self, ui: &mut Ui) -> Result<()> {
        ui.begin("import");
        self.world.write(&mut Below { folder: self.folder, name: ENCOUNTERS })?;
        let mut findings: Vec<Finding> = Vec::new();
        let folder = self.folder.join(ENCOUNTERS);
        let imported = self.engine.import_encounters(self.practice()?, &folder, &mut findings).await?;
        self.facts.encounters = self.world.encounters.len() as u64;
        self.facts.encounters_refused = self.facts.encounters - imported.encounters;
        let what = format!(
            "{} encounters with {} services, {} notes, {} patients; {} rows refused",
            imported.encounters, imported.services, imported.notes, imported.patients, imported.refused
        );
        let refused: Vec<String> = findings.iter().take(3).map(|finding| finding.message.to_string()).collect();
        ui.end("import", &what, &refused)
    }

    pub(super) async fn code(&mut self, ui: &mut Ui) -> Result<()> {
        ui.begin("code");
        let coded = self.engine.code_encounters(self.practice()?).await?;
        self.facts.suggestions = coded.suggestions;
        let what = format!(
            "{} codes documented; {} suggested from notes, {} of them evidence for a documented code",
            coded.documented, coded.suggestions, coded.confirmed
        );
        ui.end("code", &what, &[])
    }

    pub(super) async fn capture(&mut self, ui: &mut Ui) -> Result<()> {
        ui.begin("charge");
        let captured = self.engine.capture_charges(self.practice()?).await?;
        self.facts.unpriced = captured.unpriced.len() as u64;
        let what = format!(
            "{} charges of {}; {} encounters without a price",
            captured.charges,
            captured.amount.dollars(),
            captured.unpriced.len()
        );
        ui.end("charge", &what, &[])
    }

    pub(super) async fn assemble(&mut self, ui: &mut Ui) -> Result<()> {
        ui.begin("assemble");
        let assembled = self.engine.assemble_claims(self.practice()?).await?;
        self.facts.claims = assembled.claims;
        let what = format!(
            "{} claims: {} professional, {} institutional, {} service lines",
            assembled.claims, assembled.professional, assembled.institutional, assembled.service_lines
        );
        ui.end("assemble", &what, &[])
    }

    pub(super) async fn scrub(&mut self, ui: &mut Ui) -> Result<()> {
        ui.begin("lint");
        self.scrubbed = self.engine.scrub_claims(self.practice()?).await?;
        let summary = &self.scrubbed.summary;
        let what = format!(
            "{} claims clean, {} to mend; {} errors, {} warnings from {} rule runs",
            self.scrubbed.ready, self.scrubbed.review, summary.errors, summary.warnings, summary.rules_run
        );
        let mut details: Vec<String> =
            self.scrubbed.by_rule.iter().take(3).map(|(rule, count)| format!("{count:>4} x {rule}")).collect();
        if !summary.not_checked.is_empty() {
            details.push(format!("{} rules lacked a table or profile item on some claims", summary.not_checked.len()));
        }
        ui.end("lint", &what, &details)
    }

    pub(super) async fn submit(&mut self, ui: &mut Ui) -> Result<()> {
        ui.begin("submit");
        self.submitted = self.engine.submit_claims(self.practice()?).await?;
        self.facts.submitted = self.submitted.claims;
        let amount: Cents = self.submitted.files.iter().map(|file| file.amount).sum();
        let what =
            format!("{} claims of {} in {} files", self.submitted.claims, amount.dollars(), self.submitted.files.len());
        let files = self.submitted.files.iter();
        let details: Vec<String> =
            files.map(|file| format!("{:>4} claims  {OUTBOX}/{}", file.claims, file.name)).collect();
        ui.end("submit", &what, &details)
    }

    pub(super) async fn deliver(&mut self, ui: &mut Ui) -> Result<()> {
        ui.begin("send");
        let mut channel = FolderChannel::new(&self.folder.join(OUTBOX));
        let delivered = self.engine.deliver(&mut channel).await?;
        let what = format!(
            "{} files handed to the channel, {} not sent, {} in doubt",
            delivered.sent, delivered.not_sent, delivered.in_doubt
        );
        ui.end("send", &what, &[])
    }

    pub(super) async fn acknowledge(&mut self, ui: &mut Ui) -> Result<()> {
        ui.begin("acknowledge");
        let mut counts = Acknowledged::default();
        let mut hour = 9;
        for file in &self.submitted.files {
            // The simulated payer reads the bytes that lie in the outbox, not what we think we wrote.
            let path = self.folder.join(OUTBOX).join(&file.name);
            let bytes = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
            let moment = SUBMITTED_ON.at(hour, 0, 0, 0);
            hour = (hour + 1).min(22);
            let payer = self.payers.get_mut(file.payer.as_str()).context("every file has its payer")?;
            let answers = payer.receive(&file.name, &bytes, moment)?;
            self.clock.advance_to(timestamp(moment)?);
            for answer in &answers {
                counts.add(&self.take_acknowledgement(answer).await?);
            }
        }
        let what = format!(
            "{} TA1, {} 999, 277CA for {} claims: {} moves, {} rejected before adjudication",
            counts.interchanges, counts.groups, counts.claims, counts.moved, counts.rejected
        );
        ui.end("acknowledge", &what, &[])
    }

    async fn take_acknowledgement(&self, file: &OutFile) -> Result<Acknowledged> {
        self.folder.write(&format!("{INBOX}/{}", file.name), &file.bytes)?;
        Ok(self.engine.acknowledge(self.practice()?, &file.name, &file.bytes).await?)
    }

    pub(super) async fn pay(&mut self, ui: &mut Ui) -> Result<()> {
        ui.begin("post");
        let mut day = SUBMITTED_ON;
        for _ in 0..PAYING_DAYS {
            day = day.tomorrow().context("the calendar goes on")?;
            let mut files = Vec::new();
            for payer in self.payers.values_mut() {
                files.extend(payer.payment_run(day)?);
            }
            if !files.is_empty() {
                self.clock.advance_to(at(day, 7)?);
            }
            for file in files.iter().filter(|file| file.kind == OutKind::Remittance) {
                self.folder.write(&format!("{INBOX}/{}", file.name), &file.bytes)?;
                let posted = self.engine.post_file(self.practice()?, &file.name, &file.bytes).await?;
                self.posted.extend(posted);
            }
        }
        self.clock.advance_to(at(day, 18)?);
        let count = |state| self.posted.iter().filter(|one| one.state == state).count();
        let cash: Cents = self.posted.iter().map(|one| one.posted).sum();
        let what = format!(
            "{} remittances, {} of cash; {} with exceptions, {} held, {} duplicate",
            self.posted.len(),
            cash.dollars(),
            count(RemittanceState::PostedWithExceptions),
            count(RemittanceState::Held),
            count(RemittanceState::Duplicate)
        );
        let waiting =
            self.posted.iter().filter(|one| matches!(one.state, RemittanceState::Held | RemittanceState::Duplicate));
        let details: Vec<String> =
            waiting.map(|one| format!("{} {}: {}", one.state.as_str(), one.file, one.reason)).collect();
        ui.end("post", &what, &details)
    }

    pub(super) async fn close(mut self, ui: &mut Ui) -> Result<Report> {
        ui.begin("report");
        let practice = self.practice()?;
        let day = SUBMITTED_ON.saturating_add(Span::new().days(PAYING_DAYS));
        self.engine.stand_still(practice, day).await?;
        let dashboard = self.engine.dashboard(practice).await?;
        let outcomes = self.engine.outcomes(practice).await?;
        let proof = self.engine.ledger_proof(practice).await?;
        let lost = |payer: &Payer| {
            payer.truth().remittances.iter().filter(|one| one.fault == Some(Fault::Lost)).count() as u64
        };
        self.facts.lost = self.payers.values().map(lost).sum();
        let report = Report::new(&self.facts, &self.scrubbed, &self.posted, &outcomes, &dashboard, proof);
        self.engine.close().await;
        let what = format!(
            "{} entries with {} postings over {} accounts, {}",
            proof.entries,
            proof.postings,
            proof.accounts,
            if proof.balanced() { "balanced to the cent" } else { "NOT BALANCED" }
        );
        ui.end("report", &what, &[])?;
        Ok(report)
    }
}

fn at(day: Date, hour: i8) -> Result<Timestamp> {
    timestamp(day.at(hour, 0, 0, 0))
}

fn timestamp(moment: DateTime) -> Result<Timestamp> {
    let zoned = moment.to_zoned(TimeZone::UTC).context("the moment exists in UTC")?;
    Ok(zoned.timestamp().saturating_add(SignedDuration::ZERO)?)
}
