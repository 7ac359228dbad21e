use std::collections::{BTreeMap, BTreeSet};

use cleanclaim_model::{Finding, Severity};
use cleanclaim_rules::{Context, Linter};
use cleanclaim_sim::Mistake;

use crate::practice_side::claim;
use crate::world::{TODAY, world};

/// What lint says of a world's claims on the day after each was given: nothing of those that were made right, something of the others.
#[test]
fn lint_finds_what_was_planted_and_nothing_else() {
    let sets = cleanclaim_data::code_sets().unwrap();
    let world = world(21, 2_000);
    let mut silent: BTreeSet<Mistake> = BTreeSet::new();
    let mut wrongly: BTreeMap<String, usize> = BTreeMap::new();
    let mut warned: BTreeMap<String, usize> = BTreeMap::new();
    let mut linter = Linter::new();
    for one in &world.encounters {
        let encounter = &one.encounter;
        let desk = world.desks.iter().find(|desk| desk.key == encounter.payer).unwrap();
        let claim = claim(&world, desk, encounter);
        let context = Context::new(&sets, &desk.profile, TODAY);
        let mut findings: Vec<Finding> = Vec::new();
        let _ = linter.lint(&claim, &context, &mut findings);
        let errors: Vec<&Finding> = findings.iter().filter(|finding| finding.severity == Severity::Error).collect();
        match world.mistake_of(&encounter.number) {
            None => {
                for finding in findings.iter().filter(|finding| finding.severity == Severity::Warning) {
                    *warned.entry(format!("{}: {}", finding.rule, finding.message)).or_default() += 1;
                }
                for finding in errors {
                    let key = format!("{} ({}): {}", finding.rule, encounter.specialty, finding.message);
                    *wrongly.entry(key).or_default() += 1;
                }
            }
            // Only a look into the practice's own list of clinicians finds it, or the import does.
            Some(Mistake::ForeignNpi | Mistake::MistypedNpi) => {}
            // A warning: it can be overridden.
            Some(mistake) if findings.iter().all(|finding| finding.severity == Severity::Info) => {
                silent.insert(mistake);
            }
            Some(_) => {}
        }
    }
    assert!(wrongly.is_empty(), "{wrongly:#?}");
    assert!(warned.is_empty(), "{warned:#?}");
    assert!(silent.is_empty(), "{silent:?}");
}
