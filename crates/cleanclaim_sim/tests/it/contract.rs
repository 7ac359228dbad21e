//! What the engine makes of the payers' files.

use cleanclaim_engine::PayerFile;

use crate::practice_side::claim;
use crate::world::world;

/// What the practice expects by the payer's file is what the payer allows by its own table.
#[test]
fn the_engine_reads_the_profiles_and_expects_what_the_payer_allows() {
    let world = world(6, 400);
    let mut lines = 0;
    for desk in &world.desks {
        let file = PayerFile::parse(desk.key, desk.toml).unwrap();
        assert_eq!(file.profile, desk.profile);
        for one in world.encounters.iter().filter(|one| one.encounter.payer == desk.key) {
            for line in claim(&world, desk, &one.encounter).lines {
                assert_eq!(file.fees.expected(&line), Some(desk.allowed(&line)));
                lines += 1;
            }
        }
    }
    assert!(500 < lines);
}
