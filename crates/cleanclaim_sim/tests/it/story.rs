//! One small encounter from its export to its money, to be read by people.

use cleanclaim_sim::{OutKind, Payer};
use jiff::civil::{date, datetime};

use crate::practice_side::{claim, file, of_kind};
use crate::world::{files, world};

#[test]
fn one_encounter_from_note_to_remittance() {
    let world = world(1, 1);
    let files = files(&world);
    let text = |name: &str| String::from_utf8(files.files[name].clone()).unwrap();
    let mut story = String::new();
    for name in ["encounters.csv", "services.csv", "notes/E000001.txt", "truth/spans.tsv"] {
        story.push_str(&format!("== {name}\n{}\n", text(name)));
    }
    let encounter = &world.encounters[0].encounter;
    let desk = world.desks.iter().find(|desk| desk.key == encounter.payer).unwrap();
    let mut payer = Payer::new(desk.clone(), 1);
    let at = datetime(2026, 11, 16, 9, 30, 0, 0);
    let mut out = payer.receive("claims.837", &file(1, at, &[claim(&world, desk, encounter)]), at).unwrap();
    out.extend(payer.payment_run(date(2026, 12, 29)).unwrap());
    assert_eq!(of_kind(&out, OutKind::Remittance).count(), 1);
    for file in out {
        story.push_str(&format!("== {}\n{}\n", file.name, String::from_utf8(file.bytes).unwrap()));
    }
    insta::assert_snapshot!(story);
}
