//! A practice with one payer and one encounter.

use std::collections::BTreeMap;
use std::sync::Arc;

use cleanclaim_engine::seams::{SetClock, TimeOrderedIds};
use cleanclaim_engine::views::{ClaimFilter, ClaimView};
use cleanclaim_engine::{Engine, PracticeSetup};
use cleanclaim_model::{Address, Cents, EntityType, Finding, Npi, PersonName, PracticeId, Provider};
use jiff::{SignedDuration, Timestamp};
use tempfile::TempDir;

const PAYER: &str = "\
[profile]
name = 'Sample Mutual'
payer_id = 'ZZ001'
[envelope]
sender_qualifier = 'ZZ'
sender_id = 'SAMPLECLINIC'
receiver_qualifier = 'ZZ'
receiver_id = 'SAMPLEMUTUAL'
receiver_name = 'SAMPLE MUTUAL'
receiver_number = 'ZZ001'
filing_indicator = 'CI'
[fees]
percent_of_charge_e4 = 8000
";
const ENCOUNTERS: &str = "\
encounter,patient_number,last_name,first_name,birth_date,sex,address_line1,city,state,zip,payer,member_id,place_of_service,from,diagnoses
V1,P1,Testa,Ana,1961-04-09,F,1 Specimen Street,Samplefield,OH,430040001,sample,TST000471,11,2026-05-04,I10
";
const SERVICES: &str = "encounter,date,procedure,units,pointers\nV1,2026-05-04,G0439,1,1\n";

pub(crate) struct Practice {
    pub(crate) engine: Engine,
    pub(crate) clock: Arc<SetClock>,
    pub(crate) id: PracticeId,
    pub(crate) folder: TempDir,
}

impl Practice {
    pub(crate) async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let start = Timestamp::from_second(1_780_000_000).unwrap();
        let clock = Arc::new(SetClock::new(start));
        let url = format!("sqlite://{}", folder.path().join("engine.db").display());
        let ids = Box::new(TimeOrderedIds::seeded(start, 5));
        let engine = Engine::open_with(&url, Arc::<SetClock>::clone(&clock), ids).await.unwrap();
        let id = engine.create_practice(&setup("Sample Clinic")).await.unwrap();
        engine.put_payer(id, "sample", PAYER).await.unwrap();
        std::fs::write(folder.path().join("encounters.csv"), ENCOUNTERS).unwrap();
        std::fs::write(folder.path().join("services.csv"), SERVICES).unwrap();
        Self { engine, clock, id, folder }
    }

    /// With its one claim written into a file that waits in the outbox.
    pub(crate) async fn with_a_queued_claim() -> Self {
        let practice = Self::new().await;
        practice.until_ready().await;
        let submitted = practice.engine.submit_claims(practice.id).await.unwrap();
        assert_eq!((submitted.claims, submitted.files.len()), (1, 1), "{:?}", submitted.refused);
        practice
    }

    pub(crate) async fn until_ready(&self) {
        let mut findings: Vec<Finding> = Vec::new();
        self.engine.import_encounters(self.id, self.folder.path(), &mut findings).await.unwrap();
        assert!(findings.is_empty(), "{findings:?}");
        self.engine.code_encounters(self.id).await.unwrap();
        self.engine.capture_charges(self.id).await.unwrap();
        self.engine.assemble_claims(self.id).await.unwrap();
        let scrubbed = self.engine.scrub_claims(self.id).await.unwrap();
        assert_eq!(scrubbed.ready, 1, "{:?}", scrubbed.by_rule);
    }

    pub(crate) async fn claim(&self) -> ClaimView {
        let page = self.engine.claims(self.id, &ClaimFilter::default()).await.unwrap();
        self.engine.claim(self.id, page.rows[0].id).await.unwrap().unwrap()
    }

    pub(crate) fn wait(&self, duration: SignedDuration) {
        use cleanclaim_model::Clock as _;
        self.clock.advance_to(self.clock.now() + duration);
    }
}

pub(crate) fn setup(name: &str) -> PracticeSetup {
    let billing = Provider {
        entity: EntityType::Organization,
        name: PersonName { last: name.into(), ..PersonName::default() },
        npi: Some(Npi::parse("1234567893").unwrap()),
        tax_id: "001234567".into(),
        address: Address {
            line1: "2 Specimen Street".into(),
            city: "Samplefield".into(),
            state: "OH".into(),
            zip: "430040002".into(),
            ..Address::default()
        },
        phone: "5555550100".into(),
        contact: "Billing".into(),
        ..Provider::default()
    };
    PracticeSetup {
        name: name.to_owned(),
        billing,
        facility: None,
        providers: Vec::new(),
        locations: Vec::new(),
        charge_master: BTreeMap::from([("G0439".to_owned(), Cents::new(15_000))]),
    }
}
