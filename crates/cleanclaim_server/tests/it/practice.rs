//! Two small practices in one database: one with a claim that was sent and paid, and another whose people must see nothing of it.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use axum::Router;
use cleanclaim_engine::seams::{SetClock, TimeOrderedIds};
use cleanclaim_engine::views::{ClaimFilter, ClaimView};
use cleanclaim_engine::{Engine, FolderChannel, PracticeSetup, Role};
use cleanclaim_model::{
    Address, Cents, Clock as _, EntityType, Finding, Npi, PersonName, PracticeId, Provider, Taxonomy,
};
use cleanclaim_server::{Reach, ServeOptions, router};
use jiff::{SignedDuration, Timestamp};
use tempfile::TempDir;

pub(crate) const PASSWORD: &str = "a long sentence for tests";
/// What only the practice's own people may read.
pub(crate) const PATIENT: &str = "Testa, Ana";
pub(crate) const MEMBER: &str = "TST000471";
pub(crate) const FILE_BYTES: &str = "Testa*Ana";

pub(crate) struct Practice {
    pub(crate) engine: Engine,
    pub(crate) clock: Arc<SetClock>,
    pub(crate) id: PracticeId,
    pub(crate) elsewhere: PracticeId,
    pub(crate) claim: ClaimView,
    pub(crate) folder: TempDir,
}

const PAYER: &str = r#"
[profile]
name = "Sample Mutual"
payer_id = "ZZSM1"
timely_filing_days = 365

[envelope]
sender_qualifier = "ZZ"
sender_id = "SAMPLEPRACTICE"
receiver_qualifier = "ZZ"
receiver_id = "SAMPLEPAYER"
receiver_name = "SAMPLE MUTUAL"
receiver_number = "ZZSM1"
filing_indicator = "12"

[address]
line1 = "PO Box 555010"
city = "Upper Sandry"
state = "IN"
zip = "460980101"

[fees]
percent_of_charge_e4 = 8000
"#;

const ENCOUNTERS: &str = "\
encounter,patient_number,last_name,first_name,birth_date,sex,address_line1,city,state,zip,payer,member_id,place_of_service,rendering_npi,from,diagnoses
V1,P1,Testa,Ana,1961-04-09,F,1 Sample Way,Upper Sandry,IN,460980101,sample,TST000471,11,1245319599,2026-11-04,E11.9;I10
";
const SERVICES: &str = "\
encounter,date,procedure,units,pointers,charge
V1,2026-11-04,G0439,1,1;2,150.00
V1,2026-11-04,G0008,1,1,25.00
";
const NOTE: &str = "Seen for type 2 diabetes and essential hypertension. BP 148/92. Raise lisinopril to 20 mg.";

fn billing(npi: &str) -> Provider {
    Provider {
        entity: EntityType::Organization,
        name: PersonName { last: "Sample Family Medicine".into(), ..PersonName::default() },
        npi: Some(Npi::parse(npi).unwrap()),
        tax_id: "001234567".into(),
        taxonomy: Some(Taxonomy::parse("207Q00000X").unwrap()),
        address: Address {
            line1: "1 Sample Way".into(),
            city: "Upper Sandry".into(),
            state: "IN".into(),
            zip: "460980101".into(),
            ..Address::default()
        },
        phone: "5555550100".into(),
        contact: "Billing".into(),
        ..Provider::default()
    }
}

fn setup(name: &str) -> PracticeSetup {
    let doctor = Provider {
        entity: EntityType::Person,
        name: PersonName { last: "Fixture".into(), first: "Farid".into(), ..PersonName::default() },
        npi: Some(Npi::parse("1245319599").unwrap()),
        taxonomy: Some(Taxonomy::parse("207Q00000X").unwrap()),
        ..Provider::default()
    };
    PracticeSetup {
        name: name.to_owned(),
        billing: billing("1234567893"),
        facility: None,
        providers: vec![doctor],
        locations: Vec::new(),
        charge_master: BTreeMap::from([("G0439".to_owned(), Cents::new(15_000))]),
    }
}

/// The payer's answer: paid in part, the rest explained.
fn remittance(control_number: &str) -> String {
    let body = format!(
        "BPR*I*100*C*ACH*CCP*01*021000021*DA*1*1512345678**01*021000021*DA*2*20261118~TRN*1*TRACE1*1512345678~\
         DTM*405*20261118~N1*PR*SAMPLE MUTUAL~N3*PO BOX 555010~N4*UPPER SANDRY*IN*460980101~\
         PER*BL*HELP*TE*5555550100~N1*PE*SAMPLE FAMILY MEDICINE*XX*1234567893~REF*TJ*001234567~LX*1~\
         CLP*{control_number}*1*175*100*30*12*ICN0001*11*1~NM1*QC*1*TESTA*ANA****MI*TST000471~\
         SVC*HC:G0439*150*100**1~DTM*472*20261104~CAS*CO*45*20~CAS*PR*3*30~\
         SVC*HC:G0008*25*0**1~DTM*472*20261104~CAS*CO*16*25~LQ*HE*N290~"
    );
    let segments = body.matches('~').count() + 2;
    format!(
        "ISA*00*          *00*          *ZZ*SAMPLEPAYER    *ZZ*SAMPLEPRACTICE *261118*0900*^*00501*000000001*0*T*:~\
         GS*HP*SAMPLEPAYER*SAMPLEPRACTICE*20261118*0900*1*X*005010X221A1~ST*835*0001~{body}SE*{segments}*0001~GE*1*1~\
         IEA*1*000000001~"
    )
}

fn write(folder: &Path, name: &str, text: &str) {
    let path = folder.join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

/// A practice that was set up once; each test works on a copy of its database.
struct Original {
    folder: TempDir,
    id: PracticeId,
    elsewhere: PracticeId,
    claim: ClaimView,
}

const DATABASE: &str = "practice.db";

fn begin() -> Timestamp {
    "2026-11-20T09:00:00Z".parse().unwrap()
}

async fn open(folder: &Path, clock: &Arc<SetClock>, seed: u64) -> Engine {
    let url = format!("sqlite://{}", folder.join(DATABASE).display());
    let ids = Box::new(TimeOrderedIds::seeded(begin(), seed));
    Engine::open_with(&url, Arc::clone(clock) as _, ids).await.unwrap()
}

/// Through the verbs that a practice uses, from the encounter to the posted payment.
async fn set_up() -> Original {
    let folder = tempfile::tempdir().unwrap();
    let clock = Arc::new(SetClock::new("2026-11-05T09:00:00Z".parse().unwrap()));
    let engine = open(folder.path(), &clock, 1).await;
    let id = engine.create_practice(&setup("Sample Family Medicine")).await.unwrap();
    let elsewhere = engine.create_practice(&setup("Elsewhere Clinic")).await.unwrap();
    for (login, role, practice) in [
        ("rita", Role::Reader, id),
        ("bill", Role::Biller, id),
        ("max", Role::Manager, id),
        ("other", Role::Manager, elsewhere),
    ] {
        engine.create_user(practice, login, login, role, PASSWORD).await.unwrap();
    }
    engine.put_payer(id, "sample", PAYER).await.unwrap();
    write(folder.path(), "in/encounters.csv", ENCOUNTERS);
    write(folder.path(), "in/services.csv", SERVICES);
    write(folder.path(), "in/notes/V1.txt", NOTE);
    let mut findings: Vec<Finding> = Vec::new();
    engine.import_encounters(id, &folder.path().join("in"), &mut findings).await.unwrap();
    assert!(findings.is_empty(), "{findings:?}");
    engine.code_encounters(id).await.unwrap();
    engine.capture_charges(id).await.unwrap();
    engine.assemble_claims(id).await.unwrap();
    let scrubbed = engine.scrub_claims(id).await.unwrap();
    assert_eq!(scrubbed.ready, 1, "{:?}", scrubbed.by_rule);
    engine.submit_claims(id).await.unwrap();
    let sent = engine.deliver(&mut FolderChannel::new(&folder.path().join("out"))).await.unwrap();
    assert_eq!(sent.sent, 1);
    clock.advance_to("2026-11-18T09:00:00Z".parse().unwrap());
    let list = engine.claims(id, &ClaimFilter::default()).await.unwrap();
    let [row] = list.rows.as_slice() else { panic!("expected one claim, found {}", list.rows.len()) };
    let posted = engine.post_file(id, "era-1.835", remittance(&row.control_number).as_bytes()).await.unwrap();
    assert_eq!(posted[0].posted, Cents::new(10_000), "{}", posted[0].reason);
    let claim = engine.claim(id, row.id).await.unwrap().expect("the claim of the list");
    engine.close().await;
    Original { folder, id, elsewhere, claim }
}

fn original() -> &'static Original {
    static ORIGINAL: OnceLock<Original> = OnceLock::new();
    // Each test has a runtime of its own, and none may block: the first to ask has a thread do it.
    let on_its_own = || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(set_up())
    };
    ORIGINAL.get_or_init(|| std::thread::scope(|scope| scope.spawn(on_its_own).join().unwrap()))
}

impl Practice {
    pub(crate) async fn new() -> Self {
        let Original { folder: original_folder, id, elsewhere, claim } = original();
        let folder = tempfile::tempdir().unwrap();
        std::fs::copy(original_folder.path().join(DATABASE), folder.path().join(DATABASE)).unwrap();
        let clock = Arc::new(SetClock::new(begin()));
        let engine = open(folder.path(), &clock, 2).await;
        Self { engine, clock, id: *id, elsewhere: *elsewhere, claim: claim.clone(), folder }
    }

    pub(crate) fn options(&self, reach: Reach) -> ServeOptions {
        ServeOptions::new(reach, Arc::clone(&self.clock) as _)
    }

    pub(crate) fn router(&self) -> Router {
        router(self.engine.clone(), &self.options(Reach::LoopbackHttp))
    }

    /// Lets time pass for the engine and for sessions.
    pub(crate) fn wait(&self, duration: SignedDuration) {
        // Each reading of this clock moves it a little, so that time is counted from what it says.
        self.clock.advance_to(self.clock.now() + duration);
    }

    pub(crate) fn claim_path(&self) -> String {
        format!("/claims/{}", self.claim.row.id)
    }

    /// The file that was sent.
    pub(crate) fn file_path(&self) -> String {
        let sent = self.claim.files.iter().find(|file| file.direction == "sent").expect("a file was sent");
        format!("/files/{}", sent.id)
    }

    /// Everything that the database holds on disk.
    pub(crate) fn database_bytes(&self) -> Vec<u8> {
        let files = [DATABASE, "practice.db-wal"].map(|name| self.folder.path().join(name));
        files.iter().filter_map(|path| std::fs::read(path).ok()).flatten().collect()
    }
}
