//! One claim through every row of the design's "one line of data". What it finds stands in ARCHITECTURE.md, so the story cannot go stale:
//! `UPDATE_DOCS=1 cargo test -p cleanclaim walkthrough` writes it again.

use std::fmt::Write as _;
use std::sync::Arc;

use cleanclaim_engine::seams::{SetClock, TimeOrderedIds};
use cleanclaim_engine::views::{ClaimFilter, ClaimView};
use cleanclaim_engine::{Engine, FolderChannel, PracticeSetup};
use cleanclaim_model::{Finding, PracticeId};
use cleanclaim_sim::{MemoryFiles, Payer, World, WorldConfig};
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;

use crate::root;

const BEGIN: &str = "<!-- walkthrough -->";
const END: &str = "<!-- end of walkthrough -->";
const TODAY: Date = date(2026, 6, 1);

/// A seed whose one encounter has no planted mistake and gets paid with adjustments.
fn world() -> World {
    let worlds = (1..50).map(|seed| World::generate(WorldConfig { seed, today: TODAY, encounters: 1 }).unwrap());
    let fits = |world: &World| {
        let encounter = &world.encounters[0].encounter;
        world.mistakes.is_empty() && encounter.stay.is_none() && 1 < encounter.services.len()
    };
    worlds.into_iter().find(fits).expect("one of fifty seeds has an ordinary encounter")
}

async fn set_up(world: &World, folder: &std::path::Path) -> (Engine, Arc<SetClock>, PracticeId) {
    let start = TODAY.at(8, 0, 0, 0).to_zoned(TimeZone::UTC).unwrap().timestamp();
    let clock = Arc::new(SetClock::new(start));
    let ids = Box::new(TimeOrderedIds::seeded(start, 1));
    let url = format!("sqlite://{}", folder.join("walk.db").display());
    let engine = Engine::open_with(&url, Arc::<SetClock>::clone(&clock), ids).await.unwrap();
    let setup = PracticeSetup {
        name: world.practice.group.name.last.to_string(),
        billing: world.practice.group.clone(),
        facility: Some(world.practice.hospital.clone()),
        providers: world.practice.clinicians.iter().map(|clinician| clinician.provider.clone()).collect(),
        locations: Vec::new(),
        charge_master: world.charges.iter().map(|(code, cents)| (code.to_string(), cents)).collect(),
    };
    let practice = engine.create_practice(&setup).await.unwrap();
    for desk in &world.desks {
        engine.put_payer(practice, desk.key, desk.toml).await.unwrap();
    }
    let mut files = MemoryFiles::default();
    world.write(&mut files).unwrap();
    for (name, bytes) in files.files {
        let path = folder.join("encounters").join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    (engine, clock, practice)
}

async fn claim(engine: &Engine, practice: PracticeId) -> ClaimView {
    let page = engine.claims(practice, &ClaimFilter::default()).await.unwrap();
    engine.claim(practice, page.rows[0].id).await.unwrap().unwrap()
}

fn axes(view: &ClaimView) -> String {
    let axes = view.row.axes;
    format!(
        "work {}, transport {}, adjudication {}, balance {}",
        axes.work, axes.transport, axes.adjudication, axes.balance
    )
}

/// Adds a row of the story.
fn row(story: &mut String, number: &str, step: &str, lines: &[String]) {
    writeln!(story, "{number:<3} {step:<11} {}", lines.first().map_or("", String::as_str)).unwrap();
    for line in lines.iter().skip(1) {
        writeln!(story, "{:15} {line}", "").unwrap();
    }
}

async fn walk() -> String {
    let world = world();
    let folder = tempfile::tempdir().unwrap();
    let (engine, clock, practice) = set_up(&world, folder.path()).await;
    let mut story = String::new();
    from_note_to_claim(&mut story, &engine, practice, folder.path()).await;

    let submitted = engine.submit_claims(practice).await.unwrap();
    let file = &submitted.files[0];
    let outbox = folder.path().join("outbox");
    engine.deliver(&mut FolderChannel::new(&outbox)).await.unwrap();
    let bytes = std::fs::read(outbox.join(&file.name)).unwrap();
    let view = claim(&engine, practice).await;
    row(
        &mut story,
        "7",
        "submit",
        &[format!("{} with {} claim of {}; {}", file.kind, file.claims, file.amount.dollars(), axes(&view))],
    );

    let desk = world.desks.iter().find(|desk| desk.key == file.payer.as_str()).unwrap();
    let mut payer = Payer::new(desk.clone(), 1);
    for answer in payer.receive(&file.name, &bytes, TODAY.at(9, 0, 0, 0)).unwrap() {
        engine.acknowledge(practice, &answer.name, &answer.bytes).await.unwrap();
        row(&mut story, "8", "acknowledge", &[format!("{:?}: {}", answer.kind, axes(&claim(&engine, practice).await))]);
    }
    let mut day = TODAY;
    for _ in 0..75 {
        day = day.tomorrow().unwrap();
        clock.advance_to(day.at(7, 0, 0, 0).to_zoned(TimeZone::UTC).unwrap().timestamp());
        for file in payer.payment_run(day).unwrap() {
            let posted = engine.post_file(practice, &file.name, &file.bytes).await.unwrap();
            for one in &posted {
                row(
                    &mut story,
                    "10",
                    "remit",
                    &[format!("835 of {}: {}, {} claims", one.amount.dollars(), one.state.as_str(), one.claims)],
                );
            }
        }
    }
    money(&mut story, &engine, practice).await;
    engine.close().await;
    story
}

/// Rows 1 to 6.
async fn from_note_to_claim(story: &mut String, engine: &Engine, practice: PracticeId, folder: &std::path::Path) {
    let mut findings: Vec<Finding> = Vec::new();
    let imported = engine.import_encounters(practice, &folder.join("encounters"), &mut findings).await.unwrap();
    row(
        story,
        "1",
        "import",
        &[format!("{} encounter, {} services, {} note", imported.encounters, imported.services, imported.notes)],
    );
    let coded = engine.code_encounters(practice).await.unwrap();
    row(
        story,
        "2",
        "code",
        &[format!(
            "{} codes documented, {} suggested, {} confirmed by the note",
            coded.documented, coded.suggestions, coded.confirmed
        )],
    );
    let captured = engine.capture_charges(practice).await.unwrap();
    row(story, "3", "capture", &[format!("{} charges of {}", captured.charges, captured.amount.dollars())]);
    engine.assemble_claims(practice).await.unwrap();
    let view = claim(engine, practice).await;
    let mut lines = vec![format!("claim {} to {}, {}", view.row.control_number, view.row.payer, axes(&view))];
    lines.extend(view.diagnoses.iter().map(|diagnosis| {
        format!(
            "diagnosis {}: {} {}",
            diagnosis.position,
            diagnosis.code,
            diagnosis.title.as_deref().unwrap_or_default()
        )
    }));
    lines.extend(view.lines.iter().map(|line| {
        let code = format!("{} {}", line.code, line.modifiers);
        format!("line {}: {}, {} units, charge {}", line.number, code.trim_end(), line.units, line.charge.dollars())
    }));
    row(story, "4", "assemble", &lines);
    let scrubbed = engine.scrub_claims(practice).await.unwrap();
    let summary = &scrubbed.summary;
    row(
        story,
        "6",
        "scrub",
        &[format!(
            "{} rules run, {} errors, {} warnings; {}",
            summary.rules_run,
            summary.errors,
            summary.warnings,
            axes(&claim(engine, practice).await)
        )],
    );
}

/// Rows 11 and 13.
async fn money(story: &mut String, engine: &Engine, practice: PracticeId) {
    let view = claim(engine, practice).await;
    let mut lines = vec![axes(&view)];
    for line in &view.lines {
        lines.push(format!("line {}: paid {} of {}", line.number, line.paid.dollars(), line.charge.dollars()));
        let adjustments = line.adjustments.iter();
        lines.extend(
            adjustments.map(|one| format!("  {}-{} {} ({})", one.group, one.carc, one.amount.dollars(), one.treatment)),
        );
    }
    lines.extend(
        view.postings
            .iter()
            .map(|posting| format!("{:<14} {:<42} {:>12}", posting.entry, posting.account, posting.amount.dollars())),
    );
    row(story, "11", "post", &lines);
    let proof = engine.ledger_proof(practice).await.unwrap();
    let open = format!(
        "open with the insurer {}, with the patient {}",
        view.row.insurer_open.dollars(),
        view.row.patient_open.dollars()
    );
    row(
        story,
        "13",
        "report",
        &[
            open,
            format!(
                "{} entries, {} postings, debits less credits {}",
                proof.entries,
                proof.postings,
                proof.difference.dollars()
            ),
        ],
    );
    assert!(proof.balanced());
}

#[tokio::test]
async fn walkthrough() {
    let story = format!("{BEGIN}\n```text\n{}```\n{END}", walk().await);
    let path = root().join("ARCHITECTURE.md");
    let page = std::fs::read_to_string(&path).unwrap();
    let (before, rest) = page.split_once(BEGIN).expect("ARCHITECTURE.md has a place for the walkthrough");
    let (_, after) = rest.split_once(END).expect("the place ends");
    let expected = format!("{before}{story}{after}");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&path, expected).unwrap();
        return;
    }
    assert_eq!(page, expected, "run UPDATE_DOCS=1 cargo test -p cleanclaim walkthrough, and read what changed");
}
